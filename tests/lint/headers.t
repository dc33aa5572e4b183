#!/usr/bin/env python3
"""Holds that headers are the manual: each function in one has a comment of its own right above it."""

import re

import tap

NOT_CODE = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    r"|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*",
    re.DOTALL | re.MULTILINE,
)


def code_of(text):
    """TEXT with comments, strings and preprocessor lines blanked, each character in its place."""
    return NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def declarations(code):
    """Yields (offset, text) of each statement at the top level; a body in braces is left out."""
    start, depth, text = None, 0, ""
    for offset, char in enumerate(code):
        if start is None:
            if char.isspace() or char == ";":
                continue
            start = offset
        if char == "{":
            depth += 1
        if depth == 0:
            text += char
        if char == "}":
            depth -= 1
        function_ends = char == "}" and text.rstrip().endswith(")")
        if depth == 0 and (char == ";" or function_ends):
            yield start, text
            start, text = None, ""


def is_function(text):
    """Tells a prototype or an inline function from types, variables and function pointers."""
    if re.match(r"\s*(typedef|_Static_assert|static_assert|VEC_TYPE)\b", text) or "=" in text:
        return False
    plain = re.sub(r"__attribute__\s*\(\(.*?\)\)(?=\s|;|$)", "", text, flags=re.DOTALL)
    return re.search(r"\w\s*\((?!\s*\*)", plain) is not None


def undocumented(root, paths):
    found = []
    for path in paths:
        text = tap.read(root, path)
        for start, declaration in declarations(code_of(text)):
            if not is_function(declaration):
                continue
            above = text[:start].rstrip(" \t").removesuffix("\n").rpartition("\n")[2].strip()
            if not (above.endswith("*/") or above.startswith("//")):
                line = text.count("\n", 0, start) + 1
                name = re.search(r"(\w+)\s*\(", declaration)[1]
                found.append(f"{path}:{line}: {name} has no comment right above it")
    return found


def without_manual(root, paths):
    """Headers that do not open with a comment on what they are for."""
    return [f"{path}:1: no opening comment" for path in paths
            if not re.match(r"\s*(/\*|//)", tap.read(root, path))]


def main():
    bad = tap.plant(
        {
            "a.h": "#ifndef A_H\n"
            "/* Documented. */\n"
            "int one(void);\n"
            "int two(const char *s, ...)\n"
            "    __attribute__((format(printf, 1, 2)));\n"
            "\n"
            "/* Not adjacent. */\n"
            "\n"
            "struct thing *three(void);\n"
            "struct thing {\n"
            "    int (*call)(void);\n"
            "};\n"
            "/* Inline. */\n"
            "static inline int four(int n)\n"
            "{\n"
            "    return (n);\n"
            "}\n"
            "static inline int five(void) { return 5; }\n"
            "typedef int (*callback)(int);\n"
            "#define SIX(x) \\\n"
            "    six(x);\n"
            "enum { SEVEN = (7) };\n"
            "extern int eight;\n"
            "#endif\n",
            "b.h": "/* What it is for. */\n",
        }
    )
    tap.finds(
        undocumented(bad, ["a.h", "b.h"]),
        ["a.h:4: two", "a.h:9: three", "a.h:18: five"],
        "functions without a comment",
    )
    tap.finds(without_manual(bad, ["a.h", "b.h"]), ["a.h:1"], "a header without an opening comment")

    paths = tap.tracked("tools/snip/*.h")
    tap.ok(len(paths) > 0, "tools/snip has headers")
    tap.clean(undocumented(tap.ROOT, paths), "each function in a header has its own comment")
    tap.clean(without_manual(tap.ROOT, paths), "each header opens with what it is for")
    tap.done()


main()
