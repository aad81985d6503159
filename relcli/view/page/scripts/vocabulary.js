// The words of all cards, numbered in their alphabetical order, and which cards have each. A card
// is a run of numbers in one long array, a zero between its fields.

const FIELD_MARK = 0;
// Iran, Iranian; Israel, Israeli: forms of each other, though they have two stems.
const PEOPLES = ["n", "an", "ian", "i", "ese", "ish"];

class Vocabulary {
  /** Read the texts of every card: claim, actors, topics, sources, note. */
  constructor(cards) {
    const numbers = new Map();
    const stream = [];
    const starts = [0];
    for (const card of cards) {
      for (const field of textsOf(card)) {
        for (const word of wordsOf(field)) {
          let number = numbers.get(word);
          if (number === undefined) numbers.set(word, (number = numbers.size + 1));
          stream.push(number);
        }
        stream.push(FIELD_MARK);
      }
      starts.push(stream.length);
    }
    this.words = ["", ...[...numbers.keys()].sort()];
    this.numbers = new Map(this.words.map((word, number) => [word, number]));
    const renumbered = new Uint32Array(this.words.length);
    for (const [word, number] of numbers) renumbered[number] = this.numbers.get(word);
    this.stream = Uint32Array.from(stream, (number) => renumbered[number]);
    this.starts = Uint32Array.from(starts);
    this.#list(cards.length);
    this.#name();
  }

  /** List the cards of each word, and the mean number of words of a claim. */
  #list(cards) {
    const last = new Int32Array(this.words.length).fill(-1);
    const counts = new Uint32Array(this.words.length + 1);
    const each = (act) => {
      last.fill(-1);
      for (let card = 0; card < cards; card++) {
        for (let place = this.starts[card]; place < this.starts[card + 1]; place++) {
          const word = this.stream[place];
          if (word && last[word] !== card) act(word, (last[word] = card));
        }
      }
    };
    each((word) => counts[word]++);
    this.lists = Array.from(counts, (count) => new Uint32Array(count));
    counts.fill(0);
    each((word, card) => (this.lists[word][counts[word]++] = card));
    let claims = 0;
    for (const start of this.starts.subarray(0, cards))
      claims += this.stream.indexOf(0, start) - start;
    this.claimWords = claims / (cards || 1) || 1;
  }

  /** Group words by stem and by skeleton, and note the letters of each as bits. */
  #name() {
    this.stems = new Map();
    this.skeletons = new Map();
    this.bits = new Uint32Array(this.words.length);
    for (let word = 1; word < this.words.length; word++) {
      this.bits[word] = lettersOf(this.words[word]);
      put(this.stems, stemOf(this.words[word]), word);
      put(this.skeletons, skeletonOf(this.words[word]), word);
    }
    this.skeletons.delete("");
  }

  /** Give how many cards have a word. */
  count(word) {
    return this.lists[word].length;
  }

  /** Give the words of the stem of a word, known or not; itself is one where it is known. */
  forms(text) {
    return this.stems.get(stemOf(text)) ?? [];
  }

  /** Give the people of a place and the place of a people. */
  peoples(text) {
    const forms = PEOPLES.flatMap((ending) => [
      text.length >= 4 ? text + ending : "",
      text.endsWith(ending) && text.length - ending.length >= 4
        ? text.slice(0, -ending.length)
        : "",
    ]);
    return forms.map((form) => this.numbers.get(form)).filter(Boolean);
  }

  /** Give the most frequent words that begin so and go on. */
  beginning(start, most) {
    let [low, high] = [1, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle] <= start) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (low < this.words.length && this.words[low].startsWith(start)) found.push(low++);
    return this.#commonest(found, most);
  }

  /** Give the most frequent words whose name class is that of a text. */
  sounding(text, most) {
    return this.#commonest(this.skeletons.get(skeletonOf(text)) ?? [], most);
  }

  /** Give the words within so many edits. */
  near(text, most) {
    const bits = lettersOf(text);
    const found = [];
    for (let word = 1; word < this.words.length; word++) {
      const other = this.words[word];
      if (Math.abs(other.length - text.length) > most) continue;
      // An edit changes one letter for another at most, that is, two bits.
      if (ones(bits ^ this.bits[word]) > 2 * most) continue;
      if (other !== text && edits(text, other) <= most) found.push(word);
    }
    return found;
  }

  #commonest(found, most) {
    if (found.length <= most) return found;
    return [...found].sort((a, b) => this.count(b) - this.count(a) || a - b).slice(0, most);
  }
}

function textsOf(card) {
  const sources = card.sources.map((use) => SOURCES[use.n]);
  return [
    card.claim,
    namesOf([...card.actors, ...card.named]).join(" ; "),
    [...card.topics.flatMap((n) => [TOPICS[n].id, TOPICS[n].label]), spoken(card), card.edtf].join(" ; "),
    sources.map(({ name, title = "" }) => `${name} ; ${title}`).join(" ; "),
    [card.note, ...card.sources.map((use) => use.says ?? ""), ...namesOf(card.noted)].join(" ; "),
  ];
}

function namesOf(numbers) {
  return numbers.flatMap((n) => [ACTORS[n].name, ...(ACTORS[n].aliases ?? [])]);
}

/** The days, months and years of a card's date. */
function spoken(card) {
  const parts = card.date.split(" ");
  return parts.filter((word) => /^[0-9A-Z]/.test(word)).join(" ");
}

function put(groups, key, word) {
  if (!groups.has(key)) groups.set(key, []);
  groups.get(key).push(word);
}

function lettersOf(word) {
  let bits = 0;
  for (let place = 0; place < word.length; place++) {
    const letter = word.charCodeAt(place) - 97;
    bits |= 1 << (letter >= 0 ? letter : 26 + (word.charCodeAt(place) % 6));
  }
  return bits;
}

function ones(bits) {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
