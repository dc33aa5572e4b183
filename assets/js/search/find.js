// Asks Pagefind for every form of a query and makes one list of the answers.

import { formsOf } from "./forms.js";

const CANDIDATES = 10; // of each form; the texts of these are fetched
const SECTIONS = 3;

const root = new URL("../../../", import.meta.url);
let index;

async function start() {
  const pagefind = await import(new URL("pagefind/pagefind.js", root));
  await pagefind.options({ baseUrl: root.pathname, excerptLength: 24 });
  await pagefind.init();
  return pagefind;
}

// The index of the page's language, fetched when first asked for, and once more where that failed.
export function load() {
  index ??= start().catch((error) => {
    index = undefined;
    throw error;
  });
  return index;
}

// Pagefind also answers with words that only begin like the one asked for.
function holds(page, form) {
  const text = `${page.meta.title} ${page.content}`.toLowerCase();
  return form.split(" ").every((word) => text.includes(word));
}

const score = (section) =>
  section.weighted_locations.reduce((sum, { balanced_score }) => sum + balanced_score, 0);

function sectionsOf(page) {
  return page.sub_results
    .filter((section) => section.anchor && section.url !== page.url)
    .sort((a, b) => score(b) - score(a))
    .slice(0, SECTIONS)
    .map(({ url, title, excerpt }) => ({ url, title, excerpt }));
}

const answerOf = (page, form) => ({
  exact: holds(page, form),
  url: page.url,
  title: page.meta.title,
  excerpt: page.excerpt,
  sections: sectionsOf(page),
});

async function ask(pagefind, form) {
  const { results } = await pagefind.search(form);
  const pages = await Promise.all(results.slice(0, CANDIDATES).map((result) => result.data()));
  return pages.map((page) => answerOf(page, form));
}

// The pages that answer QUERY, best first: those with the words as typed, then those with the words
// of another form, then those with words alike; within each as Pagefind ranks them.
export async function find(query) {
  const pagefind = await load();
  const answers = [];
  // One after the other: Pagefind keeps each page once, with the excerpts of the last search.
  for (const form of formsOf(query)) answers.push(...(await ask(pagefind, form)));
  const ranked = [...answers.filter(({ exact }) => exact), ...answers.filter(({ exact }) => !exact)];
  const found = new Map();
  for (const answer of ranked) if (!found.has(answer.url)) found.set(answer.url, answer);
  return [...found.values()];
}
