// What a query word may stand for, in the order of precedence of relcli/search/readings.py: the
// word itself, its forms, its beginnings, names that sound alike, slips. Readings of one word never
// add up, so that ten near words are not worth the word itself.

const STEM = 0.9;
const COMPOUND = 0.85;
const BEGINNING = 0.6;
const SLIP = 0.8;
const NAME = 0.7;
const LEAST_SLIP = 4; // letters from which one edit is forgiven
const TWO_SLIPS = 6; // … and two
const WORDS = 64; // of a question that count
const LONG = 8; // words: in a longer question odd words are mostly names
const REGULAR = ["s", "es", "d", "ed", "ing", "er", "ers", "ly"]; // "tanks" is a form of "tank"
const FORM_SLIP = 0.5; // what is left then of a slip's weight
const SHARING = 4; // words from which no shorter beginning is looked at
const SAME_NAME = 0.75; // what other spellings of a name may differ by

// What a card has of a word by a reading: the word; something near it; or a hint, which alone is
// chance mostly, and only adds to what else a card has.
const [HINT, NEAR, HAS] = [0, 1, 2];

class Reader {
  /** Read for a vocabulary of so many cards. */
  constructor(vocabulary, cards) {
    this.vocabulary = vocabulary;
    this.spellings = new Spellings(vocabulary);
    this.cards = cards;
  }

  /** Give the distinct words of a question, each with its readings and its weight. */
  read(question) {
    const words = question.words.flatMap((text) => (text < RUN ? text : this.#apart(text)));
    const texts = [...new Set(words)].slice(0, WORDS);
    const items = texts.map((text) => this.#asked(text));
    this.#together(words.slice(0, WORDS), items);
    const last = question.typing && question.words.at(-1);
    for (const item of items) this.#read(item, item.text === last, isLong(items) ? 0.6 : 1);
    this.#weigh(items);
    return items;
  }

  /** Take words that exist for misspellings of others, too: no card had all words. */
  secondGuess(items) {
    if (isLong(items)) return;
    const known = items.filter((item) => item.known && !item.stop);
    const rarest = known.sort((a, b) => b.weight - a.weight).slice(0, 3);
    for (const item of rarest) this.#slips(item, 0.5);
  }

  #asked(text) {
    const known = this.vocabulary.numbers.get(text);
    const item = { text, known, stop: STOP_WORDS.has(text), readings: new Map(), weight: 0 };
    item.spellable = !item.stop && !/^\d+$/.test(text) && text < RUN;
    if (known) add(item, known, 1, "exact", HAS);
    if (text >= RUN) this.#run(item);
    return item;
  }

  /** Cut a run where two letters stand together that no card has so: they are two words there. */
  #apart(run) {
    const letters = Array.from(run);
    const known = rowOf(run).map((pair) => this.vocabulary.numbers.has(pair));
    const inside = letters.map((_, place) => known[place - 1] || known[place]);
    return letters
      .map((letter, place) => {
        const cut = place && !known[place - 1] && (inside[place - 1] || inside[place]);
        return cut ? ` ${letter}` : letter;
      })
      .join("")
      .split(" ");
  }

  /** Read a run of letters: as its pairs in a row, or, a lone letter, as what it begins. */
  #run(item) {
    const [first, ...after] = rowOf(item.text).map((pair) => this.vocabulary.numbers.get(pair));
    if (first && !after.includes(undefined)) {
      item.known = first;
      add(item, first, 1, "exact", HAS, after);
    } else if (isOpen(item.text)) {
      for (const word of this.vocabulary.beginning(item.text, 1000)) {
        item.known = word;
        add(item, word, 1, "exact", HAS);
      }
    }
  }

  #read(item, typing, slips) {
    const { vocabulary } = this;
    const { text, known } = item;
    if ((!item.spellable && !typing) || text >= RUN) return;
    for (const word of vocabulary.forms(text)) {
      const weight = STEM * Math.exp(-0.06 * slip(text, vocabulary.words[word]));
      add(item, word, weight, "stem", HAS);
    }
    for (const word of vocabulary.peoples(text)) add(item, word, STEM * STEM, "stem", HAS);
    for (const form of joinedForms(text)) {
      const word = vocabulary.numbers.get(form);
      if (word) add(item, word, STEM * STEM, "stem", HAS);
    }
    if (text.length >= 3 || typing) {
      for (const word of vocabulary.beginning(text, typing ? 60 : 12)) {
        const share = text.length / vocabulary.words[word].length;
        add(item, word, BEGINNING * share, "beginning", typing || !known ? HAS : NEAR);
      }
    }
    if (known) this.#namesakes(item);
    else {
      this.#split(item);
      this.#sharedBeginning(item);
      this.#slips(item, this.#isForm(item) ? slips * FORM_SLIP : slips);
    }
    this.#spellings(item);
  }

  /** Take the name as it is spelt in another script or country, together or apart. */
  #spellings(item) {
    const { text, known } = item;
    // What is known in Latin letters is hardly sought in others, unless these are common.
    const least = known ? Math.max(1, Math.min(this.cards >> 2, 100)) : 1;
    const kept = this.spellings.kept >= least;
    if (!item.spellable || (known && !kept && !/[eu]l$/.test(text))) return;
    if (APART.includes(text) && !known) {
      item.stop = true; // an article, as others write it
      return;
    }
    for (const [word, ...after] of this.spellings.of(text, Boolean(known), kept)) {
      add(item, word, NAME, "name", HAS, after);
    }
  }

  /** Tell whether a regular ending is all that a word and one of the vocabulary differ by. */
  #isForm({ text, readings }) {
    const others = [...readings.values()].filter(({ kind }) => kind === "stem");
    return others
      .map(({ word }) => this.vocabulary.words[word])
      .some((other) => REGULAR.some((end) => text === other + end || other === text + end));
  }

  #namesakes(item) {
    if (skeletonOf(item.text).length < 3) return;
    for (const word of this.vocabulary.sounding(item.text, 12)) {
      const cost = slip(soundOf(item.text), soundOf(this.vocabulary.words[word]));
      if (cost > SAME_NAME) continue;
      add(item, word, NAME * Math.exp(-0.15 * cost), "name", cost === 0 ? HAS : NEAR);
    }
  }

  /** Take words that begin as an unknown word does: sacrify, sacrifice. */
  #sharedBeginning(item) {
    const { text } = item;
    const shared = new Map(); // word -> letters
    for (let length = text.length - 1; length >= Math.max(5, text.length >> 1); length--) {
      for (const word of this.vocabulary.beginning(text.slice(0, length), 12)) {
        const other = this.vocabulary.words[word];
        if (!shared.has(word)) shared.set(word, length);
        const share = shared.get(word) / Math.max(text.length, other.length);
        const proof = text.startsWith(other) ? NEAR : HINT;
        add(item, word, BEGINNING * share, "beginning", proof);
      }
      if (shared.size >= SHARING) return;
    }
  }

  /** Take the words that it may be a misspelling of, by fingers or by ear. */
  #slips(item, scale) {
    const { vocabulary } = this;
    const { text } = item;
    if (text.length < LEAST_SLIP || !item.spellable) return;
    const near = new Set(vocabulary.near(text, text.length < TWO_SLIPS ? 1 : 2));
    const alike = new Set(vocabulary.sounding(text, 12));
    const sameName = text.length < TWO_SLIPS ? 0 : SAME_NAME;
    const likely = [...new Set([...near, ...alike])]
      .filter((word) => word !== item.known)
      .map((word) => {
        const other = vocabulary.words[word];
        const spelt = near.has(word) ? slip(text, other) : NEVER;
        const heard = alike.has(word) ? slip(soundOf(text), soundOf(other)) : NEVER;
        const cost = Math.min(spelt, 0.5 + heard);
        const likelihood = Math.exp(-2 * cost) * vocabulary.count(word) ** 0.2;
        const proof = !item.known && (near.has(word) || heard <= sameName) ? HAS : HINT;
        return { word, cost, likelihood, kind: spelt === cost ? "slip" : "name", proof };
      })
      .sort((a, b) => b.likelihood - a.likelihood || a.word - b.word)
      .slice(0, 16);
    for (const { word, cost, likelihood, kind, proof } of likely) {
      const share = Math.sqrt(likelihood / likely[0].likelihood);
      add(item, word, scale * SLIP * Math.exp(-0.15 * cost) * share, kind, proof);
    }
  }

  /** Take one word for two in a row: Almazantey, Almaz Antey. */
  #split(item) {
    let best = null;
    for (let cut = 3; cut <= item.text.length - 3; cut++) {
      const first = this.vocabulary.numbers.get(item.text.slice(0, cut));
      const second = this.vocabulary.numbers.get(item.text.slice(cut));
      if (!first || !second) continue;
      const cards = Math.min(this.vocabulary.count(first), this.vocabulary.count(second));
      if (!best || cards > best.cards) best = { first, second, cards };
    }
    if (best) add(item, best.first, COMPOUND, "split", HAS, [best.second]);
  }

  /** Take two words for one written apart: Almaz Antey, Almazantey; hzb allh, Hezbollah. */
  #together(order, items) {
    const byText = new Map(items.map((item) => [item.text, item]));
    for (let place = 1; place < order.length; place++) {
      const pair = [byText.get(order[place - 1]), byText.get(order[place])];
      if (!pair[0] || !pair[1]) continue;
      const whole = pair[0].text + pair[1].text;
      const joined = this.vocabulary.numbers.get(whole);
      if (joined && !/^\d+$/.test(whole)) {
        for (const item of pair) add(item, joined, COMPOUND, "joined", HAS);
      } else this.#oneName(pair, false);
      const [article, item] = pair;
      if (article.text === "al" && isAbjad(item.text)) {
        const found = this.spellings.otherScript(ARTICLE_LETTERS + item.text);
        for (const word of found) add(item, word, NAME, "name", HAS);
      }
      const after = byText.get(order[place + 1]);
      if (item.text === "al" && after) this.#article(article, after);
    }
  }

  /** Take names with the Arabic article between them as they are written otherwise. */
  #article(first, second) {
    this.#oneName([first, second], true);
    if (!first.spellable) return;
    for (const word of this.spellings.beforeArticle(first.text)) add(first, word, NAME, "name", HAS);
  }

  /** Take words of which one is unknown for one name written apart: Hizb Allah, Hezbollah. */
  #oneName(pair, article) {
    if (pair.every(({ known, text, spellable }) => (known && isAscii(text)) || !spellable)) return;
    const texts = pair.map(({ text }) => text);
    for (const word of this.spellings.together(texts, article)) {
      for (const item of pair) add(item, word, NAME, "name", HAS);
    }
  }

  /** Set the weights: BM25's inverse document frequency of the word in all its forms. */
  #weigh(items) {
    const all = this.cards;
    const roots = items.map((item) => stemOf(item.text));
    items.forEach((item, number) => {
      const readings = [...item.readings.values()];
      let forms = readings.filter(({ kind }) => kind === "exact" || kind === "stem");
      if (!forms.length && readings.length) {
        forms = [readings.reduce((a, b) => (b.weight > a.weight ? b : a))];
      }
      const cards = forms.reduce((sum, { word }) => sum + this.vocabulary.count(word), 0);
      const found = Math.min(cards, all);
      const shared = roots.filter((root) => root === roots[number]).length;
      item.weight = Math.log(1 + (all - found + 0.5) / (found + 0.5)) / Math.sqrt(shared);
      if (item.stop) item.weight /= 4;
    });
  }
}

function isLong(items) {
  return items.filter((item) => !item.stop).length > LONG;
}

/** Add a reading of a query word, perhaps with words after it, unless there is a better one. */
function add(item, word, weight, kind, proof, after = []) {
  const key = [word, ...after].join(" ");
  const other = item.readings.get(key);
  if (!other || other.weight < weight) item.readings.set(key, { word, weight, kind, proof, after });
}
