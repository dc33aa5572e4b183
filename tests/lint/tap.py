"""What the lint tests share: TAP, the project's files, running a tool.

A lint finds things wrong: a list of lines "file:line: what". Each is first shown to find a fault that
the test plants in a folder of its own, then to find none in the project; so a lint that has stopped
looking fails.
"""

import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

_count = 0
_failed = False


def ok(good, name, details=()):
    """Prints one test line, and the DETAILS of one that failed."""
    global _count, _failed
    _count += 1
    _failed |= not good
    print(f"{'ok' if good else 'not ok'} {_count} - {name}")
    if not good:
        for line in details:
            print(f"#   {line}")
    sys.stdout.flush()


def finds(findings, expected, name):
    """Tests that a lint of a planted fault found just the EXPECTED: a part of each line, in order."""
    good = len(findings) == len(expected) and all(e in f for e, f in zip(expected, findings))
    ok(good, f"the lint sees {name}", [f"expected: {expected}", *findings])


def clean(findings, name):
    """Tests that a lint of the project found nothing."""
    ok(not findings, name, findings)


def done():
    """Prints the plan and ends the test."""
    print(f"1..{_count}")
    sys.exit(1 if _failed else 0)


def need(*programs):
    """Ends the test at once where a tool is missing: as skipped, or under CI as failed."""
    for program in programs:
        if not shutil.which(program):
            if os.environ.get("CI"):
                print(f"Bail out!  {program} is missing: tools/setup test installs it")
                sys.exit(1)
            print(f"1..0 # SKIP {program} is missing: tools/setup test installs it")
            sys.exit(0)


def plant(files):
    """Writes FILES {path: text} into a new folder and returns it; it goes when the test ends."""
    folder = tempfile.TemporaryDirectory()
    _planted.append(folder)
    for path, text in files.items():
        path = os.path.join(folder.name, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return folder.name


_planted = []


def tracked(*patterns):
    """The project's files as git has or would add them, sorted; PATTERNS as git takes them."""
    run = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
        + ["--exclude-standard", "--", *patterns],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    paths = sorted(set(filter(None, run.stdout.split("\0"))))
    return [path for path in paths if os.path.isfile(os.path.join(ROOT, path))]


def read(root, path):
    """The text of a file below ROOT."""
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def complaints(command, root, env=None):
    """Runs a linter in ROOT and returns the lines it printed if it failed."""
    run = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode == 0:
        return []
    return run.stdout.splitlines() or [f"{command[0]}: exit status {run.returncode}"]
