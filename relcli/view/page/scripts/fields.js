// What cards can be filtered by: facets, dates, and the fields of a question, as
// relcli/search/filters.py and facts.py read them.

// A facet is a group of values of which a card has some; of several chosen values it needs one.
const GROUPS = {
  topic: { values: TOPICS.map((topic) => topic.id), of: (card) => card.topics },
  actor: { values: ACTORS.map((actor) => actor.id), of: (card) => card.actors },
  confidence: { values: GRADES.map(([word]) => word), of: (card) => [card.grade] },
  disputed: { values: ["yes", "no"], of: (card) => [card.disputed ? 0 : 1] },
};
const ON_NO_CARD = -1;
const CHOICES = {
  ...GROUPS,
  source: { values: SOURCES, of: (card) => card.sources.map((use) => use.n) },
};
const NAMES = {
  topic: () => TOPICS.map(({ id, label }) => [id, label]),
  actor: () => ACTORS.map(({ id, name, aliases = [] }) => [id, name, ...aliases]),
  source: () => SOURCES.map(sourceNames),
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
  const asked = { values: {}, without: {}, since: null, until: null, floor: null };
  const unknown = ({ field, value }) => told.push(`No ${field} “${value}” here.`);
  for (const each of fields) {
    const { field, without } = each;
    if (without && !(field in CHOICES)) told.push(`-${field}: cannot be excluded.`);
    else if (field === "since" || field === "until") {
      asked[field] = (field === "since" ? firstDay : lastDay)(each.value) ?? asked[field];
      if (!readDate(each.value)) unknown(each);
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
  const { since, until, isBounded } = rangeOf(asked, state);
  if (isBounded) {
    tests.push(
      (card) => since <= until && (card.from ?? 0) <= until && (card.to ?? Infinity) >= since,
    );
  }
  return tests;
}

/** Give the days that are asked for. */
function rangeOf(asked, state) {
  const since = asked.since ?? firstDay(state.since) ?? 0;
  const until = asked.until ?? lastDay(state.until) ?? Infinity;
  return { since, until, isBounded: since > 0 || until < Infinity };
}

/** Tell whether a card may lie outside the days that are asked for. */
function isPossibly(card, { since, until, isBounded }) {
  const isCertain = (card.from ?? 0) >= since && (card.to ?? Infinity) <= until && !card.vague;
  return isBounded && !isCertain;
}

/** Give the first day that "2015", "2015-09" or "2015-09-30" means, null for what is no date. */
function firstDay(text) {
  const date = readDate(text);
  return date && dayNumber(date.year, date.month ?? 1, date.day ?? 1);
}

function lastDay(text) {
  const date = readDate(text);
  if (!date) return null;
  if (date.day) return dayNumber(date.year, date.month, date.day);
  return dayNumber(date.year, (date.month ?? 12) + 1, 1) - 1;
}

function readDate(text) {
  const found = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?$/.exec(text.trim());
  if (!found) return null;
  const [year, month, day] = found.slice(1).map((part) => part && Number(part));
  if (day !== undefined && dateOf(dayNumber(year, month, day)).getUTCDate() !== day) return null;
  return { year, month, day };
}
