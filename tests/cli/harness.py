"""What the tests of snip from outside share: TAP, temporary projects, what a command did to the files.

The tool under test is $SNIP, by default build/snip. It is copied, with the helpers in bin/, to a folder that any
user can read, and is `snip` in the PATH of the commands.
"""

import difflib
import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RELEASE = os.path.join(ROOT, "build", "snip")
TESTED = os.path.join(ROOT, "build", "test", "snip")  # with sanitizers
SNIP = os.environ.get("SNIP") or RELEASE
ORDINARY = 65534  # a uid and gid without rights
HUGE = 1 << 26    # bytes: a longer file is a hole that a test made, and its length stands for its content

_count = 0
_failed = False


def ok(good, name, details=()):
    """Prints one test line, and the DETAILS of one that failed. Returns GOOD."""
    global _count, _failed
    _count += 1
    _failed |= not good
    print(f"{'ok' if good else 'not ok'} {_count} - {name}")
    if not good:
        for line in "\n".join(details).splitlines():
            print(f"#   {line}")
    sys.stdout.flush()
    return good


def skip(name, reason):
    """Prints a skipped test; under CI, where the machine must have it all, a failed one."""
    if os.environ.get("CI"):
        ok(False, name, [f"cannot run here: {reason}"])
    else:
        ok(True, f"{name} # SKIP {reason}")


def done():
    """Prints the plan and ends the test."""
    print(f"1..{_count}")
    sys.exit(1 if _failed else 0)


def take_release():
    """
    Has the release build tested, where there is one: by a test of many runs that make the tool do what it does in
    others too, where its sanitizers watch.
    """
    global SNIP
    if os.path.exists(RELEASE):
        SNIP = RELEASE


class Bench:
    """
    A temporary folder with the tool, and projects below it. Use it in a `with`. What root does with the build that has
    sanitizers the ordinary user does with the release build.
    """

    def __enter__(self):
        self.path = os.path.realpath(tempfile.mkdtemp(prefix="snip-cli-"))
        os.chmod(self.path, 0o755)
        if not os.path.exists(SNIP):
            print(f"Bail out!  {SNIP} is not there: build it first")
            sys.exit(1)
        self.bin = self.put_tool("bin", SNIP)
        self.user_bin = self.put_tool("user", RELEASE) if SNIP == TESTED and os.path.exists(RELEASE) else self.bin
        self.asked = None
        return self

    def put_tool(self, name, snip):
        """Copies the tool SNIP, and the helpers, to the new folder NAME; returns its path."""
        path = os.path.join(self.path, name)
        shutil.copytree(os.path.join(HERE, "bin"), path)
        shutil.copy(snip, os.path.join(path, "snip"))
        for folder, folders, files in os.walk(path):
            for file in folders + files:
                os.chmod(os.path.join(folder, file), 0o755)
        return path

    def __exit__(self, *_):
        shutil.rmtree(self.path, onerror=self.force_remove)

    def force_remove(self, function, path, _):
        """A folder without rights cannot be emptied by its owner: give them and try again.

        That the bench's own folder cannot be removed has other reasons; what is above it is not the bench's to change.
        """
        if path == self.path:
            return
        os.chmod(os.path.dirname(path), 0o700)
        if not os.path.islink(path):
            os.chmod(path, 0o700)
        function(path)

    def folder(self, name):
        """A new folder, its path."""
        path = os.path.join(self.path, name)
        os.makedirs(path)
        return path

    def environment(self, tmp, ordinary=False):
        """The variables that a command sees; TMP is where it may leave temporary files."""
        home = os.path.join(os.path.dirname(tmp), "home")
        os.makedirs(home, exist_ok=True)
        env = {
            "PATH": f"{self.user_bin if ordinary else self.bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": home,
            "TMPDIR": tmp,
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        for name, value in os.environ.items():
            if name.startswith(("ASAN_", "LSAN_", "UBSAN_", "GCOV_")):
                env[name] = value
        if ordinary:
            # Coverage data lie in a folder that this user cannot write.
            env["GCOV_PREFIX"] = os.path.join(os.path.dirname(tmp), "coverage")
        return env

    def need_boxes(self):
        """Ends the test where this machine cannot run snippets at all: skipped, or failed under CI."""
        tmp = self.folder("doctor")
        found = subprocess.run([os.path.join(self.bin, "snip"), "-C", tmp, "doctor"], text=True,
                               env=self.environment(tmp), capture_output=True, check=False)
        if found.returncode == 3:
            why = next((s for s in found.stdout.splitlines() if s.startswith("FAIL")), "doctor says no")
            if os.environ.get("CI"):
                print(f"Bail out!  {why}")
                sys.exit(1)
            print(f"1..0 # SKIP {why}")
            sys.exit(0)

    def ask_compiler(self):
        """Lets snip ask the compiler what it is, in a project of its own, for know_compiler()."""
        self.asked = self.folder("asked")
        project = self.folder("asked/project")
        os.mkdir(os.path.join(project, "_posts"))
        os.mkdir(os.path.join(project, "snippets"))
        with open(os.path.join(project, "snippets", "a.c"), "w", encoding="utf-8") as file:
            file.write("int main(void) { return 0; }\n")
        subprocess.run([os.path.join(self.bin, "snip"), "-C", project, "update"], check=True, stdout=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, env=self.environment(self.folder("asked/tmp")))

    def know_compiler(self, project, home):
        """
        Has snip know in the new PROJECT what the compiler said, as after a first run of the user of HOME: six boxes
        less. What was proven is not known there, and another compiler is asked.
        """
        os.mkdir(os.path.join(project, ".snip"), 0o700)
        shutil.copy2(os.path.join(self.asked, "project/.snip/toolchain.json"), os.path.join(project, ".snip"))
        shutil.copytree(os.path.join(self.asked, "home"), home, dirs_exist_ok=True)


def release_benches():
    """
    For each user that the test can be: a bench with the release build, since an address sanitizer does not live under
    limits of memory, whether that is the ordinary user, and how test lines name them. Ends the test.
    """
    global SNIP
    SNIP = RELEASE
    with Bench() as bench:
        bench.need_boxes()
        for ordinary in (False, True) if os.geteuid() == 0 else (False,):
            yield bench, ordinary, ", as an ordinary user" if ordinary else ""
    done()


def snapshot(root, without=()):
    """What is below ROOT: path, made visible -> (kind, mode, content or link target, (mtime_ns, inode)).

    The store of proven runs is left out: it is no file of the author's. So are the folders WITHOUT.
    """
    found = {}
    for folder, folders, files in os.walk(root):
        if folder == root and ".snip" in folders:
            folders.remove(".snip")
        folders[:] = [name for name in folders if os.path.join(folder, name) not in without]
        for name in folders + files:
            path = os.path.join(folder, name)
            st = os.lstat(path)
            kind = stat.S_IFMT(st.st_mode)
            content = None
            if kind == stat.S_IFREG and st.st_size > HUGE:
                content = b"%d bytes" % st.st_size
            elif kind == stat.S_IFREG:
                with open(path, "rb") as file:
                    content = file.read()
            elif kind == stat.S_IFLNK:
                content = os.fsencode(os.readlink(path))
            shown = visible(os.fsencode(os.path.relpath(path, root))).replace("\n", "\\n")
            found[shown] = (kind, stat.S_IMODE(st.st_mode), content, (st.st_mtime_ns, st.st_ino), st.st_uid)
    return found


def visible(data):
    """DATA as text in which every byte can be seen."""
    text = data.decode("utf-8", "backslashreplace") if isinstance(data, bytes) else data
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029]",
                  lambda m: "\\r" if m[0] == "\r" else f"\\u{{{ord(m[0]):x}}}", text)


def _diff(old, new):
    old, new = (visible(data).split("\n") for data in (old, new))
    lines = list(difflib.unified_diff(old, new, n=1, lineterm=""))[2:]
    shown = lines if len(lines) <= 80 else lines[:10] + [f"({len(lines) - 20} lines)"] + lines[-10:]
    return shown


def _compare(path, old, new):
    """Lines that say how the file PATH changed, none where it did not."""
    if old is None:
        return [f"added {path}"]
    if new is None:
        return [f"removed {path}"]
    if old[0] != new[0]:
        return [f"became another kind of file: {path}"]
    lines = []
    if old[2] != new[2]:
        lines.append(f"changed {path}")
        if not path.endswith(".json") and b"\0" not in old[2] + new[2]:
            lines += _diff(old[2], new[2])
    elif old[3] != new[3] and old[0] == stat.S_IFREG:
        lines.append(f"touched {path}")
    if old[1] != new[1]:
        lines.append(f"mode {old[1]:o} to {new[1]:o}: {path}")
    if old[4] != new[4]:
        lines.append(f"owner {old[4]} to {new[4]}: {path}")
    return lines


def changes(before, after):
    """Lines that tell how two snapshots differ: contents, modes, owners, and files touched for nothing."""
    lines = []
    for path in sorted(before.keys() | after.keys()):
        lines += _compare(path, before.get(path), after.get(path))
    if not lines:
        # A time stamp of a folder moves with its entries; alone it tells of a file that came and went.
        lines = [f"touched {path}" for path in sorted(before)
                 if before[path][0] == stat.S_IFDIR and before[path][3] != after[path][3]]
    return lines


def digest(data):
    """A short digest for messages."""
    return hashlib.sha256(data).hexdigest()[:12]


def stop_group(process):
    """Kills the process group of PROCESS and reaps it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def processes_with(marker):
    """The processes whose command line holds MARKER: pid -> command line. MARKER must not be in our own."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                line = file.read()
        except OSError:
            continue
        if marker.encode() in line:
            found[int(pid)] = visible(line.replace(b"\0", b" "))
    return found


def await_none(find, seconds=20):
    """Calls FIND until it returns nothing; returns what it still found at the end of a generous bound."""
    end = time.monotonic() + seconds
    while (found := find()) and time.monotonic() < end:
        time.sleep(0.01)
    return found
