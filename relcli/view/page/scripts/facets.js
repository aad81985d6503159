// The facets: what there is of each kind in the answer, to choose from.

const FIRST_ACTORS = 8;

class Facets {
  constructor(changed) {
    this.changed = changed;
    this.values = {
      topic: TOPICS.map((topic) => topic.label),
      actor: ACTORS.map((actor) => actor.name),
    };
    this.values.confidence = GRADES.map(([word]) => word);
    this.values.disputed = ["disputed", "not disputed"];
    this.boxes = {};
    for (const group of Object.keys(GROUPS)) this.#build(group);
    this.all = button("", () => this.#toggle(), { "aria-expanded": "false", class: "plain" });
    this.whole = false;
    if (ACTORS.length > FIRST_ACTORS) byId("facet-actor").append(this.all);
    this.number = ACTORS.length;
  }

  #build(group) {
    const { values, of } = GROUPS[group];
    const uses = new Uint32Array(values.length);
    for (const card of CARDS) for (const value of of(card)) uses[value]++;
    const order = [...values.keys()];
    if (group === "actor") order.sort((a, b) => uses[b] - uses[a] || a - b);
    this.boxes[group] = order.map((value) => this.#box(group, value));
    byId(`facet-${group}`).append(el("ul", {}, ...this.boxes[group].map(({ item }) => item)));
  }

  #box(group, value) {
    const input = el("input", { type: "checkbox" });
    const count = el("span", { class: "count" });
    const name = el("bdi", {}, this.values[group][value]);
    const label =
      group === "confidence" ? el("span", { class: `chip grade g${value}` }, name) : name;
    input.addEventListener("change", () => this.changed(group, value, input.checked));
    return { value, input, count, item: el("li", {}, el("label", {}, input, label, " ", count)) };
  }

  #toggle() {
    this.whole = !this.whole;
    this.all.setAttribute("aria-expanded", this.whole);
    this.#showActors();
  }

  /** Show the counts of an answer, where they are known, and what is chosen. */
  draw(state, counts) {
    for (const [group, boxes] of Object.entries(this.boxes)) {
      for (const { value, input, count, item } of boxes) {
        input.checked = state[group].has(value);
        count.textContent = counts?.[group][value].toLocaleString("en") ?? "";
        item.classList.toggle("none", counts?.[group][value] === 0);
      }
    }
    this.#showActors();
  }

  #showActors() {
    this.boxes.actor.forEach(({ input, item }, place) => {
      item.hidden = !this.whole && place >= FIRST_ACTORS && !input.checked;
    });
    this.all.textContent = this.whole
      ? "Fewer"
      : `All ${this.number.toLocaleString("en")} actors`;
  }
}
