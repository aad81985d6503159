// From text to words, as relcli/index/words.py and chunk.py do it: runs of a-z or of 0-9, other
// letters transliterated, so that a question and a card meet however they are written.

const LATIN = new Map(
  DATA.language.letters.split("\n").flatMap((line) => {
    const space = line.indexOf(" ");
    return [...line.slice(space + 1)].map((letter) => [letter, line.slice(0, space)]);
  }),
);
const STOP_WORDS = new Set(DATA.language.stop.split(" "));
const ASKING_WORDS = new Set(DATA.language.asking.split(" "));
const seenChunks = new Map();

/** Give the words of a text in order. */
function wordsOf(text) {
  const found = [];
  for (const chunk of text.split(/\s+/)) {
    let known = seenChunks.get(chunk);
    if (known === undefined) seenChunks.set(chunk, (known = takeApart(chunk)));
    for (const word of known) found.push(word);
  }
  return found;
}

function takeApart(chunk) {
  let text = isAscii(chunk) ? chunk : toAscii(chunk);
  text = text.replace(/https?:\/\/\S*|\b[\w-]+(?:\.[\w-]+)+\/\S*/gi, " ");
  if (/[#@]/.test(text)) {
    text = text.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ");
  }
  text = text.replace(/'s\b/gi, "").replaceAll("'", "");
  text = text.replace(/\b(?:[a-z]\.){2,}/gi, (acronym) => acronym.replaceAll(".", ""));
  return (
    text
      .replace(/(?<=\d),(?=\d{3})/g, "")
      .toLowerCase()
      .match(/[a-z]+|[0-9]+/g) ?? []
  );
}

function toAscii(text) {
  const spelt = text.replace(/^\u0627\u0644(?=[\p{L}\p{N}_]{3})/u, "al ");
  return Array.from(spelt, latin).join("");
}

function latin(sign) {
  if (isAscii(sign)) return sign;
  if ("\u2018\u2019\u02bc\u02bb\u0060\u00b4".includes(sign)) return "'";
  if (/[\p{L}\p{N}]/u.test(sign)) return LATIN.get(sign) ?? "";
  return /[\p{M}\p{Cf}]/u.test(sign) ? "" : " ";
}

function isAscii(text) {
  for (let place = 0; place < text.length; place++) if (text.charCodeAt(place) > 127) return false;
  return true;
}

/** Give a name as names are compared: case, width and spaces folded away. */
function fold(name) {
  return name.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}

// Spelling classes of transliterated names, as in relcli/index/names.py, which says why.

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
  const heard = soundOf(name);
  const key = heard.slice(0, 1).replace(/[aiu]/, "a") + heard.slice(1).replace(WEAK_LETTERS, "");
  return key.length >= LEAST_KEY ? key : "";
}
