// The marks of the timeline: a day is a point, a month or a year a bar of its length, what is open
// an arrow. What happened once, some time, is a thin line between its bounds, with a point where one
// is known; a state is a diamond where it is attested. Nothing is drawn that nobody claimed.

const TOP = 24; // pixels above the first lane, for the years
const MOST_MARKS = 400; // more are counted, not drawn
const ARROW = 26;
const HALF = 5; // of a point
const STATE = 7; // of a diamond
const LETTER = 6.3; // pixels, about
const LABELLED = { height: 17, most: 26 }; // lanes with text beside the marks
const BARE = { height: 12, most: 44 };

/** Draw a mark for each card; null where they are too many to tell apart. */
function drawMarks(cards, scale) {
  const isFew = cards.length <= MOST_MARKS && !areCounted(cards);
  const lanes = isFew ? lanesOf(cards, scale) : null;
  if (!lanes) return null;
  const parts = lanes.marks.map((mark) => {
    return drawMark(mark, TOP + (mark.lane + 0.5) * lanes.height, scale.width);
  });
  return { parts, height: Math.max(lanes.count, 3) * lanes.height };
}

/** Place each mark in a lane, with as much text as there is room for. */
function lanesOf(cards, scale) {
  for (const letters of cards.length <= 60 ? [60, 36, 22, 0] : [0]) {
    const lanes = letters ? LABELLED : BARE;
    const marks = cards.map((card) => extent(card, scale, letters));
    const count = stack(marks);
    if (count <= lanes.most) return { marks, count, height: lanes.height };
  }
  return null;
}

/** Place marks, in the order of time, in the first lane that is free there; count the lanes. */
function stack(marks) {
  marks.sort((a, b) => a.left - b.left || a.card.number - b.card.number);
  const taken = [];
  for (const mark of marks) {
    const free = (others) => others.every((each) => mark.begin > each.end || mark.end < each.begin);
    mark.lane = taken.findIndex(free);
    if (mark.lane < 0) mark.lane = taken.push([]) - 1;
    taken[mark.lane].push(mark);
  }
  return taken.length;
}

/** Give where a mark begins and ends, and the text beside it. */
function extent(card, scale, letters) {
  const point = card.from === card.to && !card.isSet;
  let left = scale.x(card.from ?? card.to + 1);
  let right = scale.x((card.to ?? card.from) + (point ? 0 : 1));
  if (card.from === null) left = right - ARROW;
  else if (card.to === null) right = left + ARROW;
  else if (point && card.state) [left, right] = [left - STATE, left + STATE];
  else if (point) [left, right] = [left - HALF, left + HALF];
  else right = Math.max(right, left + (card.isSet || card.state ? 2 * STATE : 9));
  const mark = { card, point, left, right, text: "", begin: left - 4, end: right + 4 };
  const text = cut(card.claim, letters);
  const length = text.length * LETTER + 12;
  if (!letters) return mark;
  if (right + length <= scale.width) return { ...mark, text, end: right + length };
  if (left - length >= 0) return { ...mark, text, begin: left - length, before: true };
  return mark;
}

function drawMark(mark, y, width) {
  const { card, left, right } = mark;
  const disputed = card.disputed ? `, disputed ${card.against}` : "";
  const told = `${card.date}, ${GRADES[card.grade][0]}${disputed}: ${card.claim}`;
  const names = { class: standingOf(card), "aria-label": told };
  const place = { href: linkTo(card), tabindex: -1, "data-card": card.number };
  const drawn = svg("a", { ...place, ...names }, svg("title", {}, told), shape(mark, y));
  if (card.disputed) {
    const middle = Math.max(4, Math.min(struckAt(mark), width - 4));
    const line = `M${middle - 4} ${y + 7}L${middle + 4} ${y - 7}`;
    for (const name of ["halo", "strike"]) drawn.append(svg("path", { class: name, d: line }));
  }
  const beside = mark.before ? { x: left - 5, class: "before" } : { x: Math.max(right, 0) + 5 };
  if (mark.text) drawn.append(svg("text", { ...beside, y: y + 4 }, mark.text));
  return drawn;
}

/** Name what a mark looks like: by its grade, by whether the date is vague, nothing confirmed. */
function standingOf(card) {
  const vague = card.vague || card.unknown ? " vague" : "";
  const hollow = card.grade === UNCONFIRMED ? " hollow" : "";
  return `mark g${card.grade}${vague}${hollow}`;
}

/** Draw a point, a bar, or an arrow to the side that is open; a line for a set, a state apart. */
function shape({ card, point, left, right }, y) {
  if (card.isSet) return setShape(card, left, right, y);
  if (card.state) return stateShape(left, right, y);
  if (point) return svg("circle", { cx: left + HALF, cy: y, r: HALF });
  if (card.to === null) return svg("path", { d: arrow(left, right, y, -8) });
  if (card.from === null) return svg("path", { d: arrow(right, left, y, 8) });
  return svg("rect", { x: left, y: y - 4, width: right - left, height: 8, rx: 2 });
}

/** Draw a dashed line between bounds, or a point at the only one and an arrow to where it is open. */
function setShape(card, left, right, y, half = HALF) {
  const ends = [left, right].map((x) => `M${x} ${y - half}V${y + half}`).join("");
  if (card.from !== null && card.to !== null) {
    return svg("g", {}, lineOf(`M${left} ${y}H${right}`, "open"), lineOf(ends));
  }
  const [at, tip, back] = card.from === null ? [right, left, half] : [left, right, -half];
  const head = `M${tip + back} ${y - half}L${tip} ${y}L${tip + back} ${y + half}`;
  const inner = at + Math.sign(back) * -half;
  const dot = svg("circle", { cx: inner, cy: y, r: half - 0.5 });
  return svg("g", {}, lineOf(`M${inner} ${y}H${tip}${head}`), dot);
}

/** Give where a mark of a disputed claim is struck through: never its head. */
function struckAt({ card, left, right }) {
  if (card.isSet && card.from === null) return right - HALF;
  if (card.state || (card.isSet && card.to !== null)) return (left + right) / 2;
  return left + HALF;
}

/** Draw a diamond, on a thin line where the day is not known. */
function stateShape(left, right, y, half = STATE) {
  const middle = (left + right) / 2;
  const corners = `L${middle + half} ${y}L${middle} ${y + half}L${middle - half} ${y}Z`;
  const diamond = svg("path", { d: `M${middle} ${y - half}${corners}` });
  if (right - left <= 2 * half) return diamond;
  return svg("g", {}, lineOf(`M${left} ${y}H${right}`), diamond);
}

function lineOf(d, open = "") {
  return svg("path", { d, class: `line ${open}` });
}

function arrow(start, tip, y, back) {
  const head = tip + back;
  return `M${start} ${y - 4}H${head}V${y - 7}L${tip} ${y}L${head} ${y + 7}V${y + 4}H${start}Z`;
}

function cut(text, letters) {
  return text.length > letters ? `${text.slice(0, Math.max(0, letters - 1)).trimEnd()}…` : text;
}
