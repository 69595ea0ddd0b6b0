#!/usr/bin/env python3
"""N clients at once, each in a network namespace behind a rate limit: how long until all of them have the file, over the fluid bound,
and what the server sends. Scenarios beside the plain one:

    --late 4 --late-by 20                         so many of the hosts start so many seconds after the others
    --slow-mbit 5                                 one host (--slow of them) has a link of that rate, both ways
    --mixed ours,libtorrent,aria2,transmission    N hosts shared evenly among these, in one swarm that server-app seeds; beside it the
                                                  same hosts of the others without ours, and ours without the others
    --adversary poisoner,staller,liar,leaver      N hosts of ours and one hostile peer (hostile.py), and without it, in turn

HARNESS (--harness, or the variable of that name) is the directory of the shared benchmark scripts, of which this uses the parts. Needs
root, the packaged apps, and the peers from Debian. The bound is the least time in which links alone would let all hosts have the file:
the server's uplink sends each byte once, no host takes bytes faster than its downlink from when it starts, and all uplinks of those that
have started together carry what all receive, of which nobody can take any before it starts, nor more than the file."""
import argparse
import json
import os
import re
import shutil
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
HUB, PORT = "10.78.0.254", 6881
ADVERSARIES = ["poisoner", "staller", "liar", "leaver", "hoarder"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--harness", default=os.environ.get("HARNESS"))
    parser.add_argument("--systems", default="ours,libtorrent,aria2,transmission,qbittorrent,nginx")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", help="also write the JSON to this file")
    parser.add_argument("--mib", type=int, default=64)
    parser.add_argument("--n", type=int, default=8)
    parser.add_argument("--server-mbit", type=float, default=50)
    parser.add_argument("--up-mbit", type=float, default=50)
    parser.add_argument("--down-mbit", type=float, default=50)
    parser.add_argument("--piece", type=int, default=1 << 18, help="of the torrents of the others; server-app chooses its own")
    parser.add_argument("--queue-ms", type=float, default=20, help="data that a link holds back at most, as time")
    parser.add_argument("--timeout", type=float, default=170)
    parser.add_argument("--late", type=int, default=0)
    parser.add_argument("--late-by", type=float, default=20)
    parser.add_argument("--slow", type=int, help="hosts with a slow link; 1 when --slow-mbit is given")
    parser.add_argument("--slow-mbit", type=float)
    parser.add_argument("--mixed", help="systems that share one swarm")
    parser.add_argument("--adversary", help=", ".join(ADVERSARIES))
    parser.add_argument("--share", type=float, default=1.0, help="of the poisoner's blocks that are wrong")
    parser.add_argument("--seconds", action="store_true", help="also say, second by second, how full the links are, and the processor")
    parser.add_argument("--logs", help="keep the logs of runs that failed, and of those with an adversary, in this directory")
    args = parser.parse_args()
    if not args.harness:
        parser.error("--harness DIR: the directory of the shared benchmark scripts (common.py, systems.py)")
    args.slow = args.slow if args.slow is not None else 1 if args.slow_mbit else 0
    if args.slow and not args.slow_mbit:
        parser.error("--slow needs --slow-mbit")
    if args.late >= args.n or args.slow >= args.n:
        parser.error(f"--late and --slow are below --n, {args.n}")
    unknown = set((args.adversary or "poisoner").split(",")) - set(ADVERSARIES)
    if unknown:
        parser.error(f"--adversary knows {', '.join(ADVERSARIES)}, not {', '.join(unknown)}")
    return args


args = arguments()
os.environ.setdefault("SERVER_APP", os.path.join(HERE, "../server-app/target/server-app/bin/server-app") + " --config {config}")
os.environ.setdefault("CLIENT_APP", os.path.join(HERE, "../client-app/target/client-app/bin/client-app"))
sys.path.insert(0, os.path.abspath(args.harness))
from common import MIB, Bench, Torrent, interleave, report, sh, sha, wait_for  # noqa: E402
from systems import SYSTEMS  # noqa: E402


class Host:
    """A network namespace (held by a sleeping process, so that it goes away with us) on the bridge, behind a link."""

    def __init__(self, index, up, down, joins=0.0):
        self.index, self.up, self.down, self.joins = index, up, down, joins
        self.ip, self.bridge = f"10.78.{index // 200}.{index % 200 + 1}", f"v{index}"
        holder = b.spawn(["unshare", "-n", "sleep", "infinity"], "ns")
        ours = os.stat("/proc/self/ns/net").st_ino
        wait_for(lambda: os.stat(f"/proc/{holder.pid}/ns/net").st_ino != ours, 5)
        self.prefix = ["nsenter", f"--net=/proc/{holder.pid}/ns/net"]
        sh(f"ip link add {self.bridge} type veth peer name eth0 netns {holder.pid}")
        sh(f"ip link set {self.bridge} master br0 up")
        for command in ("ip link set lo up", f"ip addr add {self.ip}/16 dev eth0", "ip link set eth0 up", shape("eth0", up)):
            sh(self.prefix + command.split())
        sh(shape(self.bridge, down))


def shape(device, mbit):
    return f"tc qdisc add dev {device} root tbf rate {mbit}mbit burst 32k latency {args.queue_ms}ms"


def traffic():
    """For each host the bytes that it has sent and received, as the bridge saw them."""
    lines = open("/proc/self/net/dev").read().splitlines()
    fields = {line.split(":")[0].strip(): line.split(":")[1].split() for line in lines[2:]}
    return {h.index: (int(fields[h.bridge][0]), int(fields[h.bridge][8])) for h in everybody}


def ticks():
    """Of all cores together since the machine started: those in use, and all."""
    fields = [int(field) for field in open("/proc/stat").readline().split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def fluid_bound(hosts):
    """Seconds until all of these could have the file, by the links alone; see the top."""
    joins = sorted({h.joins for h in hosts})
    capacity, carried = args.server_mbit, 0.0
    for i, joined in enumerate(joins):
        capacity += sum(h.up for h in hosts if h.joins == joined)
        if i + 1 < len(joins):
            until = joins[i + 1]
            can_take = sum(min(bits, h.down * max(0, until - h.joins)) for h in hosts)
            carried = min(carried + capacity * (until - joined), can_take)
    return max(bits / args.server_mbit, *(h.joins + bits / h.down for h in hosts),
               joins[-1] + (len(hosts) * bits - carried) / capacity)


class Seconds:
    """Says how full the links are, and the processor, each second of a run."""

    def __init__(self):
        self.at, self.before, self.ticks = time.monotonic(), traffic(), ticks()

    def tick(self, since, running, done):
        now = time.monotonic()
        if now - self.at < 1:
            return
        after, busy = traffic(), ticks()
        passed, up, down = now - self.at, 0, 1

        def use(host, way):
            return (after[host.index][way] - self.before[host.index][way]) * 8e-4 / (host.down if way else host.up) / passed

        def all_of(way):
            uses = {host: use(host, way) for host in running if way == up or host not in done}
            if not uses:
                return "nobody"
            least = min(uses, key=uses.get)
            return f"{statistics.mean(uses.values()):.0f} % (least {uses[least]:.0f} %, {least.ip})"

        print(f"  {now - since:.0f} s: server up {use(server, up):.0f} %, hosts up {all_of(up)}, down {all_of(down)}; processor "
              f"{100 * (busy[0] - self.ticks[0]) / (busy[1] - self.ticks[1]):.0f} %; {len(done)} finished", file=sys.stderr)
        self.at, self.before, self.ticks = now, after, busy


class Swarm:
    """One run: a server, a client on each host, perhaps a hostile peer."""

    def __init__(self, server_system, clients, adversary=None):
        self.server_system, self.clients, self.adversary = server_system, clients, adversary
        self.procs, self.outs, self.done, self.running = [], {}, {}, {}
        self.began = self.server = self.torrent = None

    def fetch(self, host, address, port):
        b.prefix, out = host.prefix, b.dir("out")
        self.outs[host] = out
        if self.server_system == "nginx":
            self.running[host] = b.spawn(["curl", "-sSf", "-o", out / self.torrent.name, f"http://{address}:{port}/{self.torrent.name}"],
                                         "curl"), None
        else:
            self.running[host] = SYSTEMS[self.clients[host]].fetch(b, self.torrent, out, host.ip, PORT, stay=True)
        self.procs.append(self.running[host][0])

    def hostile(self):
        """Starts the hostile peer and waits until the tracker knows it."""
        b.prefix, self.hostile_log = evil.prefix, b.dir("hostile") / "log"
        p = b.spawn([sys.executable, os.path.join(HERE, "hostile.py"), self.adversary, self.torrent.path, torrent.source,
                     "--ip", evil.ip, "--port", PORT, "--log", self.hostile_log, "--share", args.share], "hostile")
        self.procs.append(p)
        self.hostile_process = p
        wait_for(lambda: '"announced"' in self.hostile_log.read_text(), 10, p)

    def run(self):
        try:
            if self.server_system != "nginx":
                self.procs.append(SYSTEMS["opentracker"].tracker(b, [torrent.hash], HUB, 6969))
            b.prefix = server.prefix
            self.server, self.torrent, address, port = SYSTEMS[self.server_system].seed(b, torrent, server.ip, PORT)
            self.procs.append(self.server)
            time.sleep(1.5)                          # its first announce
            if self.adversary:
                self.hostile()
            before, cpu, self.began = traffic(), self.server.cpu(), time.monotonic()
            self.watch(address, port)
            after = traffic()
            for host, out in self.outs.items():
                if sha(out / self.torrent.name) != want:
                    raise RuntimeError(f"the file of {self.clients[host]} on {host.ip} is wrong")
            self.moved = {i: (after[i][0] - before[i][0], after[i][1] - before[i][1]) for i in after}
            self.server_cpu = self.server.cpu() - cpu
            self.caught = self.judgement() if self.adversary else {}
            if self.adversary:
                self.keep_logs("end")
            return self
        except Exception:
            self.keep_logs("failed")
            raise
        finally:
            b.prefix = []
            b.stop(*reversed(self.procs))
            for out in self.outs.values():
                shutil.rmtree(out)

    def watch(self, address, port):
        sampled, seconds = self.began, Seconds() if args.seconds else None
        while len(self.done) < len(self.clients):
            now = time.monotonic() - self.began
            for host in self.clients:
                if host not in self.running and now >= host.joins:
                    self.fetch(host, address, port)
            for host, (p, until) in self.running.items():
                if host not in self.done and (until() if until else p.poll() == 0):
                    self.done[host] = time.monotonic() - self.began
                elif p.poll():
                    raise RuntimeError(f"{self.clients[host]} on {host.ip} ended with {p.poll()}:\n{p.tail()}")
            if seconds:
                seconds.tick(self.began, self.running, self.done)
            if time.monotonic() - sampled > 1:
                sampled = time.monotonic()
                for p, _ in self.running.values():
                    p.sample()
            if now > args.timeout:
                raise RuntimeError(f"{len(self.done)} of {len(self.clients)} complete after {args.timeout} s")
            time.sleep(0.01)

    def keep_logs(self, why):
        if args.logs:
            to = os.path.join(args.logs, f"{time.strftime('%H%M%S')}-{self.server_system}-{self.adversary or 'none'}-{why}")
            os.makedirs(to)
            for host, (p, _) in self.running.items():
                shutil.copy(p.log, os.path.join(to, f"{self.clients[host]}-{host.ip}.log"))
            for name, path in (("server.log", self.server and self.server.log), ("hostile.log", getattr(self, "hostile_log", None))):
                if path:
                    shutil.copy(path, os.path.join(to, name))

    # ---- figures ----------------------------------------------------------------------------------------------------

    def times(self, hosts):
        """How long each of the hosts took from its own start."""
        return [self.done[h] - h.joins for h in hosts]

    def sent(self, hosts):
        return sum(self.moved[h.index][0] for h in hosts) / size

    def received(self, hosts):
        return sum(self.moved[h.index][1] for h in hosts) / size

    def cpu(self, hosts):
        return sum(self.running[h][0].cpu() for h in hosts) / len(hosts)

    def rss(self, hosts):
        return max(self.running[h][0].peak_rss for h in hosts) / 1024

    def row(self):
        hosts = list(self.clients)
        ends = max(self.done.values())
        row = {"all s": ends, "x bound": ends / fluid_bound(hosts), "median s": statistics.median(self.done.values()),
               "first s": min(self.done.values())}
        late, slow = [h for h in hosts if h.joins], [h for h in hosts if h.down < args.down_mbit or h.up < args.up_mbit]
        if late:
            early = [h for h in hosts if not h.joins]
            row |= {"early s": max(self.times(early)), "early x bound": max(self.times(early)) / fluid_bound(early),
                    "late took s": max(self.times(late))}
        if slow:
            fast = [h for h in hosts if h not in slow]
            # the slow ones' uplinks may help the fast ones, so they count as links though not as receivers
            least = max(bits / args.server_mbit, bits / args.down_mbit,
                        len(fast) * bits / (args.server_mbit + sum(h.up for h in hosts)))
            row |= {"fast s": max(self.times(fast)), "fast x bound": max(self.times(fast)) / least}
        return row | {"server sent / F": self.sent([server]), "clients sent / F": self.sent(hosts), "server CPU s": self.server_cpu,
                      "client CPU s": self.cpu(hosts), "client RSS MiB": self.rss(hosts)}

    def judgement(self):
        """What the honest clients' logs say about bans, against what the hostile peer says that it sent to whom."""
        self.hostile_process.stop()                  # it tells what it did at its end
        log = [json.loads(line) for line in self.hostile_log.read_text().splitlines()]
        got = {host: told["wrong"] for entry in log if entry["event"] == "end" for host, told in entry["met"].items()}
        bans = {h: set(re.findall(r"(\d+\.\d+\.\d+\.\d+):\d+\S*[^\n]* is banned", open(self.running[h][0].log).read())) for h in self.clients}
        met = {h for h in self.clients if got.get(h.ip)}
        banned = {h for h, names in bans.items() if evil.ip in names}
        caught = {"got wrong blocks": len(met), "banned it": len(banned), "banned others": sum(bool(names - {evil.ip}) for names in bans.values()),
                  "hostile sent / F": self.moved[evil.index][0] / size}
        if met - banned:
            print(f"    got wrong blocks and did not ban: {', '.join(f'{h.ip} ({got[h.ip]} blocks)' for h in met - banned)}", file=sys.stderr)
        return caught


def plain():
    def one(name):
        return Swarm(name, {h: name for h in hosts}).run().row()

    names = [n for n in args.systems.split(",") if SYSTEMS[n].available()]
    report(title(), interleave(names, args.runs, one), args, bounds())


def adversaries():
    def one(name):
        swarm = Swarm("ours", {h: "ours" for h in hosts}, None if name == "none" else name)
        return swarm.run().row() | swarm.caught

    kinds = args.adversary.split(",")
    rows = interleave(["none"] + kinds, args.runs, one)
    report(title() + ", all ours, and one hostile peer", rows, args, bounds())
    median = {kind: statistics.median(r["all s"] for r in runs if r) for kind, runs in rows.items() if any(runs)}
    for kind in kinds:
        if kind in median and "none" in median:
            print(f"{kind}: {median[kind] / median['none']:.2f} of the time without it")


def mixed():
    """Rows by swarm and system: a figure of a system is that of its own clients there."""
    systems = args.mixed.split(",")
    shared = {h: systems[i % len(systems)] for i, h in enumerate(hosts)}
    swarms = {"mixed": shared}
    if "ours" in systems and len(systems) > 1:
        swarms["without ours"] = {h: s for h, s in shared.items() if s != "ours"}
        swarms["ours alone"] = {h: s for h, s in shared.items() if s == "ours"}
    rows = {f"{swarm}: {system}": [] for swarm, clients in swarms.items() for system in dict.fromkeys(clients.values())}

    def one(name):
        clients = swarms[name]
        run = Swarm("ours", clients).run()
        for system in dict.fromkeys(clients.values()):
            mine = [h for h, s in clients.items() if s == system]
            rows[f"{name}: {system}"].append(
                {"clients": len(mine), "all s": max(run.times(mine)), "median s": statistics.median(run.times(mine)),
                 "x bound": max(run.times(mine)) / fluid_bound(list(clients)), "sent / F each": run.sent(mine) / len(mine),
                 "received / F each": run.received(mine) / len(mine), "server sent / F": run.sent([server]), "CPU s": run.cpu(mine)})
        return run.row()

    whole = interleave(list(swarms), args.runs, one)
    for swarm, runs in whole.items():
        for name in rows:
            if name.startswith(swarm + ":"):
                rows[name] += [None] * runs.count(None)
    report(f"{title()}, in one swarm: {args.mixed}", rows, args, bounds())


def title():
    return (f"swarm: {args.mib} MiB to {args.n} clients, server up {args.server_mbit:g}, clients {args.up_mbit:g}/{args.down_mbit:g} Mbit/s"
            + (f", {args.late} of them {args.late_by:g} s late" if args.late else "")
            + (f", {args.slow} of them at {args.slow_mbit:g} Mbit/s" if args.slow else ""))


def bounds():
    return f"fluid bound {fluid_bound(hosts):.1f} s; all over HTTP at least {args.n * bits / args.server_mbit:.1f} s"


b = Bench()
for line in ("ip link add br0 type bridge", f"ip addr add {HUB}/16 dev br0", "ip link set br0 up"):
    sh(line)
size = args.mib * MIB
bits = size * 8 / 1e6
server = Host(0, args.server_mbit, 1000)
hosts = []
for number in range(1, args.n + 1):
    is_slow = number > args.n - args.slow
    hosts.append(Host(number, args.slow_mbit if is_slow else args.up_mbit, args.slow_mbit if is_slow else args.down_mbit,
                      args.late_by if number <= args.late else 0.0))
evil = Host(args.n + 1, args.up_mbit, args.down_mbit) if args.adversary else None
everybody = [server, *hosts] + ([evil] if evil else [])
torrent = Torrent.create(b.data(size), f"http://{HUB}:6969/announce", args.piece)
want = sha(torrent.source)
(adversaries if args.adversary else mixed if args.mixed else plain)()
