// The forms of a query worth asking for: without the Korean particles, as typed, without what only a
// question has, and in other words for the same ("바인드를" → "바인드" → "bind").

import { COUNTERPARTS } from "./words.js";

// Those that any word may have, and those that tell whether the syllable before them is closed.
const PARTICLES = `
  까지는 까지도 까지 께서 께 나마 대로 도 라고 마다 마저 만이 만은 만을 만 밖에 보다 부터는 부터 에게서 에게
  에는 에도 에만 에서는 에서도 에서만 에서의 에서 에 의 조차 처럼 커녕 하고 한테 뿐
`;
const AFTER_CLOSED = "은 을 이 과 이나 이든 이라 이라는 이라면 이란 이며 으로 으로는 으로도 으로써 으로의";
const AFTER_OPEN = "는 를 가 와 나 든 라 라는 라면 란 며 로 로는 로도 로써 로의";

const words = (text) => text.trim().split(/\s+/u).filter(Boolean);
const longestFirst = (list) => [...list].sort((a, b) => b.length - a.length);
const AFTER_ANY = longestFirst(words([PARTICLES, AFTER_CLOSED, AFTER_OPEN].join(" ")));
const CLOSED = longestFirst(words([PARTICLES, AFTER_CLOSED].join(" ")));
const OPEN = longestFirst(words([PARTICLES, AFTER_OPEN].join(" ")));
const ALONE = new Set(AFTER_ANY);

const HANGUL = /[가-힣]$/u;
const FINALS = 28;
const RIEUL = 8;
const final = (stem) => (stem.charCodeAt(stem.length - 1) - 0xac00) % FINALS;

// The particles that STEM may have. How a Latin word or a number ends is read aloud, not written.
function particlesOf(stem) {
  if (!HANGUL.test(stem)) return AFTER_ANY;
  if (final(stem) === 0) return OPEN;
  return final(stem) === RIEUL ? [...CLOSED, "로", "로는", "로의"] : CLOSED;
}

export function withoutParticle(word) {
  for (const particle of AFTER_ANY) {
    const stem = word.slice(0, -particle.length);
    if (stem && word.endsWith(particle) && particlesOf(stem).includes(particle)) return stem;
  }
  return word;
}

// A particle may stand apart, as behind a word in Latin: "accept 는". Nobody looks for it.
const withoutLoneParticles = (list) => list.filter((word, at) => at === 0 || !ALONE.has(word));

// What a question is asked with, and an answer is not.
const FILLERS = new Set(words("법 방법 차이 뜻 의미 이유 원인 해결 예제 오류 에러 error 무엇 왜 어떻게"));

const withoutFillers = (list) => list.filter((word) => !FILLERS.has(word));

const LONGEST = Math.max(...[...COUNTERPARTS.keys()].map((term) => term.split(" ").length));

// LIST with its terms in their NTHs other words, the longest terms first.
function translate(list, nth) {
  if (!list.length) return [];
  for (let size = Math.min(LONGEST, list.length); size; size -= 1) {
    const others = COUNTERPARTS.get(list.slice(0, size).join(" "));
    if (others) return [others[Math.min(nth, others.length - 1)], ...translate(list.slice(size), nth)];
  }
  return [list[0], ...translate(list.slice(1), nth)];
}

const NTHS = [0, 1, 2];

// A hyphen joins some words in print that a blank parts elsewhere.
const parted = (list) => words(list.join(" ").replace(/-/g, " "));

// A word without what stands round it in a sentence, and a call without its brackets.
const bared = (word) => word.replace(/^\((.*)\)$/u, "$1").replace(/^["'‘“[]+|["'’”\].,:;?!]+$|\(\)$/gu, "");

// The forms of QUERY, the likeliest first.
export function formsOf(query) {
  const asked = words(query.normalize("NFKC").toLowerCase()).map(bared);
  const typed = withoutLoneParticles(asked);
  const bare = typed.map(withoutParticle);
  const plain = withoutFillers(bare);
  const own = [plain, bare, typed];
  const others = [plain, bare, parted(bare)].flatMap((list) => NTHS.map((nth) => translate(list, nth)));
  return [...new Set([...own, ...others].map((form) => form.join(" ")))].filter(Boolean);
}
