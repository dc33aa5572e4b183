"""A machine of the test's own, in which a box may leak without harm, and in which every trace can be seen.

It is a process that is pid 1 of its own pid, mount, network, ipc and uts namespaces. Around what runs in it lie
canaries, things that a box must not reach:

    /mnt/canary/secret      a file that everybody may write, in a folder that everybody may write
    /mnt/canary/socket      a UNIX socket; another one has the abstract name `snip-canary`
    127.0.0.1 and ::1       TCP and UDP listen on port 4001
    192.0.2.2               a host beside it, a network namespace joined by a veth pair; TCP and UDP, port 4002
    a process               of uid 65534, which programs of root's boxes are outside
    0x736e6970, /canary     segments of System V and POSIX shared memory
    a key                   in the session's keyring, of uid 65534
    settings                those of networks, which all networks of the kernel may have in common

What must not be read holds the machine's token: the file, the shared memory, the key's name, the environment that snip
is started with, the canary's command line, the host name and its domain. No program has it in its source, so output
that holds it is a leak; so is output that holds how the kernel was started: its command line and boot id.

Memory is the one thing that no namespace holds. What runs here is ended at 2 GiB, and hostile programs stop at 1 GiB.
"""

import contextlib
import ctypes
import multiprocessing
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback

import harness

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 1 << 12, 1 << 14, 1 << 18
PR_SET_PDEATHSIG = 1
IPC_CREAT = 0o1000
KEY_CALLS = {"x86_64": (248, 250), "aarch64": (217, 219)}
KEYCTL_JOIN_SESSION_KEYRING, KEYCTL_CHOWN, KEY_SPEC_SESSION_KEYRING = 1, 4, -3
SHM_KEY = 0x736E6970
LOOPBACK_PORT, NEIGHBOUR_PORT = 4001, 4002
MEMORY_MAX = 2 << 30  # what snip and all that it started may hold, before the test ends them
HANGS = 600  # seconds: a run that takes longer hangs, on the busiest machine

libc = ctypes.CDLL(None, use_errno=True)


def call(name, *args):
    """Calls the C library's function NAME, with OSError where it fails."""
    result = getattr(libc, name)(*args)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result


def put(path, text):
    """Writes TEXT into the file PATH."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def get(path):
    """The text of the file PATH."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def cover(path, mode, kept):
    """Mounts an empty tmpfs over the folder PATH. What of the folders KEPT lies below it stays at its place."""
    below = {folder: os.open(folder, os.O_PATH) for folder in kept if folder.startswith(path + "/")}
    call("mount", b"tmpfs", path.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, f"size=16m,mode={mode}".encode())
    for folder, fd in below.items():
        os.makedirs(folder)
        call("mount", f"/proc/self/fd/{fd}".encode(), folder.encode(), None, MS_BIND | MS_REC, None)
        os.close(fd)


class Network:
    """The canaries that listen. A socket stays in the network it was made in, so all are this process's."""

    def __init__(self):
        self.listeners = {}
        ip("link", "set", "lo", "up")
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY)
        call("unshare", CLONE_NEWNET)
        self.neighbour = os.open("/proc/self/ns/net", os.O_RDONLY)
        call("setns", self.home, CLONE_NEWNET)
        ip("link", "add", "beside", "type", "veth", "peer", "name", "beside", "netns",
           f"/proc/{os.getpid()}/fd/{self.neighbour}")
        self.address("192.0.2.1/24")
        self.listen("loopback", "127.0.0.1", LOOPBACK_PORT)
        self.listen("loopback", "::1", LOOPBACK_PORT)
        self.local("the abstract socket", "\0snip-canary")
        self.local("the socket's path", "/mnt/canary/socket")
        os.chmod("/mnt/canary/socket", 0o777)
        call("setns", self.neighbour, CLONE_NEWNET)
        self.address("192.0.2.2/24")
        self.listen("the host beside", "0.0.0.0", NEIGHBOUR_PORT)
        call("setns", self.home, CLONE_NEWNET)

    @staticmethod
    def address(address):
        """Sets up this network's end of the pair."""
        ip("address", "add", address, "broadcast", "+", "dev", "beside")
        put("/proc/sys/net/ipv6/conf/beside/disable_ipv6", "1")  # or its addresses would come by and by
        ip("link", "set", "beside", "up")

    def add(self, name, sock, address):
        """Binds SOCK, the canary NAME."""
        sock.bind(address)
        if sock.type == socket.SOCK_STREAM:
            sock.listen(100)
        sock.setblocking(False)
        self.listeners[name] = sock

    def listen(self, where, address, port):
        """Canaries for TCP and UDP."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        for name, kind in (("TCP", socket.SOCK_STREAM), ("UDP", socket.SOCK_DGRAM)):
            sock = socket.socket(family, kind)
            if kind == socket.SOCK_STREAM:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.add(f"{where}, {name} {address}", sock, (address, port))

    def local(self, name, address):
        """A canary among UNIX sockets."""
        self.add(name, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), address)

    def visitors(self):
        """The canaries that somebody reached since the last call."""
        found = []
        for name, sock in self.listeners.items():
            with contextlib.suppress(BlockingIOError):
                while True:
                    if sock.type == socket.SOCK_STREAM:
                        sock.accept()[0].close()
                    else:
                        sock.recv(1 << 16)
                    found.append(name)
        return found


def ip(*words):
    """Runs ip(8)."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


def settings():
    """The settings of this machine's network, and of all networks as it shows them, but for interfaces: path -> value."""
    found = {}
    for folder, folders, names in os.walk("/proc/sys/net"):
        folders[:] = [name for name in folders if name not in ("conf", "neigh")]
        for path in (os.path.join(folder, name) for name in names if not name.endswith("_count")):
            with contextlib.suppress(OSError):
                found[path] = get(path)
    return found


def processes():
    """All processes of this machine's pid namespace."""
    return {int(name) for name in os.listdir("/proc") if name.isdigit()}


def reap():
    """Reaps the orphans, as a pid 1 must. Not while a child of ours runs: it would be taken from its Popen."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def command_line(pid):
    """The command line of PID in a readable form; its short name where it has none."""
    try:
        line = get(f"/proc/{pid}/cmdline").replace("\0", " ")
        return harness.visible(line).strip() or get(f"/proc/{pid}/comm").strip()
    except OSError:
        return "gone"


def resident(pids):
    """How many bytes the processes PIDS hold."""
    pages = 0
    for pid in pids:
        with contextlib.suppress(OSError, IndexError):
            pages += int(get(f"/proc/{pid}/statm").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def available():
    """The memory that this computer has to give, in bytes."""
    for line in get("/proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return 0


def clock_offset():
    """What the wall clock is ahead of the one that nobody can set."""
    return time.clock_gettime(time.CLOCK_REALTIME) - time.clock_gettime(time.CLOCK_BOOTTIME)


class Machine:
    """What is in the machine; to be made as its pid 1."""

    def __init__(self, bench):
        self.bench = bench
        self.patience = 20  # seconds, for what is ending
        self.kept = [harness.ROOT, bench.path]  # what the test itself needs; most checkouts lie in /home
        self.token = "token" + secrets.token_hex(8)
        self.secrets = {"the machine's token": self.token}
        for name, path in (("the command line", "/proc/cmdline"), ("the boot id", "/proc/sys/kernel/random/boot_id")):
            if len(text := get(path).strip()) > 20:
                self.secrets[name] = text
        call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
        call("mount", b"proc", b"/proc", b"proc", 0, None)
        for name in ("sethostname", "setdomainname"):
            call(name, self.token.encode(), len(self.token))
        for path, mode in (("/mnt", "755"), ("/home", "755"), ("/dev/shm", "1777")):
            cover(path, mode, self.kept)
        os.umask(0)
        os.mkdir("/mnt/canary", 0o777)
        for path in ("/mnt/canary/secret", "/home/secret", "/dev/shm/canary"):
            put(path, self.token + "\n")
        self.segment()
        self.key()
        self.network = Network()
        os.umask(0o022)
        self.canary = self.start_canary()
        self.known = {1, self.canary.pid}
        self.taken = {}
        self.look()

    def segment(self):
        """The segment of System V shared memory."""
        number = call("shmget", SHM_KEY, 4096, IPC_CREAT | 0o666)
        libc.shmat.restype = ctypes.c_void_p
        libc.shmdt.argtypes = [ctypes.c_void_p]
        at = libc.shmat(number, None, 0)
        ctypes.memmove(at, self.token.encode(), len(self.token))
        libc.shmdt(at)

    def key(self):
        """The key, of uid 65534, in a session keyring that all processes here have (keyrings(7))."""
        add_key, keyctl = KEY_CALLS.get(os.uname().machine, (-1, -1))  # by number: the C library has neither
        with contextlib.suppress(OSError):
            call("syscall", keyctl, KEYCTL_JOIN_SESSION_KEYRING, None)
            key = call("syscall", add_key, b"user", self.token.encode(), b"x", 1, KEY_SPEC_SESSION_KEYRING)
            if can_change_user():
                call("syscall", keyctl, KEYCTL_CHOWN, key, harness.ORDINARY, harness.ORDINARY)

    def start_canary(self):
        """A process for others to harm."""
        user = str(harness.ORDINARY)
        become = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if can_change_user() else []
        canary = subprocess.Popen(become + ["bash", "-c", "echo; read -r _", self.token], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, cwd="/", start_new_session=True)
        canary.stdout.readline()
        return canary

    def state(self):
        """What a run may not change: name -> value."""
        pid = self.canary.pid
        found = {
            "the mounts": get("/proc/self/mountinfo"),
            "the host name": socket.gethostname(),
            "the interfaces": sorted(name for _, name in socket.if_nameindex()),
            "the routes": get("/proc/net/route"),
            "the shared memory": sorted(line.split()[0:3] for line in get("/proc/sysvipc/shm").splitlines()),
            "the semaphores": get("/proc/sysvipc/sem"),
            "the message queues": get("/proc/sysvipc/msg"),
            "where cores go": get("/proc/sys/kernel/core_pattern"),
            "the files outside": [harness.snapshot(path, self.kept) for path in ("/mnt", "/home", "/dev/shm")],
        }
        try:
            found["the canary process"] = (get(f"/proc/{pid}/limits"), get(f"/proc/{pid}/oom_score_adj"),
                                           os.sched_getaffinity(pid), os.getpriority(os.PRIO_PROCESS, pid),
                                           os.sched_getscheduler(pid), process_state(pid))
        except OSError:
            found["the canary process"] = "gone"
        return {**found, **settings()}

    def look(self):
        """Takes things as they are now for right."""
        self.taken = self.state()
        self.network.visitors()
        self.clock = clock_offset()

    def others(self):
        """The processes that are not this machine's own."""
        reap()
        return processes() - self.known

    def left(self):
        """The processes that stay, as lines, and ends them. For what is ending it waits."""
        found = harness.await_none(self.others, self.patience)
        lines = [f"left behind: process {pid}: {command_line(pid)}" for pid in sorted(found)]
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        harness.await_none(self.others)
        return lines

    def traces(self):
        """What has changed since look(), as lines; and looks again."""
        lines = self.left()
        lines += [f"reached: {name}" for name in self.network.visitors()]
        now = self.state()
        lines += [f"changed: {name}: {self.taken[name]!r:.600} is now {now[name]!r:.600}"
                  for name in now if now[name] != self.taken[name]]
        if abs(clock_offset() - self.clock) > 60:
            lines.append("changed: the clock")
        self.look()
        return lines

    def run(self, command, cwd, env, watch=None):
        """
        Runs COMMAND to its end. Returns its exit status (None: it hung), its output, and what had to be done to it,
        as lines. WATCH is called with its Popen while it runs.
        """
        env = {**env, "SECRET": self.token}
        done = []
        # A descriptor that a program must not inherit.
        with (open("/mnt/canary/secret", "rb") as secret,
              subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, pass_fds=[secret.fileno()],
                               start_new_session=True) as process):
            over = threading.Event()
            watchers = [threading.Thread(target=self.guard, args=(over, done))]
            if watch:
                watchers.append(threading.Thread(target=watch, args=(process, over, done)))
            for thread in watchers:
                thread.start()
            try:
                output, _ = process.communicate(timeout=HANGS)
            except subprocess.TimeoutExpired:
                done.append(f"it hung: ended by the test after {HANGS} s")
                harness.stop_group(process)
                output = b""
            over.set()
            for thread in watchers:
                thread.join()
            return process.returncode, output, done

    def guard(self, over, done):
        """Ends what holds so much memory that the computer would suffer: a limit that is missing."""
        while not over.wait(0.05):
            with contextlib.suppress(ProcessLookupError):
                found = processes() - self.known
                if resident(found) > MEMORY_MAX:
                    worst = max(found, key=lambda pid: resident([pid]))
                    line = command_line(worst)
                    os.kill(worst, signal.SIGKILL)
                    done.append(f"over {MEMORY_MAX >> 20} MiB were held: process {line:.80} was ended by the test")


def process_state(pid):
    """Running and sleeping are one; stopped, traced or dead is another."""
    letter = get(f"/proc/{pid}/stat").rpartition(")")[2].split()[0]
    return "S" if letter == "R" else letter


def can_change_user():
    """Tells root of the computer from root of a user namespace, who has one user only."""
    return get("/proc/self/uid_map").split()[2] != "1"


def enter(bench, work, pipe):
    """In a child: makes the namespaces, and in them a pid 1 that calls WORK(machine, pipe)."""
    uid, gid = os.geteuid(), os.getegid()
    own = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET
    call("unshare", own | (CLONE_NEWUSER if uid else 0))
    if uid:
        put("/proc/self/setgroups", "deny")
        put("/proc/self/uid_map", f"0 {uid} 1")
        put("/proc/self/gid_map", f"0 {gid} 1")
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    first = os.fork()
    if first:
        pipe.close()
        os.waitpid(first, 0)
        os._exit(0)
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    work(Machine(bench), pipe)


def start(bench, work):
    """Starts a machine; returns the pipe on which WORK(machine, pipe) talks, which runs in it."""
    ours, theirs = multiprocessing.Pipe()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            enter(bench, work, theirs)
        except BaseException:  # pylint: disable=broad-exception-caught
            sys.stderr.write(traceback.format_exc())
        finally:
            sys.stderr.flush()
            os._exit(0)
    theirs.close()
    return pid, ours
