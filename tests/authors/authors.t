#!/usr/bin/env python3
"""Holds that what snip says leads an author who has read little of its manual to a snippet that works, in two steps at most.

    tests/authors/authors.t                  all programs
    tests/authors/authors.t NAME…            these
    tests/authors/authors.t --show NAME…     and print what snip says of each try
    tests/authors/authors.t --accept NAME…   and take what the post shows in the end as expected; read it

Each folder of programs/ is a snippet as others write them, and what its author tried:

    1/         its files and first manifest, of somebody who has read how several processes are run, and no more
    1/said     the words of snip's report on that try that led to the next: a line each, in any order
    2/ 3/      the files that the author then changed
    expected   what the post shows after the last try

After the last try everything must be true, and stay so each time it is run again. A first try without a snippet.yml is
one C file, which lies among the snippets with its manifest beside it; else there is a folder for it.
"""

import concurrent.futures
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "cli"))

import harness  # pylint: disable=wrong-import-position

PROGRAMS = os.path.join(HERE, "programs")
STEPS = 2  # from the first try to one that works
ROUNDS = 5 if os.environ.get("CI") else 1  # that what works is run again
CHANCES = 8  # that a try has to fail, where that is by chance: an order in which processes run, the same twice
LIMIT = 600  # seconds: a command that takes longer hangs, on the busiest machine
POST = "---\ntitle: {0}\n---\n\n<!-- snip output {0} -->\n<!-- /snip -->\n"


def read(*path):
    """The text of a file; nothing where there is none."""
    path = os.path.join(*path)
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(text, *path):
    """Makes TEXT all that is in a file."""
    path = os.path.join(*path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Author:
    """One who writes the program NAME, in a project that has nothing else."""

    def __init__(self, bench, name):
        self.name = name
        self.folder = os.path.join(PROGRAMS, name)
        self.tries = sorted(entry for entry in os.listdir(self.folder) if entry.isdigit())
        self.project = os.path.join(bench.folder(name), "project")
        self.post = os.path.join(self.project, "_posts", "post.md")
        self.snip = os.path.join(bench.bin, "snip")
        tmp = os.path.join(os.path.dirname(self.project), "tmp")
        os.mkdir(tmp)
        self.env = bench.environment(tmp)
        self.log = []
        write(POST.format(name), self.post)

    def change(self, number):
        """Changes what the author changes in the try NUMBER."""
        several = os.path.exists(os.path.join(self.folder, self.tries[0], "snippet.yml"))
        shutil.copytree(os.path.join(self.folder, number),
                        os.path.join(self.project, "snippets", self.name if several else ""), ignore=shutil.ignore_patterns("said"), dirs_exist_ok=True)

    def run(self, *words):
        """Runs snip; returns its exit status, and what it says."""
        with subprocess.Popen([self.snip, *words], cwd=self.project, env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True) as process:
            try:
                output, _ = process.communicate(timeout=LIMIT)
                status = process.returncode
            except subprocess.TimeoutExpired:
                harness.stop_group(process)
                status, output = "none: it hangs", process.stdout.read()
        output = harness.visible(output)
        self.log += [f"$ snip {' '.join(words)}", *output.splitlines(), f"[exit {status}]"]
        return status, output

    def fail(self, number):
        """The try NUMBER, which must fail, and say what leads to the next. Returns what is wrong."""
        self.change(number)
        for _ in range(CHANCES):
            status, output = self.run("update")
            if status != 0:
                break
            shutil.rmtree(os.path.join(self.project, "_data"))
            shutil.rmtree(os.path.join(self.project, ".snip"))
            write(POST.format(self.name), self.post)
        said = read(self.folder, number, "said").splitlines()
        wrong = [] if status in (1, 2) else [f"try {number} ends with {status}"]
        wrong += [f"try {number} does not say: {line}" for line in said if line not in output]
        return wrong if said else [*wrong, f"there is no {self.name}/{number}/said"]

    def succeed(self, number):
        """The last try: NUMBER. Returns what is wrong."""
        self.change(number)
        for words in ("update",), ("check",), *[("check", "--rerun")] * ROUNDS:
            status, _ = self.run(*words)
            if status != 0:
                return [f"after try {number}, snip {' '.join(words)} ends with {status}"]
        return []

    def work(self):
        """All tries. Returns what is wrong."""
        *early, last = self.tries
        if len(early) > STEPS:
            return [f"it takes {len(early)} steps"]
        for number in early:
            wrong = self.fail(number)
            if wrong:
                return wrong
        return self.succeed(last)

    def judge(self, wrong):
        """Prints the test lines of what has been tried, of which WRONG is what went wrong."""
        steps = f"{len(self.tries) - 1} step{'s' if len(self.tries) != 2 else ''}"
        good = harness.ok(not wrong, f"{self.name}: what snip says leads to what works, in {steps}",
                          [*wrong, *self.log])
        if good:
            shown, expected = read(self.post), read(self.folder, "expected")
            harness.ok(shown == expected, f"{self.name}: and that is what it should be",
                       ["expected:", *expected.splitlines(), "shown:", *shown.splitlines()])

    def accept(self):
        """Takes what the post shows as expected."""
        write(read(self.post), self.folder, "expected")
        print(read(self.post))


def main():
    """Lets each author work, two at a time."""
    options = {word for word in sys.argv[1:] if word in ("--show", "--accept")}
    names = [word for word in sys.argv[1:] if word not in options] or sorted(os.listdir(PROGRAMS))
    harness.take_release()
    with harness.Bench() as bench:
        bench.need_boxes()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            authors = [Author(bench, name) for name in names]
            for author, wrong in zip(authors, pool.map(Author.work, authors)):
                if "--show" in options:
                    print(f"=== {author.name}", *author.log, sep="\n")
                if "--accept" in options and not wrong:
                    author.accept()
                author.judge(wrong)
    harness.done()


if __name__ == "__main__":
    main()
