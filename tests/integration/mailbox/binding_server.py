# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# An IMAP server that knows SCRAM-SHA-256-PLUS alone, on another TLS library than
# ours: binding_server.py VERSION CERTIFICATE ADDRESS. In TLS 1.2 it binds by
# tls-unique (Python's), in TLS 1.3 by tls-exporter (that of openssl s_server).
# It writes "ready" and its port, and then what each login was bound to.
import base64
import hashlib
import hmac
import os
import re
import socket
import ssl
import subprocess
import sys

PASSWORD = b"open-sesame"
LISTS = b"IMAP4rev1 SASL-IR LOGINDISABLED AUTH=SCRAM-SHA-256-PLUS"


def sign(key, message):
    return hmac.new(key, message, "sha256").digest()


class Session:
    """One client. `binding` is the connection's."""

    def __init__(self, say, binding):
        self.say = say
        self.binding = binding
        self.steps = None

    def hear(self, line):
        if self.steps:
            try:
                self.say(self.steps.send(line))
            except StopIteration as end:
                self.steps = None
                self.say(end.value)
            return
        words = line.split()
        if len(words) < 2 or not re.fullmatch(rb"a\d+", words[0]):
            return
        if words[1] == b"AUTHENTICATE":
            self.steps = self.authenticate(words[0], words[3])
            self.say(next(self.steps))
            return
        if words[1] == b"CAPABILITY":
            self.say(b"* CAPABILITY " + LISTS)
        if words[1] == b"EXAMINE":
            self.say(b"* 0 EXISTS")
        self.say(words[0] + b" OK")

    def authenticate(self, tag, initial):
        header, first = base64.b64decode(initial).split(b",,", 1)
        nonce = first.split(b"r=")[1] + base64.b64encode(os.urandom(9))
        salt = os.urandom(8)
        challenge = b"r=%s,s=%s,i=4096" % (nonce, base64.b64encode(salt))
        line = yield b"+ " + base64.b64encode(challenge)
        final = base64.b64decode(line)
        without, proof = final.rsplit(b",p=", 1)
        salted = hashlib.pbkdf2_hmac("sha256", PASSWORD, salt, 4096)
        client = sign(salted, b"Client Key")
        message = b",".join([first, challenge, without])
        wanted = sign(hashlib.sha256(client).digest(), message)
        wanted = bytes(a ^ b for a, b in zip(client, wanted))
        bound = base64.b64decode(without.split(b",")[0][2:])
        good = base64.b64decode(proof) == wanted
        good = good and bound == header + b",," + self.binding
        print(header.decode(), "good" if good else "wrong", flush=True)
        if not good:
            return tag + b" NO wrong"
        told = base64.b64encode(sign(sign(salted, b"Server Key"), message))
        yield b"+ " + base64.b64encode(b"v=" + told)
        return tag + b" OK"


def serve_unique(certificate, address):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    listener = socket.create_server((address, 0))
    print("ready", listener.getsockname()[1], flush=True)
    while True:
        client, _ = listener.accept()
        try:
            with context.wrap_socket(client, server_side=True) as wire:
                def say(line):
                    wire.sendall(line + b"\r\n")
                say(b"* OK ready")
                session = Session(say, wire.get_channel_binding())
                for line in wire.makefile("rb"):
                    session.hear(line)
        except OSError:
            pass


def serve_exporter(certificate, address):
    server = subprocess.Popen(
        ["openssl", "s_server", "-accept", address + ":0", "-tls1_3",
         "-cert", certificate, "-key", certificate, "-cert_chain", certificate,
         "-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32",
         "-no_ticket", "-ign_eof"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def say(line):
        server.stdin.write(line + b"\r\n")
        server.stdin.flush()
    session = None
    for line in server.stdout:
        if line.startswith(b"ACCEPT") and not session:
            print("ready", line.decode().split(":")[-1].strip(), flush=True)
        key = re.search(rb"Keying material: ([0-9A-F]+)", line)
        if key:
            session = Session(say, bytes.fromhex(key[1].decode()))
            say(b"* OK ready")
        elif session:
            session.hear(line)


serve = {"1.2": serve_unique, "1.3": serve_exporter}[sys.argv[1]]
serve(sys.argv[2], sys.argv[3])
