#!/usr/bin/env python3
"""Jekyll follows changes as `make serve` has it do: what a change is seen in is rendered anew, and nothing else."""

import os
import signal
import subprocess
import time

from blog import ROOT, Site, equal, has, lacks, ok, run

LIMIT = 90  # seconds: only to end a wait for what never comes
A, B, FAR = (f"posts/{name}/index.html" for name in ("first", "second", "far"))


class Following:
    """Jekyll, watching SITE, until the `with` block ends."""

    def __init__(self, site):
        self.site = site

    def __enter__(self):
        self.log = open(self.site.path("log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [os.path.join(ROOT, "tools/bundle"), "exec", "jekyll", "build", "--watch", "--incremental",
             "--source", self.site.folder, "--destination", self.site.path("_site")],
            cwd=ROOT, env=dict(os.environ, BUNDLE_WITHOUT="test", NO_COLOR="1", FAULTS="show"), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=30)
        self.log.close()

    def said(self):
        with open(self.site.path("log"), encoding="utf-8") as file:
            return file.read()

    def wait(self, condition, name):
        """Waits until CONDITION holds, which is a test."""
        end = time.monotonic() + LIMIT
        while not condition():
            if self.process.poll() is not None or time.monotonic() > end:
                return ok(False, name, self.said())
            time.sleep(0.05)
        return ok(True, name)

    def awake(self):
        """Waits until it watches: a change before that is lost, so it is made again and again."""
        def seen():
            self.site.write("assets/awake.txt", str(time.monotonic()))
            time.sleep(0.5)
            return "awake.txt" in self.said()
        return self.wait(seen, "it watches")

    def built(self, times):
        """Waits until it has built TIMES times."""
        return self.wait(lambda: self.said().count("done in") >= times, f"build {times} ends")


def post(title, number):
    return f"---\ntitle: {title}\nseries: 연재\nseries_order: {number}\n---\n{title}의 글\n"


def written(site):
    return {page: os.stat(site.path("_site", page)).st_mtime_ns for page in (A, B, FAR)}


def shows(site, page, text):
    """Whether PAGE shows TEXT; it may be in the middle of being written."""
    try:
        with open(site.path("_site", page), encoding="utf-8") as file:
            return text in file.read()
    except OSError:
        return False


def test():
    with Site() as site:
        site.write("_posts/2026-03-01-first.md", post("하나", 1))
        site.write("_posts/2026-03-02-second.md", post("둘", 2))
        site.write("_posts/2026-03-03-far.md", "---\ntitle: 멀리\n---\n멀리 있는 글\n")
        site.write(".snip/proofs/old", "")
        with Following(site) as jekyll:
            jekyll.built(1)
            jekyll.awake()
            site.write(".snip/proofs/new", "")
            before = written(site)
            site.write("_posts/2026-03-01-first.md", post("새 하나", 1))
            jekyll.wait(lambda: shows(site, A, "새 하나의 글"), "a changed post is seen")
            jekyll.wait(lambda: shows(site, B, "새 하나"), "its new title too, in the series of another post")
            jekyll.wait(lambda: shows(site, "index.html", "새 하나"), "and in the list of posts")
            equal(written(site)[FAR], before[FAR], "a post that shows nothing of it is not written again")

            site.edit("_data/snippets/socket/create.json", lambda text: text.replace("gcc 12.2", "gcc 14.1"))
            jekyll.wait(lambda: shows(site, "posts/whole/index.html", "gcc 14.1"), "a changed record is seen in the post that shows it")
            site.edit("_data/ko.yml", lambda text: text.replace("  note: 참고", "  note: 알림"))
            jekyll.wait(lambda: shows(site, "posts/whole/index.html", "알림"), "so is a changed string")
            site.edit("_layouts/single.html", lambda text: text.replace("post-header", "post-head"))
            jekyll.wait(lambda: shows(site, FAR, "post-head"), "so is a changed layout")
            site.write("_posts/2026-03-04-newest.md", post("셋", 3))
            jekyll.wait(lambda: shows(site, "posts/newest/index.html", "셋의 글"), "a new post is seen")
            jekyll.wait(lambda: shows(site, B, "셋"), "and by those before it in its series")
            os.remove(site.path("_posts/2026-03-04-newest.md"))
            jekyll.wait(lambda: not shows(site, B, "셋") and shows(site, B, "둘의 글"), "one that is gone is gone from there")
            jekyll.wait(lambda: not os.path.exists(site.path("_site/posts/newest/index.html")), "and from the site")
            site.write("_posts/2026-03-05-wrong.md", "\n" + post("넷", 4))
            jekyll.wait(lambda: "_posts/2026-03-05-wrong.md:1: the head does not begin the file" in jekyll.said(), "what cannot be read is told")
            site.write("_posts/2026-03-05-wrong.md", post("넷", 4) + "\n[어디](/nowhere/)\n")
            jekyll.wait(lambda: shows(site, "posts/wrong/index.html", "넷의 글"), "and seen once it is mended")
            has(jekyll.said(), "_posts/2026-03-05-wrong.md:8: there is no /nowhere/; ", "what is wrong in it then is told too")
            lacks(jekyll.said(), ".snip/", "what snip remembers wakes nobody")

    # As `jekyll serve --livereload` has it, without a port of the author's own.
    with Site(config="livereload: true\n") as site:
        page = site.built().page("/")
        has(page, "'wasm-unsafe-eval' http://*:35729;", "the policy lets the page be reloaded")
        has(page, "connect-src 'self' ws://*:35729;", "when the server says so")

    with open(os.path.join(ROOT, "tools/serve"), encoding="utf-8") as file:
        has(file.read(), "serve --incremental", "`make serve` follows in this way")


run(test)
