#!/usr/bin/env python3
"""A build tells of all that is wrong in what authors wrote, each where it stands and with what mends it, then writes
nothing. What is written as macOS has it is right."""

import os
import unicodedata

from blog import Site, equal, has, lacks, ok, read, run

GOOD = "---\ntitle: 좋은 글\ntags: [소켓]\n---\n\n## 소켓 만들기\n\n본문.\n"
QUOTES = "a value with a colon, or that begins with a sign, wants quotes"
NO_DATE = "is no date; write one as 2026-11-23"
MERGED = "a merge left this mark; keep one of the two sides, and remove the marks"
NO_HEAD = "this has no head; begin it with a line of ---, keys as title: …, and again ---"
BEFORE = "the head does not begin the file, so all of it is text; remove what stands before its ---, be it a blank"
MISNAMED = "this is not named as a post, so it would be left out; name it as 2026-11-23-socket.md"


def head(*lines):
    return "---\n" + "".join(line + "\n" for line in lines) + "---\n본문.\n"


# Files that Jekyll left out, or published as what they are not: what is said of each, by line.
UNREADABLE = {
    "_posts/2026-02-01-cp949.md": (head("title: 소켓").encode("cp949"), {
        2: "this is no UTF-8, but CP949 it seems; save it as UTF-8, or: iconv -f CP949 -t UTF-8 OLD >NEW"}),
    "_posts/2026-02-01-utf16.md": (head("title: 소켓").encode("utf-16"), {
        1: "this is no UTF-8, but UTF-16 it seems; save it as UTF-8, or: iconv -f UTF-16 -t UTF-8 OLD >NEW"}),
    "_posts/2026-02-01-bytes.md": (head("title: x").encode() + b"\n\x80\xff\n", {6: "this is no text in UTF-8; save it as that"}),
    "_posts/socket.md": (GOOD, {None: MISNAMED}),
    "_posts/2026-2-socket.md": (GOOD, {None: MISNAMED}),
    "_posts/2026-02-30-day.md": (GOOD, {None: "there is no day 2026-02-30; name it by one that is"}),
    "_posts/en/2026-13-01-month.md": (GOOD, {None: "there is no day 2026-13-01; name it by one that is"}),
    "_posts/2026-02-01-text.txt": (GOOD, {None: "this would not be rendered; a post is Markdown, and its name ends in .md"}),
    "_posts/2026-02-01-blank.md": ("\n" + head("published: false"), {1: BEFORE}),
    "_posts/2026-02-01-indented.md": (" " + head("published: false"), {1: BEFORE}),
    "_posts/2026-02-01-dashes.md": (head("published: false").replace("---", "———"), {1: NO_HEAD}),
    "_posts/2026-02-01-empty.md": ("", {1: NO_HEAD}),
    "_posts/2026-02-01-open.md": ("---\ntitle: x\n\n본문.\n", {1: "this head is never closed; put a line of --- below its last key"}),
    "_posts/2026-02-01-rule.md": ("---\ntitle: x\n\n첫 문단.\n\n---\n\n둘째.\n", {
        4: "this head is no YAML: could not find expected ':'; is the head closed by --- above this line?"}),
    "_posts/2026-02-01-colon.md": (head('title: 소켓: "처음"'), {
        2: f'this head is no YAML: mapping values are not allowed in this context; {QUOTES}: title: "소켓: \\"처음\\""'}),
    "_posts/2026-02-01-tab.md": (head("tags:", "\t- a"), {
        3: "this head is no YAML: found character that cannot start any token; YAML indents by blanks, not tabs"}),
    "_posts/2026-02-01-list.md": (head("- a"), {2: "a head has lines of a key, a colon and a value: title: 소켓"}),
    "_posts/2026-02-01-merged.md": (head("<<<<<<< HEAD", "title: x", "=======", "title: y", ">>>>>>> other"), {2: MERGED}),
    "_posts/2026-02-01-keys.md": (head("title: [a]", "date: 2026-02-31", "last_modified_at: 어제", "series_order: [1]",
                                       "permalink: [1]", "published: 'false'", "layout: page", "layout: single"), {
        2: 'title: ["a"] is no text; put it in quotes', 3: f"date: 2026-02-31 {NO_DATE}", 4: f"last_modified_at: 어제 {NO_DATE}",
        5: "series_order: [1] is no number", 6: "permalink: [1] is no address; write one as /about/",
        7: "published: false is a text, and would publish; write true or false without quotes",
        9: "layout stands in this head twice; keep one"}),
    "_pages/page.md": (head("title: 소켓: 둘", "permalink: /x/"), {
        2: f'this head is no YAML: mapping values are not allowed in this context; {QUOTES}: title: "소켓: 둘"'}),
    "_pages/raw.md": ("\n" + head("published: false"), {1: BEFORE}),
    "_pages/bom.md": ("\ufeff" + head("title: x"), {1: "a byte order mark hides this head; save it without"}),
}

# A post that names what is not there, and what only looks so.
LEADING = """---
title: 가리키는 글
image: /assets/none.png
---

[좋은 글](/posts/good/#소켓-만들기), [여기](#절), [그림](../../assets/icon.svg), [파일](/index.html), [밖](https://example.org/x),
[먼저](/posts/gud/)와 [절](/posts/good/#소켓-없애기), [여기](#없는-절), [파일](2026-01-01-good.md),
[못 읽은 글](/posts/cp949/), [빈 곳](), [내 주소](http://localhost:4000/nowhere-to-be-found/)

![있다](/assets/icon.svg) ![없다](/assets/icon.png.jpg)

<p>
<img src="/assets/icons.svg" alt=""> <a
 href='/abuot/'>소개</a> <!-- <a href="/comment/"> -->
</p>

## 절

> [정의된 것][yes], [안 된 것][no], [안 된
> 것][] 그리고 *[강조][no]*[^1] `[코드][no]` a[i][j] \\[글][글] [대괄호] [^2]

[yes]: /posts/good/
[^1]: 주석.

<<<<<<< HEAD
한쪽
=======
다른 쪽
>>>>>>> other

제목
=======

```diff
<<<<<<< HEAD
[코드][no] [^3]
=======
>>>>>>> other
```
"""
LED = {
    3: ["there is no picture /assets/none.png; did you mean /assets/icon.png?"],
    7: ["there is no /posts/gud/; did you mean /posts/good/?", "/posts/good/ has no #소켓-없애기; did you mean #소켓-만들기?",
        "/posts/leading/ has no #없는-절; correct what follows the #", "there is no /posts/leading/2026-01-01-good.md; did you mean /posts/good/?"],
    8: ["this link leads nowhere; give it an address", "there is no /nowhere-to-be-found/; correct the address, or add what it names"],
    10: ["there is no picture /assets/icon.png.jpg; did you mean /assets/icon.png?"],
    13: ["there is no picture /assets/icons.svg; did you mean /assets/icon.svg?", "there is no /abuot/; did you mean /about/?"],
    19: ["nothing says where [no] leads; write a line [no]: /address/", "nothing says where [안 된 것] leads; write a line [안 된 것]: /address/"],
    20: ["nothing says where [no] leads; write a line [no]: /address/", "there is no note [^2]; write a line [^2]: with its text"],
    25: [MERGED], 27: [MERGED], 29: [MERGED],
}


def test_faults(site):
    for name, (text, _) in UNREADABLE.items():
        os.makedirs(os.path.dirname(site.path(name)), exist_ok=True)
        with open(site.path(name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
    site.write("_posts/2026-01-02-leading.md", LEADING)
    site.write("_posts/2026-01-03-lost.md", head("lang: fr"))
    site.write("_posts/2026-01-03-about.md", head("permalink: /about/", "ref: about"))
    expected = [f"{name}:{line}: {message}" if line else f"{name}: {message}"
                for name, (_, faults) in UNREADABLE.items() for line, message in faults.items()]
    expected += [f"_posts/2026-01-02-leading.md:{line}: {message}" for line, messages in LED.items() for message in messages]
    expected += [
        "_posts/2026-01-03-lost.md:2: lang: fr has no strings; write _data/fr.yml",
        "_posts/2026-01-03-about.md, _pages/about.md: have one address, /about/; give one of them a permalink of its own",
        "_posts/2026-01-03-about.md, _pages/about.md: ref: about twice in one language; give one of them a word of its own"]
    before = site.digests()
    status, said = site.build(strict=True)
    *lines, last = [line for line in said.splitlines() if line.startswith("_") or line.startswith("site: ")]
    equal((sorted(set(lines) - set(expected)), sorted(set(expected) - set(lines)), len(lines)), ([], [], len(expected)), "all that is wrong is told at once, by its line, with what mends it")
    equal((status, last, said.splitlines()[-1]),
          (1, f"site: nothing was written: {len(expected)} faults, named above with what mends each", last), "then how many, and nothing else")
    equal(site.digests(), before, "and nothing is written")

    status, said = site.build()
    equal((status, all(line in said for line in expected)), (0, True), "who writes is told the same, and goes on")
    equal(sorted(os.listdir(site.path("_site/posts"))), ["good", "leading", "lost"], "without what cannot be read")


def test_composed(site):
    """Hangul in letters, as macOS may write it."""
    nfd = {part: unicodedata.normalize("NFD", part) for part in ("소켓", "글", "그림", "소개")}
    site.write(f"_posts/2026-01-02-{nfd['글']}.md", f"---\ntitle: 글\ntags: [{nfd['소켓']}]\n---\n![그림](/assets/{nfd['그림']}.svg)\n\n## {nfd['소켓']}\n")
    site.write(f"_posts/2026-01-03-other.md", f"---\ntitle: x\n---\n[글](/posts/글/#소켓) [글](/posts/{nfd['글']}/#{nfd['소켓']}) [소개](/소개/)\n")
    site.write(f"_pages/{nfd['소개']}.md", f"---\ntitle: x\npermalink: /{nfd['소개']}/\n---\n")
    site.write(f"assets/{nfd['그림']}.svg", "<svg/>")
    status, said = site.build(strict=True)
    equal((status, [line for line in said.splitlines() if line.startswith(("_", "site"))]), (0, []), "Hangul in letters builds")
    ok(all(os.path.exists(site.path("_site", name)) for name in ("posts/글/index.html", "소개/index.html", "assets/그림.svg")),
       "and lies where links to it lead, which are typed in syllables")
    links = [e.attrs["href"] for e in read(site.page("/posts/other/")).root.one("div", cls="prose").all("a")]
    equal(links[0], links[1], "however a link is written")
    tags = read(site.page("/tags/")).root.one("article").all("section")
    equal([(tag.one("h2").text, len(tag.all("li"))) for tag in tags], [("소켓", 2)], "a tag in letters is the same tag")


def test_engine(site):
    """What Jekyll itself gives up at."""
    site.write("_pages/liquid.md", "---\ntitle: x\n---\n{% if %}\n")
    status, said = site.build(strict=True)
    last = said.splitlines()[-1]
    ok(status == 1 and last.startswith("site: nothing was written: Liquid syntax error (line 1)"), "so ends what Jekyll gives up at", said)
    lacks(said, "/lib/ruby/", "without a trace")
    lacks(said, "--trace", "and without advice on getting one")
    has(said, "_pages/liquid.md", "but with the file")


def test():
    with Site(fixtures=False) as site:
        site.write("_posts/2026-01-01-good.md", GOOD)
        status, said = site.build(strict=True)
        equal(status, 0, "what is right builds")
        test_faults(site)
    with Site(fixtures=False) as site:
        site.write("_posts/2026-01-01-good.md", GOOD)
        test_composed(site)
        test_engine(site)


run(test)
