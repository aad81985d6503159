// The timeline in small: a strip that shows when the cards of an answer are, and opens.

const STRIP = { top: 17, height: 30, lane: 6, least: 3 }; // pixels; a lane has 3 to 6 of them
const SHORT = 5; // pixels that the shortest mark has

/** Draw a mark a card, as long as its date, or, where they are too many, how many begin when. */
function drawStrip(cards, scale) {
  const parts = stripMarks(cards, scale) ?? stripBars(cards, scale);
  const height = STRIP.top + STRIP.height;
  return svg("svg", { width: scale.width, height }, ...drawTicks(scale, height), ...parts);
}

function stripMarks(cards, scale) {
  if (cards.length > MOST_MARKS || areCounted(cards)) return null;
  const marks = cards.map((card) => {
    const short = card.isSet && (card.from === null || card.to === null) ? 3 * SHORT : SHORT;
    const start = scale.x(card.from ?? card.to);
    const end = scale.x((card.to ?? card.from) + 1);
    const [left, right] =
      card.isSet && card.from === null
        ? [end - short, end]
        : [start, Math.max(start + short, end)];
    return { card, left, right, begin: left - 1, end: right + 1 };
  });
  const high = Math.min(STRIP.lane, STRIP.height / stack(marks));
  if (high < STRIP.least) return null;
  return marks.map(({ card, left, right, lane }) => {
    const y = STRIP.top + lane * high;
    const size = { x: left, y, width: right - left, height: high - 1, rx: 2 };
    return svg("g", { class: standingOf(card) }, smallShape(card, size));
  });
}

/** Draw a bar, or in small what is no bar on the timeline either. */
function smallShape(card, { x, y, width, height, ...round }) {
  const [middle, half] = [y + height / 2, height / 2];
  if (card.isSet) return setShape(card, x, x + width, middle, half);
  if (card.state) return stateShape(x, x + width, middle, half);
  return svg("rect", { x, y, width, height, ...round });
}

function stripBars(cards, scale) {
  const { bins, most } = countBins(cards, scale, unitOf(cards, scale, 6));
  return bins.map(({ start, end, count }) => {
    const [left, right] = [scale.x(start), scale.x(end)];
    const height = Math.max(2, (count / most) * STRIP.height);
    const y = STRIP.top + STRIP.height - height;
    const size = { x: left + 0.5, y, width: Math.max(1, right - left - 1), height };
    return svg("rect", { ...size, class: "bar" });
  });
}
