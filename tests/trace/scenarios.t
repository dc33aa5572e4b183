#!/usr/bin/env python3
"""Records the ten scenarios of scenarios/ again and again: each has one recording, byte for byte.

    tests/trace/scenarios.t            20 recordings or more of each
    N=300 BUSY=6 tests/trace/scenarios.t
                                       as many as N, beside BUSY loops that take all the processors they get
    tests/trace/scenarios.t --accept   take the time lines that are drawn now as expected; read them first

A round is `snip update` in a fresh copy without records. It believes a recording once another, right after it, is
the same, so each round counts as two; one before them that differs is made again and not seen here, as it would be
by its user. The records of all rounds, of root's and of an ordinary user's, must hold
the same bytes as the trace, and each post the time lines that are expected (_posts in scenarios/).
"""

import concurrent.futures
import difflib
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "cli"))

import harness  # pylint: disable=wrong-import-position

SCENARIOS = os.path.join(HERE, "scenarios")
POST = os.path.join("_posts", "scenarios.md")
RECORDINGS = 2  # that a round makes of each scenario


def read(*path):
    """The text of a file."""
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def names():
    """The scenarios."""
    folder = os.path.join(SCENARIOS, "snippets")
    return sorted(name for name in os.listdir(folder) if os.path.isdir(os.path.join(folder, name)))


def update(bench, number, ordinary):
    """A round. Returns what snip printed, where it is not happy; the post; and the trace of each scenario."""
    top = bench.folder(f"round-{number}")
    tmp, project = os.path.join(top, "tmp"), os.path.join(top, "project")
    os.mkdir(tmp)
    shutil.copytree(SCENARIOS, project)
    become = {}
    if ordinary:
        become = {"user": harness.ORDINARY, "group": harness.ORDINARY, "extra_groups": []}
        for folder, folders, files in os.walk(top):
            for name in [".", *folders, *files]:
                os.lchown(os.path.join(folder, name), harness.ORDINARY, harness.ORDINARY)
    found = subprocess.run(["snip", "-C", project, "update"], env=bench.environment(tmp, ordinary), text=True, check=False,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **become)
    traces = {}
    for name in names():
        path = os.path.join(project, "records", f"{name}.json")
        if os.path.exists(path):
            text = read(path)
            traces[name] = text[text.index('  "trace": '):] if json.loads(text).get("trace") else None
    post = read(project, POST)
    shutil.rmtree(top)
    return "" if found.returncode == 0 else found.stdout, post, traces


def lines_between(first, second):
    """What differs between two texts, as lines."""
    return list(difflib.unified_diff(first.splitlines(), second.splitlines(), lineterm="", n=1))


def judge(rounds):
    """Prints a line for each scenario, and one for the posts."""
    for name in names():
        traces = {}
        for said, _, found in rounds:
            traces.setdefault(found.get(name), []).append(said)
        distinct = list(traces)
        good = len(distinct) == 1 and distinct[0]
        details = [f"{len(distinct)} distinct"]
        for other in distinct[1:]:
            details += lines_between(distinct[0] or "none", other or "none")
        harness.ok(good, f"{name}: one recording in {len(rounds) * RECORDINGS}", details)
    said = [text for text, _, _ in rounds if text]
    harness.ok(not said, "snip finds all true", said)
    expected = read(SCENARIOS, POST)
    wrong = {post for _, post, _ in rounds if post != expected}
    harness.ok(not wrong, "time lines are as expected", [line for post in wrong for line in lines_between(expected, post)])


def busy(count):
    """COUNT loops that end with this test."""
    loop = "import ctypes, signal; ctypes.CDLL(None).prctl(1, signal.SIGKILL)\nwhile True: pass"
    # pylint: disable-next=consider-using-with
    return [subprocess.Popen([sys.executable, "-c", loop]) for _ in range(count)]


def main():
    users = (False, True) if os.geteuid() == 0 else (False,)
    accept = sys.argv[1:] == ["--accept"]
    wanted = RECORDINGS if accept else int(os.environ.get("N", "20"))
    per_round = RECORDINGS * len(users)
    with harness.Bench() as bench:
        bench.need_boxes()
        os.environ["PATH"] = f"{bench.bin}:{os.environ['PATH']}"
        loops = busy(int(os.environ.get("BUSY", "0")))
        try:
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                jobs = [pool.submit(update, bench, f"{number}-{ordinary}", ordinary)
                        for number in range(-(-wanted // per_round)) for ordinary in users]
                rounds = [job.result() for job in jobs]
        finally:
            for loop in loops:
                loop.kill()
                loop.wait()
        if accept:
            with open(os.path.join(SCENARIOS, POST), "w", encoding="utf-8") as file:
                file.write(rounds[0][1])
        judge(rounds)
    harness.done()


main()
