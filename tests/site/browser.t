#!/usr/bin/env python3
"""A real browser, at the width of a small phone: nothing sticks out, nothing is fetched elsewhere."""

import functools
import http.server
import threading

import browser
from blog import Site, equal, ok, run, skip_all

PAGES = ["/", "/posts/whole/", "/posts/plain/", "/posts/odd/", "/posts/minimal-mistakes/", "/categories/", "/tags/", "/404.html"]

# The elements that reach beyond the window, but for what scrolls in a box of its own.
SPILL = """[...document.querySelectorAll("body *")].filter(e =>
  e.getBoundingClientRect().right > innerWidth + 0.5 && !e.parentElement.closest("pre, .table, .lab") && !e.matches(".skip")
).map(e => e.outerHTML.slice(0, 80))"""

# Code that is cut off: wider than its box, which does not scroll.
CUT = """[...document.querySelectorAll("pre")].filter(e =>
  e.scrollWidth > e.clientWidth && !["auto", "scroll"].includes(getComputedStyle(e).overflowX)
).map(e => e.textContent.slice(0, 60))"""

# Text whose contrast with what is behind it is below what WCAG asks (AA).
CONTRAST = """(() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number)
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                       return .2126 * r + .7152 * g + .0722 * b }
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor)
                                                         if (c.length == 3 || c[3] == 1) return c } return [255, 255, 255] }
  const bad = new Set
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue
    const e = texts.currentNode.parentElement, [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))]
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
    if (ratio < 4.5) bad.add(`${ratio.toFixed(2)} ${e.tagName}.${e.className}: ${texts.currentNode.data.slice(0, 30)}`)
  }
  return [...bad]
})()"""

# Where the columns of a captured table begin: "3" and "소켓" stand below each other.
COLUMNS = """[...document.querySelectorAll("#output-socket-create samp")].map(samp => {
  const left = (node, at) => { const r = document.createRange(); r.setStart(node, at); r.setEnd(node, at + 1)
                               return r.getBoundingClientRect().left - samp.getBoundingClientRect().left }
  const first = samp.firstChild, last = samp.querySelector(".w4").nextSibling
  return [left(first, first.data.indexOf("3")), left(last, last.data.indexOf("소"))]
})[0]"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test():
    with Site() as site, browser.Browser() as chromium:
        site.built()
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Quiet, directory=site.path("_site")))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_port}"

        for url in PAGES:
            page = chromium.open(origin + url, width=320, height=640)
            width = page.eval("[document.documentElement.scrollWidth, innerWidth]")
            ok(width == [320, 320], f"{url}: no horizontal scroll at 320 px", width, *page.eval(SPILL))
            equal(page.eval(CUT), [], f"{url}: what is too wide scrolls by itself")
            equal([u for u in page.requests if not u.startswith(origin + "/")], [], f"{url}: no request leaves the site")
            ok(len(page.requests) > 1, f"{url}: its own files are fetched", page.requests)
            page.close()

        for scheme in ["light", "dark"]:
            page = chromium.open(origin + "/posts/whole/", scheme=scheme)
            equal(page.eval(CONTRAST), [], f"{scheme}: text is readable (contrast AA)")
            paper = page.eval("getComputedStyle(document.documentElement).backgroundColor")
            equal(paper, {"light": "rgb(253, 252, 248)", "dark": "rgb(22, 24, 28)"}[scheme], f"{scheme}: by preference")
            latin, hangul = page.eval(COLUMNS)
            ok(abs(latin - hangul) < 0.5, f"{scheme}: columns line up below Hangul", latin, hangul)
            page.close()

        page = chromium.open(origin + "/posts/whole/")
        for kind in ["rawKeyDown", "keyUp"]:
            page.call("Input.dispatchKeyEvent", {"type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9})
        equal(page.eval('document.activeElement.className'), "skip", "the first stop of the keyboard is the skip link")
        ok(page.eval('document.activeElement.getBoundingClientRect().left >= 0'), "which then is in sight")
        ok(page.eval('getComputedStyle(document.activeElement).outlineStyle != "none"'), "and marked")

        page.call("Page.navigate", {"url": "about:blank"})
        page.close()
        server.shutdown()


if not browser.find():
    skip_all("chromium is missing: tools/setup test installs it")
run(test)
