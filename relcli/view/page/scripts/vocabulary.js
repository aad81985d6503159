// The words of all cards, numbered in their alphabetical order, and which cards have each. A card
// is a run of numbers in one long array, a zero after each of its fields.

const FIELD_MARK = 0;

class Vocabulary {
  /** Read the texts of every card. */
  constructor(cards) {
    const reading = new Reading();
    const starts = [0];
    for (const card of cards) {
      reading.card(card);
      starts.push(reading.stream.length);
    }
    this.#number(reading);
    this.starts = Uint32Array.from(starts);
    this.cards = cards;
    this.#list();
    this.#name();
  }

  /** Number the words anew, in their order. */
  #number({ numbers, stream }) {
    this.words = ["", ...[...numbers.keys()].sort()];
    this.numbers = new Map(this.words.map((word, number) => [word, number]));
    this.numbers.delete("");
    const renumbered = new Uint32Array(this.words.length);
    for (const [word, number] of this.numbers) renumbered[numbers.get(word)] = number;
    this.stream = Uint32Array.from(stream, (number) => renumbered[number]);
  }

  /** List the cards of each word, and the mean number of words of a claim. */
  #list() {
    const { stream, starts } = this;
    const cards = this.cards.length;
    const last = new Int32Array(this.words.length);
    const counts = new Uint32Array(this.words.length);
    const each = (act) => {
      last.fill(-1);
      for (let card = 0; card < cards; card++) {
        for (let place = starts[card]; place < starts[card + 1]; place++) {
          const word = stream[place];
          if (word && last[word] !== card) act(word, (last[word] = card));
        }
      }
    };
    each((word) => counts[word]++);
    this.lists = Array.from(counts, (count) => new Uint32Array(count));
    counts.fill(0);
    each((word, card) => (this.lists[word][counts[word]++] = card));
    let claims = 0;
    this.isKept = false; // whether a claim is in Hebrew or Arabic letters
    for (let card = 0; card < cards; card++) {
      const length = this.claimLength(card);
      const claim = stream.subarray(starts[card], starts[card] + length);
      this.isKept ||= claim.some((word) => isAbjad(this.words[word]));
      claims += Math.max(length, 1);
    }
    this.claimWords = claims / (cards || 1) || 1;
  }

  /** Group words by stem, by skeleton and by length, and note the letters of each as bits. */
  #name() {
    this.stems = new Map();
    this.skeletons = new Map();
    this.lengths = [];
    this.bits = new Uint32Array(this.words.length);
    for (let word = 1; word < this.words.length; word++) {
      const text = this.words[word];
      this.bits[word] = lettersOf(text);
      (this.lengths[text.length] ??= []).push(word);
      put(this.stems, stemOf(text), word);
      put(this.skeletons, skeletonOf(text), word);
    }
    this.skeletons.delete("");
  }

  /** Give how many words the claim of a card has. */
  claimLength(card) {
    return this.stream.indexOf(FIELD_MARK, this.starts[card]) - this.starts[card];
  }

  /** Give how many cards have a word. */
  count(word) {
    return this.lists[word].length;
  }

  /** Give the words with a stem, in their order. */
  ofStem(stem) {
    return this.stems.get(stem) ?? [];
  }

  /** Give the most frequent words that begin so and go on. */
  beginning(start, most = TUNING.PREFIXES) {
    return this.commonest(this.#after(start), most);
  }

  /** Give all words that begin so and go on, in their order. */
  #after(start) {
    let [low, high] = [1, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle] <= start) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (low < this.words.length && this.words[low].startsWith(start)) found.push(low++);
    return found;
  }

  /** Give the most frequent words of a name class, but for one. */
  sounding(key, but = 0) {
    const found = this.skeletons.get(key) ?? [];
    return this.commonest(
      found.filter((word) => word !== but),
      TUNING.SOUNDS,
    );
  }

  /** Give the words within so many edits (one or two) of a text, each with how many it takes. */
  near(text, most) {
    if (!isAscii(text)) return this.#nearInScript(text);
    const bits = lettersOf(text);
    const found = new Map();
    for (let length = text.length - most; length <= text.length + most; length++) {
      for (const word of this.lengths[length] ?? []) {
        // An edit changes one letter for another at most, that is, two bits.
        if (ones(bits ^ this.bits[word]) > 2 * most) continue;
        const other = this.words[word];
        if (other === text || !isWithin(text, other, most)) continue;
        found.set(word, most > 1 && !isWithin(text, other, 1) ? 2 : 1);
      }
    }
    return found;
  }

  /** Give the same of a text that is not Latin: a letter less, or two swapped, as the index does. */
  #nearInScript(text) {
    const made = Array.from(text).flatMap((letter, place) => {
      const [left, right] = [text.slice(0, place), text.slice(place + 1)];
      return [left + right, left + right.slice(0, 1) + letter + right.slice(1)];
    });
    const words = made.filter((each) => each !== text).map((each) => this.numbers.get(each));
    return new Map(words.filter(Boolean).map((word) => [word, 1]));
  }

  /** Give what tells whether a card has these words in a row, a lone letter of a run begun. */
  sayingOf(row) {
    const last = row.at(-1);
    const known = this.numbersOf(row);
    const sought = known.map((word) => [word]);
    if (isOpen(last)) sought[row.length - 1] = [known.at(-1), ...this.#after(last)];
    const each = sought.map((words) => new Set(words.filter(Boolean)));
    if (!each.every(({ size }) => size)) return () => false;
    const { stream, starts } = this;
    return (card) => {
      for (let place = starts[card]; place < starts[card + 1]; place++) {
        if (each.every((words, further) => words.has(stream[place + further]))) return true;
      }
      return false;
    };
  }

  /** Give the numbers of words, a date's among them; 0 for a word that no card has. */
  numbersOf(words) {
    return words.map((word) => this.numbers.get(dateWord(word)) ?? 0);
  }

  /** Give the cards that have a word of each of the stems, the newest first. */
  newestWith(stems) {
    const [some, ...others] = stems.map((stem) => {
      return new Set(this.ofStem(stem).flatMap((word) => [...this.lists[word]]));
    });
    const found = [...some].filter((card) => others.every((cards) => cards.has(card)));
    return found.sort((a, b) => DATA.ages[b] - DATA.ages[a]);
  }

  /** Give so many words, the most frequent first. */
  commonest(found, most) {
    return found.sort((a, b) => this.count(b) - this.count(a) || a - b).slice(0, most);
  }
}

/** Turns texts into numbers of words; what many cards share is read once. */
class Reading {
  numbers = new Map();
  stream = [];
  #chunks = new Map();
  #shared = new Map();

  /** Read the fields of a card: claim, actors, topics, date, sources, note. */
  card(card) {
    this.#text(card.claim);
    this.#end();
    for (const n of [...card.actors, ...card.named]) this.#actor(n);
    this.#end();
    for (const n of card.topics) this.#text(TOPICS[n].id);
    this.#end();
    this.#text(spoken(card));
    this.#text(card.edtf);
    for (const word of dateWordsOf(card.edtf)) this.stream.push(this.#number(word));
    this.#end();
    for (const use of usesOf(card)) {
      const source = SOURCES[use.n];
      this.#share(source, () => titlesOf(source).forEach((title) => this.#text(title)));
      this.#text(speakerOf(use));
      if (use.says) this.#text(use.says);
    }
    this.#end();
    if (card.note) this.#text(card.note);
    for (const n of card.noted) this.#actor(n);
    this.#end();
  }

  #actor(n) {
    this.#share(actorOf(n), () => namesOf(n).forEach((name) => this.#text(name)));
  }

  #share(key, read) {
    const known = this.#shared.get(key);
    if (known) {
      for (const number of known) this.stream.push(number);
      return;
    }
    const start = this.stream.length;
    read();
    this.#shared.set(key, this.stream.slice(start));
  }

  #text(text) {
    for (const chunk of withoutSigns(text).split(/\s+/)) {
      let known = this.#chunks.get(chunk);
      if (!known) {
        known = indexedWordsOf(chunk).map((word) => this.#number(word));
        this.#chunks.set(chunk, known);
      }
      for (const number of known) this.stream.push(number);
    }
  }

  #end() {
    this.stream.push(FIELD_MARK);
  }

  #number(word) {
    let number = this.numbers.get(word);
    if (number === undefined) this.numbers.set(word, (number = this.numbers.size + 1));
    return number;
  }
}

/** Give the words of one chunk of a card: those of a hashtag, then all of it as one. */
function indexedWordsOf(chunk) {
  const words = wordsOf(chunk);
  return words.length > 1 && chunk.includes("#") ? [...words, comparedPart(words.join(""))] : words;
}

/** Give a text with the signs that the page shows by their numbers: ‹U+200B›. */
function withoutSigns(text) {
  if (!text.includes("‹U+")) return text;
  return text.replace(/‹U\+([0-9A-F]{4,6})›/g, (_, code) =>
    String.fromCodePoint(parseInt(code, 16)),
  );
}

/** Give an actor by its number; those whom no card lists follow the others. */
function actorOf(n) {
  return ACTORS[n] ?? DATA.mentioned[n - ACTORS.length];
}

function namesOf(n) {
  const { name, aliases = [] } = actorOf(n);
  return [name, ...aliases];
}

/** Give the sources of a card in the order in which it names them. */
function usesOf(card) {
  if (!card.order) return card.sources;
  const uses = [];
  card.order.forEach((place, number) => (uses[place] = card.sources[number]));
  return uses;
}

/** Give publisher and title of a source, where it has them. */
function titlesOf({ name, title, texts }) {
  return texts === undefined ? [name, title].filter(Boolean) : Array(texts).fill(name);
}

/** The days, months and years of a card's date. */
function spoken(card) {
  const parts = card.date.split(" ");
  return parts.filter((word) => /^[0-9A-Z]/.test(word)).join(" ");
}

function put(groups, key, word) {
  const group = groups.get(key);
  if (group) group.push(word);
  else groups.set(key, [word]);
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
