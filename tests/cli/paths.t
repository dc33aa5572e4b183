#!/usr/bin/env python3
"""Whatever stands at a path of a project, snip reads, writes and walks only inside the project, and ends.

    tests/cli/paths.t               all
    tests/cli/paths.t PATTERN…      the lines whose name matches (patterns such as '.snip/*: a FIFO')

Each line is a path that snip touches and a thing that stands there in place of what belongs there: links of every kind,
what is no regular file, what has no end. With each of them every command is run, as root and as an ordinary user. See
place.py for the canaries around the project, and HARM for what the test would see.

Besides: things that another process exchanges for a link while snip runs, locks that another user holds for ever, and
the attacks on a fresh clone by which all this was found.

All of it is 8,000 runs, with EVERY=1. Else each user runs a third of the commands with each thing, others with the next
thing and at the next path, and what is exchanged is so half as often. All lines are run by the release build; with a
PATTERN it is $SNIP, as everywhere.
"""

import collections
import contextlib
import ctypes
import os
import re
import shutil
import stat
import subprocess
import sys
import threading

import harness
import place
from place import put

EVERY = bool(os.environ.get("EVERY"))
RUNS = 24 if EVERY else 12  # of each path that is exchanged meanwhile

# The base of all projects. The outcome of `a` is recorded and remembered as proven. That of `f` is not what it was, so
# a check has something to compile and to remember, and an update a record and a post to write. `gone` has only a record.
BASE = {
    "snip.yml": "flags: [-std=gnu17, -Wall, -Wextra, -DWORLD=harmless]\n",
    "snippets/h.h": '#define WORD "harmless"\n',
    "snippets/a.c": '#include <stdio.h>\n\n#include "h.h"\n\n/* harmless */\nint main(void)\n{\n    puts(WORD);\n}\n',
    "snippets/a.yml": "title: harmless\n",
    "snippets/gone.c": "int main(void)\n{\n}\n",
    "snippets/f/x.c": """#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    puts("first");
    fflush(stdout);
    return system("cat data /etc/placed");
}
""",
    "snippets/f/snippet.yml": "title: harmless\nfiles: { /etc/placed: placed }\nrun:\n  x: {}\n",
    "snippets/f/data": "harmless data\n",
    "snippets/f/placed": "harmless file\n",
    "snippets/sub/notes.txt": "harmless\n",
    "_posts/a.md": "---\ntitle: harmless\n---\n\n" + "\n".join(
        f"<!-- snip {what} -->\n<!-- /snip -->\n" for what in ("code a.c", "output a", "output f", "code h.h")),
}

# The commands, and how they end where all is as it should be.
COMMANDS = {"list": 0, "status": 1, "check": 1, "check a": 1, "run a": 0, "doctor": 0, "update": 0,
            "new snippet sub/x": 0, "new post t": 0}
BARE = {"check --sandbox=none": 1, "run --sandbox=none a": 0}
ENDS = {**COMMANDS, **BARE}

# What an update changes.
UPDATED = ["changed _data/snippets/f.json", "removed _data/snippets/gone.json", "changed _posts/a.md"]

# Which commands need what. A post that cannot be read shows nothing of `a`.
READ_POST = {"list", "status", "check", "update", "check --sandbox=none"}
READ_A = {"list", "status", "check", "check a", "run a", "update", *BARE}
READ_F = READ_POST
READ_ALL = READ_A | {"new snippet sub/x", "new post t"}
USE_STORE = {"status", "check", "check a", "update"}

Path = collections.namedtuple("Path", "kind needed")
PATHS = {
    "snip.yml": Path("config", READ_ALL | {"doctor"}),
    "_posts": Path("folder", READ_ALL),
    "_posts/a.md": Path("text", READ_POST),
    "_posts/.a.md.snip-new": Path("temporary", set()),
    "snippets": Path("folder", READ_ALL),
    "snippets/a.c": Path("text", READ_A),
    "snippets/a.yml": Path("input", READ_A),
    "snippets/h.h": Path("text", READ_A),
    "snippets/f": Path("snippet", READ_POST),
    "snippets/f/snippet.yml": Path("input", READ_F),
    "snippets/f/data": Path("input", READ_F),
    "snippets/f/placed": Path("input", READ_F),
    "snippets/sub": Path("folder", {"new snippet sub/x"}),
    "_data": Path("folder", READ_A),
    "_data/snippets": Path("folder", READ_A),
    "_data/snippets/a.json": Path("record", READ_A),
    "_data/snippets/f.json": Path("record", READ_F),
    "_data/snippets/f.json.new": Path("temporary", set()),
    "_data/snippets/.f.json.snip-new": Path("temporary", set()),
    ".snip": Path("store", USE_STORE),
    ".snip/proven": Path("store", USE_STORE),
    ".snip/proven/a.json": Path("store", USE_STORE),
    ".snip/proven/f.json": Path("store", {"check", "update"}),
    ".snip/proven/f.json.new": Path("temporary", set()),
    ".snip/proven/.f.json.snip-new": Path("temporary", set()),
    ".snip/toolchain.json": Path("store", USE_STORE),
    ".snip/toolchain.json.new": Path("temporary", set()),
    ".snip/.toolchain.json.snip-new": Path("temporary", set()),
}


class Stand:
    """A path in a place's project, and what can be made to stand there."""

    def __init__(self, home, path):
        self.home, self.path = home, path
        self.at = os.path.join(home.project, path)
        self.name = os.path.basename(path)

    def clear(self):
        """Takes away what stands there."""
        if os.path.isdir(self.at):
            shutil.rmtree(self.at)
        elif os.path.lexists(self.at):
            os.unlink(self.at)

    def link(self, target):
        """Makes a link stand there."""
        self.clear()
        os.symlink(target, self.at)

    def keep(self):
        """Moves what stands there to another place of the project; returns its path."""
        kept = os.path.join(os.path.dirname(self.path), "kept~", self.name)
        full = os.path.join(self.home.project, kept)
        os.makedirs(os.path.dirname(full))
        if os.path.lexists(self.at):
            os.rename(self.at, full)
        else:
            put(full, "harmless\n")
        return kept

    def outside(self, name):
        """A link to what lies around the project."""
        self.link(os.path.join(self.home.top, name))

    def inside(self):
        """A link to the thing itself, elsewhere in the project."""
        self.keep()
        self.link(f"kept~/{self.name}")

    def out_and_in(self):
        """The same, by the folder above the project."""
        self.link("../" * (self.path.count("/") + 1) + f"project/{self.keep()}")

    def absolute(self):
        """The same, by a path from the root."""
        self.link(os.path.join(self.home.project, self.keep()))

    def ring(self):
        """One of two links that lead to each other."""
        self.link(f".ring-{self.name}")
        os.symlink(self.name, os.path.join(os.path.dirname(self.at), f".ring-{self.name}"))

    def node(self, kind, device=0):
        """What is neither file nor folder."""
        self.clear()
        os.mknod(self.at, kind | 0o666, device)

    def wrong(self):
        """A folder for a file, a file for a folder."""
        was_folder = os.path.isdir(self.at)
        self.clear()
        put(self.at if was_folder else os.path.join(self.at, "file"), "harmless\n")

    def hole(self):
        """A file that has no end."""
        self.clear()
        put(self.at, "")
        os.truncate(self.at, 20 << 30)

    def forbid(self):
        """What belongs there, and nobody has rights to it."""
        if os.path.lexists(self.at):
            os.chmod(self.at, 0)

    def hard_link(self):
        """A canary file that is what belongs there, and has two names."""
        canary = os.path.join(self.home.top, "file")
        if not os.path.isdir(self.at):
            put(canary, place.get(self.at) if os.path.exists(self.at) else "harmless\n")
            self.clear()
            os.link(canary, self.at)


# Things by their kind. What must come of them, says expected().
THINGS = {
    "a link to a file outside": ("leaves", lambda stand: stand.outside("file")),
    "a link to a folder outside": ("leaves", lambda stand: stand.outside("folder")),
    "a link to a private file": ("leaves", lambda stand: stand.outside("private/file")),
    "a link to a private folder": ("leaves", lambda stand: stand.outside("private/folder")),
    "a link out and in again": ("leaves", Stand.out_and_in),
    "an absolute link to inside": ("leaves", Stand.absolute),
    "a link to nothing outside": ("leaves", lambda stand: stand.outside("none")),
    "a link to /dev/zero": ("leaves", lambda stand: stand.link("/dev/zero")),
    "a link to /proc/self/environ": ("leaves", lambda stand: stand.link("/proc/self/environ")),
    "a link to nothing inside": ("broken", lambda stand: stand.link("none")),
    "a link to itself": ("broken", lambda stand: stand.link(stand.name)),
    "one of two links in a ring": ("broken", Stand.ring),
    "a link inside": ("inside", Stand.inside),
    "a FIFO": ("special", lambda stand: stand.node(stat.S_IFIFO)),
    "a socket": ("special", lambda stand: stand.node(stat.S_IFSOCK)),
    "a device": ("special", lambda stand: stand.node(stat.S_IFCHR, os.makedev(1, 5))),
    "a hole of 20 GiB": ("special", Stand.hole),
    "the wrong one of file and folder": ("wrong", Stand.wrong),
    "a thing of mode 0": ("mode", Stand.forbid),
    "a hard link": ("hard link", Stand.hard_link),
}
NEED_ROOT = ("a device", "a thing of mode 0")


def expected(path, thing, command):
    """What must come of THING at PATH: `refused`, `not taken`, `as ever`; None for anything that does no harm."""
    kind, needed = PATHS[path]
    how = THINGS[thing][0]
    if how == "hard link" or (how == "inside" and kind == "text"):
        return "as ever"
    if command not in needed or (kind == "snippet" and "folder" not in thing):
        return None  # a link that is not called .c and leads to no folder is none of the snippets
    if how in ("leaves", "broken") or (how == "inside" and kind in ("record", "store", "config")):
        return "refused"
    if how == "special" and kind in ("text", "input", "config"):
        return "not taken"
    return None


def commands_with(path, thing):
    """The commands that are run with THING at PATH: what a command never comes near costs time and shows nothing."""
    kind = PATHS[path].kind
    if kind == "temporary":
        return ("check", "update")
    commands = [*COMMANDS, *(BARE if thing.startswith("a link to a") else ())]
    return [command for command in commands if command != "doctor" or kind in ("config", "folder")]


def judge(home, path, command, want, result):
    """What is wrong with how COMMAND ended, harm apart."""
    wrong = []
    if want == "refused" and result.status != 2:
        wrong.append(f"not refused: exit {result.status}")
    elif want == "refused" and path not in result.output:
        wrong.append(f"refused, but {path} is not named")
    elif want == "not taken" and result.status not in (2, 3):
        wrong.append(f"taken: exit {result.status}")
    elif want == "as ever" and result.status != ENDS[command]:
        wrong.append(f"not as ever: exit {result.status} and not {ENDS[command]}")
    if result.status == 2:
        # A new post is there before the update with which the command ends.
        own = r"added (_posts/[\d-]+-t\.md|snippets/t\.c)$" if command == "new post t" else "$^"
        wrong += [f"refused, and yet: {line}" for line in home.written() if not re.match(own, line)]
    return wrong


BASE_PATH = None  # the base of all projects


def row(path, thing):
    """Every command as every user, with THING at PATH."""
    findings = place.Findings()
    for ordinary in place.users():
        home = place.home_of(ordinary)
        stand = Stand(home, path)
        home.fill(BASE_PATH, path, lambda _, stand=stand: THINGS[thing][1](stand))
        commands = commands_with(path, thing)
        if not EVERY and len(commands) > 2:
            commands = commands[(list(THINGS).index(thing) + list(PATHS).index(path) + ordinary) % 3::3]
        for command in commands:
            if not home.is_as_before():
                home.fill(BASE_PATH, path, lambda _, stand=stand: THINGS[thing][1](stand))
            result = home.snip(command)
            findings.add(home, command, result, judge(home, path, command, expected(path, thing, command), result))
    return findings


@contextlib.contextmanager
def exchanging(one, other):
    """Meanwhile the files ONE and OTHER are exchanged about each millisecond."""
    renameat2, here, both = ctypes.CDLL(None).renameat2, -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    over = threading.Event()

    def work():
        for _ in range(100000):
            if over.wait(0.0007):
                return
            renameat2(here, os.fsencode(one), here, os.fsencode(other), both)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def swapped(path, what):
    """Runs with what stands at PATH exchanged for a link to the private canary WHAT, again and again."""
    findings = place.Findings()
    others = {"_posts": "new post t", "snippets": "new snippet x", "snippets/sub": "new snippet sub/x"}
    other = others.get(path, "run f" if path.startswith("snippets/f") else "run a")
    turns = [(ordinary, command) for ordinary in place.users() for command in ("update", "check", other)]
    for ordinary, command in turns * (RUNS // len(turns)):
        home = place.home_of(ordinary)
        home.fill(BASE_PATH, path)
        link = os.path.join(home.swap, "link")
        os.symlink(os.path.join(home.top, what), link)
        result = home.snip(command, exchanging(os.path.join(home.project, path), link))
        findings.add(home, command, result)
    return findings


HOLD = """
import fcntl, os, sys
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(1), os.setuid(1)
for path in sys.argv[2:]:
    try:
        fcntl.flock(os.open(path, os.O_RDONLY), getattr(fcntl, sys.argv[1]) | fcntl.LOCK_NB)
    except OSError:
        pass
print("held", flush=True)
sys.stdin.read()
"""


def locked(how, commands):
    """The project, and what snip keeps in it, locked by another user who may only read."""
    findings = place.Findings()
    for ordinary in place.users():
        home = place.home_of(ordinary)
        for command in commands:
            home.fill(BASE_PATH, "snip.yml")
            store = os.path.join(home.project, ".snip")
            line = [sys.executable, "-c", HOLD, how, home.project, store, *place.below(store)]
            with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
                holder.stdout.readline()
                result = home.snip(command)
                holder.stdin.close()
            # Better than to tell who is in the way is to have nobody there.
            good = result.status == ENDS[command] or (result.status == 3 and str(holder.pid) in result.output)
            wrong = [] if good else [f"neither done, nor refused with the holder's pid: exit {result.status}"]
            findings.add(home, command, result, wrong)
    return findings


Attack = collections.namedtuple("Attack", "setup commands refused")

# On a fresh clone: there is no .snip yet. $TOP is the folder of the canaries.
ATTACKS = {
    "a name in the store that leads outside": Attack(
        "mkdir -p .snip/proven; ln -s $TOP/private/file .snip/proven/a.json.new; ln -s $TOP/file .snip/proven/f.json.new",
        ("check a", "check", "update"), None),
    "a record that leads outside": Attack(
        "ln -sf $TOP/private/file _data/snippets/a.json", ("check a", "update"), "_data/snippets/a.json"),
    "a record to come that leads outside": Attack(
        "ln -sf $TOP/private/none _data/snippets/f.json", ("check", "update"), "_data/snippets/f.json"),
    "a memory of the compiler that leads outside": Attack(
        "mkdir .snip; ln -s $TOP/private/file .snip/toolchain.json", ("check a", "update"), ".snip/toolchain.json"),
    "a memory of the compiler that leads nowhere": Attack(
        "mkdir .snip; ln -s $TOP/private/none .snip/toolchain.json", ("check a", "update"), ".snip/toolchain.json"),
    "a memory of the compiler that never ends": Attack(
        "mkdir .snip; mkfifo .snip/toolchain.json", ("status", "check a", "update"), None),
    "a store that is a folder outside": Attack(
        "ln -s $TOP/private/folder .snip", ("check a", "update"), ".snip"),
    "a store whose folder is outside": Attack(
        "mkdir .snip; ln -s $TOP/private/folder .snip/proven", ("check a", "update"), ".snip/proven"),
    "records that are a folder outside": Attack(
        "rm -r _data; ln -s $TOP/private/folder _data", ("check", "update"), "_data"),
    "a folder for a new snippet that is outside": Attack(
        "rm -r snippets/sub; ln -s $TOP/folder snippets/sub", ("new snippet sub/x",), "snippets/sub"),
    "a file for a new snippet that is outside": Attack(
        "ln -s $TOP/none snippets/sub/x.c", ("new snippet sub/x",), "sub/x"),
    "snippets that are the whole machine": Attack(
        "rm -r snippets; ln -s / snippets", ("list",), "snippets"),
    "posts that are the whole machine": Attack(
        "rm -r _posts; ln -s / _posts", ("list",), "_posts"),
    "snippets that are above the project": Attack(
        "echo 'snippets: ..' >snip.yml", ("list", "check", "update"), "snip.yml"),
    "records that are above the project": Attack(
        "echo 'records: ../private/folder' >snip.yml", ("check", "update"), "snip.yml"),
}


def attack(name):
    """The commands of an attack, each on a fresh clone."""
    setup, commands, refused = ATTACKS[name]
    findings = place.Findings()

    def prepare(home):
        shutil.rmtree(os.path.join(home.project, ".snip"))
        subprocess.run(["bash", "-euc", setup], cwd=home.project, env={**os.environ, "TOP": home.top}, check=True)

    for ordinary in place.users():
        home = place.home_of(ordinary)
        for command in commands:
            home.fill(BASE_PATH, "_data", prepare)
            result = home.snip(command)
            findings.add(home, command, result, judge(home, refused, command, "refused", result) if refused else [])
    return findings


# What a command that does harm would do, and what the test must say then.
HARM = (
    ("no harm where none is done", "echo harmless; exit 1", None),
    ("a canary changed", "echo x >>../file", "outside: changed file"),
    ("a private canary changed", "echo x >>../private/key", "outside: changed private/key"),
    ("a canary written as it was", "cat ../file >x; cat x >../file; rm x", "outside: touched file"),
    ("a canary of another mode", "chmod 666 ../private/key", "outside: mode 600 to 666: private/key"),
    ("a canary removed", "rm ../folder/file", "outside: removed folder/file"),
    ("a canary replaced", "cp ../file ../x; mv ../x ../file", "outside: touched file"),
    ("a file made outside", ": >../none", "outside: added none"),
    ("a file that came and went", ": >../folder/x; rm ../folder/x", "outside: touched folder"),
    ("a canary in the output", "cat ../private/key", "leaked: into the output"),
    ("the environment in the output", "cat /proc/self/environ", "leaked: into the output"),
    ("a canary in a post", "cat ../file >>_posts/a.md", "leaked: into _posts/a.md"),
    ("a canary in the store", "cat ../file >.snip/proven/f.json", "leaked: into .snip/proven/f.json"),
    ("what it left in TMPDIR", ": >$TMPDIR/x", "left in TMPDIR: x"),
    ("a hang", "sleep 1000", "hangs"),
    ("a hang on a FIFO", "mkfifo x; read -r <x", "hangs"),
    ("a signal", "kill -SEGV $$", "exit status -11"),
    ("another status", "exit 99", "exit status 99"),
    ("a sanitizer", "echo '==1==ERROR: AddressSanitizer: x'; exit 1", "a sanitizer's report"),
    ("memory", "python3 -c 'b\"x\" * (1700 << 20)'", "memory: took"),
    ("that a refused command wrote", "echo snip.yml; : >x; exit 2", "refused, and yet: added x"),
    ("that it was not refused", "echo snip.yml; exit 1", "not refused: exit 1"),
    ("that what is refused is not named", "exit 2", "refused, but snip.yml is not named"),
)


def sight(what):
    """Runs what does harm, and returns what is wrong with what the test says of it."""
    script, say = next((script, say) for name, script, say in HARM if name == what)
    home = place.home_of(False)
    home.fill(BASE_PATH, "_posts/a.md")
    result = home.run(["bash", "-c", script], 1 if say == "hangs" else place.LIMIT)
    found = result.harm + (judge(home, "snip.yml", "list", "refused", result) if "refused" in (say or "") else [])
    good = any(line.startswith(say) for line in found) if say else not found
    result.harm = [] if good else [f"it says: {found}"]
    findings = place.Findings()
    findings.add(home, script, result)
    return findings


def unharmed():
    """What each command does where all is as it should be: else the rest would prove nothing."""
    findings = place.Findings()
    for ordinary in place.users():
        home = place.home_of(ordinary)
        for command, status in ENDS.items():
            home.fill(BASE_PATH, "snip.yml")
            result = home.snip(command)
            wrong = [] if result.status == status else [f"exit {result.status} and not {status}"]
            if command == "check a" and "1 cached" not in result.output:
                wrong.append("what was proven is not remembered")
            if command == "update" and home.written() != UPDATED:
                wrong.append(f"what an update wrote is: {home.written()}")
            findings.add(home, command, result, wrong)
    return findings


def prepare_base(bench):
    """Makes the base, and returns its path and what is wrong with it."""
    home = place.Place(bench, "base", False)
    sources = bench.folder("sources")
    for path, text in BASE.items():
        put(os.path.join(sources, path), text)
    home.fill(sources, "snip.yml")
    wrong = []

    def run(command):
        result = home.snip(command)
        wrong.extend(result.harm + ([] if result.status == 0 else [f"{command}: exit {result.status}", *result.said()]))

    run("update")
    # A name as good as any, by which is seen who passes it on.
    memory = os.path.join(home.project, ".snip/toolchain.json")
    if os.path.exists(memory):
        put(memory, re.sub(rb'("name": ?)"[^"]+"', rb'\1"gcc harmless"', place.get(memory)))
        home.resign(memory)
    run("update --rerun")
    os.unlink(os.path.join(home.project, "snippets/gone.c"))
    put(os.path.join(home.project, "snippets/f/x.c"), BASE["snippets/f/x.c"].replace("first", "second"))
    put(os.path.join(home.project, "_posts/a.md"), BASE["_posts/a.md"])
    for path, (kind, _) in PATHS.items():
        full = os.path.join(home.project, path)
        if kind not in ("temporary", "folder") and os.path.isfile(full) and place.WORD not in place.get(full):
            wrong.append(f"{path} holds no word to be told by")
        if kind != "temporary" and not os.path.exists(full):
            wrong.append(f"{path} is not there")
    for path in place.below(os.path.join(home.project, ".snip")):
        name = os.path.relpath(path, home.project)
        if name not in PATHS and not name.startswith(".snip/proven/"):
            PATHS[name] = Path("lock", set())
    return home.project, wrong


def lines():
    """What the test prints a line for: name, function, arguments."""
    for what, _, _ in HARM:
        yield f"the test sees {what}", sight, (what,)
    yield "the commands do what they should where nothing is wrong", unharmed, ()
    for name in ATTACKS:
        yield f"a fresh clone: {name}", attack, (name,)
    yield "a project that another has locked", locked, ("LOCK_EX", ("list", "check", "update"))
    yield "a project that another reads for ever", locked, ("LOCK_SH", ("check", "update"))
    for path, (kind, _) in PATHS.items():
        for thing in THINGS:
            if os.geteuid() == 0 or thing not in NEED_ROOT:
                yield f"{path}: {thing}", row, (path, thing)
        if kind not in ("temporary", "lock"):
            what = "private/folder" if kind in ("folder", "snippet") or path in (".snip", ".snip/proven") else "private/file"
            yield f"{path}: exchanged for a link meanwhile", swapped, (path, what)


def main():
    """Makes the base and runs the lines."""
    global BASE_PATH  # pylint: disable=global-statement
    if not sys.argv[1:]:
        harness.take_release()
    with harness.Bench() as bench:
        bench.need_boxes()
        BASE_PATH, wrong = prepare_base(bench)
        harness.ok(not wrong, "the base of all projects is as it should be", wrong)
        place.run_lines(bench, lines(), sys.argv[1:])
    harness.done()


if __name__ == "__main__":
    main()
