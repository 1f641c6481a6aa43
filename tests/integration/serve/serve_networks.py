#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""serve_networks.py PORT: visitors of two networks, one of them greedy."""
import collections
import socket
import sys

port = int(sys.argv[1])
GREEDY = ("2001:db8::1", "2001:db8::2")
OTHER = "2001:db8:0:1::1"
OWN = f"Host: [2001:db8::1]:{port}\r\n"
failures = 0


def expect(holds, words):
    global failures
    if not holds:
        print(f"FAIL: {words}")
        failures += 1


def ask(source, request):
    """The connection, and the status that came by it; "" if it was closed."""
    connection = socket.socket(socket.AF_INET6)
    connection.settimeout(20)
    connection.bind((source, 0))
    connection.connect((GREEDY[0], port))
    try:
        connection.sendall(request.encode())
        return connection, connection.recv(4096)[9:12].decode()
    except OSError:
        return connection, ""


def page(source):
    return ask(source, f"GET /icon.svg HTTP/1.1\r\n{OWN}\r\n")


def look(source):
    connection, status = ask(
        source, f"GET /r/{'0' * 32} HTTP/1.1\r\n{OWN}Connection: close\r\n\r\n")
    connection.close()
    return status


def work(source):
    connection, status = ask(
        source, f"POST /api/check HTTP/1.1\r\n{OWN}Connection: close\r\n"
        "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n{")
    connection.close()
    return status


statuses = collections.Counter(work(GREEDY[i % 2]) for i in range(100))
expect(statuses["400"] >= 60 and statuses["429"] > 0,
       f"a hundred requests for work of one network: {statuses}")
statuses = collections.Counter(look(GREEDY[i % 2]) for i in range(60))
expect(statuses["429"] > 0, f"sixty looks at results after that: {statuses}")
expect(look(OTHER) == "404", "another network sees no results")
expect(work(OTHER) == "400", "another network has to wait for the first")
held = [page(GREEDY[i % 2]) for i in range(80)]
served = [status for connection, status in held].count("200")
expect(32 <= served <= 64, f"one network holds {served} connections")
expect(page(OTHER)[1] == "200", "another network does not come in")
for connection, status in held:
    connection.close()
sys.exit(failures > 0)
