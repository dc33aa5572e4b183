#!/usr/bin/env python3
"""Holds functions and files to a size that a person can take in."""

import collections
import json
import os
import subprocess

import tap

FUNCTION_MAX = 100
FILE_MAX = 700
FOLDER_MAX = 20


def functions(root, paths):
    """Yields (file, line, name, length in lines) of each function, as ctags sees it."""
    run = subprocess.run(
        ["ctags", "--quiet=yes", "--options=NONE", "--languages=C", "--langmap=C:.c.h", "--kinds-C=f"]
        + ["--fields=+ne", "--output-format=json", "--sort=no", "-f", "-", *paths],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for tag in map(json.loads, run.stdout.splitlines()):
        yield tag["path"], tag["line"], tag["name"], tag["end"] - tag["line"] + 1


def long_functions(found):
    return [
        f"{path}:{line}: {name} has {length} lines, more than {FUNCTION_MAX}"
        for path, line, name, length in found
        if length > FUNCTION_MAX
    ]


def long_files(root, paths):
    lengths = [(path, tap.read(root, path).count("\n")) for path in paths]
    return [
        f"{path}: {length} lines, not under {FILE_MAX}"
        for path, length in lengths
        if length >= FILE_MAX
    ]


def full_folders(paths):
    """Folders in which one has to look for a file."""
    folders = collections.Counter(os.path.dirname(path) for path in paths)
    return [
        f"{folder}: {count} files, more than {FOLDER_MAX}"
        for folder, count in sorted(folders.items())
        if count > FOLDER_MAX
    ]


def function_of(length, name):
    """A function of so many lines."""
    return f"int {name}(int n)\n{{\n" + "    n++;\n" * (length - 4) + "    return n;\n}\n"


def main():
    tap.need("ctags")
    bad = tap.plant(
        {
            "a.c": function_of(100, "fits") + function_of(101, "too_long"),
            "b.c": "\n" * 699,
            "c.c": "\n" * 700,
        }
    )
    tap.finds(
        long_functions(functions(bad, ["a.c"])),
        ["a.c:101: too_long has 101 lines"],
        "a function of 101 lines, and passes one of 100",
    )
    tap.finds(long_files(bad, ["b.c", "c.c"]), ["c.c: 700 lines"], "a file of 700 lines")

    tap.finds(
        full_folders([f"a/{i}.c" for i in range(20)] + [f"b/{i}.h" for i in range(21)]),
        ["b: 21 files"],
        "a folder of 21 files",
    )

    paths = tap.tracked("tools/snip/*.c", "tools/snip/*.h", "tests/unit/*.c")
    found = list(functions(tap.ROOT, paths))
    tap.ok(len(found) > 0, "tools/snip has functions")
    tap.clean(long_functions(found), f"no function over {FUNCTION_MAX} lines")
    tap.clean(
        long_files(tap.ROOT, [path for path in paths if os.path.splitext(path)[1] == ".c"]),
        f"C files under {FILE_MAX} lines",
    )
    tap.clean(
        full_folders(tap.tracked("tools/snip/*.c", "tools/snip/*.h")), f"folders of at most {FOLDER_MAX} C files"
    )
    lengths = sorted(length for _, _, _, length in found)
    if lengths:
        print(
            f"# {len(lengths)} functions; lines: median {lengths[len(lengths) // 2]},"
            f" 95 % up to {lengths[len(lengths) * 95 // 100]}, longest {lengths[-1]}"
        )
    tap.done()


main()
