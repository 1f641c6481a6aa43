#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""What a peer, a certificate or a file says, in every format.

    printing.py PROGRAM FOLDER

Servers say the worst wherever they may say anything; no format lets it act."""
import csv
import json
import os
import re
import socketserver
import ssl
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape, quoteattr

import pki
from deceiving import start
from pki import Certificate

# Terminals', text that turns around or hides, markup, formulas, templates
WORST = ("=1+1\x1b]0;T\x07\x1b[2J\u202e\u2066\u2028\u0085\u200b\ufeff"
         "\U000e0041\U0001f600\u00ad\ufffe").encode() + (
             b"\xed\xa0\x80\xff\xc0\x80\x7f[a](http://evil.test) {0}|x=1;"
             b"<img src=x onerror=alert(1)>]]>\"'&`id` ${x}# SKIP %s%n")
TEXT = WORST.decode("utf-8", "ignore")
FORMATS = ("text ticket xml html nagios openmetrics json jsonl csv csv-offers"
           " junit sarif tap").split()
HOST = "mail.example.test"
ACTIVE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
wrong = 0


def complain(name, words):
    global wrong
    wrong += 1
    if wrong < 20:
        print(f"{name}: {words}")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


def greet(service):
    return {"pop3": b"+OK ", "smtp": b"220 ", "imap":
            b"* OK [CAPABILITY IMAP4rev1 AUTH=" + WORST.replace(b" ", b"_") +
            b"] "}[service] + WORST + b"\r\n"


def reply(service, line):
    word, _, rest = line.strip().upper().partition(b" ")
    if service == "pop3" and word == b"CAPA":
        return (b"+OK\r\nSTLS\r\nSASL PLAIN " + WORST + b"\r\nIMPLEMENTATION "
                + WORST + b"\r\n.\r\n")
    if service == "pop3":
        return b"-ERR " + WORST + b"\r\n"
    if service == "smtp" and word == b"EHLO":
        return b"".join(b"250-" + before + WORST + b"\r\n" for before in (
            b"", b"SIZE ", b"AUTH PLAIN ", b"X")) + b"250 STARTTLS\r\n"
    if service == "smtp":
        return b"454 4.7.0 " + WORST + b"\r\n"
    if rest.startswith(b"CAPABILITY"):
        return (b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN AUTH=" +
                WORST.replace(b" ", b"_") + b"\r\n" + word + b" OK\r\n")
    return word + b" NO " + WORST + b"\r\n"


def dialogue(service, context, kind):
    refusal = {"pop3": b"-ERR ", "imap": b"* BYE ", "smtp": b"554 "}

    class Dialogue(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                peer = self.request
                if context:
                    peer = context.wrap_socket(peer, server_side=True)
                if kind == "refuses":
                    peer.sendall(refusal[service] + WORST + b"\r\n")
                    return
                if kind == "strange":
                    peer.sendall(WORST + b"\r\n")
                peer.sendall(greet(service))
                for line in peer.makefile("rb"):
                    peer.sendall(reply(service, line))
            except OSError:
                pass
    return Dialogue


def context_of(certificate):
    with open("leaf.pem", "wb") as file:
        file.write(certificate.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("leaf.pem", certificate.key.file.name)
    return context


def serve():
    """The URLs of all."""
    root = Certificate("root " + TEXT, extensions=[pki.basic()])
    with open("anchors.pem", "wb") as file:
        file.write(root.pem)
    good = context_of(Certificate("leaf " + TEXT, root, [
        pki.alternatives(pki.dns(HOST), pki.dns(WORST)),
        pki.places("http://127.0.0.1:1/\x1b[2J")]))
    bad = context_of(Certificate("leaf " + TEXT, Certificate(
        "issuer " + TEXT, extensions=[pki.basic()]), [
            pki.alternatives(pki.dns(WORST))]))
    urls = []
    for service, explicit, implicit in (
            ("pop3", "pop3", "pop3s"), ("imap", "imap", "imaps"),
            ("smtp", "submission", "submissions")):
        for context, kind in ((good, "serves"), (bad, "serves"),
                              (good, "refuses"), (None, "serves"),
                              (None, "refuses"), (None, "strange")):
            server = Server(("127.0.0.1", 0),
                            dialogue(service, context, kind))
            urls.append(f"{implicit if context else explicit}://{HOST}:"
                        f"{start(server)}")
    return urls


def check_text(name, octets):
    """Nothing acts on a terminal, or on people's eyes."""
    try:
        text = octets.decode()
    except UnicodeDecodeError as error:
        complain(name, error)
        return ""
    plain = text.replace("\r\n", "\n") if "csv" in name else text
    if "html" in name:
        plain = plain.replace("\t", "")  # of our script
    for one in sorted(set(plain) - {"\n"}):
        if unicodedata.category(one) in ACTIVE:
            at = plain.index(one)
            complain(name, f"{one!r}: {plain[max(0, at - 40):at + 40]!r}")
    return text


def texts_of(value, path=""):
    if isinstance(value, str):
        yield path, value
    for key, part in (value.items() if isinstance(value, dict) else
                      enumerate(value) if isinstance(value, list) else ()):
        yield from texts_of(part, f"{path}/{key}")


def check_format(name, text):
    if name.startswith("csv"):
        for row in csv.reader(text.splitlines(keepends=True)):
            for cell in row:
                if cell[:1] in "=+-@\t\r" and cell:
                    complain(name, f"a formula: {cell[:40]}")
    if name in ("junit", "xml"):
        tree.fromstring(text)
    if name == "html" and "<img" in text:
        complain(name, "markup of a peer's")
    if name == "sarif":
        for path, one in texts_of(json.loads(text)):
            if path.endswith("/text") and re.search(
                    r"(?<!\\)(\\\\)*\]\(|(?<!\{)(\{\{)*\{\d", one):
                complain(name, f"a link or a placeholder: {one}")
    if name == "nagios":
        output = text.partition("|")[0] + text.partition("\n")[2]
        if "|" in output:
            complain(name, "performance data of a peer's")
    if name == "tap":
        for line in text.splitlines():
            if re.search(r"(^| )(ok|not ok) .*#.*# ", line):
                complain(name, f"two directives: {line}")


def run(program, *words):
    return subprocess.run([program, *words], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, timeout=120)


def check_servers(program):
    words = ["check", "--ca-file", "anchors.pem", "--resolve",
             HOST + ":127.0.0.1", "--per-host", "64", "-v", "--transcript",
             "--policy", "rfc9325", "--timeout", "20", *serve()]
    for one in FORMATS:
        words += ["-o", f"{one}=out.{one}"]
    done = run(program, *words)
    if done.returncode != 1:
        complain("check", f"ends with {done.returncode}: {done.stderr}")
    check_text("check's messages", done.stderr)
    for one in FORMATS:
        with open("out." + one, "rb") as file:
            check_format(one, check_text(one, file.read()))
    with open("out.text", "rb") as file:
        if b"=1+1\\x1b" not in file.read():
            complain("text", "the worst was not said")
    for audience in ("user", "helpdesk", "admin"):
        for one in ("text", "ticket"):
            done = run(program, "report", "out.xml", "--for", audience, "-v",
                       "-o", one)
            check_text(f"{one} for {audience}", done.stdout + done.stderr)


def write_settings(name, worst):
    account = "".join(
        f'<{kind}Server type="{service}"><hostname>{HOST}</hostname>'
        f"<port>{port}</port><socketType>SSL</socketType><authentication>"
        f"password-cleartext</authentication><username>{escape(worst)}"
        f"</username></{kind}Server>"
        for kind, service, port in (("incoming", "imap", 993),
                                    ("outgoing", "smtp", 465)))
    with open(name, "w", encoding="utf-8") as file:
        file.write(
            f'<clientConfig version="1.1"><emailProvider id={quoteattr(worst)}'
            f"><domain>{escape(worst)}</domain><displayName>{escape(worst)}"
            f"</displayName>{account}<incomingServer type={quoteattr(worst)}>"
            f"<hostname>{escape(worst)}</hostname></incomingServer>"
            "</emailProvider></clientConfig>")


def check_words(program):
    """Of files and on the command line."""
    worst = "".join(one for one in TEXT.replace("\ufffe", "")
                    if ord(one) >= 32 and one != "\x7f")
    file = b"\x1b[2J\xe2\x80\xae=1.xml"
    name = b"no\x1b[2J\xe2\x80\xae\xff"
    write_settings(file, worst)
    for words in (["settings", file], ["settings", file, "-o", "json"],
                  ["settings", file, "-o", "profile"], ["settings", name],
                  ["settings", "--settings", worst],
                  ["report", name], ["compare", name, name],
                  ["explain", name], ["profiles", name], ["policies", name],
                  ["check", "-o", name, file], [b"--" + name],
                  ["imaps://" + worst], ["imaps://x", b"--policy=" + name],
                  ["imaps://x", b"--resolve=" + name + b":b"],
                  ["setup", file, b"--client=" + name],
                  *(["setup", file, "--user", "a@" + HOST, "--unverified",
                    "--client", one]
                    for one in ("thunderbird", "neomutt", "fetchmail",
                                "apple", "srv", "thunderbird-steps"))):
        done = run(program, *words)
        if done.returncode not in (0, 64, 65, 66, 70):
            complain(words, f"ends with {done.returncode}")
        check_text(words, (done.stdout + done.stderr).replace(b"\t", b""))


def main():
    program, folder = sys.argv[1:]
    os.chdir(folder)
    check_servers(program)
    check_words(program)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
