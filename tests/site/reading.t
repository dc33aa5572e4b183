#!/usr/bin/env python3
"""What a reader finds round an article: languages, series, lists, feeds, fonts, the switch of colours."""

import functools
import http.server
import json
import os
import re
import threading
import xml.etree.ElementTree as ElementTree

import browser
from blog import ROOT, Site, equal, has, lacks, ok, read, run, skip_all

ATOM = "{http://www.w3.org/2005/Atom}"
ORIGIN = "http://localhost:4000"


def post(title, text="본문.", **front):
    """A post's file; a `_` in the name of a key stays."""
    lines = [f"{key}: {value}" for key, value in {"title": title, **front}.items()]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{text}\n"


# What Markdown has no words for.
RAW = f"""<table><tr><th>이름</th><td>{"z" * 90}</td></tr></table>

<div><table><tr><th>이름</th><td>{"z" * 90}</td></tr></table></div>

<iframe src="/about/" title="소개" width="700"></iframe>

<video width="700"></video>

1. 목록

   - 안쪽 목록

   그 다음 문단

<details><summary><h3>접힌 것</h3></summary>안</details>

## <a name="mark">표시</a>"""

POSTS = {
    "2026-02-01-third.md": post("셋째", series="처음부터", series_order=3),
    "2026-02-02-first.md": post("첫째", series="처음부터", series_order=1, ref="first", tags="[하나]"),
    "2026-02-03-last.md": post("번호 없는 끝", series="처음부터"),
    "2026-02-04-second.md": post("둘째", "## 절", series="처음부터", series_order=2, answers="{ 물음: 절 }"),
    "2026-02-05-other.md": post("다른 연재", series="따로"),
    "2026-02-06-alone.md": post("홀로", "`한글`과 `code`"),
    "2025-12-31-old.md": post("작년 글", "[그림](/assets/icon.svg)과 [옆 글](../alone/)과 [절](#절)\n\n## 절"),
    "en/2026-02-07-first.md": post(
        "First", "## A section\n\n> [!NOTE]\n> A note.\n", lang="en", ref="first", tags="[one]"),
    "2026-02-08-long.md": post("긴 글", "\n\n".join(
        f"## {n}번째 절\n\n" + "소켓은 통신의 끝점이다. " * 60 for n in range(1, 12))),
    "2026-02-09-hazards.md": post(
        "험한 글", "가" * 200 + "\n\nhttps://example.org/" + "x" * 300 + "\n\n`" + "y" * 200
        + "`\n\n<div class=\"raw\"><b>원본</b></div>\n\n" + RAW),
}


def items(listed):
    """Those of a list, without what lists within it have."""
    return [e for e in listed.all("li") if e.parent is listed]


def links(element):
    return [e.attrs["href"] for e in element.all("a")]


def neighbours(site, name):
    found = read(site.page(f"/posts/{name}/")).root.one("nav", cls="neighbours")
    return {kind: links(found.one("p", cls=kind))[0] for kind in ["previous", "next"] if found.all("p", cls=kind)}


def test_series(site):
    order = [f"/posts/{name}/" for name in ["first", "second", "third", "last"]]
    page = read(site.page("/series/"))
    equal([(e.one("h2").text, [links(part)[0] for part in items(e.one("ol"))]) for e in page.root.all("section")],
          [("처음부터", order), ("따로", ["/posts/other/"])], "the series page has the order to read in")
    equal(links(page.root.one("ul", cls="questions")), [order[1] + "#%EC%A0%88"], "and what each part answers")
    box = read(site.page("/posts/second/")).root.one("details", cls="series")
    equal(links(box), [order[0], "#content", *order[2:]], "so has each of its posts, which marks itself")
    equal(box.one("a", href="#content").attrs["aria-current"], "page", "and tells so")
    has(box.one("summary").text, "4편 가운데 2번째 글", "with its number")
    equal(read(site.page("/posts/other/")).root.all("details", cls="series"), [], "a series of one is none yet")
    equal(links(read(site.page("/")).root.one("p", cls="begin")), [order[0]], "the home page says where to begin")
    equal(neighbours(site, "second"), {"previous": order[0], "next": order[2]}, "in a series the neighbours are its own")
    equal(neighbours(site, "first"), {"next": order[1]}, "and its first has none before")
    equal(neighbours(site, "alone"), {"previous": "/posts/other/", "next": "/posts/long/"},
          "elsewhere they are those before and after, of the same language")


def test_lists(site):
    page = read(site.page("/archive/"))
    equal([(e.one("h2").attrs["id"], len(e.all("li"))) for e in page.root.all("section")], [("2026", 8), ("2025", 1)],
          "the archive lists all posts by year")
    equal(page.root.one("h2", id="2025").text, "2025년", "in the words of the language")
    missing = read(site.page("/404.html")).root
    equal(len(items(missing.one("ol", cls="posts"))), 5, "the page for what is missing lists posts")
    ok("/archive/" in links(missing.one("main")), "and where to find the rest")


def test_languages(site):
    equal(links(read(site.page("/en/")).root.one("ol", cls="posts")), ["/en/posts/first/"], "a language's home lists its posts")
    ok("/en/posts/first/" not in links(read(site.page("/")).root.one("main")), "and no other's")
    equal([e.attrs["id"] for e in read(site.page("/en/tags/")).root.one("article").all("h2")], ["one"], "so do its tags")
    for url, lang, other in [("/posts/first/", "ko", "/en/posts/first/"), ("/en/posts/first/", "en", "/posts/first/"),
                             ("/about/", "ko", "/en/about/"), ("/en/about/", "en", "/about/")]:
        root = read(site.page(url)).root
        equal(root.one("html").attrs["lang"], lang, f"{url}: its language")
        both = {e.attrs["hreflang"]: e.attrs["href"] for e in root.one("head").all("link") if "hreflang" in e.attrs}
        ours = {lang: ORIGIN + url, "en" if lang == "ko" else "ko": ORIGIN + other}
        equal(both, {**ours, "x-default": ours["ko"]}, f"{url}: names its counterparts")
        equal(links(root.one("div", cls="site-tools")), [other], f"{url}: links to its counterpart")
        equal(root.one("meta", property="og:locale").attrs["content"], {"ko": "ko_KR", "en": "en_US"}[lang], f"{url}: its locale")
    english = read(site.page("/en/posts/first/")).root
    has(english.one("div", cls="alert").text, "Note", "what the renderer says is in the page's language")
    equal(english.one("a", cls="permalink").attrs["aria-label"], "Link to this section", "links to sections too")
    equal(links(english.one("nav", cls="site-nav"))[0], "/en/", "the menu stays in it")
    equal(read(site.page("/posts/alone/")).root.one("div", cls="site-tools").all("a"), [], "a page without counterpart links to none")


def test_feeds(site):
    feeds = {lang: ElementTree.fromstring(site.page(url)) for lang, url in [("ko", "/feed.xml"), ("en", "/en/feed.xml")]}
    entries = {lang: [e.find(ATOM + "id").text for e in feed.findall(ATOM + "entry")] for lang, feed in feeds.items()}
    equal(entries["en"], [f"{ORIGIN}/en/posts/first/"], "a feed has the posts of its language")
    equal(len(entries["ko"]), 9, "and no others")
    equal(feeds["ko"].find(ATOM + "updated").text[:10], "2026-02-09", "it changes when a post does, not when it is built")
    old = [e for e in feeds["ko"].findall(ATOM + "entry") if e.find(ATOM + "title").text == "작년 글"][0]
    equal(links(read(old.find(ATOM + "content").text).root),
          [f"{ORIGIN}/assets/icon.svg", f"{ORIGIN}/posts/alone/", f"{ORIGIN}/posts/old/#%EC%A0%88"], "its links are whole")
    equal([e.attrs["href"] for e in read(site.page("/en/")).root.all("link", type="application/atom+xml")],
          ["/en/feed.xml"], "a page names the feed of its language")


def test_head(site):
    root = read(site.page("/posts/alone/")).root
    equal(root.one("title").text, "홀로 | 소켓 읽기", "a title names page and site")
    equal(read(site.page("/")).root.one("title").text, "소켓 읽기", "that of the home the site")
    meta = {e.attrs.get("property") or e.attrs.get("name"): e.attrs.get("content") for e in root.all("meta")}
    equal(meta["og:type"], "article", "social cards: an article")
    equal(meta["article:published_time"][:10], "2026-02-06", "since when")
    equal(meta["og:image"], f"{ORIGIN}/assets/cards/posts/alone.png", "its picture is a card of its own")
    second = json.loads(read(site.page("/posts/second/")).root.one("script", type="application/ld+json").text)["@graph"]
    equal([second[0]["isPartOf"], second[0]["position"]],
          [[{"@type": "CreativeWorkSeries", "name": "처음부터", "url": f"{ORIGIN}/series/#%EC%B2%98%EC%9D%8C%EB%B6%80%ED%84%B0"}], 2],
          "a part of a series tells so, and which")
    equal([step["name"] for step in second[1]["itemListElement"]], ["소켓 읽기", "처음부터", "둘째"], "and the way to it leads by the series")
    policy = root.one("meta", **{"http-equiv": "Content-Security-Policy"}).attrs["content"]
    has(policy, "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'", "a policy lets nothing else in")
    lacks(policy, "ws:", "not even what reloads an author's page")
    styled = [path for path in site.digests() if path.endswith(".html")
              for e in read(site.page("/" + path)).root.walk()
              if e.tag == "style" or "style" in e.attrs]
    equal(styled, [], "no page has styles in it, which the policy forbids")


def test_minimal_mistakes(site):
    root = read(site.page("/posts/mm/")).root
    meta = {e.attrs.get("property"): e.attrs.get("content") for e in root.all("meta")}
    equal(meta["og:image"], f"{ORIGIN}/assets/images/article.png", "Minimal Mistakes' teaser is the picture of a post")
    has(root.one("dl").text, "글쓴이 홍길동", "its author is named")
    equal(root.one("nav", cls="contents").one("h2").text, "목차", "its contents are called as it says")


def test_odd_heads(site):
    """What is found in the heads of older articles."""
    pictures = {"image: { feature: /a.png }": "/a.png", "image: [/b.png, /c.png]": "/b.png", "image: { alt: x }": "/assets/cards/posts/head2.png",
                "header: { image: { path: /d.png } }": "/d.png", "image: /e.png\nheader: { overlay_color: red }": "/e.png"}
    for number, head in enumerate(pictures):
        site.write(f"_posts/2026-03-0{number + 1}-head{number}.md", f"---\nlang: {'KO' if number else repr('')}\nauthor: [갑, 을]\n{head}\n---\n본문.\n")
    site.built()
    heads = [read(site.page(f"/posts/head{number}/")).root for number in range(len(pictures))]
    equal([root.one("meta", property="og:image").attrs["content"].removeprefix(ORIGIN) for root in heads], list(pictures.values()),
          "a picture is found by what older themes call it")
    equal({root.one("html").attrs["lang"] for root in heads}, {"ko"}, "a language in capitals or without a name is the site's")
    has(heads[0].one("dl").text, "글쓴이 갑, 을", "several authors are named")
    for number in range(len(pictures)):
        os.remove(site.path(f"_posts/2026-03-0{number + 1}-head{number}.md"))


def test_outline(site):
    """Whatever level its author began with."""
    texts = {"first": "# 하나\n\n## 둘\n\n### 셋", "third": "### 하나\n\n#### 둘\n\n##### 셋", "falling": "#### 하나\n\n## 둘\n\n## 셋"}
    for name, text in texts.items():
        site.write(f"_posts/2026-03-01-outline-{name}.md", post(name, text))
    site.built()
    levels = {name: [e.tag for e in read(site.page(f"/posts/outline-{name}/")).root.one("div", cls="prose").walk() if re.fullmatch("h[1-6]", e.tag)]
              for name in texts}
    equal(levels, {"first": ["h2", "h3", "h4"], "third": ["h2", "h3", "h4"], "falling": ["h4", "h2", "h2"]},
          "the highest headings of a post stand right below its title")
    site.write("_posts/2026-03-01-outline-first.md", post("말 없는 제목", "## ![그림](/a.svg)\n\n##\n\n## 셋", toc="true"))
    site.built()
    equal(links(read(site.page("/posts/outline-first/")).root.one("nav", cls="contents")), ["#셋", "#content"], "contents name no heading without words; below them is the way up")
    for name in texts:
        os.remove(site.path(f"_posts/2026-03-01-outline-{name}.md"))


def test_languages_of_code(site):
    site.write("_posts/2026-03-01-code.md", post("말", "".join(f"```{lang}\nreturn 1;\n```\n\n" for lang in ["C", "C++", "java", "없는말"])))
    site.built()
    equal([len(e.all("b")) for e in read(site.page("/posts/code/")).root.all("pre")], [1, 1, 1, 0], "a language of code is known in capitals too")
    os.remove(site.path("_posts/2026-03-01-code.md"))


def test_introductions(site):
    texts = {"picture": "![그림](/assets/icon.svg)\n\n말로 시작한다.[^1]\n\n[^1]: 주", "linked": "[![그림](/a.svg)](/about/)\n\n`코드`로 시작한다.",
             "only": "![그림](/assets/icon.svg)", "tag": "{% include figure\npath='/a.svg' %}\n\n![그림](/a.svg)\n{: .wide}\n\n그리고 글이다."}
    for name, text in texts.items():
        site.write(f"_posts/2026-03-01-{name}.md", post(name, text))
    site.built()
    intros = {e.one("h2").text: [p.text for p in e.all("p")[1:]] for e in items(read(site.page("/")).root.one("ol", cls="posts"))}
    equal({name: intros[name] for name in texts}, {"picture": ["말로 시작한다."], "linked": ["코드로 시작한다."], "only": [], "tag": ["그리고 글이다."]},
          "no picture and no tag introduces a post, its first words do")
    for name in texts:
        os.remove(site.path(f"_posts/2026-03-01-{name}.md"))


def test_many(site):
    for number in range(25):
        site.write(f"_posts/2026-03-01-many-{number}.md", post(f"글 {number}", "말"))
    site.built()
    main = read(site.page("/")).root.one("main")
    equal(len(items(main.one("ol", cls="posts"))), 20, "the home lists the newest posts")
    equal(main.one("p", cls="older").one("a").attrs["href"], "/archive/", "and leads to where all are")
    ok(all(f'"/posts/many-{number}/"' in site.page("/archive/") for number in range(25)), "which they are")
    lacks(site.page("/en/"), 'class="older"', "another language counts its own")
    for number in range(25):
        os.remove(site.path(f"_posts/2026-03-01-many-{number}.md"))


def test_emphasis(site):
    front = "---\ntitle: 별표\n---\n"
    site.write("_posts/2026-03-01-stars.md", front + "\n`a` **굵게** 한 것과 \\*\\*글자\\*\\*와 `**p`.\n\n"
               "둘째 문단은\n\n- 목록 안에서 **소켓(socket)**은 드러난다\n\n```c\nint **p;\n```\n")
    status, output = site.build()
    equal(status, 0, "asterisks that would show do not stop the build")
    equal([line for line in output.splitlines() if "asterisks" in line],
          ["_posts/2026-03-01-stars.md:9: the asterisks would show: - 목록 안에서 **소켓(socket)**은 드러난다"],
          "which names post and line, and only those that would")
    _, again = site.build()
    has(again, "2026-03-01-stars.md:9", "again when the page comes from the cache")
    os.remove(site.path("_posts/2026-03-01-stars.md"))


def test_other_dialects(site):
    site.write("_posts/2026-03-01-dialect.md", """---
title: 다른 블로그에서 온 글
---

알림이다.
{: .notice--info}

{% include figure
   path="/a.png" %} 그리고 [옆 글]({{site.baseurl}}/x/)

<p>
<img alt="그림" src="{{ site.url }}/a.png">
<img alt="그림" src="https://example.org/a.png">
</p>

![먼 그림](//example.org/b.png)

`{: .a}` `{% b %}` \\{{ c }} {:d [먼 곳](https://example.org/) ![제 그림](http://localhost:4000/assets/icon.png)

```c
int a[1][1] = {{ 1 }}; /* {: .e} {% f %} */
```

<!-- {% g %} <img src="https://example.org/c.png"> -->
""")
    status, output = site.build()
    equal(status, 0, "what another dialect means does not stop the build")
    shows, liquid, missing = ("CommonMark knows no attribute lists, this one would show", "Liquid is run only where the head says "
                              "render_with_liquid: true, this would show", "a page loads nothing from elsewhere, this would be missing")
    equal([line.removeprefix("_posts/2026-03-01-dialect.md:") for line in output.splitlines() if "2026-03-01-dialect" in line], [
        f"6: {shows}: {{: .notice--info}}",
        f"8: {liquid}: {{% include figure",
        f"9: {liquid}: path=\"/a.png\" %}} 그리고 [옆 글]({{{{site.baseurl}}}}/x/)",
        f"12: {liquid}: <img alt=\"그림\" src=\"{{{{ site.url }}}}/a.png\">",
        f"13: {missing}: <img alt=\"그림\" src=\"https://example.org/a.png\">",
        f"16: {missing}: ![먼 그림](//example.org/b.png)",
    ], "what a reader would see of it, or miss, is named by line, and nothing else")
    site.write("_posts/2026-03-01-dialect.md", post("리퀴드", "{{ site.title }} {: .a}", render_with_liquid="true"))
    status, output = site.build()
    equal((status, output.count(shows), output.count(liquid)), (0, 1, 0), "where Liquid is run, none shows")
    os.remove(site.path("_posts/2026-03-01-dialect.md"))


def test_fonts(site):
    if not os.path.isdir(os.path.join(ROOT, "node_modules/d2coding")):
        return
    styles = site.page("/assets/css/site.css")
    equal(re.findall(r"fonts/([^\"]+)", styles.split(":root")[0]), ["code-latin.woff2", "code-hangul.woff2"], "the font of code is declared")
    sizes = {name: os.path.getsize(site.path("_site/assets/fonts", name)) for name in ["code-latin.woff2", "code-hangul.woff2"]}
    ok(all(size < 60000 for size in sizes.values()), "and small", sizes)
    has(site.page("/assets/fonts/OFL.txt"), "SIL OPEN FONT LICENSE", "its licence lies beside it")
    hangul = sizes["code-hangul.woff2"]
    site.write("_posts/2026-03-01-new.md", post("새 글자", "`" + "".join(chr(c) for c in range(0xac00, 0xac40)) + "`"))
    site.built()
    ok(os.path.getsize(site.path("_site/assets/fonts/code-hangul.woff2")) > hangul, "new characters in code are added to it")
    os.remove(site.path("_posts/2026-03-01-new.md"))
    os.rename(site.path("node_modules"), site.path("gone"))
    status, output = site.build()
    equal(status, 0, "without the font the site builds")
    has(output, "fonts: code is shown in the reader's own font", "says so")
    lacks(site.page("/assets/css/site.css"), "@font-face", "and names no file that is not there")
    os.rename(site.path("gone"), site.path("node_modules"))
    site.built()


def click(page, selector):
    page.eval(f"document.querySelector({selector!r}).click()")


PAPER = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(253, 252, 248)", "rgb(22, 24, 28)"
JUMPS = {
    "scrollTo(0, document.body.scrollHeight)": "11번째 절",
    "location.hash = '#5번째-절'": "5번째 절",
    "location.hash = '#9번째-절'": "9번째 절",
    "history.back()": "5번째 절",
    "location.hash = '#11번째-절'": "11번째 절",
    "find('2번째 절', false, true)": "2번째 절",
    "scrollTo(0, 0)": "",
}
CURRENT = "document.querySelector('.contents [aria-current]')?.textContent"


def test_theme(chromium, origin):
    page = chromium.open(origin + "/posts/long/")
    equal(page.eval("document.querySelector('.theme').hidden"), False, "the switch is there where script is")
    equal(page.eval("document.querySelector('.theme :checked').value"), "system", "first the system's scheme is followed")
    click(page, ".theme [value=dark]")
    equal(page.eval(PAPER), DARK, "dark by choice")
    page.close()
    page = chromium.open(origin + "/about/")
    equal(page.eval(PAPER), DARK, "remembered on the next page")
    equal(page.eval("document.querySelector('.theme :checked').value"), "dark", "and shown")
    click(page, ".theme [value=system]")
    equal(page.eval(PAPER), LIGHT, "by the system again")
    page.close()
    page = chromium.open(origin + "/about/", scheme="dark")
    equal(page.eval(PAPER), DARK, "where that is dark too")
    click(page, ".theme [value=light]")
    equal(page.eval(PAPER), LIGHT, "light by choice on a dark system")
    page.call("Emulation.setEmulatedMedia", {"media": "print"})
    equal(page.eval(PAPER), "rgb(255, 255, 255)", "what is printed is on white")
    click(page, ".theme [value=system]")
    page.close()


def test_contents(chromium, origin):
    page = chromium.open(origin + "/posts/long/")
    equal(page.eval("document.querySelector('.contents details').open"), True, "beside the text the contents are open")
    equal(page.eval(CURRENT), None, "before the first section none is marked")
    page.eval("document.getElementById('7번째-절').scrollIntoView()")
    page.eval("new Promise(done => setTimeout(done, 300))")
    equal(page.eval(CURRENT), "7번째 절", "the section that is read is marked")
    ok(page.eval("document.querySelector('.contents details').getBoundingClientRect().top >= 0"), "and the contents stay in sight")
    page.close()
    page = chromium.open(origin + "/posts/long/", width=320)
    equal(page.eval("document.querySelector('.contents details').open"), False, "on a phone they are folded")
    for jump, section in JUMPS.items():
        page.eval(jump)
        page.eval("new Promise(done => setTimeout(done, 300))")
        equal(page.eval("[document.querySelector('.contents .here').textContent, document.querySelector('.contents [aria-current]')?.textContent]"),
              [section, section or None], f"after {jump} they say where one is")
        equal(page.eval("document.elementFromPoint(100, 20).closest('.contents') !== null"), section != "", "in a bar that stays in sight")
    click(page, ".contents summary")
    equal(page.eval("document.querySelector('.contents details').open"), True, "which opens them")
    click(page, ".contents li:nth-child(3) a")
    page.eval("new Promise(done => setTimeout(done, 300))")
    equal(page.eval("[document.querySelector('.contents details').open, document.querySelector('.contents .here').textContent]"),
          [False, "3번째 절"], "and closes as one is chosen")
    equal(page.eval("document.querySelector(':target').getBoundingClientRect().top >= document.querySelector('.contents').getBoundingClientRect().bottom"),
          True, "whose heading stands below it")
    click(page, ".contents .up")
    page.eval("new Promise(done => setTimeout(done, 300))")
    equal(page.eval("scrollY < 200"), True, "and a way up")
    page.close()


# Told of before any page is loaded: what the policy refuses, and what goes wrong in scripts.
WATCH = """window.faults = []
document.addEventListener('securitypolicyviolation', e => faults.push(e.violatedDirective + ' ' + e.blockedURI))
addEventListener('error', e => faults.push(String(e.message)))"""


def test_pages(chromium, origin):
    for url in ["/", "/posts/first/", "/posts/long/", "/posts/hazards/", "/series/", "/archive/", "/tags/", "/about/", "/en/", "/en/about/", "/404.html"]:
        page = chromium.open("about:blank", width=320, height=640)
        page.call("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        chromium.events.clear()
        page.call("Page.navigate", {"url": origin + url})
        chromium.wait("Page.loadEventFired", page.session)
        equal(page.eval("document.documentElement.scrollWidth"), 320, f"{url}: no horizontal scroll at 320 px")
        equal(page.eval("faults"), [], f"{url}: keeps the policy, without errors")
        equal([u for u in page.requests if not u.startswith(origin + "/")], [], f"{url}: asks nobody else")
        page.close()
    page = chromium.open("about:blank")
    page.call("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    page.call("Page.navigate", {"url": origin + "/planted.html"})
    page.eval("new Promise(done => setTimeout(done, 500))")
    equal(page.eval("[window.planted, faults.length > 0]"), [None, True], "a script planted in a page does not run")
    page.close()


def test_raw(chromium, origin):
    page = chromium.open(origin + "/posts/hazards/", width=320)
    equal(page.eval("['.table', 'div:not(.table) > table'].map(s => document.querySelector(s)).map(e => e.scrollWidth > e.clientWidth)"), [True, True],
          "a wide table written in HTML scrolls by itself")
    equal(page.eval("['.table', 'div:not(.table) > table'].map(s => document.querySelector(s).tabIndex)"), [0, 0], "by the keyboard too")
    equal(page.eval("['iframe', 'video'].map(name => document.querySelector(name).getBoundingClientRect().right <= 300)"),
          [True, True], "frames and films are no wider than the text")
    equal(page.eval("document.querySelector('.prose summary').offsetHeight < 40"), True, "a heading stands beside the triangle that opens it")
    equal(page.eval("(p => p.offsetTop - p.previousElementSibling.offsetTop - p.previousElementSibling.offsetHeight > 10)(document.querySelector('li > ul + p'))"),
          True, "what follows a list in a list stands off from it")
    equal(page.eval("getComputedStyle(document.querySelector('[name=mark]')).color === getComputedStyle(document.querySelector('h2')).color"),
          True, "what is no link does not look like one")
    page.close()


def test_without_script(chromium, origin):
    page = chromium.open("about:blank")
    page.call("Emulation.setScriptExecutionDisabled", {"value": True})
    chromium.events.clear()
    page.call("Page.navigate", {"url": origin + "/posts/long/"})
    chromium.wait("Page.loadEventFired", page.session)
    page.call("Emulation.setScriptExecutionDisabled", {"value": False})
    equal(page.eval("document.querySelector('.theme').hidden"), True, "without script the switch is not shown")
    equal(page.eval("getComputedStyle(document.querySelector('.theme')).display"), "none", "at all")
    equal(page.eval("document.querySelectorAll('.contents li a').length"), 11, "the contents are there")
    page.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A page that is closed while its font comes is no fault."""


def test_browser(site):
    planted = site.page("/about/").replace("</main>", "<script>window.planted = 1</script></main>")
    site.write("_site/planted.html", planted)
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=site.path("_site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    with browser.Browser() as chromium:
        test_theme(chromium, origin)
        test_contents(chromium, origin)
        test_pages(chromium, origin)
        test_raw(chromium, origin)
        test_without_script(chromium, origin)
    server.shutdown()


def test():
    with Site(fixtures=False) as site:
        for name, text in POSTS.items():
            site.write(f"_posts/{name}", text)
        site.built()
        test_series(site)
        test_lists(site)
        test_languages(site)
        test_feeds(site)
        test_head(site)
        site.write("_posts/2026-01-01-mm.md", post(
            "MM", "## 절\n", toc="true", toc_label="목차", toc_icon="cog", author="홍길동", comments="true", read_time="true",
            redirect_from="[/old/]", header="{ teaser: /assets/images/article.png }"))
        site.built()
        test_minimal_mistakes(site)
        os.remove(site.path("_posts/2026-01-01-mm.md"))
        test_odd_heads(site)
        test_outline(site)
        test_languages_of_code(site)
        test_introductions(site)
        test_many(site)
        test_emphasis(site)
        test_other_dialects(site)
        site.built()
        test_fonts(site)
        test_browser(site)


if not browser.find():
    skip_all("chromium is missing: tools/setup test installs it")
run(test)
