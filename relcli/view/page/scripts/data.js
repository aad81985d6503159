// The cards, read from the block of JSON in the page, with defaults for what was left out.

const DATA = JSON.parse(document.getElementById("data").textContent);
const { sources: SOURCES, actors: ACTORS, topics: TOPICS, grades: GRADES, letters: LETTERS } = DATA;
const { speakers: SPEAKERS } = DATA;
const TUNING = DATA.tuning; // the numbers of the search, each with its reason in model/tuning.py
const { months: MONTH_NAMES } = DATA.language;
const UNCONFIRMED = GRADES.length - 1;

/** Give a card with what was left out of it, and what is soon told from the rest. */
function cardOf(told, number) {
  return {
    ...{ topics: [], actors: [], named: [], noted: [], related: [], contradicts: [] },
    ...{ history: [], note: "", from: null, to: null, state: false },
    ...told,
    number,
    day: told.from ?? told.to, // by which it is ordered
    isSet: told.edtf.startsWith("["), // one unknown time between two
    disputed: told.sources.some((use) => use.stance === "disputes"),
  };
}

const CARDS = DATA.cards.map(cardOf);
// As they stand in the files.
DATA.order.forEach((number, place) => (CARDS[number].place = place));
// By its id, and the one that it had before, by which others may have linked to it.
const FORMER = CARDS.filter((card) => card.former);
const NUMBER_OF = new Map([
  ...FORMER.map((card) => [card.former, card.number]),
  ...CARDS.map((card) => [card.id, card.number]),
]);

/** Give who makes the statement of a source, nothing where nobody is told. */
function speakerOf({ speaker }) {
  return speaker === undefined ? "" : SPEAKERS[speaker][0];
}

// Days as relcli/model/days.py counts them: 1 is 1 January 0001. A Date of JavaScript ends with the
// year 275760, and takes the years before 100 for others.
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const [YEARS_400, YEARS_100, YEARS_4] = [146097, 36524, 1461]; // in days

/** Give the number of a day; months count from 1, and may run on into the next years. */
function dayNumber(year, month, day) {
  const before = year - 1 + Math.floor((month - 1) / 12);
  const place = (((month - 1) % 12) + 12) % 12;
  const leap = place > 1 && isLeap(before + 1) ? 1 : 0;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return before * 365 + leaps + DAYS_BEFORE[place] + leap + day;
}

/** Give year, month and day of a day's number, by counting from a first of March. */
function dateOf(number) {
  const since = number - dayNumber(0, 3, 1);
  const cycles = Math.floor(since / YEARS_400);
  const day = since - cycles * YEARS_400;
  const leaps = Math.floor(day / (YEARS_4 - 1)) - Math.floor(day / YEARS_100);
  const years = Math.floor((day - leaps - Math.floor(day / (YEARS_400 - 1))) / 365);
  const ofYear = day - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const month = Math.floor((5 * ofYear + 2) / 153); // from March, which is 0
  return {
    year: cycles * 400 + years + (month > 9 ? 1 : 0),
    month: month > 9 ? month - 9 : month + 3,
    day: ofYear - Math.floor((153 * month + 2) / 5) + 1,
  };
}

function isLeap(year) {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Give a year as EDTF writes it. */
function yearText(year) {
  if (Math.abs(year) > 9999) return `Y${year}`;
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
}

/** Give a year as people write it: "602", "44 BC", "17,000". */
function yearWords(year) {
  const number = year < 1 ? 1 - year : year;
  const told = number > 9999 ? number.toLocaleString("en") : String(number);
  return year < 1 ? `${told} BC` : told;
}

/** Say "1 card", "2 cards". */
function counted(count, thing) {
  return `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
}
