// What a query word may stand for, as relcli/search/readings.py has it: itself, another form, a
// beginning, a compound, a spelling of the name, a synonym, a slip. A card scores a query word by
// the best reading that it has; readings never add up, so that ten near words are never worth the
// word itself.

const CLEAR = ["exact", "stem", "joined", "synonym", "date"];
const FORMS = ["exact", "stem", "date"];

// What a card has of a word by a reading: the word; something near it; or a hint, which alone is
// chance mostly, and only adds to what else a card has.
const [HINT, NEAR, HAS] = [0, 1, 2];

const REMEMBERED = 2000; // words whose slips are kept: as one types, most are asked for again

/** A query word with its readings; an exact one stands for itself alone. */
class Asked {
  constructor(text, known, exact) {
    Object.assign(this, { text, known, exact, weight: 0, meant: [], readings: new Map() });
    this.stop = STOP_WORDS.has(text);
    this.root = stemOf(text);
    this.plain = /^[a-z0-9]+$/.test(text);
    this.spellable = this.plain && !this.stop && !/^\d+$/.test(text);
  }

  /** Add words of the vocabulary, in a row, as a reading, unless a better one has them. */
  read(words, cards, weight, kind, proof = null) {
    const key = words.length > 1 ? words.join(" ") : words[0];
    const other = this.readings.get(key);
    if (other && other.weight >= weight) return;
    // A word that is in the vocabulary is met by its forms alone.
    proof ??= CLEAR.includes(kind) || !this.known ? HAS : NEAR;
    this.readings.set(key, { words, weight, kind, cards, proof });
  }

  /** Tell whether it has a reading of this proof at least. */
  has(least) {
    return this.some(({ proof }) => proof >= least);
  }

  some(test) {
    for (const reading of this.readings.values()) if (test(reading)) return true;
    return false;
  }

  /** Note what may be meant by a word that no card has as it is or in another form. */
  end() {
    if (this.spellable && !this.some(({ kind }) => CLEAR.includes(kind))) {
      const likely = [...this.readings.values()].sort((a, b) => b.weight - a.weight);
      this.meant = likely.slice(0, TUNING.SUGGESTED).map(({ words }) => words);
    }
    if (!this.exact) return;
    for (const key of this.readings.keys()) if (key !== this.known) this.readings.delete(key);
  }

  /** Set the weight: BM25's inverse document frequency of the word in all its forms. */
  weigh(cards) {
    const readings = [...this.readings.values()];
    let forms = readings.filter(({ kind }) => FORMS.includes(kind));
    if (!forms.length && readings.length) {
      forms = [readings.reduce((a, b) => (b.weight > a.weight ? b : a))];
    }
    const all = forms.reduce((sum, form) => sum + form.cards, 0);
    const found = Math.min(all, cards);
    const rarity = Math.log(1 + (cards - found + 0.5) / (found + 0.5));
    this.weight = rarity * (this.stop ? TUNING.STOP_WEIGHT : 1);
  }
}

class Reader {
  #slips = new Map();

  constructor(vocabulary) {
    this.vocabulary = vocabulary;
    this.synonyms = new Map();
    for (const [key, words] of DATA.synonyms) put(this.synonyms, key, words);
  }

  /** Give the distinct words of a question with their readings; `slips` weakens misspellings. */
  read(texts, slips, exact) {
    const asked = new Map();
    for (const text of texts) {
      if (!asked.has(text)) asked.set(text, this.#asked(text, exact.has(text)));
    }
    for (const item of asked.values()) if (item.plain) this.#forms(item);
    for (const item of asked.values()) {
      if (ISO.test(item.text)) readDateOf(item, this.vocabulary);
      else if (item.spellable) {
        for (const word of this.#peoples(item.text)) this.#read(item, word, TUNING.PEOPLE, "stem");
        this.#near(item, slips);
      }
    }
    for (let next = 1; next < texts.length; next++) {
      this.#pair(asked.get(texts[next - 1]), asked.get(texts[next]));
    }
    if (this.synonyms.size) this.#synonyms(texts, asked);
    const items = [...asked.values()];
    for (const item of items) {
      item.end();
      item.weigh(this.vocabulary.cards.length);
    }
    // Forms of one word share its weight in part, for they tell it twice.
    const roots = new Map();
    for (const item of items) put(roots, item.root, item);
    for (const item of items) item.weight /= roots.get(item.root).length ** 0.5;
    return items;
  }

  /** Take the rarest words that exist for misspellings of others, too ("mic" for "mike"). */
  secondGuess(items) {
    const rarest = [...items].sort((a, b) => b.weight - a.weight).slice(0, TUNING.GUESSED);
    for (const item of rarest) {
      if (item.known && item.spellable && !item.exact) this.slips(item, TUNING.SECOND_GUESS);
    }
  }

  #asked(text, exact) {
    const known = this.vocabulary.numbers.get(text);
    const item = new Asked(text, known, exact);
    if (known) this.#read(item, known, 1, "exact");
    return item;
  }

  #read(item, word, weight, kind, proof) {
    item.read([word], this.vocabulary.count(word), weight, kind, proof);
  }

  #readRow(item, words, weight, kind) {
    const cards = Math.min(...words.map((word) => this.vocabulary.count(word)));
    item.read(words, cards, weight, kind);
  }

  #forms(item) {
    for (const word of this.vocabulary.ofStem(item.root)) {
      if (word === item.known) continue;
      const cost = slip(item.text, this.vocabulary.words[word]);
      this.#read(item, word, TUNING.STEM * Math.exp(-TUNING.STEM_SLOPE * cost), "stem");
    }
  }

  /** Give the people of a place and the place of a people. */
  #peoples(text) {
    const forms = TUNING.PEOPLES.flatMap((ending) => [
      text.length >= TUNING.LEAST_PEOPLE ? text + ending : "",
      text.endsWith(ending) && text.length - ending.length >= TUNING.LEAST_PEOPLE
        ? text.slice(0, -ending.length)
        : "",
    ]);
    return forms.map((form) => this.vocabulary.numbers.get(form)).filter(Boolean);
  }

  #near(item, slips) {
    this.#beginning(item);
    if (item.known) this.#namesakes(item);
    else {
      this.#split(item);
      this.#sharedBeginning(item);
      this.slips(item, this.#isForm(item) ? slips * TUNING.FORM_SLIP : slips);
    }
  }

  /** Tell whether a regular ending is all that a word and one of the vocabulary differ by. */
  #isForm(item) {
    return item.some(({ kind, words: [word] }) => {
      if (kind !== "stem") return false;
      const other = this.vocabulary.words[word];
      return TUNING.REGULAR.some((end) => item.text === other + end || other === item.text + end);
    });
  }

  #beginning(item) {
    const { length } = item.text;
    if (length < TUNING.LONG_PREFIX) return;
    for (const word of this.vocabulary.beginning(item.text)) {
      const share = length / this.vocabulary.words[word].length;
      this.#read(item, word, TUNING.PREFIX * share, "prefix");
    }
  }

  /** Take words that begin as an unknown word does: promotionating, promotion, promoting. */
  #sharedBeginning(item) {
    const { text } = item;
    const found = new Map(); // word -> letters shared
    const least = Math.max(TUNING.LEAST_SHARED, text.length >> 1);
    for (let length = text.length - 1; length >= least; length--) {
      for (const word of this.vocabulary.beginning(text.slice(0, length))) {
        const other = this.vocabulary.words[word];
        if (!found.has(word)) found.set(word, length);
        const share = found.get(word) / Math.max(text.length, other.length);
        this.#read(item, word, TUNING.PREFIX * share, "prefix", text.startsWith(other) ? NEAR : HINT);
      }
      if (found.size >= TUNING.SHARING) return;
    }
  }

  /** Take one word for two in a row; what is grammar is no part of a name. */
  #split(item) {
    const { numbers } = this.vocabulary;
    const part = (text) => (STOP_WORDS.has(text) ? undefined : numbers.get(text));
    let best = null;
    let most = 0;
    for (let cut = TUNING.LEAST_PART; cut <= item.text.length - TUNING.LEAST_PART; cut++) {
      const words = [part(item.text.slice(0, cut)), part(item.text.slice(cut))];
      if (!words[0] || !words[1]) continue;
      const cards = Math.min(...words.map((word) => this.vocabulary.count(word)));
      if (cards >= most) [best, most] = [words, cards]; // of equal ones, the longer first part
    }
    if (best) this.#readRow(item, best, TUNING.COMPOUND, "split");
  }

  /** Take other spellings of a known name; who has one that sounds the same has the name. */
  #namesakes(item) {
    const key = skeletonOf(item.text);
    if (key.length < TUNING.LEAST_SKELETON) return;
    for (const word of this.vocabulary.sounding(key, item.known)) {
      const cost = slip(soundOf(item.text), soundOf(this.vocabulary.words[word]));
      if (cost > TUNING.SAME_NAME) continue;
      const weight = TUNING.NAME * Math.exp(-TUNING.SLIP_SLOPE * cost);
      this.#read(item, word, weight, "name", cost ? NEAR : HAS);
    }
  }

  /** Take two words for one written apart: Almaz Antey, Almazantey; hzb allh, Hezbollah. */
  #pair(first, second) {
    const whole = first.text + second.text;
    const joined = this.vocabulary.numbers.get(whole);
    if (joined && !/^\d+$/.test(whole)) {
      for (const item of [first, second]) this.#read(item, joined, TUNING.COMPOUND, "joined");
      return;
    }
    if ([first, second].some((item) => item.known || item.stop || !item.plain)) return;
    const key = skeletonOf(whole);
    if (key.length < TUNING.LEAST_SKELETON) return;
    for (const word of this.vocabulary.sounding(key)) {
      const cost = slip(soundOf(whole), soundOf(this.vocabulary.words[word]));
      const weight = TUNING.NAME * Math.exp(-TUNING.SLIP_SLOPE * cost);
      for (const item of [first, second]) this.#read(item, word, weight, "name");
    }
  }

  /** Add what the dataset says means the same as one word, or as several in a row. */
  #synonyms(texts, asked) {
    for (let count = 1; count <= TUNING.LONGEST_SYNONYM; count++) {
      for (let start = 0; start + count <= texts.length; start++) {
        const row = texts.slice(start, start + count).map((text) => asked.get(text));
        const key = row.map((item) => item.root).join(" ");
        for (const meant of (this.synonyms.get(key) ?? []).flatMap((words) => this.#known(words))) {
          for (const item of row) {
            if (!item.exact) this.#readRow(item, meant, TUNING.SYNONYM, "synonym");
          }
        }
      }
    }
  }

  /** Give the words of the vocabulary that a synonym stands for; a single word in all its forms. */
  #known(words) {
    const parts = words.split(" ");
    if (parts.length === 1) return this.vocabulary.ofStem(stemOf(words)).map((word) => [word]);
    const known = this.vocabulary.numbersOf(parts);
    return known.includes(0) ? [] : [known];
  }

  /** Add the words that a word may be a misspelling of, by fingers or by ear. */
  slips(item, scale) {
    if (item.text.length < TUNING.LEAST_SLIP) return;
    let likely = this.#slips.get(item.text);
    if (!likely) {
      if (this.#slips.size >= REMEMBERED) this.#slips.clear();
      this.#slips.set(item.text, (likely = this.#likely(item)));
    }
    for (const { word, cost, likelihood, kind, proof } of likely) {
      const share = (likelihood / likely[0].likelihood) ** TUNING.SHARP;
      const weight = scale * TUNING.SLIP * Math.exp(-TUNING.SLIP_SLOPE * cost) * share;
      this.#read(item, word, weight, kind, proof);
    }
  }

  /** Give the likeliest words that may be meant, the likeliest first. */
  #likely(item) {
    const { vocabulary } = this;
    const { text } = item;
    const edits = vocabulary.near(text, text.length >= TUNING.TWO_SLIPS ? 2 : 1);
    const order = (a, b) =>
      edits.get(a) - edits.get(b) || vocabulary.count(b) - vocabulary.count(a) || a - b;
    const near = new Set([...edits.keys()].sort(order).slice(0, TUNING.COMPARED));
    const alike = new Set(vocabulary.sounding(skeletonOf(text)));
    const likely = [];
    for (const word of new Set([...near, ...alike])) {
      const other = vocabulary.words[word];
      // A word of grammar is misspelt in one letter; in two, it is a word not known here.
      if (other === text || (edits.get(word) !== 1 && STOP_WORDS.has(other))) continue;
      const spelt = near.has(word) ? slip(text, other) : NEVER;
      const heard = alike.has(word) ? slip(soundOf(text), soundOf(other)) : NEVER;
      const cost = Math.min(spelt, TUNING.SOUND_COST + heard);
      const likelihood = Math.exp(-TUNING.LIKELY * cost) * vocabulary.count(word) ** TUNING.PRIOR;
      const proof = this.#proof(item, word, oddLetters(spelt, text, other), heard);
      likely.push({ word, cost, likelihood, kind: spelt === cost ? "fuzzy" : "name", proof });
    }
    const byLikelihood = (a, b) =>
      b.likelihood - a.likelihood ||
      b.cost - a.cost ||
      (a.kind === b.kind ? b.word - a.word : a.kind === "name" ? -1 : 1);
    return likely.sort(byLikelihood).slice(0, TUNING.SLIPS);
  }

  /** Tell whether a card with a word like the one that was asked for has that. */
  #proof(item, word, odd, heard) {
    const sameName = item.text.length >= TUNING.TWO_SLIPS ? TUNING.SAME_NAME : 0;
    if (item.known || (odd > TUNING.FORGIVEN_NAME && heard > sameName)) return HINT;
    // What is right is no slip, but may be another spelling of a name.
    if (isRight(item.text)) return heard <= sameName && this.#isName(word, heard) ? HAS : HINT;
    if (odd <= TUNING.FORGIVEN || heard === 0) return HAS;
    return isRight(this.vocabulary.words[word]) ? HINT : HAS;
  }

  /** Tell whether a word of the cards is none of their language, or sounds the same as a name. */
  #isName(word, heard) {
    const text = this.vocabulary.words[word];
    return !isRight(text) || (heard === 0 && this.#isWrittenAsName(text));
  }

  /** Tell whether cards write a word with a capital, and never without one. */
  #isWrittenAsName(text) {
    const cards = this.vocabulary.newestWith([stemOf(text)]).slice(0, TUNING.LOOKED_AT);
    const told = cards.map((number) => {
      const card = CARDS[number];
      const actors = card.actors.map((n) => ACTORS[n]).flatMap(({ id, name }) => [id, name]);
      return [card.claim, card.note, ...actors].join("\n");
    });
    const has = (form) => {
      const word = new RegExp(`(?<![\\p{L}\\p{N}_])${form}(?![\\p{L}\\p{N}_])`, "u");
      return told.some((each) => word.test(each));
    };
    return has(text[0].toUpperCase() + text.slice(1)) && !has(text);
  }
}

/** Give a date its readings: the cards of that time, those whose date tells it first. */
function readDateOf(item, vocabulary) {
  const [year, month, day] = item.text.split("-");
  const name = MONTH_NAMES[Number(month) - 1];
  const read = (words, ...how) => {
    const known = vocabulary.numbersOf(words);
    if (known.includes(0)) return;
    item.read(known, Math.min(...known.map((word) => vocabulary.count(word))), ...how);
  };
  read([item.text], TUNING.DATED, "date", HAS);
  const bare = day && String(Number(day));
  const rows = day
    ? [[bare, name, year], [name, bare, year], [year, month, day]]
    : [[name, year], [name.slice(0, 3), year], [year, month]];
  for (const row of rows) read(row, TUNING.SPOKEN_DATE, "date", HAS);
  read([`${year}-${month}`], TUNING.ITS_MONTH, "prefix", NEAR);
  read([year], TUNING.ITS_YEAR, "prefix", NEAR);
  read([name], TUNING.ITS_MONTH_NAME, "prefix", HINT);
}
