#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""serve_guests.py SITE PORT HOSTILE WORDY: visitors of mailsonde serve who mean
no good, and two hundred who do. HOSTILE is a server whose words are no good, and
WORDY one that has too many."""
import http.client
import json
import re
import socket
import sys
import threading
import time
import urllib.parse

site, port, hostile, wordy = sys.argv[1:]
where = urllib.parse.urlsplit(site)
address = (where.hostname, where.port)
own = f"Host: {where.netloc}\r\n"
failures = 0


def expect(holds, words):
    global failures
    if not holds:
        print(f"FAIL: {words}")
        failures += 1


def say(octets, seconds=10):
    """What the server answers to these octets until it closes."""
    heard = b""
    with socket.create_connection(address, timeout=seconds) as connection:
        try:
            connection.sendall(octets)
            while len(heard) < 1 << 20:
                more = connection.recv(65536)
                if not more:
                    break
                heard += more
        except OSError:
            pass
    return heard


def ask(method, path, body=None, headers=()):
    connection = http.client.HTTPConnection(*address, timeout=60)
    connection.request(method, path, body, dict(headers))
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def alive(words):
    expect(ask("GET", "/")[0].status == 200, f"nobody is served after {words}")


def token():
    return re.search(r'name="token" value="(\w+)"', ask("GET", "/")[1])[1]


def send(**fields):
    return ask("POST", "/check", urllib.parse.urlencode(
        {"token": token(), **fields}),
        [("Content-Type", "application/x-www-form-urlencoded")])


def result(**fields):
    path = send(**fields)[0].headers["Location"]
    for _ in range(200):
        answer, text = ask("GET", path)
        if 'http-equiv="refresh"' not in text:
            break
        time.sleep(0.1)
    return text


def broken():
    head = f"POST /api/check HTTP/1.1\r\n{own}".encode()
    smuggled = f"GET /metrics HTTP/1.1\r\n{own}\r\n".encode()
    for words, octets in (
            ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 64),
            ("TLS", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + b"\0" * 500),
            ("no chunk", head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
            ("a huge chunk", head + b"Transfer-Encoding: chunked\r\n\r\n"
             b"ffffffffffffffffff\r\nx"),
            ("two lengths", head + b"Content-Length: 1\r\n"
             b"Content-Length: 2\r\n\r\nxx"),
            ("a length beside chunks", head + b"Content-Length: 6\r\n"
             b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled),
            ("another coding", head + b"Transfer-Encoding: xchunked\r\n\r\nx"),
            ("two hosts", f"GET / HTTP/1.1\r\n{own}Host: evil\r\n\r\n".encode()),
            ("a blank before the colon", f"GET / HTTP/1.1\r\n{own}".encode() +
             b"Content-Length : 5\r\n\r\nabcde"),
            ("a NUL in the path", f"GET /%00x HTTP/1.1\r\n{own}\r\n".encode()),
            ("a NUL in a value", head.replace(b"POST /api/check", b"GET /probe?"
             b"target=imaps://127.0.0.1%00x") + b"\r\n"),
            ("a length below nothing", head + b"Content-Length: -1\r\n\r\n"),
            ("a long header", head + b"X: " + b"x" * 100000 + b"\r\n\r\n"),
            ("many headers", head + b"X: x\r\n" * 20000 + b"\r\n"),
            ("a long path", b"GET /" + b"x" * 100000 + b" HTTP/1.1\r\n\r\n"),
            ("no host", b"GET / HTTP/1.0\r\n\r\n"),
            ("octets", bytes(range(256)) * 8)):
        heard = say(octets, 3)
        expect(b" 200 " not in heard[:16], f"{words} is taken: {heard[:80]}")
        expect(smuggled not in octets or heard.count(b"HTTP/1.1 ") == 1,
               f"{words}: two answers to one request")
        alive(words)


def huge():
    heard = say(f"POST /api/check HTTP/1.1\r\n{own}"
                "Content-Length: 99999999999\r\n\r\n".encode())
    expect(b" 413 " in heard[:16], f"a huge body: {heard[:80]}")


def many():
    """Settings that would keep everybody else waiting for hours."""
    servers = "\n".join(f"imaps://h{i}.example.test" for i in range(101))
    words = "list 101 servers and ports; at most 100"
    for text in (send(settings=servers)[1],
                 ask("POST", "/api/check", json.dumps({"settings": servers}),
                     [("Content-Type", "application/json")])[1]):
        expect(words in text, f"so many servers are checked: {text[:300]}")
    answer = send(settings=servers[:servers.rindex("\n")])[0]
    expect(answer.status == 303, f"100 servers are too many: {answer.status}")


def wordy_server():
    """What strangers' servers say is no way to fill the memory."""
    text = ask("POST", "/api/check", json.dumps(
        {"settings": f"imaps://127.0.0.1:{wordy}"}),
        [("Content-Type", "application/json")])[1]
    expect("too much data" in text, "all of it is taken")
    expect(len(text) < 1 << 20, f"{len(text)} octets are kept of it")


def injected():
    for path in ("/r/x%0d%0aSet-Cookie:%20a=b", "/x%0d%0aSet-Cookie:%20a=b",
                 "/?settings=%0d%0aSet-Cookie:%20a=b"):
        answer, text = ask("GET", path)
        expect("Set-Cookie" not in answer.headers, f"{path} is a header")
    for host in ("evil.example", "localhost.evil.example", f"127.0.0.1.evil:{port}",
                 "127.0.0.1:1", "[::1", ""):
        heard = say(f"GET / HTTP/1.1\r\nHost: {host}\r\n"
                    "Connection: close\r\n\r\n".encode(), 3)
        expect(b" 200 " not in heard[:16], f"the host {host!r} is ours")


def brought():
    """Pages of other sites have a browser ask; people follow a link."""
    image = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")]
    link = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-User", "?1")]
    probe = f"/probe?target=imaps://127.0.0.1:{hostile}"
    for headers, path, status in (
            (image, probe, 403), (link[:2], probe, 403), (link, probe, 200),
            ([("Sec-Fetch-Site", "same-origin")], probe, 200), ([], probe, 200),
            (image, "/api/discover?address=example.invalid", 403),
            (link[:2], "/", 200)):
        heard = ask("GET", path, headers=headers)[0].status
        expect(heard == status, f"{path}, {headers}: {heard}")


def scripts():
    bad = "javascript:alert(1)//\"><script>alert(1)</script>"
    row = {"rows": "2", "said": bad.encode().hex(), "said-name": bad,
           "service-0": bad, "host-0": bad, "port-0": bad, "mode-0": bad,
           "policy": bad, "depth": bad}
    pages = [send(**row)[1], send(settings=bad)[1], send(settings=bad, look="1")[1],
             ask("GET", "/?settings=" + urllib.parse.quote(bad))[1],
             ask("GET", "/compare?before=" + urllib.parse.quote(bad))[1],
             result(settings=f"imaps://127.0.0.1:{hostile}")]
    for number, text in enumerate(pages):
        expect("<script>alert" not in text, f"a script gets into page {number}")
        expect(not re.search(r'(href|src|action)="javascript', text),
               f"a link is a script in page {number}")
        expect("\x1b" not in text and "\x07" not in text,
               f"control characters get into page {number}")


def slow():
    """Headers that come octet by octet are waited for, but not for ever."""
    loris = [socket.create_connection(address) for _ in range(100)]
    began = time.monotonic()
    ended = 0
    while loris and time.monotonic() - began < 40:
        for connection in list(loris):
            try:
                connection.sendall(b"G")
                connection.setblocking(False)
                if connection.recv(1) == b"":
                    raise ConnectionResetError
            except BlockingIOError:
                connection.setblocking(True)
            except OSError:
                loris.remove(connection)
                ended += 1
        if ended == 0:
            alive("slow visitors")
        time.sleep(1)
    expect(not loris, f"{len(loris)} slow visitors stay")


def crowd():
    """Two hundred at once, each with a check of their own."""
    answers = []
    pass_ = token()

    def visit(number):
        body = urllib.parse.urlencode({
            "token": pass_, "settings": f"imaps://127.0.0.1:{port}\n# {number}"})
        try:
            answers.append(ask("POST", "/check", body, [
                ("Content-Type", "application/x-www-form-urlencoded")])[0])
        except OSError as error:
            answers.append(error)

    visitors = [threading.Thread(target=visit, args=(i,)) for i in range(200)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    statuses = [getattr(answer, "status", answer) for answer in answers]
    expect(statuses.count(303) == 200, f"of 200 visitors: {set(statuses)}")


def limited():
    """Who asks for more than that has to wait."""
    refused, until = [], time.monotonic() + 60

    def visit():
        while not refused and time.monotonic() < until:
            answer, text = ask("POST", "/api/check", "{", [
                ("Content-Type", "application/json")])
            if answer.status == 429:
                refused.append(answer)

    visitors = [threading.Thread(target=visit) for _ in range(16)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    expect(refused, "nobody is turned away")
    expect(all(answer.headers["Retry-After"] for answer in refused),
           "nobody says how long")


for part in (broken, huge, many, wordy_server, injected, brought, scripts, crowd, slow, limited):
    part()
sys.exit(failures > 0)
