// The words of the language of the cards, as relcli/index/lexicon.py has them: what is one of them
// is right as it stands, and not taken for a slip.

let lexicon = null;

/** Tell whether a word, or what it is the plural of, is one of the language. */
function isRight(word) {
  lexicon ??= decodeWords(DATA.language.words);
  return lexicon.has(word) || (word.endsWith("s") && lexicon.has(word.slice(0, -1)));
}

/** Read sorted words; the capital before each tells how many letters it has of the one before. */
function decodeWords(text) {
  const words = new Set();
  let word = "";
  for (const [written] of text.matchAll(/[A-Z][a-z]*/g)) {
    word = word.slice(0, written.charCodeAt(0) - 65) + written.slice(1);
    words.add(word);
  }
  return words;
}
