#!/usr/bin/env python3
"""Every example of the CommonMark specification with a block put before it, behind it and behind each
of its lines: snip must find the two comments exactly where libcmark sees HTML blocks of one line, must
complain where they landed in other HTML or in indented code, and must change nothing but the block.
"""

import re

import md

SPEC = md.ROOT / "node_modules" / "commonmark-spec" / "spec.txt"
FRONT = b"---\ntitle: `<!-- snip code x.c -->`\nfence: |\n  ```\n---\n"
OPENER, CLOSER = b"<!-- snip code a/b.c -->", b"<!-- /snip -->"
CONTENT = b"\tint x;\n\n    ```\n> - # </div>\n"


def examples():
    """The Markdown of each example and the heading above it."""
    text = SPEC.read_text(encoding="utf-8").replace("\r\n", "\n")
    text = re.sub(r"^<!-- END TESTS -->.*", "", text, flags=re.M | re.S)
    heading, found = "", []
    for match in re.finditer(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$|^#{1,6} *([^\n]*)$", text,
                             flags=re.M | re.S):
        if match.group(2):
            heading = match.group(2)
        else:
            found.append((match.group(1).replace("→", "\t").encode(), heading))
    return found


def variants(example):
    """The example with a block at each place, plain and with the markers of the line above it."""
    lines = example.splitlines(keepends=True)
    for place in range(len(lines) + 1):
        above = lines[place - 1] if place else b""
        marker = re.match(rb"[ \t>]*", above.rstrip(b"\n")).group()
        for prefix in {b"", marker}:
            block = prefix + OPENER + b"\n" + prefix + CLOSER + b"\n"
            yield place, b"".join(lines[:place]) + block + b"".join(lines[place:])
    for prefix in (b"- ", b"> ", b"12) ", b">\t"):
        indent = prefix if b">" in prefix else b" " * len(prefix)
        yield len(lines), example + b"\n" + prefix + OPENER + b"\n" + indent + CLOSER + b"\n"


def is_fenced(body, line, literal):
    """Tells code in a fence from indented code, whose first line is in the literal."""
    source = re.split(rb"\r\n?|\n", body)[line - 1]
    fence = re.match(rb"(?:[ \t>*+-]|\d+[.)])*(`{3,}|~{3,})", source)
    return fence is not None and not literal.startswith(fence.group(1) + b"\n")


def strays(nodes, body):
    """How many nodes hold a comment of snip where none may stand."""
    count = 0
    for _, kind, line, literal, _ in nodes:
        if kind == "html_inline" or (kind == "html_block" and not md.COMMENT.match(literal)):
            count += re.search(rb"<!--\s*/?snip\s", literal) is not None
        elif kind == "code_block" and not is_fenced(body, line, literal):
            count += re.search(rb"(?m)^[ \t]*<!--\s*/?snip\s", literal) is not None
    return count


def outline(nodes):
    """The tree without lines, the block's fence and its closer's digest."""
    found = []
    for at, (path, kind, _, literal, info) in enumerate(nodes):
        if kind == "html_block" and md.COMMENT.match(literal) and b"/snip" in literal:
            literal = b"closer"
        before = nodes[at - 1] if at else None
        if kind == "code_block" and before[1] == "html_block" and before[0] == path \
                and OPENER in before[3] and md.COMMENT.match(before[3]):
            continue
        found.append((path, kind, literal, info))
    return found


def check_embedding(driver, cmark, head, body):
    """None, or what is wrong with the block written into HEAD + BODY."""
    post = head + body
    report, out = driver.embed(post, [(CONTENT, "c")])
    if not report.good or report.states != ["written"]:
        return "not written: " + report.text
    end = re.search(rb"\r\n|\n|\r", post[post.index(OPENER, len(head)):]).group()
    top, bottom = post.index(OPENER, len(head)) + len(OPENER + end), post.rindex(CLOSER)
    tail = post[bottom + len(CLOSER):]
    if not out.startswith(post[:top]) or not out.endswith(b" -->" + tail):
        return f"bytes outside changed: {out!r}"
    nodes, before = cmark.nodes(out[len(head):]), cmark.nodes(body)
    literals = [n[3] for n in nodes if n[1] == "code_block"]
    if CONTENT not in literals:
        return f"no code block holds the content: {out!r}"
    if outline(nodes) != outline(before):
        return f"the tree changed: {out!r}"
    again, same = driver.embed(out, [(CONTENT, "c")])
    if again.states != ["same"] or same != out:
        return "a second embedding is no standstill: " + again.text
    return None


def check(driver, cmark, body, head=FRONT):
    """Returns (blocks found, None or what is wrong)."""
    nodes = cmark.nodes(body)
    seen = md.directives(nodes, head.count(b"\n"))
    report = driver.scan(head + body)
    found = [(b["line"], b["close"]) for b in report.blocks]
    stray = strays(nodes, body)
    paired = len(seen) == 2 and seen[0][2] == seen[1][2] and seen[1][0] == seen[0][0] + 1
    expected = [(seen[0][0], seen[1][0])] if paired else []
    if found != expected:
        return 0, f"found {found}, libcmark {seen}"
    if report.good != (stray == 0 and (paired or not seen)):
        return 0, f"{stray} misplaced, {seen} seen, and the report is\n{report.text}"
    lines = re.split(rb"\r\n?|\n", head + body)
    ours = [i for i, line in enumerate(lines, 1) if OPENER in line or CLOSER in line][-2:]
    told = [error[0] for error in report.errors]
    if not set(told) <= set(ours) or (stray and ours[0] not in told):
        return 0, f"the comments are at {ours}, the errors\n{report.text}"
    return (1, check_embedding(driver, cmark, head, body)) if paired and report.good else (0, None)


def main():
    if not SPEC.exists():
        md.skip_all("node_modules/commonmark-spec is not there: npm ci")
    tap, cmark, driver = md.Tap(), md.Cmark(), md.Driver()
    cases = blocks = 0
    tests = examples()
    for number, (example, heading) in enumerate(tests, 1):
        wrong = []
        for place, body in variants(example):
            for variant in (body, body.replace(b"\n", b"\r\n")):
                good, problem = check(driver, cmark, variant)
                cases, blocks = cases + 1, blocks + good
                if problem:
                    wrong.append(f"behind line {place}: {problem}\n{variant!r}")
        tap.ok(not wrong, f"example {number}, {heading}", "\n".join(wrong))
    tap.ok(len(tests) == 649 or len(tests) == 652, f"the specification has {len(tests)} examples")
    tap.ok(blocks * 2 > cases, f"{blocks} of {cases} posts had their block written")
    tap.ok(driver.close() == 0, "no leak, no undefined behaviour")
    tap.done()


main()
