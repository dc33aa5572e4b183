#!/usr/bin/env python3
"""Holds snip's words of frames to those of tcpdump(8), over real traffic of each kind (traffic.py).

What tcpdump says of a frame is turned into snip's words by the rules below, which are all that may differ; the
rest must be the same, frame by frame. Left out by snip, as they vary from run to run: windows that are open, time
stamps, identifications, flow labels, and all options of TCP but mss and sack.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "test" / "trace"
SNIP = ROOT / "tools" / "snip"
UNITS = [f"base/{name}.c" for name in ("address", "buf", "mem", "err", "text")]
UNITS += [f"engine/trace/{name}.c" for name in ("constant", "flow", "frame", "icmp", "packet")]
SHOWN = 32  # bytes of data

FLAGS = {"F": "FIN", "S": "SYN", "R": "RST", "P": "PSH", ".": "ACK", "U": "URG", "E": "ECE", "W": "CWR"}
MESSAGES = {
    r"udp port \d+ unreachable|unreachable port": "port unreachable", r"protocol \d+ unreachable": "protocol unreachable",
    r"net \S+ unreachable": "network unreachable", r"host \S+ unreachable": "host unreachable", "echo request": "echo request",
    "echo reply": "echo reply", "neighbor solicitation": "neighbor solicitation",
    "neighbor advertisement": "neighbor advertisement", "router solicitation": "router solicitation",
    "multicast listener report": "multicast listener report", "igmp v3 report": "membership report",
}
CHANGES = {"to_ex": "joins", "to_in": "leaves", "is_ex": "has", "is_in": "has only"}


def endpoint(text, has_port):
    """tcpdump divides address and port by a dot."""
    if not has_port:
        return text
    address, port = text.rsplit(".", 1)
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def number(pattern, line):
    m = re.search(pattern, line)
    return int(m[1]) if m else None


def tcp(line):
    """Numbers of TCP: tcpdump has those of a SYN, and the first answer to it, as they are on the wire."""
    letters = re.search(r"Flags \[(.*?)\]", line)[1]
    flags = [FLAGS[letter] for letter in FLAGS if letter in letters]
    length = number(r", length (\d+)(?:: |$)", line)
    seq, ack = number(r", seq (\d+)", line), number(r", ack (\d+)", line)
    answer = "S" in letters or ("R" in letters and seq == 0)
    text = [f"seq {0 if 'S' in letters else seq}"] if seq is not None else []
    text += [f"ack {1 if answer else ack}"] if ack is not None else []
    text += [f"urgent {n}" for n in re.findall(r", urg (\d+)", line)]
    text += ["window 0"] if ", win 0," in line and "R" not in letters else []
    text += [f"mss {n}" for n in re.findall(r"mss (\d+)", line)]
    text += [f"sack {a}-{b}" for a, b in re.findall(r"\{(\d+):(\d+)\}", line)]
    return ", ".join(sorted(flags, key=list(FLAGS.values()).index)), text + ([f"{length} bytes"] if length > SHOWN else [])


def datagram(length):
    return "", ["0 bytes"] if length == 0 else [f"{length} bytes"] if length > SHOWN else []


def message(line, quoted):
    """ICMP and IGMP; what an error quotes stands in tcpdump's next line, of ICMPv6 in none."""
    flags = next((name for pattern, name in MESSAGES.items() if re.search(pattern, line)), "?")
    text = [f"seq {n}" for n in re.findall(r", seq (\d+)", line) if flags.startswith("echo")]
    text += [f"who has {a}?" for a in re.findall(r"who has (\S+)", line)]
    mac = re.search(r"destination link-address option \(2\), length 8 \(1\): (\S+)", quoted)
    for address in re.findall(r"tgt is (\S+),", line):
        text.append(f"{address} is at {mac[1]}" if mac else f"{address} is there")
    text += [f"{CHANGES[change]} {group}" for group, change in re.findall(r"gaddr (\S+) (\w+)[ ,]", line)]
    if "unreachable" in flags and "ICMP6" not in line:
        inside = re.search(r"proto (\S+) \(\d+\), length \d+.*\) (\S+) > (\S+):(.*)", quoted)
        has_port = inside[1] in ("UDP", "TCP")
        name = inside[1] if has_port else "protocol " + re.search(r"ip-proto-(\d+)", inside[4])[1]
        text.append(f"quotes {name} {endpoint(inside[2], has_port)} > {endpoint(inside[3], has_port)}")
    return flags, text


def arp(line):
    if m := re.search(r"Request who-has (\S+) (?:\(\S+\) )?tell (\S+),", line):
        return [m[2], m[1], "ARP", "request", f"who has {m[1]}?"]
    m = re.search(r"Reply (\S+) is-at (\S+),", line)
    return [m[1], None, "ARP", "reply", f"{m[1]} is at {m[2]}"]


def name_of(protocol, rest):
    if protocol in ("TCP", "UDP", "ICMP", "IGMP"):
        return protocol
    return "TCP" if rest.startswith("Flags [") else "UDP" if "UDP, length" in rest else "ICMPv6" if "ICMP6" in rest else protocol


def header(name, head, fragment):
    """What is not as usual in a header, and which part of a packet it is."""
    ttl, text = number(r"(?:ttl|hlim) (\d+)", head), []
    if ttl != 64 and name not in ("ICMPv6", "IGMP"):
        text.append(f"{'ttl' if 'ttl' in head else 'hop limit'} {ttl}")
    tos = re.search(r"(tos|class) (0x\w+)", head)
    if tos and int(tos[2], 16) and name in ("TCP", "UDP"):
        text.append(f"{'tos' if tos[1] == 'tos' else 'traffic class'} 0x{int(tos[2], 16):02x}")
    text += ["record route"] if "options (RR" in head else []
    if fragment:
        offset, length, more = fragment
        text.append(f"fragment {offset}-{offset + length - 1}{'' if more else ', the last'}")
    return text


def expected(line, quoted, more6, loopback):
    """The words that snip must have for LINE of tcpdump and the lines QUOTED below it."""
    if line.startswith("ARP"):
        return arp(line)
    m = re.match(r"IP6? \((.*?(?:length:? \d+)(?:, options \(.*?\))?)\) (\S+) > (\S+?): (.*)$", line)
    head, source, target, rest = m.groups()
    protocol = re.search(r"proto (\w+)", head)
    own = re.search(r"ip-proto-(\d+)", rest)
    fragment, total = None, number(r"length:? (\d+)", head)
    if (part := re.search(r"frag \(\w+:(\d+)\|(\d+)\)", rest)) and line.startswith("IP6"):
        fragment = (int(part[1]), int(part[2]), more6)
    elif re.search(r"offset (?!0,)\d+|flags \[[DF, ]*\+", head):
        fragment = (number(r"offset (\d+)", head), total - 20, "flags [+" in head)
    name = name_of(protocol[1] if protocol else "UDP" if fragment else "?", rest)
    name = f"protocol {own[1]}" if own and not fragment else name
    first = not fragment or fragment[0] == 0
    has_port = name in ("TCP", "UDP") and first
    if line.startswith("IP6") and name == "UDP" and first and re.search(r"\d+ > \d+: ", rest):
        ports = re.search(r"(\d+) > (\d+): ", rest)
        source, target = f"{source}.{ports[1]}", f"{target}.{ports[2]}"
    flags, text = "", []
    if name == "TCP":
        flags, text = tcp(line)
    elif name == "UDP" and first:
        flags, text = datagram(fragment[1] - 8 if fragment else number(r"UDP, length (\d+)", rest))
    elif name.startswith("protocol"):
        text = [f"{total - 20} bytes"]
    elif first:
        flags, text = message(rest, quoted)
    text += header(name, head, fragment)
    text += ["destination options"] if "DSTOPT" in rest else []
    if not loopback and re.search(r"incorrect|bad udp cksum|wrong icmp6? cksum", rest) and not fragment:
        text.append("wrong checksum")
    return [endpoint(source, has_port), endpoint(target, has_port), name, flags, ", ".join(text)]


def same(got, want):
    """What one does not say: snip the number of a segment without data that is the next; tcpdump what ICMPv6 quotes."""
    if want[0] != got[0] or (want[1] or got[1]) != got[1] or want[2:4] != got[2:4]:
        return False
    text, said = got[4], want[4]
    if got[3] == "ACK" and not text.startswith("seq"):
        said = re.sub(r"^seq \d+, (?!.*bytes)", "", said)
    if got[2] == "ICMPv6":
        text = re.sub(r"(, )?quotes .*", "", text)
    return text == said


def by_tcpdump(path):
    """Pairs of a frame's line and what stands below it."""
    out = subprocess.run(["tcpdump", "-ntvvr", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    frames = []
    for line in re.sub(r"\n    (?=\S)", " ", out).splitlines():
        if line.startswith(("IP", "ARP")):
            frames.append([line, ""])
        elif frames:
            frames[-1][1] += line + "\n"
    return frames


def build():
    BUILD.mkdir(parents=True, exist_ok=True)
    subprocess.run([os.environ.get("CC", "cc"), "-std=gnu17", "-D_GNU_SOURCE", "-O1", "-g", f"-I{SNIP}", "-Wall", "-Wextra",
                    "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-o", BUILD / "frames",
                    Path(__file__).parent / "frames.c", *(SNIP / unit for unit in UNITS), "-lcrypto"], check=True)


def skip(reason):
    if os.environ.get("CI"):
        print(f"1..1\nnot ok 1 - {reason}")
        sys.exit(1)
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def differences(path, loopback):
    command = [BUILD / "frames", path, *(["loopback"] if loopback else [])]
    got = [line.split("\t") for line in subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()]
    told = by_tcpdump(path)
    found = [] if len(got) == len(told) else [f"{len(got)} frames, and {len(told)} of tcpdump"]
    for i, (words, (line, below)) in enumerate(zip(got, told)):
        # Of a fragment of IPv6 tcpdump does not say whether others follow: they do where the next frame is one.
        more = i + 1 < len(told) and re.search(r"frag \(\w+:[1-9]", told[i + 1][0]) is not None
        want = expected(line, below, more, loopback)
        if not same(words, want):
            found += [f"snip:    {words[:5]}", f"tcpdump: {want}", f"         {line}"]
    return len(got), found


def main():
    unshare = ["unshare", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "--net"]
    for tool in ("tcpdump", "unshare", "ip"):
        if not shutil.which(tool):
            skip(f"{tool} is not installed")
    if subprocess.run([*unshare, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        skip("no network namespace can be made here")
    build()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        subprocess.run([*unshare, sys.executable, Path(__file__).parent / "traffic.py", folder], check=True, timeout=120)
        captures = sorted(Path(folder).glob("*.pcap"))
        failed = 0
        for number_, path in enumerate(captures, 1):
            count, found = differences(path, path.name.startswith("loopback"))
            found += [] if count else ["nothing was captured"]
            failed += bool(found)
            print(f"{'not ' if found else ''}ok {number_} - {path.stem}: {count} frames", flush=True)
            for line in found:
                print(f"#   {line}")
        print(f"1..{len(captures)}")
        sys.exit(1 if failed or not captures else 0)


main()
