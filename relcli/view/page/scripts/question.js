// What was asked, as relcli/search/question.py reads it: words, "a phrase", -word, field:value,
// AND, OR, NOT, dates. NOT binds first, then AND and words beside each other, then OR. In a text
// all in capitals, and in a long one, which was pasted, operators and -word are words like others.

const FIELDS = "topic actor source speaker confidence at-least disputed since until".split(" ");
const PARTS = /(?<!\S)(-?)(?:([a-z-]+):)?(?:"([^"]*)"|"?([^\s"]+))|\S/g;
const OPERATORS = ["AND", "OR", "NOT"];
const MOST_LETTERS = TUNING.LONGEST_QUESTION.toLocaleString("en");
const TOO_LONG = `only the first ${MOST_LETTERS} letters of the question were read`;
const TOO_MANY_CONDITIONS = `of what is quoted or left out, only the first ${TUNING.CONDITIONS} words were looked at`;

/** Read a question: its alternatives, of which an answer meets one, and how it was read. */
function readQuestion(typed) {
  const written = beginningOf(typed);
  const unread = written === typed ? [] : [TOO_LONG];
  const isPasted = piecesOf(written).length >= TUNING.PASTED;
  const { text, dates } = isPasted ? { text: written, dates: new Map() } : withDates(written);
  const isPlain = isPasted || isShouted(piecesOf(text));
  const parts = [...text.matchAll(PARTS)].map((found) => readPart(found, isPlain, isPasted));
  const ignored = isPasted ? parts.filter((part) => part.ignored).map((part) => part.text) : [];
  settleOperators(parts);
  if (!keepWithinConditions(parts)) unread.push(TOO_MANY_CONDITIONS);
  const alternatives = [[]];
  for (const part of parts) {
    if (part.operator === "OR" && alternatives.length < TUNING.ALTERNATIVES) alternatives.push([]);
    else if (!part.operator) alternatives.at(-1).push(part);
  }
  return {
    alternatives: alternatives.map(alternativeOf),
    operators: parts.some((part) => part.operator),
    ignored: [...new Set(ignored)],
    unread,
    dates,
  };
}

/** Take from phrases and exclusions what is too much; tell whether all of it was taken. */
function keepWithinConditions(parts) {
  let [left, isAll] = [TUNING.CONDITIONS, true];
  for (const part of parts) {
    if (!(part.phrase || part.minus) || part.field) continue;
    if (part.words.length <= left) left -= part.words.length;
    else {
      [part.phrase, isAll] = [false, false];
      if (part.minus) part.words = [];
    }
  }
  return isAll;
}

function readPart([text, minus, field, phrase, plain], isPlain, isPasted) {
  const part = { text, operator: "", minus: minus === "-", ignored: false, field: "", words: [] };
  part.phrase = phrase !== undefined && !isPasted;
  if (OPERATORS.includes(text)) {
    part.ignored = isPlain;
    part.operator = isPlain ? "" : text;
  }
  let value = phrase ?? plain ?? text;
  if (FIELDS.includes(field)) return { ...part, field, value };
  if (field) value = `${field}:${value}`;
  part.words = isPasted ? wordsOf(value) : wordsAndDates(value);
  if (isPlain && part.minus && part.words.length) [part.minus, part.ignored] = [false, true];
  return part;
}

/** Do NOT; an operator without something to stand for is a word. */
function settleOperators(parts) {
  parts.forEach((part, number) => {
    const [before, next] = [parts[number - 1], parts[number + 1]];
    const follows = next && (!next.operator || next.operator === "NOT");
    const precedes = before && !before.operator;
    const isLoose = part.operator && !(follows && (precedes || part.operator === "NOT"));
    if (isLoose || (part.operator === "NOT" && next.operator)) {
      part.operator = "";
      part.words = wordsAndDates(part.text);
    } else if (part.operator === "NOT") next.minus = !next.minus;
  });
}

function alternativeOf(parts) {
  const question = { words: [], phrases: [], excluded: [], fields: [], exact: new Set() };
  for (const part of parts) {
    if (part.field) question.fields.push({ ...part, without: part.minus });
    else if (part.minus && part.words.length) question.excluded.push(inARow(part.words));
    else {
      const whole = wholeOf(part.words);
      question.words.push(...whole);
      if (!part.phrase) continue;
      for (const word of whole) question.exact.add(word);
      const row = inARow(part.words);
      if (row.length > 1) question.phrases.push(row);
    }
  }
  // What only makes it a question is left out where there is something else in it.
  if (question.words.some((word) => !STOP_WORDS.has(word) && !ASKING_WORDS.has(word))) {
    question.words = question.words.filter(
      (word) => !ASKING_WORDS.has(word) || question.exact.has(word),
    );
  }
  const textsOfParts = (some) => some.map((part) => part.text);
  question.text = textsOfParts(parts.filter((part) => !part.minus)).join(" ");
  const isLeftOut = (part) => part.minus && (part.words.length || part.field);
  const leftOut = textsOfParts(parts.filter(isLeftOut));
  question.leftOut = leftOut.map((text) => text.replace(/^-/, ""));
  return question;
}

/** Tell whether there is anything in a question to look for. */
function asks(question) {
  return question.words.length + question.excluded.length + question.fields.length > 0;
}

/** Tell whether a text is all in capitals, so that they tell nothing. */
function isShouted(pieces) {
  const rest = pieces.filter((piece) => !OPERATORS.includes(piece)).join("");
  return rest === rest.toUpperCase() && rest !== rest.toLowerCase();
}

/** Give so much of a long text as is read; half a word is another one. */
function beginningOf(text) {
  const start = firstLetters(text, TUNING.LONGEST_QUESTION);
  return start === text ? text : start.slice(0, Math.max(start.lastIndexOf(" "), 0)) || start;
}

function piecesOf(text) {
  return text.split(/\s+/).filter(Boolean);
}

/** Take signs off both ends of a text. */
function stripped(text, signs) {
  let [start, end] = [0, text.length];
  while (start < end && signs.includes(text[start])) start++;
  while (end > start && signs.includes(text[end - 1])) end--;
  return text.slice(start, end);
}
