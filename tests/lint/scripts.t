#!/usr/bin/env python3
"""Holds that scripts and data files can be read by what reads them, and shell scripts have no traps."""

import glob
import json
import os
import subprocess

import tap


def kind(root, path):
    """The language of a script, by its ending or its first line; None for others."""
    ending = os.path.splitext(path)[1]
    if ending in (".sh", ".py", ".rb", ".js", ".json", ".yml", ".yaml"):
        return {".sh": "shell", ".py": "python", ".rb": "ruby", ".js": "javascript", ".json": "json"}.get(ending, "yaml")
    if os.path.basename(path) == "Gemfile":
        return "ruby"
    with open(os.path.join(root, path), "rb") as file:
        first = file.readline(80)
    if not first.startswith(b"#!"):
        return None
    for word, name in ((b"python", "python"), (b"ruby", "ruby"), (b"node", "javascript"), (b"sh", "shell")):
        if word in first:
            return name
    return None


def shell(root, paths):
    return tap.complaints(["shellcheck", "--format=gcc", "--", *paths], root)


def python(root, paths):
    found = []
    for path in paths:
        try:
            compile(tap.read(root, path), path, "exec")
        except SyntaxError as error:
            found.append(f"{path}:{error.lineno}: {error.msg}")
    return found


def ruby(root, paths):
    return [line for path in paths for line in tap.complaints(["ruby", "-wc", path], root)]


def javascript(root, paths):
    """As modules, which what is written for Node is too, as far as syntax goes."""
    found = []
    for path in paths:
        check = ["node", "--input-type=module", "--check", "-"]
        done = subprocess.run(check, input=tap.read(root, path), text=True, encoding="utf-8", capture_output=True)
        if done.returncode:
            line, *rest = done.stderr.splitlines()
            error = next((each for each in rest if "Error: " in each), "")
            found.append(f"{path}:{line.rpartition(':')[2]}: {error}")
    return found


def json_(root, paths):
    found = []
    for path in paths:
        try:
            json.loads(tap.read(root, path))
        except ValueError as error:
            found.append(f"{path}: {error}")
    return found


def yaml(root, paths):
    program = (
        'require "yaml"; bad = false;'
        'ARGV.each { |path| begin YAML.parse_file(path) rescue (puts "#{path}: #{$!.message}"; bad = true) end };'
        "exit !bad"
    )
    return tap.complaints(["ruby", "-e", program, *paths], root)


LINTS = {"shell": shell, "python": python, "ruby": ruby, "javascript": javascript, "json": json_, "yaml": yaml}

# Front matter, posts and snippets that are broken on purpose.
FIXTURES = ("tests/cli/", "tests/md/", "tests/hostile/", "tests/site/fixtures/")


def main():
    tap.need("shellcheck", "ruby", "node")
    bad = tap.plant(
        {
            "a": "#!/bin/bash\nrm -r $1/*\n",
            "b.py": "x = 1\ndef f(:\n",
            "c.rb": "def f\n",
            "d.js": "const a = ;\n",
            "e.json": '{"a": 1,}\n',
            "f.yml": "a: [1\n",
            "g.txt": "no script\n",
        }
    )
    for path, (name, lint) in zip(sorted(os.listdir(bad)), LINTS.items()):
        tap.ok(kind(bad, path) == name, f"{path} is taken for {name}")
        tap.ok(any(path in line for line in lint(bad, [path])), f"the lint sees wrong {name}")
    tap.ok(kind(bad, "g.txt") is None, "a text is no script")

    files = {}
    for path in tap.tracked():
        fixture = path.startswith(FIXTURES) and not path.endswith(".t")
        if not fixture:
            files.setdefault(kind(tap.ROOT, path), []).append(path)
    for name, lint in LINTS.items():
        paths = files.get(name, [])
        tap.clean(lint(tap.ROOT, paths) if paths else [], f"{name}: {len(paths)} files")
    tap.clean(
        [path for path in glob.glob(f"{tap.ROOT}/tests/*/*.t") if not os.access(path, os.X_OK)],
        "each test can be executed",
    )
    tap.done()


main()
