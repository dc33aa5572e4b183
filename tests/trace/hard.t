#!/usr/bin/env python3
"""Records the programs of hard/, each of which does one thing that recordings must survive.

    tests/trace/hard.t            2 recordings of each by root, and 2 by an ordinary user
    tests/trace/hard.t --accept   take what comes of them now as expected; read it first

A program must print when recorded what it prints when not, which snip holds, and all recordings be the same. Two
cannot be recorded, and are named: one that spins until another thread gets its turn, and one that traces itself.
"""

import sys

import rounds
from rounds import harness

UNRECORDED = ("spins", "traces")


def main():
    accept = sys.argv[1:] == ["--accept"]
    project = rounds.Project("hard")
    with harness.Bench() as bench:
        bench.need_boxes()
        found = project.rounds(bench, rounds.RECORDINGS if accept else 2 * rounds.RECORDINGS)
        if accept:
            project.accept(found[0])
        project.judge(found, UNRECORDED)
    harness.done()


main()
