// What cards can be filtered by beside facets: dates, and the fields of a question, as
// relcli/search/fields.py and facts.py read them.

const ON_NO_CARD = -1;
const WRITE_DATES = "write 2015, 2015-09, 30 September 2015 or 44 BC";
const CHOICES = {
  ...GROUPS,
  source: { values: SOURCES, of: (card) => card.sources.map((use) => use.n) },
  speaker: { values: SPEAKERS, of: (card) => card.sources.map((use) => use.speaker) },
};
const NAMES = {
  topic: () => TOPICS.map(({ id, label }) => [id, label]),
  actor: () => ACTORS.map(({ id, name, aliases = [] }) => [id, name, ...aliases]),
  source: () => SOURCES.map(sourceNames),
  speaker: () => SPEAKERS,
  confidence: () => GRADES.map(([word]) => [word]),
  disputed: () => [["yes"], ["no"]],
};

/** Give the names by which a source is found. */
function sourceNames(source) {
  const [name] = titlesOf(source);
  const title = source.titled && source.title;
  return [source.id, name, title, ...(source.also ?? [])].filter(Boolean);
}

/** Read the fields of a question: values to choose and to leave out, dates, a floor. */
function readFields(fields, told) {
  const asked = { values: {}, without: {}, since: null, until: null, floor: null, spoken: [] };
  const unknown = ({ field, value }) => told.push(`No ${field} “${value}” here.${meantBy(field, value)}`);
  for (const each of fields) {
    const { field, without } = each;
    if (without && !(field in CHOICES)) told.push(`-${field}: cannot be excluded.`);
    else if (field === "since" || field === "until") {
      const bound = readBound(each.value);
      if (bound) {
        asked[field] = bound;
        asked.spoken.push(...spokenOf(each.value, bound));
      } else told.push(`${field}: “${each.value}” is not read here; ${WRITE_DATES}`);
    } else if (field === "at-least") {
      const [floor] = numbersNamed("confidence", each.value);
      if (floor === undefined || floor === UNCONFIRMED) unknown(each);
      else asked.floor = floor;
    } else {
      const numbers = numbersNamed(field, each.value);
      const chosen = without ? asked.without : asked.values;
      if (!numbers.length) unknown(each);
      // A card is disputed or not: what is said last holds, of other values one suffices.
      else if (field === "disputed" && !without) chosen.disputed = numbers;
      else chosen[field] = [...(chosen[field] ?? []), ...numbers];
    }
  }
  return asked;
}

/** Give the numbers of what has a name, one that no card has for what is only declared. */
function numbersNamed(field, value) {
  const wanted = fold(value);
  const isMeant = (name) => fold(name) === wanted;
  const found = NAMES[field]().flatMap((names, number) => (names.some(isMeant) ? [number] : []));
  return !found.length && DATA.unused[field]?.some(isMeant) ? [ON_NO_CARD] : found;
}

/** Give what a card has to pass, by fields and by what is chosen, but for one group of facets. */
function testsOf(asked, state, freed = "") {
  const tests = [];
  for (const [group, { of }] of Object.entries(CHOICES)) {
    const replaced = group === freed || (group === "disputed" && asked.values.disputed);
    const chosen = replaced ? [] : [...(state[group] ?? [])];
    const values = new Set([...chosen, ...(asked.values[group] ?? [])]);
    if (values.size) tests.push((card) => of(card).some((value) => values.has(value)));
  }
  for (const [group, numbers] of Object.entries(asked.without)) {
    const { of } = CHOICES[group];
    tests.push((card) => !of(card).some((value) => numbers.includes(value)));
  }
  const { floor } = asked;
  if (floor !== null) tests.push((card) => card.grade <= floor && card.grade !== UNCONFIRMED);
  const range = rangeOf(asked, state);
  if (range.isBounded) {
    const isHeld = (card) => state.states && card.state && range.since <= range.until;
    tests.push((card) => isIn(card, range) || isHeld(card));
  }
  return tests;
}

/** Give the days that are asked for. */
function rangeOf(asked, state) {
  const since = (asked.since ?? readBound(state.since ?? ""))?.first ?? -Infinity;
  const until = (asked.until ?? readBound(state.until ?? ""))?.last ?? Infinity;
  return { since, until, isBounded: since > -Infinity || until < Infinity };
}

/** Tell whether any day of a card lies in a range. */
function isIn(card, { since, until }) {
  return since <= until && (card.from ?? -Infinity) <= until && (card.to ?? Infinity) >= since;
}

/** Tell whether a card may lie outside the days that are asked for. */
function isPossibly(card, { since, until, isBounded }) {
  const isIn = (card.from ?? -Infinity) >= since && (card.to ?? Infinity) <= until;
  return isBounded && !(isIn && !card.vague);
}

/** Give a bound as it was written and as it was read, in a list, if these differ. */
function spokenOf(text, bound) {
  return bound.text === text.trim() ? [] : [[text.trim(), bound.text]];
}

/** Say who may be meant by a name that nobody has: the first whose name has it in it. */
function meantBy(field, value) {
  if (field !== "speaker" || !fold(value)) return "";
  const [meant] = SPEAKERS.find(([name]) => fold(name).includes(fold(value))) ?? [];
  return meant ? ` Did you mean “${meant}”?` : "";
}
