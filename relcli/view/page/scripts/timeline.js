// The timeline: what it shows, as a strip or opened, and how one moves in it by buttons, keys, wheel and finger.

const SHORTEST = 21; // days
const FAR = 0.02; // of the cards at either end that may lie outside at first
const POINT_AT = "Point at a mark to read its claim; choose it to see the card.";
const TOO_MANY = "Each bar counts the cards that begin then; choose one to look closer.";
const MODERN = dayNumber(1970, 1, 1);

class Timeline {
  /** `between` is called with the days shown, when only these are asked for. */
  constructor(between) {
    this.all = byId("timeline");
    this.strip = byId("strip");
    this.box = byId("axis");
    this.caption = byId("moment");
    this.cards = null;
    this.whole = DATA.days ?? around(CARDS, 0);
    this.view = this.whole;
    this.moved = false; // by the user, who then keeps what he looks at
    const buttons = {
      "zoom-in": () => this.#zoom(0.5),
      "zoom-out": () => this.#zoom(2),
      earlier: () => this.#pan(-0.3),
      later: () => this.#pan(0.3),
      fit: () => this.#fit(),
      whole: () => this.#show(...this.whole),
      between: () => between(...this.view.map(dayText)),
    };
    for (const [id, act] of Object.entries(buttons)) byId(id).addEventListener("click", act);
    this.keys = {
      "+": buttons["zoom-in"],
      "=": buttons["zoom-in"],
      "-": buttons["zoom-out"],
      0: buttons.whole,
      ArrowLeft: buttons.earlier,
      ArrowRight: buttons.later,
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
    };
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#drag();
    for (const kind of ["pointerover", "focusin"]) {
      this.box.addEventListener(kind, ({ target }) => this.#tell(target.closest("[data-card]")));
    }
    const fitted = new ResizeObserver(() => this.cards && this.#redraw());
    for (const box of [this.strip, this.box]) fitted.observe(box);
  }

  /** Draw the cards of an answer. */
  draw(cards) {
    this.cards = cards;
    this.all.hidden = !cards.length;
    if (!cards.length) return;
    if (this.moved) this.#redraw();
    else this.#fit();
  }

  /** Show where the cards of the answer are, but for the few that lie far from all others. */
  #fit() {
    const known = this.cards.filter((card) => !card.unknown && card.day !== null);
    this.#show(...around(known.length ? known : this.cards, FAR));
    this.moved = false;
  }

  /** Show more (above 1) or less around a place, 0 at the left and 1 at the right. */
  #zoom(factor, place = 0.5) {
    const [first, last] = this.view;
    const middle = first + (last - first) * place;
    const length = Math.max(SHORTEST, (last - first) * factor);
    this.#show(middle - length * place, middle + length * (1 - place));
  }

  #pan(share) {
    const by = (this.view[1] - this.view[0]) * share;
    this.#show(this.view[0] + by, this.view[1] + by);
  }

  #show(first, last) {
    const length = Math.min(last - first, this.whole[1] - this.whole[0]);
    const start = Math.min(Math.max(first, this.whole[0]), this.whole[1] - length);
    this.view = [start, start + length];
    this.moved = true;
    this.#redraw();
  }

  #redraw() {
    const { clientWidth } = this.all.open ? this.box : this.strip;
    const scale = new Scale(this.view, Math.max(200, clientWidth));
    const shown = ({ from, to }) => (to ?? from) >= scale.first && (from ?? to) <= scale.last;
    const here = this.cards.filter(shown);
    const [within, all] = [sizeOf(here), sizeOf(this.cards)];
    const number = within < all ? `${within.toLocaleString("en")} of ` : "";
    byId("span").textContent = `${scale.words} · ${number}${counted(all, "card")}`;
    if (this.all.open) this.#drawWhole(here, scale);
    else this.strip.replaceChildren(drawStrip(here, scale));
  }

  #drawWhole(here, scale) {
    const marks = drawMarks(here, scale);
    const closer = (start, end) => this.#show(start, Math.max(end, start + SHORTEST));
    const { parts, height, left = 0 } = marks ?? drawBars(here, scale, closer);
    const size = { width: scale.width, height: TOP + height + 6 };
    const focused = this.box.contains(document.activeElement) && document.activeElement.dataset;
    this.box.replaceChildren(svg("svg", size, ...drawTicks(scale, size.height), ...parts));
    const uncounted = left ? ` ${counted(left, "card")} began before, or nobody knows when.` : "";
    this.caption.textContent = marks ? POINT_AT : TOO_MANY + uncounted;
    const again = focused?.card && this.box.querySelector(`[data-card="${focused.card}"]`);
    if (focused) (again || this.box).focus({ preventScroll: true });
    this.box.setAttribute("aria-label", `Timeline: ${byId("span").textContent}`);
  }

  #key(event) {
    const act = this.keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  /** Go from mark to mark. */
  #step(by) {
    const marks = [...this.box.querySelectorAll("a")];
    const now = marks.indexOf(document.activeElement);
    const next = now < 0 && by < 0 ? marks.length - 1 : now + by;
    marks[next]?.focus();
  }

  /** Zoom with Ctrl, a pinch, or where the focus is here; else the wheel scrolls the page. */
  #wheel(event) {
    const wanted = event.ctrlKey || event.metaKey || this.box.contains(document.activeElement);
    if (!wanted) return;
    event.preventDefault();
    const { left, width } = this.box.getBoundingClientRect();
    this.#zoom(event.deltaY > 0 ? 1.25 : 0.8, (event.clientX - left) / width);
  }

  #drag() {
    let held = null;
    let dragged = false;
    this.box.addEventListener("pointerdown", ({ clientX }) => {
      held = { x: clientX, view: this.view };
      dragged = false;
    });
    window.addEventListener("pointermove", ({ clientX }) => {
      if (!held || (!dragged && Math.abs(clientX - held.x) < 4)) return;
      dragged = true;
      const [first, last] = held.view;
      const by = ((held.x - clientX) / this.box.clientWidth) * (last - first);
      this.#show(first + by, last + by);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      window.addEventListener(end, () => (held = null));
    }
    this.box.addEventListener("click", (event) => dragged && event.preventDefault());
    this.box.addEventListener("dragstart", (event) => event.preventDefault());
  }

  #tell(mark) {
    if (!mark) return;
    const card = CARDS[Number(mark.dataset.card)];
    const disputed = card.disputed ? ` disputed ${card.against}. ` : " ";
    const claim = el("bdi", {}, card.claim);
    this.caption.replaceChildren(el("strong", {}, card.date), " ", grade(card), disputed, claim);
  }
}

/** Give the first and the last day of some cards, with a margin; `far` is a share to leave out. */
function around(cards, far) {
  const starts = cards.map((card) => card.day).sort((a, b) => a - b);
  const ends = cards.map((card) => card.to ?? card.from).sort((a, b) => b - a);
  const left = Math.floor(cards.length * far);
  const [first, last] = cards.length ? [starts[left], ends[left]] : [MODERN, MODERN];
  const margin = Math.max(SHORTEST, (last - first) * 0.04);
  return [first - margin, last + margin];
}

/** Write a day in EDTF, in which a year of more than four digits has no days. */
function dayText(number) {
  const { year, month, day } = dateOf(Math.round(number));
  if (Math.abs(year) > 9999) return yearText(year);
  return [yearText(year), month, day].map((part) => String(part).padStart(2, "0")).join("-");
}
