#!/usr/bin/env python3
"""Holds snip's architecture: which layer includes which, who may see a library, no cycles."""

import os
import re

import tap

# A layer may include itself and those named here; sys and doc never see each other.
LAYERS = {
    "base": (),
    "sys": ("base",),
    "doc": ("base",),
    "engine": ("base", "sys", "doc"),
    "report": ("base", "sys", "doc", "engine"),
    "cmd": ("base", "sys", "doc", "engine", "report"),
    "main": ("base", "sys", "doc", "engine", "report", "cmd"),
}

# A library that only these files include.
OWNERS = {
    "cmark.h": ("doc/post.c",),
    "seccomp.h": ("sys/seccomp.c",),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def sources(root):
    """The C files below ROOT, as paths in it."""
    found = []
    for folder, _, names in os.walk(root):
        found += [
            os.path.relpath(os.path.join(folder, name), root)
            for name in names
            if name.endswith((".c", ".h"))
        ]
    return sorted(found)


def layer(path):
    """main.c is a layer of its own, any other file is in that of its folder."""
    return path.split(os.sep)[0].removesuffix(".c")


def includes(root):
    """Yields (file, line, system, name) of each #include below ROOT."""
    for path in sources(root):
        text = tap.read(root, path)
        for match in INCLUDE.finditer(text):
            yield path, text.count("\n", 0, match.start(2)) + 1, match[1] == "<", match[2]


def wrong_layers(root):
    """Includes against the direction, and files in no layer."""
    found = [f"{path}: in no layer" for path in sources(root) if layer(path) not in LAYERS]
    for path, line, system, name in includes(root):
        if system or layer(path) not in LAYERS:
            continue
        if not os.path.exists(os.path.join(root, name)):
            found.append(f'{path}:{line}: "{name}" is no file below tools/snip')
        elif layer(name) not in (layer(path), *LAYERS[layer(path)]):
            found.append(f"{path}:{line}: {layer(path)} must not include {name}")
    return found


def wrong_owners(root):
    """Libraries included by a file that does not own them."""
    return [
        f"{path}:{line}: only {', '.join(OWNERS[name])} may include {name}"
        for path, line, _, name in includes(root)
        if path not in OWNERS.get(name, (path,))
    ]


def cycles(root):
    """Modules (a .c file and its header) that include each other, however far round."""
    graph = {}
    for path, _, system, name in includes(root):
        if not system:
            graph.setdefault(os.path.splitext(path)[0], set()).add(os.path.splitext(name)[0])
    found, finished = [], set()

    def visit(module, way):
        if module in way:
            found.append(" -> ".join([*way[way.index(module) :], module]))
        elif module not in finished:
            for other in sorted(graph.get(module, set()) - {module}):
                visit(other, [*way, module])
            finished.add(module)

    for module in sorted(graph):
        visit(module, [])
    return found


def main():
    bad = tap.plant(
        {
            "main.c": '#include "cmd/a.h"\n',
            "base/x.h": "\n",
            "base/y.c": '#include "base/x.h"\n#include "engine/plan.h"\n',
            "cmd/a.h": '#include "base/x.h"\n#include <cmark.h>\n',
            "doc/d.c": '// a comment\n  # include "sys/s.h"\n',
            "doc/post.c": "#include <cmark.h>\n",
            "engine/plan.h": '#include "gone.h"\n#include "doc/z.h"\n',
            "doc/z.h": "",
            "sys/s.h": '#include "sys/t.h"\n',
            "sys/t.h": '#include "sys/u.h"\n',
            "sys/u.h": "\n",
            "sys/u.c": '#include "sys/s.h"\n',
            "util/x.h": "\n",
        }
    )
    tap.finds(
        wrong_layers(bad),
        ["util/x.h: in no layer", "base/y.c:2", "doc/d.c:2", "engine/plan.h:1"],
        "includes against the layers",
    )
    tap.finds(wrong_owners(bad), ["cmd/a.h:2"], "a library included elsewhere")
    tap.finds(cycles(bad), ["sys/s -> sys/t -> sys/u -> sys/s"], "a cycle over three modules")

    snip = os.path.join(tap.ROOT, "tools/snip")
    tap.ok(len(sources(snip)) > 0, "tools/snip has sources")
    tap.clean(wrong_layers(snip), "layers: base <- {sys, doc} <- engine <- report <- cmd <- main")
    tap.clean(wrong_owners(snip), "libraries are included by their owners only")
    tap.clean(cycles(snip), "no module includes itself, however far round")
    tap.done()


main()
