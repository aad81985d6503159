// The words of the language of the cards, as relcli/index/lexicon.py has them: what is one of them
// is right as it stands, and not taken for a slip.

let lexicon = null;

/** Tell whether a word, or what it is the plural of, is one of the language. */
function isRight(word) {
  lexicon ??= decodeWords(DATA.language.words);
  return lexicon.has(word) || (/[^s]s$/.test(word) && lexicon.has(word.slice(0, -1)));
}

/** Read sorted words; the capital before each tells how many letters it has of the one before. */
function decodeWords(text) {
  const words = new Set();
  let word = "";
  let start = 0;
  for (let place = 1; place <= text.length; place++) {
    if (text.charCodeAt(place) >= 97) continue; // a small letter
    word = word.slice(0, text.charCodeAt(start) - 65) + text.slice(start + 1, place);
    words.add(word);
    start = place;
  }
  return words;
}
