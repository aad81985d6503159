// The score of one card, as relcli/search/rank.py has it: how much of the question it has, how
// near, how close together, and where.

class Scorer {
  constructor(vocabulary, items, order, isLong) {
    this.vocabulary = vocabulary;
    this.items = items;
    this.readings = new Map();
    this.isRead = new Uint8Array(vocabulary.words.length);
    items.forEach((item, number) => {
      for (const reading of item.readings.values()) {
        const [first, ...after] = reading.words;
        this.isRead[first] = 1;
        put(this.readings, first, { number, reading, after });
      }
    });
    [this.k1, this.b] = isLong ? [TUNING.LONG_K1, TUNING.LONG_B] : [TUNING.K1, TUNING.B];
    this.weights = items.map((item) => item.weight);
    this.steps = this.#steps(order);
    this.total = this.weights.reduce((sum, weight) => sum + weight, 0) || 1;
    const together = this.steps.reduce((sum, [, , weight]) => sum + weight, 0);
    this.full = this.total * (1 + TUNING.COVER) + together;
    this.best = new Float64Array(items.length);
    this.sums = new Float64Array(items.length);
    this.proofs = new Uint8Array(items.length);
  }

  /** Give word, following word and what that is worth, as the question has them. */
  #steps(order) {
    const place = new Map(this.items.map((item, number) => [item.text, number]));
    const steps = new Map();
    for (let next = 1; next < order.length; next++) {
      const [first, second] = [place.get(order[next - 1]), place.get(order[next])];
      if (first === second) continue;
      const weight = TUNING.NEAR * Math.min(this.weights[first], this.weights[second]);
      steps.set(`${first} ${second}`, [first, second, weight]);
    }
    return [...steps.values()];
  }

  /** Give the score of a card; `proofs` then tells what it has of each query word. */
  score(card) {
    const { best, sums, proofs } = this;
    best.fill(0);
    sums.fill(0);
    proofs.fill(HINT);
    const places = this.items.map(() => []);
    this.#meet(card, (place, number, value, { proof }) => {
      sums[number] += value;
      if (best[number] < value) best[number] = value;
      if (proofs[number] < proof) proofs[number] = proof;
      places[number].push(place);
    });
    const claim = this.vocabulary.claimLength(card);
    const norm = this.k1 * (1 - this.b + (this.b * claim) / this.vocabulary.claimWords);
    let [score, covered] = [0, 0];
    for (let number = 0; number < best.length; number++) {
      const value = best[number];
      if (!value) continue;
      const times = sums[number] / value;
      score += (this.weights[number] * value * times * (1 + this.k1)) / (times + norm);
      covered += this.weights[number] * value;
    }
    score += this.#togetherness(places) + (TUNING.COVER * covered * covered) / this.total;
    // Rounded, for sums in another order differ in their last digits, and equal cards stay equal.
    return Math.round(score * 1e9) / 1e9;
  }

  #togetherness(places) {
    let sum = 0;
    for (const [first, second, weight] of this.steps) {
      if (!places[first].length || !places[second].length) continue;
      const nearest = Math.min(this.best[first], this.best[second]);
      sum += weight * nearest * closeness(places[first], places[second]);
    }
    return sum;
  }

  /** Give which words of a card answer each query word, the nearest first; hints answer nothing. */
  matched(card) {
    const found = new Map();
    this.#meet(card, (_, number, value, reading, field) => {
      if (reading.proof <= HINT) return;
      const { text } = this.items[number];
      if (!found.has(text)) found.set(text, new Map());
      const matches = found.get(text);
      // A lone letter stands for all that it begins, but only it was asked for.
      const told = isOpen(text) ? text : this.#told(reading);
      if (matches.has(told) && matches.get(told).value >= value) return;
      matches.set(told, { ...reading, text: told, value, field });
    });
    for (const [text, matches] of found) {
      found.set(text, [...matches.values()].sort((a, b) => b.weight - a.weight));
    }
    return found;
  }

  #told({ words }) {
    return wholeOf(words.map((word) => this.vocabulary.words[word])).join(" ");
  }

  /** Tell where a card has a reading. */
  #meet(card, told) {
    const { stream, starts } = this.vocabulary;
    const end = starts[card + 1];
    let field = 0;
    for (let place = starts[card]; place < end; place++) {
      const word = stream[place];
      if (word === FIELD_MARK) field++;
      else if (this.isRead[word]) {
        for (const { number, reading, after } of this.readings.get(word)) {
          const follows = (next, further) => stream[place + 1 + further] === next;
          if (after.length && !after.every(follows)) continue;
          told(place, number, reading.weight * TUNING.FIELD_WEIGHTS[field], reading, field);
        }
      }
    }
  }
}

/** Give 1 where the second word follows the first, less the farther and in wrong order. */
function closeness(first, second) {
  let gap = TUNING.WINDOW + 1;
  for (const a of first.slice(0, TUNING.NEAR_PLACES)) {
    for (const b of second.slice(0, TUNING.NEAR_PLACES)) {
      if (a !== b) gap = Math.min(gap, b > a ? b - a : TUNING.BACKWARDS * (a - b));
    }
  }
  return gap <= TUNING.WINDOW ? 1 / gap : 0;
}
