// The search dialog: opened by its button, by "/" or by Ctrl-K. What searches is fetched then.

const dialog = document.querySelector("dialog.search");
const opener = document.querySelector(".search-open");
const field = dialog.querySelector("input");
const list = dialog.querySelector(".search-results");
const status = dialog.querySelector("[role=status]");

const PAUSE = 120; // ms without a key before it searches
let timer;
let turn = 0;
let asked = Promise.resolve();

const finder = () => import("./search/find.js");

function element(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}

// An excerpt is text with <mark>s. Parsed apart from the page, so that nothing else in it can act.
function excerptOf(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  const nodes = [...parsed.childNodes].map((node) =>
    node.nodeName === "MARK" ? element("mark", "", node.textContent) : node.textContent,
  );
  return element("p", "search-excerpt", ...nodes);
}

function linkTo({ url, title }, name) {
  const link = element("a", name, title);
  link.href = url;
  return link;
}

// A section whose heading is all that was found needs no excerpt that repeats it.
function sectionOf(section) {
  const excerpt = excerptOf(section.excerpt);
  const repeats = excerpt.textContent.replace(/[.\s]+$/, "") === section.title;
  return element("div", "search-section", linkTo(section, ""), ...(repeats ? [] : [excerpt]));
}

function itemOf(page) {
  const item = element("li", "", linkTo(page, "search-page"));
  if (!page.sections.length) item.append(excerptOf(page.excerpt));
  for (const section of page.sections) item.append(sectionOf(section));
  return item;
}

// What is only like the words asked for is not passed off as the words.
function sum(query, pages) {
  const { found, near, none } = dialog.dataset;
  const said = pages.some(({ exact }) => exact) ? found : pages.length ? near : none;
  return said.replace("%d", pages.length).replace("%s", () => query);
}

function show(query, pages) {
  list.replaceChildren(...pages.map(itemOf));
  list.scrollTop = 0;
  status.textContent = sum(query, pages);
}

function clear() {
  list.replaceChildren();
  status.textContent = "";
}

async function answer(query, current) {
  if (!current()) return;
  try {
    const pages = await (await finder()).find(query);
    if (current()) show(query, pages);
  } catch {
    if (!current()) return;
    clear();
    status.textContent = dialog.dataset.failed;
  }
}

// One question at a time, and none that a later one has overtaken.
function search() {
  clearTimeout(timer);
  const mine = ++turn;
  const query = field.value.trim();
  if (!query) return clear();
  asked = asked.then(() => answer(query, () => mine === turn));
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  field.select();
  finder().then((module) => module.load()).catch(() => {});
}

// The field and the links are one column that the arrow keys walk.
function step(by) {
  const stops = [field, ...list.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  stops[Math.min(Math.max(at + by, 0), stops.length - 1)].focus();
}

// To the first answer to what is typed now, which may not have been asked for yet.
function follow() {
  search();
  asked.then(() => list.querySelector("a")?.click());
}

const keys = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Escape: () => dialog.close(),
  Enter: follow,
};

dialog.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const key = keys[event.key];
  if (!key) return;
  if (event.key === "Enter" && event.target !== field) return;
  event.preventDefault();
  key();
});

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});

dialog.addEventListener("click", ({ target }) => {
  if (target === dialog || target.closest(".search-close, a")) dialog.close();
});

const writes = (target) => target.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (!(control || (slash && !writes(event.target)))) return;
  event.preventDefault();
  open();
});

opener.addEventListener("click", open);
opener.hidden = false;
