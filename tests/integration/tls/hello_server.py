# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# hello_server.py: a server for each way to answer a ClientHello that no server
# should have. Prints "HABIT PORT" lines and "ready"; ends with its input.

import os
import socket
import struct
import sys
import threading
import time

RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2"
                      "c8a8339c")


def record(kind, body):
    return struct.pack("!BHH", kind, 0x0303, len(body)) + body


def server_hello(version, random, suite, extensions=b""):
    body = struct.pack("!H", version) + random + b"\0"
    body += struct.pack("!HB", suite, 0)
    body += struct.pack("!H", len(extensions)) + extensions
    return record(22, b"\2" + struct.pack("!I", len(body))[1:] + body)


def silent(sock):
    time.sleep(60)


def endless(sock):
    """A message that never ends, record after record."""
    sock.sendall(record(22, b"\2\xff\xff\xff" + bytes(1000)))
    while True:
        sock.sendall(record(22, bytes(16000)))


def dribbling(sock):
    """An octet of a record a second."""
    for octet in server_hello(0x0303, bytes(32), 0x1301):
        sock.sendall(bytes((octet,)))
        time.sleep(1)


def retrying(sock):
    """HelloRetryRequest, whatever was said."""
    extensions = struct.pack("!HHHHHH", 43, 2, 0x0304, 51, 2, 0x001d)
    sock.sendall(server_hello(0x0303, RETRY, 0x1301, extensions))
    time.sleep(0.2)


def unoffered(sock):
    """A suite that nobody has."""
    sock.sendall(server_hello(0x0303, bytes(32), 0xfefe))
    time.sleep(0.2)


def garbage(sock):
    sock.sendall(record(22, b"\x63" * 200))


HABITS = silent, endless, dribbling, retrying, unoffered, garbage


def serve(sock, habit):
    try:
        sock.recv(65536)
        habit(sock)
    except OSError:
        pass
    finally:
        sock.close()


def listen(habit, listener):
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=serve, args=(sock, habit), daemon=True).start()


for each in HABITS:
    port = socket.create_server((sys.argv[1], 0), backlog=100)
    print(each.__name__, port.getsockname()[1])
    threading.Thread(target=listen, args=(each, port), daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
os._exit(0)
