#!/usr/bin/env python3
"""Holds that snip reaches the files of a project through one door, file/project.h, and by no other call."""

import os
import re

import tap

# What takes a path and does something to what is there (man-pages, sections 2 and 3; jansson, libyaml).
CALLS = (
    "access canonicalize_file_name chdir chmod chown creat eaccess euidaccess execv execve execvp execvpe faccessat "
    "fchmodat fchownat fopen freopen fstatat fts_open ftw futimesat getxattr glob json_dump_file json_load_file lchown "
    "link linkat listxattr lstat mkdir mkdirat mkdtemp mkfifo mkfifoat mknod mknodat mkostemp mkstemp mount nftw open "
    "openat opendir pathconf popen readlink readlinkat realpath remove rename renameat renameat2 rmdir scandir setxattr "
    "stat statfs statvfs statx symlink symlinkat system truncate unlink unlinkat utime utimensat utimes"
).split()

# The door, and who may make such calls for what is none of the project's.
DOOR = ("file/walk.c", "file/project.c")
MACHINE = ("file/fs.c", "file/secret.c")
OTHERS = {"cmd/cmd.c": ("chdir",)}  # -C DIR
LAYER = "box/"  # boxes and what the kernel tells; it is given contents, and no path of the project

# What file/fs.h does to the machine's files, and who asks for that.
FS = re.compile(r"\bfs_(?:exists|identity|is_dir|is_program|make_temporary|owner|read|real|remove_tree)\b")
ASKS = (
    "cmd/doctor.c", "cmd/lock.c", "engine/plan/command.c", "engine/plan/load.c", "engine/plan/needs.c",
    "engine/work/dependency.c", "engine/work/store.c", "engine/build/toolchain.c",
)

CALL = re.compile(rf"(?<![\w.>])(?:(?:{'|'.join(CALLS)})(?=\()|SYS_(?:{'|'.join(CALLS)}|openat2|open_tree)\b)")
PLAIN = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)


def code(root, path):
    """The text of PATH, comments and strings blanked out."""
    return PLAIN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), tap.read(root, path))


def hits(root, pattern):
    """Yields (file, line, what) of each match in the C files below ROOT."""
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            if not name.endswith(".c"):
                continue
            text = code(root, path)
            for match in pattern.finditer(text):
                yield path, text.count("\n", 0, match.start()) + 1, match[0]


def side_doors(root):
    """Calls by path where none may be."""
    return [
        f"{path}:{line}: {what} is not for here: see file/project.h and file/fs.h"
        for path, line, what in hits(root, CALL)
        if path not in DOOR + MACHINE and not path.startswith(LAYER) and what not in OTHERS.get(path, ())
    ]


def machine_files(root):
    """Files of the machine asked for where nobody has business with them."""
    return [
        f"{path}:{line}: {what} is for files of the machine"
        for path, line, what in hits(root, FS)
        if path not in MACHINE + ASKS and not path.startswith(LAYER)
    ]


def includes(root):
    """Files of the layer below that know the project's."""
    found = hits(root, re.compile(r"\bproject_\w+\("))
    return [f"{path}:{line}: {what} is not for here" for path, line, what in found if path.startswith(LAYER)]


def main():
    bad = tap.plant(
        {
            "file/project.c": "int fd = openat(a, b, c);\n",
            "file/fs.c": "stat(path, &st);\n",
            "base/other.c": "/* open(x) */ f = fopen(path, mode);\n",
            "cmd/cmd.c": "chdir(folder);\nunlink(path);\n",
            "engine/a.c": 's = "open(x)";\nsyscall(SYS_openat2, 1);\nreopen(x); a.open(x); b->stat(y);\nfs_read(p);\n',
            "engine/plan/load.c": "fs_exists(above);\n",
            "box/world/world.c": "open(path);\nproject_read(path);\n",
        }
    )
    tap.finds(side_doors(bad), ["base/other.c:1", "cmd/cmd.c:2", "engine/a.c:2"], "calls beside the door")
    tap.finds(machine_files(bad), ["engine/a.c:4"], "files of the machine")
    tap.finds(includes(bad), ["box/world/world.c:2"], "the project's files below the door")

    snip = os.path.join(tap.ROOT, "tools/snip")
    tap.ok(sum(1 for path, _, _ in hits(snip, CALL) if path in DOOR) > 10, "the door has calls")
    tap.clean(side_doors(snip), "no call opens, makes or removes a file by its path but in file/project.c and for the machine")
    tap.clean(machine_files(snip), "files of the machine are asked for by those who have business with them")
    tap.clean(includes(snip), "what runs in a box is given contents, and no path of the project")
    tap.done()


main()
