// What is wider than its box scrolls in it: it can then be focused, so that keys move it, and says at
// its edge that there is more. Where all is in sight it does neither.

const { more } = document.querySelector("script[data-more]").dataset;

const BOXES = "pre, .table, .lab, :not(.table) > table";

// Pixels that are none where a width is rounded.
const ROUNDED = 1;

// Where the word stands, as site.css has it: a box with line numbers has its code beside them.
const place = (box) => (box.matches("[data-numbers]") ? box.querySelector("code") : box);

function look(box) {
  const hidden = box.scrollWidth - box.clientWidth;
  const scrolls = Math.max(hidden, box.scrollHeight - box.clientHeight) > ROUNDED;
  if (scrolls) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
  if (hidden - box.scrollLeft > ROUNDED) place(box).dataset.more = more;
  else delete place(box).dataset.more;
}

const boxes = document.querySelectorAll(BOXES);

// Tells also when one comes into sight, as where it was folded, and when what is in it gets wider.
const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => look(target.closest(BOXES))));

for (const box of boxes) {
  box.addEventListener("scroll", () => look(box), { passive: true });
  sizes.observe(box);
  if (box.firstElementChild) sizes.observe(box.firstElementChild);
}

// The font of code changes how wide it is, but not its box.
document.fonts.addEventListener("loadingdone", () => boxes.forEach(look));
