// What happens when: the page as a whole.

const PAUSE = 80; // milliseconds

let state = readAddress().state ?? nothingAsked();
let made = null;
let answered = null;
let waiting = 0;
const search = () => (made ??= new Search(CARDS));

const list = new List(chooseActor);
const facets = new Facets((group, value, on) => {
  state[group][on ? "add" : "delete"](value);
  update();
});
const timeline = new Timeline((since, until) => {
  Object.assign(state, { since, until });
  update();
});
const graph = new ActorGraph(chooseActor);
const INPUTS = { q: byId("q"), since: byId("since"), until: byId("until"), sort: byId("sort") };

/** Filter by an actor, or no longer. */
function chooseActor(number) {
  state.actor[state.actor.has(number) ? "delete" : "add"](number);
  update();
  if (document.activeElement === document.body) byId("list").focus(); // its button is gone
}

/** Answer anew, draw the answer, and do what is to be done then. */
function update({ address = true, after = () => {} } = {}) {
  for (const [name, input] of Object.entries(INPUTS)) {
    if (input.value !== state[name]) input.value = state[name];
  }
  for (const name of ["since", "until"]) {
    const wrong = state[name] && !readBound(state[name]);
    INPUTS[name].setAttribute("aria-invalid", Boolean(wrong));
  }
  byId("wrong-date").hidden = !document.querySelector("[aria-invalid=true]");
  byId("clear").hidden = !asksAnything();
  byId("asked-for").textContent = describe(state);
  if (address) writeAddress(state);
  answering(state, search, (answer) => {
    answered = answer;
    tell(answer);
    drawStates(numberOutside(answer.outside));
    list.draw(answer);
    facets.draw(state, answer.counts);
    clearTimeout(waiting); // the pictures come when one stops typing
    waiting = setTimeout(drawPictures, PAUSE);
    after();
  });
}

/** Say how many cards answer, and what is to be told of them. */
function tell(answer) {
  const all = (DATA.total ?? CARDS.length).toLocaleString("en");
  const number = answer.total.toLocaleString("en");
  const counts =
    number === all
      ? counted(answer.total, "card")
      : `${number}${answer.isMore ? " or more" : ""} of ${all} cards`;
  const told = [
    answer.total ? counts : answer.failed ? "" : "No card answers that.",
    ...answer.told,
    onStates(answer.outside),
  ];
  announce(told.filter(Boolean).join("  ·  "));
}

/** Offer to show the states that are attested outside the range, or to leave them out again. */
function drawStates(outside) {
  byId("states").hidden = !(outside || state.states);
  const shows = outside === 1 ? "Show it" : "Show them";
  byId("states").textContent = state.states ? "Hide states of other times" : shows;
}

/** Draw the timeline, a strip where it is closed, and the graph where it is open. */
function drawPictures() {
  clearTimeout(waiting);
  const answer = answered;
  pictured(answer, (cards, counts) => {
    if (answer !== answered) return;
    timeline.draw(cards);
    facets.draw(state, counts);
    byId("actors").hidden = !cards.length || sizeOf(cards) > cards.length;
    if (byId("actors").open) graph.draw(cards, state.actor);
  });
}

function asksAnything() {
  return (
    Boolean(state.q || state.since || state.until || state.states) ||
    Object.keys(GROUPS).some((group) => state[group].size)
  );
}

/** Go where the address leads: to a search, or to a card. */
function follow() {
  const { state: asked, id } = readAddress();
  if (asked) {
    state = asked;
    update({ address: false });
  }
  cardAt(id, (card) => list.open(card));
}

for (const [name, input] of Object.entries(INPUTS)) {
  input.addEventListener("input", () => {
    state[name] = input.value;
    update();
  });
}
byId("find").addEventListener("submit", (event) => {
  event.preventDefault();
  list.enter();
});
// A link would put its place into the address, where what is asked for stands.
for (const link of document.querySelectorAll(".skip")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (link.hash === "#q") INPUTS.q.focus();
    else list.enter();
  });
}
byId("states").addEventListener("click", () => {
  state.states = state.states ? "" : "yes";
  update();
  if (byId("states").hidden) byId("list").focus();
});
byId("clear").addEventListener("click", () => {
  state = { ...nothingAsked(), sort: state.sort };
  update();
  INPUTS.q.focus();
});
for (const id of ["timeline", "actors"]) {
  byId(id).addEventListener("toggle", () => answered && drawPictures());
}
document.addEventListener("keydown", (event) => {
  const typing =
    /^(input|textarea|select)$/i.test(event.target.tagName) && event.target.type !== "checkbox";
  const back = event.key === "Escape" && byId("main").contains(event.target);
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (back || slash) {
    event.preventDefault();
    INPUTS.q.focus();
    INPUTS.q.select();
  } else if (event.key === "Escape" && asksAnything()) byId("clear").click();
});
window.addEventListener("hashchange", follow);
byId("filters").open = matchMedia("(min-width: 60rem)").matches;
for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
update({
  address: false,
  after: () => {
    drawPictures(); // at once, lest they push down the card that the address leads to
    cardAt(readAddress().id, (card) => list.open(card));
  },
});
const later = window.requestIdleCallback ?? setTimeout;
if (!DATA.total) later(() => search()); // so that the first letter typed finds its words ready
