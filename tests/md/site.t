#!/usr/bin/env python3
"""The site reads directives by itself (_plugins/article/directive.rb). Here the same posts are given to it
and to snip: where snip finds a block there is a figure, of the same words, and nowhere else; and
nothing is hidden from the reader but comments of snip. And what is shown is found by a search of
the text too, which tells what a page depends on.

SEED=N repeats a run.
"""

import itertools
import json
import os
import random
import re
import subprocess

import md

# Reads posts as JSON; writes for each the directives that are shown, those found by a search, and the HTML that is hidden.
SITE = """
require "commonmarker"
require "json"
require "yaml"
require "./_plugins/article/directive"

extensions = YAML.load_file("_config.yml")["commonmark"]["extensions"].map(&:to_sym)
puts(JSON.parse($stdin.read).map do |post|
  nodes = CommonMarker.render_doc(post, :FOOTNOTES, extensions).walk.to_a
  shown = nodes.select { |n| n.type == :code_block }.filter_map { |n| Article::Directive.around(n) }
  lists = [shown, Article::Directive.all_in(post)].map { |list| list.map { |d| [d.kind, d.subject, d.region, *d.attributes] } }
  hidden = nodes.select { |n| n.type == :html && Article::Directive.comment?(n) }.map(&:string_content)
  [*lists, hidden].to_json
end)
"""

COMMENT = re.compile(r"\s*<!--((?!-->).)*-->\s*")
OPENER, CLOSER, FENCE = "<!-- snip code a.c -->", "<!-- /snip -->", "```c\nx\n```"

BY_HAND = [
    "", "text", "<!---->", "<!-->", "<!--->", "<!-- -->", "<!-- note -->", "<!--snip-->", "<!--/snip-->", "<!-- snip -->",
    "<!--snip code a.c-->", "<!--\tsnip\tcode\ta.c\t-->", "<!--  snip   code   a.c#r   -->", "<!-- snip code a.c--->",
    "<!-- snip code a.c ---->", "<!-- snip code a.c -- -->", "<!--> snip code a.c -->", "<!---> snip code a.c -->",
    "<!---snip code a.c-->", "<!-- snip code a.c --!>", "<!-- snip code a.c --> <!-- /snip -->", "<!-- snip code a.c -->.",
    ". <!-- snip code a.c -->", "<!-- snip\ncode a.c -->", "<!-- snip code a.c\n-->", "<!--\nsnip code a.c -->",
    "<!-- snip code a.c", "<!-- snip code <!-- a.c -->", "<!-- snip <!-- snip code a.c -->", "<!-- snip code a.c -->\r",
    "<!-- snip code\ra.c -->", "<!-- snip code\va.c -->", "<!-- snip code\fa.c -->", "<!-- snip\u00a0code a.c -->",
    "<!--\u3000snip code a.c -->", "<!-- snip\u2028code a.c -->", "\ufeff<!-- snip code a.c -->", "<!-- snip code a.c\u200b -->",
    "<!-- snip code 가.c -->", "<!-- 스닙 code a.c -->", "<!-- snippet code a.c -->", "<!-- SNIP code a.c -->",
    "<!-- snip CODE a.c -->", "<!-- snip code A.c -->", "<!-- snip code a.C -->", "<!-- snip code 'a.c' -->",
    '<!-- snip code "a.c" -->', "<!-- snip code `a.c` -->", "<!-- snip: code a.c -->", "<!-- /snip/ -->", "<!-- / snip -->",
    "<!-- snip /snip -->", "<!-- /snip snip code a.c -->", "<!-- snip code -->", "<!-- snip code #r -->", "<!-- snip code mark=1 -->",
    "<!-- snip code a.c a.c -->", "<!-- snip code a.c =1 -->", "<!-- snip code a.c mark -->", "<!-- snip code a.c mark= -->",
    "<!-- snip code a.c mark = 1 -->", "<!-- snip code a.c mark==1 -->", "<!-- snip code a.c mark=1#r -->",
    "<!-- snip code a.c#r mark=1,3-5 -->", "<!-- snip code a.c mark=1 #r -->", "<!-- snip code a.c mark=1 mark=1 -->",
    "<!-- snip code a.c mark=1 mark=2 -->", "<!-- snip code a.c mark=1 only=b -->", "<!-- snip code a.c Mark=1 -->",
    "<!-- snip code a.c mark=한 -->", "<!-- snip code a.c mark='1 2' -->", "<!-- snip code a.c mark=-->", "<!-- snip code a.c mark=1-->",
    "<!-- snip output a only=b,c -->", "<!-- snip output a only=b only=b -->", "<!-- snip output a mark=1 -->", "<!-- snip output a#r -->",
    "<!-- snip lab a x=1 -->", "<!-- snip lab a#r -->", "<!-- snip diagnostics a.c#r -->", "<!-- snip diagnostics a.c mark=1 -->",
    "<!-- /snip 0123456789abcdef -->", "<!--/snip 0123456789abcdef-->", "<!--\t/snip\t0123456789abcdef\t-->", "<!-- /snip 0123456789ABCDEF -->",
    "<!-- /snip 0123456789abcde -->", "<!-- /snip 0123456789abcdef0 -->", "<!-- /snip 0123456789abcdeg -->", "<!-- /snip aa -->",
    "<!-- /snip 0123456789abcdef 0123456789abcdef -->", "<!-- /snip x -->", "<!-- /snip -- -->", "<!-- /snip ---->", "<!-- /snip--->",
    "<!-- /snip0123456789abcdef -->", "<!-- /snip\n-->", "<!-- /snip -->.", "<!-- /snip", "<!-- /SNIP -->", "<!-- /snip\u00a00123456789abcdef -->",
    "   <!-- snip code a.c -->   ", "    <!-- snip code a.c -->", "\t<!-- snip code a.c -->", " \t<!-- /snip -->", "    <!-- /snip -->",
    "<div><!-- snip code a.c --></div>", "<div>\n<!-- snip code a.c -->", "<?snip code a.c?>", "<!snip code a.c>", "<snip code=a.c>",
    "`<!-- snip code a.c -->`", "\\<!-- snip code a.c -->", "&lt;!-- snip code a.c --&gt;", "# <!-- snip code a.c -->",
    "`<!-- snip`", "`<!--` and `<!-- snip code`", "```\n<!-- snip code a.c -->\n```", "~~~\n<!-- /snip -->\n~~~", "```\n<!-- /snip -->",
]

TARGETS = ["a.c", "a.h", "a", "a/b.c", "a/b", "a-b_0/c.c", "a.b.c", "a/b.c/d", ".c", "a/.c", "a.", "a.cc", "a.yml", "./a.c", "../a.c", "a/../b.c",
           "/a.c", "a/", "a/.c", "a//b.c", "a/b/", "..", ".", "-", "_", "0", "-.c", "a.c#r", "a.c#", "a.c##", "a.c#r#s", "a.c#R-2_x", "a.c#ㄱ",
           "a.c#r/s", "a#r", "a.h#r", "#r", "a.c=", "a\\b.c", "a%2fb.c", "a.c,b.c", "a.c?x", "소켓.c", "a.c\u00a0"]
# The kinds that snip has, and the attributes of each.
ROWS = re.findall(r"ROW\(VIEW_\w+, (\w+), (.*)\)", (md.ROOT / "tools/snip/doc/post/block.h").read_text())
KINDS = [*(kind for kind, _ in ROWS), "Code", "codes", "cod", "/snip", "snip", "code,output", "kinds"]
NAMES = [name for _, rest in ROWS for found in re.findall(r"attributes = {([^}]*)", rest) for name in re.findall(r"\w+", found)]
ATTRIBUTES = ["", *(f"{name}=1" for name in NAMES), "mark=1 mark=1", "x=1", "mark", "mark=", "mark=1 only=b"]


def lines():
    """By hand, by what each place may hold, and at random."""
    found = [*BY_HAND, *(f"<!-- snip {' '.join(words)} -->" for words in itertools.product(KINDS, TARGETS, ATTRIBUTES))]
    rnd = random.Random(int(os.environ.get("SEED", "20261123")))
    words = ["snip", "/snip", "code", "output", "lab", "a.c", "a", "b/c.h#r", "mark=1", "only=b", "--", "0123456789abcdef", "-", "<!--", "'"]
    blanks = [" ", " ", " ", "", "  ", "\t", " \t", "\n", "\f", "\v", "\u00a0", "\u3000"]
    for _ in range(3000):
        inside = "".join(rnd.choice(blanks) + word for word in rnd.choices(words, k=rnd.randrange(5)))
        first = rnd.choice([" snip code a.c", " /snip", "snip lab a", " snip", ""])
        found.append(rnd.choice(["", "", "", " ", "   ", "\t"]) + "<!--" + first + inside + rnd.choice(blanks) + rnd.choice(["-->"] * 5 + ["->", "--!>"])
                     + rnd.choice(["", "", "", " ", "\t ", "\v", " x"]))
    return list(dict.fromkeys(found))


def posts(line):
    """LINE by itself, before a fence that is closed, behind one that is opened, round what is no fence, in a quote, above a block."""
    return [f"{line}\n", f"{line}\n{FENCE}\n{CLOSER}\n", f"{OPENER}\n{FENCE}\n{line}\n",
            f"{line}\n\n    x\n\n{CLOSER}\n", f"{line}\n{CLOSER}\n", "> " + f"{line}\n{FENCE}\n{CLOSER}".replace("\n", "\n> ") + "\n",
            f"{line}\n\n{OPENER}\n{FENCE}\n{CLOSER}\n"]


def of_site(all_posts):
    done = subprocess.run([md.ROOT / "tools/bundle", "exec", "ruby", "-e", SITE], cwd=md.ROOT, check=True, input=json.dumps(all_posts),
                          stdout=subprocess.PIPE, text=True, encoding="utf-8")
    return [json.loads(answer) for answer in done.stdout.splitlines()]


def of_snip(driver, post):
    """The blocks that snip fills, in the site's words, and whether there is anything for it at all."""
    report = driver.scan(post.encode())
    blocks = [[b["kind"], b["target"], b["region"] or None, *b["attributes"]] for b in report.blocks if b["fence"]]
    return blocks, bool(report.blocks or report.errors)


def names(language):
    """The kinds that a page in LANGUAGE has a name for."""
    text = (md.ROOT / "_data" / f"{language}.yml").read_text(encoding="utf-8")
    return re.findall(r"^    (\w+):", re.search(r"^  kinds:\n((?:    .*\n)+)", text, re.M)[1], re.M)


def main():
    tap, driver, wrong, shown, left = md.Tap(), md.Driver(), [], set(), 0
    every = lines()
    all_posts = [post for line in every for post in posts(line)]
    for post, (figures, found, hidden) in zip(all_posts, of_site(all_posts), strict=True):
        blocks, meant = of_snip(driver, post)
        shown.update(map(tuple, blocks))
        left += not meant
        if figures != blocks or any(each not in found for each in figures) or (hidden and not meant) or not all(COMMENT.fullmatch(html) for html in hidden):
            wrong.append(f"{post!r}: the site shows {figures}, finds {found} and hides {hidden}, snip has {blocks}")
    tap.ok(not wrong, f"{len(every)} lines in {len(all_posts)} posts: the site shows what snip takes", "\n".join(wrong))
    tap.ok(len(shown) > 30, f"which is not little ({len(shown)} different ones)")
    tap.ok(left > 500, f"nor is what is left to the reader ({left})")
    tap.ok(all(names(language) == [kind for kind, _ in ROWS] for language in ("ko", "en")), "each kind has its name on a page")
    tap.ok(driver.close() == 0, "no leak, no undefined behaviour")
    tap.done()


main()
