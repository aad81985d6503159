// What was asked: words, "a phrase", -word, field:value. No text is a syntax error.

const FIELDS = ["topic", "actor", "source", "confidence", "disputed"];
const PARTS = /(?<!\S)(-?)(?:([a-z-]+):)?(?:"([^"]*)"|"?([^\s"]+))|\S/g;

/** Read a question; only the names of fields make fields, any other colon is punctuation. */
function readQuestion(text) {
  const question = { words: [], phrases: [], excluded: [], fields: [], typing: /\S$/.test(text) };
  for (const [whole, minus, field, phrase, plain] of text.matchAll(PARTS)) {
    const value = phrase ?? plain ?? whole;
    if (FIELDS.includes(field)) {
      question.fields.push({ field, value, without: minus === "-" });
      continue;
    }
    const found = wordsOf(field ? `${field}:${value}` : value);
    if (minus && found.length) {
      question.excluded.push(inARow(found));
      continue;
    }
    question.words.push(...wholeOf(found));
    const row = inARow(found);
    if (phrase !== undefined && row.length > 1) question.phrases.push(row);
  }
  return question;
}

/** Give what tells whether a card has a field's value, or null where no card has it. */
function readField({ field, value }) {
  const wanted = fold(value);
  const begins = (names) => names.some((name) => fold(name) === wanted);
  if (field === "disputed") return (card) => card.disputed === !/^(no|false)$/.test(wanted);
  if (field === "confidence") {
    const grade = GRADES.findIndex(([word]) => word === wanted);
    return grade < 0 ? null : (card) => card.grade === grade;
  }
  if (field === "source") {
    const chosen = numbersWhere(SOURCES, ({ id, name, title = "" }) =>
      [id, name, title].some((each) => fold(each).includes(wanted)),
    );
    return chosen && ((card) => card.sources.some((use) => chosen.has(use.n)));
  }
  const [all, key] = field === "topic" ? [TOPICS, "topics"] : [ACTORS, "actors"];
  const chosen = numbersWhere(all, ({ id, name, label, aliases = [] }) =>
    begins([id, name ?? label, ...aliases]),
  );
  return chosen && ((card) => card[key].some((number) => chosen.has(number)));
}

function numbersWhere(all, test) {
  const numbers = all.flatMap((each, number) => (test(each) ? [number] : []));
  return numbers.length ? new Set(numbers) : null;
}
