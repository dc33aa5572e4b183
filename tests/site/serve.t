#!/usr/bin/env python3
"""`make serve` says before it renders what keeps it from serving: a port that is taken, or none."""

import os
import socket
import subprocess

from blog import ROOT, equal, has, ok, run


def serve(port):
    """What `make serve PORT=port` does once all is set up, where it ends by itself."""
    return subprocess.run([os.path.join(ROOT, "tools/serve"), port], cwd=ROOT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=60)


def test():
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        # The site itself, and what tells browsers of its changes.
        for port in (taken, taken - 31729 if taken > 31729 else taken + 31729):
            done = serve(str(port))
            equal(done.returncode, 1, f"of a site at {port} one port is taken")
            has(done.stdout, f"port {taken} is taken", "which is named")
            has(done.stdout, "make serve PORT=", "and how to choose another")
    for port in ("x", "0", "65536", "-1", "40 00"):
        done = serve(port)
        equal(done.returncode, 2, f"{port!r} is no port")
        ok(done.stdout.count("\n") == 1 and port in done.stdout, "which is said in a line", done.stdout)


run(test)
