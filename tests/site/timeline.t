#!/usr/bin/env node
// What happened in a run, as readers see it: drawings without words on words or beyond their box, on a
// phone, a desk and paper; the same walked through by keyboard, told in words, and left out of feeds.
// Pictures for people to look at: build/timelines/FIGURE-WIDTH-SCHEME.png.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ROOT, need, withStage } = require("./stage.js");
const { equal, none, ok, run } = require("./tap.js");

const PAGE = "/posts/timelines/";
const FOLDER = path.join(ROOT, "build/timelines");
const AXE = fs.readFileSync(need.path("axe-core/axe.min.js"), "utf8");
const LOOKS = [
  [1280, { colorScheme: "light" }],
  [390, { colorScheme: "dark" }],
  [320, { colorScheme: "light" }],
  [320, { colorScheme: "dark" }],
  [1280, { colorScheme: "dark" }],
  [720, { media: "print" }],
  [1280, { forcedColors: "active", colorScheme: "dark" }],
];

// Words of a drawing that lie on others, or leave it, or are too small to be read. They may be turned:
// two boxes are apart where a line can be drawn between them along a side of one.
const crowded = () => {
  const corners = (text) => {
    const { x, y, width, height } = text.getBBox();
    const turn = text.getScreenCTM();
    const trim = height * 0.2;
    return [[x, y + trim], [x + width, y + trim], [x + width, y + height - trim], [x, y + height - trim]]
      .map(([left, top]) => new DOMPoint(left, top).matrixTransform(turn));
  };
  const sides = (box) => [[box[0], box[1]], [box[1], box[2]]].map(([a, b]) => [b.y - a.y, a.x - b.x]);
  const reach = (box, [x, y]) => box.map((p) => p.x * x + p.y * y);
  const apart = (a, b) => [...sides(a), ...sides(b)].some((axis) => {
    const [one, other] = [reach(a, axis), reach(b, axis)];
    const slack = 0.5 * Math.hypot(...axis);
    return Math.max(...one) < Math.min(...other) + slack || Math.max(...other) < Math.min(...one) + slack;
  });
  return [...document.querySelectorAll(":is(.timeline, .states) svg")].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
    const all = svg.getBoundingClientRect();
    const name = svg.closest("figure").id;
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim())
      .map((text) => ({ said: text.textContent.trim(), box: corners(text), size: text.getScreenCTM().d * parseFloat(getComputedStyle(text).fontSize), turned: text.hasAttribute("transform") }));
    return texts.flatMap(({ said, box, size, turned }, at) => [
      ...texts.slice(at + 1).filter((other) => !apart(box, other.box)).map((other) => `${name}: ${said} meets ${other.said}`),
      ...(box.some((p) => p.x < all.left - 1 || p.x > all.right + 1 || p.y > all.bottom + 1) ? [`${name}: ${said} leaves the drawing`] : []),
      ...(size < 10 && !turned ? [`${name}: ${said} is small, ${size}`] : []),
    ]);
  });
};

const axe = async () => {
  const { violations } = await window.axe.run(document);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 90)} (${node.target})`));
};

async function pictures(page, name) {
  for (const figure of await page.locator("figure.snippet").all())
    await figure.screenshot({ path: path.join(FOLDER, `${await figure.getAttribute("id")}-${name}.png`) });
}

async function testLook(stage, width, media) {
  const name = `${width}-${media.media ?? (media.forcedColors ? "forced" : media.colorScheme)}`;
  const page = await stage.browser.newPage({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
  await page.emulateMedia(media);
  await page.goto(stage.base + PAGE, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  none(await page.evaluate(crowded), `${name}: no words lie on others, leave their drawing or are too small`);
  equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${name}: the page does not scroll sideways`);
  const kinds = await page.evaluate(() => [...document.querySelectorAll(".timeline")].map((timeline) =>
    [...timeline.querySelectorAll("svg")].filter((svg) => svg.checkVisibility()).map((svg) => svg.getAttribute("class")).join()));
  equal([...new Set(kinds)], [width < 640 ? "timeline-narrow" : "timeline-wide"], `${name}: of two drawings one is shown`);
  if (!media.media) {
    await page.evaluate(AXE);
    none(await page.evaluate(axe), `${name}: axe finds nothing`);
  }
  await pictures(page, name);
  await page.close();
}

// What is shown of one figure while it is walked through.
const walked = () => {
  const figure = document.querySelector("#timeline-trace-handshake");
  const svg = [...figure.querySelectorAll("svg")].find((each) => each.checkVisibility());
  return { now: svg.querySelectorAll(".now").length, faint: svg.querySelectorAll(".to-come").length,
    all: svg.querySelectorAll(".moment").length, said: figure.querySelector(".said").textContent };
};

async function testKeys(stage, width) {
  const page = await stage.browser.newPage({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
  await page.goto(stage.base + PAGE, { waitUntil: "load" });
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
    return page.evaluate(walked);
  };
  await page.locator("#timeline-trace-handshake .timeline").focus();
  const before = await press();
  ok(before.said.includes("j k") && !before.now && !before.faint, `${width} px: which keys walk is said`, before);
  const first = await press("j");
  equal([first.said, first.now, first.faint], ["server: socket(AF_INET, SOCK_STREAM) = 3", 1, first.all - 1], "a key leads to the first step, which is said");
  equal((await press("ArrowDown")).said, "server: bind(3, 10.0.1.1:8080) = 0", "and on");
  equal((await press("k", "k", "k")).said, first.said, "and back, to the first");
  const last = await press("End");
  equal([last.now, last.faint], [1, 0], "and to the last, where nothing is to come");
  ok(await page.evaluate(() => ((box) => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector(".now").getBoundingClientRect())), "which is in sight");
  const after = await press("Escape");
  equal([after.now, after.faint], [0, 0], "Escape shows all again");
  await page.keyboard.press("j");
  await page.keyboard.press("Tab");
  equal((({ now, faint, said }) => [now, faint, said])(await page.evaluate(walked)), [0, 0, ""], "and so does leaving it");
  await page.close();
}

async function testWords(stage) {
  const page = await stage.browser.newPage({ javaScriptEnabled: true, viewport: { width: 1280, height: 900 } });
  await page.goto(stage.base + PAGE, { waitUntil: "load" });
  const shown = (id) => page.evaluate((figure) => document.getElementById(figure).querySelector(".timeline-wide")?.textContent ?? "", id);
  const handshake = await shown("timeline-trace-handshake");
  none(["alice", "10.0.1.2", "SYN, ACK", "\"ping\"", "connect = 0", "SYN_RECV", "TIME_WAIT", "exit 0"].filter((word) => !handshake.includes(word)),
    "calls, packets and states are told");
  const lost = await shown("timeline-trace-lost");
  none(["커널의 타이머", "InCsumErrors", "체크섬 어긋남", "ECONNRESET", "a\\0b<&>\\\""].filter((word) => !lost.includes(word)), "so are counters, and what went wrong");
  const chosen = await shown("timeline-trace-many-1");
  ok(chosen.includes("connect") && !chosen.includes("socket") && !chosen.includes("alice"), "only= and calls= choose", chosen);
  const rails = await page.evaluate(() => document.querySelectorAll("#timeline-trace-many .timeline-narrow .head").length);
  equal(rails, 4, "each process has a lifeline");
  equal(await page.evaluate(() => document.querySelectorAll("#timeline-trace-endless svg").length), 0, "what is too long is not drawn");
  equal(await page.evaluate(() => document.querySelector("#timeline-trace-endless pre").textContent), "9,012 events are too many to draw\n", "but told in words");
  equal(await page.evaluate(() => document.querySelector("#timeline-trace-handshake details pre").textContent.split("\n")[0]),
    "server 10.0.1.1   alice 10.0.1.2", "the fence's words are below the drawing");
  equal(await page.locator("#packets-trace-lost li").count(), 8, "packets are a list");
  equal(await page.locator("#packets-trace-lost li.lost").count(), 1, "in which a lost one is told");
  const file = await page.locator("#packets-trace-lost figcaption [download]").getAttribute("href");
  ok(fs.statSync(path.join(stage.folder, file)).size > 24, "and are a file too", file);
  ok((await page.locator("#calls-trace-lost li").allTextContents()).includes("client … read(3, buf, 100) = -1 ECONNRESET"), "so are calls");
  const feed = fs.readFileSync(path.join(stage.folder, "feed.xml"), "utf8");
  ok(feed.includes("9,012 events") && feed.includes("server 10.0.1.1   alice") && !feed.includes("timeline-wide"), "a feed gets the words alone");
  await page.close();
}

// The diagram of TCP, of which is lit what sockets went through; and queues.
async function testStates(stage) {
  const page = await stage.browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(stage.base + PAGE, { waitUntil: "load" });
  const told = (id) => page.evaluate((figure) => {
    const all = (selector) => [...document.getElementById(figure).querySelectorAll(selector)].map((each) => each.textContent);
    return { seen: all(".seen text:not(.numbers)"), numbers: all(".numbers"), ways: all(".taken text"), legend: all(".legend").join(), desc: all("desc").join(), list: all(".sockets li") };
  }, id);
  const whole = await told("states-trace-handshake");
  equal(whole.seen, ["CLOSED", "LISTEN", "SYN_RECV", "SYN_SENT", "ESTABLISHED", "FIN_WAIT1", "CLOSE_WAIT", "FIN_WAIT2", "LAST_ACK", "TIME_WAIT", "CLOSED"],
    "the states of a run are lit, and no other");
  equal(whole.numbers, ["1", "3", "2", "2 3", "3", "2", "3", "2", "3", "2"], "each with the sockets that were there");
  equal(whole.ways, ["listen", "connect", "SYN", "SYN, ACK", "ACK", "close", "FIN", "ACK", "FIN", "close", "ACK"], "and the ways between them");
  ok(whole.list[1] === "alice 10.0.1.2:<port> > 10.0.1.1:8080 SYN_SENT → ESTABLISHED → CLOSE_WAIT → LAST_ACK → CLOSED", "which are told in words too", whole.list);
  ok(whole.desc.includes("alice 10.0.1.2:<port> > 10.0.1.1:8080: SYN_SENT → ESTABLISHED") && !whole.legend.includes("CLOSED"), "to who does not see as well", whole.desc);
  const lost = await told("states-trace-lost");
  ok(lost.legend.includes("ESTABLISHED → CLOSED") && lost.seen.at(-1) === "CLOSED", "a step without an arrow is named", lost.legend);
  equal((await told("states-trace-many")).seen.includes("LISTEN"), false, "only= chooses");
  const queue = await page.evaluate(() => [...document.querySelectorAll(".queue li")].map((line) => [line.textContent, line.querySelector(".slots")?.ariaLabel ?? ""]));
  equal(queue, [["ss 10.0.1.1:8080 ■■□ 3칸 가운데 2칸", "3칸 가운데 2칸"], ["ss [::]:80 4096칸 가운데 5칸", ""]], "a queue has slots, but for too many");
  await page.close();
}

// What is drawn stands below the drawing too, in words, which are found.
async function testSearch(stage) {
  const found = [];
  for (const words of ["예순 걸음", "InCsumErrors"]) {
    const page = await stage.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    await page.goto(stage.base + PAGE, { waitUntil: "load" });
    await page.keyboard.press("/");
    await page.keyboard.type(words);
    await page.waitForFunction(() => /\S/.test(document.querySelector(".search-status").textContent));
    found.push(await page.locator(`.search-results a[href*="${PAGE}"]`).count());
    await page.close();
  }
  ok(found[0] > 0 && found[1] === 0, "a search finds the text of an article, and not its drawings", found);
}

run(async () => {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  fs.mkdirSync(FOLDER, { recursive: true });
  await withStage({ extra: ["timelines"] }, async (stage) => {
    for (const [width, media] of LOOKS) await testLook(stage, width, media);
    for (const width of [1280, 320]) await testKeys(stage, width);
    await testWords(stage);
    await testStates(stage);
    await testSearch(stage);
  });
});
