"""Traffic of every kind between two hosts, each a network namespace, and on the loopback of one.

    unshare --net python3 traffic.py FOLDER

Captures what each function below causes into FOLDER/NAME.pcap.
"""

import ctypes
import fcntl
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time

CLIENT, SERVER, ELSEWHERE = "10.0.1.2", "10.0.1.1", "10.0.9.9"
CLIENT6, SERVER6 = "fd01::2", "fd01::1"
SETUP = """
ip link set lo up
ip link add name near address 02:00:00:00:01:02 type veth peer name far address 02:00:00:00:01:01
ip link set far netns {pid}
ip addr add 10.0.1.2/24 broadcast 10.0.1.255 dev near
ip addr add fd01::2/64 dev near nodad
ip link set near up
ip route add default via 10.0.1.1
"""
SETUP_FAR = """
ip link set lo up
ip addr add 10.0.1.1/24 dev far
ip addr add fd01::1/64 dev far nodad
ip link set far up
"""


def commands(text):
    for line in text.strip().splitlines():
        subprocess.run(line.split(), check=True)


def compute_checksums(interface):
    """Lets the kernel compute checksums, and cut segments, by itself, as at a wire."""
    for offload in (0x17, 0x1F, 0x24, 0x2C):  # ETHTOOL_STXCSUM, STSO, SGSO, SGRO
        value = ctypes.create_string_buffer(struct.pack("II", offload, 0))
        request = struct.pack("16sP16x", interface.encode(), ctypes.addressof(value))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            fcntl.ioctl(sock, 0x8946, request)  # SIOCETHTOOL


# --- what the far host does -------------------------------------------------------------------------


def far():
    """Takes port and way of each connection that it is to serve from its input, a line each."""
    commands(SETUP_FAR)
    compute_checksums("far")
    print("ready", flush=True)
    for line in sys.stdin:
        way, port = line.split()
        listener = socket.socket(socket.AF_INET6)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if way == "small":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        listener.bind(("::", int(port)))
        listener.listen()
        print("ready", flush=True)
        with listener, listener.accept()[0] as sock:
            {"echo": echo, "first": lambda _: None, "reset": reset, "unread": unread, "half": half, "small": small}[way](sock)
        print("done", flush=True)


def echo(sock):
    while data := sock.recv(65536):
        sock.sendall(data)


def reset(sock):
    sock.recv(1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def unread(sock):
    select.select([sock], [], [])


def half(sock):
    while sock.recv(100):
        pass
    sock.sendall("다 읽었다\n".encode())


def small(sock):
    time.sleep(0.5)
    while sock.recv(65536):
        pass


# --- what the near host does ------------------------------------------------------------------------


class Far:
    """The far host, as the near one asks it."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["unshare", "--net", sys.executable, os.path.abspath(__file__), "--far"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, bufsize=1)
        commands(SETUP.format(pid=self.await_namespace()))
        compute_checksums("near")
        self.expect("ready")

    def await_namespace(self):
        own = os.readlink("/proc/self/ns/net")
        while os.readlink(f"/proc/{self.process.pid}/ns/net") == own:
            time.sleep(0.01)
        return self.process.pid

    def expect(self, word):
        said = self.process.stdout.readline().strip()
        if said != word:
            raise RuntimeError(f"the far host said {said!r}, not {word!r}")

    def serve(self, way, port):
        print(way, port, file=self.process.stdin, flush=True)
        self.expect("ready")


def connection(far_host, way, port, use, address=SERVER, options=()):
    """One connection to the far host, which serves it in this WAY while USE is made of it here."""
    far_host.serve(way, port)
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as sock:
        for option in options:
            sock.setsockopt(*option)
        sock.connect((address, port))
        use(sock)
    far_host.expect("done")


def talk(*messages):
    def use(sock):
        for message in messages:
            sock.sendall(message)
            while message:
                message = message[len(sock.recv(len(message))):]
    return use


def read_all(sock):
    try:
        while sock.recv(65536):
            pass
    except ConnectionResetError:
        pass


def half_close(sock):
    sock.sendall(b"12345")
    sock.shutdown(socket.SHUT_WR)
    read_all(sock)


def send(*messages, address=SERVER, port=9, options=()):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        for option in options:
            sock.setsockopt(*option)
        for message in messages:
            try:
                sock.sendto(message, (address, port))
            except OSError:
                pass  # of the message before: nobody was there
            time.sleep(0.02)


def refused(address):
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as sock:
        sock.connect_ex((address, 81))


def raw(protocol, data, address=SERVER):
    six = ":" in address
    with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_RAW, protocol) as sock:
        sock.sendto(data, (address, 0))


def echo_request(six):
    data = struct.pack("!BBHHH", 128 if six else 8, 0, 0, 7, 3) + b"hello"
    total = sum(struct.unpack("!6H", data[:12])) + (data[12] << 8)
    checksum = ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF
    raw(socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP, data[:2] + struct.pack("!H", checksum) + data[4:],
        SERVER6 if six else SERVER)


def join(group, interface):
    six = ":" in group
    with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as sock:
        if six:
            request = socket.inet_pton(socket.AF_INET6, group) + struct.pack("I", socket.if_nametoindex(interface))
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, request)
        else:
            request = socket.inet_aton(group) + socket.inet_aton(CLIENT)
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
        time.sleep(0.3)


def itself():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 45000))
        sock.connect(("127.0.0.1", 45000))
        sock.sendall(b"me")
        sock.recv(2)


def loopback():
    with socket.socket() as listener, socket.socket() as sock:
        listener.bind(("127.0.0.1", 8080))
        listener.listen()
        sock.connect(("127.0.0.1", 8080))
        peer = listener.accept()[0]
        with peer:
            sock.sendall(b"x" * 70000)
            for _ in range(70000 // 1000):
                peer.recv(1000)
    send(b"nobody", address="127.0.0.1")


def full_window(sock):
    sock.setblocking(False)
    for _ in range(50):
        try:
            sock.send(b"w" * 1000)
        except BlockingIOError:
            time.sleep(0.01)
    sock.setblocking(True)


IP, IP6, TCP = socket.IPPROTO_IP, socket.IPPROTO_IPV6, socket.IPPROTO_TCP
TRAFFIC = {
    "tcp_echo": lambda far_host: connection(far_host, "echo", 8080, talk(b"ping\n", b"pong\n")),
    "tcp6_echo": lambda far_host: connection(far_host, "echo", 8080, talk(b"ping\n"), SERVER6),
    "tcp_server_first": lambda far_host: connection(far_host, "first", 8081, read_all),
    "tcp_half_close": lambda far_host: connection(far_host, "half", 8082, half_close),
    "tcp_linger_0": lambda far_host: connection(far_host, "reset", 8083, lambda sock: (sock.sendall(b"x"), read_all(sock))),
    "tcp_unread": lambda far_host: connection(far_host, "unread", 8084, lambda sock: (sock.sendall(b"unread"), read_all(sock))),
    "tcp_large": lambda far_host: connection(far_host, "echo", 8085, talk(b"z" * 20000)),
    "tcp_mss": lambda far_host: connection(far_host, "echo", 8086, talk(b"m" * 2000), options=[(TCP, socket.TCP_MAXSEG, 500)]),
    "tcp_binary": lambda far_host: connection(far_host, "echo", 8087, talk(bytes(range(256)))),
    "tcp_urgent": lambda far_host: connection(far_host, "half", 8088, lambda sock: (sock.send(b"!", socket.MSG_OOB), half_close(sock))),
    "tcp_tos": lambda far_host: connection(far_host, "half", 8089, half_close, options=[(IP, socket.IP_TOS, 0x10)]),
    "tcp_full_window": lambda far_host: connection(far_host, "small", 8090, full_window),
    "tcp_refused": lambda _: refused(SERVER),
    "tcp6_refused": lambda _: refused(SERVER6),
    "udp": lambda _: send(b"hello", "안녕".encode(), b"", address=SERVER),
    "udp6": lambda _: send(b"hello", address=SERVER6),
    "udp_fragments": lambda _: send(b"f" * 3000),
    "udp6_fragments": lambda _: send(b"f" * 3000, address=SERVER6),
    "udp_ttl": lambda _: send(b"ttl", options=[(IP, socket.IP_TTL, 5)]),
    "udp_no_route": lambda _: send(b"far away", address=ELSEWHERE),
    "udp_broadcast": lambda _: send(b"all", address="10.0.1.255", options=[(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)]),
    "udp_group": lambda _: send(b"group", address="239.1.1.1"),
    "udp_no_checksum": lambda _: send(b"none", options=[(socket.SOL_SOCKET, 11, 1)]),
    "udp_record_route": lambda _: send(b"route", options=[(IP, socket.IP_OPTIONS, b"\x07\x07\x04" + bytes(5))]),
    "udp6_options": lambda _: send(b"options", address=SERVER6, options=[(IP6, socket.IPV6_DSTOPTS, b"\0\0\1\4\0\0\0\0")]),
    "udp6_hop_limit": lambda _: send(b"hops", address=SERVER6, options=[(IP6, socket.IPV6_UNICAST_HOPS, 9)]),
    "icmp_echo": lambda _: echo_request(False),
    "icmp6_echo": lambda _: echo_request(True),
    "igmp": lambda _: join("239.1.1.1", "near"),
    "mld": lambda _: join("ff15::1", "near"),
    "other_protocol": lambda _: raw(253, b"experiment"),
    "wrong_checksum": lambda _: raw(socket.IPPROTO_UDP, struct.pack("!HHHH", 1234, 9, 12, 0x1234) + b"abcd"),
    "loopback": lambda _: loopback(),
    "loopback_itself": lambda _: itself(),
}


class Capture:
    """Writes the frames of INTERFACE to PATH in the block that it stands for, and until it is quiet."""

    def __init__(self, path, interface):
        self.packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.packets.bind((interface, 3))
        self.loopback = interface == "lo"
        self.path, self.stopping = path, threading.Event()
        self.thread = threading.Thread(target=self.write)

    def write(self):
        with open(self.path, "wb") as file:
            file.write(struct.pack("=IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
            while True:
                if not select.select([self.packets], [], [], 0.15)[0]:
                    if self.stopping.is_set():
                        return
                    continue
                data, where = self.packets.recvfrom(262144)
                if self.loopback and where[2] != socket.PACKET_OUTGOING:
                    continue  # there each is seen twice
                file.write(struct.pack("=IIII", 0, 0, len(data), len(data)) + data)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()
        self.packets.close()


def main():
    if sys.argv[1] == "--far":
        far()
        return
    far_host = Far()
    for name, cause in TRAFFIC.items():
        with Capture(os.path.join(sys.argv[1], f"{name}.pcap"), "lo" if name.startswith("loopback") else "near"):
            cause(far_host)
    far_host.process.stdin.close()
    far_host.process.wait()


main()
