#!/usr/bin/env python3
"""Manifests that are wrong, and folders that hold what they may not: each has one mistake, named at its file and line.

    tests/cli/manifests.t            run all
    tests/cli/manifests.t WORD…      run those whose name holds one of the words

The snippet is snippets/talk with server.c, client.c and the file `page`. A row of WRONG is: the test's name, the
manifest (None: one that is right), where and what snip must say, how it is to be mended, and what is done to the
folder before. snip must say just that, end with status 2, run nothing, not even a compiler, and leave all as it was.
What a manifest's text alone can get wrong is held word by word by tests/unit, a part of it here from outside.
"""

import os
import shutil
import socket
import stat
import subprocess
import sys

import harness

RIGHT = "run: { server: { ready: listen }, client: { after: server } }\n"
LIMIT = 60  # seconds: what takes longer hangs

PROCESS_NAME = "a name is of a-z, 0-9, _ and -, begins with a letter, and has 32 characters at most"
SEARCHED = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
INSTALL = f"correct its name, or install it; it is looked for in {SEARCHED}"
OUTSIDE = "a box has what is below /usr, /bin and /sbin: name a program there, or make it one of the snippet"
PLACES = ("put it below /etc, /srv, /var, /opt or /tmp, or in the working folder by a path "
          "without `/` at its front")
FEWER = "put it into fewer folders"
SOURCE = "name a C file that lies beside the manifest: source: server.c"
KINDS = "write ready: listen, or bind, { file: PATH }, { prints: TEXT }; two sockets: { listen: 2 }"
LISTEN = "write ready: { listen: 2 }"
EMPTY = "let it need a character: `+` in place of `*`, no `?` on all of it"
UTF8 = "save the file as UTF-8"


def server(given, rest=""):
    """A manifest in which the server is GIVEN something, and that goes on with REST."""
    return f"run:\n  server: {given}\n  client: {{}}\n{rest}"


def both(rest):
    """A manifest of both processes that goes on with REST on line 2."""
    return f"run: {{ server: {{}}, client: {{}} }}\n{rest}"


def mask(match):
    """A manifest with a mask that takes what MATCH matches."""
    return both(f"mask: [{{ name: token, match: {match} }}]\n")


# What is done to the folder. Each returns a function that is given the folder's path.

def write(name, content=b"x\n"):
    """Makes the file NAME, and folders for it."""
    def act(folder):
        path = os.path.join(os.fsencode(folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
    return act


def instead(name, make):
    """Makes another kind of thing of NAME, by MAKE, which is given its path."""
    def act(folder):
        path = os.path.join(folder, name)
        if os.path.lexists(path):
            os.unlink(path)
        make(path)
    return act


def link(name, target):
    """Makes NAME a symbolic link to TARGET."""
    return instead(name, lambda path: os.symlink(target, path))


def bind(path):
    """Makes a UNIX socket at PATH, by a name that is short enough."""
    with socket.socket(socket.AF_UNIX) as listener:
        folder = os.open(os.path.dirname(path), os.O_PATH)
        listener.bind(f"/proc/self/fd/{folder}/{os.path.basename(path)}")
        os.close(folder)


def device(path):
    """Makes /dev/zero once more at PATH."""
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))


MADE = {"FIFO": os.mkfifo, "folder": os.mkdir, "socket": bind, "device": device}

WRONG = [
    # labs
    ("a network over that of tun0",
     both("lab:\n  server: { lan: 10.0.0.1/8 }\n  client: { lan: 10.0.1.2/8 }\nrights: { client: [tun] }\n"),
     "snippet.yml:3: 10.0.0.0/8 of `lan` overlaps 10.9.0.0/24 of tun0, which the right `tun` makes",
     "give the network other addresses"),
    # traces
    ("a lost packet without a lab", both("trace: { lose: { client: 1 } }\n"),
     "snippet.yml:2: `lose` is of frames between hosts, and there is no `lab`",
     "say what the hosts are: lab: { server: { lan: 10.0.1.1/24 }, … }"),
    ("a lost packet of no host",
     both("lab:\n  server: { lan: 10.0.1.1/24 }\n  client: { lan: 10.0.1.2/24 }\ntrace: { lose: { cleint: 1 } }\n"),
     "snippet.yml:5: there is no host `cleint`", "did you mean `client`?"),
    # keys
    ("a process named twice", "run:\n  server: {}\n  client: {}\n  server: {}\n",
     "snippet.yml:4: the key `server` was already there on line 2", "keep one of the two"),
    ("a key of a process twice", server("{ args: [a], args: [b] }"),
     "snippet.yml:2: the key `args` was already there on line 2", "keep one of the two"),
    ("a variable twice", server("{ env: { A: x, A: y } }"),
     "snippet.yml:2: the key `A` was already there on line 2", "keep one of the two"),
    ("a key that is misspelt", both("maks: [port]\n"), "snippet.yml:2: unknown key `maks`", "did you mean `mask`?"),
    ("one of a process", server("{ soruce: server.c }"),
     "snippet.yml:2: unknown key `soruce` in `server`", "did you mean `source`?"),
    ("one of ready", server("{ ready: { lisen: 2 } }"),
     "snippet.yml:2: unknown key `lisen` in `ready`", "did you mean `listen`?"),
    ("one of a mask", both("mask:\n  - name: token\n    macth: x\n    match: y\n"),
     "snippet.yml:4: unknown key `macth` in a mask", "did you mean `match`?"),
    ("a key of the snippet in a process", server("{ limits: { time: 1s } }"),
     "snippet.yml:2: `limits` is no key of a process", "write it at the top of the file, outside of `run`"),
    ("a key of a process at the top", both("stdin: x\n"),
     "snippet.yml:2: `stdin` cannot stand beside `run`", "put it into the process it is for"),
    ("a key that is a list", "? [run]\n: x\n",
     "snippet.yml:1: a key must be text, not a list or a mapping", "write `key: value`"),
    # types
    ("processes in a list", "run: [server, client]\n",
     "snippet.yml:1: `run` must be a mapping of the processes, but is a list",
     "write run: { server: { ready: listen }, client: { after: server } }"),
    ("no processes", "run: ~\n", "snippet.yml:1: `run` must be a mapping of the processes, but is `~`",
     "write run: { server: { ready: listen }, client: { after: server } }"),
    ("a process that is a number", server("8080"),
     "snippet.yml:2: `server` must be a mapping of what the process is given, but is `8080`",
     'write NAME: { source: server.c, args: ["8080"] }'),
    ("a command that is a text", server("{ command: ls }"),
     "snippet.yml:2: `command` must be a list, but is `ls`", "write a list: command: [ss, -ltn]"),
    ("an argument that is a mapping", server("{ args: [a: b] }"),
     "snippet.yml:2: an item of `args` must be a text, but is a mapping", 'an empty text is written ""'),
    ("an argument with a NUL", server(r'{ args: ["a\0b"] }'),
     "snippet.yml:2: an item of `args` holds a NUL", r"take the `\0` out"),
    ("a variable with an equals sign", server("{ env: { 'A=B': x } }"),
     "snippet.yml:2: `A=B` cannot name a variable",
     "a name is of letters, digits and _, and does not begin with a digit"),
    ("ready that is yes", server("{ ready: yes }"),
     "snippet.yml:2: `ready` must be what others can wait for, but is `yes`", KINDS),
    *((f"ready for {count} sockets", server(f"{{ ready: {{ listen: {count} }} }}"),
       f"snippet.yml:2: `listen` must be a number of sockets (1 to 64), but is `{count}`", LISTEN)
      for count in ("0", "-1", "1.5", "1e9", "99999999999999999999")),
    ("a stop that is no signal", server("{ stop: TREM }"),
     "snippet.yml:2: there is no signal `TREM`", "did you mean `TERM`?"),
    ("a stop that stops nothing", server("{ stop: CONT }"),
     "snippet.yml:2: SIGCONT ends no process", "name the signal that kills it: SEGV, PIPE, TERM, …"),
    ("a time without an end", both("limits: { time: 99999999999999999999s }\n"),
     "snippet.yml:2: `time` must be 10m at most, but is `99999999999999999999s`",
     "write a whole number and its unit: 500ms, 5s or 1m"),
    ("a time with a point", both("limits: { time: 1.5s }\n"),
     "snippet.yml:2: `time` must be a length of time, but is `1.5s`",
     "write a whole number and its unit: 500ms, 5s or 1m"),
    ("an output of nothing", both("limits: { output: 0 }\n"),
     "snippet.yml:2: `output` must be more than 0, but is `0`",
     "write bytes, or a whole number with K or M: 65536, 64K or 1M"),
    # names of processes
    *((f"a process called '{name[:9]}'", f"run: {{ '{name}': {{ source: server.c }}, client: {{}} }}\n",
       f"snippet.yml:1: `{name}` cannot name a process", PROCESS_NAME)
      for name in ("", "서버", "a b", "1st", "Server", "x" * 33, "../x")),
    ("after one that is not there", server("{ after: cleint }"),
     "snippet.yml:2: there is no process `cleint`", "did you mean `client`?"),
    ("after itself", server("{ after: [client, server] }"),
     "snippet.yml:2: `server` waits for itself", "name another process: after: server"),
    ("a circle of three", "run:\n  a: { source: server.c, after: c }\n  b: { source: server.c, after: a }\n"
     "  c: { source: client.c, after: b }\n",
     "snippet.yml:2: `a` waits for `c`, which waits for `b`, which waits for `a`",
     "none of them could ever start: take one `after` out"),
    ("an end expected of nobody", both("expect: { clinet: 1 }\n"),
     "snippet.yml:2: there is no process `clinet`", "did you mean `client`?"),
    # what runs
    ("a source above the folder", server("{ source: ../x.c }"),
     "snippet.yml:2: `../x.c` is outside the snippet's folder", SOURCE),
    ("a source by its path", server("{ source: /etc/passwd }"),
     "snippet.yml:2: `/etc/passwd` is outside the snippet's folder", SOURCE),
    ("a source without its ending", server("{ source: server }"),
     "snippet.yml:2: `server` is not the name of a C file", "did you mean `server.c`?"),
    ("a command that nobody has", server("{}", "  ls: { command: [no-such-command] }\n"),
     "snippet.yml:4: there is no program `no-such-command` on this machine", INSTALL),
    ("a command by a path to nothing", server("{}", "  ls: { command: [/usr/bin/no-such-command] }\n"),
     "snippet.yml:4: there is no program `/usr/bin/no-such-command` on this machine", "correct its path, or install it"),
    ("a command that is no program", server("{}", "  ls: { command: [/usr/include/stdio.h] }\n"),
     "snippet.yml:4: `/usr/include/stdio.h` is no program", "name a file that may be executed"),
    ("a command that is a folder", server("{}", "  ls: { command: [/usr/bin] }\n"),
     "snippet.yml:4: `/usr/bin` is no program", "name a file that may be executed"),
    ("a command that no box has", server("{}", "  tool: { command: [$PROJECT/tool] }\n"),
     "snippet.yml:4: `$PROJECT/tool` is not in a box", OUTSIDE, write("../../tool", b"#!/bin/sh\n")),
    ("a command that leads out of a box", server("{}", "  exe: { command: [/proc/self/exe] }\n"),
     "snippet.yml:4: `/proc/self/exe` leads to $SNIP, which is not in a box", OUTSIDE),
    ("a command by a relative path", server("{}", "  ls: { command: [../bin/ls] }\n"),
     "snippet.yml:4: `../bin/ls` is a relative path",
     "write a name as in ss, an absolute path, or ./NAME for a program of the snippet"),
    ("a command of two lines", server("{}", '  ls: { command: ["l\\ns\\e[1m"] }\n'),
     "snippet.yml:4: there is no program `l…` on this machine", INSTALL),
    ("a program that is not built", server("{}", "  again: { command: [./sever] }\n"),
     "snippet.yml:4: there is no program `./sever`", "did you mean `./server`?"),
    # masks
    ("a regular expression that is none", mask("'(x'"),
     "snippet.yml:2: `match` is no regular expression: missing closing parenthesis, at its end",
     r"write it as pcre2pattern(3) has it; a character itself is `\` and the character"),
    *((f"a mask of nothing by {match}", mask(match),
       "snippet.yml:2: `match` matches the empty text, and so everywhere", EMPTY)
      for match in ("''", "'^'", r"'\b'", "'x|'", "'(?=x)'")),
    # files
    *((f"a file at {place}", both(f"files: {{ {place}: page }}\n"),
       f"snippet.yml:2: no file can be put at `{place}`", PLACES)
      for place in ("/proc/version", "/dev/null", "/tmp", "/usr/bin/ls", "/etc/ld.so.cache")),
    *((f"a file at {place}", both(f"files: {{ {place}: page }}\n"),
       f"snippet.yml:2: `{place}` is no path for a file",
       "write it without `.`, `..`, controls, and a doubled or last `/`")
      for place in ("../x", "/etc/../proc/x", "x/")),
    *((f"a file below a box's own: {place}", both(f"files: {{ {place}: page }}\n"),
       f"snippet.yml:2: `{place}` cannot be: in a box {above} is a file",
       f"put it elsewhere, or at {above} in its place")
      for place, above in (("/etc/hosts/x", "/etc/hosts"), ("/etc/hostname/x/y", "/etc/hostname"),
                           ("/etc/passwd/x", "/etc/passwd"), ("/etc/services/d/x", "/etc/services"),
                           ("/etc/nsswitch.conf/x", "/etc/nsswitch.conf"))),
    ("a file below too many folders", both("files: { /srv/a/b/c/d/e/f/g/h/i/j/k/l/x: page }\n"),
     "snippet.yml:2: `/srv/a/b/c/d/e/f/g/h/i/j/k/l/x` is below 13 folders, over 12", FEWER),
    *((f"a path of {len(path)} bytes", both(f"files:\n  ? {path}\n  : page\n"),
       f"snippet.yml:3: `{path[:60]}…` is below {folders} folders, over 12", FEWER)
      for path, folders in (("/srv" + f"/{'x' * 255}" * 16, 16), ("x" + "/x" * 2047, 2048),
                            ("/etc" + f"/{'x' * 180}" * 200, 200))),
    ("two files below each other", both("files:\n  /etc/passwd: page\n  /etc/passwd/x: page\n"),
     "snippet.yml:4: there cannot be both `/etc/passwd/x` and `/etc/passwd`, of line 3",
     "one of them would have to be a folder"),
    ("two files at one place", both("files:\n  x: page\n  /tmp/x: page\n"),
     "snippet.yml:4: a file is put at `/tmp/x` already, on line 3", "keep one of the two"),
    ("a file over another of the folder", both("files: { page: other }\n"),
     "snippet.yml:2: `/tmp/page` is where the folder's own file page lies", "put it elsewhere", write("other")),
    ("a file below another of the folder", both("files: { page/x: page }\n"),
     "snippet.yml:2: `/tmp/page/x` is where the folder's own file page lies", "put it elsewhere"),
    ("a file over a folder of the folder", both("files: { web: page }\n"),
     "snippet.yml:2: `/tmp/web` is where the folder's own file web/a lies", "put it elsewhere", write("web/a")),
    ("a file over a program", both("files: { client: page }\n"),
     "snippet.yml:2: `/tmp/client` is where the program of client.c lies", "put the file elsewhere"),
    ("a file from outside", both("files: { x: ../../secret }\n"),
     "snippet.yml:2: `../../secret` is outside the snippet's folder",
     "name a file of the snippet's folder: /etc/hosts: hosts"),
    # the file as a text
    ("a tab", "run:\n\tserver: {}\n", "snippet.yml:2: is indented by a tab, which YAML does not allow",
     "indent with spaces"),
    ("a list 10,000 deep", "[" * 10000, "snippet.yml:1: is nested more than 16 deep",
     "write it flatter: nothing here needs so many levels"),
    ("mappings 300 deep", "".join(f"{' ' * i}a:\n" for i in range(300)),
     "snippet.yml:17: is nested more than 16 deep", "write it flatter: nothing here needs so many levels"),
    ("a billion laughs", "a: &a [x, x, x, x, x, x, x, x, x]\n" +
     "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi")),
     "snippet.yml:1: anchors (`&name`) are not read",
     "write the value out; a text that begins with `&` needs quotes"),
    ("an alias of nothing", "run: *all\n", "snippet.yml:1: aliases (`*name`) are not read",
     "write the value out; a text that begins with `*` needs quotes"),
    ("a merge key", server("{ <<: { ready: listen } }"), "snippet.yml:2: unknown key `<<` in `server`",
     "known keys: on, source, sources, command, args, stdin, terminal, env, stop, ready, after, unordered"),
    *((f"the tag {tag}", both(f"title: {tag} x\n"), "snippet.yml:2: tags (`!name`) are not read",
       "leave it out; a text that begins with `!` needs quotes")
      for tag in ("!!str", "!foo", "!", "!<x>")),
    ("a second document", both("---\n") + RIGHT, "snippet.yml:2: a second document begins here",
     "a file holds one: take out `---`"),
    ("a document that is empty", "---\n...\n", "snippet.yml: there are 2 C files in the snippet's folder, but no `run`",
     "say what runs, in order: run: { client: {}, server: {} }; of one program: sources: [client.c, server.c]"),
    ("nothing but a comment", "# run:\n", "snippet.yml: there are 2 C files in the snippet's folder, but no `run`",
     "say what runs, in order: run: { client: {}, server: {} }; of one program: sources: [client.c, server.c]"),
    ("a NUL", b"run:\n  a\0b: {}\n", "snippet.yml:2: holds a NUL byte, so it is no text", UTF8),
    ("EUC-KR", RIGHT.encode() + "title: 소켓\n".encode("euc-kr"), "snippet.yml:2: is not UTF-8", UTF8),
    ("UTF-16", RIGHT.encode("utf-16"), "snippet.yml:1: is UTF-16, not UTF-8",
     "save it as UTF-8: iconv -f UTF-16 -t UTF-8"),
    ("UTF-16 without a mark", RIGHT.encode("utf-16-be"), "snippet.yml:1: holds a NUL byte, so it is no text", UTF8),
    ("10 MB of title", b"title: " + b"x" * (10 << 20), "snippet.yml: is larger than 65536 bytes",
     "a text of at most 64 KiB belongs there"),
    ("an argument of 1 MB", server(f"{{ args: [{'x' * (1 << 20)}] }}"), "snippet.yml: is larger than 65536 bytes",
     "a text of at most 64 KiB belongs there"),
    ("33 processes", "run:\n" + "".join(f"  p{i}: {{ source: server.c }}\n" for i in range(32)) + "  client: {}\n",
     "snippet.yml:34: `run` has 33 processes, over 32", "show fewer, or make several snippets of it"),
    # the files of the folder
    *((f"{name} that is a {kind}", None, f"{name}: is not a regular file", f"a text of at most {size} KiB belongs there",
       instead(name, make))
      for kind, make in MADE.items()
      for name, size in (("snippet.yml", 64), ("server.c", 1024), ("page", 4096))
      if kind != "folder"),
    ("snippet.yml that is a folder", None, "snippet.yml: is a folder, not a manifest",
     "take it away, or give it another name",
     instead("snippet.yml", os.mkdir)),
    ("server.c that is a folder", None, "snippet.yml:1: there is no C file `server.c` in the snippet's folder",
     "a process runs NAME.c; to run another, say which: source: client.c", instead("server.c", os.mkdir)),
    *((f"{name} that is a link {where}", None, f"{name}: is a symbolic link {says}", mend, link(name, target))
      for name in ("snippet.yml", "server.c", "page")
      for where, target, says, mend in (
          ("out", "../../secret", "out of snippets", "put the file itself there"),
          ("to nothing", "nowhere", "to nothing", "take it away, or put the file itself there"))),
    ("a link to itself", None, "snippet.yml: is a symbolic link that leads back to itself",
     "put the file itself there", link("snippet.yml", "snippet.yml")),
    ("a program compiled by hand", None, "client: is where the program of client.c is put",
     "take it away, if a compiler made it; else rename it", write("client", b"\x7fELF")),
    ("a folder with the name of a program", None, "client/x: is where the program of client.c is put",
     "take it away, if a compiler made it; else rename it", write("client/x")),
    ("a page of 5 MB", None, "page: is larger than 4194304 bytes", "a text of at most 4096 KiB belongs there",
     write("page", b"x" * (5 << 20))),
    # posts
    ("a post that shows nobody", None, "_posts/a.md:3: snippet `talk` has no process `clinet`", "did you mean `client`?",
     write("../../_posts/a.md", b"x\n\n<!-- snip output talk only=server,clinet -->\n<!-- /snip -->\n")),
]


class Trial:
    """A project for one row, and what snip did with it."""

    def __init__(self, bench, number, manifest, act):
        self.top = bench.folder(f"{number:03}")
        self.snip = os.path.join(bench.bin, "snip")
        self.env = bench.environment(os.path.join(self.top, "tmp"))
        folder = os.path.join(self.top, "project/snippets/talk")
        main = b"int main(void) { return 0; }\n"
        text = (manifest or RIGHT).replace("$PROJECT", self.top + "/project") if isinstance(manifest, str) else manifest
        for name, content in (("server.c", main), ("client.c", main), ("page", b"hello\n"), ("../../secret", b"no\n"),
                              ("../../_posts/b.md", b"# A\n"), ("../../../tmp/none", b""),
                              ("snippet.yml", RIGHT.encode() if text is None else
                               text if isinstance(text, bytes) else text.encode())):
            write(name, content)(folder)
        if act:
            act(folder)
        if os.path.exists(tool := os.path.join(self.top, "project/tool")):
            os.chmod(tool, 0o755)

    def run(self):
        """Runs `snip update`; returns what is wrong about it but its words, and these."""
        before = harness.snapshot(self.top)
        try:
            done = subprocess.run([self.snip, "-C", f"{self.top}/project", "update"], env=self.env, check=False,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=LIMIT)
        except subprocess.TimeoutExpired:
            return ["it hangs"], ""
        wrong = harness.changes(before, harness.snapshot(self.top))
        if done.returncode != 2:
            wrong.append(f"exit status {done.returncode}, not 2")
        return wrong, harness.visible(done.stdout).replace(
            f"{self.top}/project", "$PROJECT").replace(self.snip, "$SNIP")


def judge(bench, number, name, manifest, says, mend, act=None):
    """Runs one row and prints its test line."""
    trial = Trial(bench, number, manifest, act)
    wrong, said = trial.run()
    where = "" if says.startswith("_posts/") else "snippets/talk/"
    expected = f"{where}{says}\n  {mend}\nsnip: 1 error; nothing was run\n"
    if said != expected:
        wrong += ["expected:", expected, "said:", said[:2000]]
    harness.ok(not wrong, name, wrong)
    shutil.rmtree(trial.top)


def main():
    """Runs the rows that are asked for, with a compiler that fails, so that snip would say that it ran it."""
    words = sys.argv[1:]
    with harness.Bench() as bench:
        cc = os.path.join(bench.bin, "cc")
        with open(cc, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nexit 1\n")
        os.chmod(cc, 0o755)
        for number, row in enumerate(WRONG):
            if "device" in row[0] and os.geteuid() != 0:
                harness.skip(row[0], "needs root")
            elif not words or any(word in row[0] for word in words):
                judge(bench, number, *row)
    harness.done()


if __name__ == "__main__":
    main()
