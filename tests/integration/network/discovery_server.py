# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""The web servers of every mail domain that discover.sh asks about.

discovery_server.py FOLDER: there are good.pem and bad.pem, certificate and key
each, and there go requests.log, one line for each request, and ports, once it
listens: that of https and that of http. The first label of the domain tells
how its servers behave. It ends with its standard input.
"""
import gzip
import http.server
import os
import socketserver
import ssl
import sys
import threading
import time

folder = sys.argv[1]
lock = threading.Lock()
OTHER = "https://hosting.example.net/mail/config-v1.1.xml"
POX = "/autodiscover/autodiscover.xml"


def autoconfig(domain, host, head=""):
    """An autoconfig file with one IMAP and one SMTP server."""
    servers = "".join(
        f"<{way}Server type='{kind}'><hostname>{host}</hostname>"
        f"<port>{port}</port><socketType>{mode}</socketType>"
        "<username>%EMAILADDRESS%</username>"
        f"<authentication>password-cleartext</authentication></{way}Server>"
        for way, kind, port, mode in (("incoming", "imap", 993, "SSL"),
                                      ("outgoing", "smtp", 587, "STARTTLS")))
    return (f"<?xml version='1.0'?>{head}<clientConfig version='1.1'>"
            f"<emailProvider id='x'><domain>{domain}</domain>{servers}"
            "</emailProvider></clientConfig>").encode()


def pox(inner):
    """An answer of Autodiscover."""
    return ("<?xml version='1.0'?><Autodiscover xmlns='http://schemas."
            "microsoft.com/exchange/autodiscover/responseschema/2006'>"
            "<Response xmlns='http://schemas.microsoft.com/exchange/"
            "autodiscover/outlook/responseschema/2006a'><Account>"
            f"{inner}</Account></Response></Autodiscover>").encode()


def pox_settings(host):
    """Its settings."""
    return pox("<AccountType>email</AccountType><Action>settings</Action>"
               f"<Protocol><Type>IMAP</Type><Server>{host}</Server>"
               "<Port>993</Port><SSL>on</SSL></Protocol>")


ENTITIES = "<!DOCTYPE x [<!ENTITY a0 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9)) + "]>"


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
        self.wfile.write(body)
        self.close_connection = True

    def answer(self):
        secure = isinstance(self.connection, ssl.SSLSocket)
        host = self.headers.get("Host", "")
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size).replace(b"\n", b" ").decode()
        secrets = [f"{name}={self.headers[name]}" for name in (
            "Authorization", "Cookie", "Proxy-Authorization") if
            name in self.headers]
        with lock, open(f"{folder}/requests.log", "a") as log:
            print("https" if secure else "http", host, self.command,
                  self.path, *secrets, body, file=log)
        role, _, domain = host.partition(".")
        if host == "autoconfig.thunderbird.net":
            role, domain = "database", self.path.rpartition("/")[2]
        elif host == "hosting.example.net":
            self.send(200, autoconfig("hosted.example.net",
                                      "mail.hosting.example.net"))
            return
        elif role not in ("autoconfig", "autodiscover"):
            role, domain = "domain", host
        if not secure:
            role = "http"
        case = domain.partition(".")[0]
        getattr(self, f"{role}_{case}".replace("-", "_"), self.nothing)(
            domain, host)

    do_GET = answer
    do_POST = answer

    def nothing(self, *_):
        self.send(404)

    def redirect(self, target):
        self.send(302, Location=target, Set_Cookie="a=b; Path=/")

    # Autoconfig of the mail domain

    def autoconfig_ok(self, domain, _):
        self.send(200, autoconfig(domain, f"mail.{domain}"))

    def domain_wellknown(self, domain, _):
        self.send(200, autoconfig(domain, f"mail.{domain}"))

    def database_database(self, domain, _):
        self.send(200, autoconfig(domain, f"mail.{domain}"))

    autoconfig_argue = autoconfig_ok

    def database_argue(self, domain, _):
        self.send(200, autoconfig(domain, f"other.{domain}"))

    def autoconfig_loop(self, _, host):
        self.redirect(f"https://{host}{self.path}")

    def autoconfig_hops10(self, domain, host):
        hop = int(self.path[5:]) if self.path.startswith("/hop/") else 0
        if hop == int(domain.partition(".")[0][4:]):
            self.send(200, autoconfig(domain, f"mail.{domain}"))
        else:
            self.redirect(f"https://{host}/hop/{hop + 1}")

    autoconfig_hops11 = autoconfig_hops10

    def autoconfig_tohttp(self, _, host):
        self.redirect(f"http://{host}/down")

    def autoconfig_tofile(self, *_):
        self.redirect("file:///etc/passwd")

    def autoconfig_touser(self, _, host):
        self.redirect(f"https://user:secret@{host}/in")

    def autoconfig_tolocal(self, *_):
        self.redirect("https://127.0.0.1/in")

    def autoconfig_toescape(self, *_):
        self.redirect("https://evil.example\x1b[31m.net/")

    def autoconfig_toother(self, *_):
        self.redirect(OTHER)

    def autoconfig_tosame(self, _, host):
        if self.path == "/moved":
            self.autoconfig_ok(host[11:], host)
        else:
            self.redirect("/moved")

    def autoconfig_wants(self, *_):
        self.send(401, WWW_Authenticate='Basic realm="x"')

    def autoconfig_broken(self, *_):
        self.send(500)

    def autoconfig_cut(self, domain, _):
        text = autoconfig(domain, f"mail.{domain}")
        self.send(200, text[:200], len(text))

    def autoconfig_big(self, domain, _):
        text = autoconfig(domain, f"mail.{domain}")
        try:
            self.send(200, text, 100 << 20)
            for _ in range(100):
                self.wfile.write(b" " * (1 << 20))
        except OSError:
            pass

    def autoconfig_endless(self, domain, _):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"100000\r\n" + b" " * (1 << 20) + b"\r\n")
        except OSError:
            pass
        self.close_connection = True

    def autoconfig_trailers(self, *_):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self.wfile.write(b"2\r\nOK\r\n0\r\n" + b"X: y\r\n" * 50000 +
                             b"\r\n")
        except OSError:
            pass
        self.close_connection = True

    def autoconfig_gzip(self, *_):
        self.send(200, gzip.compress(b" " * (20 << 20)),
                  Content_Encoding="gzip")

    def autoconfig_html(self, *_):
        self.send(200, b"<!DOCTYPE html><html><body>Hello</body></html>")

    def autoconfig_entities(self, domain, _):
        self.send(200, autoconfig(domain, "&a9;", ENTITIES))

    def autoconfig_dtd(self, domain, _):
        self.send(200, autoconfig(domain, "&e;",
                                  "<!DOCTYPE x [<!ENTITY e SYSTEM "
                                  "'file:///etc/hostname'>]>"))

    def autoconfig_silent(self, *_):
        time.sleep(8)
        self.close_connection = True

    def autoconfig_wrongname(self, domain, _):
        self.autoconfig_ok(domain, _)

    # Lies

    def autoconfig_local(self, domain, _):
        self.send(200, autoconfig(domain, "127.0.0.1"))

    def autoconfig_evil(self, domain, _):
        self.send(200, autoconfig(domain, f"\x1b[31mmail.{domain}"))

    def autoconfig_quoted(self, domain, _):
        self.send(200, autoconfig(domain, f"&lt;b&gt;&#x9b;31m.{domain}"))

    def autoconfig_sign(self, domain, _):
        self.send(200, autoconfig("%EMAILDOMAIN%", "mail.%EMAILDOMAIN%"))

    def autoconfig_stranger(self, domain, _):
        self.send(200, autoconfig("bank.example.net", f"mail.{domain}"))

    def autoconfig_many(self, domain, _):
        text = autoconfig(domain, f"mail.{domain}").decode()
        begin = text.index("<incomingServer")
        end = text.index("<outgoingServer")
        self.send(200, (text[:begin] + "".join(
            text[begin:end].replace("993", str(port))
            for port in range(1, 1001)) + text[end:]).encode())

    # Autodiscover

    def autodiscover_pox(self, domain, _):
        self.send(200, pox_settings(f"mail.{domain}"))

    def autodiscover_poxurl(self, domain, host):
        if self.path != POX:
            self.send(200, pox_settings(f"mail.{domain}"))
            return
        self.send(200, pox("<Action>redirectUrl</Action><RedirectUrl>"
                           f"https://{host}/moved?a=1&amp;b=2</RedirectUrl>"))

    def autodiscover_poxhttp(self, domain, host):
        self.send(200, pox("<Action>redirectUrl</Action><RedirectUrl>"
                           f"http://{host}/moved</RedirectUrl>"))

    def autodiscover_poxother(self, *_):
        self.send(200, pox("<Action>redirectUrl</Action><RedirectUrl>"
                           f"{OTHER}</RedirectUrl>"))

    def autodiscover_poxaddr(self, *_):
        self.send(200, pox("<Action>redirectAddr</Action><RedirectAddr>"
                           "user@other.example.net</RedirectAddr>"))

    def autodiscover_poxwants(self, *_):
        self.send(401, WWW_Authenticate="Negotiate")

    def http_plain(self, domain, host):
        self.redirect(f"https://moved.{domain}{POX}")

    def http_plainother(self, *_):
        self.redirect(OTHER)


# The name "moved.plain..." is asked for with a role of its own.
def domain_moved(self, domain, _):
    self.send(200, pox_settings(f"mail.{domain}"))


Handler.domain_moved = domain_moved


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """One thread for each connection."""
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, context):
        super().__init__(("127.0.0.1", 0), Handler)
        self.context = context

    def finish_request(self, request, client_address):
        try:
            request.settimeout(20)
            if self.context:
                request = self.context.wrap_socket(request, server_side=True)
            super().finish_request(request, client_address)
        except OSError:
            pass


def choose(connection, name, _):
    if name and name.startswith("autoconfig.badcert."):
        connection.context = contexts["bad"]
    elif name and name.startswith("autoconfig.wrongname."):
        connection.context = contexts["wrong"]


contexts = {}
for kind in ("good", "bad", "wrong"):
    contexts[kind] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexts[kind].load_cert_chain(f"{folder}/{kind}.pem")
contexts["good"].sni_callback = choose
servers = [Server(contexts["good"]), Server(None)]
for server in servers:
    threading.Thread(target=server.serve_forever, daemon=True).start()
with open(f"{folder}/ports.new", "w") as ports:
    print(*(server.server_port for server in servers), file=ports)
os.rename(f"{folder}/ports.new", f"{folder}/ports")
sys.stdin.read()
