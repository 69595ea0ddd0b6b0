#!/usr/bin/env python3
"""A peer that does harm to a swarm, for measuring what the swarm makes of it.

    benchmarks/hostile.py KIND TORRENT CONTENT --ip IP --port PORT [--log FILE]

poisoner  claims to be complete, and answers a part of the requests (--share) with wrong bytes
staller   claims to be complete, unchokes everybody and never answers
liar      tells by and by that it has pieces, has none, and rejects every request or says nothing, in turn by connection
leaver    downloads and uploads as anybody does, and is gone with all it has at 99 % (--leave-at)
hoarder   like leaver, but uploads nothing

TORRENT is the .torrent, CONTENT the one file that it is about. FILE gets a line of JSON for each connection that ends and for the end:
who it was, the bytes that went to it, and how many blocks of them were wrong. Python 3 standard library only."""
import argparse
import asyncio
import hashlib
import json
import os
import random
import signal
import struct
import time
import urllib.parse
import urllib.request

CHOKE, UNCHOKE, INTERESTED, NOT_INTERESTED, HAVE, BITFIELD, REQUEST, PIECE, CANCEL = range(9)
SUGGEST, HAVE_ALL, HAVE_NONE, REJECT, ALLOWED_FAST = range(13, 18)  # BEP 6
BLOCK = 16 * 1024
IN_FLIGHT = 64
LONGEST = 1 << 20


def decode(data, at=0):
    """A bencoded value and where it ends; strings are bytes."""
    first = data[at:at + 1]
    if first == b"i":
        end = data.index(b"e", at)
        return int(data[at + 1:end]), end + 1
    if first in (b"l", b"d"):
        items, at = [], at + 1
        while data[at:at + 1] != b"e":
            item, at = decode(data, at)
            items.append(item)
        return (items if first == b"l" else dict(zip(items[::2], items[1::2]))), at + 1
    colon = data.index(b":", at)
    end = colon + 1 + int(data[at:colon])
    return data[colon + 1:end], end


class Torrent:
    def __init__(self, path):
        with open(path, "rb") as f:
            raw = f.read()
        meta, _ = decode(raw)
        start = raw.index(b"4:info") + 6
        self.hash = hashlib.sha1(raw[start:decode(raw, start)[1]]).digest()
        self.announce = meta[b"announce"].decode()
        info = meta[b"info"]
        self.size, self.piece = info[b"length"], info[b"piece length"]
        self.hashes = [info[b"pieces"][i:i + 20] for i in range(0, len(info[b"pieces"]), 20)]

    def length(self, index):
        return min(self.piece, self.size - index * self.piece)


class Peer:
    """The hostile peer: what all its connections share."""

    def __init__(self, args):
        self.args, self.kind = args, args.kind
        self.torrent = Torrent(args.torrent)
        self.content = open(args.content, "rb")
        self.id = b"-XX0100-" + os.urandom(6).hex().encode()
        self.leeches = self.kind in ("leaver", "hoarder")
        claims = self.kind in ("poisoner", "staller")
        self.have = set(range(len(self.torrent.hashes))) if claims else set()
        self.underway = set()
        self.connections, self.dialled, self.met = {}, set(), {}
        self.log = open(args.log, "a", buffering=1) if args.log else None
        self.left_swarm = asyncio.Event()

    def tell(self, what, **facts):
        if self.log:
            self.log.write(json.dumps({"event": what, "at": round(time.time(), 3), **facts}) + "\n")

    def block(self, index, begin, length):
        """What it sends for a request, and whether that is wrong."""
        self.content.seek(index * self.torrent.piece + begin)
        data = self.content.read(length)
        if self.kind == "poisoner" and random.random() < self.args.share:
            return bytes(b ^ 0xFF for b in data[:64]) + data[64:], True
        return data, False

    async def run(self):
        loop = asyncio.get_running_loop()
        for s in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(s, self.left_swarm.set)
        server = await asyncio.start_server(self.accepted, self.args.ip, self.args.port)
        tasks = [asyncio.create_task(t) for t in [self.announcing()] + ([self.lying()] if self.kind == "liar" else [])]
        await self.left_swarm.wait()
        server.close()
        for task in tasks:
            task.cancel()
        for connection in list(self.connections.values()):
            connection.close()
        self.tell("end", kind=self.kind, pieces=len(self.have), met=self.met)

    async def announcing(self):
        event, interval = "started", 5
        while True:
            try:
                reply = await asyncio.to_thread(self.announce, event)
                event, interval = None, min(10, max(2, reply.get(b"interval", 5)))
                peers = reply.get(b"peers", b"")
                for i in range(0, len(peers) - 5, 6):
                    host, port = ".".join(map(str, peers[i:i + 4])), struct.unpack(">H", peers[i + 4:i + 6])[0]
                    if host != self.args.ip and host not in self.dialled:
                        self.dialled.add(host)
                        asyncio.create_task(self.dial(host, port))
                self.tell("announced", peers=len(peers) // 6)
            except (OSError, ValueError) as e:
                self.tell("not announced", why=str(e))
            await asyncio.sleep(interval)

    def announce(self, event):
        query = {"info_hash": self.torrent.hash, "peer_id": self.id, "port": self.args.port, "uploaded": 0, "downloaded": 0, "compact": 1,
                 "left": self.torrent.size - sum(map(self.torrent.length, self.have)), "numwant": 50}
        if event:
            query["event"] = event
        mark = "&" if "?" in self.torrent.announce else "?"
        with urllib.request.urlopen(self.torrent.announce + mark + urllib.parse.urlencode(query), timeout=5) as reply:
            return decode(reply.read())[0]

    async def dial(self, host, port):
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port, local_addr=(self.args.ip, 0)), 5)
            await self.serve(reader, writer, True)
        except (OSError, asyncio.TimeoutError):
            pass
        self.dialled.discard(host)  # to be tried again: it does not give up

    async def accepted(self, reader, writer):
        await self.serve(reader, writer, False)

    async def serve(self, reader, writer, dialled):
        connection = Connection(self, reader, writer)
        try:
            await connection.talk(dialled)
        except (OSError, EOFError, asyncio.IncompleteReadError, asyncio.TimeoutError, struct.error):
            pass
        finally:
            connection.close()
            self.tell("closed", peer=connection.host, sent=connection.sent, wrong=connection.wrong, received=connection.received)

    async def lying(self):
        """One more piece that it has not, now and then."""
        order = list(range(len(self.torrent.hashes)))
        random.shuffle(order)
        for index in order:
            await asyncio.sleep(0.02)
            self.have.add(index)
            self.say_have(index)

    def say_have(self, index):
        for connection in list(self.connections.values()):
            connection.send(HAVE, struct.pack(">I", index))

    def completed(self, index):
        self.have.add(index)
        self.underway.discard(index)
        self.say_have(index)
        if len(self.have) >= self.args.leave_at * len(self.torrent.hashes):
            self.left_swarm.set()


class Connection:
    """One connection, on the event loop."""
    count = 0

    def __init__(self, peer, reader, writer):
        self.peer, self.reader, self.writer = peer, reader, writer
        self.host = writer.get_extra_info("peername")[0]
        self.sent = self.wrong = self.received = 0
        self.fast, self.choked, self.closed = False, True, False
        self.theirs, self.suggested = set(), []
        self.piece, self.data, self.asked, self.missing = None, None, 0, 0
        Connection.count += 1
        self.rejects = Connection.count % 2 == 0

    def send(self, kind, body=b""):
        if not self.closed:
            self.writer.write(struct.pack(">IB", 1 + len(body), kind) + body)

    def close(self):
        if not self.closed:
            self.closed = True
            self.peer.underway.discard(self.piece)
            if self.peer.connections.get(self.host) is self:
                del self.peer.connections[self.host]
            self.writer.close()

    async def talk(self, dialled):
        torrent = self.peer.torrent
        hello = b"\x13BitTorrent protocol" + bytes(7) + b"\x04" + torrent.hash + self.peer.id
        if dialled:
            self.writer.write(hello)
        theirs = await asyncio.wait_for(self.reader.readexactly(68), 10)
        if theirs[28:48] != torrent.hash or self.host in self.peer.connections:
            return
        self.fast = bool(theirs[27] & 4)
        if not dialled:
            self.writer.write(hello)
        self.peer.connections[self.host] = self
        self.introduce()
        while not self.closed:
            length = struct.unpack(">I", await asyncio.wait_for(self.reader.readexactly(4), 180))[0]
            if length > LONGEST:
                return
            if length:
                message = await self.reader.readexactly(length)
                self.received_message(message[0], message[1:])
                await self.writer.drain()

    def introduce(self):
        """What it has; everybody may ask it, but a hoarder."""
        pieces = len(self.peer.torrent.hashes)
        if self.fast and len(self.peer.have) == pieces:
            self.send(HAVE_ALL)
        elif self.fast and not self.peer.have:
            self.send(HAVE_NONE)
        elif self.peer.have:
            field = bytearray((pieces + 7) // 8)
            for index in self.peer.have:
                field[index // 8] |= 0x80 >> index % 8
            self.send(BITFIELD, bytes(field))
        if self.peer.kind != "hoarder":
            self.send(UNCHOKE)
        if self.peer.leeches:
            self.send(INTERESTED)

    def received_message(self, kind, body):
        if kind == REQUEST:
            self.requested(*struct.unpack(">III", body))
        elif kind == PIECE:
            self.got(*struct.unpack(">II", body[:8]), body[8:])
        elif kind == CHOKE:
            self.choked = True
            if not self.fast:
                self.forget()
        elif kind == UNCHOKE:
            self.choked = False
        elif kind == REJECT:
            self.forget()
        elif kind == HAVE:
            self.theirs.add(struct.unpack(">I", body)[0])
        elif kind == HAVE_ALL:
            self.theirs = set(range(len(self.peer.torrent.hashes)))
        elif kind == BITFIELD:
            self.theirs = {i for i in range(len(self.peer.torrent.hashes)) if body[i // 8] & 0x80 >> i % 8}
        elif kind == SUGGEST:
            self.suggested.append(struct.unpack(">I", body)[0])
        if self.peer.leeches:
            self.ask()

    def requested(self, index, begin, length):
        kind = self.peer.kind
        if kind == "liar" and self.rejects and self.fast or kind == "hoarder":
            self.send(REJECT, struct.pack(">III", index, begin, length))
        elif kind in ("poisoner", "leaver") and index in self.peer.have:
            data, wrong = self.peer.block(index, begin, length)
            self.send(PIECE, struct.pack(">II", index, begin) + data)
            self.sent += len(data)
            self.wrong += wrong
            told = self.peer.met.setdefault(self.host, {"blocks": 0, "wrong": 0})
            told["blocks"] += 1
            told["wrong"] += wrong

    # ---- downloading, a piece at a time from each peer --------------------------------------------------------------

    def choose(self):
        peer = self.peer
        wanted = lambda i: i in self.theirs and i not in peer.have and i not in peer.underway
        while self.suggested:
            index = self.suggested.pop(0)
            if wanted(index):
                return index
        free = [i for i in self.theirs if wanted(i)]
        return random.choice(free) if free else None

    def ask(self):
        if self.choked:
            return
        if self.piece is None:
            self.piece = self.choose()
            if self.piece is None:
                return
            self.peer.underway.add(self.piece)
            self.missing = self.peer.torrent.length(self.piece)
            self.data, self.asked = bytearray(self.missing), 0
        length = len(self.data)
        while self.asked < length and self.asked - (length - self.missing) < IN_FLIGHT * BLOCK:
            self.send(REQUEST, struct.pack(">III", self.piece, self.asked, min(BLOCK, length - self.asked)))
            self.asked += BLOCK

    def forget(self):
        self.peer.underway.discard(self.piece)
        self.piece = None

    def got(self, index, begin, data):
        self.received += len(data)
        if index != self.piece:
            return
        self.data[begin:begin + len(data)] = data
        self.missing -= len(data)
        if self.missing <= 0:
            self.piece = None
            self.peer.underway.discard(index)
            if hashlib.sha1(self.data).digest() == self.peer.torrent.hashes[index]:
                self.peer.completed(index)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["poisoner", "staller", "liar", "leaver", "hoarder"])
    parser.add_argument("torrent")
    parser.add_argument("content")
    parser.add_argument("--ip", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="of the poisoner's blocks that are wrong")
    parser.add_argument("--leave-at", type=float, default=0.99, help="part of the pieces with which a leaver leaves")
    parser.add_argument("--log")
    asyncio.run(Peer(parser.parse_args()).run())


if __name__ == "__main__":
    main()
