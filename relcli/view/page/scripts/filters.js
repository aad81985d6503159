// The answer to what is asked for, from the cards in the page.

// Equal ones stay in the order of the answer.
const SORTS = {
  oldest: (a, b) => a.when - b.when,
  newest: (a, b) => b.when - a.when,
  surest: (a, b) => a.grade - b.grade || SORTS.newest(a, b),
};

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
    marksOf: markedBy(asking, search),
    told: [...asking.told, ...(asking.alternatives.length ? asking.remarks(state, answer) : [])],
    cards: [...hitOf.keys()],
    partial: new Set(partial.map((hit) => CARDS[hit.card])),
    possibly: new Map(possibly),
    outside: asking.outside(state),
    where: { get: (card) => (hitOf.has(card) ? asking.places(hitOf.get(card)) : undefined) },
    counts: countsOf(state, asking, hits),
  };
}

/** Answer, and hand the answer on. */
function answering(state, search, then) {
  const answer = choose(state, search);
  // All of it is here, be it asked for in parts.
  const ready = (_count, doNow) => doNow();
  then({ ...answer, total: answer.cards.length, ready });
}

/** Hand on the cards that the pictures show, and the counts of the facets. */
function pictured(answer, then) {
  then(answer.cards, answer.counts);
}

/** Hand on the card that an address leads to, if there is one. */
function cardAt(id, then) {
  const card = CARDS[NUMBER_OF.get(id)];
  if (card) then(card);
}

/** Give the number of a value in the address; below 0 where there is none. */
function numberOf(group, value) {
  return GROUPS[group].values.indexOf(value);
}

/** Give what tells how the words of a card are to be marked. */
function markedBy(asking, search) {
  const marks = marksOf(asking.items, search);
  return () => marks;
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

/**
 * Give what parts the words of a claim, and what tells whether one was looked for; null where
 * nothing was.
 */
function marksOf(items, search) {
  if (!items.length) return null;
  const { numbers } = search().vocabulary;
  const read = new Set(
    items
      .filter((item) => !item.stop)
      .flatMap((item) => [...item.readings.values()])
      .filter((reading) => reading.proof === HAS)
      .flatMap(({ words }) => words),
  );
  const runs = items.filter((item) => item.isRun && item.known).map(({ text }) => text);
  const word = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`;
  const parts = new RegExp(`(${[...runs, word].join("|")})`, "u");
  return {
    partsOf: (text) => text.split(parts),
    has: (text) =>
      runs.includes(text) || wordsOf(text).some((each) => read.has(numbers.get(each) ?? -1)),
  };
}
