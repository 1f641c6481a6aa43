# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Tells a mail server whose a token is (RFC 7662): introspection.py PORT-FILE
# TOKEN USER. Ends with its standard input.
import http.server
import json
import os
import sys
import threading
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        form = urllib.parse.parse_qs(self.rfile.read(length).decode())
        token = form.get("token", [""])[0]
        told = {"active": token == sys.argv[2]}
        if told["active"]:
            told.update(username=sys.argv[3], scope="mail", client_id="x")
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[1] + ".new", "w") as file:
    print(server.server_address[1], file=file)
os.rename(sys.argv[1] + ".new", sys.argv[1])
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
