"""What the tests that record have in common: rounds of `snip update` in fresh copies of a project, and what came of them.

A round begins without records, and with empty blocks. Snip believes a recording once another, right after it, is the same, so each round
counts as two; one before them that differs is made again and not seen here, as it would be by its user.
Manifests say `orders: 1`: other orders of a run (snip explore) are other recordings, and not what is held here.
"""

import concurrent.futures
import difflib
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "cli"))

import harness  # pylint: disable=wrong-import-position

RECORDINGS = 2  # that a round makes of each snippet


def read(*path):
    """The text of a file."""
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def write(text, *path):
    """Makes TEXT all that is in a file."""
    with open(os.path.join(*path), "w", encoding="utf-8") as file:
        file.write(text)


class Project:
    """A project that is to look, once updated, as it does in its folder; what snip says is in its file `said`."""

    def __init__(self, name):
        self.folder = os.path.join(HERE, name)
        self.post = os.path.join("_posts", f"{name}.md")
        self.names = sorted({name.removesuffix(".c") for name in os.listdir(os.path.join(self.folder, "snippets"))
                             if not name.endswith((".h", ".yml"))})

    def update(self, bench, number, ordinary):
        """A round. Returns what snip said, the post, and the trace in each record."""
        top = bench.folder(f"round-{number}-{ordinary}")
        tmp, project = os.path.join(top, "tmp"), os.path.join(top, "project")
        os.mkdir(tmp)
        shutil.copytree(self.folder, project)
        emptied = re.sub(r"^```text\n.*?^```\n(<!-- /snip).*?-->$", r"\1 -->", read(project, self.post), flags=re.M | re.S)
        write(emptied, project, self.post)
        become = {}
        if ordinary:
            become = {"user": harness.ORDINARY, "group": harness.ORDINARY, "extra_groups": []}
            for folder, folders, files in os.walk(top):
                for name in [".", *folders, *files]:
                    os.lchown(os.path.join(folder, name), harness.ORDINARY, harness.ORDINARY)
        snip = os.path.join(bench.user_bin if ordinary else bench.bin, "snip")
        found = subprocess.run([snip, "-C", project, "update"], env=bench.environment(tmp, ordinary), text=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                               **become)
        traces = {}
        for name in self.names:
            path = os.path.join(project, "records", f"{name}.json")
            if os.path.exists(path) and json.loads(read(path)).get("trace"):
                text = read(path)
                traces[name] = text[text.index('  "trace": '):]
        post = read(project, self.post)
        shutil.rmtree(top)
        return re.sub(r"\d+\.\d\d s$", "0.00 s", found.stdout, flags=re.M), post, traces

    def rounds(self, bench, recordings):
        """As many rounds as RECORDINGS take, by root and by an ordinary user where it can be."""
        users = (False, True) if os.geteuid() == 0 else (False,)
        count = -(-recordings // (RECORDINGS * len(users)))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            jobs = [pool.submit(self.update, bench, number, ordinary) for number in range(count) for ordinary in users]
            return [job.result() for job in jobs]

    def accept(self, one):
        """Takes what came of the round ONE as expected."""
        for path, text in (("said", one[0]), (self.post, one[1])):
            write(text, self.folder, path)

    def judge(self, rounds, unrecorded=()):
        """Prints a line for each snippet, for what snip said and for the posts; the UNRECORDED have no trace."""
        for name in self.names:
            traces = [found.get(name) for _, _, found in rounds]
            distinct = sorted({trace or "" for trace in traces}, key=traces.index if None not in traces else None)
            if name in unrecorded:
                harness.ok(distinct == [""], f"{name}: is not recorded", distinct)
                continue
            details = [f"{len(distinct)} distinct"]
            for other in distinct[1:]:
                details += between(distinct[0], other)
            harness.ok(len(distinct) == 1 and distinct[0], f"{name}: one recording in {len(rounds) * RECORDINGS}", details)
        for what, path, place in (("what snip says is", "said", 0), ("the post is", self.post, 1)):
            expected = read(self.folder, path)
            wrong = {one[place] for one in rounds if one[place] != expected}
            harness.ok(not wrong, f"{what} as expected", [line for text in wrong for line in between(expected, text)])


def between(first, second):
    """What differs between two texts, as lines."""
    return list(difflib.unified_diff(first.splitlines(), second.splitlines(), lineterm="", n=1))
