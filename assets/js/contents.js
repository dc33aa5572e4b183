// The list of contents follows the reader: beside the text it stands open, and the section that
// is being read is marked in it.

const list = document.querySelector(".contents details");
const wideWindow = matchMedia("(min-width: 76rem)");

// A section is read once its heading is this far from the top.
const LINE = 96;

// Where site.css puts the list beside the text: elsewhere it stands above it, folded.
const isBeside = () => wideWindow.matches && list.closest(".post:not(.wide)") !== null;

function links() {
  const found = new Map();
  for (const link of list.querySelectorAll("a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) found.set(heading, link);
  }
  return found;
}

function reading(headings) {
  return headings.filter((heading) => heading.getBoundingClientRect().top <= LINE).pop();
}

function mark(link) {
  const before = list.querySelector("[aria-current]");
  if (before === link) return;
  before?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  if (link && isBeside()) keepInSight(link);
}

// Moves the list alone, never the page.
function keepInSight(link) {
  const box = link.closest(".contents > details > ul");
  const top = link.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (top < 0 || top > box.clientHeight - link.offsetHeight) box.scrollTop += top - box.clientHeight / 2;
}

function follow() {
  const sections = links();
  const headings = [...sections.keys()];
  const update = () => mark(sections.get(reading(headings)));
  const watcher = new IntersectionObserver(update, { rootMargin: `-${LINE}px 0px 0px 0px` });
  for (const heading of headings) watcher.observe(heading);
}

function open() {
  list.open = isBeside();
}

if (list) {
  open();
  wideWindow.addEventListener("change", open);
  follow();
}
