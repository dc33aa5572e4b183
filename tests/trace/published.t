#!/usr/bin/env python3
"""Records every published snippet, with `trace` in a copy of its manifest: each prints what it prints unrecorded.

Those that are not recorded as published are so only here; that is what a later author may ask of them. Snip itself
holds the two outputs against each other, and two recordings.
"""

import os
import re
import shutil
import subprocess

import rounds
from rounds import harness

TRACE = "trace: { orders: 1 }\n"

# What these are given varies, and they do not print it: the identification of a packet, a name by chance, a challenge to
# who logs in; and with the second of the clock the number of a request to the kernel.
GIVEN_OTHERWISE = ("family/sniff", "listen/talks", "unix/autobind", "unix/mysql")
GIVEN_BY_SECOND = ("family/monitor",)


def manifests(project):
    """The manifest of each snippet of PROJECT, whether it has one or not: path by name."""
    found, top = {}, os.path.join(project, "snippets")
    for folder, folders, files in os.walk(top):
        name = os.path.relpath(folder, top)
        if "snippet.yml" in files:
            found[name] = os.path.join(folder, "snippet.yml")
            folders.clear()
            continue
        for file in files:
            if file.endswith(".c"):
                found[os.path.join(name, file[:-2])] = os.path.join(folder, f"{file[:-2]}.yml")
    return found


def main():
    harness.take_release()
    with harness.Bench() as bench:
        bench.need_boxes()
        top = bench.folder("published")
        project, tmp = os.path.join(top, "project"), os.path.join(top, "tmp")
        for folder in ("_posts", "_pages"):
            os.makedirs(os.path.join(project, folder))
        os.mkdir(tmp)
        shutil.copy(os.path.join(harness.ROOT, "snip.yml"), project)
        shutil.copytree(os.path.join(harness.ROOT, "snippets"), os.path.join(project, "snippets"))
        found = manifests(project)
        for path in found.values():
            text = rounds.read(path) if os.path.exists(path) else ""
            rounds.write(re.sub(r"^trace:.*\n", "", text, flags=re.M) + TRACE, path)
        for name in sorted(found):
            said = subprocess.run([os.path.join(bench.bin, "snip"), "-C", project, "update", name], text=True, check=False,
                                  env=bench.environment(tmp), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
            record = os.path.join(project, "_data", "snippets", f"{name}.json")
            recorded = os.path.exists(record) and '"trace"' in rounds.read(record)
            if name in GIVEN_OTHERWISE or (name in GIVEN_BY_SECOND and not recorded):
                harness.ok("two recordings of its run differ" in said.stdout, f"{name}: what it is given is told", [said.stdout])
                continue
            harness.ok(said.returncode == 0 and recorded, f"{name}: prints the same when it is recorded", [said.stdout])
    harness.done()


main()
