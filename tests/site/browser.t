#!/usr/bin/env node
// Every page in a real browser, on a phone and on a desk, light and dark: nothing that axe objects to,
// nothing that sticks out, no error, no request to elsewhere, nothing against the page's own policy.
"use strict";

const fs = require("node:fs");
const { need, withStage } = require("./stage.js");
const { equal, none, ok, run } = require("./tap.js");

const ARTICLE = "/posts/socket-basics/";
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"];
const AXE = fs.readFileSync(need.path("axe-core/axe.min.js"), "utf8");

// What reaches beyond the window, but for what scrolls in a box of its own.
const spill = () =>
  [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
    .filter((e) => !e.parentElement.closest("pre, .table, .lab, [tabindex='0']") && !e.matches(".skip"))
    .map((e) => e.outerHTML.slice(0, 80));

// Code that is cut off: wider than its box, which does not scroll.
const cut = () =>
  [...document.querySelectorAll("pre")]
    .filter((e) => e.scrollWidth > e.clientWidth && !["auto", "scroll"].includes(getComputedStyle(e).overflowX))
    .map((e) => e.textContent.slice(0, 60));

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

async function testPages(stage, width, colorScheme) {
  const context = await stage.browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
  const page = await watched(context, stage);
  const found = { axe: [], spill: [], faults: [] };
  const note = (kind, url, list) => found[kind].push(...list.map((each) => `${url}: ${each}`));
  for (const url of stage.pages) {
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
  const where = `${stage.pages.length} pages, ${width} px, ${colorScheme}`;
  none(found.axe, `${where}: axe finds nothing`);
  none(found.spill, `${where}: nothing sticks out or is cut off`);
  none(found.faults, `${where}: no error, no request to elsewhere, nothing against the policy`);
  await context.close();
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
  // Buttons belong to scripts, and so does what they show.
  const read = () => {
    const copy = document.querySelector("body").cloneNode(true);
    copy.querySelectorAll("button, dialog, script, [role=status], .theme").forEach((e) => e.remove());
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
    await testSchemes(stage);
    await testPolicy(stage);
    await testWithoutScript(stage);
  }),
);
