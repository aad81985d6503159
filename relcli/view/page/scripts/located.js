// Where in a card words were found, and how the card writes them, as relcli/search/located.py tells
// it: the vocabulary has words in small Latin letters.

const FIELD_NAMES = { topics: "topic", sources: "source", note: "note" };
// The vocabulary adds to a note the names of those whom note and sources mention.
const NOTED = "noted";
const SIGNS = '-.,;:!?()[]"«»“”„،؛؟。、「」『』';

/** Give words of the vocabulary as a card writes them, Latin letters as small ones. */
function ownWord(card, found, field) {
  if (field === "date") return plainDate(found);
  if (isWritten(card, found, field)) return found;
  const [first] = placesOf(card, found, field);
  if (!first) return field === "note" ? ownWord(card, found, NOTED) : found;
  const bare = stripped(first.text.slice(...first.place), SIGNS);
  return bare.toLowerCase() === found ? found : bare;
}

/** Give words of the vocabulary as the newest card that has them writes them. */
function writtenByNewest(vocabulary, found) {
  const [newest] = vocabulary.newestWith(found.split(" ").map(stemOf));
  const card = CARDS[newest];
  const fields = card ? TUNING.FIELDS.filter((field) => field !== "date") : [];
  if (fields.some((field) => isWritten(card, found, field))) return found;
  const written = fields.map((field) => ownWord(card, found, field));
  return written.find((own) => own !== found) ?? found;
}

/** Tell whether a field of a card has words as they are, but for capitals. */
function isWritten(card, found, field) {
  return textsOf(card, field).some((text) => standsIn(found, text.toLowerCase()));
}

/** Tell whether words stand in a text of small letters; Latin ones not as a part of longer ones. */
function standsIn(found, text) {
  if (!text.includes(found) || !/^[a-z0-9 ]+$/.test(found)) return text.includes(found);
  const before = /^[a-z]/.test(found) ? "(?<!\\p{L})" : "";
  const after = /[a-z]$/.test(found) ? "(?!\\p{L})" : "";
  return new RegExp(before + found + after, "u").test(text);
}

/** Give where words stand that are not in the claim: [what, text]; null if nobody is to be told. */
function placeOf(card, found, field) {
  if (field === "claim" || field === "date") return null;
  const [first] = placesOf(card, found, field);
  if (!first) return field === "note" ? placeOf(card, found, NOTED) : null;
  if (field === "actors" || field === NOTED) return actorPlace(card, first.text);
  return [FIELD_NAMES[field], excerptOf(first.text, ...first.place)];
}

/** Tell whether a place of a kind, as it is quoted, has words. */
function isShown([kind, text], name, found) {
  return kind === name && [asWritten, positionOf].some((position) => position(text, found));
}

function actorPlace(card, name) {
  const everybody = [...namesFor(card), ...notedFor(card)];
  const [own] = everybody.find((names) => names.includes(name)) ?? [name];
  return name === own ? ["actor", name] : ["alias", `${own}: ${name}`];
}

function textsOf(card, field) {
  if (field === "claim" || field === "note") return [card[field]];
  if (field === "topics") return card.topics.map((n) => TOPICS[n].id);
  if (field === "actors") return namesFor(card).flat();
  if (field === NOTED) return notedFor(card).flat();
  return usesOf(card).flatMap((use) => {
    return [titlesOf(SOURCES[use.n]).join(", "), speakerOf(use), use.says ?? ""];
  });
}

/** Give the names of the actors that a card lists, their aliases too, then of those in its claim. */
function namesFor(card) {
  return (card.names ??= allNamesFor(card));
}

/** Give the names of the actors that its note or a source mentions. */
function notedFor(card) {
  return DATA.declared.filter((n) => card.noted.includes(n)).map(namesOf);
}

function allNamesFor(card) {
  const claim = card.claim.toLowerCase();
  const listed = DATA.declared.filter((n) => card.actors.includes(n));
  const others = DATA.declared.filter((n) => {
    return !listed.includes(n) && namesOf(n).some((name) => claim.includes(name.toLowerCase()));
  });
  return [...card.actors.map((n) => [ACTORS[n].name]), ...[...listed, ...others].map(namesOf)];
}

/** Give each text of a field that has some words, and where: as they stand, if any has them so. */
function placesOf(card, found, field) {
  const texts = textsOf(card, field);
  for (const position of [asWritten, positionOf]) {
    const places = texts.map((text) => ({ text, place: position(text, found) }));
    const met = places.filter(({ place }) => place);
    if (met.length) return met;
  }
  return [];
}

/** Give from where to where words stand in a text just as they are, but for capitals. */
function asWritten(text, found) {
  if (!text.toLowerCase().includes(found.split(" ", 1)[0])) return null; // as nearly all
  const row = found.split(" ").map(escaped).join("[^\\p{L}\\p{N}_]+");
  const met = new RegExp(`(?<![\\p{L}\\p{N}_])${row}(?![\\p{L}\\p{N}_])`, "iu").exec(text);
  return met && [met.index, met.index + met[0].length];
}

function escaped(word) {
  return word.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}

/** Give from where to where words stand in a row in a text, null where they do not. */
function positionOf(text, found) {
  const sought = found.split(" ");
  const row = [...text.matchAll(/\S+/g)].flatMap(({ 0: chunk, index }) =>
    indexedWordsOf(chunk).map((word) => ({ word, start: index, end: index + chunk.length })),
  );
  for (let start = 0; start + sought.length <= row.length; start++) {
    if (sought.every((word, further) => row[start + further].word === word)) {
      return [row[start].start, row[start + sought.length - 1].end];
    }
  }
  return null;
}

/** Give what stands around a place of a text, cut between words. */
function excerptOf(text, start, end) {
  const { AROUND } = TUNING;
  const first = start > AROUND ? text.lastIndexOf(" ", start - AROUND - 1) + 1 : 0;
  const last = end + AROUND < text.length ? text.indexOf(" ", end + AROUND) : -1;
  const cut = text.slice(first, last > 0 ? last : text.length);
  return `${first > 0 ? "… " : ""}${cut}${last > 0 ? " …" : ""}`;
}
