#!/usr/bin/env python3
"""Holds snip's architecture: which layer includes which, who may see a library, no cycles."""

import os
import re

import tap

# A layer, a folder of tools/snip, may include itself and those named here; box and doc never see each other.
LAYERS = {
    "base": (),
    "file": ("base",),
    "box": ("base", "file"),
    "doc": ("base", "file"),
    "engine": ("base", "file", "box", "doc"),
    "report": ("base", "file", "box", "doc", "engine"),
    "cmd": ("base", "file", "box", "doc", "engine", "report"),
    "main": ("base", "file", "box", "doc", "engine", "report", "cmd"),
}

# The rooms of a layer, its folders and the modules outside of them; each may include itself and those named
# before it.
ROOMS = {
    "box": ("end", "loop", "pty", "step", "spec", "net", "trace", "world", "elsewhere", "look", "watch")
    + ("interrupt", "inside", "host", "parts", "box", "machine"),
    "doc": ("post", "settings", "process", "manifest"),
    "engine": ("record", "plan", "trace", "build", "run", "work", "truth"),
}

# The headers of a layer that others may include; main prepares snip itself for what box does with it.
DOORS = {
    "box": ("box", "end", "interrupt", "loop", "machine", "spec", "step", "trace/call", "trace/event", "world/elsewhere"),
}

# A library that only these files include.
OWNERS = {
    "cmark.h": ("doc/post/post.c", "doc/post/tree.c"),
    "seccomp.h": ("box/world/seccomp.c",),
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


def room(path):
    """The folder of a layer that PATH is in; where it is in the layer's own, its module."""
    return os.path.splitext(path.split(os.sep)[1])[0]


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


def wrong_rooms(root):
    """Includes of a room that is not below, and files in no room."""
    found = []
    for path, line, system, name in includes(root):
        rooms = ROOMS.get(layer(path))
        if system or not rooms or layer(name) != layer(path):
            continue
        if room(path) not in rooms:
            found.append(f"{path}: in no room")
        elif room(name) not in rooms[: rooms.index(room(path)) + 1]:
            found.append(f"{path}:{line}: {layer(path)}/{room(path)} must not include {name}")
    return found


def wrong_doors(root):
    """Includes of what is behind a layer's door."""
    return [
        f"{path}:{line}: {name} is behind the door of {layer(name)}"
        for path, line, system, name in includes(root)
        if not system
        and layer(name) in DOORS
        and layer(path) not in (layer(name), "main")
        and os.path.splitext(name.split(os.sep, 1)[1])[0] not in DOORS[layer(name)]
    ]


def wrong_owners(root):
    """Libraries included by a file that does not own them."""
    return [
        f"{path}:{line}: only {', '.join(OWNERS[name])} may include {name}"
        for path, line, _, name in includes(root)
        if path not in OWNERS.get(name, (path,))
    ]


def unnamed(root):
    """Folders without a README, and modules that theirs does not name; a room's stands for its own files only."""
    found = []
    for folder in sorted({os.path.dirname(path) for path in sources(root)}):
        readme = os.path.join(root, folder, "README.md")
        text = tap.read(root, os.path.join(folder, "README.md")) if os.path.exists(readme) else ""
        if not text:
            found.append(f"{folder or '.'}: has no README.md")
        names = {os.path.splitext(os.path.basename(path))[0] for path in sources(root) if os.path.dirname(path) == folder}
        found += [f"{folder}/README.md: does not name `{name}`" for name in sorted(names)
                  if text and not re.search(rf"`{name}(\.[ch])?`", text)]
    return found


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
            "base/y.c": '#include "base/x.h"\n#include "engine/plan/plan.h"\n',
            "cmd/a.h": '#include "base/x.h"\n#include <cmark.h>\n',
            "doc/d.c": '// a comment\n  # include "box/s.h"\n',
            "doc/post/post.c": "#include <cmark.h>\n",
            "engine/plan/plan.h": '#include "gone.h"\n#include "doc/z.h"\n',
            "doc/z.h": "",
            "box/s.h": '#include "box/t.h"\n',
            "box/t.h": '#include "box/u.h"\n',
            "box/u.h": "\n",
            "box/u.c": '#include "box/s.h"\n',
            "util/x.h": "\n",
            "engine/work/w.c": '#include "engine/plan/plan.h"\n#include "engine/truth/v.h"\n',
            "engine/truth/v.h": '#include "engine/work/w.h"\n',
            "engine/work/w.h": "\n",
            "engine/e.c": '#include "engine/work/w.h"\n#include "box/box.h"\n#include "box/net/n.h"\n',
            "box/box.h": "\n",
            "box/net/n.h": "\n",
        }
    )
    tap.finds(
        wrong_layers(bad),
        ["util/x.h: in no layer", "base/y.c:2", "doc/d.c:2", "engine/plan/plan.h:1"],
        "includes against the layers",
    )
    tap.finds(
        wrong_rooms(bad), ["box/s.h: in no room", "box/t.h: in no room", "box/u.c: in no room", "engine/e.c: in no room", "engine/work/w.c:2"], "includes against the rooms"
    )
    tap.finds(wrong_doors(bad), ["doc/d.c:2", "engine/e.c:3"], "includes behind a door")
    tap.finds(wrong_owners(bad), ["cmd/a.h:2"], "a library included elsewhere")
    tap.finds(cycles(bad), ["box/s -> box/t -> box/u -> box/s", "engine/work/w -> engine/truth/v"], "a cycle over three modules")

    plain = tap.plant({"base/x.h": "", "base/y.c": "", "base/README.md": "Here is `x`, no y.\n", "cmd/a.c": ""})
    tap.finds(unnamed(plain), ["base/README.md: does not name `y`", "cmd: has no README.md"], "what no README names")

    snip = os.path.join(tap.ROOT, "tools/snip")
    tap.ok(len(sources(snip)) > 0, "tools/snip has sources")
    tap.clean(wrong_layers(snip), "layers: base <- file <- {box, doc} <- engine <- report <- cmd <- main")
    tap.clean(wrong_rooms(snip), "rooms: each includes only those below it")
    tap.clean(unnamed(snip), "each folder has a README that names its modules")
    tap.clean(wrong_doors(snip), "doors: what is behind one is included by its layer only")
    tap.clean(wrong_owners(snip), "libraries are included by their owners only")
    tap.clean(cycles(snip), "no module includes itself, however far round")
    tap.done()


main()
