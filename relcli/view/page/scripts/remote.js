// Of many cards the page holds none: the server that gave it is asked each time, and its answer
// is put where the scripts look for cards, sources and speakers.

const AT_FIRST = 60; // cards of an answer that are asked for
const MOST_ASKED = 400; // at once; as many as the timeline draws one by one
let underway = null; // the question whose answer is waited for

DATA.claims = {}; // of the cards to which others lead, by id

/** Ask, and hand on what is answered; a question that another one follows is given up. */
function answering(state, _search, then) {
  underway?.abort();
  const mine = (underway = new AbortController());
  fetched("answer", { ...wordsOf(state), offset: 0, limit: AT_FIRST }, mine.signal)
    .then((told) => {
      for (const held of [CARDS, SOURCES, SPEAKERS]) held.length = 0;
      then(answerOf(state, told, mine.signal));
    })
    .catch((error) => mine === underway && then(noAnswer(error.message)));
}

/** Give an answer as the page draws it, with what gets more of it ready. */
function answerOf(state, told, signal) {
  const answer = {
    ...{ cards: [], partial: new Set(), possibly: new Map(), where: new Map(), counts: null },
    ...{ total: told.total, isMore: told.more, told: told.told, state, signal },
    outside: Object.assign(
      told.outside.ids.map((id) => ({ id })),
      { total: told.outside.total },
    ),
    marksOf: (card) => card.marks,
  };
  answer.ready = (count, then) => {
    const [offset, wanted] = [answer.cards.length, Math.min(count, answer.total)];
    if (offset >= wanted) then();
    else {
      fetched("answer", { ...wordsOf(state), offset, limit: wanted - offset }, signal)
        .then((more) => {
          // Where another part came first, this one is there already.
          if (answer.cards.length === offset) taken(answer, more);
          then();
        })
        .catch((error) => announce(error.message));
    }
  };
  taken(answer, told);
  return answer;
}

/** Put the cards of an answer where the page looks for them. */
function taken(answer, told) {
  const cards = addCards(told.data, told.claims);
  cards.forEach((card, place) => {
    const { some, outside, where, claim } = told.hits[place];
    if (some) answer.partial.add(card);
    if (outside) answer.possibly.set(card, outside === "state" ? MAY_HOLD : MAYBE_OUTSIDE);
    const texts = where.map(([name, pieces]) => [name, pieces.join("")]);
    if (where.length) answer.where.set(card, texts);
    card.marks = marksFor([claim, ...where.map(([, pieces]) => pieces)]);
  });
  answer.cards.push(...cards);
}

function noAnswer(message) {
  return {
    ...{ cards: [], total: 0, failed: true, told: [message], outside: [], counts: null },
    ...{ partial: new Set(), possibly: new Map(), where: new Map(), marksOf: () => null },
    ready: () => {},
  };
}

/** Hand on what the pictures show, each card or so many a year, and the counts of the facets. */
async function pictured(answer, then) {
  if (answer.failed || !answer.total) {
    then([], null);
    return;
  }
  const { state, signal } = answer;
  try {
    const { sort: _unordered, ...words } = wordsOf(state);
    const counts = await fetched("counts", words, signal);
    const { total, ...groups } = counts;
    Object.assign(answer, { total: Math.max(total, answer.total), isMore: false });
    if (answer !== answered) return;
    tell(answer);
    list.tellLeft();
    const show = (cards) => then(cards, numbered(groups));
    if (total <= MOST_ASKED) answer.ready(total, () => show(answer.cards));
    else show(await byYear(words, signal));
  } catch (error) {
    if (!signal.aborted) then([], null); // more cards than are counted: the list has them
  }
}

/** Give, for each year, what stands for all cards that begin in it. */
async function byYear(words, signal) {
  const { years } = await asked("/years", { ...words, limit: 0 }, signal);
  return years
    .filter(({ cards }) => cards)
    .map(({ year, cards }) => {
      const first = year === null ? null : dayNumber(year, 1, 1);
      const last = year === null ? null : dayNumber(year + 1, 1, 1) - 1;
      return { from: first, to: last, day: first, count: cards, edtf: "", unknown: false };
    });
}

/** Hand on the card that an address leads to, if there is one. */
function cardAt(id, then) {
  if (!id) return;
  fetched("card", { id })
    .then(({ data, claims }) => addCards(data, claims).slice(0, 1).forEach(then))
    .catch(() => {}); // there is none
}

/** Give the number of a value in the address; an actor who is not among the commonest gets one. */
function numberOf(group, value) {
  const known = GROUPS[group].values.indexOf(value);
  return known >= 0 || group !== "actor" ? known : addActor({ id: value, name: value });
}

function addActor(actor) {
  const known = GROUPS.actor.values.indexOf(actor.id);
  if (known >= 0) return known;
  GROUPS.actor.values.push(actor.id);
  return ACTORS.push(actor) - 1;
}

/** Add cards as the server tells them: what they point to is numbered from 0 in each answer. */
function addCards(data, claims) {
  Object.assign(DATA.claims, claims);
  const [firstCard, firstSource, firstSpeaker] = [CARDS, SOURCES, SPEAKERS].map((of) => of.length);
  const actors = data.actors.map(addActor);
  const topics = data.topics.map(({ id }) => GROUPS.topic.values.indexOf(id));
  const linked = (link) => (typeof link === "number" ? firstCard + link : link);
  SOURCES.push(...data.sources);
  SPEAKERS.push(...data.speakers);
  const cards = data.cards.map((told, number) => {
    const card = cardOf(told, firstCard + number);
    return Object.assign(card, {
      topics: card.topics.map((topic) => topics[topic]).filter((topic) => topic >= 0),
      actors: card.actors.map((actor) => actors[actor]),
      sources: card.sources.map(({ n, speaker, ...use }) => ({
        ...use,
        n: firstSource + n,
        ...(speaker === undefined ? {} : { speaker: firstSpeaker + speaker }),
      })),
      related: card.related.map(linked),
      contradicts: card.contradicts.map(linked),
      superseded: linked(card.superseded),
    });
  });
  CARDS.push(...cards);
  return cards;
}

/** Give what is asked for as the server takes it. */
function wordsOf(state) {
  const words = { q: state.q, since: state.since, until: state.until, sort: state.sort };
  for (const [name, { values }] of Object.entries(GROUPS)) {
    words[name] = [...state[name]].map((number) => values[number]);
  }
  // Both together leave nothing out.
  words.disputed = words.disputed.length === 1 ? [String(words.disputed[0] === "yes")] : [];
  if (state.states) words.states = "true";
  return words;
}

function fetched(what, words, signal) {
  return asked(`/page/${what}`, words, signal);
}

/** Ask the server; what it refuses is told in its own words. */
async function asked(path, words, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(words)) {
    for (const one of [value].flat()) if (one !== "") query.append(name, one);
  }
  let response;
  try {
    response = await fetch(`${path}?${query}`, { signal, credentials: "same-origin" });
  } catch {
    throw new Error("The server does not answer.");
  }
  const told = await response.json();
  if (!response.ok) throw new Error(told.detail);
  return told;
}

/** Give the counts of each facet by the numbers of its values. */
function numbered(groups) {
  return Object.fromEntries(
    Object.entries(GROUPS).map(([group, { values }]) => [
      group,
      values.map((value) => groups[group][value] ?? 0),
    ]),
  );
}

/** Give what parts some texts as the server has parted them: every second piece is marked. */
function marksFor(parted) {
  const byText = new Map(parted.map((pieces) => [pieces.join(""), pieces]));
  return { partsOf: (text) => byText.get(text) ?? [text], has: () => true };
}
