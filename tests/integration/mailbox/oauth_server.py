# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""An OAuth server for token.sh.

oauth_server.py FOLDER: there is good.pem, certificate and key, and there go
requests.log, one line for each request, and port, once it listens. The first
label of the host tells how it behaves. It ends with its standard input.
"""
import base64
import hashlib
import http.server
import json
import os
import ssl
import sys
import threading
import time
import urllib.parse

folder = sys.argv[1]
lock = threading.Lock()
polls = {}         # of a case: how often its token endpoint was asked
challenges = {}    # of a code: the challenge, and the redirect address
SECRET = "refresh-SECRET-0123456789"


def part(value):
    """A part of a token."""
    return base64.urlsafe_b64encode(
        json.dumps(value).encode()).rstrip(b"=").decode()


def access(**claims):
    """An access token, good for all three services unless claims differ."""
    body = {"aud": "https://outlook.office.com", "tid": "our-tenant",
            "iss": "https://sts.windows.net/our-tenant/",
            "scp": "IMAP.AccessAsUser.All POP.AccessAsUser.All SMTP.Send",
            "upn": "anna@example.com", "exp": int(time.time()) + 3600}
    body.update(claims)
    return f"{part({'alg': 'none'})}.{part(body)}.c2lnbmF0dXJl"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by the host that is asked for."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, body=b"", length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", length or len(body))
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass
        self.close_connection = True

    def json(self, value, status=200):
        self.send(status, json.dumps(value).encode(),
                  Content_Type="application/json")

    def refuse(self, code, text="", status=400):
        self.json({"error": code, "error_description": text}, status)

    def answer(self):
        self.host = self.headers.get("Host", "").partition(":")[0]
        self.case = self.host.partition(".")[0]
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size).decode()
        path, _, query = self.path.partition("?")
        self.form = dict(urllib.parse.parse_qsl(body or query))
        with lock:
            polls[self.case] = polls.get(self.case, 0) + (path == "/token")
            with open(f"{folder}/requests.log", "a") as log:
                print(time.monotonic(), self.host, self.command, self.path, body,
                      file=log)
        getattr(self, {"/token": "token", "/device": "device",
                       "/authorize": "authorize"}.get(path, "metadata"))()

    do_GET = answer
    do_POST = answer

    def metadata(self):
        host = f"https://{self.host}"
        value = {"issuer": host,
                 "device_authorization_endpoint": f"{host}/device",
                 "authorization_endpoint": f"{host}/authorize",
                 "token_endpoint": f"{host}/token"}
        openid = self.path == "/.well-known/openid-configuration"
        if self.case == "rfc8414" and openid:
            self.send(404)
        elif self.case == "metadata-issuer":
            self.json(value | {"issuer": "https://other.example.com"})
        elif self.case == "metadata-http":
            self.json(value | {"token_endpoint": f"http://{self.host}/token"})
        elif self.case == "metadata-html":
            self.send(200, b"<html>Sign in</html>")
        elif self.case == "metadata-redirect":
            self.send(302, Location="https://other.example.com/")
        elif self.case == "metadata-none":
            self.send(404)
        elif self.case == "named":
            self.json(value | {
                "authorization_response_iss_parameter_supported": True})
        elif self.case == "nodevice":
            del value["device_authorization_endpoint"]
            self.json(value)
        else:
            self.json(value)

    def device(self):
        if self.case == "badclient":
            self.refuse("invalid_client", "AADSTS700016: Application with "
                        "identifier 'x' was not found", 401)
        elif self.case == "badscope":
            self.refuse("invalid_scope")
        elif self.case == "device-html":
            self.send(200, b"<html>")
        elif self.case == "device-http":
            self.json({"device_code": "dc-SECRET", "user_code": "AB-CD",
                       "verification_uri": "http://example.com/"})
        else:
            self.json({"device_code": f"dc-SECRET-{self.case}",
                       "user_code": "WDJB\x1b[31mMJHT"
                       if self.case == "escape" else "WDJB-MJHT",
                       "verification_uri": f"https://{self.host}/go",
                       "expires_in": 2 if self.case == "outlived" else 900,
                       "interval": 1})

    def authorize(self):
        """Signs the user in at once, and leads the browser back."""
        form = self.form
        with lock:
            challenges["auth-SECRET"] = (form["code_challenge"],
                                         form["redirect_uri"])
        query = {"code": "auth-SECRET", "state": form["state"]}
        if self.case in ("given", "named"):
            query["iss"] = f"https://{self.host}"
        self.send(302, Location=form["redirect_uri"] + "?" +
                  urllib.parse.urlencode(query))

    def give(self, **more):
        self.json({"token_type": "Bearer", "expires_in": 3599,
                   "access_token": access(), "refresh_token": SECRET} | more)

    def token(self):
        kind = self.form.get("grant_type")
        if kind == "authorization_code":
            self.exchange()
        elif kind == "refresh_token":
            self.refresh()
        else:
            getattr(self, "poll_" + self.case.replace("-", "_"), self.give)()

    def exchange(self):
        challenge, redirect = challenges.get(self.form["code"], ("", ""))
        digest = hashlib.sha256(self.form["code_verifier"].encode()).digest()
        made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.case == "badpkce" or made != challenge:
            self.refuse("invalid_grant", "AADSTS501481: The Code_Verifier "
                        "does not match the code_challenge")
        elif redirect != self.form["redirect_uri"]:
            self.refuse("invalid_grant")
        else:
            self.give()

    def refresh(self):
        if self.form["refresh_token"] != SECRET:
            self.refuse("invalid_grant")
        elif self.case == "revoked":
            self.refuse("invalid_grant", "AADSTS50173: The provided grant has "
                        "expired due to it being revoked")
        else:
            self.json({"token_type": "bearer", "expires_in": "7200",
                       "access_token": access(upn="renewed@example.com")})

    def poll_pending(self):
        if polls["pending"] < 3:
            self.refuse("authorization_pending")
        else:
            self.give()

    def poll_slow(self):
        if polls["slow"] < 2:
            self.refuse("slow_down")
        else:
            self.give()

    def poll_never(self):
        self.refuse("authorization_pending")

    poll_outlived = poll_never

    def poll_expired(self):
        self.refuse("expired_token")

    def poll_denied(self):
        self.refuse("access_denied", "the user said \x1b[31mno")

    def poll_conditional(self):
        self.refuse("invalid_grant", "AADSTS53003: Access has been blocked by "
                    "Conditional Access policies.")

    def poll_huge(self):
        self.send(200, b'{"token_type":"Bearer","access_token":"' +
                  b"a" * (1 << 20) + b'"}')

    def poll_long(self):
        self.give(access_token="a" * 20000)

    def poll_endless(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for _ in range(1000):
                self.wfile.write(b"1000\r\n" + b" " * 4096 + b"\r\n")
        except OSError:
            pass
        self.close_connection = True

    def poll_trailers(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self.wfile.write(b"2\r\n{}\r\n0\r\n" + b"X: y\r\n" * 50000 +
                             b"\r\n")
        except OSError:
            pass
        self.close_connection = True

    def poll_malformed(self):
        self.send(200, b'{"access_token": "token-SECRET", "token_type"')

    def poll_mac(self):
        self.give(token_type="mac")

    def poll_newline(self):
        self.give(access_token="token-SECRET\r\nX: y")

    def poll_empty(self):
        self.give(access_token="")

    def poll_redirect(self):
        self.send(307, Location="https://other.example.com/token")

    def poll_graph(self):
        self.give(access_token=access(
            aud="00000003-0000-0000-c000-000000000000"))

    def poll_imap(self):
        self.give(access_token=access(scp="IMAP.AccessAsUser.All"))

    def poll_tenant(self):
        self.give(access_token=access(tid="other-tenant"))

    def poll_old(self):
        self.give(access_token=access(exp=1000000000))

    def poll_opaque(self):
        self.give(access_token="ya29.SECRET", scope="https://mail.google.com/")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


server = Server(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/good.pem")
server.socket = context.wrap_socket(server.socket, server_side=True,
                                    do_handshake_on_connect=False)
threading.Thread(target=server.serve_forever, daemon=True).start()
with open(f"{folder}/port.new", "w") as file:
    print(server.server_port, file=file)
os.rename(f"{folder}/port.new", f"{folder}/port")
sys.stdin.read()
