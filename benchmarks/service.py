#!/usr/bin/env python3
"""Measures server-app as a service: a restart after kill -9, memory of idle torrents, many first requests at once, and the CPU of
/file beside nginx.

    benchmarks/service.py restart [--files 10000]
    benchmarks/service.py herd    [--requests 200] [--gib 2] [--threads N]
    benchmarks/service.py file    [--gib 4] [--runs 3]

Needs the packaged server-app; `file` also nginx and curl. Python 3 standard library only. Everything lives in a temporary directory
under /dev/shm (BENCH_TMP changes it), which goes away at the end, and listens on loopback."""
import argparse
import concurrent.futures
import hashlib
import http.client
import multiprocessing
import os
import re
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
APP = os.environ.get("SERVER_APP_BIN", os.path.join(HERE, "..", "server-app", "target", "server-app", "bin", "server-app"))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A server-app on free ports, with a state directory."""

    def __init__(self, work, source, more=""):
        self.web, self.tracker, self.peers = free_port(), free_port(), free_port()
        self.config = os.path.join(work, "server.conf")
        with open(self.config, "w") as f:
            f.write(f'torrent-server {{ file-source = "{source}", state-dir = "{work}/state", tracker-port = {self.tracker}, '
                    f'tracker-host = "127.0.0.1", peer-port = {self.peers}, peer-host = "127.0.0.1" }}\n'
                    f'webserver {{ host = "127.0.0.1", port = {self.web} }}\n{more}\n')
        self.log = open(os.path.join(work, "server.log"), "ab")
        self.process = None

    def start(self):
        """Starts it and returns the moments of the start and of the first connection that was taken."""
        began = time.monotonic()
        self.process = subprocess.Popen([APP, "--config", self.config], stdout=self.log, stderr=self.log)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.web), 1).close()
                return began, time.monotonic()
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"server-app ended with {self.process.returncode}; its log: {self.log.name}")
                time.sleep(0.002)

    def get(self, path, timeout=600):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.web}{path}", timeout=timeout) as answer:
            return answer.read()

    def metric(self, name):
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.get("/metrics").decode(), re.M)
        if not found:
            sys.exit(f"/metrics has no {name}")
        return float(found.group(1))

    def settled_heap(self):
        """Heap in use once nothing happens any more, bytes."""
        time.sleep(5)
        self.collect()
        self.collect()
        return self.metric("jvm_heap_used_bytes")

    def collect(self):
        subprocess.run(["jcmd", str(self.jvm()), "GC.run"], check=True, stdout=subprocess.DEVNULL)

    def jvm(self):
        return self.process.pid

    def cpu(self):
        with open(f"/proc/{self.jvm()}/stat") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(20)


def info_hash(torrent):
    start = torrent.index(b"4:info") + 6
    return hashlib.sha1(torrent[start:end_of(torrent, start)]).digest()


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


def handshake(port, info):
    """Seconds until the seed has answered a handshake for this torrent."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), 10) as s:
        s.sendall(b"\x13BitTorrent protocol" + bytes(8) + info + b"-XX0000-0123456789ab")
        answer = b""
        while len(answer) < 68:
            more = s.recv(68 - len(answer))
            if not more:
                sys.exit("the seed closed the connection at the handshake")
            answer += more
    assert answer[28:48] == info
    return time.monotonic() - began


def restart(work, arguments):
    source = os.path.join(work, "source")
    os.mkdir(source)
    for i in range(arguments.files):
        directory = os.path.join(source, f"d{i % 100:02}")
        os.makedirs(directory, exist_ok=True)
        with open(os.path.join(directory, f"file{i}"), "wb") as f:
            f.write(struct.pack(">Q", i) * 64)
    server = Server(work, source)
    path = lambda i: f"/torrent/d{i % 100:02}/file{i}"
    server.start()
    server.get(path(0))
    server.stop()
    server.start()
    one = server.settled_heap()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        torrents = list(pool.map(lambda i: server.get(path(i)), range(arguments.files)))
    hashes = [info_hash(torrent) for torrent in torrents]
    server.stop(signal.SIGKILL)
    began, listening = server.start()
    assert info_hash(server.get(path(arguments.files - 1))) == hashes[-1]
    first = time.monotonic()
    shook = handshake(server.peers, hashes[arguments.files // 2])
    print(f"after kill -9: listening {listening - began:.2f} s after the start, "
          f"first old torrent {1000 * (first - listening):.0f} ms after that, "
          f"first handshake of another one {1000 * shook:.0f} ms")
    print(f"heap per idle torrent: {(server.settled_heap() - one) / (arguments.files - 1):.0f} bytes")
    for i in range(0, arguments.files, max(1, arguments.files // 200)):
        assert info_hash(server.get(path(i))) == hashes[i]
    print(f"bytes hashed since the restart: {server.metric('torrentkit_hashed_bytes_total'):.0f}")
    server.stop()


def answers(port, done, delays):
    """Asks for a torrent that is there, again and again, in a process of its own; tells the seconds that each answer took."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while not done.is_set():
        began = time.monotonic()
        connection.request("GET", "/torrent/small")
        connection.getresponse().read()
        delays.put(time.monotonic() - began)
        time.sleep(0.01)
    delays.put(None)


def herd(work, arguments):
    source = os.path.join(work, "source")
    os.mkdir(source)
    size = arguments.gib << 30
    block = os.urandom(1 << 20)
    with open(os.path.join(source, "big"), "wb") as f:
        for i in range(size >> 20):
            f.write(struct.pack(">Q", i) + block[8:])
    with open(os.path.join(source, "small"), "wb") as f:
        f.write(block[:1000])
    server = Server(work, source, f"torrent-server.hashing-threads = {arguments.threads}" if arguments.threads else "")
    server.start()
    server.get("/torrent/small")
    hashed = server.metric("torrentkit_hashed_bytes_total")
    done, queue = multiprocessing.Event(), multiprocessing.Queue()
    watcher = multiprocessing.Process(target=answers, args=(server.web, done, queue))
    watcher.start()
    time.sleep(1)
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(arguments.requests) as pool:
        torrents = list(pool.map(lambda _: server.get("/torrent/big"), range(arguments.requests)))
    took = time.monotonic() - began
    done.set()
    delays = sorted(iter(queue.get, None))
    watcher.join()
    print(f"{arguments.requests} first requests for {arguments.gib} GiB: {took:.2f} s, {len(set(torrents))} different answer(s), "
          f"{(server.metric('torrentkit_hashed_bytes_total') - hashed) / size:.3f} times the file hashed")
    print(f"other requests meanwhile: {len(delays)}, median {1000 * statistics.median(delays):.1f} ms, "
          f"99 % {1000 * delays[int(len(delays) * 0.99)]:.1f} ms, slowest {1000 * delays[-1]:.1f} ms")
    server.stop()


def file(work, arguments):
    source = os.path.join(work, "source")
    os.mkdir(source)
    block = os.urandom(1 << 20)
    with open(os.path.join(source, "big"), "wb") as f:
        for i in range(arguments.gib << 10):
            f.write(block)
    server = Server(work, source)
    server.start()
    port = free_port()
    conf = os.path.join(work, "nginx.conf")
    with open(conf, "w") as f:
        f.write(f"daemon off; pid {work}/nginx.pid; error_log {work}/nginx.log; events {{}} user root; worker_processes 1;\n"
                f"http {{ access_log off; sendfile on; server {{ listen 127.0.0.1:{port}; root {source}; }} }}\n")
    nginx = subprocess.Popen(["nginx", "-c", conf, "-p", work], stderr=subprocess.DEVNULL)
    time.sleep(1)
    worker = int(subprocess.check_output(["pgrep", "-P", str(nginx.pid)]).split()[0])

    def cpu(pid):
        with open(f"/proc/{pid}/stat") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    results = {"server-app": [], "nginx": []}
    for run in range(arguments.runs):
        for name, url, used in (("server-app", f"http://127.0.0.1:{server.web}/file/big", server.cpu),
                                ("nginx", f"http://127.0.0.1:{port}/big", lambda: cpu(worker))):
            before, began = used(), time.monotonic()
            subprocess.run(["curl", "-sf", "-o", "/dev/null", url], check=True)
            results[name].append((arguments.gib / (time.monotonic() - began), (used() - before) / arguments.gib))
    for name, figures in results.items():
        print(f"{name}: {statistics.median(f[0] for f in figures):.2f} GiB/s, "
              f"{statistics.median(f[1] for f in figures):.3f} CPU s/GiB")
    nginx.terminate()
    nginx.wait()
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["restart", "herd", "file"])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--threads", type=int, help="hashing-threads of server-app")
    parser.add_argument("--gib", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="service.", dir=os.environ.get("BENCH_TMP", "/dev/shm"))
    try:
        {"restart": restart, "herd": herd, "file": file}[arguments.what](work, arguments)
    finally:
        subprocess.run(["pkill", "-KILL", "-f", work], check=False)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
