// Asks Pagefind for every form of a query and makes one list of the answers.

import { excerpt, patternOf, wealthOf } from "./excerpt.js";
import { formsOf } from "./forms.js";

const CANDIDATES = 10; // of each form; the texts of these are fetched

// What a word counts for, by where in a section it stands: tools/search-index makes these.
const WEIGHTS = { title: 6, page: 0.5, parts: 0.5, names: 1, code: 0.2 };

// Sections that repeat what another explains, by the names that articles give them.
const REPEATS = [[/^정리/, 0.5], [/^직접 해 보기/, 0.7]];

const root = new URL("../../../", import.meta.url);
let index;

async function start() {
  const pagefind = await import(new URL("pagefind/pagefind.js", root));
  await pagefind.options({ baseUrl: root.pathname, ranking: { metaWeights: WEIGHTS } });
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

const textOf = ({ meta, content }) => `${meta.page} ${content} ${meta.code} ${meta.names}`;

// Pagefind also answers with words that only begin like the one asked for.
function holds(section, words) {
  const text = textOf(section);
  return words.every((word) => patternOf([word]).test(text));
}

// What an answer is worth by what its heading and the title of its article say: a section may use a
// word more often than the one that explains it.
function worth({ meta }, words, typed) {
  const told = (text, asked) => asked.filter((word) => patternOf([word]).test(text)).length / asked.length;
  const said = 1 + 2 * told(meta.title, words) + told(meta.page, words) + 2 * told(meta.title, typed);
  const [, factor] = REPEATS.find(([name]) => name.test(meta.title)) ?? [null, 1];
  return said * factor;
}

async function ask(pagefind, form, typed) {
  const { results } = await pagefind.search(form);
  const words = form.split(" ");
  return Promise.all(
    results.slice(0, CANDIDATES).map(async ({ score, data }) => {
      const section = await data();
      return { section, score: score * worth(section, words, typed), exact: holds(section, words) };
    }),
  );
}

// The answers to all FORMS, best first: those with the words of the likeliest form, then of the next,
// and last those with words alike; within each as Pagefind ranks them.
async function askAll(pagefind, forms, typed) {
  const answers = await Promise.all(forms.map((form) => ask(pagefind, form, typed)));
  const ranked = answers.flatMap((list, at) => list.map((answer) => ({ ...answer, rank: answer.exact ? at : forms.length })));
  return ranked.sort((a, b) => a.rank - b.rank || b.score - a.score);
}

// Of the text, or where more of WORDS stand together there, of the programs and outputs.
function excerptOf({ meta, content }, words) {
  const [text, code] = [content.slice(meta.title.length + 1).trim(), meta.code].map((part) => excerpt(part, words));
  return wealthOf(code) > wealthOf(text) ? code : text;
}

// The sections that answer QUERY, best first. Where none has its words, those with words alike, and
// where there are none, those with one of its words.
export async function find(query) {
  const pagefind = await load();
  const forms = formsOf(query);
  const typed = query.trim().split(/\s+/);
  const words = [...new Set(forms.flatMap((form) => form.split(" ")))];
  const whole = await askAll(pagefind, forms, typed);
  const answers = whole.length ? whole : (await askAll(pagefind, words, typed)).map((answer) => ({ ...answer, exact: false }));
  const kept = answers[0]?.exact ? answers.filter(({ exact }) => exact) : answers;
  const found = new Map();
  for (const answer of kept) if (!found.has(answer.section.url)) found.set(answer.section.url, answer);
  return [...found.values()].map(({ section, exact }) => ({
    exact,
    url: section.url,
    title: section.meta.title,
    page: section.meta.page,
    excerpt: excerptOf(section, words),
  }));
}
