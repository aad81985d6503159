// The axis of the timeline: where a day stands, which years and months are named, and, where there
// are too many cards to draw each, how many begin in each of them.

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const UNITS = [1 / 31, 7 / 31, 1, 3, 12]; // months; longer ones are 2, 5, 10, 20, 50 … years
const WHEN = { letter: 6, around: 12 }; // pixels of a name on the axis
const BARS = 120; // pixels, the highest

class Scale {
  /** Show the days from first to last on so many pixels. */
  constructor([first, last], width) {
    Object.assign(this, { first, last, width });
  }

  /** Give where a day stands. */
  x(day) {
    return ((day - this.first) / (this.last - this.first)) * this.width;
  }

  /** Give the shortest unit that is so many pixels wide. */
  unit(pixels) {
    const month = (this.width / (this.last - this.first)) * 30.4;
    const short = UNITS.find((unit) => unit * month >= pixels);
    if (short) return short;
    const years = pixels / month / 12;
    const power = 10 ** Math.floor(Math.log10(years));
    return 12 * [1, 2, 5, 10].map((step) => step * power).find((step) => step >= years);
  }

  /** Give the shortest unit that has room for the name of its years. */
  get named() {
    const lengths = [this.first, this.last].map((day) => nameOf(Math.round(day), 12).length);
    return this.unit(Math.max(62, Math.max(...lengths) * WHEN.letter + WHEN.around));
  }

  /** Give the first day of each unit that is shown, and the first day after it. */
  *spans(unit) {
    if (unit < 1) {
      const days = Math.round(unit * 31);
      const start = Math.floor(this.first / days) * days;
      for (let day = start; day <= this.last; day += days) yield [day, day + days];
      return;
    }
    const { year } = dateOf(Math.floor(this.first));
    const place = unit < 12 ? ((year - 1) * 12) / unit : Math.floor(year / (unit / 12)) - 1;
    for (let number = place; ; number++) {
      const [start, end] = [firstOf(number, unit), firstOf(number + 1, unit)];
      if (start > this.last) return;
      if (end > this.first) yield [start, end];
    }
  }

  /** Say what is shown: "2012 – 2024". */
  get words() {
    const unit = this.last - this.first < 1500 ? 1 : 12;
    const names = [this.first, this.last].map((day) => nameOf(Math.round(day), unit));
    return names[0] === names[1] ? names[0] : names.join(" – ");
  }
}

/**
 * Give the first day of a unit of so many months, of all that follow each other; those of several
 * years are told by round ones on both sides: 200 BC, 100 BC, 1, 100, 200.
 */
function firstOf(number, unit) {
  if (unit < 12) return dayNumber(1, 1 + number * unit, 1);
  const years = number * (unit / 12);
  return dayNumber(years > 0 || unit === 12 ? years : years + 1, 1, 1);
}

/** Draw a line and a name for each year, month or day, as there is room. */
function drawTicks(scale, height) {
  const unit = scale.named;
  return [...scale.spans(unit)].flatMap(([start]) => {
    const x = Math.round(scale.x(start)) + 0.5;
    if (x < 0 || x > scale.width - nameOf(start, unit).length * WHEN.letter - WHEN.around) return [];
    const line = svg("line", { x1: x, x2: x, y1: 0, y2: height, class: "tick" });
    return [line, svg("text", { x: x + 4, y: 13, class: "when" }, nameOf(start, unit))];
  });
}

/** Draw how many cards begin in each month or year; a bar that is clicked is looked at closer. */
function drawBars(cards, scale, closer) {
  const unit = unitOf(cards, scale, 10);
  const { bins, most, left } = countBins(cards, scale, unit);
  const parts = bins.flatMap(({ start, end, count }) => {
    const [left, right] = [scale.x(start), scale.x(end)];
    const height = Math.max(2, (count / most) * (BARS - 14));
    const y = TOP + BARS - height;
    const size = { x: left + 0.5, y, width: Math.max(1, right - left - 1), height };
    const names = [start, ...(unit > 12 ? [end - 1] : [])].map((day) => nameOf(day, unit));
    const told = `${names.join(" – ")}: ${counted(count, "card")}`;
    const bar = svg("rect", { ...size, class: "bar" }, svg("title", {}, told));
    bar.addEventListener("click", () => closer(start, end));
    if (right - left < 30) return [bar];
    return [bar, svg("text", { x: (left + right) / 2, y: y - 3, class: "sum" }, String(count))];
  });
  return { parts, height: BARS, left };
}

/**
 * Count the cards that begin in each unit of time, none of them empty; the most in one, and those
 * that are left because they begin in none of these, or nobody knows in which.
 */
function countBins(cards, scale, unit) {
  const bins = [...scale.spans(unit)].map(([start, end]) => ({ start, end, count: 0 }));
  for (const card of cards) {
    const isHere = ({ start, end }) => start <= card.from && card.from < end;
    const bin = card.from === null ? null : bins.find(isHere);
    // What is one unknown time of several units counts in none, as in `stats`.
    if (bin && !(isOneOfMany(card) && (card.to ?? Infinity) >= bin.end)) bin.count += sizeOf([card]);
  }
  const counts = bins.map(({ count }) => count);
  const left = sizeOf(cards) - counts.reduce((sum, count) => sum + count, 0);
  return { bins: bins.filter(({ count }) => count), most: Math.max(1, ...counts), left };
}

/** Give the shortest unit of so many pixels; of cards that are counted by year, no shorter one. */
function unitOf(cards, scale, pixels) {
  return Math.max(scale.unit(pixels), areCounted(cards) ? 12 : 0);
}

/** Tell whether cards are so many that the server has counted them by year. */
function areCounted(cards) {
  return cards.some(({ count }) => count);
}

/** Give how many cards some are: of many, one stands for all that begin in its year. */
function sizeOf(cards) {
  return cards.reduce((sum, { count = 1 }) => sum + count, 0);
}

/** Tell whether a date is one unknown time of several: a set, a year of a decade or a century. */
function isOneOfMany({ isSet, edtf }) {
  return isSet || /^-?\d{2,3}X/.test(edtf);
}

function nameOf(number, unit) {
  const { year, month, day } = dateOf(number);
  const named = yearWords(year);
  if (unit >= 12) return named;
  return `${unit >= 1 ? "" : `${day} `}${MONTHS[month - 1]} ${named}`;
}
