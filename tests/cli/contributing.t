#!/usr/bin/env python3
"""Holds that CONTRIBUTING.md tells the truth: its examples are run, its keys are those that snip knows.

    tests/cli/contributing.t             run all
    tests/cli/contributing.t --accept    take what the examples print now as expected; read it

An example is a yaml block below a comment `<!-- example: NAME -->`. It becomes the manifest of the snippet NAME,
whose other files are contributing/NAME; `expected` there is what a post shows of it. A block below
`<!-- output: NAME -->` must be just that. The entry of a key begins with it, as **`key`**.
"""

import glob
import os
import re
import shutil
import subprocess
import sys

import harness

FILES = os.path.join(harness.HERE, "contributing")
PAGE = os.path.join(harness.ROOT, "CONTRIBUTING.md")
DOC = os.path.join(harness.ROOT, "tools", "snip", "doc", "manifest")

OTHERS = ("socket", "waits")  # snippets of directives, with manifests of their own

BLOCK = r"^<!-- %s: (\S+) -->\n```%s\n(.*?)^```$"
ENTRY = re.compile(r"^(- )?\*\*`([\w-]+)`\*\*", re.M)


def read(path):
    """The text of the file PATH."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    """Makes TEXT the content of the file PATH."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def blocks(page, comment, language):
    """The fenced blocks of PAGE below a comment that names them: name -> text."""
    return dict(re.findall(BLOCK % (comment, language), page, re.M | re.S))


def section(page, title):
    """What is below the heading TITLE of PAGE."""
    return page.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def known_keys():
    """The keys that manifests can have, from the tables by which snip reads them."""
    rows = (re.findall(r'\b(?:FIELD|ROW)\(\s*"([\w-]+)"', read(path))
            for path in glob.glob(os.path.join(DOC, "*.c")) + glob.glob(os.path.join(DOC, "..", "process", "*.c")))
    return {key for keys in rows for key in keys}


def known_words():
    """The words that keys can have as values: key -> words, from the lists by which snip reads them."""
    words = {}
    for key, file, name in (("compile", "manifest.c", "compile_names"), ("depends", "manifest.c", "depends_names"),
                            ("rights", "process.c", "right_names"), ("mask", "masks.c", "kinds")):
        found = re.search(rf"const {name}\[\] = \{{(.*?)\}}", read(os.path.join(DOC, file)), re.S)
        words[key] = re.findall(r'"(\w+)"', found[1])
    return words


def entries(page):
    """The entries of the reference: key -> text, up to the next entry that is no part of it."""
    text = section(page, "The manifest")
    heads = list(ENTRY.finditer(text))
    found = {}
    for i, head in enumerate(heads):
        # A key inside of another may share its example with the keys after it.
        ends = [other.start() for other in heads[i + 1:] if not other[1]]
        found[head[2]] = text[head.start():[*ends, len(text)][0]]
    return found


def check_keys(page):
    """Holds that PAGE has an entry for each key and each word, and none besides."""
    known, told = known_keys(), entries(page)
    harness.ok(len(known) > 15 and known == set(told), "each key of a manifest has its entry, and nothing else has", [
        *(f"no entry: {key}" for key in sorted(known - set(told))),
        *(f"no such key: {key}" for key in sorted(set(told) - known)),
        f"{len(known)} keys are known"])
    bare = [f"no example: {key}" for key, text in sorted(told.items())
            if not re.search(rf"(^|[ {{]){key}:( |$)", "\n".join(blocks(text, "example", "yaml").values()), re.M)]
    harness.ok(not bare, "each entry has an example with its key", bare)
    missing = [f"{key}: {word}" for key, words in known_words().items() for word in words
               if f"`{word}`" not in told.get(key, "")]
    harness.ok(not missing, "each word that stands for something is told of", missing)


def check_files(page, examples):
    """Holds that every manifest of PAGE is one of EXAMPLES, and that each of those has its files."""
    fences = len(re.findall(r"^ *```yaml$", page, re.M))
    harness.ok(fences == len(examples) > 0, "every manifest is an example with a name of its own",
               [f"{fences} blocks, {len(examples)} names"])
    folders = {name for name in os.listdir(FILES) if name not in OTHERS}
    harness.ok(folders == set(examples), "every example has its files", sorted(folders ^ set(examples)))


def make_project(bench, page, examples):
    """A project of EXAMPLES and of the directives that PAGE lists; returns its path."""
    project = bench.folder("project")
    for name in [*OTHERS, *examples]:
        shutil.copytree(os.path.join(FILES, name), os.path.join(project, "snippets", name),
                        ignore=shutil.ignore_patterns("expected"))
    for name, manifest in examples.items():
        write(os.path.join(project, "snippets", name, "snippet.yml"), manifest)
    shown = "".join(f"<!-- snip output {name} -->\n<!-- /snip -->\n\n" for name in examples)
    write(os.path.join(project, "_posts", "examples.md"), shown)
    directives = re.findall(r"^\| `(snip .*?)` \|", section(page, "Directives"), re.M)
    write(os.path.join(project, "_posts", "directives.md"),
          "".join(f"<!-- {directive} -->\n<!-- /snip -->\n\n" for directive in directives))
    harness.ok(len(directives) > 3, "directives are listed")
    return project


def run(bench, project, *words):
    """Runs snip in PROJECT; returns whether all is true, and what it said."""
    env = bench.environment(os.path.join(bench.path, "tmp"))
    done = subprocess.run([os.path.join(bench.bin, "snip"), *words], cwd=project, env=env, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode == 0, done.stdout.splitlines()


def outputs(project):
    """What the post shows of each example: name -> text."""
    post = read(os.path.join(project, "_posts", "examples.md"))
    return dict(re.findall(r"^<!-- snip output (\S+) -->\n```console\n(.*?)^```$", post, re.M | re.S))


def check_outputs(page, examples, shown):
    """Holds that SHOWN is what is expected of EXAMPLES, and what PAGE itself shows."""
    for name in examples:
        path = os.path.join(FILES, name, "expected")
        expected = read(path) if os.path.exists(path) else "(there is no file `expected`)"
        got = shown.get(name, "(nothing)")
        harness.ok(got == expected, f"the example `{name}` does what is said",
                   ["expected:", *expected.splitlines(), "got:", *got.splitlines()])
    for name, text in blocks(page, "output", "console").items():
        harness.ok(text == shown.get(name), f"the output of `{name}` is shown as it is",
                   ["shown:", *text.splitlines(), "got:", *shown.get(name, "(nothing)").splitlines()])


def check_views(page, project, kind):
    """Holds that the blocks of KIND on PAGE are those of PROJECT."""
    found = dict(re.findall(rf"^<!-- snip {kind} (\S+) -->\n```text\n(.*?)^```$", read(os.path.join(project, "_posts", "directives.md")),
                            re.M | re.S))
    for name, text in blocks(page, kind, "text").items():
        got = found.get(name, "(nothing)\n")
        harness.ok(text == got, f"the {kind} of `{name}` is shown as it is",
                   ["shown:", *text.splitlines(), "got:", *got.splitlines()])


def main():
    """Makes the project and judges it, or accepts it."""
    page = read(PAGE)
    examples = blocks(page, "example", "yaml")
    harness.take_release()
    with harness.Bench() as bench:
        bench.need_boxes()
        bench.folder("tmp")
        check_keys(page)
        check_files(page, examples)
        project = make_project(bench, page, examples)
        good, said = run(bench, project, "update")
        if not harness.ok(good, "all examples and directives are true", said):
            harness.done()
        good, said = run(bench, project, "check")
        harness.ok(good, "and they repeat", said)
        shown = outputs(project)
        if sys.argv[1:] == ["--accept"]:
            for name, text in shown.items():
                write(os.path.join(FILES, name, "expected"), text)
                print(f"=== {name}\n{text}")
        check_outputs(page, examples, shown)
        for kind in ("table", "timeline", "queue"):
            check_views(page, project, kind)
    harness.done()


if __name__ == "__main__":
    main()
