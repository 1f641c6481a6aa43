#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""An issuer's web server: revocation_server.py PORT FOLDER

GET gives FOLDER/NAME, POST to /NAME the answer of `openssl ocsp` with the
arguments in FOLDER/NAME.ocsp. Whatever it is called for, some names play
tricks. Each request is a line of FOLDER/requests.
"""
import http.server
import os
import shlex
import socketserver
import subprocess
import sys
import tempfile

FOLDER = sys.argv[2]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def note(self):
        with open(os.path.join(FOLDER, "requests"), "a") as requests:
            requests.write(f"{self.command} {self.path}\n")

    def give(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def play_trick(self, name):
        if name.startswith("slow"):
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            self.rfile.read()  # until the client gives up
        elif name == "redirect":
            self.send_response(302)
            self.send_header("Location", "/good.crl")
            self.end_headers()
        elif name == "huge":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(64):
                    self.wfile.write(b"\x30" * 1048576)
            except OSError:
                pass
        elif name == "missing":
            self.send_error(404)
        else:
            return False
        return True

    def do_GET(self):
        self.note()
        name = self.path.rpartition("/")[2]
        if not self.play_trick(name):
            with open(os.path.join(FOLDER, name), "rb") as file:
                self.give(file.read(), "application/pkix-crl")

    def do_POST(self):
        self.note()
        name = self.path.rpartition("/")[2]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"] != "application/ocsp-request":
            self.send_error(415)
        elif not self.play_trick(name):
            with open(os.path.join(FOLDER, name + ".ocsp")) as file:
                arguments = shlex.split(file.read())
            with tempfile.NamedTemporaryFile() as request, \
                    tempfile.NamedTemporaryFile() as response:
                request.write(body)
                request.flush()
                subprocess.run(
                    ["openssl", "ocsp", "-reqin", request.name, "-respout",
                     response.name] + arguments, cwd=FOLDER, check=True,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                self.give(response.read(), "application/ocsp-response")


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True


Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
