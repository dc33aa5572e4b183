#!/usr/bin/env python3
"""What is said of wrong posts, word by word: errors/NAME.md is scanned, errors/NAME.out says what must
come of it. `./errors.t --update` writes those that differ, to be read before they are believed.
"""

import sys

import md

CASES = md.Path(__file__).with_name("errors")
BLOCK = b"<!-- snip code a.c -->\n<!-- /snip -->\n"

# Posts that no editor would keep as they are: the post, then (line, words of the error) or None for a
# post without fault, then the lines of its blocks.
BYTES = {
    "empty": (b"", None, []),
    "only a byte order mark": (b"\xef\xbb\xbf", None, []),
    "only a newline": (b"\n", None, []),
    "not UTF-8": (b"one\n" + BLOCK + b"\xc0\xae\n", (4, "not UTF-8"), []),
    "UTF-16": (b"\xff\xfe-\0-\0", (1, "not UTF-8"), []),
    "Korean of another encoding": (b"---\n---\n\xbc\xd2\xc4\xcf\n", (3, "0xBC"), []),
    "a character cut off": (b"a\n\xec\x86", (2, "not UTF-8"), []),
    "a surrogate": (b"\xed\xa0\x80", (1, "not UTF-8"), []),
    "NUL": (b"one\ntwo\n\0\n" + BLOCK, (3, "NUL"), []),
    "NUL before other wrong bytes": (b"\n\0\n\xff", (2, "NUL"), []),
    "other wrong bytes before NUL": (b"\n\xff\n\0", (2, "not UTF-8"), []),
    "byte order mark": (b"\xef\xbb\xbf" + BLOCK, None, [(1, 2)]),
    "byte order mark and front matter": (b"\xef\xbb\xbf---\na: b\n---\n" + BLOCK, None, [(4, 5)]),
    "CR LF": ((b"---\na: b\n...\n" + BLOCK).replace(b"\n", b"\r\n"), None, [(4, 5)]),
    "CR alone counts for no editor": (b"a\rb\rc\n\n" + BLOCK, None, [(3, 4)]),
    "CR alone, and an error behind it": (b"a\rb\r\n\n<!-- snip -->\n<!-- /snip -->\n",
                                         (3, "what to show"), []),
    "mixed line ends": (b"a\r\nb\n\rc\r\r\n\n" + BLOCK, None, [(5, 6)]),
    "no final newline": (b"text\n" + BLOCK[:-1], None, [(2, 3)]),
    "front matter with blanks behind its marks": (b"--- \t\na\n---\t \n" + BLOCK, None, [(4, 5)]),
    "empty front matter": (b"---\n---\n" + BLOCK, None, [(3, 4)]),
    "front matter ended by dots": (b"---\n```\n<!--\n...\n" + BLOCK, None, [(5, 6)]),
    "front matter that is all": (b"---\n<!-- snip -->\n---", None, []),
    "front matter holding marks inside lines": (b"---\na: ---\n ---\n----\n---\n" + BLOCK, None,
                                                [(6, 7)]),
    "front matter never closed": (b"---\na: b\n----\n" + BLOCK, (1, "never closed"), []),
    "front matter never closed but a mark": (b"---\n", (1, "never closed"), []),
    "a rule alone": (b"---", None, []),
    "four dashes are a rule": (b"----\n" + BLOCK + b"---\n", None, [(2, 3)]),
    "a line of 10 MB": (b"x" * 10_000_000 + b"\n" + BLOCK, None, [(2, 3)]),
    "a line of 10 MB in a block": (BLOCK[:23] + b"```\n" + b"`x" * 5_000_000 + b"\n```\n" +
                                   BLOCK[23:], None, [(1, 5)]),
    "a directive of 1 MB": (b"<!-- snip code " + b"a" * 1_000_000 + b"\x1b[2J -->\n<!-- /snip -->\n",
                            (1, "a..."), []),
    "a terminal's codes in a directive": (b"<!-- snip \x1b[31mred a.c -->\n<!-- /snip -->\n",
                                          (1, "`\\x1B[31mred`"), []),
    "a hundred thousand openers": (b"<!-- snip code a.c -->\n" * 100_000, (1, "never closed"), []),
    "a hundred thousand comments in one paragraph":
        (b"x <!-- snip code a.c -->\n" * 100_000, (1, "inside a paragraph"), []),
    "a hundred thousand lists": (b"- " * 1000 + BLOCK[:23] + b"  " * 1000 + BLOCK[23:], None,
                                 [(1, 2)]),
}


def report_text(report):
    lines = [f"{line}: {text}\n   {hint}\n" for line, text, hint in report.errors]
    for b in report.blocks:
        target = b["target"] + ("#" + b["region"] if b["region"] else "")
        words = [b["kind"], target, *b["attributes"]]
        lines.append(f"{b['line']}-{b['close']}: {' '.join(words)}\n")
    return "".join(lines) or "nothing\n"


def check_files(tap, driver, update):
    cases = sorted(CASES.glob("*.md"))
    for case in cases:
        got = report_text(driver.scan(case.read_bytes()))
        wanted = case.with_suffix(".out")
        if update:
            wanted.write_text(got, encoding="utf-8")
        expected = wanted.read_text(encoding="utf-8") if wanted.exists() else "(no .out file)\n"
        tap.ok(got == expected, case.stem, f"said\n{got}instead of\n{expected}")
    tap.ok(len(cases) > 30, f"{len(cases)} posts in errors/")


def check_bytes(tap, driver):
    for name, (post, error, blocks) in BYTES.items():
        report = driver.scan(post)
        good = [(b["line"], b["close"]) for b in report.blocks] == blocks
        if error:
            line, words = error
            good = good and report.errors and report.errors[0][0] == line \
                and words in report.errors[0][1] and report.errors[0][2]
        else:
            good = good and not report.errors
        tap.ok(good and "\x1b" not in report.text, name, report.text[:1000])


def main():
    tap, driver = md.Tap(), md.Driver()
    check_files(tap, driver, "--update" in sys.argv[1:])
    check_bytes(tap, driver)
    tap.ok(driver.close() == 0, "no leak, no undefined behaviour")
    tap.done()


main()
