// Names written in Arabic or Hebrew letters, and in Latin ones, as in relcli/index/abjad.py, which
// says why: consonants agree in their order, and each vowel that is written with one that is there.

const ABJAD = DATA.language.abjad;
const [LEAST_CONSONANTS, LEAST_LETTERS, LOOSE_FROM, MOST_KEYS] = ABJAD.least;
const [ALEF, WAW, YA, AYIN] = ABJAD.vowels;
const PART_OF_NAME = new RegExp(`[${ABJAD.vowels}]+|.`, "gu");
const KEPT_FIRST = "\u0590";
const INDIAN = "\u0900";
const FIRST_ARABIC = "\u0600";
const patterns = new Map();

/** Tell whether a word is written in Hebrew or Arabic letters. */
function isAbjad(word) {
  return word >= KEPT_FIRST && word < INDIAN;
}

/** Tell whether a Latin word may be what an Arabic or Hebrew one writes. */
function writes(word, latinWord) {
  if (!patterns.has(word)) patterns.set(word, patternOf(partsOf(word)));
  return patterns.get(word).test(latinWord);
}

/** Give consonants one by one, and vowels together where they stand together. */
function partsOf(word) {
  const whole = Object.entries(ABJAD.two).reduce((text, [two, one]) => text.replaceAll(two, one), word);
  return Array.from(whole, (letter) => ABJAD.asArabic[letter] ?? letter)
    .join("")
    .match(PART_OF_NAME);
}

/** Tell whether a part of a word in these letters is a vowel. */
function isLongVowel(part) {
  return ABJAD.vowels.includes(part[0]);
}

function strengthOf(parts) {
  return parts.filter((part) => !isLongVowel(part)).length;
}

/** Tell whether a word has letters enough that it is not just any. */
function isName(word) {
  const parts = partsOf(word);
  const consonants = strengthOf(parts);
  const bare = consonants === LEAST_CONSONANTS && !parts.slice(0, -1).some(isLongVowel);
  if (word.length < LEAST_LETTERS) return false;
  if (consonants < LEAST_CONSONANTS) {
    return word.length === LEAST_LETTERS && isLongVowel(parts[0]) && isLongVowel(parts.at(-1));
  }
  return !bare || !isLongVowel(parts.at(-1)) || parts.at(-1).includes(AYIN);
}

function patternOf(parts) {
  const consonants = strengthOf(parts);
  const loose = consonants >= LOOSE_FROM;
  const last = parts.length - 1;
  const made = parts.map((part, place) => {
    if (isLongVowel(part)) {
      if (!place) return beginningVowels(part);
      return place === last ? endingVowels(parts, loose) : vowels(part, consonants > LEAST_CONSONANTS);
    }
    const must = place === 1 && !loose && place < last;
    const short = place && !isLongVowel(parts[place - 1]) ? ABJAD.short + (must ? "" : "?") : "";
    return short + consonant(part, place === 0, place === last, loose);
  });
  const silent = loose && parts.at(-2) === YA && "\u0646\u05e0".includes(parts[last]) ? "e?" : "";
  return new RegExp(`^(?:${made.join("")}${silent})$`);
}

function vowels(part, loose) {
  if (part.length > 1) return severalVowels(part, 2, loose);
  return `(?:${ABJAD.alone[part]}${loose ? (ABJAD.loose[part] ?? "") : ""})`;
}

function endingVowels(parts, strong) {
  const part = parts.at(-1);
  const loose = strong || (strengthOf(parts) > 1 && parts.slice(0, -1).some(isLongVowel));
  if (!loose && part.includes(AYIN)) return "aa";
  if (part === AYIN || part === ABJAD.hebrewAyin) return "[aeiou]{0,2}";
  if (part === YA) return loose ? "(?:ee|[aeo]?[iyj]|ie|iy|iya|a)" : "(?:ee|[aeo]?[iy])";
  return severalVowels(part, 1, loose);
}

/** Give a pattern for vowels that stand together: each waw and ya among them is heard. */
function severalVowels(part, least, loose) {
  let agreeing = [...new Set(part)].map((letter) => ABJAD.agreeing[letter]).filter(Boolean);
  if (loose && part.includes(ALEF)) {
    agreeing = agreeing.map((each) => (each[0] === "i" ? `${each}e` : each));
  }
  const signs = [...new Set(`aeiouy${agreeing.join("")}`)].sort().join("");
  const heard = agreeing.map((each) => `(?=[${signs}]{0,3}[${each}])`).join("");
  const fewest = part === ALEF + YA || part === ALEF + WAW ? 1 : least;
  return `${heard}[${signs}]{${fewest},4}`;
}

function beginningVowels(part) {
  const before = part[0] === ABJAD.hebrewAyin ? "(?:g(?=a))?" : "";
  if ([ALEF, AYIN, ABJAD.hebrewAyin].includes(part)) {
    return `${before}(?:ou|aa|oo|ei|ai|ay|[aeiouy])`;
  }
  if (part === YA) return "(?:[yj][aeiou]{0,2}|i|e)";
  if (part === WAW) return "(?:[wv][aeiou]{0,2}|ou|oo|[ou])";
  return before + severalVowels(part, 1, true);
}

function consonant(letter, first, last, loose) {
  if (last && letter === ABJAD.ha) return "(?:[ao]h?|eh|[ae]th?|(?<=[aeiou])h)";
  const made = spellingsOfLetter(letter, loose)
    .filter((each) => first || each[0] !== "^")
    .map((each) => repeated(each.replace(/^\^/, ""), ABJAD.sLetters.includes(letter)));
  return `(?:${made.join("|")})${last && letter === "\u062d" ? "?" : ""}`;
}

function repeated(spelling, soft) {
  if (spelling === "c") return soft ? "c(?=[eiy])" : "c+(?![eiy])";
  return spelling.length === 1 ? `${spelling}+` : `${spelling}(?:${spelling})?`;
}

function spellingsOfLetter(letter, loose) {
  const groups = ABJAD.consonants[letter] ?? [ABJAD.others[letter] ?? "h"];
  return (loose ? groups.join(" ") : groups[0]).split(" ");
}

/** Give what stands in a skeleton for a consonant, or for vowels, the likeliest first. */
function choicesOf(part, first, last) {
  if (last && part === ABJAD.ha) return ["", "t"];
  if (isLongVowel(part)) {
    if (first) return ABJAD.first[part[0]] ?? ["a"];
    return ["", ...(part.includes(WAW) ? ["v"] : []), ...(part.includes(YA) ? ["j"] : [])];
  }
  const heard = spellingsOfLetter(part, true).flatMap((spelling) =>
    ["a", "e"].map((vowel) => {
      const plain = spelling.replace(/^\^/, "");
      if (first) return soundOf(plain + vowel).slice(0, 1);
      return soundOf(`a${plain}${vowel}`).slice(1, -1).replace(/[aiuh]/g, "");
    }),
  );
  return [...new Set(heard)];
}

function allChoices(word) {
  const parts = partsOf(word);
  return parts.map((part, place) => choicesOf(part, place === 0, place === parts.length - 1));
}

/** Give the skeletons under which Latin spellings of a word may stand. */
function latinKeys(word) {
  if (!isName(word)) return [];
  return [...new Set(combined(allChoices(word)).flatMap(asHeard))];
}

/** Give what comes of one choice each; of too many, the least likely are left out. */
function combined(all) {
  let choices = all;
  while (choices.reduce((product, each) => product * each.length, 1) > MOST_KEYS) {
    const most = Math.max(...choices.map((each) => each.length));
    choices = choices.map((each) => each.slice(0, most - 1));
  }
  return choices.reduce((made, each) => made.flatMap((a) => each.map((b) => a + b)), [""]);
}

/** Give a key with and without what Latin letters may run together. */
function asHeard(key) {
  const single = key.replace(/(.)\1+/g, "$1");
  const merged = ABJAD.together.reduce((text, [two, one]) => text.replaceAll(two, one), single);
  return merged === key ? [key] : [key, merged];
}

/** Give the key under which a word in these letters stands among the sounds, "" if too short. */
function abjadKey(word) {
  if (!isAbjad(word) || !isName(word)) return "";
  const classes = allChoices(word).map(([likeliest]) => likeliest);
  return `~${classes.join("").replace(/(.)\1+/g, "$1")}`;
}

/** Give the keys that words in these letters may have for a Latin name with this skeleton. */
function abjadKeys(skeleton) {
  const choices = Array.from(skeleton, (letter) => ABJAD.written[letter] ?? [letter]);
  if (ABJAD.beginning[skeleton[0]]) choices[0] = ABJAD.beginning[skeleton[0]];
  const written = combined(choices).flatMap((key) => [key, key.replace(/(.)\1+/g, "$1")]);
  return [...new Set(written)].map((key) => `~${key}`);
}

/** Give a word in these letters with what is written together with it, and without. */
function joinedForms(word) {
  if (!isAbjad(word) || word.length < ABJAD.leastJoined) return [];
  const [hebrew, arabic] = ABJAD.prefixes;
  const prefixes = word >= FIRST_ARABIC ? arabic : hebrew;
  const without = prefixes.filter(
    (prefix) => word.startsWith(prefix) && word.length - prefix.length >= ABJAD.leastJoined,
  );
  return [
    ...prefixes.map((prefix) => prefix + word),
    ...without.map((prefix) => word.slice(prefix.length)),
  ];
}

// How other languages write names, as in relcli/index/phonetics.py.

const LEAST_RESPELT = 5;
const BOTH_WAYS = 5; // languages between which a name goes by way of English
const RESPELT = DATA.language.languages.map((pairs) => {
  const there = pairs.filter((_, place) => place % 2 === 0);
  const here = pairs.filter((_, place) => place % 2);
  return [respelling(there, here), respelling(here, there)];
});

/** Give what replaces some letters by others at once, the longest first. */
function respelling(from, to) {
  const table = new Map(from.map((letters, place) => [letters, to[place]]));
  const longest = [...table.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longest.map((each) => each.replace(/[$^]/g, "\\$&")).join("|"), "g");
  return (name) => name.replace(pattern, (letters) => table.get(letters));
}

/** Give how a name may be written in English and in other languages, if it is long enough. */
function respellingsOf(text) {
  if (text.length < LEAST_RESPELT) return [];
  const name = `^${text}$`.replace("yj$", "y$");
  const found = [name, ...RESPELT.flatMap((both) => both.map((respell) => respell(name)))];
  const major = RESPELT.slice(0, BOTH_WAYS);
  for (const [toEnglish] of major) {
    const english = toEnglish(name);
    found.push(...major.map(([, respell]) => respell(english)));
  }
  return [...new Set(found)].map((each) => each.slice(1, -1));
}
