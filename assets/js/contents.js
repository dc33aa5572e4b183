// The contents follow the reader: the section that is being read is marked in them, and where they
// are a bar above the text, named there. They open beside the text, and where they open over it,
// they close when one is chosen.

const list = document.querySelector(".contents details");
const wideWindow = matchMedia("(min-width: 76rem)");

// Of a window: to its middle and a little more, since the bar has some of it.
const UPPER = 0.6;

// Where site.css puts the list beside the text.
const isBeside = () => wideWindow.matches && list.closest(".post:not(.wide)") !== null;

function links() {
  const found = new Map();
  for (const link of list.querySelectorAll("a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) found.set(heading, link);
  }
  return found;
}

const top = (element) => element.getBoundingClientRect().top;

const precedes = (heading, element) =>
  heading === element || Boolean(heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);

// A section is read once its heading is in the upper part of the window, where a search in the page
// brings it too; what a link has led to, wherever that stands: at the end of the page it is not at
// the top.
function reading(headings) {
  if (scrollY === 0) return null;
  const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  const line = isAtEnd ? innerHeight : innerHeight * UPPER;
  const target = document.querySelector(":target");
  const isThere = target && top(target) >= 0 && top(target) < line;
  return headings.filter((heading) => (isThere ? precedes(heading, target) : top(heading) < line)).pop();
}

function mark(link) {
  const before = list.querySelector("[aria-current]");
  if (before === link) return;
  before?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  list.querySelector(".here").textContent = link?.textContent ?? "";
  keepInSight(link);
}

// Moves the list alone, never the page.
function keepInSight(link) {
  const box = list.querySelector("ul");
  if (!link || !list.open) return;
  const at = top(link) - top(box);
  if (at < 0 || at > box.clientHeight - link.offsetHeight) box.scrollTop += at - box.clientHeight / 2;
}

// Whatever moves the page is seen: keys, links, a search in it, the way back, a figure that unfolds.
function follow() {
  const sections = links();
  const headings = [...sections.keys()];
  const update = () => mark(sections.get(reading(headings)));
  let asked = 0;
  const soon = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(update);
  };
  for (const event of ["scroll", "scrollend", "hashchange", "pageshow"]) addEventListener(event, soon, { passive: true });
  new ResizeObserver(soon).observe(document.body);
}

function open() {
  list.open = isBeside();
}

function close() {
  if (!isBeside()) list.open = false;
}

function closeByItself() {
  list.addEventListener("click", ({ target }) => target.closest("a") && close());
  list.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || isBeside()) return;
    close();
    list.querySelector("summary").focus();
  });
  addEventListener("pointerdown", ({ target }) => list.contains(target) || close());
  list.addEventListener("toggle", () => keepInSight(list.querySelector("[aria-current]")));
}

if (list) {
  open();
  wideWindow.addEventListener("change", open);
  follow();
  closeByItself();
}
