#!/usr/bin/env python3
"""Holds that C code is laid out as clang-format lays it out, by the .clang-format nearest to it."""

import tap

CLANG_FORMAT = "clang-format-14"


def misplaced(root, paths):
    """Where clang-format would change a file."""
    found = tap.complaints(
        [CLANG_FORMAT, "--style=file", "--dry-run", "--Werror", "--", *paths], root
    )
    return [line for line in found if "error:" in line] or found


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

    for name, patterns in {
        "snip": ("tools/snip/*.c", "tools/snip/*.h"),
        "tests": ("tests/unit/*.c", "tests/unit/*.h", ":(glob)tests/md/*.c", "tests/hostile/programs/*"),
        "snippets": ("snippets/*.c", "snippets/*.h"),
    }.items():
        paths = tap.tracked(*patterns)
        tap.clean(
            misplaced(tap.ROOT, paths) if paths else ["there are none"],
            f"{name}: clang-format would change nothing",
        )
    tap.done()


main()
