// The ends of a range of dates: EDTF levels 0 and 1 and sets, as relcli/model/date.py reads them,
// and of the words of relcli/model/date_cure.py those that people type, by the same rules in the
// same order. What is not read here is told; nothing is read otherwise than the terminal reads it.

const LONGEST = 80; // letters of a date
const FARTHEST = 1e15; // days, as the cards have them
const DATE_POINT = new RegExp(
  "^(?:Y(-?[1-9]\\d{4,})|(-?(?:\\d{3}X|\\d\\dXX))|((?:-(?!0000))?\\d{4})" +
    "(?:-(XX(?:-XX)?)|-(2[1-4])|-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\\d|3[01]|XX))?)?)([?~%])?$",
);
const DATE_TIME =
  /^(-?\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:Z|[+-](?:[01]\d|2[0-3])(?::[0-5]\d)?)?$/;
const SEASONS = [
  ["spring", 3],
  ["summer", 6],
  ["autumn", 9],
  ["winter", 12],
]; // and the first month of each
const NAMED_DATE = new RegExp(
  "^(?:(\\d\\d?)(?:st|nd|rd|th)?\\.? (?:of )?)?([a-z]{3,9})\\.?" +
    "(?: (\\d\\d?)(?:st|nd|rd|th)?)?(?: of)?,? (-?\\d{4})([?~%]*)$",
  "i",
);
const PERIODS = [...MONTH_NAMES.map((name) => name.slice(0, 3)), ...SEASONS.map(([name]) => name)];
const PERIOD = `(?:${PERIODS.join("|")}|fall)[a-z]*`;
const SHORT_YEAR = `^(\\d\\d? ${PERIOD} )(\\d{1,3})([?~%]*)$`;
const NO_DAY = `^(${PERIOD} )(3[2-9]|[4-9]\\d|\\d{3})([?~%]*)$`; // else it may be one, as in Mar 4
const SAID_AS = [
  [/^(?:the|in|on) /i, ""],
  [/^(?:possibly|probably|perhaps|maybe|\?) ?(?=.*\d)(.+)$/i, "$1?"],
  [/^(?:circa|ca?\.?|~) ?(?=.*\d)(.+)$/i, "$1~"],
  [/^(?:about|around|approx\.?|approximately) (.+)$/i, "$1~"],
  [/ +(?=[?~%]+$)/, ""],
  [/^(.*?)(\d[\d,]*) ?b\.?c\.?(?:e\.?)?([?~%]*)$/i, beforeChrist],
  [/^(.*?)(?:a\.?d\.?|c\.?e\.?) ?(\d[\d,]*)([?~%]*)$/i, inYear],
  [/^(.*?)(\d[\d,]*) ?(?:a\.?d\.?|c\.?e\.?)([?~%]*)$/i, inYear],
  [new RegExp(SHORT_YEAR, "i"), inYear],
  [new RegExp(NO_DAY, "i"), inYear],
  [/^(\d\d[1-9])0'?s(?=[?~%]*$)/i, "$1X"],
  [NAMED_DATE, inNumbers],
  [/^(\d\d?)[.-] ?(\d\d?)[.-] ?(\d{4})$/, dayFirst],
  [/^(\d{4})[-.](\d\d?)(?:[-.](\d\d?))?([?~%]*)$/, padded],
  [/^(\d{4})(\d\d)(\d\d)?([?~%]*)$/, padded],
  [/^-0000.*/, ""],
  [/^()(-?\d{3}|-\d{1,2}|-?\d{1,3}(?:,\d{3})+)([?~%]?)$/, inYear],
  [/^()Y(-?\d+)([?~%]?)$/i, inYear],
];

/** Read a date that bounds a range: its first and last day, how it is written; null if it is none. */
function readBound(text) {
  const written = text.trim();
  const known = readDate(written);
  if (known || written.length > LONGEST || /\/|\.\./.test(written)) return known;
  let told = written.replace(/\s+/g, " ");
  for (const [pattern, meant] of SAID_AS) {
    if (readDate(told)) break;
    told = told.replace(pattern, meant);
  }
  return readDate(told);
}

/** Read a date in EDTF, or a set by its words; a side that is open has no day. */
function readDate(text) {
  if (text.length > LONGEST) return null;
  if (text.startsWith("[") && text.endsWith("]")) {
    const [start, end, ...more] = text.slice(1, -1).split("..");
    return end === undefined || more.length ? null : readSet(start, end);
  }
  const [, between, and, by] = /^(?:between (.+?) and (.+)|by (.+))$/.exec(text) ?? [];
  if (between ?? by) return readSet(between ?? "", and ?? by);
  const [start, end, ...more] = text.split("/");
  if (more.length) return null;
  if (end !== undefined) return readSpan(text, start, end);
  const point = readMoment(text);
  return point && { first: point.first, last: point.last, text };
}

function readSpan(text, start, end) {
  const [from, to] = [readPoint(start), readPoint(end)];
  const isEdge = (side) => side === "" || side === "..";
  const isSide = (from || isEdge(start)) && (to || isEdge(end)) && (from ?? to);
  if (!isSide || text.includes("X") || isReversed(from, to)) return null;
  return { first: from?.first ?? null, last: to?.last ?? null, text };
}

function readSet(start, end) {
  const [from, to] = [readPoint(start), readPoint(end)];
  const isSide = (side, text) => (side ? side.isPlain : text === "");
  if (start === end || !isSide(from, start) || !isSide(to, end) || isReversed(from, to)) return null;
  const words = from ? `between ${start} and ${end}` : `by ${end}`;
  const days = { first: from?.first ?? null, last: to?.last ?? null };
  return { ...days, text: to ? words : `[${start}..]` };
}

function isReversed(from, to) {
  return from && to && to.last < from.first;
}

function readMoment(text) {
  const time = DATE_TIME.exec(text);
  return readPoint(time ? time[1] : text);
}

/** Read a point in time; a plain one is a year, a month or a day and nothing else. */
function readPoint(text) {
  const found = DATE_POINT.exec(text);
  if (!found) return null;
  const [, long, masked, year, unknown, season, month, day, mark] = found;
  const isPlain = !(masked || unknown || season || mark || day === "XX");
  const spans = ([first, month1], [last, month2]) => {
    const days = [dayNumber(first, month1, 1), dayNumber(last, month2 + 1, 1) - 1];
    const [start, end] = days.map((day) => Math.max(-FARTHEST, Math.min(day, FARTHEST)));
    return { first: start, last: end, isPlain };
  };
  if (masked) {
    const years = ["0", "9"].map((digit) => Number(masked.replaceAll("X", digit)));
    return spans([Math.min(...years), 1], [Math.max(...years), 12]);
  }
  const number = Math.max(-FARTHEST, Math.min(Number(long ?? year), FARTHEST));
  if (season) {
    const start = SEASONS[season - 21][1];
    return spans([number, start], [number, start + 2]);
  }
  if (!month) return spans([number, 1], [number, 12]);
  if (!day || day === "XX") return spans([number, Number(month)], [number, Number(month)]);
  const first = dayNumber(number, Number(month), Number(day));
  return dateOf(first).day === Number(day) ? { first, last: first, isPlain } : null;
}

function beforeChrist(all, before, year, mark) {
  const number = numberIn(year);
  return number ? before + yearText(1 - number) + mark : all;
}

function inYear(_, before, year, mark) {
  return before + yearText(numberIn(year)) + mark;
}

function numberIn(text) {
  const number = Number(text.replaceAll(",", ""));
  return Number.isSafeInteger(number) ? number : NaN; // of more digits the last would be wrong
}

function inNumbers(all, early, name, late, year, mark) {
  const [low, day] = [name.toLowerCase(), early ?? late];
  const month = MONTH_NAMES.findIndex((each) => each.startsWith(low)) + 1;
  if (month) return padded(all, year, String(month), day, mark);
  const season = SEASONS.findIndex(([each]) => each === (low === "fall" ? "autumn" : low));
  return season < 0 || day ? all : `${year}-${season + 21}${mark}`;
}

/** Put `30.09.2015` in order; `03.09.2015` has two readings, and so none. */
function dayFirst(all, first, second, year) {
  const options = [padded(all, year, second, first, ""), padded(all, year, first, second, "")];
  const meant = new Set(options.filter(readDate));
  return meant.size === 1 ? [...meant][0] : all;
}

function padded(_, year, month, day, mark) {
  return [year, month, day].map((part) => part && part.padStart(2, "0")).filter(Boolean).join("-") + mark;
}
