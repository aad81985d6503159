// The axis of the timeline: where a day stands, which years and months are named, and, where there
// are too many cards to draw each, how many begin in each of them.

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const UNITS = [1 / 31, 7 / 31, 1, 3, 12, 24, 60, 120, 240, 600, 1200, 12000]; // months
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
    return UNITS.find((unit) => unit * month >= pixels) ?? UNITS.at(-1);
  }

  /** Give the first day of each unit that is shown, and the first day after it. */
  *spans(unit) {
    if (unit < 1) {
      const days = Math.round(unit * 31);
      const start = Math.floor(this.first / days) * days;
      for (let day = start; day <= this.last; day += days) yield [day, day + days];
      return;
    }
    const years = Math.max(1, unit / 12);
    const year = Math.floor(dateOf(Math.floor(this.first)).getUTCFullYear() / years) * years;
    for (let month = 1; ; month += unit) {
      const [start, end] = [dayNumber(year, month, 1), dayNumber(year, month + unit, 1)];
      if (start > this.last) return;
      if (end > this.first) yield [start, end];
    }
  }

  /** Say what is shown: "2012 – 2024". */
  get words() {
    const unit = this.last - this.first < 1500 ? 1 : 12;
    const names = [nameOf(Math.round(this.first), unit), nameOf(Math.round(this.last), unit)];
    return names[0] === names[1] ? names[0] : names.join(" – ");
  }
}

/** Draw a line and a name for each year, month or day, as there is room. */
function drawTicks(scale, height) {
  const unit = scale.unit(62);
  return [...scale.spans(unit)].flatMap(([start]) => {
    const x = Math.round(scale.x(start)) + 0.5;
    if (x < 0 || x > scale.width - 34) return [];
    const line = svg("line", { x1: x, x2: x, y1: 0, y2: height, class: "tick" });
    return [line, svg("text", { x: x + 4, y: 13, class: "when" }, nameOf(start, unit))];
  });
}

/** Draw how many cards begin in each month or year; a bar that is clicked is looked at closer. */
function drawBars(cards, scale, closer) {
  const unit = scale.unit(10);
  const { bins, most } = countBins(cards, scale, unit);
  const parts = bins.flatMap(({ start, end, count }) => {
    const [left, right] = [scale.x(start), scale.x(end)];
    const height = Math.max(2, (count / most) * (BARS - 14));
    const y = TOP + BARS - height;
    const size = { x: left + 0.5, y, width: Math.max(1, right - left - 1), height };
    const told = `${nameOf(start, unit)}: ${counted(count, "card")}`;
    const bar = svg("rect", { ...size, class: "bar" }, svg("title", {}, told));
    bar.addEventListener("click", () => closer(start, end));
    if (right - left < 30) return [bar];
    return [bar, svg("text", { x: (left + right) / 2, y: y - 3, class: "sum" }, String(count))];
  });
  return { parts, height: BARS };
}

/** Count the cards that begin in each unit of time, none of them empty; and the most in one. */
function countBins(cards, scale, unit) {
  const bins = [...scale.spans(unit)].map(([start, end]) => ({ start, end, count: 0 }));
  for (const card of cards) {
    const begins = card.from ?? card.to;
    const bin = bins.find(({ start, end }) => start <= begins && begins < end);
    if (bin) bin.count++;
  }
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return { bins: bins.filter(({ count }) => count), most };
}

function nameOf(day, unit) {
  const date = dateOf(day);
  const year = String(date.getUTCFullYear());
  if (unit >= 12) return year;
  const month = `${MONTHS[date.getUTCMonth()]} ${year}`;
  return unit >= 1 ? month : `${date.getUTCDate()} ${month}`;
}
