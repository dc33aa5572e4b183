#!/usr/bin/env python3
"""What pages show as verified is what snip wrote, of the programs and records that lie beside it, in a file that snip
reads. Anything else stops a build, by its line, and is marked on the page of who writes it.

The site is made with the built tool, SNIP, build/snip unless that says otherwise.
"""

import os
import re
import subprocess

from blog import ROOT, Site, equal, has, lacks, ok, read, run, skip_all

SNIP = os.environ.get("SNIP", os.path.join(ROOT, "build/snip"))
HEAD = "---\ntitle: x\n---\n"

# Regions, blanks and characters in all the ways that a region is shown by.
SHOWN = """#include <stdio.h>

\t// region of the mind
int main(int argc, char **argv)
{
\t(void)argv;
\t// region: body
\tputs("tab\t\u200e \x7f $ ./shown");

\t\tif (argc > 1)\r
\t    return 3;
\t// endregion
\treturn 0;
}
"""

PROJECT = {
    "snippets/shown.c": SHOWN,
    "snippets/odd.c": '#include <unistd.h>\n\nint main(void)\n{\n    return write(1, "no end", 6) != 6;\n}\n',
    "snippets/answers.c": '#include <stdio.h>\n\nint main(void)\n{\n    puts("종류\\t상태\\t호출\\t답\\nTCP\\t새것 \\tsend\\t<EPIPE>\\nTCP\\t새것\\trecv\\t0");\n'
                          '    puts("UDP\\t새것\\trecv\\tENOTCONN\\nTCP\\tlisten\\trecv\\t0\\nUDP\\t새것\\tsend\\t1\\nTCP\\tlisten\\tsend\\tEPIPE");\n}\n',
    "snippets/one.c": '#include <stdio.h>\n\nint main(void)\n{\n    puts("knob\\tanswer\\n1\\tok\\n2\\tok");\n}\n',
    "snippets/beside.py": "# region: x\n    print(1)\n# region: y\n\n    print(2)  \n# endregion: y\n# endregion\n",
    "snippets/warns.c": "int main(void)\n{\n    int unused;\n    return 0;\n}\n",
    "snippets/warns.yml": "compile: warn\n",
    "snippets/two/snippet.yml": "lab:\n  a: { lan: [10.0.0.1/24, 'fd01::1/64'], wan-net: 10.1.0.1/24 }\n  bee: { lan: 10.0.0.2/24 }\n"
                                "  far: { wan-net: 10.1.0.2/24, via: 10.1.0.1 }\nrun:\n  a: { source: x.c }\n  bee: { source: x.c, args: [1], after: a }\n"
                                "expect: { bee: 3 }\ntrace: true\n",
    "snippets/two/x.c": SHOWN,
    "snippets/dies.c": "#include <signal.h>\n\nint main(void)\n{\n    raise(SIGKILL);\n}\n",
    "snippets/dies.yml": "expect: { signal: KILL }\n",
}
DIRECTIVES = ["code shown.c", "code shown.c#body", "output shown", "output odd", "diagnostics warns.c", "code two/x.c", "output two",
              "output two only=bee", "lab two", "calls two", "timeline two", "code beside.py", "code beside.py#x", "table answers", "table one", "output dies"]


def snip(site, *args):
    done = subprocess.run([SNIP, *args], cwd=site.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"snip {args}: {done.stdout}")


def blocks(*directives):
    return "".join(f"\n<!-- snip {directive} -->\n<!-- /snip -->\n" for directive in directives)


def faults(output):
    """Where a build says that something is wrong, and what."""
    return sorted(set(re.findall(r"^\s*((?:_|index|page)\S*?): (.*)$", output, re.M)))


def mistakes(site, text):
    """Files with something wrong, each with the line and the words that are told of it."""
    def block(directive):
        return re.search(rf"<!-- snip {re.escape(directive)} -->\n.*?<!-- /snip \w+ -->\n", text, re.S).group()

    output, code = block("output shown"), block("code shown.c#body")
    by_hand = "this was changed by hand, or by a merge; `make snippets` says more"
    return {
        "_posts/2026-01-02-edited.md": (HEAD + output.replace("tab", "TAB"), 4, by_hand),
        "_posts/2026-01-03-typed.md": (HEAD + re.sub(r"/snip \w+", "/snip", output), 4, by_hand),
        "_posts/2026-01-04-opener.md": (HEAD + "\n- " + output.replace("output shown", "output odd").replace("\n", "\n  "), 5,
                                        "this is not what was recorded now. Run: make update"),
        "_posts/2026-01-05-region.md": (HEAD + code.replace("#body", ""), 4, "this is not what the program says now. Run: make update"),
        "_posts/2026-01-06-empty.md": (HEAD + "text\n" + blocks("output shown"), 6, "this block is empty. Run: make update"),
        "_posts/2026-01-07-open.md": (HEAD + "<!-- snip output shown -->\n", 4, "this opens no block; `make snippets` says why"),
        "_posts/2026-01-08-stale.md": (HEAD + block("output dies"), 4,
                                       "snippets/dies.c is not what it was when this was recorded. Run: make update"),
        "_posts/2026-01-09-ending.mdown": (HEAD + output, 4, "snip does not read files that end in .mdown; Markdown ends in .md"),
        "_howto/x.md": (HEAD + output, 4, "snip does not read this file; add _howto to `posts` in snip.yml"),
        "_pages/x.mkd": ("---\ntitle: x\npermalink: /x/\n---\n" + output, 5, "snip does not read this file; add _pages to `posts` in snip.yml"),
        "index2.md": (HEAD + output, 4, "snip does not read this file; add index2.md to `posts` in snip.yml"),
        "page.html": (HEAD + output, 4, "snip does not read files that end in .html; Markdown ends in .md"),
        "_posts/2026-01-10-included.md": ("---\ntitle: x\nrender_with_liquid: true\n---\n{% include shown.md %}\n", None,
                                          "this stands in no file that snip reads, but in an include or a head"),
    }


# Files with the same in them that nobody sees, so that nothing is wrong.
UNSEEN = {"_drafts/draft.md": HEAD, "_posts/2026-01-11-hidden.md": "---\ntitle: x\npublished: false\n---\n",
          "_posts/2999-01-01-to-come.md": HEAD}


def test():
    if not os.access(SNIP, os.X_OK):
        skip_all(f"{SNIP} is not built")
    with Site(fixtures=False, config="collections: { howto: { output: true } }\nmarkdown_ext: markdown,mkdown,mkdn,mkd,md,mdown\n") as site:
        for name, content in PROJECT.items():
            site.write(name, content)
        post = "_posts/2026-01-01-good.MD"
        site.write(post, HEAD + blocks(*DIRECTIVES))
        snip(site, "update")
        with open(site.path(post), encoding="utf-8", newline="") as file:
            text = file.read()
        status, said = site.build(strict=True)
        ok(status == 0 and not faults(said), "what snip wrote is verified, of each kind", said)
        page = read(site.page("/posts/good/")).root
        equal((len(page.all("figure")), len(page.all(cls="unverified"))), (len(DIRECTIVES), 0), "on the page too")

        wrong = mistakes(site, text)
        for name, (content, _, _) in wrong.items():
            site.write(name, content)
        for name, head in UNSEEN.items():
            site.write(name, head + "<!-- snip output shown -->\n```console\n$ invented\n```\n<!-- /snip -->\n")
        site.write("_includes/shown.md", re.search(r"<!-- snip output two -->.*?/snip \w+ -->\n", text, re.S).group())
        site.edit("snippets/dies.c", lambda source: source + "\n")
        told = [(f"{name}:{line}" if line else name, words) for name, (_, line, words) in wrong.items()]
        at = text[:text.index("<!-- snip output dies")].count("\n") + 1
        told.append((f"{post}:{at}", "snippets/dies.c is not what it was when this was recorded. Run: make update"))
        before = site.digests()
        status, said = site.build(strict=True)
        ok(status != 0, "one thing that is not verified stops a build")
        equal(faults(said), sorted(told), "which tells of each where it stands and why")
        has(said, f"nothing was written: {len(told)} faults, named above", "and how many")
        equal(site.digests(), before, "and writes nothing")

        status, said = site.build()
        equal(status, 0, "who writes is shown it, and may go on")
        equal(faults(said), sorted(told), "and is told too")
        for url, name in (("/posts/edited/", "_posts/2026-01-02-edited.md"), ("/posts/empty/", "_posts/2026-01-06-empty.md"), ("/x/", "_pages/x.mkd")):
            page = read(site.page(url)).root
            mark = page.one("p", cls="unverified")
            equal(mark.text, "확인되지 않음 " + wrong[name][2], f"{url} says so")
            equal(page.all("p", cls="snippet-foot"), [], "and claims nothing")
        status, said = site.build(strict=True)
        equal((status != 0, faults(said)), (True, sorted(told)), "nor does a cache hide it from a build")

        for name in wrong:
            os.remove(site.path(name))
        site.edit("snippets/dies.c", lambda source: source[:-1])
        equal(site.build(strict=True)[0], 0, "mended, it is built")
        site.edit("_data/snippets/shown.json", lambda record: record.replace("tab", "changed"))
        status, said = site.build(strict=True)
        equal([words for _, words in faults(said)], ["this is not what was recorded now. Run: make update"], "a record alone that changes is seen")
        lacks(said, "Conversion error", "without noise")


run(test)
