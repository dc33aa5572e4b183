// What the tests of the rendered site share: the site, served on the loopback, and Debian's chromium.
"use strict";

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");
const tap = require("./tap.js");

const ROOT = path.join(__dirname, "../..");

// Skips the test where ERROR says that an npm package of the tests is not installed.
function missing(error) {
  if (!/MODULE_NOT_FOUND/.test(error.code)) throw error;
  tap.skipAll(`an npm package is missing: tools/setup test installs it (${error.message.split("\n")[0]})`);
}

function need(name) {
  try {
    return require(name);
  } catch (error) {
    return missing(error);
  }
}

// The path of a file in one of them.
need.path = (file) => {
  need(path.join(file.split("/")[0], "package.json"));
  return require.resolve(file);
};

const CHROMIUM = ["chromium", "chromium-browser"]
  .flatMap((name) => (process.env.PATH ?? "").split(":").map((folder) => path.join(folder, name)))
  .find((file) => fs.existsSync(file));

// As root it needs --no-sandbox; its shared memory is too small in many containers.
const FLAGS = ["--disable-dev-shm-usage", ...(process.geteuid() === 0 ? ["--no-sandbox"] : [])];

function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stage-"));
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// Renders the site into FOLDER with the posts of the folders EXTRA, for the address ORIGIN + BASEURL.
function render(folder, extra, origin, baseurl) {
  const args = ["-B", path.join(__dirname, "stage.py"), folder, ...extra, `--url=${origin}`, `--baseurl=${baseurl}`];
  execFileSync("python3", args, { stdio: ["ignore", "inherit", "inherit"] });
}

// What no file answers is answered by 404.html, as static hosts do.
function serve(folder) {
  const sirv = need("sirv")(folder, { dev: true });
  const server = http.createServer((request, response) =>
    sirv(request, response, () => response.writeHead(404).end("404")),
  );
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

// The addresses of all pages, "/" first.
function pagesOf(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".html") && !/(^|\/)pagefind\//.test(name) && !/(^|\/)snippets\//.test(name))
    .map((name) => `/${name}`.replace(/\/index\.html$/, "/"))
    .sort();
}

// Calls USE with the rendered site and the browser, and puts both away afterwards.
async function withStage({ extra = [], baseurl = "" }, use) {
  const { chromium } = need("playwright-core");
  if (!CHROMIUM) tap.skipAll("chromium is missing: tools/setup test installs it");
  const folder = temporaryFolder();
  const server = await serve(folder);
  const origin = `http://127.0.0.1:${server.address().port}`;
  let browser;
  try {
    render(folder, extra, origin, baseurl);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS, chromiumSandbox: process.geteuid() !== 0 });
    await use({ browser, folder, origin, base: origin + baseurl, pages: pagesOf(folder + baseurl) });
  } finally {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  }
}

module.exports = { CHROMIUM, FLAGS, ROOT, missing, need, withStage };
