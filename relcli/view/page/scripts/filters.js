// What is asked for, and the answer to it.

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

/**
 * Answer what is asked: `cards` in order, `partial` those of them that have but some of the words,
 * `possibly` those that may lie out of the range, `where` words stand that no claim has, `counts`
 * of each value of a facet, `told` what the reader should know.
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
  const isPossible = (hit) => isPossibly(CARDS[hit.card], ranges.get(hit.asked));
  return {
    searched: asking.searched,
    items: asking.items,
    told: [...asking.told, ...(asking.alternatives.length ? asking.remarks(state, answer) : [])],
    cards: [...hitOf.keys()],
    partial: new Set(partial.map((hit) => CARDS[hit.card])),
    possibly: new Set(hits.filter(isPossible).map((hit) => CARDS[hit.card])),
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
