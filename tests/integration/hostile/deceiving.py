#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Certificates, and what issuers say of them, that are to deceive.

    deceiving.py PROGRAM FOLDER AREA [COMMAND]

One server shows each case's certificates to whoever names the case's host,
another is the issuer's. PROGRAM checks all in one run; for each case, its
verdict has to be the expected one. With "mailbox" for COMMAND, all get to hear
the password whose certificate is good, and nobody else."""
import http.server
import os
import socketserver
import ssl
import subprocess
import sys
import threading
import xml.etree.ElementTree as tree

import pki
from pki import Certificate, DAY, NOW

NAMESPACE = {"m": "urn:mailsonde:report:1"}


class Case:
    """`sent` are the certificates; `expected` what has to be found: by the id
    of a check, "revocation", "diagnosis", or an attribute of the judgement on trust."""

    def __init__(self, title, sent, expected, host):
        self.title, self.sent, self.expected = title, sent, expected
        self.host = host


class Issuer(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    answers = {}  # path: octets, or what makes them of a request


class Door(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def give(self, body=b""):
        answer = self.server.answers[self.path]
        if callable(answer):
            answer = answer(body)
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self):
        self.give()

    def do_POST(self):
        self.give(self.rfile.read(int(self.headers["Content-Length"])))


class Server(socketserver.ThreadingTCPServer):
    """POP3 in TLS, for all cases' hosts."""
    daemon_threads = True
    request_queue_size = 256
    contexts = {}
    told = None  # whom a password was said to

    def choose(self, connection, host, _):
        """Where an address is asked for, there is no name (RFC 6066)."""
        connection.host = host or connection.getsockname()[0]
        if connection.host in self.contexts:
            connection.context = self.contexts[connection.host]


class Dialogue(socketserver.BaseRequestHandler):
    def handle(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.sni_callback = self.server.choose
        try:
            with context.wrap_socket(self.request, server_side=True) as peer:
                peer.sendall(b"+OK ready\r\n")
                for line in peer.makefile("rb"):
                    if line.startswith(b"CAPA"):
                        peer.sendall(b"+OK\r\nSASL PLAIN\r\n.\r\n")
                        continue
                    if line.startswith((b"AUTH", b"USER", b"PASS")):
                        self.server.told.add(peer.host)
                    if line.startswith((b"AUTH", b"PASS")):
                        peer.sendall(b"-ERR no\r\n")
                    else:
                        peer.sendall(b"+OK\r\n")
        except OSError:
            pass


def start(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def context_of(case, folder):
    file = os.path.join(folder, case.host + ".pem")
    with open(file, "wb") as pem:
        for one in case.sent:
            pem.write(one.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(file, case.sent[0].key.file.name)
    return context


def run(program, folder, cases, anchors, *options):
    """What was found, by the host, and the hosts that heard a password."""
    server = Server(("0.0.0.0", 0), Dialogue)
    server.told = set()
    server.contexts = {case.host: context_of(case, folder) for case in cases}
    port = start(server)
    trusted = os.path.join(folder, "anchors.pem")
    with open(trusted, "wb") as pem:
        for one in anchors:
            pem.write(one.pem)
    words = [program, *options, "--ca-file", trusted, "--per-host", "64",
             "--timeout", "30", "-o", "xml"]
    for case in cases:
        if not case.host.startswith("127."):
            words += ["--resolve", case.host + ":127.0.0.1"]
        words.append(f"pop3s://{case.host}:{port}")
    done = subprocess.run(words, stdout=subprocess.PIPE, check=False)
    assert done.returncode in (0, 1, 2), done.returncode
    with open(os.path.join(folder, "report.xml"), "wb") as file:
        file.write(done.stdout)
    endpoints = tree.fromstring(done.stdout).findall("m:endpoint", NAMESPACE)
    return {one.get("host"): one for one in endpoints}, server.told


def found(endpoint, what):
    if what == "revocation":
        said = endpoint.find("m:probe/m:tls/m:revocation", NAMESPACE)
        return None if said is None else said.get("result")
    if what == "diagnosis":
        said = endpoint.find("m:diagnosis", NAMESPACE)
        return None if said is None else said.get("id")
    if what.startswith("@"):
        return next(endpoint.iter(f"{{{NAMESPACE['m']}}}trust")).get(what[1:])
    for one in endpoint.findall("m:finding", NAMESPACE):
        if one.get("check") == what:
            return one.get("status")
    return None


def check_verdicts(program, folder, cases, anchors, *options):
    """How many are not as expected."""
    seen, told = run(program, folder, cases, anchors, "check", "--tls", "1.3",
                     "--no-follow-up", *options)
    bad = len(told)
    for case in cases:
        for what, expected in case.expected.items():
            got = found(seen[case.host], what)
            if got != expected:
                bad += 1
                print(f"{case.title}: {what} is {got}, not {expected}")
    return bad


def check_logins(program, folder, cases, anchors):
    """How many heard a password that are not to, or the other way round."""
    secret = os.path.join(folder, "password")
    with open(secret, "w", encoding="ascii") as file:
        file.write("secret\n")
    seen, told = run(program, folder, cases, anchors, "mailbox", "--user",
                     "user@example.test", "--password-file", secret)
    bad = 0
    for case in cases:
        good = all(
            found(seen[case.host], "certificate-" + what) in statuses
            for what, statuses in (("trust", ("pass", "warning")),
                                   ("name", ("pass",)),
                                   ("expiry", ("pass", "warning"))))
        if good != (case.host in told):
            bad += 1
            print(f"{case.title}: {'not ' * good}signed in")
    return bad if told else 1


def main():
    program, folder, area, *command = sys.argv[1:]
    issuer = Issuer(("127.0.0.1", 0), Door)
    cases, anchors, options = __import__("deceiving_" + area).prepare(
        issuer.answers, start(issuer))
    bad = check_verdicts(program, folder, cases, anchors, *options)
    if command:
        bad += check_logins(program, folder, cases, anchors)
    print(f"{len(cases)} cases, {bad} not as expected")
    return 1 if bad or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
