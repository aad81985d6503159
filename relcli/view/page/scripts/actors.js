// Who appears with whom: the commonest actors of an answer, drawn near those they share cards with.

class ActorGraph {
  constructor(chooseActor) {
    this.chooseActor = chooseActor;
    this.box = byId("graph");
    this.rows = byId("pairs");
    this.box.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(
      () => this.cards && this.box.clientWidth !== this.width && this.#redraw(),
    ).observe(this.box);
  }

  /** Draw the actors of some cards; `chosen` are those that the cards were chosen by. */
  draw(cards, chosen) {
    [this.cards, this.chosen] = [cards, chosen];
    this.#redraw();
  }

  #redraw() {
    this.width = this.box.clientWidth;
    const narrow = this.width < 560;
    const { nodes, links } = together(this.cards, narrow ? 12 : 28);
    this.height = narrow ? 420 : 560;
    arrange(nodes, links, this.width, this.height);
    const size = {
      width: this.width,
      height: this.height,
      viewBox: `0 0 ${this.width} ${this.height}`,
    };
    const most = Math.max(1, ...links.map((link) => link.count));
    const lines = links.map(({ a, b, count }) => {
      const place = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
      return svg(
        "line",
        { ...place, class: "link", "stroke-width": 0.6 + (4 * count) / most },
        svg("title", {}, `${a.name} and ${b.name}: ${counted(count, "card")}`),
      );
    });
    const drawn = nodes.map((node, place) => this.#node(node, place, links, lines));
    const focused = document.activeElement;
    const place = [this.box, this.rows].find((each) => each.contains(focused));
    this.box.replaceChildren(svg("svg", size, ...lines, ...drawn));
    this.#table(nodes, links);
    place?.querySelector(`[data-actor="${focused.dataset.actor}"]`)?.focus();
  }

  #node(node, place, links, lines) {
    const pressed = this.chosen.has(node.number);
    const name = `${node.name}, ${counted(node.count, "card")}`;
    const state = {
      role: "button",
      "aria-pressed": pressed,
      tabindex: place === 0 ? 0 : -1,
      "aria-label": name,
      "data-actor": node.number,
    };
    const drawn = svg(
      "g",
      {
        class: `node${pressed ? " chosen" : ""}`,
        transform: `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`,
        ...state,
      },
      svg("title", {}, name),
      svg("circle", { r: node.r }),
      svg("text", { y: node.r + 13 }, cut(node.name, 26)),
    );
    drawn.addEventListener("click", () => this.chooseActor(node.number));
    const near = (on) => () =>
      links.forEach(({ a, b }, n) =>
        lines[n].classList.toggle("near", on && (a === node || b === node)),
      );
    for (const kind of ["pointerenter", "focus"]) drawn.addEventListener(kind, near(true));
    for (const kind of ["pointerleave", "blur"]) drawn.addEventListener(kind, near(false));
    return drawn;
  }

  /** Arrows move from actor to actor, Enter and the space bar choose one. */
  #key(event) {
    const nodes = [...this.box.querySelectorAll(".node")];
    const now = nodes.indexOf(document.activeElement);
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (now < 0 || !(by || event.key === "Enter" || event.key === " ")) return;
    event.preventDefault();
    if (!by) {
      this.chooseActor(Number(nodes[now].dataset.actor));
      return;
    }
    const next = nodes[(now + by + nodes.length) % nodes.length];
    nodes.forEach((node) => node.setAttribute("tabindex", node === next ? 0 : -1));
    next.focus();
  }

  /** The same as a table, for who hears rather than looks. */
  #table(nodes, links) {
    const rows = nodes.map((node) => {
      const others = links
        .filter(({ a, b }) => a === node || b === node)
        .sort((one, two) => two.count - one.count)
        .map(({ a, b, count }) => `${(a === node ? b : a).name} (${count})`);
      const choose = button(node.name, () => this.chooseActor(node.number), {
        "aria-pressed": this.chosen.has(node.number),
        "data-actor": node.number,
      });
      return el(
        "tr",
        {},
        el("th", { scope: "row" }, choose),
        el("td", {}, String(node.count)),
        el("td", {}, others.slice(0, 6).join(", ") || "nobody"),
      );
    });
    this.rows.replaceChildren(...rows);
  }
}

/** Give the commonest actors of some cards, and how often two of them share a card. */
function together(cards, most) {
  const counts = new Uint32Array(ACTORS.length);
  for (const card of cards) for (const actor of card.actors) counts[actor]++;
  const numbers = [...counts.keys()]
    .filter((n) => counts[n])
    .sort((a, b) => counts[b] - counts[a] || a - b);
  const nodes = numbers
    .slice(0, most)
    .map((number) => ({ number, name: ACTORS[number].name, count: counts[number] }));
  const byNumber = new Map(nodes.map((node) => [node.number, node]));
  const pairs = new Map();
  for (const card of cards) {
    const here = card.actors.filter((actor) => byNumber.has(actor)).sort((a, b) => a - b);
    here.forEach((a, place) => {
      for (const b of here.slice(place + 1)) {
        const key = a * ACTORS.length + b;
        pairs.set(key, (pairs.get(key) ?? 0) + 1);
      }
    });
  }
  const links = [...pairs].map(([key, count]) => {
    return {
      a: byNumber.get(Math.floor(key / ACTORS.length)),
      b: byNumber.get(key % ACTORS.length),
      count,
    };
  });
  return { nodes, links };
}
