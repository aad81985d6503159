// How near a misspelling is to a word, as relcli/search/nearness.py measures it: an edit distance
// (optimal string alignment) that knows what fingers and ears do.

const SAME_SOUND = new Set("ck cs sz kq gj fv xz xs uw vw iy cq td bp mn".split(" "));
const KEYS = new Map(
  ["qwertyuiop", "asdfghjkl", "zxcvbnm"].flatMap((keys, row) =>
    Array.from(keys, (key, column) => [key, [column + row / 2, row]]),
  ),
);
const PLAIN = { gap: () => 1, replace: () => 1, swap: 1 };
const LIKELY = { gap: oddLetter, replace: otherLetter, swap: 0.7 };
const NEVER = 99; // no slip at all

/** Give the number of edits from one word to another. */
function edits(written, meant) {
  return align(written, meant, PLAIN);
}

/** Give how unlikely the one is as a slip for the other: about 1 for one odd letter in six. */
function slip(written, meant) {
  const first = written[0] === meant[0] ? 0 : 0.5; // hardly anybody gets the first letter wrong
  const length = Math.max(written.length, meant.length, 4);
  return (align(written, meant, LIKELY) + first) * Math.sqrt(6 / length);
}

function align(written, meant, cost) {
  let before = [];
  let above = [0];
  for (let column = 0; column < meant.length; column++) {
    above.push(above[column] + cost.gap(meant, column));
  }
  for (let row = 0; row < written.length; row++) {
    const dropped = cost.gap(written, row);
    const current = [above[0] + dropped];
    for (let column = 0; column < meant.length; column++) {
      const [letter, other] = [written[row], meant[column]];
      if (letter === other) {
        current.push(above[column]);
        continue;
      }
      let best = Math.min(
        above[column] + cost.replace(letter, other),
        above[column + 1] + dropped,
        current[column] + cost.gap(meant, column),
      );
      if (row && column && letter === meant[column - 1] && other === written[row - 1]) {
        best = Math.min(best, before[column - 1] + cost.swap);
      }
      current.push(best);
    }
    [before, above] = [above, current];
  }
  return above[meant.length];
}

function oddLetter(word, place) {
  const letter = word[place];
  if (letter === word[place - 1] || letter === word[place + 1]) return 0.5; // doubled
  return "aeiouyh".includes(letter) ? 0.75 : 1; // silent
}

function otherLetter(letter, other) {
  if ("aeiouy".includes(letter) && "aeiouy".includes(other)) return 0.6;
  if (SAME_SOUND.has(letter + other) || SAME_SOUND.has(other + letter)) return 0.6;
  const [x, y] = KEYS.get(letter) ?? [NEVER, NEVER];
  const [otherX, otherY] = KEYS.get(other) ?? [-NEVER, -NEVER];
  return Math.abs(x - otherX) <= 1 && Math.abs(y - otherY) <= 1 ? 0.8 : 1;
}
