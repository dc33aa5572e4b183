#!/usr/bin/env python3
"""Runs each hostile program of programs/ by snip, and holds that nothing came of it: as root, and as uid 65534.

    tests/hostile/hostile.t             all
    tests/hostile/hostile.t NAME…       these (patterns such as 'fork-*'), by $SNIP; all are run by the release build
    tests/hostile/hostile.t --show …    and show what snip prints of each

A hostile program is one file, programs/NAME.c, that tries one thing and prints what happened. Its first comment says
what it tries and then, in lines `key: value`, what is right:

    ends: 0 or SIGSEGV      how it may end (without this line: 0): an exit status or a signal; `time`, `output`,
                            `memory`, `processes`, `files`, `processor`, `neighbours`: at that limit; `varies`: two runs print
                            other things; `refused`: it does not compile, or with warnings, or to nothing;
                            `input`: snip does not take it; `machine`: snip says that the computer or the compiler
                            is not fit; `killed`: snip itself is, by the line `kill`
    says: REGEX             what it prints, one line of REGEX for each of its lines; `says: ...` stands for any
                            lines. Without such a line it may print what it likes; so it may where it does not
                            run, or a limit other than time and output cuts it short
    never: REGEX            what is not to be found anywhere in what snip prints
    bounded: REGEX          the same, where a cgroup bounds its memory: where snip looks from time to time, a program
                            may get further, and is to wait for its end
    needs: cgroup           it holds what only a cgroup bounds, and runs where one does
    manifest: YAML          a line of its manifest; without one its time limit is 60 s, which no machine is too slow
                            for; where it is to end by it 1 s, or 5 s if it has to print something before
    setup: BASH             run first, in the project's folder, for what no repository can hold
    after: BASH             run last; must print nothing and succeed
    snip: WORDS             the command of snip's, for `run NAME`
    kill: SIGNAL            sent to snip once the program runs; `SIGNAL all`: to each process of snip's
    page: yes               it is shown in a post, by `snip: update`: that must be written, be true, and keep its
                            other words

Whatever the lines say, nothing may be left or changed outside the box, and nothing outside reached or read: see
machine.py. That the test would see it is tested first.
"""

import concurrent.futures
import contextlib
import fnmatch
import glob
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "cli"))

import harness  # pylint: disable=wrong-import-position
import machine  # pylint: disable=wrong-import-position

PROGRAMS = os.path.join(HERE, "programs")
MACHINES = 4  # more than processors, since many rows wait for a limit
MEMORY_SLACK = 1 << 30  # what others on this computer may take meanwhile
KEYS = {"ends", "says", "never", "bounded", "needs", "manifest", "setup", "after", "snip", "kill", "page"}
CONFIG = "flags: [-std=gnu17, -Wall, -Wextra, -D_GNU_SOURCE, -pthread]\n"
POST = """First words.

<!-- snip code {0}.c -->
<!-- /snip -->

<!-- snip output {0} -->
<!-- /snip -->

Last words.
"""

# Where it ends so, what it printed does not matter: it did not run, or was cut short.
UNHEARD = ("refused", "input", "machine", "killed", "memory", "processes", "files", "processor", "neighbours", "varies")

# How snip says it ended, in the order in which they are looked for.
ENDINGS = (
    (r"does not (compile|link)$|compiles with warnings$|: the compiler made no program$", lambda m: "refused"),
    (r": what the compiler (says|makes) of it follows the date$", lambda m: "refused"),
    (r": compiling took |: the compiler printed over |: what the compiler makes of it takes over ", lambda m: "refused"),
    (r"took more (memory|processes|open files|processor|neighbours)\b.* than the limit of", lambda m: m[1].split()[-1]),
    (r": a program cannot be executed: ", lambda m: "127"),
    (r"does not repeat: ", lambda m: "varies"),
    (r"time limit of", lambda m: "time"),
    (r"printed more than the output limit", lambda m: "output"),
    (r"was killed by (SIG\w+)", lambda m: m[1]),
    (r"ended with status (\d+)", lambda m: m[1]),
)


class Program:
    """A hostile program, and what its first comment says."""

    def __init__(self, name, text):
        self.name = name
        self.lines = {key: [] for key in KEYS}
        comment = re.match(r"/\*(.*?)\*/", text, re.DOTALL)
        for line in comment[1].splitlines() if comment else []:
            found = re.match(r" \* ([a-z]+): (.*)$", line)
            if found and found[1] not in KEYS:
                raise ValueError(f"{name}.c: there is no key `{found[1]}`")
            if found:
                self.lines[found[1]].append(found[2])
        self.ends = set(" ".join(self.lines["ends"] or ["0"]).split(" or "))

    @classmethod
    def read(cls, name):
        """The program programs/NAME.c."""
        return cls(name, machine.get(os.path.join(PROGRAMS, f"{name}.c")))

    def says(self):
        """The regular expression of all that it prints; None where it may print what it likes."""
        if not self.lines["says"]:
            return None
        return "".join(r"(?:.*\n)*?" if line == "..." else f"(?:{line})\n" for line in self.lines["says"])


def ending(status, output):
    """How the program ended, by what snip says of it."""
    if status == 0:
        return "0"
    if status is None or status < 0:
        return "killed"
    if status != 1:
        return {2: "input", 3: "machine"}.get(status, f"snip ends with status {status}")
    verdict = "\n".join(line for line in output.splitlines() if not line.startswith("  | "))
    for pattern, name in ENDINGS:
        found = re.search(pattern, verdict, re.MULTILINE)
        if found:
            return name(found)
    return "in a way that the test does not know"


def printed(status, output):
    """The lines that the program printed, as far as snip shows them."""
    lines = output.splitlines()
    if status != 0:
        lines = [line[4:] for line in lines if line.startswith("  | ")]
    starts = [i for i, line in enumerate(lines) if re.match(r"(\S+)?\$ ./", line)]
    lines = lines[starts[0] + 1:] if starts else []
    for i, line in enumerate(lines):
        if line == "(still running)" or re.match(r"\[(killed|stopped|exit)|\(it (printed nothing|ended|was killed)", line):
            return lines[:i]
    return lines


def judge(program, status, output, bounded):
    """What is wrong with how PROGRAM ended and with what it printed, as lines; a cgroup made it BOUNDED or not."""
    wrong = []
    how = ending(status, output)
    if how not in program.ends:
        wrong.append(f"ends: {how}, and not {' or '.join(sorted(program.ends))}")
    said = "".join(f"{line}\n" for line in printed(status, output))
    if how not in UNHEARD and program.says() is not None and not re.fullmatch(program.says(), said):
        wrong += ["it does not say what is right:", *program.lines["says"]]
    for pattern in program.lines["never"] + program.lines["bounded"] * bounded:
        found = re.search(pattern, output, re.MULTILINE)
        if found:
            wrong.append(f"never: {found[0]}")
    raw = re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", output)
    if raw:
        wrong.append(f"the terminal gets a raw {raw[0]!r}")
    return wrong


class Place:
    """The project of one row, in the machine."""

    def __init__(self, box, program, ordinary):
        self.box, self.program = box, program
        self.tool = os.path.join(box.bench.user_bin if ordinary else box.bench.bin, "snip")
        self.top = box.bench.folder(f"{program.name}.{'user' if ordinary else 'root'}")
        self.project, self.tmp = (os.path.join(self.top, name) for name in ("project", "tmp"))
        self.env = box.bench.environment(self.tmp, ordinary)
        os.makedirs(os.path.join(self.project, "snippets"))
        os.makedirs(os.path.join(self.project, "_posts"))
        os.mkdir(self.tmp)
        machine.put(os.path.join(self.project, "snip.yml"), CONFIG)
        for path in (os.path.join(PROGRAMS, f"{program.name}.c"), *glob.glob(os.path.join(PROGRAMS, "*.h"))):
            shutil.copy(path, os.path.join(self.project, "snippets"))
        by_time = "time" in program.ends and "0" not in program.ends
        limit = "60s" if not by_time else "5s" if program.lines["says"] else "1s"
        manifest = program.lines["manifest"] or [f"limits: {{ time: {limit} }}"]
        machine.put(self.file(".yml"), "\n".join(manifest) + "\n")
        if program.lines["page"]:
            machine.put(os.path.join(self.project, "_posts/a.md"), POST.format(program.name))
        # The root of the machine may be the root of a user namespace alone: then snip is not to be even that.
        user = f"--map-user={harness.ORDINARY}", f"--map-group={harness.ORDINARY}"
        self.become = [] if machine.can_change_user() else ["unshare", "--user", *user]
        self.setup()
        if ordinary:
            user = str(harness.ORDINARY)
            self.become = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
            for folder, folders, files in os.walk(self.top):
                for name in [".", *folders, *files]:
                    os.lchown(os.path.join(folder, name), harness.ORDINARY, harness.ORDINARY)

    def file(self, ending_):
        """The path of the program's file with this ending."""
        return os.path.join(self.project, "snippets", self.program.name + ending_)

    def bash(self, lines):
        """Runs LINES of bash in the project, outside any box; returns what is wrong with them."""
        env = {**self.env, "NAME": self.program.name}
        run = subprocess.run(["bash", "-euo", "pipefail", "-c", "\n".join(lines)], cwd=self.project, env=env,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        said = harness.visible(run.stdout).splitlines()
        return said + ([f"exit status {run.returncode}"] if run.returncode else [])

    def setup(self):
        """Does what the program needs."""
        wrong = self.bash(self.program.lines["setup"])
        if wrong:
            raise RuntimeError("setup: " + "; ".join(wrong))

    def snip(self, *words, watch=None):
        """Runs snip with WORDS; returns exit status, output, and what the test had to do to it."""
        status, output, done = self.box.run([*self.become, self.tool, *words],
                                            self.project, self.env, watch)
        return status, output.decode("utf-8", "backslashreplace"), done

    def kill(self, process, over, done):
        """Once the program runs, kills snip, or all of it."""
        name, *rest = self.program.lines["kill"][0].split()
        while not over.is_set():
            pids = machine.processes()
            lines = {pid: machine.command_line(pid) for pid in pids}
            if any(line.startswith(f"./{self.program.name}") for line in lines.values()):
                break
        else:
            done.append("it was to be killed, and ended before")
        victims = [pid for pid, line in lines.items() if self.tool in line.split()[:1]]
        for pid in sorted(victims) if rest else [process.pid]:
            try:
                os.kill(pid, signal.Signals[f"SIG{name}"])
            except ProcessLookupError:
                pass


def row(box, name, ordinary, bounded):
    """
    Runs the program NAME in the machine BOX; a cgroup makes its memory BOUNDED or not. Returns what is wrong, as lines,
    and what snip printed.
    """
    program = Program.read(name)
    place = Place(box, program, ordinary)
    before = harness.snapshot(place.project)
    box.look()
    watch = place.kill if program.lines["kill"] else None
    words = " ".join(program.lines["snip"] or [f"run {program.name}"]).split()
    status, output, wrong = place.snip(*words, watch=watch)
    if program.lines["page"]:
        wrong += page(place, status, output)
    else:
        wrong += judge(program, status, output, bounded)
    if words[0] != "update":
        wrong += harness.changes(before, harness.snapshot(place.project))
    wrong += box.left()
    if watch:
        # What a snip that was killed left in TMPDIR the next one sweeps.
        place.snip("run", "--", *quiet(place))
    wrong += [f"left in TMPDIR: {entry}" for entry in sorted(os.listdir(place.tmp))]
    wrong += [f"leaked: {name}" for name, text in box.secrets.items() if text in output]
    wrong += box.traces()
    wrong += place.bash(program.lines["after"])
    return wrong, output


def quiet(place):
    """Adds a snippet that does nothing; returns its name."""
    machine.put(os.path.join(place.project, "snippets/quiet.c"), "int main(void)\n{\n    return 0;\n}\n")
    return ["quiet"]


def page(place, status, output):
    """What is wrong with the post after an update."""
    wrong = [] if status == 0 else [f"update ends with status {status}"]
    status, more, done = place.snip("check")
    wrong += done + ([] if status == 0 else [f"check ends with status {status}", *more.splitlines()])
    text = machine.get(os.path.join(place.project, "_posts/a.md"))
    blocks = re.findall(r"^(`{3,}|~{3,})(\w+)\n(.*?)^\1\n<!-- /snip [0-9a-f]+ -->$", text, re.MULTILINE | re.DOTALL)
    if [word for _, word, _ in blocks] != ["c", "console"]:
        wrong.append(f"the post has other blocks: {[word for _, word, _ in blocks]}")
    for fence, word, content in blocks:
        if re.search(rf"^ {{0,3}}{re.escape(fence)}", content, re.MULTILINE):
            wrong.append(f"the fence of {word} ends too early")
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", content):
            wrong.append(f"a control character is in the post's {word}")
    if not (text.startswith("First words.\n\n<!-- snip ") and text.endswith("-->\n\nLast words.\n")):
        wrong.append("the post's own words are not as they were")
    return wrong


# What a leaking box would do, and the trace that it must leave in the test's eyes.
CONNECT = "python3 -c 'import socket; socket.create_connection((\"{}\", {}))'"
SEND = "python3 -c 'import socket; socket.socket({}, socket.SOCK_DGRAM).sendto(b\"x\", (\"{}\", {}))'"
LOCAL = "python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"{}\")'"
SIGNAL = "kill -{} $CANARY; while grep -q '^State:.[{}]' /proc/$CANARY/status; do :; done 2>/dev/null"
MISCHIEF = (
    ("nothing", ":", None),
    ("a process that stays", "setsid sleep 1000 >/dev/null 2>&1 &", "left behind: process .*sleep 1000"),
    ("a stopped canary", SIGNAL.format("STOP", "SR"), "changed: the canary process"),
    ("a canary that runs again", SIGNAL.format("CONT", "T"), "changed: the canary process"),
    ("a nicer canary", "renice -n 5 -p $CANARY >/dev/null", "changed: the canary process"),
    ("TCP to loopback", CONNECT.format("127.0.0.1", 4001), "reached: loopback, TCP 127"),
    ("TCP to ::1", CONNECT.format("::1", 4001), "reached: loopback, TCP ::1"),
    ("UDP to loopback", SEND.format("socket.AF_INET", "127.0.0.1", 4001), "reached: loopback, UDP 127"),
    ("TCP to the host beside", CONNECT.format("192.0.2.2", 4002), "reached: the host beside, TCP"),
    ("UDP to the host beside", SEND.format("socket.AF_INET", "192.0.2.2", 4002), "reached: the host beside, UDP"),
    ("the abstract socket", LOCAL.format("\\0snip-canary"), "reached: the abstract socket"),
    ("the socket's path", LOCAL.format("/mnt/canary/socket"), "reached: the socket's path"),
    ("a canary file changed", "echo x >>/mnt/canary/secret", "changed: the files outside"),
    ("a file more outside", "echo x >/mnt/canary/more", "changed: the files outside"),
    ("a mount", "mount -t tmpfs none /home", "changed: the mounts"),
    ("a host name", "hostname other", "changed: the host name"),
    ("an interface", "ip link add more type veth peer name less", "changed: the interfaces"),
    ("a segment of shared memory", "ipcmk -M 4096 >/dev/null", "changed: the shared memory"),
    ("a setting", "echo 3 >/proc/sys/net/core/somaxconn", "changed: /proc/sys/net/core/somaxconn: '.*' is now '3"),
    ("the canary's end", SIGNAL.format("KILL", "SRT"), "changed: the canary process: .* is now 'gone'"),
)


def mischief(box, script, expected):
    """Runs SCRIPT in the machine BOX. Returns what is wrong: the traces, if they are not just the EXPECTED."""
    box.patience = 1
    status, output, done = box.run(["bash", "-c", script], "/", {**os.environ, "CANARY": str(box.canary.pid)})
    if status != 0:
        return [f"exit status {status}", harness.visible(output)]
    found = done + box.traces()
    good = not found if expected is None else any(re.match(expected, line) for line in found)
    return [] if good else [f"expected: {expected}", *found]


def test_judgement():
    """The judgement of what snip says, by made-up words of snip's."""
    program = Program("x", "/* Tries.\n *\n * says: a+\n * says: ...\n * says: b\n * never: secret\n */\n")
    timely = Program("x", "/*\n * ends: time or SIGSEGV\n */\n")
    false = "snippets/x.c: `x` {}\n  | $ ./x\n  | aa\n  | b\n"
    for text, what, status, output, good in (
            (program, "what is right", 0, "$ ./x\naaa\nb\n", True),
            (program, "any lines between", 0, "$ ./x\na\nx\nx\nb\n", True),
            (program, "another line", 0, "$ ./x\naac\nb\n", False),
            (program, "a line too many", 0, "$ ./x\na\nb\nc\n", False),
            (program, "no lines", 0, "$ ./x\n", False),
            (program, "what is never to be", 0, "$ ./x\na\nsecret\nb\n", False),
            (program, "a raw control character", 0, "$ ./x\na\n\x1b[2J\nb\n", False),
            (program, "another ending", 1, false.format("ended with status 3; expected status 0"), False),
            (program, "a broken machine", 3, "snip: cannot\n", False),
            (timely, "a limit", 1, false.format("was still running at its time limit of 2 s"), True),
            (timely, "the other ending", 1, false.format("was killed by SIGSEGV; expected status 0"), True),
            (timely, "an end that was not to be", 0, "$ ./x\n", False),
            (timely, "an ending only printed", 1, "`x` ended with status 1\n  | time limit of\n", False)):
        harness.ok((not judge(text, status, output, True)) == good, f"the judgement {'takes' if good else 'sees'} {what}")


def work(box, pipe):
    """In a machine: does the jobs that come by PIPE, and sends back what each returned."""
    while (job := pipe.recv()) is not None:
        function, args = job
        try:
            pipe.send(function(box, *args))
        except Exception as error:  # pylint: disable=broad-exception-caught
            pipe.send(([f"the test failed: {error!r}"], ""))


def stop(pid, pipe):
    """Ends the machine PID."""
    with contextlib.suppress(OSError):
        pipe.send(None)
    os.waitpid(pid, 0)


def serve(pipe, jobs, results):
    """A thread for each machine: gives it jobs until there are no more."""
    while True:
        try:
            number, job = jobs.get_nowait()
        except queue.Empty:
            return
        try:
            pipe.send(job)
            results[number].set_result(pipe.recv())
        except (EOFError, OSError):
            results[number].set_result((["the test's machine is gone"], ""))


def cgroups():
    """All cgroups of this computer."""
    return {folder for folder, _, _ in os.walk("/sys/fs/cgroup")}


def is_bounded(bench, ordinary):
    """
    Whether memory is bounded by a cgroup of who started this, or of the ORDINARY user, as doctor says; it sweeps the
    cgroups of those that were killed too.
    """
    tmp = tempfile.mkdtemp(dir=bench.path)
    become = {"user": harness.ORDINARY, "group": harness.ORDINARY, "extra_groups": []} if ordinary else {}
    os.chmod(tmp, 0o777)
    env = bench.environment(tmp, ordinary)
    found = subprocess.run([os.path.join(bench.bin, "snip"), "-C", tmp, "doctor"], env=env, capture_output=True,
                           text=True, check=False, **become)
    return "a limit of memory: by a cgroup" in found.stdout


def swept(bench, found):
    """Which of the cgroups FOUND are there still, when a snip has swept those of others that were killed."""
    is_bounded(bench, False)
    return found & cgroups()


def skip_unbounded(name, ordinary):
    """Names a row that needs a cgroup where there is none. Under CI at least root must have one."""
    reason = "no cgroup bounds memory here"
    if ordinary:
        harness.ok(True, f"{name}, as an ordinary user # SKIP {reason}")
    else:
        harness.skip(name, reason)


def rows(bench, names, show):
    """Runs the programs NAMES, for each user, and prints a line for each; with SHOW what snip prints of all."""
    users = (False, True) if os.geteuid() == 0 else (False,)
    bounded = {ordinary: is_bounded(bench, ordinary) for ordinary in users}
    machines = [machine.start(bench, work) for _ in range(MACHINES)]
    wanted = []
    for name, ordinary in ((name, ordinary) for name in names for ordinary in users):
        if Program.read(name).lines["needs"] and not bounded[ordinary]:
            skip_unbounded(name, ordinary)
        else:
            wanted.append((name, ordinary, bounded[ordinary]))
    results = [concurrent.futures.Future() for _ in wanted]
    jobs = queue.Queue()
    # Those that may not end by themselves take longest, and so begin.
    for number in sorted(range(len(wanted)), key=lambda i: "0" in Program.read(wanted[i][0]).ends):
        jobs.put((number, (row, wanted[number])))
    for _, pipe in machines:
        threading.Thread(target=serve, args=(pipe, jobs, results)).start()
    for (name, ordinary, _), result in zip(wanted, results):
        wrong, output = result.result()
        who = "root" if len(users) == 2 and not ordinary else "an ordinary user"
        shown = harness.visible(output).splitlines()
        if len(shown) > 30:
            shown = shown[:15] + [f"({len(shown) - 30} lines)"] + shown[-15:]
        if show:
            print("\n".join(f"#   {line:.300}" for line in shown))
        harness.ok(not wrong, f"{name}, as {who}", details=[*wrong, "snip printed:", *(f"  {line:.300}" for line in shown)])
    for each in machines:
        stop(*each)


def test_sight(bench):
    """That the test sees what a leaking box would do."""
    pid, pipe = machine.start(bench, work)
    for what, script, expected in MISCHIEF:
        pipe.send((mischief, (script, expected)))
        wrong = pipe.recv()
        wrong = wrong[0] if isinstance(wrong, tuple) else wrong
        harness.ok(not wrong, f"the test sees {what}", wrong)
    stop(pid, pipe)


def main():
    """Chooses the programs and runs them."""
    show = sys.argv[1:2] == ["--show"]
    patterns = sys.argv[1 + show:] or ["*"]
    names = sorted(os.path.basename(path)[:-2] for path in glob.glob(os.path.join(PROGRAMS, "*.c")))
    names = [name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]
    if not names:
        sys.exit("no such program")
    # What is started in the background or by nohup is born deaf to them, and so would snip be.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    if patterns == ["*"]:
        harness.take_release()
    with harness.Bench() as bench:
        bench.need_boxes()
        before, free = cgroups(), machine.available()
        if patterns == ["*"]:
            test_judgement()
            test_sight(bench)
        rows(bench, names, show)
        # Those of others come and go meanwhile.
        left = cgroups() - before
        left = harness.await_none(lambda: swept(bench, left))
        harness.ok(not left, "no cgroup is left", sorted(left))
        lost = harness.await_none(lambda: max(0, free - machine.available() - MEMORY_SLACK), machine.HANGS)
        harness.ok(not lost, "all memory came back", [f"{lost >> 20} MiB and {MEMORY_SLACK >> 20} did not"])
    harness.done()


if __name__ == "__main__":
    main()
