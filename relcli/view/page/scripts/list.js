// The list of cards, drawn a slice at a time, so that ten thousand cost no more than thirty.

const SLICE = 30;
const PRINTED = 2000; // cards that a print holds at most

class List {
  constructor(chooseActor) {
    this.chooseActor = chooseActor;
    this.box = byId("list");
    this.asked = byId("asked");
    this.more = byId("more");
    this.more.addEventListener("click", () => this.#further());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("beforeprint", () => this.#whole());
  }

  /** Draw the first cards of an answer. */
  draw(answer) {
    this.answer = answer;
    this.apart = this.#firstPartial();
    this.shown = 0;
    this.box.replaceChildren();
    this.asked.replaceChildren();
    this.#add(SLICE);
  }

  /** Show one card, opened, also where the filters hide it. */
  open(card) {
    let article = byId(`card-${card.number}`);
    if (!article) {
      article = drawCard(card, { chooseActor: this.chooseActor });
      const hidden = !this.answer.cards.includes(card);
      const why = hidden
        ? "It does not pass your search and filters."
        : "It stands further down, too.";
      this.asked.replaceChildren(
        el("h2", {}, "The card you asked for"),
        el("p", { class: "quiet" }, why),
        article,
      );
    }
    for (const before of document.querySelectorAll("article.target")) {
      before.classList.remove("target");
    }
    article.classList.add("target");
    this.#openAll([article]);
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "start" });
  }

  /** Go to the first card; where nothing was found, to the place of the cards. */
  enter() {
    (this.box.querySelector("article") ?? this.box).focus();
  }

  #add(count) {
    const { cards } = this.answer;
    const slice = cards.slice(this.shown, this.shown + count);
    const drawn = slice
      .filter((card) => !(this.asked.childElementCount && byId(`card-${card.number}`)))
      .map((card) => drawCard(card, this.#told(card)));
    this.box.append(...drawn);
    this.#part(slice);
    this.shown += slice.length;
    this.tellLeft();
    return drawn;
  }

  /** Tell how many cards there are beside those shown. */
  tellLeft() {
    const left = this.answer.total - this.shown;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(SLICE, left)} more of ${left.toLocaleString("en")}`;
  }

  /** Give what the answer has to tell of a card. */
  #told(card) {
    const { possibly, partial, where } = this.answer;
    const some = Boolean(partial?.has(card)) && !this.apart;
    const marks = this.answer.marksOf(card);
    const { chooseActor } = this;
    return { marks, outside: possibly.get(card), some, where: where?.get(card), chooseActor };
  }

  /** Give the first of the cards that have but some of the words, if these come last. */
  #firstPartial() {
    const { cards, partial } = this.answer;
    const first = partial ? cards.findIndex((card) => partial.has(card)) : -1;
    return first >= 0 && cards.slice(first).every((card) => partial.has(card))
      ? cards[first]
      : null;
  }

  /** Tell them apart from those before them. */
  #part(slice) {
    if (!slice.includes(this.apart)) return;
    const told = el("p", { class: "apart" }, "These have some of the words");
    this.box.querySelector(`#card-${this.apart.number}`)?.before(told);
  }

  #further() {
    const { answer } = this;
    answer.ready(this.shown + SLICE, () => {
      if (answer !== this.answer) return; // something else was asked for meanwhile
      const [first] = this.#add(SLICE);
      first?.focus();
    });
  }

  /** On a card itself, Enter opens and closes it; j and k go to the next and the one before. */
  #key(event) {
    const card = event.target;
    const by = { j: "nextSibling", k: "previousSibling" }[event.key];
    if (card.tagName !== "ARTICLE" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      const more = card.querySelector("details.more");
      more.open = !more.open;
    } else if (by) {
      let next = card[by];
      while (next && next.tagName !== "ARTICLE") next = next[by];
      next?.focus();
    } else return;
    event.preventDefault();
  }

  /** Open every card for the printer, which prints what is chosen, whole. */
  #whole() {
    this.#add(PRINTED - this.shown);
    if (this.answer.total > this.shown) announce(`The first ${this.shown} of these cards.`);
    this.#openAll(document.querySelectorAll("main article"));
  }

  #openAll(articles) {
    for (const article of articles) {
      const more = article.querySelector("details.more");
      fill(more, CARDS[Number(article.id.slice("card-".length))], this.chooseActor);
      more.open = true;
    }
  }
}
