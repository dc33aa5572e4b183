#!/usr/bin/env node
// An article by keyboard alone: skip link, search, theme, contents, copy, knobs.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ROOT, withStage } = require("./stage.js");
const { equal, none, ok, run } = require("./tap.js");

const ARTICLE = "/posts/bind-names/";
// Tables of answers, each with the article that has it.
const TABLES = { "socket/answers": "/posts/third-argument/", "type/answers": "/posts/no-borders/", "bind/answers": ARTICLE };
const STOPS = 3000; // more than any article has

// Presses Tab until what has the focus is or lies in SELECTOR. Returns whether it came there.
async function tabTo(page, selector) {
  for (let stops = 0; stops < STOPS; stops += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate((wanted) => {
      const e = document.activeElement;
      return e === document.body ? "end" : e.closest(wanted) ? "there" : "";
    }, selector);
    if (at) return at === "there";
  }
  return false;
}

async function fresh(stage, options = {}) {
  const context = await stage.browser.newContext({ reducedMotion: "reduce", colorScheme: "light", permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  await page.goto(stage.base + ARTICLE, { waitUntil: "load" });
  return page;
}

const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const name = (page) => page.evaluate(() => {
  const e = document.activeElement;
  return (e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent).trim();
});

async function testSkip(stage) {
  const page = await fresh(stage);
  await page.keyboard.press("Tab");
  equal(await page.evaluate(() => document.activeElement.className), "skip", "the first stop is the skip link");
  ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().left >= 0), "which then is in sight");
  await page.keyboard.press("Enter");
  equal(await page.evaluate(() => document.activeElement.id), "content", "and leads to the text");
  await page.context().close();
}

// Each stop must show that it has the focus, and be in the window.
async function testStops(stage) {
  const page = await fresh(stage);
  const bad = [];
  let stops = 0;
  for (; stops < STOPS; stops += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      if (e === document.body) return null;
      // A radio button may be drawn by its label.
      const drawn = [e, ...(e.labels ?? [])];
      const marked = drawn.map((each) => getComputedStyle(each)).some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
      const seen = drawn.map((each) => each.getBoundingClientRect()).some((box) => box.bottom > 0 && box.top < innerHeight && box.width > 0);
      return marked && seen ? "" : `${marked ? "out of sight" : "not marked"}: ${e.outerHTML.slice(0, 80)}`;
    });
    if (stop === null) break;
    if (stop) bad.push(stop);
  }
  none(bad, `all ${stops} stops are in sight and marked`);
  ok(stops < STOPS, "Tab comes to an end: no trap");
  await page.context().close();
}

async function testSearch(stage) {
  const page = await fresh(stage);
  if (!ok(await tabTo(page, ".search-open"), "Tab comes to the search")) return;
  await page.keyboard.press("Enter");
  await page.keyboard.type("대기열은");
  await page.waitForSelector(".search-answer");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#/);
  ok(await page.locator(":target").isVisible(), "which leads to a section");
  await page.context().close();
}

async function testTheme(stage) {
  const page = await fresh(stage);
  if (!ok(await tabTo(page, ".theme"), "Tab comes to the theme")) return;
  ok(await name(page), "which has a name");
  const before = await paper(page);
  // A button is pressed, one of a group of radio buttons is chosen; three states need two steps.
  const key = (await page.evaluate(() => document.activeElement.type)) === "radio" ? "ArrowRight" : "Space";
  for (let tries = 0; tries < 3 && (await paper(page)) === before; tries += 1) await page.keyboard.press(key);
  const after = await paper(page);
  ok(after !== before, "and changes it", before);
  await page.reload();
  equal(await paper(page), after, "for the next page as well");
  await page.context().close();
}

async function testContents(stage) {
  for (const width of [320, 1280]) {
    const page = await fresh(stage, { viewport: { width, height: 800 } });
    if (!ok(await tabTo(page, ".contents"), `${width} px: Tab comes to the contents`)) continue;
    // On a phone they may be folded.
    if ((await page.evaluate(() => document.activeElement.localName)) === "summary") {
      if (!(await page.evaluate(() => document.activeElement.parentElement.open))) await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Tab");
    const heading = await name(page);
    await page.keyboard.press("Enter");
    await page.waitForURL(/#/);
    equal((await page.locator(":target").textContent()).trim(), heading, `${width} px: which lead to a section`);
    ok(await page.evaluate(() => {
      const box = document.querySelector(":target").getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight;
    }), `${width} px: that then is in sight`);
    await page.context().close();
  }
}

// What a copy button gives: a source as it is, of an output what was printed, or typed.
async function testCopy(stage) {
  const wanted = {
    ".snippet-code .copy": (figure) => figure.querySelector(":scope > pre").textContent,
    ".snippet-output figcaption .copy": (figure) => [...figure.querySelectorAll("samp")].map((e) => e.textContent).join("\n"),
    // Behind how its program is compiled, as the source above it tells.
    ".snippet-output pre .copy": (figure) => [document.querySelector(".snippet-code .how kbd"), figure.querySelector("kbd")]
      .map((e) => e.textContent).join("\n"),
  };
  for (const [selector, text] of Object.entries(wanted)) {
    const page = await fresh(stage);
    if (!ok(await tabTo(page, selector), `Tab comes to ${selector}`)) continue;
    ok(await name(page), "which has a name");
    const figure = await page.evaluateHandle(() => document.activeElement.closest("figure"));
    const expected = await figure.evaluate(text);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(100);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    equal(copied.trimEnd(), expected.trimEnd(), "and copies what it should");
    await page.context().close();
  }
}

// Turns the knobs of the table NAME, in their order, to what STAND says; the one at TURNED last. What is told then.
const turn = ([name, stand, turned]) => {
  const panel = document.getElementById(`table-${name.replace("/", "-")}`).querySelector(".answers");
  const knobs = [...panel.querySelectorAll("select")];
  stand.forEach((value, n) => value && (knobs[n].value = value));
  knobs[turned].dispatchEvent(new Event("change"));
  const marked = [...panel.querySelectorAll(".now")].map((cell) => cell.textContent);
  return { stand: knobs.map((knob) => knob.value), said: panel.querySelector("output").textContent, marked };
};

// The knobs of a table lead to each answer that was recorded.
async function testKnobs(stage) {
  const page = await fresh(stage);
  for (const [name, url] of Object.entries(TABLES)) {
    await page.goto(stage.base + url, { waitUntil: "load" });
    const { processes } = JSON.parse(fs.readFileSync(path.join(ROOT, `_data/snippets/${name}.json`), "utf8"));
    const [names, ...lines] = processes[0].output.trim().split("\n").map((line) => line.split("\t"));
    const wrong = [];
    for (const line of lines) {
      const [stand, answer] = [line.slice(0, -1), line.at(-1)];
      const told = await page.evaluate(turn, [name, stand, lines.indexOf(line) % stand.length]);
      if (told.said !== `${names.at(-1)} → ${answer}` || told.marked.join() !== answer || told.stand.join() !== stand.join()) wrong.push([line, told]);
    }
    none(wrong, `${name}: knobs lead to each of ${lines.length} answers`);
  }
  const told = await page.evaluate(turn, ["bind/answers", [":: LISTEN", "같은 포트", "0.0.0.0", "-", "둘 다"], 0]);
  equal(told.said, "bind → EADDRINUSE", "from one answer");
  const next = await page.evaluate(turn, ["bind/answers", [null, "80"], 1]);
  equal([next.said, next.stand.slice(1)], ["bind → EACCES", ["80", "127.0.0.1", "-", "둘 다"]], "a knob leads to one that was asked, and others follow only where they must");
  await page.reload();
  if (!ok(await tabTo(page, ".knobs select"), "Tab comes to the first knob")) return;
  ok(await name(page), "which has a name");
  const before = await page.locator(".knobs output").first().textContent();
  for (let tries = 0; tries < 2; tries += 1) await page.keyboard.press("ArrowDown");
  ok((await page.locator(".knobs output").first().textContent()) !== before, "and an arrow turns it", before);
  await page.context().close();
}

run(() =>
  withStage({ extra: ["fixtures"] }, async (stage) => {
    for (const test of [testSkip, testStops, testSearch, testTheme, testContents, testCopy, testKnobs]) await test(stage);
  }),
);
