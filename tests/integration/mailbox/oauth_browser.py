# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""A browser for token.sh.

oauth_browser.py PORT CA URL MOOD: opens the URL at the server on that port, and
goes where it leads: plain; or before that, as others would (foreign, flood); or
as a user who declines (denied), or with an answer of another provider (mixed)
or of no provider that is named (nameless).
"""
import socket
import ssl
import sys
import urllib.parse

port, ca, url, mood = sys.argv[1:]


def exchange(there, text):
    """What is answered to the text."""
    there.sendall(text.encode())
    answer = b""
    while piece := there.recv(4096):
        answer += piece
    return answer.decode()


def sign_in():
    """Where the server leads a user who is signed in already."""
    parts = urllib.parse.urlsplit(url)
    context = ssl.create_default_context(cafile=ca)
    raw = socket.create_connection(("127.0.0.1", int(port)))
    with context.wrap_socket(raw, server_hostname=parts.hostname) as there:
        answer = exchange(there, f"GET {parts.path}?{parts.query} HTTP/1.1\r\n"
                                 f"Host: {parts.hostname}\r\n\r\n")
    return next(line[10:] for line in answer.split("\r\n")
                if line.startswith("Location: "))


back = urllib.parse.urlsplit(sign_in())
query = dict(urllib.parse.parse_qsl(back.query))
state = query["state"]


def visit(path, method="GET"):
    with socket.create_connection((back.hostname, back.port)) as here:
        return exchange(here, f"{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n")


assert "404" in visit("/favicon.ico")
assert "404" in visit("/", "POST")
if mood == "foreign":
    assert "400" in visit("/?code=evil-SECRET&state=" + "x" * 43)
    assert "400" in visit("/?code=evil-SECRET")
    assert "400" in visit("/?error=access_denied&state=")
if mood == "flood":
    for _ in range(30):
        assert "400" in visit("/?code=evil-SECRET&state=no")
if mood == "denied":
    assert "Not signed in" in visit(f"/?error=access_denied&state={state}")
elif mood in ("mixed", "nameless"):
    issuer = "&iss=https://evil.example.com" if mood == "mixed" else ""
    assert "does not name the provider" in visit(
        f"/?code=evil-SECRET&state={state}{issuer}")
else:
    issuer = "&iss=" + urllib.parse.quote_plus(query["iss"]) \
        if "iss" in query else ""
    shown = visit(f"/?state={state}&code={query['code']}{issuer}")
    assert "You may close" in shown and "SECRET" not in shown, shown
