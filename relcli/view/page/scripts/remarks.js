// What is told of an answer, in the words of relcli/model/query.py.

/** Give what to tell of how the words of a question were taken. */
function remarksOn(answer) {
  const { hits, spoken, beyond, ignored, readAs, leftOut, corrected, isPartial } = answer;
  const quoted = (date) => (date.startsWith("as ") ? `\`${date}\`` : date);
  const dates = spoken.map(([said, date]) => `\`${said}\` is read as ${quoted(date)}`);
  const told = [...new Set(dates), ...beyond];
  const leave = ignored.length === 1 ? "leaves" : "leave";
  if (ignored.length) told.push(`in so long a text, ${listed(ignored)} ${leave} nothing out`);
  if (readAs) told.push(`read as ${readAs}`);
  else if (leftOut.length) told.push(`left out: cards with ${listed(leftOut)}`);
  const words = new Set(corrected.map(([word]) => word));
  if (words.size) told.push([...words].map((word) => correction(answer, word)).join(", "));
  const whole = hits.filter((hit) => hit.isWhole).length;
  if (hits.length && isPartial) {
    told.push(`${noneHas(answer)}; these have some of ${answer.quoted ? "it" : "them"}`);
  } else if (whole < hits.length) {
    const first = whole === 1 ? "only the first has" : `the first ${whole} have`;
    told.push(`${first} all the words, those below some of them`);
  }
  const likely = hits.length ? [] : [...answer.suggested.values()].flat();
  if (likely.length) told.push(`Did you mean ${listed(likely, "or")}?`);
  return told;
}

/** Say what no card has. */
function noneHas({ filtered, quoted, missing, suggested }) {
  const which = filtered ? "no card that passes the filters" : "no card";
  let has = `${which} has ${quoted ? "all of this as it is quoted" : "all the words"}`;
  if (missing.length) has += `, none has ${listed(missing)}`;
  const likely = missing.flatMap((word) => suggested.get(word) ?? []);
  return likely.length ? `${has} (did you mean ${listed(likely, "or")}?)` : has;
}

/** Say what a word was taken for, and what else it may mean. */
function correction({ corrected, suggested }, word) {
  const taken = corrected.filter(([written]) => written === word).map(([, instead]) => instead);
  const others = (suggested.get(word) ?? []).filter((meant) => !taken.includes(meant));
  const told = `${word} → ${taken.join(", ")}`;
  return others.length ? `${told} (or ${listed(others, "or")}?)` : told;
}

/** Write some words as a list in a sentence, each once. */
function listed(words, last = "and") {
  const quoted = [...new Set(words)].map((word) => `\`${word}\``);
  const final = quoted.pop();
  return quoted.length ? `${quoted.join(", ")} ${last} ${final}` : final;
}

/** Write how a question with operators was understood, its dates as they were written. */
function understood(alternatives, dates) {
  let readAs = alternatives.map(spelledOut).join(" or ");
  for (const [date, written] of dates) readAs = readAs.replaceAll(date, () => written);
  return readAs;
}

/** Write what an alternative asks for, and what it leaves out. */
function spelledOut({ text, leftOut }) {
  const without = leftOut.map((each) => `\`${each}\``).join(" and ");
  return [text && `\`${text}\``, without && `without ${without}`].filter(Boolean).join(" ");
}
