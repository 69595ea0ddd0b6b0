#!/usr/bin/env python3
"""Are rate limits met, and how evenly? Bytes of blocks in ten seconds against the limit, and the most in any tenth of a second against
its share, for server-app and client-app sending, and client-app receiving, with one peer and with several.

    benchmarks/rates.py [--mib 2,20] [--peers 1,8] [--seconds 10]

Needs the packaged apps. The peers are this program's own, on loopback, so that each block is counted when it arrives or is asked for.
Python 3 standard library only."""
import argparse
import hashlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.environ.get("SERVER_APP_BIN", os.path.join(HERE, "../server-app/target/server-app/bin/server-app"))
CLIENT = os.environ.get("CLIENT_APP_BIN", os.path.join(HERE, "../client-app/target/client-app/bin/client-app"))
MIB, BLOCK, PIECE_LENGTH, SIZE = 1 << 20, 16 * 1024, 256 * 1024, 512 << 20
UNCHOKE, INTERESTED, BITFIELD, REQUEST, PIECE = 1, 2, 5, 6, 7
IN_FLIGHT = 200
SETTLING = 2.0


def benc(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    return b"d" + b"".join(benc(k.encode()) + benc(value[k]) for k in sorted(value)) + b"e"


def end_of(data, at):
    if data[at:at + 1] == b"i":
        return data.index(b"e", at) + 1
    if data[at:at + 1] in b"ld":
        at += 1
        while data[at:at + 1] != b"e":
            at = end_of(data, at)
        return at + 1
    colon = data.index(b":", at)
    return colon + 1 + int(data[at:colon])


def info_hash(torrent):
    start = torrent.index(b"4:info") + 6
    return hashlib.sha1(torrent[start:end_of(torrent, start)]).digest()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Count:
    """When blocks came, from all peers."""

    def __init__(self):
        self.blocks, self.lock = [], threading.Lock()

    def add(self, size):
        with self.lock:
            self.blocks.append((time.monotonic(), size))

    def figures(self, begin, seconds, rate):
        """The bytes of so many seconds over what the limit allows, and the most in a tenth of a second over its share."""
        with self.lock:
            blocks = [b for b in self.blocks if begin <= b[0] < begin + seconds]
        most = window = first = 0
        for at, size in blocks:
            window += size
            while at - blocks[first][0] >= 0.1:
                window -= blocks[first][1]
                first += 1
            most = max(most, window)
        return sum(size for _, size in blocks) / (rate * seconds), most / (rate / 10)


class Leecher(threading.Thread):
    """Asks one seed for blocks, always with as many requests in flight."""

    def __init__(self, port, torrent, count):
        super().__init__(daemon=True)
        self.port, self.torrent, self.count = port, torrent, count
        self.start()

    def run(self):
        try:
            self.load()
        except (OSError, struct.error):
            pass                                     # the seed has ended

    def load(self):
        with socket.create_connection(("127.0.0.1", self.port)) as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            s.sendall(b"\x13BitTorrent protocol" + bytes(8) + self.torrent + b"-XX0000-" + os.urandom(6).hex().encode())
            stream = s.makefile("rb")
            stream.read(68)
            s.sendall(struct.pack(">IB", 1, INTERESTED))
            asked = 0
            while True:
                length = struct.unpack(">I", stream.read(4))[0]
                message = stream.read(length)
                if length and message[0] == UNCHOKE:
                    ask = IN_FLIGHT
                elif length and message[0] == PIECE:
                    self.count.add(length - 9)
                    ask = 1
                else:
                    continue
                requests = b""
                for _ in range(ask):
                    at = asked * BLOCK % SIZE
                    requests += struct.pack(">IBIII", 13, REQUEST, at // PIECE_LENGTH, at % PIECE_LENGTH, BLOCK)
                    asked += 1
                s.sendall(requests)


class Seed(threading.Thread):
    """Serves zeros, as fast as it is asked."""

    def __init__(self, torrent, count):
        super().__init__(daemon=True)
        self.torrent, self.count = torrent, count
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def run(self):
        try:
            self.serve()
        except (OSError, struct.error):
            pass                                     # the client has ended

    def serve(self):
        s, _ = self.listener.accept()
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = s.makefile("rb")
        stream.read(68)
        pieces = SIZE // PIECE_LENGTH
        s.sendall(b"\x13BitTorrent protocol" + bytes(8) + self.torrent + b"-XX0000-" + os.urandom(6).hex().encode()
                  + struct.pack(">IB", 1 + pieces // 8, BITFIELD) + b"\xff" * (pieces // 8) + struct.pack(">IB", 1, UNCHOKE))
        zeros = bytes(BLOCK)
        while head := stream.read(4):
            message = stream.read(struct.unpack(">I", head)[0])
            if message and message[0] == REQUEST:
                index, begin, length = struct.unpack(">III", message[1:13])
                self.count.add(length)
                s.sendall(struct.pack(">IBII", 9 + length, PIECE, index, begin) + zeros[:length])


def start(work, name, *command):
    log = open(os.path.join(work, name + ".log"), "wb")
    process = subprocess.Popen([str(c) for c in command], stdout=log, stderr=log, cwd=work)
    process.log = log.name
    return process


def until(what, process):
    limit = time.monotonic() + 30
    while True:
        try:
            found = what()
            if found:
                return found
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > limit:
            sys.exit(f"{process.args[0]} does not get ready:\n{open(process.log).read()}")
        time.sleep(0.05)


def measure(count, args, rate):
    until_first = time.monotonic() + 20
    while not count.blocks and time.monotonic() < until_first:
        time.sleep(0.01)
    begin = count.blocks[0][0] + SETTLING
    time.sleep(begin + args.seconds - time.monotonic())
    return count.figures(begin, args.seconds, rate)


def server_sends(work, torrent, rate, peers, args):
    web, tracker, port = free_port(), free_port(), free_port()
    config = os.path.join(work, "server.conf")
    with open(config, "w") as f:
        f.write(f'torrent-server {{ file-source = "{work}/source", tracker-port = {tracker}, peer-port = {port}, upload-limit = {rate},\n'
                f'  piece-length = {PIECE_LENGTH} }}\nwebserver {{ host = "127.0.0.1", port = {web} }}\n')
    process = start(work, "server-app", SERVER, "--config", config)
    try:
        made = until(lambda: urllib.request.urlopen(f"http://127.0.0.1:{web}/torrent/zeros", timeout=30).read(), process)
        count = Count()
        for _ in range(peers):
            Leecher(port, info_hash(made), count)
        return measure(count, args, rate)
    finally:
        end(process)


def client_sends(option):
    def run(work, torrent, rate, peers, args):
        port, count = free_port(), Count()
        process = start(work, "client-app", CLIENT, "seed", f"{work}/source/zeros", "-t", torrent, "--port", port, option, rate, "-m", "none")
        try:
            until(lambda: socket.create_connection(("127.0.0.1", port)).close() or True, process)
            hashed = info_hash(open(torrent, "rb").read())
            for _ in range(peers):
                Leecher(port, hashed, count)
            return measure(count, args, rate)
        finally:
            end(process)
    return run


def client_receives(option):
    def run(work, torrent, rate, peers, args):
        count = Count()
        seeds = [Seed(info_hash(open(torrent, "rb").read()), count) for _ in range(peers)]
        into = tempfile.mkdtemp(dir=work)
        named = [word for seed in seeds for word in ("--peer", f"127.0.0.1:{seed.port}")]
        process = start(work, "client-app", CLIENT, "download", torrent, "-d", into, option, rate, "-m", "none", *named)
        try:
            return measure(count, args, rate)
        finally:
            end(process)
            shutil.rmtree(into)
    return run


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


CASES = {"server-app sends": server_sends, "client-app sends": client_sends("--max-upload-rate"),
         "client-app sends, of each source": client_sends("--max-upload-limit"),
         "client-app receives": client_receives("--max-download-rate"),
         "client-app receives, of each source": client_receives("--max-download-limit")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mib", default="2,20", help="limits, MiB/s")
    parser.add_argument("--peers", default="1,8")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--cases", default=",".join(sorted({name.split(",")[0] for name in CASES})), help="beginnings of their names")
    args = parser.parse_args()
    work = tempfile.mkdtemp(prefix="rates.", dir=os.environ.get("BENCH_TMP", "/dev/shm"))
    try:
        os.mkdir(os.path.join(work, "source"))
        with open(os.path.join(work, "source", "zeros"), "wb") as f:
            f.truncate(SIZE)
        torrent = os.path.join(work, "zeros.torrent")
        with open(torrent, "wb") as f:
            f.write(benc({"info": {"length": SIZE, "name": b"zeros", "piece length": PIECE_LENGTH,
                                   "pieces": hashlib.sha1(bytes(PIECE_LENGTH)).digest() * (SIZE // PIECE_LENGTH)}}))
        print(f"| what | limit MiB/s | peers | of the limit, over {args.seconds:g} s | most in 0.1 s, of its share |\n|---|---|---|---|---|")
        for name, case in CASES.items():
            if not any(name.startswith(wanted) for wanted in args.cases.split(",")):
                continue
            for mib in map(float, args.mib.split(",")):
                for peers in map(int, args.peers.split(",")):
                    met, most = case(work, torrent, int(mib * MIB), peers, args)
                    print(f"| {name} | {mib:g} | {peers} | {met:.3f} | {most:.2f} |", flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
