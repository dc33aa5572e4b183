#!/usr/bin/env python3
"""An example can be fetched as an archive, and is built and run from it, away from the project, as it was recorded.

Records are made with the built tool, SNIP, build/snip unless that says otherwise. The scripts run as root in network
and mount namespaces of the test's own.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import tempfile

from blog import ROOT, equal, has, lacks, ok, run, skip_all

SNIP = os.environ.get("SNIP", os.path.join(ROOT, "build/snip"))
NEEDED = ["cc", "make", "ip", "ss", "setpriv", "unshare", "nsenter", "stdbuf", "ruby"]

# Writes archives: ARGV is the folder of snippets, that of records, and the names.
PACK = """snippets, records, *names = ARGV
names.each do |name|
  record = JSON.parse(File.read(File.join(records, "#{name}.json")))
  File.binwrite(File.basename(Article::Archive.path(name)), Article::Archive.new(record, Article::Sources.new(snippets)).bytes)
end"""

COMMON = """#include <err.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
"""
SERVER = COMMON + """#include "../own.h"

int main(int argc, char **argv)
{
	struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_family = AF_INET6, .ai_socktype = SOCK_STREAM }, *a;
	if (argc < 2 || getaddrinfo(NULL, argv[1], &hints, &a))
		return 2;
	int fd = socket(a->ai_family, a->ai_socktype, 0);
	if (bind(fd, a->ai_addr, a->ai_addrlen) < 0 || listen(fd, 5) < 0)
		err(1, "%s", argv[1]);
	printf("listening at " HERE ", with descriptor %d\\n", fd);
	for (;;) {
		char line[100];
		int guest = accept(fd, NULL, NULL);
		ssize_t n = read(guest, line, sizeof(line));
		printf("%.*s", (int)n, line);
		dprintf(guest, "%zd bytes\\n", n);
		close(guest);
	}
}
"""
CLIENT = COMMON + """
int main(int argc, char **argv)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *a;
	char text[100];
	size_t n = fread(text, 1, sizeof(text), stdin);
	if (argc < 3 || getaddrinfo(argv[1], argv[2], &hints, &a))
		return 2;
	int fd = socket(a->ai_family, a->ai_socktype, 0);
	if (connect(fd, a->ai_addr, a->ai_addrlen) < 0)
		err(1, "connect");
	write(fd, text, n) < 0 ? exit(3) : (void)0;
	n = read(fd, text, sizeof(text));
	printf("%s, user %d: %.*s", getenv("GREETING") ? getenv("GREETING") : "nobody", getuid(), (int)n, text);
	fflush(stdout);
	if (strchr(argv[1], ':'))
		kill(getpid(), SIGPIPE);
}
"""

# Of what a manifest can say as much as fits: routes, both families, a stop in mid run, rights, input, waits of all kinds.
MANIFEST = """title: What it's about, "$HOME"
lab:
  alice: { lan: [10.0.1.2/24, "fd01::2/64"], via: [10.0.1.1, "fd01::1"], mtu: 1400 }
  gate: { lan: [10.0.1.1/24, "fd01::1/64"], dmz: [10.0.2.1/24, "fd02::1/64"], forward: true }
  bob: { dmz: [10.0.2.2/24, "fd02::2/64"], via: [10.0.2.1, "fd02::1"] }
run:
  six: { on: alice, source: client.c, args: ["fd02::2", 80], stdin: "no newline", after: again }
  client: { on: alice, args: [bob, 8080], env: { GREETING: it's me }, stdin: "one\\ntwo\\n", after: server }
  four: { on: alice, source: client.c, args: [10.0.2.2, 8081], stdin: "a - b | c\\n", after: [printed, client] }
  server: { on: bob, args: [8080], ready: listen, stop: { signal: INT, after: client } }
  again: { on: bob, source: server.c, args: [80], ready: { bind: 1 }, after: { end: server }, stop: TERM }
  printed: { on: bob, source: server.c, args: [8081], ready: { prints: "listening" }, stop: TERM }
  denied: { on: bob, source: server.c, args: [80], after: again }
  data: { on: gate, command: [wc, -c, data.bin], after: denied }
rights: { again: [net_bind] }
expect: { denied: 1, six: { signal: PIPE } }
"""
PROJECT = {
    "snippets/group/all/snippet.yml": MANIFEST,
    "snippets/group/all/server.c": SERVER,
    "snippets/group/all/client.c": CLIENT,
    "snippets/group/all/data.bin": "as it is: \r\x7f\n",
    "snippets/group/own.h": '#define HERE "home"\n',
    "snippets/one.c": '#include <stdio.h>\n\nint main(void)\n{\n\tchar line[9];\n\treturn !fgets(line, 9, stdin) || printf("%s$\\n", line) != 5 || X("");\n}\n',
    "snippets/one.yml": "stdin: |\n  hi\nflags: ['-DX(y)=!puts(\"$\" y)']\n",
    "snippets/talk.c": '#include <stdio.h>\n\nint main(void)\n{\n\tputs("hi");\n\treturn getchar() == EOF;\n}\n',
    "snippets/talk.yml": "stdin: [{ prints: hi }, one]\n",
    "_posts/2026-01-01-x.md": "---\ntitle: x\n---\n" + "".join(f"\n<!-- snip output {name} -->\n<!-- /snip -->\n" for name in ["group/all", "one", "talk", "chat"]),
}

# Where a script may do what it does: no namespace, file or process that it leaves is the machine's.
ALONE = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
AWAY = "mount -t tmpfs none /run && mkdir /run/lock && ip link set lo up && "


def call(*args, **options):
    return subprocess.run(args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          encoding="utf-8", check=False, **options)


def pack(folder, project, *names, **environment):
    """Archives of snippets of a project, made in a folder, with their bytes."""
    os.makedirs(folder, exist_ok=True)
    done = call("ruby", "-rjson", f"-r{ROOT}/_plugins/article/archive", "-e", PACK, f"{project}/snippets", f"{project}/_data/snippets", *names,
                cwd=folder, env={**os.environ, **environment})
    if done.returncode:
        raise RuntimeError(done.stdout)
    found = {}
    for path in sorted(glob.glob(f"{folder}/*.tar.gz")):
        with open(path, "rb") as file:
            found[os.path.basename(path)] = file.read()
    return found


def unpacked(folder, name):
    done = call("tar", "xzf", f"{name}.tar.gz", cwd=folder)
    equal(done.stdout, "", f"{name}: tar has nothing to say of it")
    return os.path.join(folder, name)


def text(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as file:
        return file.read()


def as_recorded(got, recorded):
    """Whether what was printed is what was recorded, but for what is masked and how columns are padded."""
    def words(lines):
        return [line.split() for line in lines.splitlines()]
    return len(words(got)) == len(words(recorded)) and all(
        len(a) == len(b) and all(re.fullmatch(re.sub(r"<[a-z]+\d*>", r"\\S+", re.escape(w).replace(r"\<", "<").replace(r"\>", ">")), v)
                                 for v, w in zip(a, b))
        for a, b in zip(words(got), words(recorded)))


def runs(folder, below="."):
    """Builds and runs what was unpacked, and compares."""
    name = os.path.basename(folder)
    made = call("make", "-s", cwd=os.path.join(folder, below))
    ok(made.returncode == 0, f"{name}: make builds it", made.stdout)
    done = call(*ALONE, "sh", "-c", AWAY + "./run.sh; echo left: $(ip netns list)",
                cwd=os.path.join(folder, below), env={**os.environ, "SUDO_UID": "1000", "SUDO_GID": "1000"}, timeout=300)
    *lines, left = done.stdout.splitlines(keepends=True)
    equal(left, "left:\n", f"{name}: no namespace is left")
    recorded = text(folder, below, "output.txt")
    ok(as_recorded("".join(lines), recorded), f"{name}: it prints what was recorded", "".join(lines), "recorded:", recorded)


def same_each_time(work):
    names = ["accept/many", "bind/two_networks", "socket/endpoint"]
    first = pack(f"{work}/first", ROOT, *names, TZ="Asia/Seoul")
    copy = f"{work}/copy"
    for part in ["snippets", "_data/snippets"]:
        shutil.copytree(os.path.join(ROOT, part), f"{copy}/{part}", copy_function=shutil.copyfile)
    equal(list(first), ["accept-many.tar.gz", "bind-two_networks.tar.gz", "socket-endpoint.tar.gz"], "each example has a name of its own")
    ok(first == pack(f"{work}/second", copy, *names, TZ="UTC", SOURCE_DATE_EPOCH="1700000000"), "archives are the same whenever and wherever they are made")
    equal({data[4:8] for data in first.values()}, {b"\0\0\0\0"}, "and hold no time")


def ours(work):
    for name in ["accept-many", "bind-two_networks"]:
        runs(unpacked(f"{work}/first", name))
    folder = unpacked(f"{work}/first", "socket-endpoint")
    equal(sorted(os.listdir(folder)), ["Makefile", "endpoint.c", "output.txt", "run.sh"], "one program has its source, and no manifest")
    done = call("make", "-s", "run", cwd=folder)
    equal("$ ./endpoint\n" + done.stdout, text(folder, "output.txt"), "make run runs it")


def theirs(work):
    """A project of the test's own, with what a manifest can say."""
    project = f"{work}/project"
    for name, content in PROJECT.items():
        os.makedirs(os.path.dirname(f"{project}/{name}"), exist_ok=True)
        with open(f"{project}/{name}", "w", encoding="utf-8", newline="") as file:
            file.write(content)
    for part in ["1", "2"]:
        shutil.copytree(f"{ROOT}/tests/authors/programs/chat/{part}", f"{project}/snippets/chat", dirs_exist_ok=True)
    done = call(SNIP, "-C", project, "update")
    if done.returncode:
        raise RuntimeError(done.stdout)
    pack(f"{work}/theirs", project, "group/all", "one", "talk", "chat")
    folder = unpacked(f"{work}/theirs", "group-all")
    equal(sorted(os.listdir(folder)), ["all", "own.h"], "what lies outside of its folder is there where its sources look for it")
    equal(text(folder, "all/data.bin"), PROJECT["snippets/group/all/data.bin"], "a file of data is there byte for byte")
    equal(call("shellcheck", "-S", "warning", f"{folder}/all/run.sh").stdout if shutil.which("shellcheck") else "", "", "the script has no traps")
    runs(folder, "all")
    runs(unpacked(f"{work}/theirs", "chat"))
    folder = unpacked(f"{work}/theirs", "one")
    done = call("make", "-s", "run", cwd=folder)
    equal(done.stdout, text(folder, "output.txt").split("EOF\n")[1], "input and flags are as they were recorded")
    folder = unpacked(f"{work}/theirs", "talk")
    ok(not os.path.exists(f"{folder}/run.sh"), "what no script can give has none")
    lacks(text(folder, "Makefile"), "run.sh", "and says nothing of it")
    has(text(folder, "Makefile"), "-o talk talk.c", "but can be compiled")


def main():
    lacking = [name for name in NEEDED if not shutil.which(name)]
    if lacking:
        skip_all(f"{lacking[0]} is not installed")
    if os.geteuid() != 0 or call(*ALONE, "true").returncode:
        skip_all("only root can make network namespaces")
    if not os.access(SNIP, os.X_OK):
        skip_all(f"{SNIP} is not built")
    with tempfile.TemporaryDirectory(prefix="archive-") as work:
        os.chmod(work, 0o755)
        for part in [same_each_time, ours, theirs]:
            part(work)


run(main)
