// The part of a text that shows best why it was found.

const BEFORE = 40; // characters
const LENGTH = 140;

const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// WORDS in a text, the longest first. One in Latin is what a word begins with, one in Hangul may also
// be in a compound.
export function patternOf(words) {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const sources = longestFirst.map((word) => (/^\w/.test(word) ? `(?<!\\w)${escaped(word)}` : escaped(word)));
  return new RegExp(`(${sources.join("|")})`, "giu");
}

const different = (words) => new Set(words.map((word) => word.toLowerCase())).size;

// How many different words MATCHES from AT on have within an excerpt's length.
function wealth(matches, at) {
  const start = matches[at].index;
  const near = matches.filter(({ index }) => index >= start && index < start + LENGTH - BEFORE);
  return different(near.map(([word]) => word));
}

// How many different words an excerpt shows of those it was made for.
export const wealthOf = (pieces) => different(pieces.filter((_, at) => at % 2));

function startOf(text, matches) {
  if (!matches.length) return 0;
  const counts = matches.map((_, at) => wealth(matches, at));
  const from = Math.max(0, matches[counts.indexOf(Math.max(...counts))].index - BEFORE);
  return from && text.indexOf(" ", from) + 1;
}

// A part of TEXT round as many of WORDS as stand together, in pieces: every second one is such a word.
export function excerpt(text, words) {
  const pattern = patternOf(words);
  const start = startOf(text, [...text.matchAll(pattern)]);
  const end = start + LENGTH < text.length ? text.lastIndexOf(" ", start + LENGTH) : text.length;
  const pieces = text.slice(start, end).split(pattern);
  if (start) pieces[0] = `… ${pieces[0]}`;
  if (end < text.length) pieces[pieces.length - 1] += " …";
  return pieces;
}
