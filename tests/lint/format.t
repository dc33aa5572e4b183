#!/usr/bin/env python3
"""Holds that C code is laid out as clang-format lays it out, by the .clang-format nearest to it; comments too are narrow."""

import tap

CLANG_FORMAT = "clang-format-14"
COLUMNS = 100

def misplaced(root, paths):
    """Where clang-format would change a file."""
    found = tap.complaints(
        [CLANG_FORMAT, "--style=file", "--dry-run", "--Werror", "--", *paths], root
    )
    return [line for line in found if "error:" in line] or found


def wide_lines(root, paths):
    """Lines that clang-format leaves too long: of comments."""
    return [
        f"{path}:{number}: {len(line)} columns, more than {COLUMNS}"
        for path in paths
        for number, line in enumerate(tap.read(root, path).split("\n"), 1)
        if len(line) > COLUMNS
    ]


def main():
    tap.need(CLANG_FORMAT)
    wide = "int f(char *p)\n{\n    return p[0] + " + "p[1] + " * 8 + "p[2];\n}\n"  # 79 columns
    bad = tap.plant(
        {
            ".clang-format": tap.read(tap.ROOT, ".clang-format"),
            "snippets/.clang-format": tap.read(tap.ROOT, "snippets/.clang-format"),
            "good.c": wide,
            "bad.c": "int f(char* p) {\n  return *p;\n}\n",
            "snippets/bad.c": wide,
            "wide.c": f"/* {'소' * 94} */\n/* {'소' * 95} */\n",
        }
    )
    tap.finds(misplaced(bad, ["good.c"]), [], "nothing in good code")
    tap.ok(
        any(line.startswith("bad.c:1:") for line in misplaced(bad, ["bad.c"])),
        "the lint sees code laid out otherwise",
    )
    tap.ok(
        any("bad.c:3:" in line for line in misplaced(bad, ["snippets/bad.c"])),
        "the lint sees a snippet's line too long for a page",
    )

    tap.finds(wide_lines(bad, ["wide.c"]), ["wide.c:2: 101 columns"], "a comment of 101 columns")

    paths = tap.tracked("tools/snip/*.c", "tools/snip/*.h")
    tap.clean(wide_lines(tap.ROOT, paths), f"no line over {COLUMNS} columns")
    for name, patterns in {
        "snip": ("tools/snip/*.c", "tools/snip/*.h"),
        "tests": ("tests/unit/*.c", "tests/unit/*.h", ":(glob)tests/md/*.c", "tests/trace/*.c", "tests/hostile/programs/*"),
        "snippets": ("snippets/*.c", "snippets/*.h"),
    }.items():
        paths = tap.tracked(*patterns)
        tap.clean(
            misplaced(tap.ROOT, paths) if paths else ["there are none"],
            f"{name}: clang-format would change nothing",
        )
    tap.done()


main()
