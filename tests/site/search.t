#!/usr/bin/env node
// Search as a reader uses it: what it finds, how it is used by keyboard, and where it works.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { withStage } = require("./stage.js");
const { equal, none, ok, run } = require("./tap.js");

const ARTICLE = "/posts/socket-basics/";
const FIRST = 3;

function queries() {
  const lines = fs.readFileSync(path.join(__dirname, "queries.txt"), "utf8").split("\n");
  return lines.filter((line) => line && !line.startsWith("#")).map((line) => line.split(" -> "));
}

// Types QUERY and returns the addresses found, without the origin.
async function ask(page, query) {
  await page.locator("dialog.search input").fill("");
  await page.waitForFunction(() => document.querySelector(".search-status").textContent === "");
  await page.locator("dialog.search input").fill(query);
  await page.waitForFunction(() => document.querySelector(".search-status").textContent !== "");
  return page.$$eval(".search-page", (links) => links.map((link) => new URL(link.href).pathname));
}

async function openAt(stage, url) {
  const page = await stage.browser.newPage();
  page.faults = [];
  page.asked = [];
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("request", (request) => page.asked.push(request.url()));
  await page.goto(stage.base + url, { waitUntil: "load" });
  return page;
}

const focused = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.type);

async function testQueries(page) {
  const wrong = [];
  const list = queries();
  for (const [query, url] of list) {
    const found = (await ask(page, query)).slice(0, FIRST);
    if (!found.includes(url)) wrong.push(`${query}: ${found.join(" ") || "nothing"}, not ${url}`);
  }
  ok(list.length >= 40, `there are ${list.length} queries`);
  none(wrong, `${list.length - wrong.length} of ${list.length} queries find their article among the first ${FIRST}`);
}

async function testKeyboard(stage) {
  const page = await openAt(stage, ARTICLE);
  const dialog = page.getByRole("dialog", { name: "검색" });
  ok(!page.asked.some((url) => url.includes("pagefind")), "nothing of the index is fetched before it is used");

  for (const key of ["/", "Control+k"]) {
    await page.keyboard.press(key);
    ok(await dialog.isVisible(), `${key} opens the search`);
    equal(await focused(page), "search", "with the field in focus");
    await page.keyboard.press("Escape");
    ok(!(await dialog.isVisible()), "Escape closes it");
  }

  const button = page.getByRole("button", { name: "검색", exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  ok(await dialog.isVisible(), "so does its button open it");
  await page.keyboard.type("accept/는");
  await page.waitForFunction(() => document.querySelector(".search-page"));
  equal(await page.locator("dialog.search input").inputValue(), "accept/는", "a slash in the field is text");
  await ask(page, "EADDRINUSE");
  ok(/[0-9]/.test(await page.locator(".search-status").textContent()), "what was found is announced");

  await page.keyboard.press("ArrowDown");
  equal(await focused(page), "소켓의 기초, 커널에 직접 물어보기", "the arrow goes to the first result");
  await page.keyboard.press("ArrowDown");
  const section = await focused(page);
  ok(section !== "search", "then to a section of it");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  equal(await focused(page), "search", "and back to the field");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#/);
  equal(await page.locator(":target").textContent(), section, "Enter goes there");
  ok(!(await dialog.isVisible()), "and closes the dialog");

  await page.keyboard.press("/");
  equal(await ask(page, "qqq"), [], "what is nowhere is not found");
  ok((await page.locator(".search-status").textContent()).includes("‘qqq’에 맞는 글을 찾지 못했다"), "which is said");
  await ask(page, "없는qqq");
  ok((await page.locator(".search-status").textContent()).includes("그대로는 없다"), "words alike are not passed off as the words");
  await page.locator("dialog.search input").fill("epoll");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/posts/epoll/");
  ok(true, "Enter in the field goes to the first answer, however fast it comes");
  equal(page.faults, [], "no error in the console");
  await page.close();
}

// Where the index does not come, it says so; where it comes later, it works.
async function testFailure(stage) {
  const page = await openAt(stage, ARTICLE);
  await page.route("**/pagefind/**", (route) => route.abort());
  await page.keyboard.press("/");
  await ask(page, "bind");
  ok((await page.locator(".search-status").textContent()).includes("검색을 불러오지 못했다"), "an index that does not come is named");
  await page.unroute("**/pagefind/**");
  ok((await ask(page, "bind")).includes(ARTICLE), "and asked for again");
  await page.close();
}

// What is asked for, of what was typed.
async function testForms(page) {
  const wanted = {
    "소켓을": "소켓을|소켓|socket",
    "accept 는": "accept|억셉트",
    "accept는": "accept는|accept|억셉트",
    "바인드에서는": "바인드에서는|바인드|bind",
    "0.0.0.0에": "0.0.0.0에|0.0.0.0",
    "길로": "길로|길", // as after a vowel
    "차이": "차이", // 이 stands behind a consonant only
    "이": "이",
    "UDP는  단방향": "udp는 단방향|udp 단방향|유디피 단방향",
  };
  const got = await page.evaluate(async ([queries, module]) => {
    const { formsOf } = await import(module);
    return queries.map((query) => formsOf(query).join("|"));
  }, [Object.keys(wanted), new URL("assets/js/search/forms.js", page.url()).href]);
  equal(got, Object.values(wanted), "a query is asked for as typed, without particles, and in the other script");
}

// Excerpts belong to the form that found the page, not to the last one asked for.
async function testSections(page) {
  await ask(page, "소켓의 타입");
  const title = await page.locator(".search-section a").first().textContent();
  equal(title, "소켓 타입", "the section that says it comes first");
}

async function testMarkup(page) {
  await ask(page, "scanf");
  const found = await page.$$eval(".search-results *", (all) => [...new Set(all.map((e) => e.localName))].sort());
  ok(found.every((name) => ["a", "div", "li", "mark", "p"].includes(name)), "an excerpt of code is text", found);
}

async function testElsewhere(stage) {
  const page = await openAt(stage, ARTICLE);
  await page.keyboard.press("Control+k");
  const found = await ask(page, "소켓을");
  ok(found[0] === "/blog/posts/socket-basics/", "below /blog/ results lead below /blog/", found);
  none(page.asked.filter((url) => !url.startsWith(`${stage.base}/`)), "and nothing is asked for outside");
  ok(page.asked.some((url) => url.includes("pagefind")), "what is asked for is the index");
  await page.locator(".search-page").first().click();
  await page.waitForLoadState();
  equal(new URL(page.url()).pathname, "/blog/posts/socket-basics/", "which open");
  equal(page.faults, [], "no error in the console");
  await page.close();

  const plain = await (await stage.browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(stage.base + ARTICLE);
  equal(await plain.getByRole("button", { name: "검색" }).count(), 0, "without script there is no search button");
  ok(await plain.locator('a[href="/blog/archive/"]').first().isVisible().catch(() => false), "a link to the archive is there");
}

async function testLanguages(stage) {
  const english = stage.pages.find((url) => url.endsWith("/posts/waiting-with-epoll/"));
  const page = await openAt(stage, english);
  const lang = await page.evaluate(() => document.documentElement.lang);
  equal(lang, "en", "an English article says so");
  await page.keyboard.press("Control+k");
  const found = await ask(page, "epoll");
  ok(found[0] === english && !found.includes("/posts/epoll/"), "its search finds English articles only", found);
  await page.close();
}

run(async () => {
  await withStage({ extra: ["neighbours"] }, async (stage) => {
    const page = await openAt(stage, "/");
    await page.keyboard.press("/");
    await testQueries(page);
    await testForms(page);
    await testSections(page);
    await testMarkup(page);
    await page.close();
    await testKeyboard(stage);
    await testFailure(stage);
    await testLanguages(stage);
  });
  await withStage({ extra: ["neighbours"], baseurl: "/blog" }, testElsewhere);
});
