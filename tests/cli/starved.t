#!/usr/bin/env python3
"""Limits of the caller (ulimit, setrlimit(2)) that are too low for a compiler: never is the snippet blamed.

    tests/cli/starved.t

Under each value of each limit a right program is run, one with an error at a line, and one that does not link. The
first must print what it does, or snip must end with status 3 and name the limit. The second must be wrong, or else it
did not come to that.
"""

import itertools
import os
import subprocess

import harness

USER = 64533  # nobody else's: what they have in flight between processes counts for a user (unix(7))
LIMIT = 60  # seconds: what takes longer hangs
KIB = 1 << 10

PROGRAMS = {
    "right": '#include <stdio.h>\n\nint main(void)\n{\n    puts("right");\n}\n',
    "wrong": "int main(void)\n{\n    return none;\n}\n",
    "unlinked": "int none(void);\n\nint main(void)\n{\n    return none();\n}\n",
}

# The letter of ulimit, the option of prlimit(1), and values: from what snip itself works with to what is enough for all.
LIMITS = (
    ("v", "as", [kib * KIB for kib in (10000, 16000, 20000, 30000, 36000, 40000, 42000, 44000, 45000, 46000, 48000,
                                    52000, 60000, 100000, 400000, 2000000)]),
    ("d", "data", [kib * KIB for kib in (1500, 2000, 3000, 4000, 6000, 8000, 16000, 64000, 2000000)]),
    ("f", "fsize", [0, 1 * KIB, 2 * KIB, 4 * KIB, 8 * KIB, 12 * KIB, 16 * KIB, 64 * KIB, 100 << 20]),
    ("u", "nproc", [0, 1, 2, 3, 4, 5, 6, 8, 10, 40]),
    ("n", "nofile", [8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32, 64]),
)


def make(bench, ordinary):
    """A project with the programs; returns its folder, and the environment of commands."""
    top = bench.folder("user" if ordinary else "root")
    for name in ("project/_posts", "project/snippets", "tmp"):
        os.makedirs(os.path.join(top, name))
    for name, text in PROGRAMS.items():
        with open(os.path.join(top, "project", "snippets", f"{name}.c"), "w", encoding="utf-8") as file:
            file.write(text)
    for folder, _, names in os.walk(top):
        for name in [".", *names]:
            if ordinary:
                os.chown(os.path.join(folder, name), USER, USER)
    env = bench.environment(os.path.join(top, "tmp"), ordinary)
    if ordinary:
        os.chown(env["HOME"], USER, USER)
    return os.path.join(top, "project"), env


def run(place, name, ordinary, limit, value):
    """Runs the program NAME where LIMIT is VALUE; returns exit status and output."""
    user = str(USER)
    become = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if ordinary else []
    done = subprocess.run(become + ["prlimit", f"--{limit}={value}", "snip", "run", name], cwd=place[0],
                          env=place[1], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=LIMIT, check=False)
    return done.returncode, harness.visible(done.stdout)


def judge(name, letter, status, output, ordinary):
    """Tells whether the program NAME ended as it should under the limit LETTER."""
    first = output.split("\n", 1)[0]
    # It waits for 15 s until it says so. What root's boxes may start is not shared with others; else it may come to that.
    if "vfork: Resource temporarily unavailable" in output and not ordinary:
        return False
    if status == 3:
        return f"`ulimit -{letter}`" in output or letter == "n" and "Too many open files" in first
    return {
        "right": status == 0 and output == "$ ./right\nright\n",
        "wrong": status == 1 and first.startswith("snippets/wrong.c:3: error: ‘none’ undeclared"),
        "unlinked": status == 1 and "undefined reference to `none'" in output,
    }[name]


def main():
    """Runs each program under each value of each limit."""
    for bench, ordinary, who in harness.release_benches():
        place = make(bench, ordinary)
        for (letter, limit, values), name in itertools.product(LIMITS, PROGRAMS):
            ends = [(value, *run(place, name, ordinary, limit, value)) for value in values]
            bad = [f"{value}: [exit {status}] {output}" for value, status, output in ends
                   if not judge(name, letter, status, output, ordinary)]
            harness.ok(not bad, f"{name} under `ulimit -{letter}`{who}", bad)


if __name__ == "__main__":
    main()
