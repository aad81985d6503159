// Elements are made here and nowhere else. Text becomes text, never markup, so no card can run.

/** Make an HTML element with attributes (false and null are left out) and children. */
function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** Make an SVG element, likewise. */
function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** Make a button that does something. */
function button(text, action, attributes = {}) {
  const made = el("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", action);
  return made;
}

/** Make a link to a web page that learns nothing of where it was clicked; others stay text. */
function webLink(url, text) {
  if (!/^https?:\/\//i.test(url)) return document.createTextNode(text);
  const safe = { rel: "noopener noreferrer", referrerpolicy: "no-referrer", target: "_blank" };
  return el("a", { href: url, class: "web", ...safe }, text);
}

/** Say something to who listens rather than looks. */
function announce(text) {
  byId("status").textContent = text;
}

function byId(id) {
  return document.getElementById(id);
}
