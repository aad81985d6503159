// The cards, read from the block of JSON in the page, with defaults for what was left out.

const DATA = JSON.parse(document.getElementById("data").textContent);
const { sources: SOURCES, actors: ACTORS, topics: TOPICS, grades: GRADES, letters: LETTERS } = DATA;
const TUNING = DATA.tuning; // the numbers of the search, each with its reason in model/tuning.py
const UNCONFIRMED = GRADES.length - 1;

const CARDS = DATA.cards.map((told, number) => ({
  ...{ topics: [], actors: [], named: [], noted: [], related: [], contradicts: [] },
  ...{ note: "", from: null, to: null },
  ...told,
  number,
  disputed: told.sources.some((use) => use.stance === "disputes"),
}));
// As they stand in the files.
DATA.order.forEach((number, place) => (CARDS[number].place = place));
const NUMBER_OF = new Map(CARDS.map((card) => [card.id, card.number]));

// Days as Python counts them: 1 is 1 January 0001.
const EPOCH = 719163;
const DAY = 86400000;

/** Give the number of a day; months count from 1. */
function dayNumber(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY) + EPOCH;
}

/** Give the date of a day's number, to be read in UTC. */
function dateOf(number) {
  return new Date((number - EPOCH) * DAY);
}

/** Say "1 card", "2 cards". */
function counted(count, thing) {
  return `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
}
