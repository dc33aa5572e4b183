#!/usr/bin/env python3
"""Holds that tracked files name no place that only one machine has, and stay small."""

import os
import re

import tap

SIZE_MAX = 1 << 20

# A path that starts at one machine's root: not `$root/x`, nor a word before the slash.
PLACES = re.compile(r"(?:^|[\s\"'`=:(\[<])((?:/work|/farm|/root|/home/[a-z]\w*)/\w)", re.MULTILINE)

# Where packages come from is each machine's own affair. Gemfiles must name a source.
REGISTRIES = re.compile(
    r"registry[.]npmjs[.]org|registry[.]yarnpkg|deb[.]debian[.]org|rubygems[.]org|pypi[.]org"
)
MAY_NAME_REGISTRY = re.compile(r"(^|/)Gemfile(\.lock)?$")


def text_of(root, path):
    """The text of a file, or None for binary ones."""
    with open(os.path.join(root, path), "rb") as file:
        data = file.read()
    return None if b"\0" in data[:8000] else data.decode("utf-8", "replace")


def named_places(root, paths, own=()):
    """Absolute paths of a machine, the strings in OWN, and registries' hosts."""
    found = []
    for path in paths:
        text = text_of(root, path)
        if text is None:
            continue
        hits = [(match.start(1), match[1]) for match in PLACES.finditer(text)]
        hits += [(text.index(word), word) for word in own if word in text]
        if not MAY_NAME_REGISTRY.search(path):
            hits += [(match.start(), match[0]) for match in REGISTRIES.finditer(text)]
        found += [f"{path}:{text.count(chr(10), 0, at) + 1}: names {hit}" for at, hit in hits]
    return found


def large(root, paths):
    sizes = [(path, os.path.getsize(os.path.join(root, path))) for path in paths]
    return [f"{path}: {size} bytes" for path, size in sizes if size > SIZE_MAX]


def main():
    home = "/" + "root"  # in two, so as not to be found here
    host = "deb." + "debian.org"
    bad = tap.plant(
        {
            "a": f"one\ncd {home}/x\n",
            "b": f'x = "{host}"\nnot $root/x or a{home}/x\n',
            "Gemfile": 'source "https://rubygems' + '.org"\n',
            "c": "built in /srv/checkout/here\n",
            "big": "x" * (SIZE_MAX + 1),
            "fits": "x" * SIZE_MAX,
        }
    )
    tap.finds(
        named_places(bad, ["Gemfile", "a", "b", "c"], ["/srv/checkout"]),
        ["a:2:", "b:1:", "c:1:"],
        "paths and hosts of one machine",
    )
    tap.finds(large(bad, ["big", "fits"]), ["big:"], "a file over 1 MiB")

    paths = tap.tracked()
    own = [tap.ROOT] if tap.ROOT.count("/") > 1 else []
    tap.clean(named_places(tap.ROOT, paths, own), "no path or registry of one machine is named")
    tap.clean(large(tap.ROOT, paths), "no file over 1 MiB")
    tap.done()


main()
