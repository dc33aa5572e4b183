#!/usr/bin/env node
// Pictures of what readers see, for people to look at: build/screenshots/PLACE-WIDTH-SCHEME.png.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ROOT, withStage } = require("./stage.js");
const { ok, run } = require("./tap.js");

const FOLDER = path.join(ROOT, "build/screenshots");
const ARTICLE = "/posts/bind-names/";
const SIZES = [[320, 640], [1280, 900]];
const MANY = "figure.snippet-output:has(.process ~ .process)";

// Where each is taken: the page, and what must stand at the top of the window.
const PLACES = {
  home: ["/", "body"],
  article: [ARTICLE, "body"],
  processes: [ARTICLE, MANY],
  diagnostics: ["/posts/third-argument/", "figure.snippet-diagnostics"],
  lab: ["/posts/any-address/", "figure.snippet-lab"],
  search: [ARTICLE, "body"],
};

async function prepare(page, name, selector) {
  if (name === "search") {
    await page.keyboard.press("/");
    await page.keyboard.type("accept 는");
    await page.waitForSelector(".search-answer");
  } else if (selector !== "body") {
    await page.evaluate((wanted) => {
      document.querySelector(wanted)?.scrollIntoView({ block: "start" });
      scrollBy(0, -32);
    }, selector);
  }
}

// A picture of one colour shows nothing, and is small.
const EMPTY = 6000;

run(async () => {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  fs.mkdirSync(FOLDER, { recursive: true });
  await withStage({}, async ({ browser, base }) => {
    for (const [width, height] of SIZES) {
      for (const colorScheme of ["light", "dark"]) {
        const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
        const page = await context.newPage();
        for (const [name, [url, selector]] of Object.entries(PLACES)) {
          const title = `${name}-${width}-${colorScheme}`;
          await page.goto(base + url, { waitUntil: "load" });
          if (!(await page.locator(selector).count())) {
            ok(false, `${title}: ${url} has no ${selector}`);
            continue;
          }
          await prepare(page, name, selector);
          const picture = await page.screenshot({ path: path.join(FOLDER, `${title}.png`) });
          ok(picture.length > EMPTY, title);
        }
        await context.close();
      }
    }
  });
});
