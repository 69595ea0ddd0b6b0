#!/usr/bin/env python3
"""How fast client-app feels: its start beside that of an empty main on the same JVM, and a whole small download.

    benchmarks/start.py [--runs N]

Needs the packaged apps and a JDK (javac for the empty main). The systems take turns; medians, with the least and the most."""
import argparse
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
CLIENT = str(HERE / "client-app/target/client-app/bin/client-app")
SERVER = str(HERE / "server-app/target/server-app/bin/server-app")


def jdk(program):
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", program) if home else shutil.which(program)


def empty_main(work):
    (work / "Empty.java").write_text("public class Empty { public static void main(String[] a) {} }\n")
    subprocess.run([jdk("javac"), "-d", str(work), str(work / "Empty.java")], check=True)
    return [jdk("java"), "-cp", str(work), "Empty"]


def serve(work):
    (work / "files").mkdir()
    (work / "files/small.bin").write_bytes(os.urandom(100_000))
    (work / "server.conf").write_text(
        "torrent-server.tracker-port = 0\ntorrent-server.peer-port = 0\nwebserver.port = 18999\n")
    log = open(work / "server.log", "w+")
    server = subprocess.Popen([SERVER, str(work / "files"), "--config", str(work / "server.conf")], stdout=log, stderr=log)
    url = "http://localhost:18999/torrent/small.bin"
    deadline = time.monotonic() + 30
    while subprocess.run(["curl", "-sfo", "/dev/null", url]).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit("server-app does not serve:\n" + (work / "server.log").read_text())
        time.sleep(0.1)
    return server, url


def timed(command, cwd):
    before = os.times()
    start = time.monotonic()
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - start
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall * 1000, cpu * 1000


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=20)
    runs = options.parse_args().runs
    work = pathlib.Path(tempfile.mkdtemp(prefix="start-"))
    server, url = serve(work)
    try:
        commands = {
            "empty main": empty_main(work),
            "--version": [CLIENT, "--version"],
            "--help": [CLIENT, "--help"],
            "download --help": [CLIENT, "download", "--help"],
            "download of 100 kB": [CLIENT, "download", url, "-d", "out"],
        }
        rows = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, command in commands.items():
                shutil.rmtree(work / "out", ignore_errors=True)
                row = timed(command, work)
                if run > 0:  # the first brings files into memory
                    rows[name].append(row)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        shutil.rmtree(work, ignore_errors=True)
    empty = statistics.median(wall for wall, _ in rows["empty main"])
    print(f"{'what':<20} {'wall ms':>8} {'least':>6} {'most':>6} {'CPU ms':>7} {'of empty':>9}")
    for name, measured in rows.items():
        walls = [wall for wall, _ in measured]
        wall = statistics.median(walls)
        print(f"{name:<20} {wall:8.0f} {min(walls):6.0f} {max(walls):6.0f} "
              f"{statistics.median(cpu for _, cpu in measured):7.0f} {wall / empty:9.2f}")


if __name__ == "__main__":
    main()
