#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Servers that never come to an end, each in another place.

    dripping_server.py CERTS

Says "KIND ADDRESS PORT" for each on standard output, then "ready", and serves
until it is killed. Each is at an address of its own.
"""
import os
import socket
import ssl
import struct
import sys
import threading
import time

certs = sys.argv[1]
PAUSE = 0.2
RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891"
                      "c2a211167abb8c5e079e09e2c8a8339c")


def record(kind, body):
    return bytes([kind, 3, 3]) + struct.pack(">H", len(body)) + body


def message(kind, body):
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


SERVER_HELLO = message(2, b"\3\3" + bytes(32) + b"\0\xc0\x2f\0\0\0")
ALERT, HANDSHAKE, CHANGE = 21, 22, 20


def take_hello(peer):
    hello = b""
    while len(hello) < 100:
        more = peer.recv(4096)
        if not more:
            raise OSError
        hello += more
    return hello


def drip(peer, data):
    for octet in data:
        peer.sendall(bytes([octet]))
        time.sleep(PAUSE)


def repeat(peer, data, pause=PAUSE):
    while True:
        peer.sendall(data)
        time.sleep(pause)


def flood(peer, data):
    repeat(peer, data * (4096 // len(data) + 1), 0)


def start_tls(peer, highest=ssl.TLSVersion.TLSv1_3):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = highest
    context.load_cert_chain(os.path.join(certs, "good.pem"))
    return context.wrap_socket(peer, server_side=True)


def retry_request(hello):
    session = hello[44:44 + hello[43]]
    extensions = b"\0\x2b\0\2\3\4\0\x33\0\2\0\x17"
    return record(HANDSHAKE, message(
        2, b"\3\3" + RETRY + bytes([len(session)]) + session + b"\x13\1\0" +
        struct.pack(">H", len(extensions)) + extensions))


def implicit_record(peer):
    take_hello(peer)
    drip(peer, record(HANDSHAKE, SERVER_HELLO + bytes(9000)))


def implicit_retries(peer):
    repeat(peer, retry_request(take_hello(peer)))


def implicit_retry_flood(peer):
    flood(peer, retry_request(take_hello(peer)))


def implicit_changes(peer):
    take_hello(peer)
    repeat(peer, record(CHANGE, b"\1"))


def implicit_change_flood(peer):
    take_hello(peer)
    flood(peer, record(CHANGE, b"\1"))


def implicit_alerts(peer):
    take_hello(peer)
    repeat(peer, record(ALERT, b"\1\x70"))


def implicit_alert_flood(peer):
    take_hello(peer)
    flood(peer, record(ALERT, b"\1\x5a"))


def implicit_empty_flood(peer):
    take_hello(peer)
    flood(peer, record(HANDSHAKE, b""))


def implicit_request_flood(peer):
    take_hello(peer)
    flood(peer, record(HANDSHAKE, message(0, b"")))


def implicit_certificates(peer):
    take_hello(peer)
    peer.sendall(record(HANDSHAKE, SERVER_HELLO + b"\x0b\0\xff\xff\0\xff\xfc"))
    repeat(peer, record(HANDSHAKE, b"\0"))


def implicit_certificate_flood(peer):
    take_hello(peer)
    peer.sendall(record(HANDSHAKE, SERVER_HELLO + b"\x0b\xff\xff\xff\xff\xff"))
    flood(peer, record(HANDSHAKE, bytes(16000)))


def implicit_fragments(peer):
    take_hello(peer)
    for octet in SERVER_HELLO:
        peer.sendall(record(HANDSHAKE, bytes([octet])))
    repeat(peer, record(HANDSHAKE, b""))


def implicit_lines(peer):
    repeat(start_tls(peer), b"* OK more\r\n")


def implicit_line(peer):
    drip(start_tls(peer, ssl.TLSVersion.TLSv1_2), b"* OK " + b"x" * 9000)


def serve_imap(peer, goodbye):
    inside = start_tls(peer)
    inside.sendall(b"* OK ready\r\n")
    for line in inside.makefile("rb"):
        tag, verb = line.split()[:2]
        if verb == b"LOGOUT":
            goodbye(inside)
        inside.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK\r\n")


def implicit_goodbye(peer):
    serve_imap(peer, lambda inside: repeat(inside, b"* BYE more\r\n"))


def hang(peer):
    repeat(peer, b"", 60)


def implicit_no_goodbye(peer):
    serve_imap(peer, hang)


def count(name):
    counts[name] = counts.get(name, 0) + 1
    return counts[name]


counts = {}


def implicit_tired(peer):
    if count("tired") > 12:
        hang(peer)
    serve_imap(peer, lambda inside: None)


def implicit_moody(peer):
    if count("moody") > 12 and counts["moody"] % 2:
        hang(peer)
    serve_imap(peer, lambda inside: None)


def implicit_tired_inside(peer):
    if count("tired inside") > 6:
        hang(start_tls(peer))
    serve_imap(peer, lambda inside: None)


def cleartext_greeting(peer):
    drip(peer, b"* OK " + b"x" * 9000)


def cleartext_capabilities(peer):
    peer.sendall(b"* OK ready\r\n")
    tag = peer.recv(100).split()[0]
    repeat(peer, b"* CAPABILITY IMAP4rev1 " + tag + b"\r\n")


def serve(address, answer):
    listener = socket.create_server((address, 0), backlog=64)

    def one(peer):
        try:
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answer(peer)
        except (OSError, ValueError, IndexError):
            pass
        peer.close()

    def all_of_them():
        while True:
            threading.Thread(target=one, args=(listener.accept()[0],),
                             daemon=True).start()

    threading.Thread(target=all_of_them, daemon=True).start()
    return listener.getsockname()[1]


for number, (name, answer) in enumerate(sorted(
        (name, made) for name, made in globals().items()
        if name.startswith(("implicit_", "cleartext_"))), 1):
    address = f"127.0.1.{number}"
    print(name.replace("_", "-"), address, serve(address, answer), flush=True)
print("ready", flush=True)
time.sleep(300)
