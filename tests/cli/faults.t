#!/usr/bin/env python3
"""snip update killed at any moment, and two of them at once: every post and record stays whole.

    tests/cli/faults.t [SEED]     the moments are random; the seed of a run is printed

The programs print a version that the test changes before each round, so that each update has every post and record to
write. In some rounds a program never ends: then nothing but its death with snip can explain that it is gone.

Each worker is the reaper of all that its snips leave behind (PR_SET_CHILD_SUBREAPER), so the end of the last such
process is an event to wait for and nothing can hide from it.
"""

import ctypes
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import harness

WORKERS = 2
KILLS = 102  # a worker
RACES = 10   # a worker
POSTS = 30
NAMES = ("a", "deep/b")
PR_SET_CHILD_SUBREAPER = 36

PROGRAM = """#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include "%sversion.h"

int main(void)
{
    if (HANGS)
        signal(SIGTERM, SIG_IGN);
    if (fork() == 0)
        for (;;)
            pause();
    printf("version %%d\\n", VERSION);
    if (HANGS)
        for (;;)
            pause();
}
"""


class StaysBehind(Exception):
    """Processes of a snip that is gone do not end."""


def on_alarm(*_):
    """The bound of waiting for the kernel to reap."""
    raise StaysBehind


def put(path, text):
    """Makes the file PATH."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def get(path):
    """The bytes of the file PATH."""
    with open(path, "rb") as file:
        return file.read()


class Worker:
    """A project, and what happened to it."""

    def __init__(self, bench, number, seed):
        self.top = bench.folder(f"worker{number}")
        self.project = os.path.join(self.top, "project")
        self.tmp = os.path.join(self.top, "tmp")
        os.makedirs(self.tmp)
        self.env = bench.environment(self.tmp)
        self.snip = [os.path.join(bench.bin, "snip"), "update"]
        self.random = random.Random(f"{seed} {number}")
        self.faults = []
        self.counts = {"before": 0, "among": 0, "after": 0, "hanging": 0, "waited": 0}
        self.sources = {f"snippets/{name}.{end}" for name in NAMES for end in ("c", "yml")}
        self.sources.add("snippets/version.h")
        for name in NAMES:
            put(f"{self.project}/snippets/{name}.c", PROGRAM % ("../" * name.count("/")))
            # What a program leaves is told to stop; of one that hangs nothing listens.
            put(f"{self.project}/snippets/{name}.yml",
                f"limits: {{ time: 10m }}\nrun:\n  {os.path.basename(name)}: {{ args: [{self.top}], stop: TERM }}\n")
        for i in range(POSTS):
            blocks = "\n".join(f"<!-- snip {kind} -->\n<!-- /snip -->\n" for kind in
                               (f"output {NAMES[i % 2]}", "code version.h", f"code {NAMES[i % 2]}.c"))
            put(f"{self.project}/_posts/{i:02}.md", f"---\ntitle: {i}\n---\n\n{blocks}")
        self.files = [f"_posts/{i:02}.md" for i in range(POSTS)]
        self.files += [f"_data/snippets/{name}.json" for name in NAMES]
        self.whole = {}       # version -> what contents() gives of it
        self.whole_span = 0.0  # seconds that an update takes

    def fault(self, text):
        """Notes what must not be. The first round with a fault is the last."""
        self.faults.append(text)

    def version(self, version, hangs=0):
        """Changes what the programs print."""
        put(f"{self.project}/snippets/version.h", f"#define VERSION {version}\n#define HANGS {hangs}\n")

    def start(self):
        """Starts snip, as a shell would: in a process group of its own."""
        # What it says goes to a file: a pipe would be held open by what it leaves behind.
        said = tempfile.TemporaryFile()  # pylint: disable=consider-using-with
        process = subprocess.Popen(self.snip, cwd=self.project, env=self.env, stdin=subprocess.DEVNULL,
                                   stdout=said, stderr=subprocess.STDOUT, start_new_session=True)
        process.said = said
        return process

    @staticmethod
    def end(process):
        """Waits for PROCESS; returns what it said."""
        process.wait()
        process.said.seek(0)
        with process.said as file:
            return harness.visible(file.read())

    def await_all(self, when):
        """Waits until every process that came from a snip is reaped."""
        signal.alarm(30)
        try:
            while True:
                os.waitpid(-1, 0)
        except ChildProcessError:
            return
        except StaysBehind:
            left = harness.processes_with(self.top)
            self.fault(f"{when}: stays behind: {left}")
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        finally:
            signal.alarm(0)

    def update(self, when):
        """An update that nobody disturbs."""
        process = self.start()
        said = self.end(process)
        if process.returncode != 0:
            self.fault(f"{when}: exit {process.returncode}: {said}")

    def learn(self):
        """What all files are with versions 1 and 2, and how long an update takes."""
        times = []
        for version in (1, 2, 1, 2):
            self.version(version)
            start = time.monotonic()
            process = self.start()
            said = self.end(process)
            times.append(time.monotonic() - start)
            if process.returncode != 0:
                self.fault(f"first update to version {version}: exit {process.returncode}: {said}")
            self.whole[version] = self.contents()
        if any(self.whole[1][name] == self.whole[2][name] for name in self.files):
            self.fault("a file is the same in both versions: the test would see nothing")
        self.whole_span = min(times)

    def await_write(self, process, name):
        """Waits until PROCESS replaces the file NAME or ends."""
        path = os.path.join(self.project, name)
        before = os.stat(path).st_ino
        while os.stat(path).st_ino == before and process.poll() is None:
            time.sleep(0.0002)

    @staticmethod
    def await_moment(process, seconds):
        """Waits so long, or until PROCESS ends."""
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            pass

    def contents(self):
        """The bytes of all files that snip writes."""
        return {name: get(os.path.join(self.project, name)) for name in self.files}

    def judge(self, when):
        """Checks that each file is whole, and that no other is there; returns how many are of version 1."""
        now = self.contents()
        for name, data in now.items():
            if data not in (self.whole[1][name], self.whole[2][name]):
                self.fault(f"{when}: {name} is neither old nor new: {len(data)} bytes, {harness.visible(data)[-200:]}")
        for folder, _, names in os.walk(self.project):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self.project)
                # The store of proven runs is snip's own; a broken entry of it proves nothing.
                if path.startswith(".snip/"):
                    continue
                temporary = re.sub(r"(^|/)\.([^/]+)\.snip-[a-z0-9]{6}$", r"\1\2", path)
                if temporary not in now and path not in self.sources:
                    self.fault(f"{when}: left behind: {path}")
        # Each start sweeps what the last one could not.
        if len(os.listdir(self.tmp)) > 1:
            self.fault(f"{when}: scratch folders pile up: {os.listdir(self.tmp)}")
        return sum(data == self.whole[1][name] for name, data in now.items())

    def kill(self, number):
        """
        One round: an update is killed at a random moment; in a third of the rounds as it has written a random file,
        in a third one with a program that never ends.
        """
        hangs = number % 3 == 2
        # The other version than that of the file which is written first, so that there is something to write.
        first = self.files[-len(NAMES)]
        target = 2 if get(os.path.join(self.project, first)) == self.whole[1][first] else 1
        # SIGINT comes as from a terminal, to the group.
        how = self.random.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT))
        self.version(target, int(hangs))
        when = f"round {number}, {how.name}"
        before = self.judge(when)
        process = self.start()
        if number % 3 == 1:
            self.await_write(process, self.random.choice(self.files))
        else:
            self.await_moment(process, self.random.random() * self.whole_span)
        if process.poll() is None:
            (os.killpg if how == signal.SIGINT else os.kill)(process.pid, how)
        said = self.end(process)
        self.await_all(when)
        after = self.judge(when)
        if process.returncode not in ((-how,) if hangs else (-how, 0)):
            self.fault(f"{when}: exit {process.returncode}: {said}")
        if hangs and after != before:
            self.fault(f"{when}: something was written while a program still ran")
        done = after == (len(self.files) if target == 1 else 0)
        self.counts["hanging" if hangs else "after" if done else "before" if after == before else "among"] += 1

    def heal(self):
        """After all kills an update of each version is as if nothing had been, and leaves nothing behind."""
        for version in (1, 2, 1):
            self.version(version)
            self.update(f"update to version {version} after the kills")
            if self.contents() != self.whole[version]:
                self.fault(f"after the kills: not all files are of version {version}")
        self.judge("after the kills")
        left = [n for _, _, names in os.walk(self.project) for n in names if re.search(r"\.snip-[a-z0-9]{6}$", n)]
        left += os.listdir(self.tmp)
        if left:
            self.fault(f"after the kills: not swept: {left}")
        check = subprocess.run([self.snip[0], "check"], cwd=self.project, env=self.env,
                               capture_output=True, check=False)
        if check.returncode != 0:
            self.fault(f"check after the kills: exit {check.returncode}: {harness.visible(check.stdout)}")

    def race(self, number):
        """Two updates at once."""
        version = 1 + (number + 1) % 2
        self.version(version)
        pair = [self.start(), self.start()]
        for process in pair:
            said = self.end(process)
            self.counts["waited"] += "waiting" in said
            if process.returncode != 0:
                self.fault(f"race {number}: exit {process.returncode}: {said}")
        if self.contents() != self.whole[version]:
            self.fault(f"race {number}: not all files are of version {version}")
        self.judge(f"race {number}")

    def work(self, pipe):
        """All of it; sends the faults and counts."""
        try:
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
            signal.signal(signal.SIGALRM, on_alarm)
            self.learn()
            for number in range(KILLS):
                self.kill(number)
                if self.faults:
                    break
            self.heal()
            killed, self.faults = self.faults, []
            for number in range(RACES):
                self.race(number)
                if self.faults:
                    break
            self.await_all("the races")
            pipe.send((killed, self.faults, self.counts))
        except BaseException:  # pylint: disable=broad-exception-caught
            pipe.send(([traceback.format_exc()], [], self.counts))
            raise


def main():
    """Starts the workers and reports."""
    seed = sys.argv[1] if len(sys.argv) > 1 else str(random.randrange(10**9))
    print(f"# seed {seed}", flush=True)
    killed, raced, counts = [], [], {}
    harness.take_release()
    with harness.Bench() as bench:
        bench.need_boxes()
        running = []
        for number in range(WORKERS):
            ours, theirs = multiprocessing.Pipe(False)
            worker = Worker(bench, number, seed)
            process = multiprocessing.get_context("fork").Process(target=worker.work, args=(theirs,))
            process.start()
            running.append((process, ours))
        for process, ours in running:
            bad, worse, more = ours.recv()
            killed += bad
            raced += worse
            counts = {name: counts.get(name, 0) + n for name, n in more.items()}
            process.join()
    print(f"# killed before the first write: {counts['before']}, among the writes: {counts['among']}, after the "
          f"last or ended: {counts['after']}, with a program that hangs: {counts['hanging']}")
    harness.ok(not killed, f"{WORKERS * KILLS} updates killed at random: all files whole, nothing left", killed)
    harness.ok(counts["among"] >= WORKERS * KILLS // 20, "enough of the kills fell among the writes", [str(counts)])
    harness.ok(not raced, f"{WORKERS * RACES} times two updates at once: both succeed, nothing lost", raced)
    harness.ok(counts["waited"] > 0, "one of two updates says that it waits", [str(counts)])
    harness.done()


if __name__ == "__main__":
    main()
