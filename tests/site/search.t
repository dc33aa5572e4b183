#!/usr/bin/env node
// Search as a reader uses it: what it finds, how it is used by keyboard, and where it works.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { withStage } = require("./stage.js");
const { comment, equal, none, ok, run } = require("./tap.js");

const ARTICLE = "/posts/bind-names/";
const FIRST = 0.9; // of the queries have their section first

function queries(file) {
  const lines = fs.readFileSync(path.join(__dirname, file), "utf8").split("\n");
  return lines
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split(" -> "))
    .map(([query, sections]) => [query, sections.split(" | ")]);
}

// Types QUERY and returns the addresses found, without the origin.
async function ask(page, query) {
  await page.locator("dialog.search input").fill("");
  await page.waitForFunction(() => document.querySelector(".search-status").textContent === "");
  await page.locator("dialog.search input").fill(query);
  await page.waitForFunction(() => document.querySelector(".search-status").textContent !== "");
  return page.$$eval(".search-answer", (links) =>
    links.map(({ href }) => new URL(href)).map(({ pathname, hash }) => decodeURI(pathname + hash)),
  );
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

// The sections named in FILE are found, and most of them first. Which are not is told by name.
async function testQueries(page, file, base = "") {
  const list = queries(file);
  const [later, missing] = [[], []];
  for (const [query, sections] of list) {
    const found = await ask(page, query);
    const at = found.findIndex((url) => sections.some((section) => url === base + section));
    if (at) (at < 0 ? missing : later).push(`${query}: ${at < 0 ? "not" : `${at + 1}.`} ${sections[0]}, but ${found[0]}`);
  }
  const first = list.length - later.length - missing.length;
  later.forEach((line) => comment(line));
  none(missing, `the sections of ${list.length} queries are found`);
  ok(first >= FIRST * list.length, `${first} of ${list.length} are the first answer`, later);
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
  await page.waitForFunction(() => document.querySelector(".search-answer"));
  equal(await page.locator("dialog.search input").inputValue(), "accept/는", "a slash in the field is text");
  await ask(page, "EADDRINUSE");
  ok(/[0-9]/.test(await page.locator(".search-status").textContent()), "what was found is announced");

  const headings = await page.$$eval(".search-answer", (links) => links.map((link) => link.firstChild.textContent.trim()));
  await page.keyboard.press("ArrowDown");
  ok((await focused(page)).startsWith(headings[0]), "the arrow goes to the first answer");
  ok((await focused(page)).endsWith("bind는 IP와 포트만 정할까?"), "which says of which article it is");
  await page.keyboard.press("ArrowDown");
  ok((await focused(page)).startsWith(headings[1]), "then to the next");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  equal(await focused(page), "search", "and back to the field");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#/);
  equal(await page.locator(":target").textContent(), headings[1], "Enter goes to that section");
  ok(!(await dialog.isVisible()), "and closes the dialog");

  await page.keyboard.press("/");
  equal(await ask(page, "qqq"), [], "what is nowhere is not found");
  ok((await page.locator(".search-status").textContent()).includes("‘qqq’에 맞는 곳을 찾지 못했다"), "which is said");
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
  ok((await ask(page, "bind")).some((url) => url.startsWith(ARTICLE)), "and asked for again");
  await page.close();
}

// What is asked for, of what was typed.
async function testForms(page) {
  const wanted = {
    "소켓을": "소켓|소켓을|socket",
    "accept 는": "accept|억셉트",
    "accept는": "accept|accept는|억셉트",
    "바인드에서는": "바인드|바인드에서는|bind|바인딩",
    "0.0.0.0에": "0.0.0.0|0.0.0.0에",
    "길로": "길|길로", // as after a vowel
    "소켓의 차이": "소켓|소켓 차이|소켓의 차이|socket|socket 차이",
    "나이": "나이", // 이 stands behind a consonant only
    "이": "이",
    "bind: Address already in use": "bind address already in use|바인드 eaddrinuse|바인딩 eaddrinuse",
    "half-close": "half-close|반만 닫기",
    "ＥＰＩＰＥ": "epipe|broken pipe",
    "bind()": "bind|바인드|바인딩",
    "(socket(2))": "socket(2)",
  };
  const got = await page.evaluate(async ([queries, module]) => {
    const { formsOf } = await import(module);
    return queries.map((query) => formsOf(query).join("|"));
  }, [Object.keys(wanted), new URL("assets/js/search/forms.js", page.url()).href]);
  equal(got, Object.values(wanted), "a query is asked for without particles and fillers, as typed, and in other words");
}

async function testAnswers(page) {
  await ask(page, "크기");
  equal(await page.locator(".search-excerpt mark").first().textContent(), "크기", "what was asked for is marked, within a word too");
  for (const [word, place] of [["glibc", "the feet of figures are"], ["getrlimit", "what is folded away is"]]) {
    await ask(page, word);
    ok((await page.locator(".search-status").textContent()).includes("그대로는 없다"), `${place} not searched`);
  }
}

async function testMarkup(page) {
  await ask(page, "scanf");
  const found = await page.$$eval(".search-results *", (all) => [...new Set(all.map((e) => e.localName))].sort());
  ok(found.every((name) => ["a", "li", "mark", "p", "span"].includes(name)), "an excerpt of code is text", found);
}

async function testElsewhere(stage) {
  const page = await openAt(stage, ARTICLE);
  await page.keyboard.press("Control+k");
  await testQueries(page, "queries.txt", "/blog");
  await ask(page, "0번 포트");
  none(page.asked.filter((url) => !url.startsWith(`${stage.base}/`)), "and nothing is asked for outside");
  ok(page.asked.some((url) => url.includes("pagefind")), "what is asked for is the index");
  await page.locator(".search-answer").first().click();
  await page.waitForLoadState();
  equal(new URL(page.url()).pathname, "/blog/posts/bind-names/", "an answer opens");
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
  ok(found[0] === english && !found.some((url) => url.startsWith("/posts/epoll/")), "its search finds English articles only", found);
  await page.close();
}

run(async () => {
  await withStage({ extra: ["neighbours"] }, async (stage) => {
    const page = await openAt(stage, "/");
    await page.keyboard.press("/");
    await testQueries(page, "queries-neighbours.txt");
    await testForms(page);
    await testAnswers(page);
    await testMarkup(page);
    await page.close();
    await testKeyboard(stage);
    await testFailure(stage);
    await testLanguages(stage);
  });
  // The articles alone, as readers find them.
  await withStage({ baseurl: "/blog" }, testElsewhere);
});
