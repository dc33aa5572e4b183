#!/usr/bin/env python3
"""Builds the fixtures and looks at what the pages say."""

import glob
import json
import os
import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import unquote

from blog import PARTS, ROOT, Site, equal, has, lacks, ok, read, run

REPOSITORY = "https://example.org/me/blog"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def warnings(output):
    return [line for line in output.splitlines() if re.search(r"warn|deprecat|error", line, re.I)]


def prose(page):
    return page.root.one("div", cls="prose")


def headings(page):
    return [(e.tag, e.attrs.get("id")) for e in prose(page).walk() if re.fullmatch("h[1-6]", e.tag)]


def outline(element):
    """Nested lists of links as nested lists of fragments."""
    result = []
    for item in element.children:
        link, *rest = [child for child in item.children if not isinstance(child, str)]
        result.append([link.attrs["href"], *[outline(child) for child in rest]])
    return result


def test_headings(page):
    equal(headings(page), [
        ("h2", "소켓"), ("h3", "hello-world-socket"), ("h3", "소켓-1"), ("h3", "소켓-만들기"),
        ("h4", "깊은-절"), ("h5", "더-깊은-절"), ("h2", "표와-그-밖의-것"),
    ], "headings have readable ids, Hangul kept, doubles numbered, below the page's only first heading")
    contents = page.root.one("nav", cls="contents")
    equal(contents.one("h2").text, "이 글의 차례", "toc_label names the contents")
    equal(outline(contents.all("ul")[0]), [
        ["#소켓", [["#hello-world-socket"], ["#소켓-1"], ["#소켓-만들기", [["#깊은-절"]]]]],
        ["#표와-그-밖의-것"],
    ], "contents nest as the headings do")
    equal(contents.all("a")[1].text, "Hello, World: socket()!", "contents show a heading's text")


def test_snippets(page):
    figures = {e.attrs["id"]: e for e in page.root.all("figure")}
    equal([(e.attrs["class"], id) for id, e in figures.items()], [
        ("snippet snippet-code snippet-unverified", "code-socket-create-c-region"),
        ("snippet snippet-output snippet-proven", "output-socket-create"),
        ("snippet snippet-code snippet-unverified", "code-socket-create-c"),
        ("snippet snippet-diagnostics snippet-unverified", "diagnostics-bind-bad-c"),
        ("snippet snippet-output snippet-unverified", "output-tcp-echo"),
    ], "each filled block is a figure, marked where it is not verified; an empty one is none")

    code = figures["code-socket-create-c-region"]
    equal(code.one("figcaption").text, "소스 socket/create.c region tar.gz 저장소에서", "code is captioned by file and region")
    source = code.one("pre").text
    for part in ["{{ not liquid }}", "{% raw %}", "-->", "</script>", "]]>", "&amp;", "/* 소켓을 하나 만든다 */\n\n    printf"]:
        has(source, part, f"code shows {part!r} as it is")
    ok(code.all("b") and code.all("span", cls="s"), "code is highlighted")

    output = figures["output-socket-create"]
    equal(output.one("p", cls="snippet-foot").text, "Linux 6.18, gcc 12.2, glibc 2.36에서 실행해 기록. make snippets로 다시 확인", "output says what it was recorded on")
    equal([e.parent.tag for e in page.root.all("p", cls="snippet-foot")], ["details"], "folded")
    equal(page.root.one("p", cls="recorded").text, "이 글의 실행 결과는 Linux 6.18, gcc 12.2, glibc 2.36에서 실행해 기록했다.", "since the page says it once for all")
    equal(output.one("pre").text,
          "$ ./create 이름\nfd      3\n이름    소켓\n$ not a prompt\n"
          "{{ x }} {% y %} --> </script> <!-- snip --> ]]>\n[exit status 3]\n", "output is shown to the letter")
    equal([e.text for e in output.all("kbd")], ["./create 이름"], "what was typed is told from what was printed, by the record")
    equal([e.text for e in output.all("span", cls="prompt")], ["$"], "so is the prompt")
    ok(output.one("samp").text.startswith("fd "), "what was printed is <samp>")
    equal([(e.text, e.attrs["class"]) for e in output.one("samp").all("span")], [("이름", "w4")],
          "wide characters take two cells where there is a column behind them")

    equal(figures["code-socket-create-c"].parent.tag, "li", "a snippet may stand in a list")
    quoted = figures["diagnostics-bind-bad-c"]
    equal(quoted.parent.tag, "blockquote", "a snippet may stand in a quote")
    has(quoted.one("details").one("pre").text, "    3 |     return ;\n      |            ^\n", "columns of diagnostics are kept")

    session = page.root.all("pre")[-2]
    equal([e.text for e in session.all("span", cls="prompt")], ["server$", "alice$"], "prompts may have names")
    equal([e.text for e in session.all("samp")], ["기다리는 중"], "a session's output stands between its commands")


def test_processes(page):
    output = page.root.one("figure", id="output-tcp-echo")
    lacks(output.one("figcaption").text, "only", "a caption does not say how an output was chosen")
    equal([e.text for e in output.all("span", cls="prompt")], ["server$", "alice$", "bob$"],
          "each process has its prompt; what a program prints is none, even with a command that was run")
    equal([e.text for e in output.all("kbd")],
          ["./server 2", "./client alice <<'EOF'\n<b> &\n\nserver$ ./server 2\nEOF", "printf %s '한 줄' | ./client bob"],
          "a here-document is typed, to its end")
    equal([e.text for e in output.all("samp")],
          ["bob$ ./server 2\n$ ./server 2\n반쯤", "연결"], "what each printed is below its command")
    equal([e.text for e in output.all("span", cls="ending")], ["[killed by SIGPIPE]"], "what snip says of its end is told apart")
    equal([e.text for e in output.all("p", cls="process")],
          ["server SIGTERM 받고 멈춤", "alice", "bob"], "each is headed by its name, and by its stop")
    equal("".join(e.text for e in output.all("pre")),
          "server$ ./server 2\nbob$ ./server 2\n$ ./server 2\n반쯤\nalice$ ./client alice <<'EOF'\n<b> &\n\n"
          "server$ ./server 2\nEOF\n연결\n[killed by SIGPIPE]\nbob$ printf %s '한 줄' | ./client bob\n",
          "and nothing of it is lost")


def test_markdown(page, text):
    leaked = [c for c in page.comments if re.match(r"\s*/?snip\b", c)]
    equal(leaked, [], "no directive reaches the page")
    ok(any("an ordinary comment stays" in c for c in page.comments), "other comments do")
    has(page.root.all("pre")[-1].text, "<!-- snip output socket/create -->", "a directive in code is text")
    equal([(e.attrs["class"], e.one("p", cls="alert-title").text) for e in page.root.all("div", cls="alert")],
          [("alert alert-note", "참고"), ("alert alert-warning", "주의")], "alerts")
    equal(page.root.all("div", cls="alert")[0].all("p")[1].text, "알아 둘 것이다.", "an alert's marker is not shown")
    has(text, "그냥 인용이다. [!NOTE]", "a quote that names one is none")
    equal([e.attrs.get("class") for e in page.root.one("table").all("td")][:3], ["left", "center", "right"], "tables align")
    equal(page.root.one("del").text, "지움", "strikethrough")
    ok(page.root.all("a", href="https://example.org/"), "autolinks")
    equal(len(page.root.all("input", type="checkbox")), 2, "task lists")
    equal(page.root.all("details")[-1].one("em").text, "글", "raw HTML stays, Markdown in it works")
    equal([e.attrs["id"] for e in page.root.all("a", href="#fn1")], ["fnref1", "fnref1-2"], "a footnote may be used twice")
    has(prose(page).text, "a < b && c > d", "a fence of an unknown language is escaped text")


def test_front_matter(site, output):
    page = read(site.page("/posts/whole/"))
    equal(page.root.one("h1").text, '소켓, 처음부터 <끝>까지 & "다시"', "a title is text")
    equal([e.attrs["datetime"] for e in page.root.all("time")], ["2026-01-02", "2026-02-03"], "dates of writing and of change")
    equal(page.root.one("article").attrs["class"], "post wide", "classes")

    page = read(site.page("/posts/plain/"))
    equal([e.text for e in page.root.one("dl").all("a")], ["네트워크", "기초"], "categories in one string; tags that are empty")
    equal(page.root.all("nav", cls="contents"), [], "two headings make no contents")

    page = read(site.page("/posts/no-title/"))
    equal(page.root.one("h1").text, "No Title", "a post without a title is named by its file")
    figure = page.root.one("figure")
    has(figure.one("pre").text, "기록이 없어도 보인다", "a snippet whose record tells little is shown")

    page = read(site.page("/posts/minimal-mistakes/"))
    equal(page.root.one("h1").text, "1. Minimal Mistakes로 쓴 글", "a post with Minimal Mistakes' front matter builds")
    equal(page.root.one("article").attrs["class"], "post wide other", "its list of classes")
    equal(page.root.one("nav", cls="contents").one("h2").text, "목차", "its contents, wanted for one heading")

    page = read(site.page("/posts/odd/"))
    equal(headings(page), [("h2", "section-fn1"), ("h2", "section-content"), ("h2", "section"), ("h2", "section-1"), ("h2", "section-2"), ("h2", "section-search-results")],
          "headings take no id of the layout's, and none is empty")
    equal([(e.text, e.attrs["href"]) for e in page.root.one("dl").all("a")[3:]], [("content", "/tags/#section-content")],
          "nor does a tag; one without a name is none")
    equal(page.root.all("nav", cls="contents"), [], "toc: false")
    has(output, "'7' of _posts/2026-01-06-odd.md is not one of the site's", "an unknown layout is replaced, and said so")
    lacks(output, "'post' of", "but for the name that most themes have for ours")
    ok(read(site.page("/posts/empty/")).root.one("main"), "an empty post builds")


def test_lists(site):
    home = read(site.page("/"))
    equal([e.one("a").attrs["href"] for e in home.root.one("ol", cls="posts").all("h2")],
          [f"/posts/{name}/" for name in ["empty", "odd", "minimal-mistakes", "no-title", "plain", "whole"]], "home lists the posts, newest first")
    intro = {e.one("h2").one("a").attrs["href"]: e.all("p")[-1].text for e in home.root.one("ol", cls="posts").children if e != "\n"}
    equal(intro["/posts/whole/"], "소켓은 통신의 끝점이다. 이 문단이 글의 소개가 된다.", "a post is introduced by its first paragraph")
    equal(intro["/posts/no-title/"], "손으로 쓴 소개.", "or by its excerpt")
    equal([(e.text, e.attrs["href"]) for e in home.root.one("ul", cls="questions").all("a")],
          [("무엇이 <소켓>일까?", "/posts/plain/#%ED%95%98%EB%82%98")], "what it answers links to its section")
    ok(home.root.one("svg", cls="picture").attrs["aria-label"] and home.root.one("svg", cls="picture").attrs["role"] == "img",
       "its picture is told in words")
    has(home.root.one("main").text, "예제 3개를 Linux 6.18, gcc 12.2, glibc 2.36에서 실제로 돌려", "how many examples ran, and where, is of the records")
    lacks(home.root.one("main").text, "처음이라면", "without a series of several there is none to begin with")
    categories = read(site.page("/categories/"))
    equal([e.attrs["id"] for e in categories.root.one("article").all("h2")], ["2026", "C", "c", "socket", "기초", "네트워크"], "categories, by name")
    tags = read(site.page("/tags/"))
    equal([(e.attrs["id"], e.text) for e in tags.root.one("article").all("h2")],
          [("C++", "C++"), ("section-content", "content"), ("test-tag", "test tag"), ("소켓", "소켓")], "tags")
    equal(len(tags.root.all("section")[3].all("li")), 2, "a tag lists its posts")
    ok(read(site.page("/404.html")).root.one("main"), "404")


def test_feeds(site):
    feed = ElementTree.fromstring(site.page("/feed.xml"))
    entries = {e.find(ATOM + "link").get("href"): e for e in feed.findall(ATOM + "entry")}
    equal(len(entries), 6, "the feed is XML and has the posts")
    content = entries["http://localhost:4000/posts/whole/"].find(ATOM + "content").text
    has(read(content).root.text, "{{ not liquid }} {% raw %} --> </script> ]]> &amp;", "code survives the feed")
    urls = [e.text for e in ElementTree.fromstring(site.page("/sitemap.xml")).iter(SITEMAP + "loc")]
    ok("http://localhost:4000/posts/whole/" in urls, "the sitemap is XML and has the posts", urls)
    ok(not any("404" in url for url in urls), "but not the page for what is missing", urls)


def test_structured(page):
    post, trail = json.loads(page.root.one("script", type="application/ld+json").text)["@graph"]
    url = "http://localhost:4000/posts/whole/"
    home = {"@type": "Organization", "name": "소켓 읽기", "url": "http://localhost:4000/"}
    equal({key: post[key] for key in ("headline", "url", "datePublished", "dateModified", "inLanguage", "image", "publisher")},
          {"headline": '소켓, 처음부터 <끝>까지 & "다시"', "url": url, "datePublished": "2026-01-02T00:00:00+09:00",
           "dateModified": "2026-02-03T00:00:00+09:00", "inLanguage": "ko",
           "image": "http://localhost:4000/assets/cards/posts/whole.png", "publisher": home},
          "what search engines are told of an article")
    equal([(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]],
          [(1, "소켓 읽기", "http://localhost:4000/"), (2, post["headline"], url)], "and the way to it")


def test_whole(site):
    """What holds for every page."""
    for path in sorted(glob.glob(site.path("_site/**/*.html"), recursive=True)):
        name = os.path.relpath(path, site.path("_site"))
        with open(path, encoding="utf-8") as file:
            text = file.read()
        page = read(text)
        equal(page.faults, [], f"{name}: elements nest")
        ids = [e.attrs["id"] for e in page.root.walk() if "id" in e.attrs]
        equal(sorted(ids), sorted(set(ids)), f"{name}: ids are unique")
        equal(page.root.one("html").attrs["lang"], "en" if name.startswith("en/") else "ko", f"{name}: says its language")
        equal(len(page.root.all("h1")), 1, f"{name}: has one first heading")
        data = [e for e in page.root.all("script") if e.attrs.get("type") == "application/ld+json"]
        equal([e.text for e in page.root.all("script") if e not in data and (e.text or not e.attrs["src"].startswith("/assets/js/"))], [],
              f"{name}: runs no script but files of the site's")
        equal([part["@type"] for e in data for part in json.loads(e.text)["@graph"]],
              ["BlogPosting", "BreadcrumbList"] if name.startswith("posts/") else ["WebSite"] if name in ("index.html", "en/index.html") else [],
              f"{name}: tells what it is")
        equal([e.tag for e in page.root.walk() if any(name.startswith("on") for name in e.attrs)], [], f"{name}: has no script in attributes")
        equal([e.tag for e in page.root.walk() if "style" in e.attrs], [], f"{name}: no element says its style")
        has(page.root.one("footer", cls="site-footer").text, "make snippets", f"{name}: says how to verify")
        source, report = [e.attrs["href"] for e in page.root.one("p", cls="site-links").all("a")][-2:]
        ok(os.path.isfile(site.path(unquote(source.removeprefix(f"{REPOSITORY}/blob/HEAD/")))), f"{name}: links to its file in the repository", source)
        equal(report.split("=")[0], f"{REPOSITORY}/issues/new?title", f"{name}: links to where a mistake is told")


def test_without_repository(site):
    """Who has no copy of the repository can do nothing with a word about one."""
    told = []
    for name in site.pages():
        body = read(site.page(name)).root.one("body")
        text = body.text
        for mark in body.all(cls="unverified"):  # no reader sees one
            text = text.replace(mark.text, "")
        told += [(name, word) for word in ("저장소", "repository", "make snippets") if word in text]
    equal(told, [], "without a repository no page speaks of one")


def test_repository(site, page):
    links = page.root.one("p", cls="site-links").all("a")
    equal([(e.text, e.attrs["href"]) for e in links[2:]],
          [("저장소", REPOSITORY), ("이 쪽의 원본", f"{REPOSITORY}/blob/HEAD/_posts/2026-01-02-whole.md"),
           ("틀린 곳 알리기", f"{REPOSITORY}/issues/new?title=_posts%2F2026-01-02-whole.md%3A%20")],
          "a page links to the repository, to its own file there and to where a mistake is told")
    equal([e.attrs["href"] for e in page.root.all("a", cls="folder")],
          [f"{REPOSITORY}/tree/HEAD/snippets/{name}" for name in ("socket", "socket", "socket", "bind", "tcp")],
          "a figure links to its snippet's folder")
    site.edit("_posts/2026-01-03-plain.md", lambda text: text.replace("소켓>일까?: 하나", "소켓>일까?: 셋"))
    has(site.build()[1], "_posts/2026-01-03-plain.md:5: answers: no section has the id 셋", "an answer without its section is named")
    site.edit("_config.yml", lambda text: text.replace(REPOSITORY, "me/blog"))
    has(site.build()[1], "_config.yml: repository: me/blog is no address; write one as https://", "so is a repository that is no address")


def plant_rest(site):
    """Puts in everything else that stands beside the site in the repository."""
    for name in os.listdir(ROOT):
        if name not in PARTS and name not in ("_posts", "_site") and not name.startswith("."):
            site.write(f"{name}/file" if os.path.isdir(os.path.join(ROOT, name)) else name, "not for readers")


def test():
    with Site() as site:
        plant_rest(site)
        status, output = site.build()
        equal(status, 0, "the site builds")
        equal(warnings(output), [], "without warnings of Ruby or Jekyll")
        test_without_repository(site)
        site.edit("_config.yml", lambda text: re.sub("^repository: .*$", f"repository: {REPOSITORY}/", text, flags=re.M))
        _, strict = site.build(ruby=["-W"])
        ours = [line for line in warnings(strict) if not re.match(r"\S*/(gems|lib/ruby)/", line)]
        equal(ours, [], "nor of our own plugins where Ruby is strict")
        text = site.page("/posts/whole/")
        page = read(text)
        test_headings(page)
        test_snippets(page)
        test_processes(page)
        test_markdown(page, text)
        test_front_matter(site, output)
        test_lists(site)
        test_structured(page)
        test_feeds(site)
        test_whole(site)
        tops = sorted(os.listdir(site.path("_site")))
        equal(tops, ["404.html", "about", "archive", "assets", "categories", "en", "feed.xml", "index.html", "posts", "reference", "robots.txt", "series", "sitemap.xml", "snippets", "tags"],
              "nothing else of the repository is published")
        test_repository(site, page)


run(test)
