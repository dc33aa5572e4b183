#!/usr/bin/env python3
"""However little memory a limit leaves to snip, it says so and ends with status 3, and all is as it was.

    tests/cli/memory.t

The limits begin where the tool can just be loaded, and go up in steps until it has what it takes itself.
"""

import os
import subprocess

import harness

LIMIT = 60  # seconds: what takes longer hangs
KIB = 1 << 10
LIMITS = (("v", "as", 256), ("d", "data", 16))  # the letter of ulimit, the option of prlimit(1), KiB to begin with
STEPS, STEP = 40, 64  # KiB

FILES = {
    "snippets/talk/server.c": '#include <stdio.h>\n\nint main(void)\n{\n    puts("port 40000");\n}\n',
    "snippets/talk/snippet.yml": "lab:\n  server: { lan: 10.0.1.1/24 }\nrun:\n  server: {}\n"
                                 "mask: [port, { name: token, match: 't(x+)y' }]\nfiles: { /etc/hosts: hosts }\n",
    "snippets/talk/hosts": "10.0.1.1 server\n",
    "_posts/a.md": "# A\n\n<!-- snip output talk -->\n<!-- /snip -->\n",
}


def make(bench, ordinary):
    """A project; returns its folder, and the environment of commands."""
    top = bench.folder("user" if ordinary else "root")
    for name, text in {**FILES, "../tmp/none": ""}.items():
        path = os.path.join(top, "project", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    os.unlink(os.path.join(top, "tmp/none"))
    for folder, _, names in os.walk(top):
        for name in [".", *names]:
            if ordinary:
                os.chown(os.path.join(folder, name), harness.ORDINARY, harness.ORDINARY)
    return top, bench.environment(os.path.join(top, "tmp"), ordinary)


def run(place, ordinary, limit, kib, *words):
    """Runs snip with WORDS where LIMIT is so many KiB; returns exit status and output."""
    user = str(harness.ORDINARY)
    become = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if ordinary else []
    done = subprocess.run(become + ["prlimit", f"--{limit}={kib * KIB}", "snip", *words], cwd=f"{place[0]}/project",
                          env=place[1], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=LIMIT, check=False)
    return done.returncode, harness.visible(done.stdout)


def judge(place, ordinary, letter, limit, least):
    """Goes through the limits; returns what was wrong, and how often memory was missing."""
    project = f"{place[0]}/project"
    before = harness.snapshot(project)
    wrong, missing = [], 0
    for kib in range(least, least + STEPS * STEP, STEP):
        status, said = run(place, ordinary, limit, kib, "update")
        missing += "out of memory\n" in said
        if status != 3 or f"`ulimit -{letter}`" not in said:
            wrong.append(f"{kib} KiB: [exit {status}] {said[:500]}")
        wrong += [f"{kib} KiB: {line}" for line in harness.changes(before, harness.snapshot(project))]
    return wrong, missing


def main():
    """Finds the least of each limit, and begins there."""
    for bench, ordinary, who in harness.release_benches():
        place = make(bench, ordinary)
        for letter, limit, least in LIMITS:
            while run(place, ordinary, limit, least, "--version")[0] != 0:
                least += STEP
            wrong, missing = judge(place, ordinary, letter, limit, least)
            harness.ok(not wrong, f"too little by `ulimit -{letter}`, from {least} KiB on{who}", wrong)
            harness.ok(missing > 0, f"of that, snip itself went without{who}", [f"{missing} times"])


if __name__ == "__main__":
    main()
