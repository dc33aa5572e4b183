#!/usr/bin/env python3
"""Holds snip's words of system calls to those of strace(1), over the programs of programs.c.

Each program runs three times: watched by strace, watched by watch.c, and recorded by snip in a box. What
strace says is turned into snip's words by the tables below, which are all that may differ; the rest must be the
same, call by call.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "test" / "trace"
SOURCE = ROOT / "tools" / "snip"
SNIP = ROOT / "build" / "snip"
UNITS = ["base/buf.c", "base/mem.c", "base/err.c", "base/text.c", "base/vec.c", "box/trace/call.c"]
UNITS += [f"engine/trace/{name}.c" for name in ("callwords", "numbers", "pieces")]

# --- what may differ -------------------------------------------------------------------------------

# Names: as programs have them (box/trace/call.h), where strace has the kernel's.
NAMES = {
    "openat": "open", "pipe2": "pipe", "dup3": "dup2", "ppoll": "poll", "pselect6": "select",
    "epoll_create1": "epoll_create", "epoll_pwait": "epoll_wait", "eventfd2": "eventfd", "signalfd4": "signalfd",
    "rt_sigtimedwait": "sigtimedwait", "exit_group": "exit",
}

# So too where an argument says that the program called the simpler function: which, and what it is then.
ALIASES = {
    "sendto": ("send", 4, "NULL"), "recvfrom": ("recv", 4, "NULL"), "wait4": ("waitpid", 3, "NULL"),
    "clock_nanosleep": ("nanosleep", 0, "CLOCK_REALTIME"), "clone": ("fork", 0, "child_stack=NULL"),
}

# Constants: strace has Linux' names of levels where programs have POSIX', those of the kernel for times on 64
# bits, a flag of two names by the other one, and what is given to one system call only by a name of that.
CONSTANTS = {
    r"\bSOL_(TCP|IPV6|IP)\b": r"IPPROTO_\1", r"\b(SO_(RCV|SND)TIMEO)_OLD\b": r"\1", r"\bWSTOPPED\b": "WUNTRACED",
    r"\b(EPOLL|EFD|TFD|SFD)_(CLOEXEC|NONBLOCK)\b": r"O_\2", r"\bTIOCOUTQ\b": "SIOCOUTQ",
}


def text(arg):
    """Strings: strace writes all but ASCII in octal and cuts at bytes; snip leaves UTF-8 and cuts at characters."""
    if not arg.startswith('"'):
        return arg
    escapes = {"n": 10, "t": 9, "r": 13, "v": 11, "f": 12, '"': 34, "\\": 92}
    raw = bytes(int(m[1], 8) if m[1] else escapes[m[2]] if m[2] else ord(m[0])
                for m in re.finditer(r"\\([0-7]{1,3})|\\(.)|[^\\]", arg[1:arg.rindex('"')]))
    units, chars = [], raw.decode("utf-8", "surrogateescape")
    for i, char in enumerate(chars):
        code, digit = ord(char), chars[i + 1:i + 2].isdigit()
        units.append({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
                     or ("\\0" if code == 0 and not digit else "")
                     or (f"\\x{code & 255:02X}" if code < 32 or code == 127 or 0xDC80 <= code <= 0xDCFF else char))
    fits = max(n for n in range(len(units) + 1) if len("".join(units[:n])) <= 32)
    return '"' + "".join(units[:fits]) + ("…" if fits < len(units) or arg.endswith("...") else "") + '"'


def address(arg):
    """Addresses: short; one that has no bytes, or could not be read, is nothing; one that is cut is its family."""
    if m := re.search(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("(.*?)"\)', arg):
        return f"{m[2]}:{m[1]}"
    if m := re.search(r'sun_path=(@?)"(.*)"', arg):
        return f"@{m[2]}" if m[1] else f'"{m[2]}"'
    m = re.search(r"sa_family=(\w+)", arg)
    return m[1] if m else None


def time(arg):
    """Times: in one unit; until when is left out, as it is another in each run."""
    numbers = [int(n) for n in re.findall(r"tv_\w*sec=(\d+)", arg)]
    if not numbers:
        return arg
    ns = numbers[0] * 10**9 + numbers[1] * (1000 if "tv_usec" in arg else 1)
    unit, name = next((u, n) for u, n in ((10**9, "s"), (10**6, "ms"), (1000, "µs"), (1, "ns")) if ns % u == 0)
    return f"{ns // unit} {name}" if ns else "0"


def milliseconds(arg):
    return time(f"tv_sec={int(arg) // 1000}, tv_nsec={int(arg) % 1000 * 10**6}") if int(arg) >= 0 else arg


def timer(arg):
    """Timers: first when, then how often."""
    every, first = (time(part) for part in re.findall(r"\{tv_sec.*?\}", arg))
    return first + (f" every {every}" if every != "0" else "")


def option(arg, args):
    """Values of options: as what they mean, without what strace puts round a number."""
    names = {"SO_TYPE": {"1": "SOCK_STREAM"}, "SO_DOMAIN": {"2": "AF_INET"}, "SO_PROTOCOL": {"6": "IPPROTO_TCP"}}
    if "TIMEO" in args[2]:
        raw = re.findall(r"\\([0-7]{1,3})|([^\\])", arg.strip('"'))
        raw = bytes(int(octal, 8) if octal else ord(char) for octal, char in raw)
        return time(f"tv_sec={int.from_bytes(raw[:8], 'little')}, tv_usec={int.from_bytes(raw[8:], 'little')}")
    if arg.startswith("0x"):
        return "1"  # a byte of options_set(), which strace does not read
    arg = re.sub(r"^\[(.*)\]$", r"\1", arg)
    return names.get(args[2], {}).get(arg, re.sub(r"\w+=", "", arg))


def status(arg):
    """How processes ended: in words."""
    if m := re.search(r"WEXITSTATUS\(s\) == (\d+)|si_code=CLD_EXITED.*si_status=(\d+)", arg):
        words = f"exit {m[1] or m[2]}"
    elif m := re.search(r"WTERMSIG\(s\) == SIG(\w+)", arg):
        words = f"killed by {m[1]}"
    else:
        m = re.search(r"si_signo=(\w+)", arg)
        return f"[{m[1]}]" if m else None
    pid = re.search(r"si_pid=(\d+)", arg)
    return f"[{pid[1]} {words}]" if pid else f"[{words}]"


def signals(arg):
    """Sets of signals: with their names' beginnings; real-time ones are counted from SIGRTMIN."""
    if arg == "NULL":
        return None
    names = [f"SIGRTMIN+{int(n[3:]) - 2}" if n.startswith("RT_") else "SIG" + n for n in arg[1:-1].split()]
    return f"[{', '.join(names)}]".replace("+0]", "]")


def vectors(arg):
    """Vectors: what they hold together."""
    return text('"' + "".join(re.findall(r'iov_base="(.*?)", iov_len', arg)) + '"')


def messages(arg, filled=False):
    """Messages: who, what, and beside it what; none that could not be read."""
    found = []
    for one in re.findall(r"\{msg_name=.*?msg_flags=[\w|]+\}", arg):
        parts = [address(one) if "sa_family" in one else None, vectors(one)]
        parts += [f"SCM_RIGHTS [{fds}]" for fds in re.findall(r"SCM_RIGHTS, cmsg_data=\[(.*?)\]", one)]
        flags = re.search(r"msg_flags=([\w|]+)", one)[1].replace("|MSG_CMSG_CLOEXEC", "")
        parts.append(flags if filled and flags != "0" else None)
        found.append("{" + ", ".join(part for part in parts if part) + "}")
    return ", ".join(found) or None


def polled(arg):
    """Descriptors of poll(2) and events of epoll(7): without the names of members."""
    if arg == "NULL":
        return None
    fds = re.findall(r"\{fd=(-?\d+), r?events=([\w|]+)\}", arg)
    return "[" + ", ".join(f"{fd} {what}" for fd, what in fds) + "]"


def events(arg):
    found = re.findall(r"\{events=([\w|]+), data=\{u32=(\d+)", arg)
    return "[" + ", ".join(f"{data} {what}" for what, data in found) + "]" if found else None


def event(arg):
    m = re.search(r"events=([\w|]+)", arg)
    return m and m[1]


def keep(arg):
    return arg


def unless(*left_out):
    """What tells nothing: flags and protocols that are 0, NULL, the current folder."""
    return lambda arg: None if arg in left_out else arg


def flags(arg):
    """O_RDONLY is no flag that fcntl(2) could set."""
    return arg.replace("O_RDONLY|", "")


def pair(arg):
    return arg if arg.startswith("[") else None


zero = unless("0")
none = lambda arg: None
BUF = lambda arg: "NULL" if arg == "NULL" else "buf"
MSG, EVENTS = (lambda arg: "msg"), (lambda arg: "events")
protocol = unless("0", "IPPROTO_IP")

# Arguments that are given, and, where the second of two, those that are filled: they follow the result.
OUT_ADDRESS, OUT_TEXT = (none, address), (BUF, lambda arg: text(arg) if arg.startswith('"') and arg != '""' else None)
OUT_TEXTS = (BUF, vectors)
GIVEN = {
    "socket": [keep, keep, protocol], "socketpair": [keep, keep, protocol, (none, pair)],
    "bind": [keep, address, none], "connect": [keep, address, none], "listen": [keep, keep],
    "accept": [keep, OUT_ADDRESS, none], "accept4": [keep, OUT_ADDRESS, none, zero],
    "getsockname": [keep, OUT_ADDRESS, none], "getpeername": [keep, OUT_ADDRESS, none], "shutdown": [keep, keep],
    "setsockopt": [keep, keep, keep, option, none], "getsockopt": [keep, keep, keep, (none, option), none],
    "sendto": [keep, text, keep, zero, address, none], "recvfrom": [keep, OUT_TEXT, keep, zero, OUT_ADDRESS, none],
    "sendmsg": [keep, messages, zero], "recvmsg": [keep, (MSG, lambda arg: messages(arg, True)), zero],
    "sendmmsg": [keep, messages, keep, zero],
    "recvmmsg": [keep, (MSG, lambda arg: messages(arg, True)), keep, zero, time],
    "read": [keep, OUT_TEXT, keep], "write": [keep, text, keep], "readv": [keep, OUT_TEXTS, keep],
    "writev": [keep, vectors, keep], "sendfile": [keep, keep, none, keep],
    "splice": [keep, none, keep, none, keep, zero], "close": [keep], "dup": [keep], "dup2": [keep, keep],
    "dup3": [keep, keep, zero], "pipe2": [(none, pair), zero], "fcntl": [keep, keep, flags],
    "flock": [keep, keep], "ioctl": [keep, keep, lambda arg: None],
    "openat": [unless("AT_FDCWD"), text, keep, none], "poll": [polled, none, milliseconds],
    "ppoll": [polled, none, time, signals, none], "select": [keep, keep, keep, keep, time],
    "epoll_create1": [zero], "epoll_ctl": [keep, keep, keep, event],
    "epoll_wait": [keep, (EVENTS, events), keep, milliseconds], "eventfd2": [keep, zero],
    "signalfd4": [keep, signals, none, zero], "timerfd_create": [keep, zero],
    "timerfd_settime": [keep, zero, timer, none], "clock_nanosleep": [unless("CLOCK_REALTIME"), zero, time, none],
    "setitimer": [keep, timer, none], "alarm": [keep], "sched_yield": [], "kill": [keep, keep],
    "tgkill": [keep, keep, keep], "rt_sigtimedwait": [signals, (none, status), time, none],
    "clone": [none, none, none], "execve": [text, keep, none], "wait4": [keep, (none, status), zero, none],
    "waitid": [keep, keep, (none, status), keep, none], "exit_group": [keep],
}

# --- one line of strace ----------------------------------------------------------------------------


def split(args):
    """ARGS at the commas that are in no brackets and no string."""
    parts = re.findall(r'"(?:\\.|[^"\\])*"(?:\.\.\.)?|[\[{(]|[\]})]|, |[^"\[\]{}(), ]+|.', args)
    found, depth = [""], 0
    for part in parts:
        depth += (part in "[{(") - (part in "]})")
        if part == ", " and depth == 0:
            found.append("")
        else:
            found[-1] += part
    return found if args else []


def outcome(result):
    """Results: an error has its name only; what stands behind a number in brackets is said without them."""
    if m := re.match(r"-1 \w+", result):
        return m[0]
    if m := re.match(r"0x\w+ \(flags (.*)\)", result):
        return m[1]
    if m := re.match(r"(\d+) \((.*)\)$", result):
        what = polled(m[2]) if m[2].startswith("[{fd") else m[2]
        return m[1] if what == "Timeout" or what.startswith("SIG") else f"{m[1]} {what}"
    return result


def expected(line):
    """What snip must say for LINE of strace; None where a recording does not stop at that call."""
    m = re.match(r"(\w+)\((.*)\)\s+= (.*)$", line)
    if not m or m[1] not in GIVEN:
        return None
    name, args, result = m[1], split(m[2]), outcome(m[3])
    alias = ALIASES.get(name)
    given, filled = [], []
    for arg, kind in zip(args, GIVEN[name]):
        kinds = kind if isinstance(kind, tuple) else (kind, none)
        words = [f(arg, args) if f is option else f(arg) for f in kinds]
        given += [words[0]] if words[0] else []
        filled += [f"[{words[1]}]" if kinds[1] is option else words[1]] if words[1] else []
    if name == "ioctl" and args[2].startswith("["):
        (given if args[1] == "FIONBIO" else filled).append(args[2])
    if name == "clock_nanosleep" and args[1] == "TIMER_ABSTIME":
        given[-1] = "…"
    own = alias[0] if alias and args[alias[1]] == alias[2] else NAMES.get(name, name)
    words = f"{own}({', '.join(given)})"
    words = re.sub(r"(0x\w+) /\* \w+_\?\?\? \*/", lambda m: str(int(m[1], 0)), words)  # numbers without a name
    if result != "?":
        words += " = " + " ".join([result] + (filled if not result.startswith("-1") else []))
    for pattern, instead in CONSTANTS.items():
        words = re.sub(pattern, instead, words)
    return words


def plain(line):
    """LINE without what differs from run to run, and with its flags in one order."""
    line = re.sub(r"(127\.0\.0\.1):([1-9]\d*|<port\d*>)", r"\1:<port>", line)
    line = re.sub(r"^((fork|waitpid|wait4)\(.*\) =) \d+", r"\1 <pid>", line)
    line = re.sub(r"^(t?g?kill)\((\d+, )+", r"\1(<pid>, ", line)
    line = re.sub(r"\[\d+ (exit|killed)", r"[<pid> \1", line)
    return re.sub(r"\w+(\|\w+)+", lambda m: "|".join(sorted(m[0].split("|"))), line)


# --- both runs -------------------------------------------------------------------------------------


def build():
    """Compiles both programs, the one with snip's own code under sanitizers."""
    BUILD.mkdir(parents=True, exist_ok=True)
    cc = [os.environ.get("CC", "cc"), "-std=gnu17", "-D_GNU_SOURCE", "-O1", "-g"]
    here = Path(__file__).parent
    subprocess.run([*cc, "-w", "-o", BUILD / "programs", here / "programs.c"], check=True)
    subprocess.run([*cc, f"-I{SOURCE}", "-Wall", "-Wextra", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
                   + ["-o", BUILD / "watch", here / "watch.c", *(SOURCE / unit for unit in UNITS)], check=True)


def between(lines):
    """The LINES of a process between its two sched_yield(); None where it has not begun, as after fork(2)."""
    marks = [i for i, line in enumerate(lines) if line.startswith("sched_yield()")]
    return lines[marks[0] + 1:marks[1] if len(marks) > 1 else None] if marks else []


def run(command, folder, limit=30):
    return subprocess.run([str(part) for part in command], cwd=folder, stdin=subprocess.DEVNULL, timeout=limit,
                          capture_output=True, text=True, check=False)


def by_strace(name):
    with tempfile.TemporaryDirectory() as folder:
        told = run(["strace", "-ff", "-qq", "-s", "200", "-e", "signal=none", "-o", f"{folder}/out",
                    BUILD / "programs", name], folder)
        files = sorted(Path(folder).glob("out.*"), key=lambda path: int(path.suffix[1:]))
        said = [[expected(line) for line in between(path.read_text().splitlines())] for path in files]
        return told, [[plain(line) for line in lines if line] for lines in said]


def by_snip(name):
    with tempfile.TemporaryDirectory() as folder:
        told = run([BUILD / "watch", BUILD / "programs", name], folder)
        said = [between(part.splitlines()) for part in told.stdout.split("--\n")[:-1]]
        return told, [[plain(line) for line in lines if line] for lines in said]


def recorded(record):
    """The calls of each process in RECORD, each with what came of it."""
    lanes = {process["name"]: [] for process in record["trace"]["processes"]}
    for event in record["trace"]["events"]:
        if "call" in event:
            lanes[event["by"]].append(f"{event['call']}({event['args']})")
        if event.keys() & {"call", "returns"} and "result" in event:
            lanes[event["by"]][-1] += f" = {event['result']}"
    return [[plain(line) for line in between(lines)] for lines in lanes.values()]


def by_recorder(names, folder):
    """Records all programs at once; what snip said, and the calls of each."""
    for name in names:
        own = Path(folder, "snippets", name)
        own.mkdir(parents=True)
        shutil.copy(Path(__file__).with_name("programs.c"), own)
        (own / "snippet.yml").write_text(f"run: {{ main: {{ source: programs.c, args: [{name}] }} }}\ntrace: true\n")
    Path(folder, "_posts").mkdir()
    Path(folder, "snip.yml").write_text("flags: [-w, -D_GNU_SOURCE]\n")
    told = run([SNIP, "update"], folder, 300)
    records = {name: Path(folder, "_data", "snippets", f"{name}.json") for name in names}
    return told, {name: recorded(json.loads(path.read_text())) for name, path in records.items() if path.exists()}


def compare(number, name, theirs, ours, said):
    """Prints whether both are the same, and where not."""
    good = ours is not None and theirs == ours and any(theirs)
    print("ok" if good else "not ok", number, "-", name)
    if not good:
        print("#", "\n# ".join(said.splitlines()[-20:]))
        for a, b in zip(sum(theirs, []), sum(ours or [], [])):
            print(*([f"# strace: {a}", f"# snip:   {b}"] if a != b else [f"#         {a}"]), sep="\n")
        print("# processes", [len(lines) for lines in theirs], [len(lines) for lines in ours or []])
    return good


def main():
    if not shutil.which("strace"):
        if os.environ.get("CI"):
            print("1..1\nnot ok 1 - strace is not installed")
            sys.exit(1)
        print("1..0 # SKIP strace is not installed")
        sys.exit(0)
    build()
    names = run([BUILD / "programs"], BUILD).stdout.split()
    with tempfile.TemporaryDirectory() as folder:
        recorder, records = by_recorder(names, folder)
    good = 0
    for number, name in enumerate(names):
        (told, theirs), (watched, ours) = by_strace(name), by_snip(name)
        good += compare(2 * number + 1, name, theirs, ours, told.stderr + watched.stderr)
        theirs = [[line for line in lines if not line.startswith("exit(")] for lines in theirs]  # told as an end
        good += compare(2 * number + 2, f"{name}, recorded", theirs, records.get(name),
                        "\n".join(re.findall(rf".*snippets/{name}/.*", recorder.stdout + recorder.stderr)))
    print(f"1..{2 * len(names)}")
    sys.exit(0 if good == 2 * len(names) >= 60 else 1)


main()
