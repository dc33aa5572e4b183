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

// The pieces of an excerpt are in turn what is there and what was asked for.
const excerptOf = (pieces) =>
  element("p", "search-excerpt", ...pieces.map((text, at) => (at % 2 ? element("mark", "", text) : text)));

// A section by its heading, below it the article that it is of.
function itemOf({ url, title, page, excerpt }) {
  const link = element("a", "search-answer", title);
  link.href = url;
  if (page !== title) link.append(" ", element("span", "search-page", page));
  return element("li", "", link, excerptOf(excerpt));
}

// What is only like the words asked for is not passed off as the words.
function sum(query, answers) {
  const { found, near, none } = dialog.dataset;
  const said = answers.some(({ exact }) => exact) ? found : answers.length ? near : none;
  return said.replace("%d", answers.length).replace("%s", () => query);
}

function show(query, answers) {
  list.replaceChildren(...answers.map(itemOf));
  list.scrollTop = 0;
  status.textContent = sum(query, answers);
}

function clear() {
  list.replaceChildren();
  status.textContent = "";
}

async function answer(query, current) {
  if (!current()) return;
  try {
    const answers = await (await finder()).find(query);
    if (current()) show(query, answers);
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
