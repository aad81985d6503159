// How near a misspelling is to a word, as relcli/search/nearness.py measures it: an edit distance
// (optimal string alignment) that knows what fingers and ears do.

const SAME_SOUND = new Set(TUNING.SAME_SOUND);
const KEYS = new Map(
  TUNING.KEY_ROWS.flatMap((keys, row) =>
    Array.from(keys, (key, column) => [key, [column + row / 2, row]]),
  ),
);
const NEVER = 99; // no slip at all

/** Tell whether so many edits make one word of the other, by optimal string alignment. */
function isWithin(word, other, edits) {
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  const [one, two] = [word.slice(same), other.slice(same)];
  if (!one || !two) return one.length + two.length <= edits;
  const left = edits - 1;
  return (
    left >= 0 &&
    (isWithin(one.slice(1), two.slice(1), left) ||
      isWithin(one.slice(1), two, left) ||
      isWithin(one, two.slice(1), left) ||
      (one[0] === two[1] && one[1] === two[0] && isWithin(one.slice(2), two.slice(2), left)))
  );
}

/** Give how unlikely the one is as a slip for the other: about 1 for one odd letter in six. */
function slip(written, meant) {
  if (written === meant) return 0;
  const first = isSameStart(written, meant) ? 0 : TUNING.FIRST_LETTER;
  return (distance(written, meant) + first) * shareOf(written, meant);
}

/** Tell whether two words begin alike; Imad and Amad, Holmes and Olmes do. */
function isSameStart(written, meant) {
  const [first, other] = [written[0], meant[0]];
  if (first === other || ("aeiouy".includes(first) && "aeiouy".includes(other))) return true;
  return written === `h${meant}` || meant === `h${written}`;
}

/** Give how many odd letters in six a slip of this cost comes to. */
function oddLetters(cost, written, meant) {
  return cost * shareOf(written, meant);
}

function shareOf(written, meant) {
  const length = Math.max(written.length, meant.length, TUNING.SHORT);
  return (TUNING.SIX / length) ** TUNING.LENGTH_POWER;
}

function distance(written, meant) {
  let before = [];
  let above = [0];
  const gaps = Array.from(meant, (_, place) => oddLetter(meant, place));
  for (let column = 0; column < meant.length; column++) above.push(above[column] + gaps[column]);
  for (let row = 0; row < written.length; row++) {
    const dropped = oddLetter(written, row);
    const current = [above[0] + dropped];
    for (let column = 0; column < meant.length; column++) {
      const [letter, other] = [written[row], meant[column]];
      if (letter === other) {
        current.push(above[column]);
        continue;
      }
      let best = Math.min(
        above[column] + otherLetter(letter, other),
        above[column + 1] + dropped,
        current[column] + gaps[column],
      );
      if (row && column && letter === meant[column - 1] && other === written[row - 1]) {
        best = Math.min(best, before[column - 1] + TUNING.SWAP_COST);
      }
      current.push(best);
    }
    [before, above] = [above, current];
  }
  return above[meant.length];
}

function oddLetter(word, place) {
  const letter = word[place];
  if (letter === word[place - 1] || letter === word[place + 1]) return TUNING.DOUBLE_COST;
  return "aeiouyh".includes(letter) ? TUNING.SILENT_COST : 1;
}

function otherLetter(letter, other) {
  if ("aeiouy".includes(letter) && "aeiouy".includes(other)) return TUNING.VOWEL_COST;
  if (SAME_SOUND.has(letter + other) || SAME_SOUND.has(other + letter)) {
    return TUNING.SOUND_ALIKE_COST;
  }
  const [x, y] = KEYS.get(letter) ?? [NEVER, NEVER];
  const [otherX, otherY] = KEYS.get(other) ?? [-NEVER, -NEVER];
  return Math.abs(x - otherX) <= 1 && Math.abs(y - otherY) <= 1 ? TUNING.KEY_COST : 1;
}
