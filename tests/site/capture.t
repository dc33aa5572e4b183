#!/usr/bin/env python3
"""Captures: the packets of a run that is shown can be fetched, and tcpdump reads them as they were."""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess

from blog import Site, equal, lacks, ok, run, skip_all

POST = """---
title: x
---

<!-- snip packets tcp/two on=lan -->
```text
1  alice > server
```
<!-- /snip aaaaaaaaaaaaaaaa -->

<!-- snip timeline plain -->
```text
x
```
<!-- /snip aaaaaaaaaaaaaaaa -->

<!-- snip calls calls -->
```text
x
```
<!-- /snip aaaaaaaaaaaaaaaa -->
"""


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def frame(source, target, protocol, carried, at):
    """A frame of IPv4; the checksum of what it carries is at AT."""
    ends = socket.inet_aton(source) + socket.inet_aton(target)
    pseudo = ends + struct.pack("!BBH", 0, protocol, len(carried))
    carried = carried[:at] + struct.pack("!H", checksum(pseudo + carried)) + carried[at + 2:]
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(carried), 0, 0x4000, 64, protocol, 0) + ends
    header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
    return bytes.fromhex("020000000101020000000102" "0800") + header + carried


def tcp(source, target, ports, numbers, flags, data=b""):
    return frame(source, target, 6, struct.pack("!HHIIBBHHH", *ports, *numbers, 0x50, flags, 65535, 0, 0) + data, 16)


def udp(source, target, ports, data):
    return frame(source, target, 17, struct.pack("!HHHH", *ports, 8 + len(data), 0) + data, 6)


def turned(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


ALICE, SERVER = "10.0.1.2", "10.0.1.1"
SYN = tcp(ALICE, SERVER, (50000, 9999), (0, 0), 2)
PING = tcp(ALICE, SERVER, (50000, 9999), (1, 1), 24, b"ping")
LONG = udp(ALICE, SERVER, (50001, 9), b"x" * 1000)
SIX = bytes.fromhex("33330000000102000000010286dd" "6000000003e81140") + socket.inet_pton(socket.AF_INET6, "fd01::2") \
    + socket.inet_pton(socket.AF_INET6, "fd01::1") + struct.pack("!HHHH", 50001, 9, 1000, 0) + b"x" * 992
ARP = bytes.fromhex("ffffffffffff0200000001020806" "0001080006040001" "0200000001020a000102" "0000000000000a000101")


def leaves(step, number, data):
    return {"step": step, "host": "alice", "leaves": number, "on": "lan", "from": ALICE, "to": SERVER, "is": "x",
            "bytes": base64.b64encode(data).decode()}


EVENTS = [
    {"step": 1, "by": "alice", "call": "socket", "args": "AF_INET, SOCK_STREAM, 0", "result": "3"},
    leaves(2, 1, SYN),
    {"step": 3, "host": "server", "arrives": 1, "on": "lan"},
    leaves(7, 2, PING),
    {"step": 8, "host": "server", "arrives": 2, "on": "lan", "text": "one bit turned over",
     "bytes": base64.b64encode(turned(PING, 54)).decode()},
    leaves(12, 3, LONG[:256]),
    {"step": 13, "host": "server", "lost": 3, "on": "lan"},
    leaves(14, 4, SIX[:256]),
    leaves(1000000, 5, ARP),
]
# Steps are microseconds; the bit is in what Wireshark and tcpdump see too; what was cut says so.
READ = """\
00:00:00.000002 IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 40)
    10.0.1.2.50000 > 10.0.1.1.9999: Flags [S], cksum 0xaf80 (correct), seq 0, win 65535, length 0
00:00:00.000007 IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto TCP (6), length 44)
    10.0.1.2.50000 > 10.0.1.1.9999: Flags [P.], cksum 0xd093 (incorrect -> 0xcf93), seq 1:5, ack 1, win 65535, length 4
00:00:00.000012 IP (tos 0x0, ttl 64, id 0, offset 0, flags [DF], proto UDP (17), length 1028)
    10.0.1.2.50001 > 10.0.1.1.9: UDP, length 1000
00:00:00.000014 IP6 (hlim 64, next-header UDP (17) payload length: 1000) fd01::2.50001 > fd01::1.9: UDP, length 992
00:00:01.000000 ARP, Ethernet (len 6), IPv4 (len 4), Request who-has 10.0.1.1 tell 10.0.1.2, length 28
"""


def record(site, name, **parts):
    whole = {"snippet": name, "title": name, "inputs": {}, "compile": [], "processes": [],
             "environment": {"kernel": "Linux 6.18", "compiler": "gcc 12.2", "libc": "glibc 2.36"}}
    site.write(f"_data/snippets/{name}.json", json.dumps({**whole, **parts}))


def tcpdump(path):
    done = subprocess.run(["tcpdump", "-nvr", path], env=dict(os.environ, TZ="UTC"), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    return done.stdout if done.returncode == 0 else done.stderr


def main():
    if not shutil.which("tcpdump"):
        skip_all("tcpdump is not installed")
    with Site(fixtures=False) as site:
        processes = [{"name": "alice", "process": "alice", "host": "alice", "address": ALICE},
                     {"name": "server", "process": "server", "host": "server", "address": SERVER}]
        record(site, "tcp/two", trace={"processes": processes, "events": EVENTS})
        record(site, "plain", trace={"processes": processes, "events": EVENTS[:1]})
        record(site, "calls", trace={"processes": processes, "events": EVENTS})
        site.write("_posts/2026-01-01-x.md", POST)
        site.built()
        found = sorted(name for name in site.digests() if name.endswith(".pcap"))
        equal(found, ["snippets/tcp/two.pcap"], "whose packets are shown can be fetched, where there are some")
        path = site.path("_site/snippets/tcp/two.pcap")
        lines = tcpdump(path)
        equal(lines.splitlines(), READ.splitlines(), "tcpdump reads what was recorded")
        before = os.stat(path).st_mtime_ns
        site.built()
        equal(os.stat(path).st_mtime_ns, before, "the same packets are not written again")
        lacks(site.page("/sitemap.xml"), ".pcap", "no capture is in the sitemap")


run(main)
