// From text to words, as relcli/index/words.py and chunk.py do it: runs of a-z or of 0-9, other
// letters transliterated, so that a question and a card meet however they are written; Hebrew,
// Arabic and the scripts of India as they are; every two letters where no spaces part words.

const LATIN = readSpellings(DATA.language.letters);
const FOLDED = readSpellings(DATA.language.folded);
const NASALS = Object.entries(DATA.language.nasals).map(([nasal, sign]) => [
  new RegExp(nasal, "gu"),
  sign,
]);
const [UNSPACED, KEPT] = [DATA.language.unspaced, DATA.language.kept];
const PART = new RegExp(`[${UNSPACED}]+|[${KEPT}]+|[^${UNSPACED}${KEPT}]+`, "gu");
const [IN_RUN, IN_KEPT] = [new RegExp(`^[${UNSPACED}]`, "u"), new RegExp(`^[${KEPT}]`, "u")];
const HEBREW = DATA.language.hebrew;
const QUOTED = new RegExp(
  `(?<=[${HEBREW}])["'\u05f3\u05f4\u2018\u2019\u201c\u201d](?=[${HEBREW}])`,
  "gu",
);
const ARTICLE = /^(\u0648?)\u0627\u0644(?=.{3})/u;
const GREEK_STOPS = DATA.language.greek;
const GREEK_STOP = /(?<![αεηιουωάέήίόύώϊϋΐΰ])(μπ|ντ|γκ)/giu;
const SON = /^\u0627?\u0628\u0646$/;
// Words sort by what they are: ASCII, then words kept in their own script, then parts of runs.
const RUN = "\u0e01";
const STOP_WORDS = new Set(DATA.language.stop.split(" "));
const ASKING_WORDS = new Set(DATA.language.asking.split(" "));
const seenChunks = new Map();

/** Give the words of a text in order. */
function wordsOf(text) {
  const found = [];
  for (const chunk of text.split(/\s+/)) {
    let known = seenChunks.get(chunk);
    if (known === undefined) {
      known = takeApart(chunk).map(comparedPart);
      seenChunks.set(chunk, known);
    }
    for (const word of known) found.push(word);
  }
  return found;
}

/** Give the first letters of a text, as many as there may be. */
function firstLetters(text, count) {
  return text.length > count ? Array.from(text).slice(0, count).join("") : text;
}

/** Give the part of a word by which it is compared. */
function comparedPart(word) {
  return firstLetters(word, TUNING.LONGEST_WORD);
}

function readSpellings(lines) {
  return new Map(
    lines.split("\n").flatMap((line) => {
      const space = line.indexOf(" ");
      return [...line.slice(space + 1)].map((letter) => [letter, line.slice(0, space)]);
    }),
  );
}

function takeApart(chunk) {
  if (isAscii(chunk)) return spelt(chunk);
  const text = Array.from(chunk.normalize("NFC")).filter((sign) => !isSilent(sign));
  return (text.join("").replace(QUOTED, "").match(PART) ?? []).flatMap((part) => {
    if (IN_RUN.test(part)) return pairsOf(part);
    if (IN_KEPT.test(part)) return keptWords(part);
    const stops = part.replace(GREEK_STOP, (letters) => GREEK_STOPS[letters.toLowerCase()]);
    return spelt(Array.from(stops, latin).join(""));
  });
}

/** Tell whether a sign is a mark that may be written or not, or invisible. */
function isSilent(sign) {
  const code = sign.codePointAt(0);
  if (/\p{M}/u.test(sign)) {
    return !((code >= 0x900 && code < 0xfe00) || (code >= 0x7a6 && code < 0x7b1));
  }
  return code === 0x640 || /\p{Cf}/u.test(sign);
}

/** Give every two letters of a run that stand in a row, and its last letter. */
function pairsOf(run) {
  const letters = Array.from(run.normalize("NFKC"));
  return letters.map((letter, place) => letter + (letters[place + 1] ?? ""));
}

/** Give the words of Hebrew, Arabic or Indian text, those alike that are one for a reader. */
function keptWords(text) {
  let folded = Array.from(text.normalize("NFKC"), (letter) => FOLDED.get(letter) ?? letter);
  folded = NASALS.reduce((word, [nasal, sign]) => word.replace(nasal, sign), folded.join(""));
  const words = folded.split(/\s+/).map((word) => word.replace(ARTICLE, "al "));
  const found = words.join(" ").split(" ").filter(Boolean);
  return found.map((word) => (SON.test(word) ? "bin" : word));
}

/** Give what stands before an address in a piece of text, each sign of which is looked at once. */
function withoutAddress(piece) {
  const start = piece.search(/https?:\/\//i);
  const before = start < 0 ? piece : piece.slice(0, start);
  for (const { 0: found, index } of before.matchAll(/(?<![\w.-])[\w.-]+\//g)) {
    const host = found.slice(0, -1);
    const named = host.slice(host.lastIndexOf("..") + 1).replace(/^[.-]+/, "");
    if (named.slice(0, -1).includes(".") && !named.endsWith(".")) {
      return before.slice(0, index + host.length - named.length);
    }
  }
  return before;
}

/** Give the words of ASCII text. */
function spelt(ascii) {
  let text = ascii.includes("/") ? ascii.split(" ").map(withoutAddress).join(" ") : ascii;
  if (/[#@]/.test(text)) {
    text = text.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ");
  }
  text = text.replace(/'s\b/gi, "").replace(/['`]/g, "");
  text = text.replace(/\b(?:[a-z]\.){2,}/gi, (acronym) => acronym.replaceAll(".", ""));
  return (
    text
      .replace(/(?<=\d),(?=\d{3})/g, "")
      .toLowerCase()
      .match(/[a-z]+|[0-9]+/g) ?? []
  );
}

function latin(sign) {
  if (isAscii(sign)) return sign;
  if ("\u2018\u2019\u201b\u02bc\u02bb\u00b4\uff07\u055a".includes(sign)) return "'";
  return /[\p{L}\p{M}\p{N}]/u.test(sign) ? (LATIN.get(sign) ?? "") : " ";
}

function isAscii(text) {
  for (let place = 0; place < text.length; place++) if (text.charCodeAt(place) > 127) return false;
  return true;
}

/** Put the words of a text together again where they are parts of one run. */
function wholeOf(found) {
  const put = [];
  let inRun = false;
  for (const word of found) {
    const letters = Array.from(word);
    if (inRun && put.at(-1).endsWith(letters[0])) put.push(put.pop() + letters.slice(1).join(""));
    else put.push(word);
    inRun = word >= RUN && letters.length > 1;
  }
  return put;
}

/** Give the words that stand in a row wherever a run of two letters or more is. */
function rowOf(run) {
  return pairsOf(run).slice(0, -1);
}

/** Give the words that a text has in a row if it has a phrase of these words anywhere. */
function inARow(found) {
  const [before, last] = found.slice(-2);
  const goesOn = last !== undefined && last >= RUN && Array.from(before)[1] === last;
  return goesOn ? found.slice(0, -1) : found;
}

/** Tell whether a word is a lone letter of a run, which words may begin with. */
function isOpen(word) {
  return word >= RUN && Array.from(word).length === 1;
}

/** Give a name as names are compared: case, width and spaces folded away. */
function fold(name) {
  return name.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}

// Spelling classes of transliterated names, as in relcli/index/phonetics.py, which says why.

const { digraphs: DIGRAPHS, classes: CLASSES, weak: WEAK, least: LEAST_KEY } = DATA.language.names;
const OF_A_CLASS = new RegExp(`[${Object.keys(CLASSES).join("")}]`, "g");
const WEAK_LETTERS = new RegExp(`[${WEAK}]`, "g");

/** Spell a name as its sound classes: qaseer and kassir are both "kasir". */
function soundOf(name) {
  let heard = name.replace(/^w/, "v");
  for (const [letters, written] of DIGRAPHS) heard = heard.replaceAll(letters, written);
  heard = heard.replace(OF_A_CLASS, (letter) => CLASSES[letter]).replace(/(.)\1+/g, "$1");
  return heard.replace(/(?<=.)h$/, "");
}

/** Give the sound without its vowels, under which all spellings of a name stand. */
function skeletonOf(name) {
  if (!isAscii(name)) return abjadKey(name);
  const heard = soundOf(name);
  const key = heard.slice(0, 1).replace(/[aiu]/, "a") + heard.slice(1).replace(WEAK_LETTERS, "");
  return key.length >= LEAST_KEY ? key : "";
}
