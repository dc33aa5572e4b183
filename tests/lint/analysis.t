#!/usr/bin/env python3
"""Holds that clang-tidy (by .clang-tidy) and cppcheck find nothing in snip."""

import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

import tap

CLANG_TIDY = "clang-tidy-14"
# How far the analyzer follows the ways through a function: a tenth of what it would by itself takes a fifth of the time.
BOUND = ["-Xclang", "-analyzer-config", "-Xclang", "max-nodes=20000"]
CPPCHECK = [
    "cppcheck",
    "--quiet",
    "--error-exitcode=1",
    "--std=c11",
    "--enable=warning,style,performance,portability",
    "--inline-suppr",
    # Neither system headers nor the users of a struct are in sight.
    "--suppress=missingIncludeSystem",
    "--suppress=unusedStructMember",
    "--suppress=unmatchedSuppression",
    # `while (step()) continue;` is how an empty loop is written here.
    "--suppress=redundantContinue",
    # A static of another name space is no shadow to a reader; raise() may return.
    "--suppress=shadowFunction",
    "--suppress=unreachableCode",
    # It cannot parse a declaration by __typeof__ in vec_each.
    "-D__typeof__(x)=auto",
    "--template={file}:{line}: {message} [{id}]",
]


def compiler_flags():
    """The flags that tools/snip/Makefile compiles with, less those that write files."""
    run = subprocess.run(
        ["make", "--no-print-directory", "-C", "tools/snip", "-nB"],
        cwd=tap.ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("MAKE")},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    words = next(shlex.split(line) for line in run.stdout.splitlines() if " -c " in line)
    return [word for word in words[1 : words.index("-c")] if word not in ("-MMD", "-MP")]


def tidy(root, paths, flags):
    """What clang-tidy says of each of PATHS."""

    def one(path):
        command = [CLANG_TIDY, "--quiet", f"--config-file={tap.ROOT}/.clang-tidy", path, "--"]
        found = tap.complaints(command + flags + BOUND, root)
        return [line for line in found if "error:" in line] or found

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = [line for lines in pool.map(one, paths) for line in lines]
    return list(dict.fromkeys(found))


def cppcheck(root, paths):
    """What cppcheck says of PATHS."""
    return tap.complaints(CPPCHECK + [f"-j{os.cpu_count()}", "-I", ".", *paths], root)


def main():
    tap.need(CLANG_TIDY, "cppcheck")
    bad = tap.plant(
        {
            "leak.c": "#include <stdlib.h>\n"
            "int leak(int n)\n"
            "{\n"
            "    int *p = malloc(sizeof(*p));\n"
            "    if (!p)\n"
            "        return n;\n"
            "    *p = n;\n"
            "    return *p;\n"
            "}\n",
            "bounds.c": "int bounds(void);\n"
            "int bounds(void)\n"
            "{\n"
            "    const int a[4] = { 0 };\n"
            "    return a[4];\n"
            "}\n",
        }
    )
    tap.ok(
        any("leak.c:8:" in line and "Malloc" in line for line in tidy(bad, ["leak.c"], [])),
        "clang-tidy sees a leak",
    )
    tap.finds(cppcheck(bad, ["bounds.c"]), ["bounds.c:5:"], "an index out of bounds, by cppcheck")

    snip = os.path.join(tap.ROOT, "tools/snip")
    paths = [os.path.relpath(path, "tools/snip") for path in tap.tracked("tools/snip/*.c")]
    tap.ok(len(paths) > 0, "tools/snip has sources")
    tap.clean(tidy(snip, paths, compiler_flags()), "clang-tidy finds nothing")
    tap.clean(cppcheck(snip, paths), "cppcheck finds nothing")
    tap.done()


main()
