#!/usr/bin/env python3
"""Over generated projects: an update that succeeds is followed by a check that finds nothing and by an
update that writes nothing, and outside its blocks no byte of a post has changed.

    tests/cli/property.t [SEED]     the projects come from the seed, which is printed
"""

import os
import random
import re
import subprocess
import sys

import harness

PROJECTS = 2
POSTS = 30
SNIPPETS = 6
BOM = b"\xef\xbb\xbf"

# A container: what stands before the first line of a block, and before its others.
CONTAINERS = (
    ("", ""), ("", ""), ("   ", "   "), ("- ", "  "), ("* ", "  "), ("12. ", "    "), ("-\t", "\t"), ("> ", "> "),
    (">", ">"), ("> > ", "> > "), (">> ", ">> "), ("> - ", ">   "), ("- > ", "  > "), ("1) - ", "     "),
    ("> 1. ", ">    "), ("- > + ", "  >   "),
)

# Prose that is nothing to snip, however it looks.
PROSE = (
    "A paragraph\nof two lines.", "# A heading", "Setext\n======", "| a | b |\n|---|---|\n| 1 | 2 |",
    "```\n<!-- snip output nothing -->\n<!-- /snip -->\n```", "~~~~ c\n~~~\n<!-- /snip -->\n~~~~", "***",
    "Text with `<!-- snip code x.c -->` in a code span.", "<!-- a comment -->", "<!-- snippets are nice -->",
    "<div>\n<p>HTML\n</div>", "    indented code", "한글 문단. 끝에 공백  \n다음 줄\\\n셋째 줄", "[a]: /b 'c'",
    "- a\n- b\n\n  c", "> quoted\nlazily", "&amp; &#35; \\* ![i](u)", "{% raw %}{{ x }}{% endraw %}", "x" * 3000,
    "<!--\nof several lines: snip output s0\n-->", "<!-- -->", "a\tb\t", "\u00a0\u200b",
)

# What a program may print, as the text of a C string.
WORDS = (
    "plain words", "", "```", "~~~~", "``````` c", "--> <!-- /snip -->", "<!-- snip output a -->", "    indented", "\\ttab\\t",
    "\\033[31mred\\033[0m", "\\377\\376 bytes", "\\355\\240\\200", "한글과 🙂", "> quote", "- list", "trailing   ", "a\\rb",
    "\\r", "\\001\\002", "{{ liquid }}", "&amp;", "\\\\ \\\"quotes\\\"", "---", "\\342\\200\\250", "\\357\\273\\277",
)


class Project:
    """A generated project and what is known of it."""

    def __init__(self, bench, seed):
        self.random = random.Random(seed)
        self.path = bench.folder(f"project-{seed.replace(' ', '-')}")
        self.tmp = bench.folder(f"tmp-{seed.replace(' ', '-')}")
        self.snip = os.path.join(bench.bin, "snip")
        self.env = bench.environment(self.tmp)
        self.posts = {}
        self.printed = [[] for _ in range(SNIPPETS)]
        for number in range(SNIPPETS):
            self.write_snippet(number)
        for number in range(POSTS):
            self.write_post(f"_posts/{number:02} 글.md")

    def write(self, name, data):
        """Makes the file NAME."""
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def read(self, name):
        """The bytes of the file NAME."""
        with open(os.path.join(self.path, name), "rb") as file:
            return file.read()

    def write_snippet(self, number):
        """A program that prints some of the words, the last line sometimes without a newline."""
        words = self.random.choices(WORDS, k=self.random.randrange(6))
        lines = [f'    fputs("{word}\\n", stdout);' for word in words]
        if self.random.random() < 0.3:
            lines.append('    fputs("no newline", stdout);')
        status = self.random.choice((0, 0, 3))
        source = ["#include <stdio.h>", "", "int main(void)", "{",
                  "    // region: body", "    /* words */", *lines, "    // endregion",
                  f"    return {status};", "}", ""]
        ending = self.random.choice(("\n", "\n", "\r\n"))
        self.write(f"snippets/s{number}.c", ending.join(source).encode())
        self.write(f"snippets/s{number}.yml", f"expect: {status}\n".encode())

    def pieces(self):
        """A post as texts and blocks in turn: bytes, then for each block (opener, closer's prefix), bytes."""
        ends = self.random.choice((("\n",), ("\n",), ("\r\n",), ("\n", "\r\n")))

        def lines(text):
            return "".join(line + self.random.choice(ends) for line in text.split("\n")).encode()

        head = self.random.choice((b"", BOM)) + self.random.choice(
            (b"", lines("---\ntitle: '```'\n---"), lines("---\nx: |\n  <!-- snip\n  `\n...")))
        parts = [head + lines(self.random.choice(PROSE) + "\n")]
        for _ in range(self.random.randrange(5)):
            first, rest = self.random.choice(CONTAINERS)
            number = self.random.randrange(SNIPPETS)
            what = self.random.choice((f"output s{number}", f"code s{number}.c", f"code s{number}.c#body",
                                       f"diagnostics s{number}.c"))
            opener = lines(f"{first}<!-- snip {what} -->")
            parts += [(opener, rest.encode()), lines("\n\n" + self.random.choice(PROSE) + "\n")]
        return parts

    def write_post(self, name):
        """A post; some end right behind the closer, without a newline."""
        parts = self.pieces()
        if len(parts) > 1 and self.random.random() < 0.2:
            parts[-1] = b""
        self.posts[name] = parts
        self.write(name, self.empty(name))

    def empty(self, name):
        """The post NAME with nothing in its blocks yet."""
        return b"".join(p if isinstance(p, bytes) else p[0] + p[1] + b"<!-- /snip -->" for p in self.posts[name])

    def run(self, *args):
        """Runs snip; returns its exit status and what it said."""
        done = subprocess.run([self.snip, *args], cwd=self.path, env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, harness.visible(done.stdout)

    def sound(self, name):
        """Whether in the post NAME each block is a fence with a digest, and all else is as it was generated."""
        pattern = b""
        for part in self.posts[name]:
            if isinstance(part, bytes):
                pattern += re.escape(part)
            else:
                pattern += re.escape(part[0]) + rb"[> \t]*(?:`{3,}|~{3,})(?:c|console)\r?\n.*?<!-- /snip [0-9a-f]{16} -->"
        return re.fullmatch(pattern, self.read(name), re.DOTALL) is not None

    def change(self):
        """What authors do between two updates: programs change, posts are written anew, blocks emptied."""
        for number in self.random.sample(range(SNIPPETS), 3):
            self.write_snippet(number)
        chosen = self.random.sample(sorted(self.posts), POSTS // 2)
        for name in chosen[::2]:
            self.write_post(name)
        for name in chosen[1::2]:
            self.write(name, self.empty(name))


def examine(project, seed, turn):
    """One turn: update, check, update."""
    name = f"seed {seed}, turn {turn}"
    status, said = project.run("update")
    if not harness.ok(status == 0, f"{name}: update", [f"exit {status}", said]):
        return
    before = harness.snapshot(project.path)
    status, said = project.run("check")
    harness.ok(status == 0, f"{name}: check finds nothing", [f"exit {status}", said])
    status, said = project.run("update")
    differences = harness.changes(before, harness.snapshot(project.path))
    harness.ok(status == 0 and not differences, f"{name}: neither check nor a second update writes",
               [f"exit {status}", said, *differences])
    wrong = [post for post in project.posts if not project.sound(post)]
    harness.ok(not wrong, f"{name}: every block is written, and no byte outside them has changed", wrong)


def main():
    """Examines each project, has it changed, and examines it again."""
    seed = sys.argv[1] if len(sys.argv) > 1 else "2026"
    print(f"# seed {seed}", flush=True)
    with harness.Bench() as bench:
        bench.need_boxes()
        for number in range(PROJECTS):
            project = Project(bench, f"{seed} {number}")
            for turn in (1, 2):
                examine(project, f"{seed} {number}", turn)
                project.change()
            left = os.listdir(project.tmp)
            harness.ok(not left, f"seed {seed} {number}: nothing is left in TMPDIR", left)
    harness.done()


if __name__ == "__main__":
    main()
