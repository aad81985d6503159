// From a question to the cards that have all its words, and those that have some, as
// relcli/search/engine.py finds them. Filters choose among them afterwards.

class Search {
  constructor(cards) {
    this.cards = cards;
    this.vocabulary = new Vocabulary(cards);
    this.reader = new Reader(this.vocabulary);
  }

  /** Look up the words of a question; `asked` are its fields. */
  find(question, asked) {
    return new Found(this, question, asked);
  }

  /** Give what tells whether a card has nothing that a question leaves out. */
  excludes(question) {
    const { vocabulary } = this;
    const unwanted = new Set();
    const said = [];
    for (const row of question.excluded) {
      const [word] = row;
      if (row.length > 1 || isOpen(word)) said.push(vocabulary.sayingOf(row));
      else {
        for (const form of vocabulary.ofStem(stemOf(dateWord(word)))) {
          for (const card of vocabulary.lists[form]) unwanted.add(card);
        }
      }
    }
    return (card) => !unwanted.has(card) && !said.some((says) => says(card));
  }
}

/** What the cards have of one question. */
class Found {
  #search;
  #question;
  #scorer;
  #needed;
  #isLongest;
  #allowed;
  #clear;
  #partial = null;

  constructor(search, question, asked) {
    this.asked = asked;
    this.#search = search;
    this.#question = question;
    const counted = firstWords(question.words);
    const distinct = [...new Set(counted)];
    const parts = search.reader.apart(counted);
    this.order = firstWords(parts);
    this.isCut = counted.length < question.words.length || this.order.length < parts.length;
    const contents = distinct.filter((word) => !STOP_WORDS.has(word)).length;
    this.#isLongest = contents > TUNING.LONG_QUESTION;
    this.isLong =
      this.#isLongest ||
      (contents > TUNING.LONG_SENTENCE && distinct.length - contents >= TUNING.SENTENCE);
    const slips = this.#isLongest ? TUNING.LONG_SLIP : 1;
    this.items = search.reader.read(this.order, slips, question.exact);
    this.few = question.phrases.length ? 0 : TUNING.FEW; // what is quoted has to stand in the card
    this.#allowed = search.excludes(question);
    const numbers = [...this.items.keys()];
    const needed = numbers.filter((number) => !this.items[number].stop);
    this.#needed = needed.length ? needed : numbers;
    this.complete = this.#whole();
    this.#clear = this.#clearAlone();
    const missing = this.items.filter((item) => !item.stop && !item.has(HAS));
    this.missing = missing.map(({ text }) => text);
  }

  /** Give the best cards that have some of the words, the best first. */
  get partial() {
    if (!this.#partial) {
      if (!this.#isLongest) this.#search.reader.secondGuess(this.items);
      const seen = new Set(this.complete.map(({ card }) => card));
      const some = (proofs) => this.#needed.some((number) => proofs[number] > HINT);
      const isNear = ({ proof }) => proof > HINT;
      const cards = this.#cardsWith(this.#needed, isNear, 1).filter((card) => !seen.has(card));
      this.#partial = this.#scored(cards, some, false);
    }
    return this.#partial;
  }

  #whole() {
    const { vocabulary } = this.#search;
    const phrases = this.#question.phrases.map((phrase) => vocabulary.sayingOf(phrase));
    const isProof = ({ proof }) => proof === HAS;
    const cards = this.#cardsWith(this.#needed, isProof, this.#needed.length).filter((card) =>
      phrases.every((says) => says(card)),
    );
    const each = (proofs) => this.#needed.every((number) => proofs[number] === HAS);
    return this.#scored(cards, each, true);
  }

  /** Give the cards that have all words by clear readings, if vaguer ones may be left out. */
  #clearAlone() {
    const spoken = new Set(this.#question.phrases.flat());
    const sought = this.#needed.filter((number) => !spoken.has(this.items[number].text));
    if (this.complete.length < TUNING.ENOUGH || sought.length > TUNING.FIRST) return null;
    const isClear = ({ kind, proof }) => proof === HAS && CLEAR.includes(kind);
    return new Set(this.#cardsWith(sought, isClear, sought.length));
  }

  /** Give the hits that pass and have all words; of many, those by clear readings alone. */
  wholeOf(passes) {
    const whole = this.complete.filter(passes);
    const clear = this.#clear ? whole.filter(({ card }) => this.#clear.has(card)) : [];
    return clear.length < TUNING.ENOUGH ? whole : clear;
  }

  /** Give the cards that may have so many of some query words, by readings that suffice. */
  #cardsWith(numbers, suffices, least) {
    const { lists } = this.#search.vocabulary;
    const met = new Uint8Array(this.#search.cards.length);
    const seen = new Uint8Array(this.#search.cards.length);
    numbers.forEach((number, place) => {
      for (const reading of this.items[number].readings.values()) {
        if (!suffices(reading)) continue;
        for (const card of lists[reading.words[0]]) {
          if (seen[card] === place + 1) continue;
          seen[card] = place + 1;
          met[card]++;
        }
      }
    });
    const found = [];
    met.forEach((count, card) => {
      if (count >= least && this.#allowed(card)) found.push(card);
    });
    return found;
  }

  /** Score cards and sort them, the best first; of equal ones the surer, undisputed, newest. */
  #scored(cards, suffices, isWhole) {
    const scorer = new Scorer(this.#search.vocabulary, this.items, this.order, this.isLong);
    const hits = [];
    for (const card of cards) {
      const score = scorer.score(card);
      if (!suffices(scorer.proofs)) continue;
      const share = Math.min(1, score / scorer.full);
      hits.push({ card, score, share, isWhole, scorer, found: this, asked: this.asked });
    }
    const { cards: all } = this.#search;
    return hits.sort((a, b) => b.score - a.score || byStanding(all[a.card], all[b.card]));
  }
}

/** Give those of some words that are among the first distinct ones that count. */
function firstWords(words) {
  const distinct = new Set([...new Set(words)].slice(0, TUNING.WORDS));
  return words.filter((word) => distinct.has(word));
}

function byStanding(a, b) {
  return a.grade - b.grade || a.disputed - b.disputed || byNewest(a, b);
}

/** Order as the index does, equal ones as they stand in the files. */
function byNewest(a, b) {
  return heldDay(b) - heldDay(a) || a.place - b.place;
}

/** Give the day of a card as a row of the index holds it, which has room for so many. */
function heldDay({ day }) {
  return Math.max(-(2 ** 31), Math.min(day, 2 ** 31 - 1));
}
