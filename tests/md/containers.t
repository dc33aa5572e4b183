#!/usr/bin/env python3
"""Every kind of container with every kind of content: what libcmark reads out of the written fence is
the content, byte by byte but for the blanks at line ends; nothing else changes; a second writing
changes nothing.
"""

import hashlib

import md

O, C = b"<!-- snip code a.c -->", b"<!-- /snip -->"

CONTAINERS = {
    "top level": (b"text\n\n", O + b"\n" + C + b"\n", b"\ntext\n"),
    "bullet": (b"text\n", b"- " + O + b"\n  " + C + b"\n", b"- next\n"),
    "ordered, two digits": (b"9. nine\n", b"10. " + O + b"\n    " + C + b"\n", b"11. eleven\n"),
    "nested lists on one line": (b"", b"- 1) " + O + b"\n     " + C + b"\n", b"\n  text\n"),
    "quote": (b"> text\n>\n", b"> " + O + b"\n> " + C + b"\n", b"> text\n"),
    "quote in a list": (b"- text\n\n", b"  > " + O + b"\n  > " + C + b"\n", b"- next\n"),
    "list in a quote": (b"> text\n", b"> - " + O + b"\n>   " + C + b"\n", b"> - next\n"),
    "quote without a blank": (b">text\n>\n", b">" + O + b"\n>" + C + b"\n", b">text\n"),
    "list in a quote without a blank": (b"", b">1. " + O + b"\n>    " + C + b"\n", b">2. next\n"),
    "tab behind a bullet": (b"-\tone\n", b"-\t" + O + b"\n\t" + C + b"\n", b"-\tthree\n"),
    "indented by a tab": (b"- one\n\t- two\n\n", b"\t  " + O + b"\n\t  " + C + b"\n", b"\t- three\n"),
    "loose list": (b"1. one\n\n", b"   " + O + b"\n   " + C + b"\n", b"\n2. two\n"),
    "three blanks": (b"text\n", b"   " + O + b"\n   " + C + b"\n", b"text\n"),
    "quote in a quote": (b">> text\n", b">> " + O + b"\n>> " + C + b"\n", b">> text\n"),
    "list in a quote in a list": (b"", b"- > + " + O + b"\n  >   " + C + b"\n", b"  > + next\n"),
    "behind a lazy line": (b"> text\nlazy\n", b">\t" + O + b"\n>\t" + C + b"\n", b"text\n"),
    "quote and tab in a list": (b"", b"*\t>\t" + O + b"\n\t>\t" + C + b"\n", b"\ntext\n"),
    "comments indented unlike": (b"", b"-  " + O + b"\n      " + C + b"\n", b"- next\n"),
    "blanks behind the comments": (b"", O + b" \t \n" + C + b"   \n", b"text\n"),
    "end of the post": (b"text\n", O + b"\n" + C, b""),
}

CONTENTS = {
    "plain": b"int main(void)\n{\n    return 0;\n}\n",
    "leading tabs": b"\tone\n\t\ttwo\n \tthree\n  \t four\n",
    "tabs inside": b"a\tb\tc\n\t\n\tend\t\n",
    "empty": b"",
    "empty lines first and last": b"\n\ntext\n\n\n",
    "only a newline": b"\n",
    "fences of backticks": b"```\n````c\n  `````\n    ``````\n",
    "fences of tildes": b"~~~\n~~~~~~~~\ntext\n~~~\n",
    "quotes": b"> one\n>> two\n>\n",
    "bullets": b"- one\n  - two\n10. three\n* * *\n===\n",
    "no final newline": b"one\ntwo",
    "Hangul": "소켓 프로그래밍\n\t가나다 ㄱㄴㄷ\n".encode(),
    "trailing blanks": b"one  \n   \n\ttwo\t \n  \n",
    "ends of comments": b"<!-- /snip -->\n-->\n<!-- snip code a.c -->\n</div>\n<!--\n",
    "a very long line": b"x" * 100_000 + b"\n",
    "long runs": b"`" * 300 + b" x\n" + b"~" * 300 + b"\n",
    "a run of backticks beyond what a fence counts": b"`" * 1000 + b"\n~~~\n",
    "indentation of code": b"    four\n     five\n   three\n",
    "references": b"[a]: /b\n&amp; \\* \x0b\x0c\x01\x7f\n",
}


def code_blocks(cmark, post):
    return [(path, literal, info) for path, kind, _, literal, info in cmark.nodes(post)
            if kind == "code_block"]


def others(cmark, post):
    return [(path, kind, b"closer" if kind == "html_block" and b"/snip" in literal else literal)
            for path, kind, _, literal, _ in cmark.nodes(post) if kind != "code_block"]


def check(driver, cmark, parts, content, end):
    """None, or what is wrong."""
    before, block, after = (part.replace(b"\n", end) for part in parts)
    post = before + block + after
    literal = md.shown_lines(content)
    report, out = driver.embed(post, [(content, "console")])
    if report.states != ["written"]:
        return "not written: " + report.text
    opener = before + block[:block.index(end) + len(end)]
    digest = hashlib.sha256(literal).hexdigest()[:16].encode()
    closer = b"<!-- /snip " + digest + b" -->" + (end if block.endswith(end) else b"")
    if not out.startswith(opener) or not out.endswith(closer + after):
        return f"wrong outside: {out!r}"
    if end != b"\n" and out.replace(end, b"").count(b"\n"):
        return f"mixed line ends: {out!r}"
    found = code_blocks(cmark, out)
    if [b[1:] for b in found] != [(literal, b"console")]:
        return f"libcmark reads {found!r}"
    parents = {n[0] for n in cmark.nodes(out) if n[1] == "html_block"}
    if parents != {found[0][0]}:
        return f"the fence is in {found[0][0]}, the comments in {parents}"
    if others(cmark, out) != others(cmark, post):
        return f"the tree changed: {out!r}"
    again, same = driver.embed(out, [(content, "console")])
    if again.states != ["same"] or same != out:
        return f"not the same at the second time: {again.text}{same!r}"
    other, changed = driver.embed(out, [(b"\tother\n", "c")])
    back, restored = driver.embed(changed, [(content, "console")])
    if other.states != ["written"] or back.states != ["written"] or restored != out:
        return f"changing it and back: {other.text}{back.text}{restored!r}"
    return None


def main():
    tap, cmark, driver = md.Tap(), md.Cmark(), md.Driver()
    for where, parts in CONTAINERS.items():
        for what, content in CONTENTS.items():
            wrong = []
            for name, end in (("LF", b"\n"), ("CR LF", b"\r\n"), ("CR", b"\r")):
                problem = check(driver, cmark, parts, content, end)
                if problem:
                    wrong.append(f"{name}: {problem[:2000]}")
            tap.ok(not wrong, f"{where}: {what}", "\n".join(wrong))
    tap.ok(driver.close() == 0, "no leak, no undefined behaviour")
    tap.done()


main()
