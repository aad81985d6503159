// The stems of English words as relcli/index/stems.py gives them: its own forms, and else the
// rules of Snowball 3.1 (Porter 2, https://snowballstem.org/algorithms/english/stemmer.html). Of the
// endings of a step, only the longest that a word has is tried. They have to be in a region: R1 is
// what follows the first consonant after a vowel, R2 is the R1 of R1. Words here are of a-z or of
// 0-9, so there are no rules for apostrophes.

const AS_THEY_ARE = "sky news howe atlas cosmos bias andes".split(" ");
const SHORTENED = { idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli" };
const EXCEPTIONS = new Map([
  ...AS_THEY_ARE.map((word) => [word, word]),
  ...Object.entries({ ...SHORTENED, singly: "singl", skis: "ski", skies: "sky" }),
  ...Object.entries(DATA.language.own_stems),
]);
// General is no form of generate, nor organ of organize: after these, R1 begins.
const BEGINNINGS = /^(?:gener|commun|arsen|past|univers|later|emerg|organ|inter)/;
const SHORT_SYLLABLE = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/;
const DOUBLE = /(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;

// Before each colon, what takes the place of the endings after it. One of the letters in brackets
// has to stand before an ending, which leaves it there.
const OF_VERBS = endingsOf("ee: eed eedly | : ed edly ing ingly");
const SECOND = endingsOf(`
  tion: tional | ence: enci | ance: anci | able: abli | ent: entli | ize: izer ization |
  ate: ational ation ator | al: alism aliti alli | ful: fulness fulli | ous: ousli ousness |
  ive: iveness iviti | ble: biliti bli | og: ogist [l]ogi | less: lessli | : [cdeghkmnrt]li
`);
const THIRD = endingsOf(`
  tion: tional | ate: ational | al: alize | ic: icate iciti ical | : ful ness ative
`);
const FOURTH = endingsOf(`
  : al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize [st]ion
`);

/** Give the stem of a word. */
function stemOf(word) {
  return EXCEPTIONS.get(word) ?? cutToStem(word);
}

function cutToStem(word) {
  // As a consonant, that is, in the beginning or after a vowel, y is written Y.
  let stem = word.includes("y") ? word.replace(/(^|[aeiouy])y/g, "$1Y") : word;
  const r1 = BEGINNINGS.exec(stem)?.[0].length ?? regionAfter(stem, 0);
  const r2 = regionAfter(stem, r1);
  stem = cutVerb(cutPlural(stem), r1);
  if (stem.endsWith("y")) stem = stem.replace(/(?<=.[^aeiouy])y$/, "i");
  stem = replaceEnding(stem, SECOND, r1);
  stem = replaceEnding(stem, THIRD, stem.endsWith("ative") ? r2 : r1);
  stem = replaceEnding(stem, FOURTH, r2);
  return cutLetter(stem, r1, r2).toLowerCase();
}

/** Give where the next region begins: behind a vowel and the consonant after it. */
function regionAfter(word, start) {
  let place = start;
  while (place < word.length && !isVowel(word[place])) place++;
  while (place < word.length && isVowel(word[place])) place++;
  return Math.min(place + 1, word.length);
}

function isVowel(letter) {
  return "aeiouy".includes(letter);
}

/** Ships, cries, ties; but gas, this, bus are none. */
function cutPlural(word) {
  if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  if (!word.endsWith("s")) return word;
  if (word.endsWith("sses")) return word.slice(0, -2);
  return /[aeiouy].*[^us]s$/.test(word) ? word.slice(0, -1) : word;
}

/** Agreed, marked, markedly; but succeed, red, evening are none. */
function cutVerb(word, r1) {
  const found = endingIn(word, OF_VERBS);
  if (!found) return word;
  const before = word.slice(0, -found.ending.length);
  if (found.to === "ee") {
    const isStem = before.length < r1 || /^(?:succ|proc|exc)$/.test(before);
    return isStem ? word : before + found.to;
  }
  if (found.ending === "ing") {
    if (/^[^aeiouy]y$/.test(before)) return `${before[0]}ie`;
    if (/^(?:inn|out|cann|herr|earr|even)$/.test(before)) return word;
  }
  return /[aeiouy]/.test(before) ? withoutEnding(before, r1) : word;
}

/** Spell what is left of a verb as it is without an ending: locat(e), hop(p), hop(e), but add. */
function withoutEnding(verb, r1) {
  if (/(?:at|bl|iz)$/.test(verb)) return `${verb}e`;
  if (DOUBLE.test(verb)) return /^[aeo]..$/.test(verb) ? verb : verb.slice(0, -1);
  return r1 >= verb.length && SHORT_SYLLABLE.test(verb) ? `${verb}e` : verb;
}

/** Cut a last e, unless a short syllable needs it, and the second l of two. */
function cutLetter(word, r1, r2) {
  const place = word.length - 1;
  const before = word.slice(0, place);
  const isCut = word.endsWith("e")
    ? place >= r2 || (place >= r1 && !SHORT_SYLLABLE.test(before))
    : place >= r2 && word.endsWith("ll");
  return isCut ? before : word;
}

/** Replace the longest ending that a word has of these, if the ending is in a region. */
function replaceEnding(word, endings, region) {
  const found = endingIn(word, endings);
  if (!found) return word;
  const place = word.length - found.ending.length;
  const isCut = place >= region && (!found.after || found.after.includes(word[place - 1]));
  return isCut ? word.slice(0, place) + found.to : word;
}

function endingIn(word, endings) {
  return endings.get(word.slice(-2))?.find(({ ending }) => word.endsWith(ending));
}

/** Read lines of endings: by the last two letters, the longest first. */
function endingsOf(text) {
  const endings = new Map();
  for (const line of text.split("|")) {
    const [to, all] = line.split(":").map((part) => part.trim());
    for (const written of all.split(" ")) {
      const [, after, ending] = written.match(/^(?:\[(\w+)\])?(\w+)$/);
      const key = ending.slice(-2);
      endings.set(key, [...(endings.get(key) ?? []), { to, after, ending }]);
    }
  }
  for (const alike of endings.values()) alike.sort((a, b) => b.ending.length - a.ending.length);
  return endings;
}
