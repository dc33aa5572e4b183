#!/usr/bin/env python3
"""Every link, anchor and file that a page names is there, wherever the site is mounted."""

import errno
import glob
import json
import os
import re
import shutil
import struct
import subprocess
import time
from urllib.parse import quote, unquote

from blog import ROOT, Site, bundle, equal, has, ok, read, run

# What a name of the indexes is called in outputs: an error by its message too.
SAID = {name: [os.strerror(number)] for number, name in errno.errorcode.items()} | {"ESTABLISHED": ["ESTAB"]}

MOST = 110_000

# What is weighed apart, and what each may take: a time line is two drawings and a text, which compress to a fifth;
# a table of answers is as long as there are answers; the rest of a file around a source is folded.
APART = {"time line": (r'<figure class="snippet snippet-timeline[^"]*".*?</figure>', 40_000),
         "table": (r'<figure class="snippet snippet-table[^"]*".*?</figure>', 15_000),
         "rest of a source": (r'<details class="(?:rest|how)".*?</details>', 10_000)}

PROOF = """
require "html-proofer"
proof = HTMLProofer.check_directory(ARGV[0],
  :disable_external => true, :allow_missing_href => false, :check_internal_hash => true,
  :ignore_urls => [%r{\\Ahttp://localhost:4000/}], :swap_urls => ARGV[1] ? { /\\A#{ARGV[1]}/ => "" } : {})
proof.run
"""


def proof(site, base=None):
    """Runs html-proofer without the network."""
    return bundle("ruby", "-e", PROOF, site.path("_site"), *([base] if base else []), groups="")


def apart(site, page, pattern):
    """The bytes of each piece of PAGE that is weighed apart."""
    with open(site.path("_site", page), encoding="utf-8") as file:
        return [len(piece.encode()) for piece in re.findall(pattern, file.read(), re.DOTALL)]


def weight(site, page):
    """The bytes that PAGE is read with, but for what is apart: itself, its style, its scripts but for the search's."""
    files = ["assets/css/site.css", *(f"assets/js/{name}.js" for name in ("theme", "contents", "copy"))]
    return sum(os.path.getsize(site.path("_site", file)) for file in [page, *files]) - sum(
        sum(apart(site, page, pattern)) for pattern, _ in APART.values())


def test_weights(site):
    articles = [os.path.relpath(path, site.path("_site")) for path in glob.glob(site.path("_site/posts/*/index.html"))]
    heavy = {page: weight(site, page) for page in articles if weight(site, page) > MOST}
    ok(articles and not heavy, f"no article weighs over {MOST} bytes uncompressed: split one that does", heavy)
    for name, (pattern, most) in APART.items():
        sizes = [size for page in articles for size in apart(site, page, pattern)]
        ok(sizes and max(sizes) <= most, f"no {name} over {most}: show less", sizes)


def indexed(site, page="/reference/"):
    """The indexes of PAGE: by name the programs, each with the addresses of its figures."""
    root = read(site.page(page)).root
    return {entry.attrs["id"]: {
        item.one("code").text: [link.attrs["href"] for link in item.all("a")] for item in entry.one("dd").all("li")
    } for entry in root.one("article").all("div") if entry.all("dd")}


def misled(site):
    """What the indexes say a figure shows that is not there."""
    wrong, pages = [], {}
    for name, programs in indexed(site).items():
        for href in sum(programs.values(), []):
            page, anchor = href.split("#")
            root = pages.setdefault(page, read(site.page(page)).root)
            figures = root.all("figure", id=unquote(anchor))
            said = [name, *SAID.get(name, []), name.replace("_WAIT", "-WAIT-").replace("_", "-").rstrip("-")]
            if not figures or not any(word in figures[0].text for word in said):
                wrong.append(f"{name}: {href}")
    return wrong


def printing(*words):
    """The snippets of which a record has an output with one of WORDS, and an article shows it."""
    found = set()
    shown = set()
    for path in glob.glob(f"{ROOT}/_posts/*.md"):
        with open(path, encoding="utf-8") as file:
            shown |= set(re.findall(r"<!-- snip (?:output|table) ([^ ]+)(?: [^>]*)?-->", file.read()))
    for path in glob.glob(f"{ROOT}/_data/snippets/**/*.json", recursive=True):
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
        if any(word in process["output"] for process in record["processes"] for word in words):
            found.add(record["snippet"])
    return found & shown


def test_indexes(site):
    entries = indexed(site)
    taken = printing("EADDRINUSE", "Address already in use")
    ok(len(taken) > 1 and set(entries["EADDRINUSE"]) == taken, "EADDRINUSE has all programs that print it",
       f"{set(entries['EADDRINUSE'])}, not {taken}")
    ok({"bind", "SO_PEERCRED", "CLOSE_WAIT"} <= set(entries), "calls, options and states are there too", list(entries))
    ok("shutdown/half_close" in entries["CLOSE_WAIT"], "a state by what the kernel calls it", entries["CLOSE_WAIT"])
    ok("printf" not in entries, "what is in every program is not")
    equal(misled(site), [], "each of the figures is there, and shows what is said of it")
    path = "_site/posts/bind-names/index.html"
    site.edit(path, lambda text: text.replace('id="output-bind-rules"', 'id="output-bind-rulez"'))
    ok("EADDRINUSE: /posts/bind-names/#output-bind-rules" in misled(site), "one that is not would be seen")


def size_of(path):
    """Width and height of a PNG."""
    with open(path, "rb") as file:
        head = file.read(24)
    return struct.unpack(">II", head[16:]) if head.startswith(b"\x89PNG\r\n\x1a\n") else None


def cards(site):
    """The cards that pages name, each with its digest and its size; None for one that is not there."""
    named = {unquote(path) for page in site.pages() for path in re.findall(r'og:image" content="[^"]*/(assets/cards/[^"]*)"', site.page(page))}
    files = site.digests()
    return {name: (files[name], size_of(site.path("_site", name))) if name in files else None for name in named}


def draw(site, **env):
    return subprocess.run([os.path.join(ROOT, "tools/cards"), site.path("_site")], env={**os.environ, **env}, capture_output=True, text=True)


def test_cards(site):
    """Each page has a picture where others link to it, and each article its own."""
    if not shutil.which("rsvg-convert"):
        ok("CI" not in os.environ, "rsvg-convert is missing: tools/setup site installs it")
        return
    done = draw(site)
    ok(done.returncode == 0, "the cards are drawn", done.stderr)
    drawn = cards(site)
    equal([name for name, card in drawn.items() if not card or card[1] != (1200, 630)], [], f"{len(drawn)} are there, 1200 by 630")
    ok(len({card[0] for card in drawn.values()}) == len(drawn) > 5, "and no two are the same", drawn)
    os.mkdir(site.path("bin"))
    os.symlink(shutil.which("node"), site.path("bin/node"))
    shutil.rmtree(site.path("_site/assets/cards"))
    done = draw(site, PATH=site.path("bin"))
    ok(done.returncode == 0 and cards(site) == drawn, "what was drawn before is not drawn again", done.stderr)
    site.edit("_site/posts/plain/index.html", lambda text: text.replace('"headline":"', f'"headline":"{time.time()} '))
    equal(draw(site, PATH=site.path("bin")).stderr, "cards: rsvg-convert is missing. Run: tools/setup site\n", "what draws them is named where it is missing")


def test():
    with Site(articles=True) as site:
        done = proof(site.built())
        ok(done.returncode == 0, "all links and anchors resolve", done.stdout)
        test_indexes(site)
        test_weights(site)
        site.edit("_posts/2026-01-03-plain.md", lambda text: text.replace("#소켓-만들기", "#소켓-없애기"))
        done = proof(site.built())
        ok(done.returncode != 0, "an anchor that is not there is seen")
        has(done.stdout, quote("소켓-없애기"), "and named")

    with Site() as site:
        site.edit("_config.yml", lambda text: text.replace('baseurl: ""', 'baseurl: "/blog"'))
        done = proof(site.built(), "/blog")
        ok(done.returncode == 0, "so they do below /blog", done.stdout)
        test_cards(site)
        for url in ["/", "/posts/whole/", "/posts/plain/", "/tags/", "/404.html"]:
            outside = [u for u in re.findall(r'(?:href|src)="(/[^"]*)"', site.page(url)) if not u.startswith("/blog/")]
            equal(outside, [], f"{url}: nothing leads out of /blog")
        has(site.page("/posts/plain/"), 'href="/blog/posts/whole/#', "links in posts too")
        has(site.page("/feed.xml"), "http://localhost:4000/blog/posts/whole/", "and the feed's")


run(test)
