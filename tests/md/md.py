"""What the tests of finding and writing blocks share: TAP, the driver, and libcmark as the judge.

The judge is the library itself through ctypes: it shares no code with snip.
"""

import ctypes
import ctypes.util
import fcntl
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "test" / "md"
UNITS = ["base/*.c", "file/digest.c", "doc/post/*.c", "engine/record/record*.c", "box/trace/call.c",
         *(f"engine/truth/{name}.c" for name in ("choice", "columns", "listing", "mark", "sslines", "states", "table", "view"))]


# --- TAP -------------------------------------------------------------------------------------------

class Tap:
    """Counts and prints results; a failure shows its details as diagnostics."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, good, name, detail=""):
        self.count += 1
        self.failed += not good
        print(("ok" if good else "not ok"), self.count, "-", name.replace("#", "\\#"))
        if not good:
            for line in str(detail).splitlines()[:40]:
                print("#", line)
        sys.stdout.flush()
        return good

    def done(self):
        print(f"1..{self.count}")
        sys.exit(1 if self.failed or not self.count else 0)


def skip_all(reason):
    """Ends the test: skipped on a person's machine, failed in CI."""
    if os.environ.get("CI"):
        print(f"not ok 1 - {reason}")
        print("1..1")
        sys.exit(1)
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


# --- the driver ------------------------------------------------------------------------------------

def _flags(*args):
    return subprocess.run(["pkg-config", *args, "libcmark", "libcrypto", "jansson"], check=True,
                          capture_output=True, text=True).stdout.split()


def build_driver():
    """Compiles driver.c with snip's sources under sanitizers, where any of them is newer."""
    source = ROOT / "tools" / "snip"
    units = [Path(__file__).with_name("driver.c")]
    for unit in UNITS:
        units += sorted(source.glob(unit))
    inputs = units + [header for unit in units[1:] for header in unit.parent.glob("*.h")]
    driver = BUILD / "driver"
    BUILD.mkdir(parents=True, exist_ok=True)
    with open(BUILD / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        newest = max(path.stat().st_mtime for path in inputs)
        if not driver.exists() or driver.stat().st_mtime < newest:
            fresh = BUILD / "driver.new"
            subprocess.run([os.environ.get("CC", "cc"), "-std=gnu17", "-D_GNU_SOURCE", f"-I{source}",
                            "-O1", "-g", "-fsanitize=address,undefined",
                            "-fno-sanitize-recover=all", *_flags("--cflags"), "-o", str(fresh),
                            *map(str, units), *_flags("--libs")], check=True)
            fresh.rename(driver)
    return driver


def shown_lines(content):
    """CONTENT as a fence holds it: whole lines, with no blanks at their ends."""
    lines = content.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return b"".join(line.rstrip(b" \t") + b"\n" for line in lines)


class Report:
    """What the driver said: blocks, errors, states."""

    def __init__(self, text):
        self.text = text
        self.good = text.endswith("good\n")
        self.blocks, self.errors, self.states = [], [], []
        for line in text.split("\n"):
            words = line.split("\t")
            if words[0] == "block":
                self.blocks.append({
                    "line": int(words[1]), "close": int(words[2]), "fence": int(words[3]),
                    "kind": words[4], "target": words[5], "region": words[6],
                    "digest": words[7], "size": int(words[8]), "attributes": words[9].split(" ")[:-1]})
            elif words[0] == "error":
                self.errors.append((int(words[2]), words[3], words[4]))
            elif words[0] == "state":
                self.states.append(words[1])


class Driver:
    """One process that scans and embeds; it must live as long as it is asked."""

    def __init__(self):
        self.process = subprocess.Popen([str(build_driver())], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def _ask(self, request):
        self.process.stdin.write(request)
        self.process.stdin.flush()

    def _answer(self):
        head = self.process.stdout.readline()
        if not head:
            raise RuntimeError(f"the driver died with status {self.process.wait()}")
        return self.process.stdout.read(int(head))

    def scan(self, post):
        self._ask(b"scan %d\n" % len(post) + post)
        return Report(self._answer().decode())

    def embed(self, post, contents, overwrite=False):
        """CONTENTS: (bytes or None, info or None) for each block; a single one is for all."""
        request = b"embed %d %d %d\n" % (len(post), overwrite, len(contents)) + post
        for text, info in contents:
            size = -1 if text is None else len(text)
            request += b"%d %s\n" % (size, (info or "-").encode()) + (text or b"")
        self._ask(request)
        report = Report(self._answer().decode())
        return report, self._answer()

    def view(self, post, record):
        """What the one block of POST shows of RECORD, a JSON text: the text, and (index, lane) of each event."""
        self._ask(b"view %d %d\n" % (len(post), len(record)) + post + record)
        report = [line.split("\t") for line in self._answer().decode().splitlines()]
        return self._answer().decode(), [(int(index), lane) for index, lane in report]

    def close(self):
        """Ends the process; its status shows leaks."""
        self.process.stdin.close()
        return self.process.wait()


# --- libcmark --------------------------------------------------------------------------------------

class Cmark:
    """The tree of a document, as plain tuples."""

    TYPES = {3: "list", 4: "item", 5: "code", 6: "html", 15: "html_inline"}

    def __init__(self):
        name = ctypes.util.find_library("cmark")
        if not name:
            skip_all("libcmark is not to be found (Debian: libcmark-dev)")
        self.lib = ctypes.CDLL(name)
        node = ctypes.c_void_p
        for function in ("first_child", "next"):
            getattr(self.lib, "cmark_node_" + function).restype = node
            getattr(self.lib, "cmark_node_" + function).argtypes = [node]
        for function in ("get_literal", "get_type_string", "get_fence_info"):
            getattr(self.lib, "cmark_node_" + function).restype = ctypes.c_char_p
            getattr(self.lib, "cmark_node_" + function).argtypes = [node]
        self.lib.cmark_node_get_start_line.argtypes = [node]
        self.lib.cmark_node_free.argtypes = [node]
        self.lib.cmark_parse_document.restype = node
        self.lib.cmark_parse_document.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]

    def _walk(self, node, path, found):
        kind = self.lib.cmark_node_get_type_string(node).decode()
        literal = self.lib.cmark_node_get_literal(node)
        info = self.lib.cmark_node_get_fence_info(node) if kind == "code_block" else None
        found.append((path, kind, self.lib.cmark_node_get_start_line(node), literal, info))
        child = self.lib.cmark_node_first_child(node)
        while child:
            self._walk(child, path + (kind,), found)
            child = self.lib.cmark_node_next(child)

    def nodes(self, text):
        """All nodes in document order: (types above, type, start line, literal, info)."""
        root = self.lib.cmark_parse_document(text, len(text), 0)
        found = []
        self._walk(root, (), found)
        self.lib.cmark_node_free(root)
        return found


COMMENT = re.compile(rb"[ \t]*<!--[ \t]*(/?snip)(?:[ \t](?:(?!-->).)*)?-->[ \t]*\n?\Z")


def directives(nodes, shift=0):
    """(line, word, types above) of every HTML block of one line that is a comment of snip."""
    found = []
    for path, kind, line, literal, _ in nodes:
        match = kind == "html_block" and COMMENT.match(literal)
        if match:
            found.append((line + shift, match.group(1).decode(), path))
    return found
