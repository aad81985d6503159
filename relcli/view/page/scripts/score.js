// The score of one card, as relcli/search/rank.py has it: how much of the question it has, how
// near, how close together, and where.

const FIELD_WEIGHTS = [1, 0.9, 0.8, 0.6, 0.6, 0]; // claim, actors, topics, sources, note
const NEARBY = 0.25; // of a word's weight, for standing right after the word that it follows
const WINDOW = 8; // words: farther apart is not together
const COVER = 0.2; // for the whole question

class Scorer {
  constructor(vocabulary, items, order) {
    this.vocabulary = vocabulary;
    this.items = items;
    this.readings = new Map();
    items.forEach((item, number) => {
      for (const reading of item.readings.values()) {
        if (!this.readings.has(reading.word)) this.readings.set(reading.word, []);
        this.readings.get(reading.word).push({ number, ...reading });
      }
    });
    this.isRead = new Uint8Array(vocabulary.words.length);
    for (const word of this.readings.keys()) this.isRead[word] = 1;
    [this.k1, this.b] = isLong(items) ? [1.4, 0.65] : [0.5, 0.3];
    const place = new Map(items.map((item, number) => [item.text, number]));
    this.steps = [];
    for (let next = 1; next < order.length; next++) {
      const [first, second] = [place.get(order[next - 1]), place.get(order[next])];
      if (first !== undefined && second !== undefined && first !== second)
        this.steps.push([first, second]);
    }
    this.total = items.reduce((sum, item) => sum + item.weight, 0) || 1;
  }

  score(card) {
    const { stream, starts } = this.vocabulary;
    const { items } = this;
    const best = items.map(() => 0);
    const sums = items.map(() => 0);
    const places = items.map(() => []);
    const proofs = items.map(() => HINT);
    let field = 0;
    let claim = 0;
    for (let place = starts[card]; place < starts[card + 1]; place++) {
      const word = stream[place];
      if (word === FIELD_MARK) {
        if (field++ === 0) claim = place - starts[card];
      } else if (this.isRead[word]) {
        for (const reading of this.readings.get(word)) {
          if (reading.after.some((after, more) => stream[place + 1 + more] !== after)) continue;
          const value = reading.weight * FIELD_WEIGHTS[field];
          best[reading.number] = Math.max(best[reading.number], value);
          sums[reading.number] += value;
          places[reading.number].push(place);
          proofs[reading.number] = Math.max(proofs[reading.number], reading.proof);
        }
      }
    }
    const norm = this.k1 * (1 - this.b + (this.b * claim) / this.vocabulary.claimWords);
    let [score, covered] = [0, 0];
    best.forEach((value, number) => {
      if (!value) return;
      const worth = items[number].weight * value;
      const times = sums[number] / value;
      score += (worth * times * (1 + this.k1)) / (times + norm);
      covered += worth;
    });
    for (const [first, second] of this.steps) {
      const weight = NEARBY * Math.min(items[first].weight, items[second].weight);
      score +=
        weight * Math.min(best[first], best[second]) * closeness(places[first], places[second]);
    }
    return { score: Math.round((score + (COVER * covered ** 2) / this.total) * 1e9) / 1e9, proofs };
  }
}

/** Give 1 where the second word follows the first, less the farther and in wrong order. */
function closeness(first, second) {
  let gap = WINDOW + 1;
  for (const a of first.slice(0, 6)) {
    for (const b of second.slice(0, 6))
      if (a !== b) gap = Math.min(gap, b > a ? b - a : 1.5 * (a - b));
  }
  return gap <= WINDOW ? 1 / gap : 0;
}
