// A question and its answer, as relcli/search/answer.py puts them together: alternatives, filters,
// what is told. Each card is in the answer once, as the alternative has it that it meets best.

const ANY_DAY = { first: null, last: null };
const LOOKED_AT_FOR_REMARKS = 200; // hits; nobody reads on to where more words were corrected
const UNCOUNTED = `only the first ${TUNING.WORDS} words of the question count`;
const COMPARED = `words are compared by their first ${TUNING.LONGEST_WORD} letters`;
let newestFirst = null; // numbers of cards
const TYPED_SIGNS = '-.,;:!?()"«»“”„،؛؟';

class Asking {
  #taken = new Map(); // word -> what it was taken for, part by part

  constructor(text, search) {
    this.told = [];
    this.asking = readQuestion(text);
    this.isBlank = !text.trim();
    const { alternatives } = this.asking;
    this.alternatives = alternatives
      .filter((question) => this.isBlank || asks(question))
      .map((question) => this.#prepared(question, search));
    this.searched = this.alternatives.some(({ question }) => question.words.length);
    this.items = this.alternatives.flatMap(({ found }) => found?.items ?? []);
    this.written = new Map([...writtenIn(text), ...this.asking.dates]);
    this.vocabulary = this.searched ? search().vocabulary : null;
  }

  #prepared(question, search) {
    const asked = readFields(question.fields, this.told);
    if (question.words.length) return { question, asked, found: search().find(question, asked) };
    const isAllowed = question.excluded.length ? search().excludes(question) : () => true;
    newestFirst ??= [...CARDS].sort(byNewest).map((card) => card.number);
    const all = newestFirst.filter(isAllowed);
    return { question, asked, all: all.map((card) => ({ card, asked, share: 0, isWhole: true })) };
  }

  /** Give the hits that pass what is chosen but for one group, those with all words first. */
  hits(state, freed) {
    let isComplete = false;
    const lists = this.alternatives.map((alternative) => {
      const tests = testsOf(alternative.asked, state, freed);
      const passes = ({ card }) => tests.every((test) => test(CARDS[card]));
      const [whole, others] = hitsOf(alternative, passes);
      isComplete ||= !alternative.found || whole.length > 0;
      return [...whole, ...others];
    });
    const hits = lists.length > 1 ? bestOf(lists.flat()) : lists.flat();
    const whole = hits.filter((hit) => hit.isWhole);
    let others = hits.filter((hit) => !hit.isWhole).sort(byShare);
    if (whole.length) others = others.slice(0, Math.max(TUNING.FEW - whole.length, 0));
    const found = [...whole, ...others];
    return { hits: [...whole.sort(byShare), ...others], found, isComplete };
  }

  /** Give all that is to be told of some hits. */
  remarks(state, { hits, found, isComplete }) {
    const { alternatives, dates, ignored, operators, unread } = this.asking;
    const isCut = this.alternatives.some(({ found }) => found?.isCut);
    const isLong = (word) => Array.from(word).length >= TUNING.LONGEST_WORD && word < RUN;
    const isCompared = this.alternatives.some(({ question }) => question.words.some(isLong));
    const corrected = this.#corrected(found);
    const suggested = this.#suggested();
    return remarksOn({
      hits,
      beyond: [...unread, ...(isCut ? [UNCOUNTED] : []), ...(isCompared ? [COMPARED] : [])],
      spoken: [
        ...["since", "until"].flatMap((name) => {
          const bound = readBound(state[name] ?? "");
          return bound ? spokenOf(state[name], bound) : [];
        }),
        ...this.alternatives.flatMap(({ asked }) => asked.spoken),
      ],
      ignored,
      suggested,
      readAs: operators ? understood(alternatives, dates) : "",
      leftOut: alternatives.flatMap(({ leftOut }) => leftOut),
      corrected,
      isPartial: this.searched && !isComplete,
      missing: this.#missing().map((word) => this.written.get(word) ?? word),
      quoted: this.alternatives.some(({ question }) => question.phrases.length),
      filtered: this.alternatives.some(({ asked }) => testsOf(asked, state).length),
    });
  }

  /** Give the states that answer but for the days that are asked for, in their order. */
  outside(state) {
    const ranges = this.alternatives.map(({ asked }) => rangeOf(asked, state));
    if (ranges.some(({ since, until }) => since > until)) {
      return Object.assign([], { isReversed: true });
    }
    if (state.states || !CARDS.some((card) => card.state)) return [];
    const outside = new Set();
    for (const alternative of this.alternatives) {
      const range = rangeOf(alternative.asked, state);
      if (!range.isBounded) continue;
      const tests = testsOf({ ...alternative.asked, since: ANY_DAY, until: ANY_DAY }, state);
      const passes = ({ card }) => CARDS[card].state && tests.every((test) => test(CARDS[card]));
      const { found, all } = alternative;
      const states = found ? found.wholeOf(passes) : all.filter(passes);
      for (const { card } of states) if (!isIn(CARDS[card], range)) outside.add(CARDS[card]);
    }
    return [...outside].sort((one, other) => one.when - other.when);
  }

  /** Give pairs of a word and of what it was taken for in a card. */
  #corrected(hits) {
    const pairs = new Map();
    this.#taken.clear();
    const isGuess = ({ kind }) => kind === "fuzzy" || kind === "name";
    if (!this.items.some((item) => item.some(isGuess))) return [];
    for (const hit of hits.slice(0, LOOKED_AT_FOR_REMARKS)) {
      if (!hit.scorer) continue;
      const matched = hit.scorer.matched(hit.card);
      for (const item of hit.found.items) {
        const nearest = matched.get(item.text)?.[0];
        // Not of a name that is known its other spellings: these are it.
        if (!nearest || !isGuess(nearest) || (item.known && nearest.kind === "name")) continue;
        const word = this.written.get(item.text) ?? item.text;
        this.#taken.set(item.text, [
          ...(this.#taken.get(item.text) ?? []),
          ...nearest.text.split(" "),
        ]);
        const own = ownWord(CARDS[hit.card], nearest.text, TUNING.FIELDS[nearest.field]);
        pairs.set(`${word} ${own}`, [word, own]);
      }
    }
    return [...pairs.values()];
  }

  /** Give the words that no card has in any way, whichever alternative asks for them. */
  #missing() {
    const lacked = new Set(this.alternatives.flatMap(({ found }) => found?.missing ?? []));
    return [...lacked].filter((word) =>
      this.alternatives.every(({ question, found }) => {
        return found?.missing.includes(word) || !question.words.includes(word);
      }),
    );
  }

  /** Give what else might be meant by a word, as cards write it: not what it was taken for. */
  #suggested() {
    const suggested = new Map();
    for (const item of this.items) {
      if (!item.meant.length) continue;
      const word = this.written.get(item.text) ?? item.text;
      const taken = this.#taken.get(item.text);
      const meant = taken ? unlike(item.meant, taken) : item.meant;
      if (!meant.length) continue;
      const own = meant.map((each) => writtenByNewest(this.vocabulary, each));
      suggested.set(word, [...new Set([...(suggested.get(word) ?? []), ...own])]);
    }
    for (const [word, meant] of suggested) suggested.set(word, meant.slice(0, TUNING.SUGGESTED));
    return suggested;
  }

  /**
   * Give where the words stand that are not in the claim of a card, each place once: what was cut out
   * of a text for one word is not cut out once more for another one that stands there, too.
   */
  places({ card, scorer }) {
    if (!scorer) return [];
    const places = [];
    for (const [text, matches] of scorer.matched(card)) {
      if (STOP_WORDS.has(text) || matches.some(({ field }) => field === 0)) continue;
      const [nearest] = matches;
      const place = placeOf(CARDS[card], nearest.text, TUNING.FIELDS[nearest.field]);
      const isNew = place && !places.some((other) => isShown(other, place[0], nearest.text));
      if (isNew) places.push(place);
    }
    return places;
  }
}

/** Give the hits of one alternative: with all words and, where these are few, with some. */
function hitsOf({ found, all }, passes) {
  if (!found) return [all.filter(passes), []];
  const whole = found.wholeOf(passes);
  if (whole.length >= Math.max(found.few, 1)) return [whole, []];
  const others = found.partial.filter(passes);
  return [whole, whole.length ? others.slice(0, found.few - whole.length) : others];
}

/** Give each card once, as it answers best. */
function bestOf(hits) {
  const best = new Map();
  for (const hit of hits) {
    const before = best.get(hit.card);
    if (!before || isBetter(hit, before)) best.set(hit.card, hit);
  }
  return [...best.values()];
}

function isBetter(hit, other) {
  return hit.isWhole === other.isWhole ? hit.share > other.share : hit.isWhole;
}

function byShare(a, b) {
  return b.share - a.share;
}

/** Give the words that stand in another script, or with accents, as they were typed. */
function writtenIn(text) {
  if (isAscii(text)) return [];
  const chunks = piecesOf(text).map((piece) => stripped(piece, TYPED_SIGNS));
  return chunks
    .filter((chunk) => !isAscii(chunk))
    .flatMap((chunk) => wordsOf(chunk).map((word) => [word, chunk]))
    .filter(([word]) => word < RUN);
}
