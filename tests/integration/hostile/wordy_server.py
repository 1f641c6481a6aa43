#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""A server that says as much as it may, in one place of the dialogue.

    wordy_server.py CERTS COUNT SERVICE-MODE-PLACE-FILLER

Says its port on standard output, and serves until it is killed. The file COUNT
always holds how many octets went out, or are about to.
"""
import itertools
import os
import socket
import ssl
import sys
import threading
import warnings

warnings.simplefilter("ignore")
certs, count_file, kind = sys.argv[1:]
service, mode, place, filler = kind.split("-")

MOST = 940_000  # of the 1 MiB that a probe takes
LINE = 16_000
FILLERS = {
    "y": b"y", "escape": b"\x1b", "high": b"\xff", "quote": b'"',
    "less": b"<", "wide": "\u754c".encode(), "mark": "\u0301".encode(),
    "turn": "\u202e".encode(), "nul": b"\0", "tab": b"\t", "bar": b"|"}
GREETINGS = {"imap": b"* OK ready", "pop3": b"+OK ready",
             "smtp": b"220 mail.example.test ESMTP"}


def fill(octets):
    unit = FILLERS[filler]
    return unit * (octets // len(unit))


def wide():
    """A few lines, each as long as it may be."""
    return [fill(LINE) for _ in range(MOST // LINE)]


def lines():
    """As many lines as there may be."""
    return [fill(MOST // 980) for _ in range(980)]


def names():
    """As many items as there may be, of short words."""
    return [b"X%03d" % i + fill(10) for i in range(980)]


def mechanisms():
    return [b"M%02d" % i + fill(12) for i in range(99)]


class Counter:
    """What goes out to all connections."""

    def __init__(self):
        self.octets = 0
        self.lock = threading.Lock()
        self.file = os.open(count_file, os.O_WRONLY | os.O_CREAT)

    def add(self, octets):
        with self.lock:
            self.octets += octets
            os.pwrite(self.file, b"%d\n" % self.octets, 0)


counter = Counter()


class Peer:
    def __init__(self, sock):
        self.sock = sock
        self.inside = False
        self.buffer = b""

    def send(self, data):
        counter.add(len(data))
        self.sock.sendall(data)

    def line(self):
        while b"\n" not in self.buffer:
            more = self.sock.recv(4096)
            if not more:
                raise EOFError
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    def start_tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.load_cert_chain(os.path.join(certs, "good.pem"))
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.inside = True
        counter.add(os.path.getsize(os.path.join(certs, "good.pem")))

    def greet(self):
        text = GREETINGS[service]
        if place == "greeting" and service == "smtp":
            for line in lines():
                self.send(b"220-" + line + b"\r\n")
        elif place == "greeting":
            text += b" " + fill(LINE)
        self.send(text + b"\r\n")

    def items(self):
        tls = [] if self.inside or mode == "clear" else [b"STARTTLS"]
        said = {"wide": wide, "lines": lines, "names": names,
                "mechanisms": mechanisms}.get(place)
        if not said or (not self.inside and mode == "explicit"):
            return tls
        if place != "mechanisms":
            return tls + [item if place == "names" else b"X%d" % i + item
                          for i, item in enumerate(said())]
        if service == "imap":
            return tls + [b"AUTH=" + name for name in said()]
        verb = b"SASL " if service == "pop3" else b"AUTH "
        return tls + [verb + b" ".join(said())]

    def capabilities(self, tag):
        if service == "imap":
            rows = [[]]
            for item in self.items():
                if sum(map(len, rows[-1])) + len(item) > LINE - 500:
                    rows.append([])
                rows[-1].append(item)
            self.send(b"".join(b"* CAPABILITY IMAP4rev1 " + b" ".join(row) +
                               b"\r\n" for row in rows) + tag + b" OK\r\n")
        elif service == "pop3":
            tls = [b"STLS" if i == b"STARTTLS" else i for i in self.items()]
            self.send(b"+OK\r\n" + b"".join(i + b"\r\n" for i in tls) +
                      b".\r\n")
        else:
            self.send(b"".join(b"250-" + i + b"\r\n" for i in
                               [b"mail.example.test"] + self.items()) +
                      b"250 X\r\n")

    def reply(self, code, tag):
        """To a command; a long one where this is the place."""
        text = lines() if place in ("reply", "refusal") and code != "bye" else []
        if service == "imap":
            words = {"ok": b"OK", "bye": b"OK", "no": b"NO"}[code]
            self.send(b"".join(b"* " + line + b"\r\n" for line in text) +
                      tag + b" " + words + b"\r\n")
        elif service == "pop3":
            words = b"-ERR" if code == "no" else b"+OK"
            self.send(words + (b" " + fill(LINE) if text else b"") + b"\r\n")
        else:
            words = {"ok": b"220", "bye": b"221", "no": b"454"}[code]
            self.send(b"".join(words + b"-" + line + b"\r\n"
                               for line in text) + words + b" X\r\n")

    def serve(self):
        if place == "plain":
            self.sock.recv(4096)
            return self.send(b"".join(line + b"\r\n" for line in wide()))
        if place == "endless":
            return self.send(fill(MOST))
        if mode == "implicit":
            self.start_tls()
        self.greet()
        while True:
            tag, _, rest = self.line().partition(b" ")
            verb = (rest if service == "imap" else tag).upper()
            if verb in (b"CAPABILITY", b"CAPA", b"EHLO", b"LHLO"):
                self.capabilities(tag)
            elif verb in (b"STARTTLS", b"STLS") and not self.inside:
                self.reply("no" if place == "refusal" else "ok", tag)
                if place == "injection":
                    self.send(fill(LINE) + b"\r\n")
                self.start_tls()
            elif verb in (b"LOGOUT", b"QUIT"):
                return self.reply("bye", tag)
            else:
                self.reply("no", tag)


def answer(sock):
    try:
        Peer(sock).serve()
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(4096):
            pass
    except (OSError, EOFError, ValueError):
        pass
    sock.close()


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=answer, args=(listener.accept()[0],),
                     daemon=True).start()
