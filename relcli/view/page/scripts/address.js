// The address of what is shown: #?q=…&topic=… is a search, #ID is a card. Either can be shared.

const WRITTEN = ["q", "since", "until", "sort", "states"];

/** Write what is asked for into the address; typing leaves no trail in the history. */
function writeAddress(state) {
  const words = new URLSearchParams();
  for (const name of WRITTEN) if (state[name]) words.set(name, state[name]);
  for (const [name, { values }] of Object.entries(GROUPS)) {
    for (const value of state[name]) words.append(name, values[value]);
  }
  const hash = String(words) && `#?${words}`;
  history.replaceState(null, "", hash || location.pathname + location.search);
}

/** Read the address: what it asks for, or the card that it leads to. */
function readAddress() {
  const hash = location.hash.slice(1);
  if (!hash.startsWith("?")) return { state: null, id: decoded(hash) };
  const words = new URLSearchParams(hash);
  const state = nothingAsked();
  for (const name of WRITTEN) state[name] = words.get(name) ?? "";
  for (const name of Object.keys(GROUPS)) {
    const numbers = words.getAll(name).map((value) => numberOf(name, value));
    state[name] = new Set(numbers.filter((number) => number >= 0));
  }
  return { state, id: "" };
}

/** Give the link to a card. */
function linkTo(card) {
  return `#${encodeURIComponent(card.id)}`;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
