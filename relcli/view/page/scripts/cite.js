// A card's footnote, exactly as `relcli cite` writes it, for the clipboard.

/** Show the footnote below a card's buttons, and copy it where the browser lets us. */
async function cite(card, place) {
  const area = el("textarea", { readonly: "", rows: 4, "aria-label": "Footnote", dir: "auto" });
  area.value = card.cite;
  const told = el("p", { role: "status" });
  place.replaceChildren(area, told);
  area.focus();
  area.select();
  const copied = await copy(area);
  told.textContent = copied
    ? "Copied. Paste it as a footnote."
    : "Your browser keeps the clipboard closed: press Ctrl+C (⌘C) to copy.";
}

async function copy(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    return document.execCommand("copy"); // what a page without permission may do, if anything
  }
}
