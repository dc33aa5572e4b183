#!/usr/bin/env python3
"""Records the ten scenarios of scenarios/ again and again: each has one recording, byte for byte.

    tests/trace/scenarios.t            20 recordings of each
    N=300 BUSY=6 tests/trace/scenarios.t
                                       N of each, beside BUSY loops that take all the processors they get
    tests/trace/scenarios.t --accept   take the time lines that are drawn now as expected; read them first

All recordings, root's and an ordinary user's, must be the same, and so the time lines in the post. How they are
counted: see rounds.py.
"""

import os
import subprocess
import sys

import rounds
from rounds import harness


def busy(count):
    """COUNT loops, which end with this test."""
    loop = "import ctypes, signal; ctypes.CDLL(None).prctl(1, signal.SIGKILL)\nwhile True: pass"
    # pylint: disable-next=consider-using-with
    return [subprocess.Popen([sys.executable, "-c", loop]) for _ in range(count)]


def main():
    accept = sys.argv[1:] == ["--accept"]
    project = rounds.Project("scenarios")
    harness.take_release()
    with harness.Bench() as bench:
        bench.need_boxes()
        loops = busy(int(os.environ.get("BUSY", "0")))
        try:
            found = project.rounds(bench, rounds.RECORDINGS if accept else int(os.environ.get("N", "20")))
        finally:
            for loop in loops:
                loop.kill()
                loop.wait()
        if accept:
            project.accept(found[0])
        project.judge(found)
    harness.done()


main()
