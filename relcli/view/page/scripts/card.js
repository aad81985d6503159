// One card: the claim with its date and grade; below it, when opened, everything else.

/**
 * Draw a card. `marks` tells which words to mark; `outside`, why it may be out of the range;
 * `some`, that it has but some of the words; `where` are pairs of a field and of what it says,
 * where the words stand that the claim has not.
 */
function drawCard(card, { marks, outside, some, where = [], chooseActor }) {
  const title = el("h3", { id: `claim-${card.number}`, dir: "auto" }, ...marked(card.claim, marks));
  const more = el("details", { class: "more" }, el("summary", {}, backing(card)));
  const footnote = el("div", { class: "footnote" });
  more.addEventListener("toggle", () => more.open && fill(more, card, chooseActor));
  return el(
    "article",
    { id: `card-${card.number}`, tabindex: -1, "aria-labelledby": `claim-${card.number}` },
    el(
      "p",
      { class: "meta" },
      el("span", { class: "date", title: card.edtf }, card.date),
      grade(card),
      card.disputed ? el("span", { class: "chip disputed" }, "≠ disputed") : null,
      card.superseded !== undefined ? el("span", { class: "chip" }, "superseded") : null,
      outside ? el("span", { class: "quiet" }, outside) : null,
      some ? el("span", { class: "quiet" }, "has some of the words") : null,
    ),
    title,
    ...where.map(([field, text]) => {
      return el(
        "p",
        { class: "where" },
        `${field}: `,
        el("q", { dir: "auto" }, ...marked(text, marks)),
      );
    }),
    more,
    el(
      "p",
      { class: "actions" },
      button("Cite", () => cite(card, footnote), { "aria-label": `Cite: ${card.claim}` }),
      el("a", { href: linkTo(card), class: "permalink" }, card.id),
    ),
    footnote,
  );
}

/** Put the rest of a card into its place, once. */
function fill(more, card, chooseActor) {
  if (more.childElementCount > 1) return;
  const [backed, against] = sidesOf(card);
  const [word, meaning] = GRADES[card.grade];
  more.append(
    el(
      "p",
      { class: "meaning" },
      el("strong", {}, word),
      `: ${meaning} (Admiralty ${card.grade + 1}).`,
    ),
    ...card.history.map((line) => el("p", { class: "quiet", dir: "auto" }, line)),
    el(
      "div",
      { class: "sides" },
      side("For", backed, card.origins[0]),
      against.length ? side("Against", against, card.origins[1]) : null,
    ),
    card.note
      ? el("p", { class: "note", dir: "auto" }, el("strong", {}, "Note. "), card.note)
      : "",
    facts(card, chooseActor),
  );
}

function grade(card) {
  return el("span", { class: `chip grade g${card.grade}` }, GRADES[card.grade][0]);
}

/** Say in a line who is for a claim, who qualifies and who disputes it, as `search` does. */
function backing(card) {
  const [backed] = sidesOf(card);
  const [origins, opposed] = card.origins;
  const [who, supporting, qualifying] = card.qualified ?? ["", origins, 0];
  const supports = backed.filter((use) => use.stance !== "qualifies");
  const names = [...new Set(supports.map((use) => SOURCES[use.n].name))];
  const some = names.slice(0, 3).join(", ") + (names.length > 3 ? " …" : "");
  const parts = [];
  if (some) parts.push([el("bdi", {}, some), ` (${counted(supporting, "origin")})`]);
  if (who) parts.push([el("bdi", {}, `qualified ${who}`), `, ${counted(qualifying, "origin")}`]);
  if (card.disputed) {
    parts.push([el("bdi", {}, `disputed ${card.against}`), `, ${counted(opposed, "origin")}`]);
  }
  return el("span", {}, ...parts.flatMap((part, n) => (n ? ["; ", ...part] : part)));
}

/** Give the sources of a card that are for it, and those that are against it. */
function sidesOf(card) {
  const against = (use) => use.stance === "disputes";
  return [card.sources.filter((use) => !against(use)), card.sources.filter(against)];
}

function side(name, uses, origins) {
  return el(
    "section",
    { class: name.toLowerCase() },
    el(
      "h4",
      {},
      name,
      el(
        "span",
        { class: "quiet" },
        ` ${counted(origins, "origin")}, ${counted(uses.length, "source")}`,
      ),
    ),
    el("ul", {}, ...uses.map(source)),
  );
}

function source(use) {
  const told = SOURCES[use.n];
  const { reliability, url, archived } = told;
  return el(
    "li",
    { dir: "auto" },
    ...whoseWords(use, told),
    told.title ? `, “${told.title}”` : "",
    told.published ? `, ${told.published}` : "",
    use.stance === "qualifies" ? el("span", { class: "chip disputed" }, "qualifies") : "",
    reliability
      ? el("span", { class: "reliability" }, ` · ${reliability}: ${LETTERS[reliability]}`)
      : "",
    use.says ? el("p", { class: "says", dir: "auto" }, use.says) : "",
    el(
      "p",
      { class: "links" },
      url ? webLink(url, shortly(url)) : (told.url_text ?? ""),
      archived ? webLink(archived, "archived copy") : (told.archived_text ?? ""),
      told.accessed ? el("span", { class: "quiet" }, `read ${told.accessed}`) : "",
      use.relays ? el("span", { class: "quiet" }, `relays ${use.relays}`) : "",
    ),
  );
}

/** Name a source, before it who speaks in it. */
function whoseWords(use, { name }) {
  const [speaker, source] = [speakerOf(use), el("strong", {}, name)];
  return speaker && speaker !== name ? [el("strong", {}, speaker), " in ", source] : [source];
}

/** Give an address as one reads it: the site and the beginning of the path. */
function shortly(url) {
  const short = url.replace(/^https?:\/\/(?:www\.)?/i, "").replace(/\/$/, "");
  return short.length > 60 ? `${short.slice(0, 58)}…` : short;
}

function facts(card, chooseActor) {
  const rows = [
    ["Topics", card.topics.map((number) => TOPICS[number].label)],
    ["Actors", card.actors.map((number) => button(ACTORS[number].name, () => chooseActor(number)))],
    ["Related", card.related.map(other)],
    ["Contradicts", card.contradicts.map(other)],
    ["Superseded by", card.superseded === undefined ? [] : [other(card.superseded)]],
    ["EDTF", [card.edtf]],
  ].filter(([, values]) => values.length);
  const parts = rows.flatMap(([name, values]) => [
    el("dt", {}, name),
    el("dd", {}, el("ul", {}, ...values.map((value) => el("li", { dir: "auto" }, value)))),
  ]);
  return el("dl", {}, ...parts);
}

/** Name another card: a link where it can be shown, its id where it cannot. */
function other(link) {
  const claim = typeof link === "string" ? DATA.claims?.[link] : null;
  if (claim) return el("a", { href: linkTo({ id: link }) }, claim);
  if (typeof link === "string") return link;
  return el("a", { href: linkTo(CARDS[link]) }, CARDS[link].claim);
}

/** Give a text in pieces, those words marked that the search looked for. */
function marked(text, marks) {
  if (!marks) return [text];
  return marks
    .partsOf(text)
    .map((part, number) => (number % 2 && marks.has(part) ? el("mark", {}, part) : part))
    .filter(Boolean);
}
