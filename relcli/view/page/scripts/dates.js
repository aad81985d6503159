// Dates in a question, as relcli/search/spoken.py and relcli/index/dates.py have them: 25 May 2022,
// May 25, 2022 and November 2016 are EDTF, and a month is the word 2016m11 of the vocabulary.

const DAY_OF_MONTH = "(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?";
const MONTH = MONTH_NAMES.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`)
  .join("|")
  .replace("sep(?:tember)?", "sept?(?:ember)?");
const SPOKEN = new RegExp(
  `(?<![\\p{L}\\p{N}_:"-])(?:(${DAY_OF_MONTH})\\s+(?:of\\s+)?)?(${MONTH})\\.?` +
    `(?:\\s+(${DAY_OF_MONTH}))?,?\\s+(\\d{4})(?![\\p{L}\\p{N}_-])`,
  "giu",
);
const ISO = /^\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/;

/** Give a text with its dates in EDTF, and how each was written; what is quoted stays. */
function withDates(text) {
  const dates = new Map();
  const toEdtf = (spoken, day, month, after, year) => {
    if (day && after) return spoken;
    const start = month.slice(0, 3).toLowerCase();
    const number = MONTH_NAMES.findIndex((name) => name.startsWith(start)) + 1;
    let date = `${year}-${String(number).padStart(2, "0")}`;
    if (day ?? after) date += `-${String(parseInt(day ?? after, 10)).padStart(2, "0")}`;
    dates.set(date, spoken);
    return date;
  };
  const parts = text
    .split('"')
    .map((part, place) => (place % 2 ? part : part.replace(SPOKEN, toEdtf)));
  return { text: parts.join('"'), dates };
}

/** Give the words of a text, its dates among them. */
function wordsAndDates(text) {
  if (!text.includes("-")) return wordsOf(text);
  return piecesOf(text).flatMap((piece) => {
    const bare = stripped(piece, ".,;:!?()");
    return ISO.test(bare) ? [bare] : wordsOf(piece);
  });
}

/** Give the word for a month or a day ("2016-11", "2016-11-24"). */
function dateWord(date) {
  return date.replace("-", "m").replace("-", "d");
}

/** Give the words for the months and days that a date in EDTF names. */
function dateWordsOf(edtf) {
  const found = edtf.matchAll(/(?<![\dY-])(\d{4}-(?:0[1-9]|1[0-2]))(-\d{2})?(?!\d)/g);
  return [...found].flatMap(([, month, day]) =>
    [month, day && month + day].filter(Boolean).map(dateWord),
  );
}

/** Give words of the vocabulary with the months and days among them as dates. */
function plainDate(words) {
  return words.replace(/\b(\d{4})m(\d\d)(?:d(\d\d))?\b/g, (_, ...parts) =>
    parts.slice(0, 3).filter(Boolean).join("-"),
  );
}
