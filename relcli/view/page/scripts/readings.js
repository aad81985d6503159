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
  constructor(text, word, exact) {
    Object.assign(this, { text, word, exact, weight: 0, meant: [], readings: new Map() });
    this.known = Boolean(word);
    this.stop = STOP_WORDS.has(text);
    this.root = stemOf(text);
    this.isDate = text.includes("-");
    this.isRun = text >= RUN;
  }

  /** Tell whether one may begin or misspell it: it is no number, date, stop word or run. */
  get spellable() {
    return !(this.stop || this.isDate || this.isRun || /^\d+$/.test(this.text));
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
  end(vocabulary) {
    if (this.spellable && !this.some(({ kind }) => CLEAR.includes(kind))) {
      this.meant = this.#likely(vocabulary);
    }
    if (!this.exact) return;
    for (const [key, { kind }] of this.readings) if (kind !== "exact") this.readings.delete(key);
  }

  #likely({ words: texts }) {
    const isLatin = isAscii(this.text);
    let likely = [...this.readings.values()]
      .filter(({ words }) => words.length === 1 && isAscii(texts[words[0]]) === isLatin)
      .filter(({ words }) => !STOP_WORDS.has(texts[words[0]]))
      .sort((a, b) => b.weight - a.weight);
    if (this.has(HAS)) {
      // What was taken for it is told; others only if they are as likely.
      likely = likely.filter(({ weight }) => weight >= TUNING.ALSO * likely[0].weight);
    }
    return unlike(likely.map(({ words }) => texts[words[0]])).slice(0, TUNING.SUGGESTED);
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
    this.spellings = new Spellings(vocabulary);
    this.synonyms = new Map();
    for (const [key, words] of DATA.synonyms) put(this.synonyms, key, words);
  }

  /** Give the distinct words of a question with their readings; `slips` weakens misspellings. */
  read(texts, slips, exact) {
    const asked = new Map();
    for (const text of texts) {
      if (!asked.has(text)) asked.set(text, this.#asked(text, exact.has(text)));
    }
    for (const item of asked.values()) if (!(item.isDate || item.isRun)) this.#forms(item);
    for (const item of asked.values()) this.#each(item, slips);
    for (let next = 1; next < texts.length; next++) {
      this.#pair(asked.get(texts[next - 1]), asked.get(texts[next]));
    }
    if (asked.has("al")) this.#articles(texts, asked);
    if (this.synonyms.size) this.#synonyms(texts, asked);
    const items = [...asked.values()];
    for (const item of items) {
      item.end(this.vocabulary);
      item.weigh(this.vocabulary.cards.length);
    }
    // Forms of one word share its weight in part, for they tell it twice.
    const roots = new Map();
    for (const item of items) put(roots, item.root, item);
    for (const item of items) item.weight /= roots.get(item.root).length ** 0.5;
    return items;
  }

  /** Read a word by itself. */
  #each(item, slips) {
    if (item.spellable) {
      for (const word of this.#formsBeside(item.text)) {
        this.#read(item, word, TUNING.PEOPLE, "stem");
      }
    }
    if (item.isRun) this.#run(item);
    else if (item.isDate) readDateOf(item, this.vocabulary);
    else if (item.spellable) {
      this.#near(item, slips);
      this.#spelt(item);
    }
  }

  /** Take what stands before and after an Arabic article for parts of one name. */
  #articles(texts, asked) {
    const places = texts.flatMap((text, place) => (text === "al" ? [place] : []));
    const next = (place) => asked.get(texts[place + 1]);
    for (const place of places) {
      if (place && next(place)) this.#article(asked.get(texts[place - 1]), next(place));
    }
    for (const item of places.map(next)) {
      if (item && isAbjad(item.text)) this.#withArticle(item);
    }
  }

  /** Cut runs where two letters stand together that no card has so: they are two words there. */
  apart(order) {
    return order.flatMap((text) => (text < RUN ? [text] : this.#parts(text)));
  }

  /** Cut a run so; what is between has no word in any card. */
  #parts(run) {
    const letters = Array.from(run);
    const known = rowOf(run).map((pair) => this.vocabulary.numbers.has(pair));
    const inside = letters.map((_, place) => known[place - 1] || known[place]);
    const cut = letters.map((letter, place) => {
      const isCut = place && !known[place - 1] && (inside[place - 1] || inside[place]);
      return isCut ? ` ${letter}` : letter;
    });
    return cut.join("").split(" ");
  }

  /** Read a run of letters: as its pairs in a row, or, a lone letter, as what it begins. */
  #run(item) {
    const row = this.vocabulary.numbersOf(rowOf(item.text));
    if (row.length && !row.includes(0)) {
      item.known = true;
      this.#readRow(item, row, 1, "exact");
    } else if (isOpen(item.text)) {
      for (const word of this.vocabulary.beginning(item.text, TUNING.RUNS)) {
        item.known = true;
        this.#read(item, word, 1, "exact");
      }
    }
  }

  /** Take the rarest words that exist for misspellings of others, too ("mic" for "mike"). */
  secondGuess(items) {
    const rarest = [...items].sort((a, b) => b.weight - a.weight).slice(0, TUNING.GUESSED);
    for (const item of rarest) {
      if (item.known && item.spellable && !item.exact) this.slips(item, TUNING.SECOND_GUESS);
    }
  }

  #asked(text, exact) {
    const word = this.vocabulary.numbers.get(text);
    const item = new Asked(text, word, exact);
    if (word) this.#read(item, word, 1, "exact");
    return item;
  }

  #read(item, word, weight, kind, proof) {
    item.read([word], this.vocabulary.count(word), weight, kind, proof);
  }

  #readRow(item, words, weight, kind, proof) {
    const cards = Math.min(...words.map((word) => this.vocabulary.count(word)));
    item.read(words, cards, weight, kind, proof);
  }

  #forms(item) {
    for (const word of this.vocabulary.ofStem(item.root)) {
      if (word === item.word) continue;
      const cost = slip(item.text, this.vocabulary.words[word]);
      this.#read(item, word, TUNING.STEM * Math.exp(-TUNING.STEM_SLOPE * cost), "stem");
    }
  }

  /** Give the forms of a word that have another stem. */
  #formsBeside(text) {
    const forms = isAscii(text) ? this.#peoples(text) : joinedForms(text);
    return forms.map((form) => this.vocabulary.numbers.get(form)).filter(Boolean);
  }

  /** Give a word's people, and what it may be the people of, be there such words or not. */
  #peoples(text) {
    return TUNING.PEOPLES.flatMap((ending) => [
      text.length >= TUNING.LEAST_PEOPLE ? text + ending : "",
      text.endsWith(ending) && text.length - ending.length >= TUNING.LEAST_PEOPLE
        ? text.slice(0, -ending.length)
        : "",
    ]);
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
        const proof = text.startsWith(other) ? NEAR : HINT;
        this.#read(item, word, TUNING.PREFIX * share, "prefix", proof);
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
    for (const word of this.vocabulary.sounding(key, item.word)) {
      const cost = slip(soundOf(item.text), soundOf(this.vocabulary.words[word]));
      if (cost > TUNING.SAME_NAME) continue;
      const weight = TUNING.NAME * Math.exp(-TUNING.SLIP_SLOPE * cost);
      this.#read(item, word, weight, "name", cost ? NEAR : HAS);
    }
  }

  /** Take the name as it is spelt in another script or country, together or apart. */
  #spelt(item) {
    const { text, known } = item;
    // A Latin name is sought in other letters only if claims have them: an alias stands beside the
    // Latin name of its actor.
    const kept = this.vocabulary.isKept;
    if (known && !kept && !/[eu]l$/.test(text)) return;
    if (!known && APART.includes(text)) {
      item.stop = true; // an article, as others write it
      return;
    }
    for (const row of this.spellings.of(text, known, kept)) {
      if (this.#spells(text, row)) this.#readRow(item, row, TUNING.NAME, "name", HAS);
    }
  }

  /**
   * Tell whether words may be another spelling of a name: one of them is a name; all are, where what
   * was asked is a word of the language itself. Letters without vowels may be many a word that is
   * none: "used" is no spelling of Assad.
   */
  #spells(text, row) {
    const names = row
      .map((word) => this.vocabulary.words[word])
      .filter((word) => !STOP_WORDS.has(word))
      .map((word) => !isAscii(word) || this.#isName(word, true));
    return names.some(Boolean) && (names.every(Boolean) || !isRight(text));
  }

  /** Take two words for one written apart: Almaz Antey, Almazantey. */
  #pair(first, second) {
    const whole = first.text + second.text;
    const joined = this.vocabulary.numbers.get(whole);
    if (joined && !/^\d+$/.test(whole)) {
      for (const item of [first, second]) this.#read(item, joined, TUNING.COMPOUND, "joined");
    } else this.#oneName([first, second], false);
  }

  /** Take names with the Arabic article between them as they are written otherwise. */
  #article(first, second) {
    this.#oneName([first, second], true);
    if (!first.spellable) return;
    for (const word of this.spellings.beforeArticle(first.text)) {
      this.#read(first, word, TUNING.NAME, "name", HAS);
    }
  }

  /** Take a name that begins with what looks like the article, as Alexander does. */
  #withArticle(item) {
    for (const word of this.spellings.otherScript(ARTICLE_LETTERS + item.text)) {
      this.#read(item, word, TUNING.NAME, "name", HAS);
    }
  }

  /** Take words of which one is unknown for one name written apart: Hizb Allah, Hezbollah. */
  #oneName(parts, article) {
    // Of words in letters without vowels, known ones may be a name that Latin has as one word.
    if (parts.every((item) => (item.known && isAscii(item.text)) || !item.spellable)) return;
    const texts = parts.map(({ text }) => text);
    for (const word of this.spellings.together(texts, article)) {
      for (const item of parts) this.#read(item, word, TUNING.NAME, "name", HAS);
    }
  }

  /** Add what the dataset says means the same as one word, or as several in a row. */
  #synonyms(texts, asked) {
    const rows = new Map();
    for (let count = 1; count <= TUNING.LONGEST_SYNONYM; count++) {
      for (let start = 0; start + count <= texts.length; start++) {
        const row = texts.slice(start, start + count).map((text) => asked.get(text));
        const key = row.map((item) => item.root).join(" ");
        if (this.synonyms.has(key)) put(rows, key, row);
      }
    }
    for (const [key, found] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const meant of this.synonyms.get(key).flatMap((words) => this.#known(words))) {
        for (const item of found.flat()) {
          if (!item.exact) this.#readRow(item, meant, TUNING.SYNONYM, "synonym");
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
      const proof = this.#proof(item, other, oddLetters(spelt, text, other), heard);
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
    // What is right is no slip, but may be another spelling of a name; not of a word in other
    // letters, whose spelling is the vocabulary's own: sell is no "сил".
    if (isRight(item.text)) {
      const mayBe = heard <= sameName && !(heard && isRight(word));
      return mayBe && this.#isWrittenAsName(word) ? HAS : HINT;
    }
    if (odd <= TUNING.FORGIVEN || !heard) return HAS;
    return this.#isName(word, false) ? HAS : HINT;
  }

  /**
   * Tell whether a word of the cards is none of their language. Where one can be sure that it sounds
   * as what was asked for, it may be both, as Victor is, if cards write it as a name.
   */
  #isName(text, isSure) {
    return !isRight(text) || (isSure && this.#isWrittenAsName(text));
  }

  /** Tell whether cards write a word with a capital, and never without one. */
  #isWrittenAsName(text) {
    const cards = this.vocabulary.newestWith([stemOf(text)]).slice(0, TUNING.LOOKED_AT);
    const told = cards.map((number) => {
      const card = CARDS[number];
      const actors = card.actors.map((n) => ACTORS[n].name);
      return [card.claim, card.note, ...actors].join("\n");
    });
    const has = (form) => {
      const word = new RegExp(`(?<![\\p{L}\\p{N}_])${form}(?![\\p{L}\\p{N}_])`, "u");
      return told.some((each) => word.test(each));
    };
    return has(text[0].toUpperCase() + text.slice(1)) && !has(text);
  }
}

/** Give words, but none that is only another spelling of one before, or of those seen otherwise. */
function unlike(words, seen = []) {
  const before = [...seen];
  return words.filter((word) => {
    const isLike = (other) =>
      soundOf(word) === soundOf(other) && slip(word, other) <= TUNING.SAME_NAME;
    return !before.some(isLike) && before.push(word);
  });
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
