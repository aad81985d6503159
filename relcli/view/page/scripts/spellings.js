// Names that are spelt in another script, or written together or apart, as in
// relcli/search/spellings.py: Abdelrahman, Abd al-Rahman and Abdurrahman are one.

const ARTICLE_LETTERS = "\u0627\u0644";
// The Arabic article as Latin letters have it within a name, and as they stand apart.
const ARTICLES = new Set([
  ..."a e u ash esh ush il ol ir".split(" "),
  ...Array.from("aeu").flatMap((vowel) => Array.from("ldrsntz", (letter) => vowel + letter)),
]);
const APART = "al el ul il ad ed ud ar er ur es an en at et az ez ash esh ben ibn".split(" ");
/** Gives numbers of words, one or some in a row, that may be a name which is spelt otherwise. */
class Spellings {
  constructor(vocabulary) {
    this.vocabulary = vocabulary;
    this.keeps = vocabulary.words.some(isAbjad);
  }

  of(text, known, kept) {
    const rows = [];
    if (kept || isAbjad(text)) rows.push(...this.otherScript(text).map((word) => [word]));
    if (isAscii(text)) {
      rows.push(...this.#apart(text, kept));
      if (kept && text.startsWith("al")) rows.push(...this.#withArticle(text));
      if (!known) {
        rows.push(...this.#afterArticle(text));
        rows.push(...this.#otherCountry(text).map((word) => [word]));
      }
    } else if (isAbjad(text) && !known) rows.push(...this.#apartInLatin(text));
    return rows;
  }

  /** Give the words in another script that may be the same name. */
  otherScript(text) {
    const { words } = this.vocabulary;
    if (isAbjad(text)) {
      return this.#heard(latinKeys(text)).filter((word) => writes(text, words[word]));
    }
    return this.#written([text]).get(text);
  }

  /** Give the words in Hebrew or Arabic letters that each Latin name may be. */
  #written(names) {
    const { words } = this.vocabulary;
    const keys = new Map(names.map((name) => [name, new Set(abjadKeys(skeletonOf(name)))]));
    const found = this.#heard([...keys.values()].flatMap((some) => [...some]));
    const byKey = found.map((word) => [abjadKey(words[word]), word]);
    const meets = (name, some) =>
      byKey.filter(([key, word]) => some.has(key) && writes(words[word], name));
    return new Map([...keys].map(([name, some]) => [name, meets(name, some).map(([, word]) => word)]));
  }

  /** Give the words that may be these parts of a name, an article between them or not. */
  together(texts, article) {
    if (texts.every(isAbjad)) return this.otherScript(texts.join(article ? ARTICLE_LETTERS : ""));
    if (!texts.every(isAscii)) return [];
    const [first, second] = texts;
    const ends = article ? ["l", second[0]] : [];
    const between = ["", ...Array.from("aiu").flatMap((vowel) => ends.map((end) => vowel + end))];
    const whole = between.map((letters) => first + letters + second);
    const sounds = whole.map(soundOf);
    const found = this.#heard(whole.map(skeletonOf)).filter((word) => {
      const heard = soundOf(this.vocabulary.words[word]);
      return sounds.some((each) => slip(each, heard) <= TUNING.SAME_NAME);
    });
    return this.keeps ? [...found, ...this.otherScript(texts.join(article ? "al" : ""))] : found;
  }

  /** Give the words that may be a word of a name together with the article after it: Abdel. */
  beforeArticle(text) {
    if (isAbjad(text)) return this.otherScript(text + ARTICLE_LETTERS);
    return this.#lookup(Array.from("aeui", (vowel) => `${text}${vowel}l`));
  }

  /** Give the most frequent words that stand under one of some keys of sounds. */
  #heard(keys, most = TUNING.HEARD) {
    const { vocabulary } = this;
    const found = [...new Set(keys)].flatMap((key) => vocabulary.skeletons.get(key) ?? []);
    return vocabulary.commonest(found, most);
  }

  #lookup(texts) {
    const { numbers } = this.vocabulary;
    return [...new Set(texts)].map((text) => numbers.get(text)).filter(Boolean);
  }

  #otherCountry(text) {
    const spelt = respellingsOf(text);
    if (!spelt.length) {
      const near = [text.replaceAll("ou", "u"), text.replaceAll("u", "ou"), text + text.at(-1)];
      return this.#lookup(near.filter((each) => each !== text));
    }
    const sounds = new Set(spelt.map(soundOf));
    const keys = spelt.map(skeletonOf).filter((key) => key.length >= TUNING.LEAST_SOUNDS);
    const { words } = this.vocabulary;
    const alike = this.#heard(keys, Infinity).filter((word) => sounds.has(soundOf(words[word])));
    return [...new Set([...this.#lookup(spelt), ...alike])];
  }

  /** Give words in a row that may be a name which is written together. */
  #apart(text, kept) {
    const { numbers } = this.vocabulary;
    const cuts = [...cutsOf(text), ...(text.includes("ou") ? cutsOf(text.replaceAll("ou", "u")) : [])];
    const share = (soundOf(text).length / TUNING.SIX) ** TUNING.LENGTH_POWER; // as in slip()
    const most = TUNING.SAME_NAME * share;
    const known = (part) => (STOP_WORDS.has(part) ? undefined : numbers.get(part));
    const parts = new Set(cuts.flatMap(([first, , second]) => [first, second]).filter(Boolean));
    const written = kept ? this.#written([...parts]) : new Map();
    const rows = [];
    for (const [first, article, second] of cuts) {
      const [one, other] = [known(first), known(second)];
      const found = [];
      if (!second) {
        if (one) found.push([one]);
        found.push(...(written.get(first) ?? []).map((word) => [word]));
      } else if (one || other) {
        const ones = one ? [one] : this.#alike(first, most);
        const others = other ? [other] : this.#alike(second, most);
        found.push(...ones.flatMap((a) => others.map((b) => [a, b])));
      }
      if (second && kept) {
        found.push(...written.get(first).flatMap((a) => written.get(second).map((b) => [a, b])));
      }
      for (const row of found) {
        if (second) rows.push(row);
        if (article) rows.push(...this.#lookup(APART).map((each) => [row[0], each, ...row.slice(1)]));
      }
    }
    return rows;
  }

  /** Give the words that sound as a part does, but for a vowel. */
  #alike(part, most) {
    const heard = soundOf(part);
    return this.#heard([skeletonOf(part)], Infinity).filter((word) => {
      const other = this.vocabulary.words[word];
      return !STOP_WORDS.has(other) && differ(heard, soundOf(other)) <= Math.min(most, TUNING.ONE_VOWEL);
    });
  }

  /** Give the article and a word that a name may be which is written together with it: Ezzor. */
  #afterArticle(text) {
    const [vowel, letter, rest] = [text[0], text[1], text.slice(2)];
    if (!"aeu".includes(vowel) || rest.length < TUNING.LEAST_PART || !["l", rest[0]].includes(letter)) {
      return [];
    }
    const articles = this.#lookup(APART.filter((each) => each === "al" || !STOP_WORDS.has(each)));
    return this.#lookup([rest]).flatMap((word) => articles.map((article) => [article, word]));
  }

  /** Give the article and a word that are a name which begins like it: Alexander. */
  #withArticle(text) {
    const { words } = this.vocabulary;
    const [article] = this.#lookup(["al"]);
    if (!article) return [];
    return this.#heard(abjadKeys(skeletonOf(text).slice(2)))
      .filter((word) => writes(ARTICLE_LETTERS + words[word], text))
      .map((word) => [article, word]);
  }

  /** Give Latin words in a row that may be a name which Arabic letters write together. */
  #apartInLatin(text) {
    const rows = [];
    for (let place = TUNING.LEAST_PART; place <= text.length - TUNING.LEAST_PART; place++) {
      const [first, rest] = [text.slice(0, place), text.slice(place)];
      const article = rest.startsWith(ARTICLE_LETTERS);
      const second = article && rest.length > 3 ? rest.slice(2) : rest;
      const others = this.otherScript(second);
      for (const one of this.otherScript(first)) {
        for (const other of others) {
          rows.push([one, other]);
          if (article) rows.push(...this.#lookup(APART).map((each) => [one, each, other]));
        }
      }
    }
    return rows;
  }
}

/** Give the ways to take a name for a part, an article or none, and a part or none. */
function cutsOf(text) {
  const cuts = [];
  for (let place = TUNING.LEAST_PART; place < text.length; place++) {
    const [first, rest] = [text.slice(0, place), text.slice(place)];
    if (rest.length >= TUNING.LEAST_PART) cuts.push([first, "", rest]);
    for (const length of [1, 2, 3]) {
      const [article, second] = [rest.slice(0, length), rest.slice(length)];
      const alone = article.slice(1) === "l" && !second;
      if (ARTICLES.has(article) && (second.length >= TUNING.LEAST_PART || alone)) {
        cuts.push([first, article, second]);
      }
    }
  }
  return cuts;
}

/** Give what a vowel by which two sounds differ costs. */
function differ(one, other) {
  if (one === other) return 0;
  return Math.abs(one.length - other.length) > 1 ? NEVER : distance(one, other);
}
