// What is asked for, and the answer to it.

// Equal ones stay in the order of the answer.
const SORTS = {
  oldest: (a, b) => a.when - b.when,
  newest: (a, b) => b.when - a.when,
  surest: (a, b) => a.grade - b.grade || SORTS.newest(a, b),
};

const MAYBE_OUTSIDE = "may be outside the dates asked for";
const MAY_HOLD = "attested at another time, may hold then";

/** Give a state in which nothing is asked for. */
function nothingAsked() {
  const groups = Object.keys(GROUPS).map((group) => [group, new Set()]);
  return { q: "", since: "", until: "", sort: "", states: "", ...Object.fromEntries(groups) };
}

/** Say what is asked for, on paper, where the controls are not seen. */
function describe(state) {
  const dates = [state.since && `from ${state.since}`, state.until && `to ${state.until}`];
  if (state.states) dates.push("with states attested at other times");
  const chosen = Object.entries(GROUPS).map(([name, { values }]) => {
    return state[name].size ? `${name}: ${[...state[name]].map((n) => values[n]).join(", ")}` : "";
  });
  return [state.q && `“${state.q}”`, ...chosen, ...dates].filter(Boolean).join(" · ");
}

/**
 * Answer what is asked: `cards` in order, `partial` those of them that have but some of the words,
 * `possibly` those that may lie out of the range and why, `where` words stand that no claim has,
 * `counts` of each value of a facet, `told` what the reader should know, `outside` the states that
 * are attested outside the range and not in the answer.
 */
function choose(state, search) {
  const asking = new Asking(state.q, search);
  const answer = asking.hits(state);
  const { hits } = answer;
  const sort = SORTS[state.sort] ?? (asking.isBlank ? SORTS.newest : null);
  const sorted = (some) => (sort ? some.sort((a, b) => sort(CARDS[a.card], CARDS[b.card])) : some);
  const partial = hits.filter((hit) => !hit.isWhole);
  const order = [...sorted(hits.filter((hit) => hit.isWhole)), ...sorted(partial)];
  const hitOf = new Map(order.map((hit) => [CARDS[hit.card], hit]));
  const ranges = new Map(asking.alternatives.map(({ asked }) => [asked, rangeOf(asked, state)]));
  const possibly = hits
    .map((hit) => [CARDS[hit.card], ranges.get(hit.asked)])
    .filter(([card, range]) => isPossibly(card, range))
    .map(([card, range]) => [card, isIn(card, range) ? MAYBE_OUTSIDE : MAY_HOLD]);
  return {
    searched: asking.searched,
    items: asking.items,
    told: [...asking.told, ...(asking.alternatives.length ? asking.remarks(state, answer) : [])],
    cards: [...hitOf.keys()],
    partial: new Set(partial.map((hit) => CARDS[hit.card])),
    possibly: new Map(possibly),
    outside: asking.outside(state),
    where: { get: (card) => (hitOf.has(card) ? asking.places(hitOf.get(card)) : undefined) },
    counts: countsOf(state, asking, hits),
  };
}

/** Count for each value of a facet how many cards there would be with it. */
function countsOf(state, asking, hits) {
  const counted = Object.entries(GROUPS).map(([group, { values, of }]) => {
    const counts = new Uint32Array(values.length);
    const freed = state[group].size ? asking.hits(state, group).hits : hits;
    for (const { card } of freed) for (const value of of(CARDS[card])) counts[value]++;
    return [group, counts];
  });
  return Object.fromEntries(counted);
}
