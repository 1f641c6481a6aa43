# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# old_server.py ADDRESS PEM SCRIPTS: servers of another time, which no library of
# today plays. SCRIPTS is JSON: for each name the versions with their suites, and
# what else the server has. Each hello is answered up to ServerHelloDone, where a
# handshake would need cryptography. Prints "NAME PORT" lines and "ready"; ends
# with its input.

import base64
import json
import os
import re
import socket
import struct
import sys
import threading

VERSIONS = {"SSL3": 0x0300, "1.0": 0x0301, "1.1": 0x0302, "1.2": 0x0303}
SSL2_HELLO = 4
DHE = {0x0011, 0x0014, 0x0015, 0x0016, 0x0033, 0x0039, 0x0017, 0x0018, 0x0034}
ANONYMOUS = {0x0017, 0x0018, 0x0034}


def read_exactly(sock, count):
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            raise OSError("the client hung up")
        data += part
    return data


def message(kind, body):
    return bytes((kind,)) + struct.pack("!I", len(body))[1:] + body


def record(version, kind, body):
    return struct.pack("!BHH", kind, version, len(body)) + body


def vector(data, width):
    return len(data).to_bytes(width, "big") + data


def read_hello(sock):
    """(version, suites, compressions, extensions) of a ClientHello."""
    body = b""
    while len(body) < 4 or len(body) < 4 + int.from_bytes(body[1:4], "big"):
        header = read_exactly(sock, 5)
        body += read_exactly(sock, struct.unpack("!H", header[3:])[0])
    version = struct.unpack("!H", body[4:6])[0]
    at = 38
    at += 1 + body[at]
    length = struct.unpack("!H", body[at:at + 2])[0]
    suites = struct.unpack(f"!{length // 2}H", body[at + 2:at + 2 + length])
    at += 2 + length
    compressions = body[at + 1:at + 1 + body[at]]
    at += 1 + body[at] + 2
    extensions = set()
    while at + 4 <= len(body):
        kind, length = struct.unpack("!HH", body[at:at + 4])
        extensions.add(kind)
        at += 4 + length
    return version, suites, compressions, extensions


def key_exchange(version, suite, script):
    """A prime, a generator, a public value, and what would be a signature."""
    prime = bytes(script.get("prime", 128) - 1)
    body = vector(b"\xff" + prime, 2) + vector(b"\2", 2) + vector(b"\1" * 8, 2)
    if suite not in ANONYMOUS:
        body += (b"\4\1" if version == 0x0303 else b"") + vector(bytes(64), 2)
    return message(12, body)


def answer(script, hello):
    offered, suites, compressions, extensions = hello
    own = {VERSIONS[v]: [int(s, 16) for s in listed.split()]
           for v, listed in script["versions"].items()}
    version = max((v for v in own if v <= offered), default=0)
    chosen = [s for s in own.get(version, ()) if s in suites]
    if not chosen:
        return record(version or 0x0301, 21, b"\2\x28")
    suite = chosen[0]
    taken = [struct.pack("!HH", kind, len(value)) + value for kind, value in (
        (0xff01, b"\0"), (15, b"\1")) if kind in extensions and
        str(kind) in script.get("extensions", "").split()]
    deflate = script.get("deflate") and 1 in compressions
    body = struct.pack("!H", version) + bytes(32) + b"\0"
    body += struct.pack("!HB", suite, bool(deflate))
    if taken:
        body += vector(b"".join(taken), 2)
    said = message(2, body)
    if suite not in ANONYMOUS:
        said += message(11, vector(vector(CERTIFICATE, 3), 3))
    if suite in DHE:
        said += key_exchange(version, suite, script)
    return record(version, 22, said + message(14, b""))


def answer_ssl2(sock, script):
    length = struct.unpack("!H", read_exactly(sock, 2))[0] & 0x7fff
    read_exactly(sock, length)
    if "ssl2" not in script:
        return
    kinds = bytes.fromhex(script["ssl2"])
    body = bytes((SSL2_HELLO, 0, 1)) + struct.pack(
        "!HHHH", 2, len(CERTIFICATE), len(kinds), 16)
    body += CERTIFICATE + kinds + bytes(16)
    sock.sendall(struct.pack("!H", 0x8000 | len(body)) + body)


def serve(sock, script):
    with sock:
        try:
            if sock.recv(1, socket.MSG_PEEK) == b"\x16":
                sock.sendall(answer(script, read_hello(sock)))
                sock.recv(1)
            else:
                answer_ssl2(sock, script)
        except OSError:
            pass


def listen(listener, script):
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=serve, args=(sock, script),
                         daemon=True).start()


with open(sys.argv[2], encoding="ascii") as pem:
    CERTIFICATE = base64.b64decode(re.search(
        "BEGIN CERTIFICATE-----(.*?)-----END", pem.read(), re.S).group(1))
with open(sys.argv[3], encoding="ascii") as data:
    SCRIPTS = json.load(data)
for name, its_script in SCRIPTS.items():
    port = socket.create_server((sys.argv[1], 0), backlog=100)
    print(name, port.getsockname()[1])
    threading.Thread(target=listen, args=(port, its_script),
                     daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
os._exit(0)
