// From a question to its answers: the cards that have all words, or else the nearest ones.

const PARTLY = 100; // cards shown where none has all the words

class Search {
  constructor(cards) {
    this.cards = cards;
    this.vocabulary = new Vocabulary(cards);
    this.reader = new Reader(this.vocabulary, cards.length);
  }

  /** Answer a question: numbers of cards, the best first; what was corrected; whether partly. */
  answer(question, allowed = () => true) {
    const items = this.reader.read(question);
    let found = this.#scored(items, question, allowed, true);
    const partly = found.length === 0;
    if (partly) {
      this.reader.secondGuess(items);
      found = this.#scored(items, question, allowed, false).slice(0, PARTLY);
    }
    const suggested = found.length ? [] : this.#suggested(items);
    return { found, partly, items, corrected: this.#corrected(found, items), suggested };
  }

  /** Give, for each unknown word of which there are but hints, the likeliest of them. */
  #suggested(items) {
    return items
      .filter((item) => item.readings.size && !item.known)
      .map(({ readings }) => [...readings.values()].reduce((a, b) => (b.weight > a.weight ? b : a)))
      .filter(({ proof }) => proof === HINT)
      .map(({ word }) => this.vocabulary.words[word]);
  }

  /** Score the cards that have all words (or some), the best first; equal ones newest first. */
  #scored(items, question, allowed, wholly) {
    const contents = items.filter((item) => !item.stop);
    const needed = contents.length ? contents : items;
    const numbers = needed.map((item) => items.indexOf(item));
    const met = new Uint8Array(this.cards.length);
    const seen = new Int8Array(this.cards.length);
    needed.forEach((item, number) => {
      for (const { word, proof } of item.readings.values()) {
        if (proof < (wholly ? HAS : NEAR)) continue;
        for (const card of this.vocabulary.lists[word]) {
          if (seen[card] === number + 1) continue;
          seen[card] = number + 1;
          met[card]++;
        }
      }
    });
    const scorer = new Scorer(this.vocabulary, items, question.words);
    const found = [];
    for (let card = 0; card < this.cards.length; card++) {
      if (met[card] < (wholly ? needed.length : 1) || !allowed(card)) continue;
      const { score, proofs } = scorer.score(card);
      // A split compound is found by its first word; only the score knows whether both are there.
      if (!wholly || numbers.every((number) => proofs[number] === HAS)) found.push({ card, score });
    }
    const day = ({ card }) => this.cards[card].from ?? 0;
    return found.sort((a, b) => b.score - a.score || day(b) - day(a) || a.card - b.card);
  }

  /** Tell what unknown words were taken for, by the best answer that has them. */
  #corrected(found, items) {
    const told = new Map();
    const clear = new Set();
    const unknown = items.filter((item) => !item.known && !item.stop);
    const cards = unknown.length ? found.slice(0, 50) : [];
    for (const { card } of cards) {
      for (const item of unknown) {
        const nearest = this.#nearest(card, item);
        if (!nearest) continue;
        if (nearest.kind === "slip" || nearest.kind === "name") {
          const { words } = this.vocabulary;
          const meant = [nearest.word, ...nearest.after].map((word) => words[word]).join(" ");
          if (!told.has(item.text)) told.set(item.text, meant);
        } else clear.add(item.text);
      }
    }
    return [...told].filter(([word]) => !clear.has(word));
  }

  #nearest(card, item) {
    const { stream, starts } = this.vocabulary;
    const readings = [...item.readings.values()];
    let best = null;
    for (let place = starts[card]; place < starts[card + 1]; place++) {
      for (const reading of readings) {
        const row = [reading.word, ...reading.after];
        const met = row.every((word, further) => stream[place + further] === word);
        if (met && (!best || reading.weight > best.weight)) best = reading;
      }
    }
    return best;
  }

  /** Tell whether a card has these words in a row. */
  says(card, phrase) {
    const { stream, starts, numbers, words } = this.vocabulary;
    const open = isOpen(phrase.at(-1)) ? phrase.at(-1) : null;
    const sought = (open ? phrase.slice(0, -1) : phrase).map((word) => numbers.get(word));
    if (sought.includes(undefined)) return false;
    for (let place = starts[card]; place < starts[card + 1]; place++) {
      const said = sought.every((word, further) => stream[place + further] === word);
      const last = words[stream[place + sought.length]] ?? "";
      if (said && (!open || last.startsWith(open))) return true;
    }
    return false;
  }

  /** Tell whether a card has a word in any of its forms. */
  hasForm(card, text) {
    const { stream, starts } = this.vocabulary;
    const sought = new Set(this.vocabulary.forms(text));
    return stream.subarray(starts[card], starts[card + 1]).some((word) => sought.has(word));
  }
}
