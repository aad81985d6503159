// What can be asked for, and how it is said.

// A facet is a group of values of which a card has some; of several chosen values it needs one.
const GROUPS = {
  topic: { values: TOPICS.map((topic) => topic.id), of: (card) => card.topics },
  actor: { values: ACTORS.map((actor) => actor.id), of: (card) => card.actors },
  confidence: { values: GRADES.map(([word]) => word), of: (card) => [card.grade] },
  disputed: { values: ["yes", "no"], of: (card) => [card.disputed ? 0 : 1] },
};

const MAYBE_OUTSIDE = "may be outside the dates asked for";
const REVERSED = "the range ends before it begins, so nothing lies in it";
const MAY_HOLD = "attested at another time, may hold then";

/** Give a state in which nothing is asked for. */
function nothingAsked() {
  const groups = Object.keys(GROUPS).map((group) => [group, new Set()]);
  return { q: "", since: "", until: "", sort: "", states: "", ...Object.fromEntries(groups) };
}

/** Say what is asked for, on paper, where the controls are not seen. */
function describe(state) {
  const dates = [state.since && `from ${state.since}`, state.until && `to ${state.until}`];
  if (state.states) dates.push("with states attested at other times");
  const chosen = Object.entries(GROUPS).map(([name, { values }]) => {
    return state[name].size ? `${name}: ${[...state[name]].map((n) => values[n]).join(", ")}` : "";
  });
  return [state.q && `“${state.q}”`, ...chosen, ...dates].filter(Boolean).join(" · ");
}

/** Say that there are states which are attested at other times, and name the first. */
function onStates(outside) {
  const number = numberOutside(outside);
  if (!number) return outside.isReversed ? REVERSED : "";
  const first = outside.slice(0, 3).map(({ id }) => id);
  const more = number > 3 ? ` and ${number - 3} more` : "";
  return `${counted(number, "state")} attested at other times may hold then: ${first.join(", ")}${more}`;
}

/** Give how many they are: of many, only the first are told. */
function numberOutside(outside) {
  return outside.total ?? outside.length;
}
