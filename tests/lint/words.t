#!/usr/bin/env python3
"""Holds that Korean prose calls each thing by the one word that _data/glossary.yml has for it."""

import json
import re
import subprocess

import tap

GLOSSARY = "_data/glossary.yml"

# What a reader reads: posts and pages, what layouts say, statements and titles of snippets.
PROSE = ("_posts/*.md", "_pages/*.md", "_data/ko.yml", "_data/claims.yml", "snippets/*.yml")
# English, and a page that keeps the headings that others link to.
OTHERS = re.compile(r"^_(posts|pages)/en/|^_pages/socket-basics\.md$")

FENCE = re.compile(r"^[ >]*(`{3,}|~{3,})")
# In a line: a code span, where a link leads, a comment. Tags are what readers type.
LEFT_OUT = re.compile(r"(`+).+?\1|(?<=\])\([^)]*\)|<!--.*?-->|^tags:.*")
# The keys whose values are read, where a file is data.
SAID = {"_data/claims.yml": re.compile(r"^ *(- )?says:"), "snippets/": re.compile(r"^title:")}


def glossary(root):
    """Term by rejected form, and the entries."""
    program = 'require "yaml"; require "json"; print JSON.generate(YAML.load_file(ARGV[0]))'
    done = subprocess.run(
        ["ruby", "-e", program, f"{root}/{GLOSSARY}"], stdout=subprocess.PIPE, check=True
    )
    entries = json.loads(done.stdout)
    return {form: entry["term"] for entry in entries for form in entry.get("not", [])}, entries


def prose(path, text):
    """The lines of PATH that are words, by number: code, outputs and links left out."""
    said = next((pattern for start, pattern in SAID.items() if path.startswith(start)), None)
    fence = None
    for number, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        if fence:
            fence = None if mark and mark[1].startswith(fence) else fence
        elif mark and path.endswith(".md"):
            fence = mark[1]
        elif not said or said.match(line):
            yield number, LEFT_OUT.sub(" ", line)


def rejected(root, paths):
    """Words that are not the glossary's. They begin a word: `큐` is in `시큐어` too."""
    terms, _ = glossary(root)
    longest_first = sorted(terms, key=len, reverse=True)
    form = re.compile(r"(?<![가-힣])(" + "|".join(map(re.escape, longest_first)) + ")")
    return [
        f"{path}:{number}: {match[1]}: say {terms[match[1]]}"
        for path in paths
        for number, line in prose(path, tap.read(root, path))
        for match in form.finditer(line)
    ]


def untold(root, paths):
    """Entries whose article does not have the term, or is not there; terms that stand twice."""
    terms, entries = glossary(root)
    found, seen = [], set()
    for entry in entries:
        term, slug = entry["term"], entry.get("post")
        if term in seen or term in terms:
            found.append(f"{GLOSSARY}: {term}: is there twice, or is rejected too")
        seen.add(term)
        posts = [path for path in paths if slug and path.endswith(f"-{slug}.md")]
        if slug and not any(term in line for path in posts for _, line in prose(path, tap.read(root, path))):
            found.append(f"{GLOSSARY}: {term}: not a word of {slug}")
    return found


def main():
    tap.need("ruby")
    bad = tap.plant(
        {
            GLOSSARY: "- { term: 대기열, english: queue, post: a, not: [큐, 대기 줄] }\n"
            "- { term: 체크섬, english: checksum, post: a }\n- { term: 대기열, english: queue }\n",
            "_posts/2026-01-01-a.md": "---\ntags: [큐]\ntitle: 큐란\n---\n\n연결은 `큐`에, 시큐어.\n\n"
            "```text\n큐\n```\n\n[줄](/큐/)과 대기 줄에서 큐를 <!-- 큐 -->\n\n- 대기열\n",
            "_data/ko.yml": "a: 큐\n",
            "_data/claims.yml": "statements:\n  - says: 큐다\n    line: 큐\nfamilies:\n  - name: a\n    says: 큐다\n",
            "snippets/a.yml": "title: 큐\nargs: [큐]\n",
        }
    )
    tap.finds(
        rejected(bad, ["_posts/2026-01-01-a.md", "_data/ko.yml", "_data/claims.yml", "snippets/a.yml"]),
        ["a.md:3: 큐: say 대기열", "a.md:12: 대기 줄: say", "a.md:12: 큐", "ko.yml:1:", "claims.yml:2:", "claims.yml:6:", "a.yml:1:"],
        "other words than the glossary's, and code, links, comments, tags and records as they are",
    )
    tap.finds(
        untold(bad, ["_posts/2026-01-01-a.md"]),
        ["체크섬: not a word of a", "대기열: is there twice"],
        "a term that its article has not, and one that stands twice",
    )

    paths = [path for path in tap.tracked(*PROSE) if not OTHERS.search(path)]
    tap.clean(rejected(tap.ROOT, paths), f"{len(paths)} files call things by the glossary's words")
    tap.clean(untold(tap.ROOT, paths), "each term once, and in the article that it names")
    tap.done()


main()
