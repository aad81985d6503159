// What is asked for, and which cards pass: the same filters as the command line has.

// A facet is a group of values of which a card has some; of several chosen values it needs one.
const GROUPS = {
  topic: { values: TOPICS.map((topic) => topic.id), of: (card) => card.topics },
  actor: { values: ACTORS.map((actor) => actor.id), of: (card) => card.actors },
  confidence: { values: GRADES.map(([word]) => word), of: (card) => [card.grade] },
  disputed: { values: ["yes", "no"], of: (card) => [card.disputed ? 0 : 1] },
};
// What has no start is sorted by its end.
const SORTS = {
  oldest: (a, b) => (a.from ?? a.to) - (b.from ?? b.to) || a.number - b.number,
  newest: (a, b) => (b.from ?? b.to) - (a.from ?? a.to) || a.number - b.number,
  surest: (a, b) => a.grade - b.grade || SORTS.newest(a, b),
};

/** Give a state in which nothing is asked for. */
function nothingAsked() {
  const groups = Object.keys(GROUPS).map((group) => [group, new Set()]);
  return { q: "", since: "", until: "", sort: "", ...Object.fromEntries(groups) };
}

/** Say what is asked for, on paper, where the controls are not seen. */
function describe(state) {
  const dates = [state.since && `from ${state.since}`, state.until && `to ${state.until}`];
  const chosen = Object.entries(GROUPS).map(([name, { values }]) => {
    return state[name].size ? `${name}: ${[...state[name]].map((n) => values[n]).join(", ")}` : "";
  });
  return [state.q && `“${state.q}”`, ...chosen, ...dates].filter(Boolean).join(" · ");
}

/** Give the cards that pass, in order; how many each value of a facet has; what to be told. */
function choose(state, search) {
  const question = readQuestion(state.q);
  const told = [];
  const tests = [];
  for (const asked of question.fields) {
    const test = readField(asked);
    if (!test) told.push(`No ${asked.field} “${asked.value}” here.`);
    else tests.push(asked.without ? (card) => !test(card) : test);
  }
  for (const words of question.excluded) {
    const [word] = words;
    const has =
      words.length > 1 || isOpen(word) ? (n) => search().says(n, words) : (n) => search().hasForm(n, word);
    tests.push((card) => !has(card.number));
  }
  const passes = (card) => tests.every((test) => test(card));
  const spoken = (card) => question.phrases.every((phrase) => search().says(card.number, phrase));
  const searched = question.words.length > 0;
  let order = CARDS;
  let items = [];
  if (searched) {
    const allowed = (number) => passes(CARDS[number]) && spoken(CARDS[number]);
    let answer = search().answer(question, allowed);
    const { partly } = answer;
    if (partly) answer = search().answer(question, (number) => passes(CARDS[number]));
    ({ items } = answer);
    order = answer.found.map(({ card }) => CARDS[card]);
    for (const [word, meant] of answer.corrected) told.push(`${word} → ${meant}`);
    if (answer.suggested.length) told.push(`Did you mean ${answer.suggested.join(", ")}?`);
    if (partly && order.length) told.push("No card has all of this; the nearest come first.");
  } else if (tests.length) order = CARDS.filter(passes);
  const sort = SORTS[state.sort] ?? (searched ? null : SORTS.newest);
  if (sort) order = [...order].sort(sort);
  return { searched, items, told, ...filtered(order, state) };
}

/** Filter cards, and count for each value how many there would be with it. */
function filtered(order, state) {
  const groups = Object.entries(GROUPS).map(([name, { values, of }]) => {
    return { of, chosen: state[name], counts: new Uint32Array(values.length) };
  });
  const [since, until] = [firstDay(state.since) ?? 0, lastDay(state.until) ?? Infinity];
  const ranged = since > 0 || until < Infinity;
  const cards = [];
  const possibly = new Set(); // cards that may lie outside the range
  for (const card of order) {
    if ((card.from ?? 0) > until || (card.to ?? Infinity) < since) continue;
    const failed = groups.filter(
      ({ of, chosen }) => chosen.size && !of(card).some((value) => chosen.has(value)),
    );
    if (failed.length > 1) continue;
    for (const { of, counts } of failed.length ? failed : groups) {
      for (const value of of(card)) counts[value]++;
    }
    if (failed.length) continue;
    cards.push(card);
    const certain = (card.from ?? 0) >= since && (card.to ?? Infinity) <= until && !card.vague;
    if (ranged && !certain) possibly.add(card);
  }
  const names = Object.keys(GROUPS);
  const counts = Object.fromEntries(groups.map((group, n) => [names[n], group.counts]));
  return { cards, counts, possibly };
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
