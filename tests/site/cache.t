#!/usr/bin/env python3
"""Jekyll keeps converted Markdown: no page may be older than what it is made of."""

import os
import shutil

from blog import Site, equal, has, lacks, ok, run

PAGE = "posts/whole/index.html"
RECORD = "_data/snippets/socket/create.json"


def changed(site, before):
    """Rebuilds; the pages that came out different, and all digests."""
    after = site.built().digests()
    return sorted(name for name in after if after[name] != before.get(name) and name.endswith(".html")), after


def test():
    with Site() as site:
        first = site.built().digests()
        ok(os.path.isdir(site.path(".jekyll-cache/Jekyll/Cache/Jekyll--Converters--Markdown")), "Jekyll has cached pages")
        second = site.built().digests()
        equal(second, first, "a second build, from the cache, gives the same bytes")
        has(site.page("/posts/whole/"), '<nav class="contents"', "contents included")

        site.edit(RECORD, lambda text: text.replace("gcc 12.2", "gcc 14.1"))
        pages, third = changed(site, second)
        equal(pages, ["index.html", PAGE], "a changed record changes the page that shows it, and home, which tells what all ran on")
        has(site.page("/posts/whole/"), "Linux 6.18, gcc 14.1, glibc 2.36", "to what it says now")

        site.edit("_data/calls.yml", lambda text: text.replace("    - socket\n", ""))
        pages, fourth = changed(site, third)
        equal(pages, [PAGE, "reference/index.html"], "so does a changed table of calls, and the index of them")
        lacks(site.page("/posts/whole/"), "socket.2.html", "to what it says now")

        site.write("snippets/socket/create.c", "int printf(const char *, ...) { return 0; }\n")
        pages, fifth = changed(site, fourth)
        equal(pages, [PAGE], "so does a program that is there now")
        has(site.page("/posts/whole/"), 'href="/snippets/socket/create.c"', "which can be fetched")
        lacks(site.page("/posts/whole/"), "printf.3.html", "and has a function of its own")

        site.edit("_plugins/article/renderer.rb", lambda text: text.replace("alert-title", "alert-name"))
        pages, sixth = changed(site, fifth)
        equal(pages, [PAGE], "a changed plugin changes the pages")
        lacks(site.page("/posts/whole/"), "alert-title", "to what it makes now")

        site.edit("_data/ko.yml", lambda text: text.replace("  note: 참고", "  note: 알림"))
        pages, _ = changed(site, sixth)
        equal(pages, [PAGE], "so does a changed string")

        site.edit("_config.yml", lambda text: text.replace("table, ", ""))
        site.built()
        lacks(site.page("/posts/whole/"), "<table", "so does a changed option")

    with Site() as site:
        shutil.rmtree(site.path("_data/snippets"))
        site.built()
        has(site.page("/posts/whole/"), 'id="output-socket-create"', "without any record the snippets are shown")
        lacks(site.page("/posts/whole/"), "snippet-foot", "and claim nothing")
        os.mkdir(site.path("_data/snippets"))
        equal(site.build()[0], 0, "an empty folder of records is fine")

    with Site() as site:
        site.write("_posts/2026-02-01-said.md", "---\ntitle: x\n---\n글은 **말(word)**은\n")
        before = site.built().digests()
        site.edit("_config.yml", lambda text: text + "disable_disk_cache: true\n")
        status, said = site.build()
        equal((status, said.count("the asterisks would show")), (0, 1), "without a cache a build says the same, once")
        equal(site.digests(), before, "and makes the same bytes")

    with Site() as site:
        site.edit("_layouts/single.html", lambda text: text.replace("{{ content }}", "{{ content }}{% include nowhere.html %}"))
        status, said = site.build()
        ok(status != 0, "what goes wrong in a layout stops the build", said)
        equal(said.count("Could not locate the included file 'nowhere.html'"), 2, "and is told once, by Liquid and as the end")

    with Site(fixtures=False) as site:
        equal(site.build()[0], 0, "a site without posts builds")
        has(site.page("/"), "아직 글이 없다", "and says so")


run(test)
