#!/usr/bin/env python3
"""Holds that `make lint-snippets` sees faults of programs: it is run on a project of faulty ones."""

import os
import subprocess

import tap

HEAD = "#include <stdlib.h>\n\nint main(int argc, char *argv[])\n{\n"
TAIL = "    return argv[argc] != NULL;\n}\n"
BODIES = {
    "clean": "",
    "warned": "    int nobody;\n",
    "overrun": "    char *room = malloc(4);\n    if (room)\n        room[argc + 3] = 1;\n    free(room);\n",
    "overflow": "    volatile int most = 2147483647;\n    most += argc;\n",
    "leak": "    volatile char *lost = malloc(10);\n    lost = NULL;\n    (void)lost;\n",
}


def main():
    tap.need("valgrind")
    snip = os.path.join(tap.ROOT, "build/snip")
    doctor = subprocess.run([snip, "doctor"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if doctor.returncode and not os.environ.get("CI"):
        print("1..0 # SKIP this machine cannot run snippets: build/snip doctor says why")
        return
    files = {"snip.yml": "posts: [_posts]\nsnippets: snippets\nrecords: _data/snippets\ncompiler: cc\nflags: [-std=gnu17, -Wall, -Wextra]\n"}
    for name, body in BODIES.items():
        files[f"snippets/faults/{name}.c"] = HEAD + body + TAIL
        files[f"_data/snippets/faults/{name}.json"] = "{}\n"
    run = subprocess.run(
        [os.path.join(tap.ROOT, "tests/lint/snippets")],
        env={**os.environ, "PROJECT": tap.plant(files), "SNIP": snip},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = run.stdout.splitlines()
    seen = [line.removeprefix("faults/").rstrip(":") for line in said if line.startswith("faults/")]
    expected = ["overflow, sanitizers", "overrun, sanitizers", "warned, sanitizers"]
    expected += ["leak, valgrind", "overrun, valgrind", "warned, valgrind"]
    tap.ok(seen == expected and run.returncode == 1, "each faulty program is named, and the clean one not", said)
    tap.done()


main()
