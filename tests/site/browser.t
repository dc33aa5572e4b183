#!/usr/bin/env node
// Every page in a real browser, on a phone and on a desk, light and dark: nothing that axe objects to,
// nothing that sticks out, no error, no request to elsewhere, nothing against the page's own policy.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ROOT, need, withStage } = require("./stage.js");
const { equal, none, ok, run } = require("./tap.js");

const ARTICLE = "/posts/bind-names/";
// The blog's own.
const ARTICLES = fs.readdirSync(path.join(ROOT, "_posts")).filter((name) => name.endsWith(".md"))
  .map((name) => `/posts/${name.replace(/^\d+-\d+-\d+-|\.md$/g, "")}/`);
const WIDTHS = [320, 1280];
const CHARACTER = 6.5; // px, on a phone; less than one has less of a shadow
const PHONE = { width: 390, height: 844 };
const SCHEMES = ["light", "dark"];
const AXE = fs.readFileSync(need.path("axe-core/axe.min.js"), "utf8");

// What reaches beyond the window, but for what scrolls in a box of its own.
const spill = () =>
  [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
    .filter((e) => !e.parentElement.closest("pre, .table, .lab, table, .timeline") && !e.matches(".skip"))
    .map((e) => e.outerHTML.slice(0, 80));

// Code that is cut off: wider than its box, which does not scroll.
const cut = () =>
  [...document.querySelectorAll("pre")]
    .filter((e) => e.scrollWidth > e.clientWidth && !["auto", "scroll"].includes(getComputedStyle(e).overflowX))
    .map((e) => e.textContent.slice(0, 60));

// What scrolls sideways, and all that could.
const scrollers = () => {
  document.querySelectorAll("details").forEach((e) => (e.open = true));
  return [...document.querySelectorAll("pre, .table, .lab, :not(.table) > table")]
    .map((e, at) => ({ at, hidden: e.scrollWidth - e.clientWidth, wide: e.scrollWidth > e.clientWidth + 1, says: Boolean(e.dataset.more ?? e.querySelector("[data-more]")), focusable: e.hasAttribute("tabindex"),
      scrolls: e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1, html: `${e.closest("figure")?.id} ${e.outerHTML.slice(0, 60)}` }));
};

// Brings the box AT into sight, scrolled to its end or not, and tells where its lower right corner is.
const bring = ({ at, end }) => {
  const e = document.querySelectorAll("pre, .table, .lab, :not(.table) > table")[at];
  e.scrollLeft = end ? e.scrollWidth : 0;
  e.scrollIntoView({ block: "end" });
  const { left, top } = e.getBoundingClientRect();
  return { x: Math.floor(left + e.clientWidth - 60), y: Math.floor(top + e.clientHeight) - 2, width: 60, height: 1 };
};

// Whether the last pixel of a row of a picture has another colour than its first.
const shaded = async (bytes) => {
  const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  const canvas = new OffscreenCanvas(picture.width, 1).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const at = (x) => [...canvas.getImageData(x, 0, 1, 1).data];
  return Math.max(...at(0).map((value, n) => Math.abs(value - at(picture.width - 1)[n]))) > 24;
};

const axe = async () => {
  const { violations } = await window.axe.run(document);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 90)} (${node.target})`));
};

const noteViolations = () => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`),
  );
};

// A page that notes its faults: errors, requests to elsewhere, files that are not there.
async function watched(context, stage) {
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && page.faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.faults.push(`error: ${error}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${stage.base}/`)) page.faults.push(`asks for ${request.url()}`);
  });
  page.on("response", (response) => response.status() >= 400 && page.faults.push(`${response.status()}: ${response.url()}`));
  await page.addInitScript(noteViolations);
  return page;
}

// Each page is seen narrow in one scheme and wide in the other; home and an article as all four.
const FEW = ["/", ARTICLE];

async function testPages(stage, width, colorScheme) {
  const pages = WIDTHS.indexOf(width) === SCHEMES.indexOf(colorScheme) ? stage.pages : FEW;
  const context = await stage.browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
  const page = await watched(context, stage);
  const found = { axe: [], spill: [], faults: [] };
  const note = (kind, url, list) => found[kind].push(...list.map((each) => `${url}: ${each}`));
  for (const url of pages) {
    page.faults = [];
    await page.goto(stage.base + url, { waitUntil: "load" });
    await page.evaluate(AXE);
    note("axe", url, await page.evaluate(axe));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    note("spill", url, [...(wide ? ["scrolls sideways", ...(await page.evaluate(spill))] : []), ...(await page.evaluate(cut))]);
    note("faults", url, [...page.faults, ...(await page.evaluate(() => window.violations))]);
  }
  await page.goto(stage.base + ARTICLE);
  await page.keyboard.press("/");
  await page.keyboard.type("bind");
  await page.waitForSelector("dialog.search[open] .search-answer");
  await page.evaluate(AXE);
  note("axe", "search", await page.evaluate(axe));
  const where = `${pages.length} pages, ${width} px, ${colorScheme}`;
  none(found.axe, `${where}: axe finds nothing`);
  none(found.spill, `${where}: nothing sticks out or is cut off`);
  none(found.faults, `${where}: no error, no request to elsewhere, nothing against the policy`);
  await context.close();
}

// On a phone, with script and without: what is wider than its box is seen to be so, until its end.
async function testEdges(stage, colorScheme, javaScriptEnabled) {
  const context = await stage.browser.newContext({ viewport: PHONE, colorScheme, javaScriptEnabled, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(stage.base + ARTICLE, { waitUntil: "load" });
  const looker = await stage.browser.newPage(); // a page without script draws no picture
  const shade = async (at, end) => {
    const clip = await page.evaluate(bring, { at, end });
    return looker.evaluate(shaded, [...(await page.screenshot({ clip }))]);
  };
  await page.evaluate(scrollers);
  await page.waitForTimeout(100);
  const boxes = await page.evaluate(scrollers);
  const wide = boxes.filter((box) => box.wide);
  const where = `390 px, ${colorScheme}, ${javaScriptEnabled ? "with" : "without"} script`;
  ok(wide.length > 0 && wide.length < boxes.length, `${where}: ${wide.length} of ${boxes.length} boxes are wider than the window`);
  if (javaScriptEnabled) await testScrollers(page, boxes, where);
  const bad = [];
  for (const box of wide) {
    if (box.hidden > CHARACTER && !(await shade(box.at, false))) bad.push(`no shadow where there is more: ${box.html}`);
    if (await shade(box.at, true)) bad.push(`a shadow at the end: ${box.html}`);
  }
  none(bad, `${where}: each says so by a shadow at its edge, until its end`);
  await looker.close();
  await context.close();
}

// In a wide window no figure goes on sideways, but for what is folded.
async function testWide(stage) {
  const context = await stage.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const wide = () =>
    [...document.querySelectorAll(".snippet :is(pre, .table, .lab)")]
      .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
      .map((e) => `${location.pathname}#${e.closest("figure").id}: ${e.scrollWidth - e.clientWidth} px`);
  const found = [];
  for (const url of ARTICLES) {
    await page.goto(stage.base + url, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    found.push(...(await page.evaluate(wide)));
  }
  none(found, `1280 px: no figure of ${ARTICLES.length} articles is wider than its box`);
  await context.close();
}

// Script says it in words too, and focus comes to what scrolls and to nothing else that reads no keys.
async function testScrollers(page, boxes, where) {
  none(boxes.filter((box) => box.wide !== box.says).map((box) => box.html), `${where}: each says so in words, and no other`);
  none(boxes.filter((box) => box.scrolls !== box.focusable).map((box) => box.html), `${where}: what scrolls can be focused, and no other`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.waitForTimeout(100);
  const wider = await page.evaluate(scrollers);
  none(wider.filter((box) => (box.wide && !box.says) || box.scrolls !== box.focusable).map((box) => box.html), `${where}: so it is in a window that was made wider`);
  ok(wider.filter((box) => box.wide).length < boxes.filter((box) => box.wide).length, `${where}: where more fits`);
  await page.setViewportSize(PHONE);
}

// All that the stylesheet gives a name, colours as they are drawn now.
const palette = () => {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const inner = rules.flatMap((rule) => [rule, ...(rule.cssRules ?? [])]);
  const names = inner.flatMap((rule) => [...(rule.style ?? [])]).filter((name) => name.startsWith("--"));
  const root = document.documentElement;
  const drawn = (name) => {
    root.style.color = `var(${name})`;
    const { color } = getComputedStyle(root);
    root.style.color = "";
    return color;
  };
  const said = (name) => getComputedStyle(root).getPropertyValue(name);
  return [...new Set(["color-scheme", ...names])].map((name) => `${name}: ${/^(#|light-dark)/.test(said(name)) ? drawn(name) : said(name)}`);
};

async function testSchemes(stage) {
  const papers = {};
  const palettes = { chosen: {}, preferred: {} };
  for (const colorScheme of SCHEMES) {
    const page = await stage.browser.newPage({ colorScheme });
    await page.goto(stage.base + "/posts/whole/");
    papers[colorScheme] = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [latin, hangul] = await page.evaluate(columns);
    ok(Math.abs(latin - hangul) < 0.5, `${colorScheme}: columns line up below Hangul`, latin, hangul);
    palettes.preferred[colorScheme] = await page.evaluate(palette);
    const other = SCHEMES.find((each) => each !== colorScheme);
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), other);
    palettes.chosen[other] = await page.evaluate(palette);
    await page.emulateMedia({ media: "print" });
    const printed = await page.evaluate(() => (({ colorScheme, color }) => [colorScheme, color])(getComputedStyle(document.body)));
    equal(printed, ["light", "rgb(33, 37, 41)"], `with ${other} chosen, what is printed is light`);
    await page.close();
  }
  for (const scheme of SCHEMES) {
    const chosen = palettes.chosen[scheme];
    // The word for it may say "light dark" where it is preferred.
    none(palettes.preferred[scheme].filter((each) => !each.startsWith("color-scheme") && !chosen.includes(each)),
      `${scheme} is the same chosen as preferred`);
    ok(chosen.includes(`color-scheme: ${scheme}`), `${scheme}, chosen, is what form fields and scroll bars are in`, chosen[0]);
  }
  ok(papers.light !== papers.dark, "light and dark, by preference", papers);
}

// Where the second column of a captured table begins: "3" and "소켓" stand below each other.
const columns = () => {
  const output = document.querySelector("#output-socket-create samp");
  const texts = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
  const left = {};
  while (texts.nextNode()) {
    for (const letter of ["3", "소"]) {
      const at = texts.currentNode.data.indexOf(letter);
      if (at < 0 || letter in left) continue;
      const range = document.createRange();
      range.setStart(texts.currentNode, at);
      range.setEnd(texts.currentNode, at + 1);
      left[letter] = range.getBoundingClientRect().left;
    }
  }
  return [left["3"], left["소"]];
};

// What an attacker would plant in a page. The policy must stop each, and say so.
async function testPolicy(stage) {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(noteViolations);
  const plants = `<script>window.planted = 1</script><p id="plant" style="color: red" onclick="window.planted = 2">x</p>
    <script src="https://other.invalid/x.js"></script><img src="https://other.invalid/x.png" alt="">`;
  await page.route(`**${ARTICLE}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("</main>", `${plants}</main>`) });
  });
  await page.goto(stage.base + ARTICLE, { waitUntil: "load" });
  await page.locator("#plant").click();
  equal(await page.evaluate(() => window.planted ?? 0), 0, "an inline script that is planted in a page does not run");
  const stopped = await page.evaluate(() => window.violations.map((each) => each.split(":")[0]).sort());
  equal([...new Set(stopped)], ["img-src", "script-src-attr", "script-src-elem", "style-src-attr"],
    "the policy stops scripts, handlers, styles and images that are planted");
  await context.close();
}

// Everything a reader needs is there without script.
async function testWithoutScript(stage) {
  // Buttons and knobs belong to scripts, and so does what they show.
  const read = () => {
    const copy = document.querySelector("body").cloneNode(true);
    copy.querySelectorAll("button, dialog, script, .knobs, [role=status], .theme").forEach((e) => e.remove());
    const links = [...copy.querySelectorAll("a[href]")].map((a) => a.getAttribute("href"));
    return { text: copy.textContent.replace(/\s+/g, " ").trim(), links };
  };
  const seen = {};
  for (const javaScriptEnabled of [true, false]) {
    const context = await stage.browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    seen[javaScriptEnabled] = {};
    for (const url of stage.pages) {
      await page.goto(stage.base + url, { waitUntil: "load" });
      seen[javaScriptEnabled][url] = await page.evaluate(read);
    }
    if (!javaScriptEnabled) {
      await page.goto(stage.base + ARTICLE);
      none(await page.locator("button:visible").evaluateAll((all) => all.map((e) => e.outerHTML)), "without script no button stands there that would do nothing");
    }
    await context.close();
  }
  none(stage.pages.filter((url) => JSON.stringify(seen.true[url]) !== JSON.stringify(seen.false[url])),
    "without script all text and all links are there");
}

run(() =>
  withStage({ extra: ["fixtures", "neighbours"] }, async (stage) => {
    for (const width of WIDTHS) for (const scheme of SCHEMES) await testPages(stage, width, scheme);
    for (const script of [true, false]) for (const scheme of SCHEMES) await testEdges(stage, scheme, script);
    await testWide(stage);
    await testSchemes(stage);
    await testPolicy(stage);
    await testWithoutScript(stage);
  }),
);
