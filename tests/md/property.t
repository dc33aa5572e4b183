#!/usr/bin/env python3
"""Posts made up at random, from a seed that is printed: scanning never fails by itself, what libcmark
reads of written blocks is their content without blanks at line ends, every byte outside stays, and
writing again changes nothing.

SEED=N repeats a run, COUNT=N makes it longer.
"""

import os
import random
import re

import md

PIECES = [
    b"text", b"**strong** `code`", b"# heading", b"===", b"---", b"***", b"> quote", b">", b"- item",
    b"-", b"* item", b"10. item", b"1) item", b"```", b"```c", b"````", b"~~~", b"    code", b"\tcode",
    b"<div>", b"</div>", b"<pre>", b"<!-- note -->", b"<!--", b"-->", b"[a]: /b", b"[a]", b"", b"",
    b"<!-- snippet -->", "소켓".encode(), b"a  ", b"\\", b"&lt;", b"<script>", b"<?x", b"?>",
    b"<!-- snip code a.c -->", b"<!-- /snip -->", b"text <!-- snip output a --> text",
    b"<!-- /snip 0123456789abcdef -->", b"\x0b\x0c", b"`<!-- snip code a.c -->`", b"\r", b"+ \t",
]
PREFIXES = [b"", b"", b"", b" ", b"  ", b"   ", b"    ", b"\t", b"> ", b">", b">\t", b"- ", b"-\t",
            b"1. ", b"> - ", b"- > ", b">> ", b"12)  ", b">1. ", b"  > "]
CONTENT = [b"int x;", b"\treturn 0;", b"", b"", b"```", b"~~~~", b"> ", b"- a", b"    y", b"\t\t",
           b"<!-- /snip -->", b"</div>", "출력".encode(), b" ", b"``` x", b"  ```", b"[a]: /b", b"\x0b"]
KINDS = [b"code a.c", b"code a/b.h#r", b"output a", b"output a only=b", b"diagnostics x/y.c"]


def continued(prefix):
    """The prefix of a next line in the same container, as an author would write it."""
    return b"".join(b">" if c == ord(">") else b"\t" if c == ord("\t") else b" " for c in prefix)


def make_block(rnd):
    prefix = b"".join(rnd.choices(PREFIXES, k=rnd.choice([1, 1, 1, 2])))
    if rnd.random() < 0.5:
        prefix = prefix.replace(b"\t", b" ")
    after = continued(prefix).replace(b"> ", b"> ")
    if b"\t" in prefix or re.search(rb">[^ >]", prefix):
        after = re.sub(rb">(?![ >])", b"> ", prefix.expandtabs(4))
        after = bytes(c if c == ord(">") else ord(" ") for c in after)
    lines = [prefix + b"<!-- snip " + rnd.choice(KINDS) + b" -->"]
    if rnd.random() < 0.4:
        lines += [after] * rnd.choice([0, 0, 1]) + [after + b"```" + rnd.choice([b"", b"c"])]
        lines += [after + line for line in rnd.choices(CONTENT[:3], k=rnd.randrange(3))]
        lines += [after + b"```"]
    lines.append(after + b"<!-- /snip -->")
    return [line.rstrip(b" ") if not line.strip() else line for line in lines]


def make_post(rnd):
    lines = []
    if rnd.random() < 0.3:
        lines += [b"---", b"title: <!-- ``` snip", rnd.choice([b"---", b"..."])]
    for _ in range(rnd.randrange(1, 8)):
        if rnd.random() < 0.5:
            lines += [rnd.choice([b"", b"text"])] + make_block(rnd) + [b""]
        else:
            lines += [rnd.choice(PREFIXES) + rnd.choice(PIECES) for _ in range(rnd.randrange(4))]
    end = rnd.choice([b"\n", b"\n", b"\r\n", b"\r"])
    ends = [end if rnd.random() < 0.98 else rnd.choice([b"\n", b"\r\n", b"\r"]) for _ in lines]
    post = b"".join(a + b for a, b in zip(lines, ends))
    if rnd.random() < 0.2:
        post = post.rstrip(b"\r\n")
    return (b"\xef\xbb\xbf" if rnd.random() < 0.1 else b"") + post


def make_content(rnd):
    text = b"\n".join(rnd.choices(CONTENT, k=rnd.randrange(6)))
    return text + (b"\n" if rnd.random() < 0.7 else b"")


def split(post):
    """(what Jekyll cuts off, the CommonMark), by Jekyll's own pattern."""
    bom = 3 if post.startswith(b"\xef\xbb\xbf") else 0
    front = re.match(rb"(---\s*\n.*?\n?)^((---|\.\.\.)\s*$\n?)", post[bom:], flags=re.M | re.S)
    at = bom + (front.end() if front else 0)
    return post[:at], post[at:]


def outside(cmark, post):
    """The lines of a good post that no block manages; of a closer's line only its end."""
    head, text = split(post)
    lines = re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", text)
    marks = [line - 1 for line, _, _ in md.directives(cmark.nodes(text))]
    for opener, closer in zip(marks[::2], marks[1::2]):
        lines[opener + 1:closer] = [b""] * (closer - opener - 1)
        lines[closer] = b"closer" + re.search(rb"[\r\n]*\Z", lines[closer]).group()
    return [head] + [line for line in lines if line]


def literals(cmark, post):
    """(literal, info) of each fence that stands between two comments of snip."""
    nodes, found = cmark.nodes(split(post)[1]), []
    for before, node, after in zip(nodes, nodes[1:], nodes[2:]):
        if node[1] == "code_block" and before[0] == node[0] == after[0] \
                and before[1] == after[1] == "html_block" and md.COMMENT.match(before[3]) \
                and b"/snip" not in before[3]:
            found.append((node[3], node[4]))
    return found


def check(driver, cmark, rnd, post, tally):
    report = driver.scan(post)
    if not report.good:
        tally["wrong posts"] += 1
        return None if report.errors else "bad without an error"
    tally["good posts"] += 1
    contents = [(make_content(rnd), rnd.choice([None, "c", "console"])) for _ in report.blocks]
    if not contents:
        return None if driver.embed(post, [(b"", None)])[1] == post else "changed without a block"
    first, out = driver.embed(post, contents)
    if not first.good:
        return "refused: " + first.text
    if all(state != "written" for state in first.states):
        return None if out == post else "changed though nothing was to be written"
    forced, out = driver.embed(post, contents, overwrite=True)
    tally["blocks written"] += forced.states.count("written")
    again, same = driver.embed(out, contents)
    if set(again.states) != {"same"} or same != out:
        return f"not the same the second time: {again.text}{out!r}"
    wanted = [(md.shown_lines(text), (info or "").encode()) for text, info in contents]
    if literals(cmark, out) != wanted:
        return f"libcmark reads {literals(cmark, out)}, not {wanted}: {out!r}"
    if outside(cmark, post) != outside(cmark, out):
        return f"bytes outside changed: {out!r}"
    return None


def main():
    seed = int(os.environ.get("SEED", "20261123"))
    count = int(os.environ.get("COUNT", "3000"))
    tap, cmark, driver = md.Tap(), md.Cmark(), md.Driver()
    rnd = random.Random(seed)
    tally = {"good posts": 0, "wrong posts": 0, "blocks written": 0}
    wrong = []
    for number in range(count):
        post = make_post(rnd)
        problem = check(driver, cmark, rnd, post, tally)
        if problem:
            wrong.append(f"post {number}: {problem[:1500]}\n{post!r}")
    tap.ok(not wrong, f"{count} posts from seed {seed}: {tally}", "\n".join(wrong))
    tap.ok(tally["blocks written"] > count / 4, "enough of them had blocks to write", str(tally))
    tap.ok(tally["wrong posts"] > count / 20, "enough of them were wrong", str(tally))
    tap.ok(driver.close() == 0, "no leak, no undefined behaviour")
    tap.done()


main()
