#!/usr/bin/env python3
"""Figures: what stands in them is what was recorded, and can be told apart, fetched, copied, found."""

import functools
import glob
import hashlib
import html
import http.server
import json
import os
import re
import shutil
import threading

import browser
from blog import ROOT, Site, equal, has, lacks, ok, read, run, skip_all

ENVIRONMENT = {"kernel": "Linux 6.18", "compiler": "gcc 12.2", "libc": "glibc 2.36"}
POST = "_posts/2026-01-01-x.md"
TOP = "---\ntitle: x\n---\n"

USUAL = {"networks": ["lan", "dmz"], "hosts": [
    {"name": "server", "links": [{"network": "lan", "addresses": ["10.0.1.1/24", "fd01::1/64"]},
                                 {"network": "dmz", "addresses": ["10.0.2.1/24"], "mtu": 1400}]},
    {"name": "gate", "forward": True, "links": [{"network": "lan", "addresses": ["10.0.1.254/24"]},
                                                {"network": "dmz", "addresses": ["10.0.2.254/24"]}]},
    {"name": "alice", "via": ["10.0.1.254"], "links": [{"network": "lan", "addresses": ["10.0.1.2/24"]}]},
    {"name": "bob", "links": [{"network": "dmz", "addresses": ["10.0.2.2/24"]}]}]}


def large():
    """As many hosts and networks as there may be, with names and addresses as long as they may be."""
    networks = ["fifteen-letters"] + [f"net{n}" for n in range(31)]
    return {"networks": networks, "hosts": [
        {"name": f"a-host-with-a-very-long-name-indeed-{n}" if n % 5 == 0 else f"host{n}", "forward": n % 5 == 0,
         "via": [f"fd01:1234:5678:9abc:def0:1234:5678:{4096 + n:x}"],
         "links": [{"network": networks[(n + k) % 32],
                    "addresses": [f"10.{k}.{n}.254/24", f"fd0{k}:1234:5678:9abc:def0:1234:5678:{8192 + n:x}/128"]}
                   for k in range(2)]} for n in range(32)]}


def record(site, name, **parts):
    whole = {"snippet": name, "title": name, "inputs": {}, "environment": ENVIRONMENT, "compile": [], "processes": []}
    site.write(f"_data/snippets/{name}.json", json.dumps({**whole, **parts}))


def block(opener, text, lang="console"):
    return f"\n<!-- snip {opener} -->\n````{lang}\n{text}````\n<!-- /snip {hashlib.sha256(text.encode()).hexdigest()[:16]} -->\n"


def process(name, **parts):
    return {"name": name, "command": f"./{name}", "exit": 0, "output": "", **parts}


def text_of(element):
    """The text of an element, with what stands for a character that cannot be seen put back."""
    if isinstance(element, str):
        return element
    if element.attrs.get("class") == "control":
        return chr(int(element.attrs["title"][2:], 16))
    return "".join(text_of(child) for child in element.children)


def calls(figure):
    return [(e.text, e.attrs["href"].split("/")[-1]) for e in figure.one("pre").all("a")]


SOURCE = """#include <sys/socket.h>

static int listen(int fd)
{
	return fd; /* bind(fd) */
}

int open(const char *, int);
char *strerror(int);

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind (fd, 0, 0) < 0 || listen(fd) < 0)
		return puts("connect(fd) {{ x }} {% y %} --> </script>");
	ops->close(fd), ops.read(fd), x = &write;
	close(fd);
	return close(fd); // \x1b[31m \x07 \x7f \x85 \u202e 거꾸로 \u2066 \u202a\u2069\x9f\u200f
}
"""


def code(site):
    site.write("snippets/a/b.c", SOURCE)
    record(site, "a/b")
    long = "".join(f"int line_{n};\n" for n in range(500))
    site.write("snippets/long.c", long)
    record(site, "long")
    site.write(POST, TOP + block("code a/b.c mark=1,11-12", SOURCE, "c") + block("code a/b.c#r", "\tdup(1);\n\tsocket(1);\n\tlisten(1);\n\treturn pipe(x);\n", "c")
               + "\n## 절\n" + block("code a/b.c", "socket(2);\n", "c") + block("code long.c", long, "c"))
    page = read(site.built().page("/posts/x/"))
    equal(page.faults, [], "elements nest, whatever a source holds")
    first, region, again, folded = page.root.all("figure")
    equal(text_of(first.one("pre")), SOURCE, "a source is shown to the letter")
    equal([e.text for e in first.all("mark", cls="line")],
          ["#include <sys/socket.h>\n", "int main(void)\n", "{\n"], "lines are marked where the author asked")
    equal(calls(first), [("socket", "socket.2.html"), ("bind", "bind.2.html"), ("puts", "puts.3.html"), ("close", "close.2.html")],
          "calls link to their manual page once; no member, declaration, text, comment, or function of the program's own does")
    equal(calls(region), [("dup", "dup.2.html"), ("pipe", "pipe.2.html")], "nor what has a link above, nor an own function that is not shown")
    equal(calls(again), [("socket", "socket.2.html")], "the next section links anew")
    equal([(e.text, e.attrs["title"]) for e in first.all("span", cls="control")],
          [("ESC", "U+001B"), ("BEL", "U+0007"), ("DEL", "U+007F"), ("U+0085", "U+0085"), ("U+202E", "U+202E"), ("U+2066", "U+2066"),
           *[(n, n) for n in ["U+202A", "U+2069", "U+009F", "U+200F"]]],
          "what cannot be seen is named")
    equal([(e.text, e.attrs["href"]) for e in first.one("figcaption").all("a")],
          [("소스", "#code-a-b-c"), ("a/b.c", "/snippets/a/b.c"), ("tar.gz", "/snippets/a-b.tar.gz")], "a figure has its address, its file's and its archive's")
    has(folded.attrs["class"], "snippet-long", "a long source is folded")
    equal(text_of(folded.one("pre")), long, "and is there in full")
    equal(folded.one("p", cls="snippet-open").one("a").attrs["href"], "#code-long-c", "and opened without script")
    lacks(first.attrs["class"], "snippet-long", "a short one is not")


INSIDE = """#include <stdio.h>
// region: unused
#include <a> & <b>
// endregion

int main(void)
{
\t// region: body
\tif (puts("거꾸로"))

\t\treturn 1;
\t// endregion
\treturn 0;
}
"""
BODY = 'if (puts("거꾸로"))\n\n\treturn 1;\n'


def place(site):
    """A region in its file."""
    site.write("snippets/a/in.c", INSIDE)
    record(site, "a", inputs={}, compile=[{"file": "main.c", "others": ["in.c"], "command": "cc -o main main.c in.c"}, {"file": "x.c", "command": "cc x.c"}],
           processes=[process("one", command="X=1 ./main a | b <<'E'\n<i>\nE"), process("two", command="./mainly ./main.c"), process("three", command="./main")])
    site.write(POST, TOP + block("code a/in.c#body", BODY, "c") + block("code a/in.c", INSIDE.replace("// endregion\n", ""), "c"))
    page = read(site.built().page("/posts/x/"))
    equal(page.faults, [], "elements nest in it")
    figure, faulty = page.root.all("figure")
    equal([(e.text, e.parent.tag, e.attrs.get("data-numbers", "").split("\n")) for e in figure.all("pre")],
          [("#include <stdio.h>\n#include <a> & <b>\n\nint main(void)\n{\n", "details", ["1", "3", "5", "6", "7"]),
           (BODY, "figure", ["9", "10", "11"]),
           ("\treturn 0;\n}\n", "details", ["13", "14"]),
           ("$ cc -o main main.c in.c\none$ X=1 ./main a | b <<'E'\n<i>\nE\nthree$ ./main\n", "details", [""])],
          "the rest of the file is above and below, with its numbers, and then how it is compiled and run")
    equal([e.text for e in figure.all("summary")], ["앞: 1–7행", "뒤: 13–14행", "컴파일과 실행"], "folded, and told what it is")
    ok(all("data-pagefind-ignore" in e.attrs for e in figure.all("details")), "and not searched")
    equal(figure.one("figcaption").all("a")[1].attrs["download"], "a-in.c", "a file is saved by a name that is its own")
    equal([len(faulty.all("details")), "data-numbers" in faulty.one("pre").attrs], [0, False], "what is not verified has no place")
    entry = html.unescape(site.page("/feed.xml"))
    has(entry, "거꾸로", "the region is in the feed")
    lacks(entry, "&lt;a&gt; &amp; &lt;b&gt;", "the rest of its file is not")


def session(site):
    record(site, "s", lab=USUAL, compile=[{"file": "any.c", "command": "cc -o any any.c"}], processes=[
        process("any", host="server", signal="TERM", stopped=True, output="표   칸\n"), process("alice", host="alice", exit=3),
        process("x", signal="SEGV", output="bob$ ./bob\n\x1b[1m\n"), process("bob", output="말")])
    shown = ("any$ ./any\n표   칸\nalice$ ./alice\n[exit status 3]\nx$ ./x\nbob$ ./bob\n\x1b[1m\n[killed by SIGSEGV]\nbob$ ./bob\n말\n")
    site.write(POST, TOP + block("output s", shown))
    figure = read(site.built().page("/posts/x/")).root.one("figure")
    equal("".join(text_of(e) for e in figure.all("pre")), shown, "a session is shown to the letter")
    equal([e.text for e in figure.all("p", cls="process")],
          ["any 호스트 server SIGTERM 받고 멈춤", "alice", "x", "bob"],
          "each process is told by its name, where it ran and whether it was stopped")
    equal([e.text for e in figure.all("kbd")], ["./any", "./alice", "./x", "./bob"], "what was typed is told apart")
    equal([e.text for e in figure.all("span", cls="ending")], ["[exit status 3]", "[killed by SIGSEGV]"], "so is what snip adds")
    site.write("_posts/2026-01-02-en.md", "---\ntitle: y\nlang: en\n---\n" + block("output s", shown))
    figure = read(site.built().page("/en/posts/en/")).root.one("figure")
    equal([figure.one("figcaption").one("b").text, figure.one("p", cls="snippet-foot").text],
          ["Output", "Run and recorded on Linux 6.18, gcc 12.2, glibc 2.36"], "an English page says it in English")
    os.remove(site.path("_posts/2026-01-02-en.md"))


def table(site):
    printed = ("kind\tstate\tcall\tanswer\nTCP\tnew\tsend\tEPIPE\nTCP\tnew\trecv\t<0>\nTCP\tlisten\tsend\tEPIPE\nTCP\tlisten\trecv\tE\n"
               "UDP\tlisten\tsend\t1\nUDP\tlisten\trecv\t2\n")
    record(site, "t", processes=[process("t", output=printed)])
    record(site, "one", processes=[process("one", output="knob\tanswer\na\t1\n")])
    record(site, "no", processes=[process("no", output="knob\tanswer\na\n")])
    shown = "             call → answer\nkind  state   send   recv\nTCP   new     EPIPE  <0>\n      listen  EPIPE  E\nUDP   listen  1      2\n"
    site.write(POST, TOP + block("table t", shown, "text") + block("table one", "knob  answer\na     1\n", "text")
               + block("table no", "[has 1 cell in line 2, and 2 in the first]\n", "text"))
    page = read(site.built().page("/posts/x/"))
    equal(page.faults, [], "the elements of a table nest")
    across, one, no = page.root.all("figure")
    equal([[(cell.tag, cell.attrs.get("rowspan", "1"), cell.text) for cell in row.all("th") + row.all("td")] for row in across.one("table").all("tr")],
          [[("th", "2", "kind"), ("th", "2", "state"), ("th", "1", "call → answer")], [("th", "1", "send"), ("th", "1", "recv")],
           [("th", "2", "TCP"), ("th", "1", "new"), ("td", "1", "EPIPE"), ("td", "1", "<0>")],
           [("th", "1", "listen"), ("td", "1", "EPIPE"), ("td", "1", "E")],
           [("th", "1", "UDP"), ("th", "1", "listen"), ("td", "1", "1"), ("td", "1", "2")]],
          "answers are a table with the last knob across, and a head stands once over its rows")
    equal([cell.attrs["scope"] for cell in across.one("table").all("th")], ["col", "col", "colgroup", *["col"] * 2, *["row"] * 5],
          "of which each head is one of a row or of columns")
    equal([cell.text for cell in across.all("td", cls="error")], ["EPIPE", "EPIPE"], "an error is told from other answers")
    equal(across.one("details").one("pre").text, shown, "the same is there as snip wrote it")
    equal([cell.text for cell in one.all("th") + one.all("td")], ["knob", "answer", "a", "1"], "one knob needs no columns")
    equal((len(no.all("table")), no.one("pre").text), (0, "[has 1 cell in line 2, and 2 in the first]\n"), "what is no table is not made one")


def diagnostics(site):
    words = ("d.c: In function ‘main’:\nd.c:3:19: warning: suggest <parentheses> [-Wparentheses]\n    3 |     char *s = \"한\", t = 1 < 2;\n"
             "      |                     ^~~~~~~~~\nd.c:9:1: error: expected ‘;’\n    9 | }\n      | ^\nd.c:9:1: note: no quote\n")
    record(site, "d", compile=[{"file": "d.c", "command": "cc d.c", "result": "fail", "diagnostics": words}])
    site.write(POST, TOP + block("diagnostics d.c", "$ cc d.c\n" + words))
    figure = read(site.built().page("/posts/x/")).root.one("figure")
    equal([(e.attrs["class"], e.one("span", cls="number").text, e.one("mark").text, e.one("p").text) for e in figure.all("li")],
          [("diagnosis diagnosis-warning", "3", "t = 1 < 2", "경고 suggest <parentheses> [-Wparentheses]"),
           ("diagnosis diagnosis-error", "9", "}", "오류 expected ‘;’")],
          "a message stands below the line it speaks of, and what it points at is told apart, Hangul before it or not")
    equal(figure.all("details")[-1].one("pre").text, "$ cc d.c\n" + words, "the compiler's words are there as given")


def lab(site):
    record(site, "usual", lab=USUAL, processes=[process("any", host="server"), process("alice", host="alice")])
    record(site, "large", lab=large())
    site.write(POST, TOP + block("lab usual", "server lan 10.0.1.1/24\n", "text") + block("lab large", "much\n", "text"))
    page = read(site.built().page("/posts/x/"))
    figures = page.root.all("figure")
    for figure, given in zip(figures, [USUAL, large()]):
        svg = figure.one("svg")
        shown = "".join(e.text for e in svg.all("text"))
        wanted = given["networks"] + [h["name"] for h in given["hosts"]] + [
            a for h in given["hosts"] for link in h["links"] for a in link["addresses"]]
        equal([w for w in wanted if w not in shown], [], f"{figure.attrs['id']}: every network, host and address is drawn")
        equal(len(svg.all("circle")), sum(len(h["links"]) for h in given["hosts"]), "every interface is on its network")
        equal(svg.attrs["role"], "img", "it is an image")
        equal([e.tag for e in svg.walk() if e.attrs.get("id") in svg.attrs["aria-labelledby"].split()], ["title", "desc"],
              "with a name and a description")
    equal(figures[0].one("svg").attrs["width"], "260", "the usual one fits a narrow phone")
    has(figures[0].one("svg").text, "라우터", "a router is called one")
    has("".join(e.text for e in figures[0].all("text")), "$any", "and a process is named whose host has another name")
    equal(figures[0].one("details").one("pre").text, "server lan 10.0.1.1/24\n", "the text is kept")


# Texts of a drawing that touch each other, or lie on a rail, or leave the drawing.
CROWDED = """[...document.querySelectorAll("svg")].flatMap(svg => {
  const texts = [...svg.querySelectorAll("text")].map(e => [e.textContent, e.getBoundingClientRect()]), all = svg.getBoundingClientRect()
  const rails = [...svg.querySelectorAll(".network path")].map(e => ["a rail", e.getBoundingClientRect()])
  const meet = (a, b) => a.left < b.right - .5 && b.left < a.right - .5 && a.top < b.bottom - 2.5 && b.top < a.bottom - 2.5
  return texts.flatMap(([name, box], at) => [
    ...[...texts.slice(at + 1), ...rails].filter(([_, other]) => meet(box, other)).map(([other]) => `${name} meets ${other}`),
    ...(box.left < all.left - .5 || box.right > all.right + .5 || box.bottom > all.bottom ? [`${name} leaves the drawing`] : [])])
})"""


# How far a region is moved to where it stands in its file.
INDENT = """(pre => Math.round(pre.querySelector("code").getBoundingClientRect().left - pre.getBoundingClientRect().left
  - parseFloat(getComputedStyle(pre, "::before").width) - parseFloat(getComputedStyle(pre).paddingLeft)
  - parseFloat(getComputedStyle(pre, "::before").marginLeft)))(document.querySelector("#code-a-in-c-body > pre"))"""

# Sources whose lines are not as high as their numbers.
CROOKED = """[...document.querySelectorAll("pre[data-numbers]")].filter(pre => pre.checkVisibility()).filter(pre =>
  Math.abs(parseFloat(getComputedStyle(pre, "::before").height) - parseFloat(getComputedStyle(pre).lineHeight) * pre.dataset.numbers.split("\\n").length) > 1
  || Math.abs(pre.querySelector("code").getBoundingClientRect().height - parseFloat(getComputedStyle(pre, "::before").height)) > 1)
  .map(pre => pre.dataset.numbers)"""


def cut(site):
    """An output of which only some lines are shown."""
    lines = [f"<{n}>  열\n" for n in range(1, 10)]
    record(site, "cut", processes=[process("a", command="./a <<'E'\nx\nE", output="".join(lines), exit=1), process("b", output="".join(lines[:4]))])
    shown = ("a$ ./a <<'E'\nx\nE\n[… lines 1-2 …]\n<3>  열\n[… lines 4-9 …]\n[exit status 1]\n"
             "b$ ./b\n[… lines 1-2 …]\n<3>  열\n[… line 4 …]\n")
    site.write(POST, TOP + block("output cut lines=3", shown))
    figure = read(site.built().page("/posts/x/")).root.one("figure")
    with open(site.path("_site/snippets/cut.txt"), encoding="utf-8") as file:
        whole = file.read().splitlines(keepends=True)
    equal([[whole[at] for at in range(int(e.attrs["data-lines"].split("-")[0]) - 1, int(e.attrs["data-lines"].split("-")[1]))]
           for e in figure.all("span", cls="ending") if "data-lines" in e.attrs], [lines[:2], lines[3:], lines[:2], [lines[3]]],
          "a line that stands for others says which of the whole")
    has(site.page("/posts/x/"), "unfold.js", "a script unfolds them")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def seen(site):
    """What a browser does with it; the post is that of lab() and more."""
    with open(site.path(POST), encoding="utf-8") as file:
        outputs = file.read().removeprefix(TOP)
    lab(site)
    site.edit(POST, lambda text: text + "\n[밖](https://example.org/)\n" + outputs + block("code a/in.c#body", BODY, "c") + block("output s", "any$ ./any\n표   칸\nbob$ ./bob\n말\n") + block("code a/b.c mark=3", SOURCE, "c")
              + block("output long", "$ ./long\n" + "".join(f"line {n}\n" for n in range(2000))))
    site.built()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site.path("_site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    with browser.Browser() as chromium:
        for width in [320, 1280]:
            page = chromium.open(origin + "/posts/x/", width=width)
            equal(page.eval(CROWDED), [], f"no text of a drawing touches another at {width} px")
            equal(page.eval("document.documentElement.scrollWidth"), width, "and the page does not scroll sideways")
            small = page.eval("Math.min(...[...document.querySelectorAll('#lab-usual text')].map(e => e.getBoundingClientRect().height))")
            ok(small >= 11, "and its text can be read", small)
            ok(page.eval("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('#lab-usual .lab'))"), "the usual one needs no scrolling")
            page.close()

        page = chromium.open(origin + "/posts/x/")
        chromium.call("Browser.grantPermissions", {"origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        page.call("Page.bringToFront")
        copied = """(async (id, nth = 0) => { const figure = document.getElementById(id); figure.querySelectorAll("button")[nth].click()
                     const said = () => [...figure.querySelectorAll("[role=status]")].map((e) => e.textContent).join("")
                     for (let n = 0; n < 100 && !said(); n++) await new Promise(requestAnimationFrame)
                     return [await navigator.clipboard.readText(), said(), figure.querySelectorAll("button")[nth].textContent] })"""
        equal(page.eval(f"{copied}('code-a-b-c')"), [SOURCE, "복사했다", "복사"], "a source is copied to the letter, and that is said")
        equal(page.eval(f"{copied}('code-a-in-c-body')"), [BODY, "복사했다", "복사"], "of a region what is shown, not the rest")
        equal(page.eval(INDENT), 0, "a region stands as the article has it")
        page.eval("document.querySelector('.rest').open = true")
        ok(page.eval(INDENT) > 20, "and with the rest of its file as it stands there", page.eval(INDENT))
        equal(page.eval(CROOKED), [], "each line has its number beside it")
        for nth, got in enumerate((["표   칸\n", "출력 복사"], ["cc -o any any.c\n./any\n", "명령 복사"], ["말\n", "출력 복사"], ["./bob\n", "명령 복사"])):
            page.eval("document.querySelectorAll('[role=status]').forEach((e) => (e.textContent = ''))")
            equal(page.eval(f"{copied}('output-s', {nth})"), [got[0], "복사했다", got[1]], f"of each process what it printed, and its command after the one that makes it: {nth}")
        equal(page.eval("document.querySelectorAll('.snippet-lab button').length"), 0, "a drawing is not copied")

        unfolded = """(async at => { const details = document.querySelectorAll("#output-cut .cut")[at]
                       details.open = true
                       for (let n = 0; n < 100 && !details.querySelector("samp").textContent; n++) await new Promise(requestAnimationFrame)
                       return document.getElementById("output-cut").querySelectorAll("pre")[at < 2 ? 0 : 1].textContent.replace("명령 복사", "") })"""
        lines = "".join(f"<{n}>  열\n" for n in range(1, 10))
        page.eval(f"{unfolded}(0)")
        equal(page.eval(f"{unfolded}(1)").replace("[… lines 1-2 …]", "").replace("[… lines 4-9 …]", "").replace("\n", ""),
              ("a$ ./a <<'E'\nx\nE\n" + lines + "[exit status 1]").replace("\n", ""), "what is left out of an output unfolds in its place")
        equal(page.eval(f"{unfolded}(3)"), "b$ ./b\n[… lines 1-2 …]<3>  열\n[… line 4 …]<4>  열", "of each process its own")
        height = "document.querySelector('#output-long pre').clientHeight"
        ok(page.eval(height) < 1000, "a long output is folded", page.eval(height))
        page.eval("location.hash = 'output-long'")
        ok(page.eval(height) > 10000, "its address opens it", page.eval(height))
        page.eval("location.hash = ''")
        page.call("Emulation.setEmulatedMedia", {"media": "print"})
        ok(page.eval(height) > 10000, "and so does paper", page.eval(height))
        equal(page.eval("[...document.querySelectorAll('.snippet details:not(.cut)')].filter((e) => e.checkVisibility()).length"), 0,
              "on which nothing is said twice, in a drawing and in words")
        addresses = "[...document.querySelectorAll('%s')].filter((a) => getComputedStyle(a, '::after').content.includes('http')).map((a) => a.textContent)"
        equal(page.eval(addresses % ".prose a"), ["밖"], "addresses are printed in the text, and none in code")
        ok(page.eval("document.querySelectorAll('.prose pre a[href^=http]').length") > 2, "which has links too")
        equal(page.eval("[...new Set([...document.querySelectorAll('.snippet')].map((e) => getComputedStyle(e).breakInside))]"), ["avoid"],
              "figures do not break where they fit")
        page.call("Page.navigate", {"url": "about:blank"})
        page.close()
    server.shutdown()


def mistakes(site):
    """What would leave a hole stops the render, and says where and why."""
    def stops(opener, message, name, front="---\ntitle: x\n---\n"):
        site.write(POST, front + "\n한 줄\n" + block(opener, "x\n"))
        status, output = site.build(strict=True)
        ok(status != 0, f"{name} stops the render", output[-300:])
        output = next((line for line in output.splitlines() if POST in line), output[-300:])
        has(output, f"{POST}:{front.count(chr(10)) + 4}: {message}", "which says where, and how to mend it")
        ok(not os.path.exists(site.path("_site/posts/x/index.html")), "and makes no page")

    shutil.rmtree(site.path("_site"))
    wrong = "snip takes no such directive; `make snippets` says why"
    stops("outptu s", wrong, "an unknown kind", "---\ntitle: x\ntags:\n- a\n---\n")
    stops("output s only=a only=b", wrong, "an attribute given twice")
    stops("output none", "none has no record, _data/snippets/none.json. Run: make update", "a record that is missing")
    stops("lab a/b", "a/b has no lab in its record", "a lab that is missing")
    stops("code ../../etc/passwd.c", wrong, "a path that leads out")
    stops("output", wrong, "a directive without a subject")
    for text, why in [('{ "snippet": "a/b", ', "a record that is broken"), ("", "one that is empty"),
                      ('{ "snippet": "b/a", "environment": {} }', "one of another snippet"), ("[]", "one that is no record")]:
        site.write("_data/snippets/a/b.json", text)
        stops("output a/b", "_data/snippets/a/b.json: not the record of a/b", why)
    record(site, "a/b")
    record(site, "a-b")
    site.write(POST, TOP + block("output a/b", "") + block("output a-b", ""))
    has(site.build()[1], "a/b and a-b would have one archive, /snippets/a-b.tar.gz. Rename one", "two examples whose archives would be one stop the render")
    site.write(POST, TOP + "\n```\n<!-- snip outptu none -->\n```\n\n`<!-- snip outptu none -->`\n")
    equal(site.build(strict=True)[0], 0, "what is code is no directive")


def real():
    """The articles as they are."""
    with Site(fixtures=False) as site:
        for part in ["_posts", "snippets", "_data/snippets"]:
            shutil.copytree(os.path.join(ROOT, part), site.path(part))
        site.write("snippets/raw/page.html", "---\na: 1\n---\r\n{{ 1 }}{% raw %}\x00")
        site.write("snippets/raw.c", "int x;")
        site.built()
        told, wrong = 0, []
        for path in glob.glob(site.path("_site/posts/*/index.html")):
            with open(path, encoding="utf-8") as file:
                page = read(file.read())
            for figure in page.root.all("figure", cls="snippet-output"):
                told += 1
                shown = "".join(text_of(e) for e in figure.all("pre"))
                with open(site.path("_data/snippets", figure.one("figcaption").one("code").text + ".json"), encoding="utf-8") as file:
                    processes = json.load(file)["processes"]
                for each in processes:
                    prompt = f"{each['name'] if len(processes) > 1 else ''}$ {each['command']}\n"
                    printed = re.sub(r"[ \t]+$", "", each["output"].rstrip("\n"), flags=re.M)
                    if prompt in shown and printed not in shown.split(prompt, 1)[1]:
                        wrong.append(figure.attrs["id"])
                if not any(each["command"] in shown for each in processes):
                    wrong.append(figure.attrs["id"])
        ok(told > 20 and not wrong, f"every figure's output equals its record ({told})", wrong)
        fetched = [p for p in glob.glob(site.path("_site/snippets/**/*"), recursive=True)
                   if os.path.isfile(p) and not p.endswith((".pcap", ".tar.gz"))]
        differ = [p for p in fetched if open(p, "rb").read() != open(p.replace("/_site/", "/", 1), "rb").read()]
        ok(len(fetched) > 20 and not differ, f"every download equals its file ({len(fetched)})", differ)
        links = {href for path in glob.glob(site.path("_site/posts/*/index.html"))
                 for href in re.findall(r'href="(/snippets/[^"]*)"', open(path, encoding="utf-8").read())}
        ok(len(links) > 20 and all(os.path.isfile(site.path("_site" + href)) for href in links), "every link to a file has one")
        ok(not os.path.exists(site.path("_site/snippets/raw")), "what no page shows is not published")

        record(site, "raw", inputs={"raw.c": "x", "raw/page.html": "x", "flags": "x", "../_config.yml": "x"})
        site.write(POST, TOP + block("code raw.c", "int x;\n", "c"))
        site.built()
        with open(site.path("_site/snippets/raw/page.html"), "rb") as file:
            equal(file.read(), b"---\na: 1\n---\r\n{{ 1 }}{% raw %}\x00", "a file is published byte for byte, front matter and Liquid too")
        lacks(site.page("/sitemap.xml"), "snippets", "and is in no list of pages")
        ok(not os.path.exists(site.path("_site/_config.yml")), "nothing but files of snippets/ is")


def manual():
    """The table of calls is one of names."""
    with Site(fixtures=False) as site, open(site.path("_data/calls.yml"), encoding="utf-8") as file:
        names = re.findall(r"^    - (.*)$", file.read(), re.M)
    equal([n for n in names if not re.fullmatch(r"\w+", n) or names.count(n) > 1], [], "each call is named once")
    ok(len(names) >= 200, "and there are many", len(names))


def test():
    manual()
    with Site(fixtures=False) as site:
        for part in [code, place, session, table, diagnostics, cut]:
            part(site)
        seen(site)
        mistakes(site)
    real()


if not browser.find():
    skip_all("chromium is missing: tools/setup test installs it")
run(test)
