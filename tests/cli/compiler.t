#!/usr/bin/env python3
"""A compiler reads the snippets and the system, nothing else; and a repository's own one is run only when trusted.

    tests/cli/compiler.t                all
    tests/cli/compiler.t PATTERN…       the lines whose name matches

Each line is a project that tries to have a compiler carry into the output, a post or a record what is none of the
snippets': what lies beside them in the project, what lies outside, and for root what only root may read. The secrets
hold the token of place.py, which says how it is seen. Each is tried by root and by an ordinary user.
"""

import collections
import json
import os
import re
import sys

import harness
import place
from place import put

WORDS = "<!-- snip diagnostics a.c -->\n<!-- /snip -->\n"
POST = WORDS + "\n<!-- snip output a -->\n<!-- /snip -->\n"
HEAD = "#include <stdio.h>\n\n"
MAIN = "\nint main(void)\n{\n    puts(%s);\n}\n"
SHOW = HEAD + '#include "%s"\n' + MAIN % "SECRET"
EMBED = HEAD + 'extern const char text[];\n\n__asm__(".section .rodata\\ntext: .incbin \\"%s\\"\\n.byte 0\\n.text");\n' \
    + MAIN % "text"
SPY = """#!/bin/sh
cat $TOP/private/key $TOP/project/.env ../.env >&2
echo 'the compiler w''as run' >&2
exit 1
"""
WAS_RUN = "the compiler was run"
SPY_OUTSIDE = '#!/bin/sh\ncat $TOP/private/key $TOP/file >&2\nexec cc "$@"\n'

# What lies around the snippets.
SECRETS = {
    ".env": f"KEY={place.TOKEN}\n",
    ".git/config": f'[remote "origin"]\n\turl = https://{place.TOKEN}@example.org/\n',
    "secret.h": f'#define SECRET "{place.TOKEN}"\n',
    "secret.txt": f'#define SECRET "{place.TOKEN}"\n',
    "../private/secret.h": f'#define SECRET "{place.TOKEN}"\n',
    "../secret.h": f'#define SECRET "{place.TOKEN}"\n',
}

COMPILE = ("check", "run a", "update")

# `files`: what the project is made of, besides POST and SECRETS; `$TOP` is the folder that the project is in, a
# content that begins with `->` a link. `commands`: those that are run, `never`: what they must not print either;
# `ends`: None, or the exit status. `names`: what they must name.
Row = collections.namedtuple("Row", "files commands never ends names", defaults=(COMPILE, None, None, None))

# A program that should not compile, and one that compiles.
FAILS = {"snippets/a.yml": "compile: fail\n", "_posts/a.md": WORDS}
PLAIN = {"snippets/a.c": HEAD + MAIN % '"plain"'}


def own_compiler(path, place_of_it="cc", text=SPY):
    """The files of a project whose compiler is PATH, a script of its own."""
    return {**PLAIN, "snip.yml": f"compiler: {path}\n", place_of_it: text}


UNTRUSTED = ("check", "check --rerun", "run a", "update", "new post t", "check --sandbox=none",
             "run --sandbox=none a")
REFUSED = dict(commands=UNTRUSTED, never=WAS_RUN, ends=2)

ROWS = {
    "a file beside the snippets, by what is wrong with it": Row({**FAILS, "snippets/a.c": SHOW % "../.env"}),
    "a header beside the snippets": Row({"snippets/a.c": SHOW % "../secret.h"}),
    "a header beside the snippets, by its full path": Row({"snippets/a.c": SHOW % "$TOP/project/secret.h"}),
    "a file beside the snippets, by the assembler": Row({"snippets/a.c": EMBED % "../.git/config"}),
    "a file outside": Row({**FAILS, "snippets/a.c": SHOW % "$TOP/file"}),
    "a header outside": Row({"snippets/a.c": SHOW % "$TOP/secret.h"}),
    "a header outside, by the way up": Row({"snippets/a.c": SHOW % "../../secret.h"}),
    "a private file": Row({**FAILS, "snippets/a.c": SHOW % "$TOP/private/key"}),
    "a private header": Row({"snippets/a.c": SHOW % "$TOP/private/secret.h"}),
    "a private file, by the assembler": Row({"snippets/a.c": EMBED % "$TOP/private/key"}),
    "the environment of the compiler": Row({"snippets/a.c": EMBED % "/proc/self/environ"}),
    "whether there is a file": Row(
        {"snippets/a.c": HEAD + '#if __has_include("../.env") || __has_include("$TOP/file")\n#define IT "exists"\n'
                                '#else\n#define IT "is hidden"\n#endif\n' + MAIN % '"it " IT'}, never="it exists"),
    "a link to a header beside the snippets": Row(
        {"snippets/h.h": "->../secret.h", "snippets/a.c": SHOW % "h.h"}),
    "a link to a header outside": Row({"snippets/h.h": "->$TOP/secret.h", "snippets/a.c": SHOW % "h.h"}),
    "a link to a folder beside the snippets": Row({"snippets/up": "->..", "snippets/a.c": SHOW % "up/secret.h"}),
    "a source that is a link to a file beside the snippets": Row({"snippets/a.c": "->../.env", **FAILS}),
    "a hidden header of the snippets that is a link": Row(
        {"snippets/.h": "->../secret.h", "snippets/a.c": SHOW % ".h"}),
    "what is no header in a folder that flags name": Row(
        {"snip.yml": "flags: [-I..]\n", "snippets/a.c": SHOW % "secret.txt"}),
    "what is hidden in a folder that flags name": Row(
        {"snip.yml": "flags: [-I../.git, -I..]\n", "snippets/a.c": SHOW % "config"}),
    "flags that name a folder outside": Row(
        {"snip.yml": "flags: [-I$TOP]\n", "snippets/a.c": SHOW % "secret.h"}, names="-I", ends=2),
    "flags that name a header outside": Row(
        {"snip.yml": "flags: [-include$TOP/secret.h]\n", "snippets/a.c": HEAD + MAIN % "SECRET"}, names="-include",
        ends=2),
    "flags that lead outside": Row(
        {"snip.yml": "flags: [-I../.., -include../../secret.h]\n", "snippets/a.c": HEAD + MAIN % "SECRET"}),
    "flags of the linker that are in a file": Row({"snip.yml": 'flags: ["-Wl,@../.env"]\n', **PLAIN, **FAILS}),
    "flags of the assembler that are in a file": Row({"snip.yml": 'flags: ["-Wa,@../.env"]\n', **PLAIN, **FAILS}),
    "flags of the linker that are in a private file": Row(
        {"snip.yml": 'flags: ["-Wl,@$TOP/private/key"]\n', **PLAIN, **FAILS}),
    "flags that name what is hidden": Row(
        {"snip.yml": "flags: [-include../.git/config]\n", **PLAIN, **FAILS}, ends=2, names=".git/config"),
    "flags that name a hidden folder": Row(
        {"snip.yml": "flags: [-I../.github]\n", "snippets/a.c": SHOW % "h.h",
         ".github/h.h": f'#define SECRET "{place.TOKEN}"\n'}, ends=2, names=".github"),
    "a compiler of the project": Row(own_compiler("./cc"), names="./cc", **REFUSED),
    "a compiler of the snippets": Row(own_compiler("snippets/cc", "snippets/cc"), names="snippets/cc", **REFUSED),
    "a compiler of the project, by its full path": Row(own_compiler("$TOP/project/cc"), names="project/cc", **REFUSED),
    "a compiler of the project, from outside": Row(own_compiler("../project/cc"), names="../project/cc", **REFUSED),
    "a compiler of the project that is a link to another": Row(
        {**own_compiler("./cc", "snippets/spy"), "cc": "->snippets/spy"}, names="./cc", **REFUSED),
    "a compiler of the project, which nobody runs": Row(
        own_compiler("./cc"), commands=("list", "status", "new snippet x"), never=WAS_RUN),
    "a compiler of the project that is trusted": Row(
        own_compiler("./cc", text='#!/bin/sh\nexec cc "$@"\n'),
        commands=("update --trust", "run --trust a", "new post t --trust"), ends=0),
    "a trusted compiler that reads what lies outside": Row(
        {**own_compiler("./cc", text=SPY_OUTSIDE), "snippets/a.yml": "compile: warn\n"},
        commands=("check --trust", "update --trust", "run --trust a")),
}


def expand(home, text):
    """TEXT with the folder that HOME's project is in."""
    return text.replace("$TOP", home.top)


def fill(home, files):
    """Makes FILES in the project."""
    for path, text in {"_posts/a.md": POST, **SECRETS, **files}.items():
        full = os.path.normpath(os.path.join(home.project, path))
        if text.startswith("->"):
            os.makedirs(os.path.dirname(full), exist_ok=True)
            os.symlink(expand(home, text[2:]), full)
        else:
            put(full, expand(home, text))
        if text.startswith("#!"):
            os.chmod(full, 0o755)


def judge(row, result):
    """What is wrong with how a command of ROW ended, harm apart."""
    wrong = []
    if row.ends is not None and result.status != row.ends:
        wrong.append(f"exit {result.status} and not {row.ends}")
    if row.never and row.never in result.output:
        wrong.append(f"never: {row.never}")
    if row.names and result.status == row.ends and row.names not in result.output:
        wrong.append(f"{row.names} is not named")
    return wrong


def try_row(name):
    """The commands of a row."""
    findings = place.Findings()
    for ordinary in place.users():
        home = place.home_of(ordinary)
        for command in ROWS[name].commands:
            home.fill(EMPTY, "_posts", lambda home: fill(home, ROWS[name].files))
            result = home.snip(command)
            wrong = judge(ROWS[name], result)
            if result.status == 2 and not command.startswith("new post"):
                wrong += [f"refused, and yet: {line}" for line in home.written()]
            findings.add(home, command, result, wrong)
    return findings


# Everywhere a compiler may lie in /opt, so its box shows it.
IN_OPT = 'mount -t tmpfs none /opt && echo "$CANARY" >/opt/key && chmod 600 /opt/key && exec snip %s'


def key_of_root(mode):
    """A file of mode 0600 of root's where compilers lie, and snippets of MODE that read it."""
    findings = place.Findings()
    home = place.home_of(False)
    for text in (SHOW % "/opt/key", EMBED % "/opt/key"):
        for command in COMPILE:
            home.fill(EMPTY, "_posts", lambda home, text=text: fill(home, {**FAILS, "snippets/a.c": text}))
            os.chmod(os.path.join(home.project, "snippets/a.c"), mode)
            home.look()
            findings.add(home, command, home.run(["unshare", "-m", "bash", "-c", IN_OPT % command]))
    return findings


# The way to it is root's alone; once it is shown it needs no way.
IN_PRIVATE_OPT = """mount -t tmpfs none /opt && mkdir -m 700 /opt/app && mkdir /opt/app/bin && \
echo "$CANARY" >/opt/app/bin/key && printf '#!/bin/sh\\nexec cc "$@"\\n' >/opt/app/bin/cc && chmod 755 /opt/app/bin/cc && \
exec snip %s"""


def folder_of_root(config):
    """A file of root's that all may read, where only root gets, and a repository whose CONFIG leads there."""
    findings = place.Findings()
    home = place.home_of(False)
    for command in COMPILE:
        home.fill(EMPTY, "_posts", lambda home: fill(
            home, {**FAILS, "snip.yml": config, "snippets/a.c": SHOW % "/opt/app/bin/key"}))
        home.look()
        result = home.run(["unshare", "-m", "bash", "-c", IN_PRIVATE_OPT % command])
        findings.add(home, command, result, [] if result.status == 2 else [f"exit {result.status} and not 2"])
    return findings


def home_of_compiler():
    """A key of the user's, in the home that their PATH leads to a compiler of."""
    findings = place.Findings()
    path = "../machine/.local/"
    files = {**FAILS, "snippets/a.c": SHOW % "$TOP/machine/.local/share/key", path + "lib/x": "",
             path + "bin/cc": '#!/bin/sh\nexec /usr/bin/cc "$@"\n', path + "share/key": place.TOKEN + "\n"}

    def make(home):
        fill(home, files)
        os.chmod(os.path.join(home.project, path, "share/key"), 0o600)

    for ordinary in place.users():
        home = place.home_of(ordinary)
        for command in COMPILE:
            home.fill(EMPTY, "_posts", make)
            machine = os.path.join(home.top, "machine")
            words = ["env", f"HOME={machine}", "XDG_STATE_HOME=/proc/nowhere", f"PATH={machine}/.local/bin:{home.env['PATH']}"]
            findings.add(home, command, home.run([*words, "snip", *command.split()]))
    return findings


# An account whose home is ../machine, or what lies below it.
OF_OTHER = """passwd=$(mktemp) && { cat /etc/passwd && echo "other:x:4242:4242::%s:/bin/sh"; } >"$passwd" && \
mount --bind "$passwd" /etc/passwd && rm "$passwd" && exec snip %s"""


def home_of_other(compiler, key, account):
    """A key of an account whose home, ACCOUNT below ../machine, is not $HOME, and the PATH leads to a COMPILER there."""
    findings = place.Findings()
    path = "../machine/"
    files = {**FAILS, "snippets/a.c": SHOW % f"$TOP/machine/{key}", path + "lib/x": "", path + key: place.TOKEN + "\n",
             path + compiler: '#!/bin/sh\nexec /usr/bin/cc "$@"\n'}
    for ordinary in place.users():
        home = place.home_of(ordinary)
        machine = os.path.join(home.top, "machine")
        # Who is not root mounts as the root of a user namespace.
        become = ["unshare", "-m"] if os.geteuid() == 0 and not ordinary else ["unshare", "-rm"]
        for command in COMPILE:
            home.fill(EMPTY, "_posts", lambda home: fill(home, files))
            words = ["env", f"PATH={os.path.dirname(os.path.join(machine, compiler))}:{home.env['PATH']}"]
            script = OF_OTHER % (os.path.join(machine, account), command)
            findings.add(home, command, home.run([*words, *become, "bash", "-c", script]))
    return findings


RULE = 'flags: ["-Wp,-MT,x: $TOP/file $TOP/private/key /dev/full /usr/../proc/version"]\n'


def other_inputs():
    """What a repository has the compiler name as its inputs, of what it cannot have read."""
    findings = place.Findings()
    files = {**PLAIN, "_posts/a.md": POST.replace(WORDS, ""), "snip.yml": RULE, "../state/snip/key": "k" * 32}

    def make(home):
        fill(home, files)
        os.chmod(os.path.join(home.top, "state/snip/key"), 0o600)

    for ordinary in place.users():
        home = place.home_of(ordinary)
        home.fill(EMPTY, "_posts", make)
        result = home.run(["env", f"XDG_STATE_HOME={home.top}/state", "snip", "update"])
        store = os.path.join(home.project, ".snip/proven/a.json")
        text = place.get(store).split(b"\n", 1)[1] if os.path.exists(store) else b"{}"
        names = list(json.loads(text).get("headers", {}))
        wrong = [] if "/usr/include/stdio.h" in names else ["its inputs are not remembered"]
        wrong += [f"{path} is one" for path in names
                  if path.startswith("/") and os.path.exists(path) and not re.match("/usr/(include|lib)/", path)]
        findings.add(home, "update", result, wrong)
    return findings


def honest():
    """What compiles without all that compiles: else what does not would prove nothing."""
    findings = place.Findings()
    good = {"snippets/a.c": SHOW % "h.h", "snippets/h.h": '#define SECRET "harmless"\n',
            "snippets/sub/h.h": '#define SECRET "harmless"\n', "snippets/b.c": SHOW % "sub/h.h",
            "snippets/sub/s.inc": '#define SECRET "harmless"\n', "snippets/c.c": SHOW % "sub/s.inc",
            "snippets/d.yml": "compile: warn\n",
            "snippets/d.c": '#define main other\n#include "c.c"\n#undef main\n' + MAIN % "SECRET"}
    for ordinary in place.users():
        home = place.home_of(ordinary)
        home.fill(EMPTY, "_posts", lambda home: fill(home, good))
        result = home.snip("update")
        post = place.get(os.path.join(home.project, "_posts/a.md"))
        wrong = [] if result.status == 0 and place.WORD in post else [f"exit {result.status}, {post!r}"]
        findings.add(home, "update", result, wrong)
    return findings


def lines():
    """What the test prints a line for: name, function, arguments."""
    yield "headers of the snippets are read", honest, ()
    for name in ROWS:
        yield name, try_row, (name,)
    yield "inputs that only a flag names", other_inputs, ()
    yield "a key in the home that the compiler is in", home_of_compiler, ()
    for what, *where in (("in a home of another account", "bin/cc", "lib/key", ""),
                         ("that is a home of another account", "cc", "key", ""),
                         ("above a home of another account", "cc", "of/other/key", "of/other")):
        yield f"a key by a compiler {what}", home_of_other, where
    if os.geteuid() == 0:
        for config in ("flags: [-I/opt/app/bin]", "flags: [-include/opt/app/bin/key]", "compiler: /opt/app/bin/cc"):
            yield f"a folder that only root may enter, by {config}", folder_of_root, (config + "\n",)
        yield "a key that only root may read, by a program that all may read", key_of_root, (0o644,)
        yield "a key that only root may read, by a program that only root may read", key_of_root, (0o600,)


EMPTY = None  # a project without anything


def main():
    """Runs the lines."""
    global EMPTY  # pylint: disable=global-statement
    harness.take_release()
    with harness.Bench() as bench:
        bench.need_boxes()
        EMPTY = bench.folder("empty")
        for folder in ("_posts", "snippets"):
            os.mkdir(os.path.join(EMPTY, folder))
        place.run_lines(bench, lines(), sys.argv[1:])
    harness.done()


if __name__ == "__main__":
    main()
