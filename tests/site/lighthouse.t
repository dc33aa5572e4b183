#!/usr/bin/env node
// Lighthouse on a phone: home, the longest article and a short one, the series page. What depends on the page alone must be
// perfect; performance depends on this machine's load, and is only told.
"use strict";

const { CHROMIUM, FLAGS, missing, withStage } = require("./stage.js");
const { comment, none, ok, run } = require("./tap.js");

const PAGES = ["/", "/posts/four-ends/", "/posts/third-argument/", "/series/"];
const PERFECT = ["accessibility", "best-practices", "seo"];

// The audits of a category that cost points, by name.
function lost(result, category) {
  return result.categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && (result.audits[id].score ?? 1) < 1)
    .map(({ id }) => `${category}: ${id}: ${result.audits[id].title}`);
}

async function testPage(lighthouse, port, base, url) {
  const { lhr: result } = await lighthouse(base + url, { port, logLevel: "silent" });
  if (result.runtimeError) throw new Error(`${url}: ${result.runtimeError.message}`);
  const score = (category) => Math.round(100 * result.categories[category].score);
  for (const category of PERFECT) {
    if (!ok(score(category) === 100, `${url}: ${category} ${score(category)}`)) none(lost(result, category), `${url}: what ${category} lacks`);
  }
  const value = (audit) => result.audits[audit].displayValue.replaceAll("\u00a0", " ");
  comment(`${url}: performance ${score("performance")}; first paint ${value("first-contentful-paint")}; largest ${value("largest-contentful-paint")}; shift ${value("cumulative-layout-shift")}`);
}

run(() =>
  withStage({ extra: ["fixtures"] }, async ({ base, pages }) => {
    const [{ default: lighthouse }, { launch }] = await Promise.all([import("lighthouse"), import("chrome-launcher")]).catch(missing);
    // Lighthouse speaks to a browser of its own, at a port of the loopback.
    const chrome = await launch({ chromePath: CHROMIUM, chromeFlags: ["--headless=new", ...FLAGS] });
    try {
      for (const url of PAGES) if (ok(pages.includes(url), `${url} is there`)) await testPage(lighthouse, chrome.port, base, url);
    } finally {
      chrome.kill();
    }
  }),
);
