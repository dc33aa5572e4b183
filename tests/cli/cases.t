#!/usr/bin/env python3
"""Every folder of cases/ is a test: a project, commands run in a copy of it, and the transcript expected.

    tests/cli/cases.t                     run all
    tests/cli/cases.t NAME…               run these (patterns such as 'bad-*')
    tests/cli/cases.t --accept NAME…      take what they print now as expected; read it first
    TIMES=FILE tests/cli/cases.t          write how many seconds each took; two run at once

A case holds, besides the files of its project:

    cmd        one command of bash a line, each in the project's folder. A line beginning `#:` says
               what the case needs: `root`; that it runs `also as user`, one without rights; that it is `dated`,
               so that today's date is shown as TODAY; that it `asks the compiler` what it is, which in others has
               been asked before.
    setup      optional: a script of bash run first, for files that no repository can hold
    expected   the transcript: each command, what it printed, [exit N], and how files differ after it, as
               lines that begin with `|`. A command that changes nothing has none, time stamps included.
"""

import concurrent.futures
import datetime
import difflib
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import time

import harness

CASES = os.path.join(harness.HERE, "cases")
CONTROL = ("cmd", "setup", "expected")
LIMIT = 600  # seconds: a command that takes longer hangs, on the busiest machine


def read(path):
    """The text of the file PATH."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def needs(case):
    """What the lines beginning `#:` of CASE say."""
    lines = read(os.path.join(CASES, case, "cmd")).splitlines()
    return {line[2:].strip() for line in lines if line.startswith("#:")}


def commands(case):
    """The commands of CASE; a line that ends in a backslash goes on in the next."""
    text = read(os.path.join(CASES, case, "cmd"))
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


class Place:
    """The copy of a case in which its commands run."""

    def __init__(self, bench, case, ordinary):
        self.case = case
        self.top = bench.folder(case + (".user" if ordinary else ".root"))
        self.project = os.path.join(self.top, "project")
        self.tmp = os.path.join(self.top, "tmp")
        self.env = bench.environment(self.tmp, ordinary)
        self.as_user = []
        shutil.copytree(os.path.join(CASES, case), self.project, symlinks=True,
                        ignore=lambda folder, names:
                        [n for n in names if n in CONTROL and folder == os.path.join(CASES, case)])
        os.mkdir(self.tmp)
        if "asks the compiler" not in needs(case):
            bench.know_compiler(self.project, self.env["HOME"])
        if ordinary:
            user = str(harness.ORDINARY)
            self.as_user = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
            for folder, folders, files in os.walk(self.top):
                for name in [".", *folders, *files]:
                    os.lchown(os.path.join(folder, name), harness.ORDINARY, harness.ORDINARY)

    def bash(self, script, *args):
        """Runs a line of bash, or with ARGS the file SCRIPT; returns exit status and output."""
        line = ["bash", script, *args] if args else ["bash", "-uo", "pipefail", "-c", script]
        with subprocess.Popen(self.as_user + line, cwd=self.project, env=self.env,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, start_new_session=True) as process:
            try:
                output, _ = process.communicate(timeout=LIMIT)
            except subprocess.TimeoutExpired:
                harness.stop_group(process)
                return "none: it hangs", process.stdout.read()
            return process.returncode, output

    def normal(self, text):
        """TEXT without what varies: times, paths of the copy, the environment in records; and with no endless line."""
        for path, name in ((self.project, "$PROJECT"), (self.tmp, "$TMPDIR"), (self.top, "$TOP")):
            text = text.replace(path, name)
        text = re.sub(r"\d+\.\d\d s$", "0.00 s", text, flags=re.M)
        text = re.sub(r'("kernel": "Linux|"compiler": "gcc|"libc": "glibc) [\d.]+"', r'\1 N"', text)
        text = re.sub(r"ok    a compiler: gcc [\d.]+, glibc [\d.]+", "ok    a compiler: gcc N, glibc N", text)
        text = re.sub(r"(not comparable here: (?:Linux|gcc)) [\d.]+,", r"\1 N,", text)
        text = re.sub(r"(ok    libraries:) .*", r"\1 …", text)
        text = re.sub(r"(ok    a limit of memory:) .*(\n      it cannot bound .*)?(\n      to have the kernel .*)?", r"\1 …", text)
        text = re.sub(r"(, kept by) (a cgroup of version [12]|looking at what a box takes)$", r"\1 …", text, flags=re.M)
        # Where the compiler's parts lie and how far into a section an address is differs from machine to machine.
        text = re.sub(r"/usr/\S*/(\w+\.o:)", r"\1", text)
        text = re.sub(r"\(\.text\+0x[0-9a-f]+\)", "(.text+N)", text)
        if "dated" in needs(self.case):
            text = text.replace(datetime.datetime.now(datetime.timezone.utc).date().isoformat(), "TODAY")
        return re.sub(r"^(.{60}).{300,}$", lambda m: f"{m[1]} ({len(m[0])} characters)", text, flags=re.M)


def transcript(bench, case, ordinary=False):
    """Runs CASE; returns its transcript."""
    began = time.monotonic()
    place = Place(bench, case, ordinary)
    setup = os.path.join(CASES, case, "setup")
    lines = []
    if os.path.exists(setup):
        status, output = place.bash("-euo", "pipefail", "-c", read(setup))
        if status != 0 or output:
            lines.append(f"setup failed: [exit {status}]\n{harness.visible(output)}")
    before = harness.snapshot(place.project)
    for command in commands(case):
        status, output = place.bash(command)
        shown = harness.visible(output)
        lines.append(f"$ {command}\n{shown}")
        if shown and not shown.endswith("\n"):
            lines.append("\n(no newline)\n")
        if status:
            lines.append(f"[exit {status}]\n")
        after = harness.snapshot(place.project)
        lines += [f"| {line}\n" for line in harness.changes(before, after)]
        before = after
    lines += [f"| left in TMPDIR: {name}\n" for name in sorted(os.listdir(place.tmp))]
    if "TIMES" in os.environ:
        with open(os.environ["TIMES"], "a", encoding="utf-8") as file:
            file.write(f"{time.monotonic() - began:.1f} {os.path.basename(place.top)}\n")
    return place.normal("".join(lines))


def judge(case, got):
    """Compares GOT with what is expected of CASE; returns the lines of the difference."""
    path = os.path.join(CASES, case, "expected")
    expected = read(path) if os.path.exists(path) else ""
    return list(difflib.unified_diff(expected.splitlines(), got.splitlines(), "expected", "got", lineterm=""))


def accept(bench, cases):
    """Writes what CASES print as expected, and shows it."""
    for case in cases:
        got = transcript(bench, case)
        with open(os.path.join(CASES, case, "expected"), "w", encoding="utf-8") as file:
            file.write(got)
        print(f"=== {case}\n{got}")


def run(bench, cases):
    """Runs CASES, two at a time, and prints a test line for each."""
    jobs = []
    root = os.geteuid() == 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for case in cases:
            wants = needs(case)
            if "root" in wants and not root:
                jobs.append((case, None))
                continue
            jobs.append((case, pool.submit(transcript, bench, case)))
            if "also as user" in wants and root:
                jobs.append((f"{case} (as an ordinary user)", pool.submit(transcript, bench, case, True)))
        for name, job in jobs:
            if job:
                difference = judge(name.split(" ", 1)[0], job.result())
                harness.ok(not difference, name, difference)
            else:
                harness.skip(name, "needs root")


def main():
    """Chooses the cases and runs or accepts them."""
    args = sys.argv[1:]
    accepting = args[:1] == ["--accept"]
    patterns = args[1:] if accepting else args
    cases = sorted(c for c in os.listdir(CASES)
                   if not patterns and not accepting or any(fnmatch.fnmatchcase(c, p) for p in patterns))
    if not cases:
        sys.exit("no such case")
    with harness.Bench() as bench:
        bench.need_boxes()
        bench.ask_compiler()
        if accepting:
            accept(bench, cases)
        else:
            run(bench, cases)
    if not accepting:
        harness.done()


if __name__ == "__main__":
    main()
