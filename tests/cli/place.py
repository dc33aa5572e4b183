"""A project with canaries around it: whatever a command does to them, or takes from them, is seen.

    TOP/project             the project, in which the command runs
    TOP/tmp                 its TMPDIR
    TOP/file, TOP/folder    canaries: what a link in the project may lead to
    TOP/private             a folder of mode 0700 with the same two: only who may go in there can reach them
    TOP/private/key         a file of mode 0600

All belong to the user who runs the command, so nothing but the command itself keeps it from harm. Canaries are what
stands in the project, with the token in the place of the word `harmless`: who takes one for the project's own is
content with it, and passes the token on. The environment that the command is started with holds the token too.
"""

import concurrent.futures
import contextlib
import fnmatch
import multiprocessing
import os
import re
import secrets
import select
import shutil
import signal
import stat
import subprocess
import tempfile
import time

import harness

LIMIT = 120        # seconds: a command that takes longer hangs, on the busiest machine
MEMORY = 3 << 19   # KiB: what a command and what it starts may take each, by far
TOKEN = "canary" + secrets.token_hex(8)
WORD = b"harmless"
CLOCK_REALTIME_COARSE = 5  # linux/time.h: the clock of file times
SANITIZER = re.compile(r"(?m)^.*(Sanitizer:|runtime error:).*$")


def put(path, text):
    """Makes the file PATH, and the folders above it."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def get(path):
    """The bytes of the file PATH."""
    with open(path, "rb") as file:
        return file.read()


def betray(data):
    """DATA with the token."""
    return data.replace(WORD, TOKEN.encode())


def copy(source, target, change=lambda data: data):
    """Copies a file, or a folder and all below it, the contents as CHANGE has them; links as they are."""
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
    elif os.path.isdir(source):
        os.mkdir(target)
        for name in os.listdir(source):
            copy(os.path.join(source, name), os.path.join(target, name), change)
    else:
        put(target, change(get(source)))
        shutil.copymode(source, target)


def below(folder):
    """All paths below FOLDER, links not followed."""
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            yield os.path.join(place, name)


def differences(before, after):
    """Lines that tell which files of two snapshots differ, without their contents."""
    return [line for line in harness.changes(before, after) if line[:1].isalpha()]


class Result:
    """How a command ended: `status` as of subprocess, None where it hung; its output; and what harm was seen."""

    def __init__(self, status, output, memory):
        self.status, self.output = status, output
        self.harm = []
        if status is None:
            self.harm.append(f"hangs: it did not end within {LIMIT} s")
        elif status not in (0, 1, 2, 3):
            self.harm.append(f"exit status {status}")
        report = SANITIZER.search(output)
        if report:
            self.harm.append(f"a sanitizer's report: {report[0]:.200}")
        if memory > MEMORY:
            self.harm.append(f"memory: took {memory >> 10} MiB")
        if TOKEN in output:
            line = next(line for line in output.splitlines() if TOKEN in line)
            self.harm.append(f"leaked: into the output: {line:.200}")

    def said(self):
        """The status and the first lines of the output, for messages."""
        lines = harness.visible(self.output).splitlines()
        lines = [line for line in lines if "running with no sandbox" not in line]
        return [f"  [exit {self.status}]", *(f"  {line:.160}" for line in lines[:6])]


class Place:
    """The projects of one user, one after the other."""

    def __init__(self, bench, name, ordinary):
        self.bench = bench
        self.top = bench.folder(name)
        self.project, self.tmp = (os.path.join(self.top, folder) for folder in ("project", "tmp"))
        self.swap = os.path.join(self.top, "swap")  # of who exchanges what is in the project
        self.env = {**bench.environment(self.tmp, ordinary), "CANARY": TOKEN}
        self.owner = harness.ORDINARY if ordinary else os.geteuid()
        self.become = {}
        if ordinary:
            self.become = {"user": self.owner, "group": self.owner, "extra_groups": []}
        self.user = "user" if ordinary or os.geteuid() else "root"
        self.own = [os.path.join(self.top, folder) for folder in ("project", "tmp", "swap", "coverage", "home")]
        self.outside = self.inside = None
        os.makedirs(os.path.join(self.top, "coverage"), exist_ok=True)
        self.take_key(os.path.join(bench.path, "base/home"))

    def take_key(self, home):
        """Believes what the user of HOME has proven: takes their key."""
        own = os.path.join(self.top, "home")
        if os.path.isdir(os.path.join(home, ".local")) and home != own:
            shutil.copytree(home, own, dirs_exist_ok=True)
        if os.geteuid() == 0:
            for each in (own, *below(own)):
                os.lchown(each, self.owner, self.owner)

    def resign(self, path):
        """Signs PATH, of `.snip`, anew, as snip does."""
        subprocess.run([os.path.join(self.bench.bin, "resign"), path], env=self.env, check=True)

    def clear(self):
        """Removes the project and its canaries."""
        for name in os.listdir(self.top):
            path = os.path.join(self.top, name)
            if name in ("coverage", "home"):
                continue
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, onerror=self.bench.force_remove)
            else:
                os.unlink(path)

    def fill(self, base, path, change=None):
        """Makes the project a copy of BASE, and of what is at PATH in it the canaries; calls CHANGE to do more."""
        self.clear()
        copy(base, self.project)
        os.mkdir(self.tmp)
        os.mkdir(self.swap)
        real = os.path.join(base, path)
        private = os.path.join(self.top, "private")
        os.mkdir(private)
        for folder in (self.top, private):
            put(os.path.join(folder, "file"), betray(get(real) if os.path.isfile(real) else WORD + b"\n"))
            if os.path.isdir(real):
                copy(real, os.path.join(folder, "folder"), betray)
            else:
                put(os.path.join(folder, "folder/file"), TOKEN + "\n")
        put(os.path.join(private, "key"), TOKEN + "\n")
        os.chmod(os.path.join(private, "key"), 0o600)
        os.chmod(private, 0o700)
        if change:
            change(self)
        if os.geteuid() == 0:
            for each in (self.top, *below(self.top)):
                os.lchown(each, self.owner, self.owner)
        self.look()
        # What is written in the tick in which a command starts could have been written after that.
        tick = time.clock_gettime(CLOCK_REALTIME_COARSE)
        while time.clock_gettime(CLOCK_REALTIME_COARSE) == tick:
            time.sleep(0.001)

    def look(self):
        """Takes what is there now as what should be there."""
        self.outside = harness.snapshot(self.top, self.own)
        self.inside = self.seen()

    def seen(self):
        """A snapshot of the project; of its store too, which harness.snapshot() leaves out, as a second one."""
        store = os.path.join(self.project, ".snip")
        is_folder = os.path.isdir(store) and not os.path.islink(store)
        return harness.snapshot(self.project), harness.snapshot(store) if is_folder else None

    def written(self):
        """Lines that tell how the project differs, the store apart."""
        return differences(self.inside[0], harness.snapshot(self.project))

    def is_as_before(self):
        """Tells whether nothing at all has changed in the project and around it."""
        return self.seen() == self.inside and harness.snapshot(self.top, self.own) == self.outside

    def execute(self, argv, limit):
        """Runs ARGV in the project; returns its status, None where it hung, its output, and its memory in KiB."""
        with tempfile.TemporaryFile() as said:
            # pylint: disable-next=consider-using-with
            process = subprocess.Popen(argv, cwd=self.project, env=self.env, stdin=subprocess.DEVNULL, stdout=said,
                                       stderr=subprocess.STDOUT, start_new_session=True, **self.become)
            end = os.pidfd_open(process.pid)
            ended = select.select([end], [], [], limit)[0]
            if not ended:
                os.killpg(process.pid, signal.SIGKILL)
            os.close(end)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            output = said.read().decode("utf-8", "backslashreplace")
        return process.returncode if ended else None, output, usage.ru_maxrss

    def run(self, argv, limit=LIMIT, meanwhile=contextlib.nullcontext()):
        """Runs ARGV in the project, in the context MEANWHILE; returns its result, with the harm that it did."""
        with meanwhile:
            result = Result(*self.execute(argv, limit))
        result.harm += [f"outside: {line}" for line in differences(self.outside, harness.snapshot(self.top, self.own))]
        result.harm += [f"leaked: into {path}" for path in self.betrayed()]
        if result.status is not None:
            result.harm += [f"left in TMPDIR: {name}" for name in sorted(os.listdir(self.tmp))]
        return result

    def snip(self, words, meanwhile=contextlib.nullcontext()):
        """Runs snip with WORDS, a text."""
        return self.run([os.path.join(self.bench.bin, "snip"), *words.split()], meanwhile=meanwhile)

    def betrayed(self):
        """The regular files of the project that hold the token and did not before."""
        found = []
        for path in below(self.project):
            st = os.lstat(path)
            if stat.S_ISREG(st.st_mode) and st.st_size <= harness.HUGE and TOKEN.encode() in get(path):
                name = os.path.relpath(path, self.project)
                before = self.inside[0].get(name)
                if not before or before[2] is None or TOKEN.encode() not in before[2]:
                    found.append(name)
        return found


_BENCH = None
_HOMES = {}  # of this process, by user


def home_of(ordinary):
    """The place in which this process works as this user."""
    if ordinary not in _HOMES:
        _HOMES[ordinary] = Place(_BENCH, f"{'user' if ordinary else 'root'}.{os.getpid()}", ordinary)
    return _HOMES[ordinary]


def users():
    """Whether ordinary, for each user that the test can be."""
    return (False, True) if os.geteuid() == 0 else (False,)


class Findings:
    """What is wrong with the runs of one line."""

    def __init__(self):
        self.runs = 0
        self.found = {}  # what is wrong -> who did it
        self.said = {}   # … -> what the first of them said

    def add(self, home, command, result, wrong=()):
        """Takes what is WRONG with a run of COMMAND, and the harm that it did."""
        self.runs += 1
        for fault in [*result.harm, *wrong]:
            self.found.setdefault(fault, {}).setdefault(home.user, {})[command] = True
            self.said.setdefault(fault, result.said())

    def lines(self):
        """All of it, as lines."""
        for fault, who in self.found.items():
            yield f"{fault}  <- " + "; ".join(f"{', '.join(commands)} as {user}" for user, commands in who.items())
            yield from self.said[fault]


def run_lines(bench, lines, patterns):
    """Does of the LINES, each a name, a function that gives findings, and its arguments, those whose name matches one
    of PATTERNS, or all: two at a time. Prints a test line for each, and how many runs it were."""
    global _BENCH  # pylint: disable=global-statement
    _BENCH = bench
    total = 0
    wanted = [line for line in lines if any(fnmatch.fnmatchcase(line[0], pattern) for pattern in patterns or ["*"])]
    # A process of its own works in places of its own, and knows what this one knows now.
    with concurrent.futures.ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        jobs = [(name, pool.submit(function, *args)) for name, function, args in wanted]
        for name, job in jobs:
            findings = job.result()
            total += findings.runs
            harness.ok(not findings.found, name, findings.lines())
    print(f"# {total} runs")
