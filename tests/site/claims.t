#!/usr/bin/env python3
"""The map on the home page says what figures show: each line stands where it leads, and one that does not stops the
build. Articles end with the statements that they decide."""

import re

from blog import Site, equal, has, ok, read, run

VERDICTS = {"statements": ("맞다", "반만 맞다", "틀리다", "답할 수 있다"), "families": ("있다", "없다")}

# What is wrong with a claim, and what is said of it.
WRONG = {
    "post: third-argument": ("post: third-arguments", "there is no published post third-arguments"),
    "figure: output bind/path": ("figure: output bind/paths", "_posts/2026-11-30-bind-names.md has no figure output bind/paths"),
    "line: hello, 1986": ("line: hello, 1987", "output calls/style_1986 has no line ‘hello, 1987’"),
    "line: InCsumErrors 1": ("line: 1", "line is missing, or no text: put it in quotes"),
    "says: UDP는 단방향이다.\n    verdict: wrong": ("says: UDP는 단방향이다.\n    verdict: wron",
                                                "there is no verdict wron, only right, half, wrong, answerable"),
    "  - says: mysql socket은 무엇일까?": ("  - mysql\n  - says: mysql socket은 무엇일까?",
                                          "a claim has the keys says, verdict, post, figure, line, each a text"),
    # Printed, but by a process that the figure leaves out.
    "figure: output accept/first\n    line: \"conn은 listener와 같은 소켓인가? 아니오\"": (
        "figure: output accept/new_socket\n    line: \"connect: ECONNREFUSED\"", "output accept/new_socket has no line ‘connect: ECONNREFUSED’"),
    "    says: IPv4 호스트와": ("    syas: IPv4 호스트와", "says is missing, or no text: put it in quotes"),
}


def test_map(site):
    home = read(site.page("/")).root
    lists = home.one("section", cls="map").all("ol")
    rows = [(part, row) for part, each in zip(VERDICTS, lists) for row in each.all("li")]
    equal([len(each.all("li")) for each in lists], [18, 10], "18 statements and ten families are on the map")
    equal([row.text for part, row in rows if row.one("strong").text not in VERDICTS[part]], [], "each with its verdict")
    lost = []
    for _, row in rows:
        url, anchor = row.one("a").attrs["href"].split("#")
        figures = read(site.page(url)).root.all(id=anchor)
        if not figures or row.one("a").one("code").text not in figures[0].text:
            lost.append(row.text)
    equal(lost, [], "the line of each stands in the figure that it leads to")
    ends = read(site.page("/posts/udp-checksum/")).root.one("aside", cls="settled").all("a")
    there = [home.one("li", id=a.attrs["href"].split("#")[1]).all("p")[0].text for a in ends]
    equal((len(ends), there), (2, [a.text for a in ends]), "an article ends with those that it decides, as the map has them")


def test_drift(site):
    def change(text):
        for old, (new, _) in WRONG.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text
    site.edit("_data/claims.yml", change)
    text = open(site.path("_data/claims.yml"), encoding="utf-8").read()
    begins = [match.start() for match in re.finditer(r"^  - ", text, re.M)]
    expected = []
    for new, said in WRONG.values():
        at = max(begin for begin in begins if begin <= text.index(new))
        expected.append(f"_data/claims.yml:{text.count(chr(10), 0, at) + 1}: {said}")
    status, said = site.build(strict=True)
    lines = [line for line in said.splitlines() if line.startswith("_")]
    equal((status, sorted(lines)), (1, sorted(expected)), "a claim that no figure shows stops the build, at its line")
    equal(site.build()[0], 0, "and who writes goes on")
    site.write("_data/claims.yml", "- says: UDP는 단방향이다.\n")
    status, said = site.build(strict=True)
    has(said, "_data/claims.yml: this has the parts statements, families, each a list\n", "a list without parts is told of")
    ok(status == 1 and said.splitlines()[-1].startswith("site: nothing was written"), "and stops the build too", said)


def test():
    with Site(fixtures=False, articles=True) as site:
        status, said = site.build(strict=True)
        ok(status == 0, "the map is true", said)
        test_map(site)
        test_drift(site)


run(test)
