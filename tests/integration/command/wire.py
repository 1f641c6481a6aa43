#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# wire.py MAILSONDE FOLDER: real mail programs, each with the configuration of
# a case, connect to a listener that notes whether TLS comes at once, after
# STARTTLS, or not before they would log in; `mailsonde settings` must have read
# the same of the file.
import csv
import io
import os
import shutil
import socket
import subprocess
import sys
import threading

import wire_more

LIMIT_S = 15

GREETINGS = {
    "imap": b"* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] ready\r\n",
    "pop3": b"+OK ready\r\n",
    "smtp": b"220 mail.example.test ESMTP ready\r\n",
}


def answer(service, line):
    """The reply to a command, and what it says of the mode or None."""
    words = line.split()
    if service == "imap":
        tag, verb = words[0], words[1].upper() if len(words) > 1 else b""
        if verb == b"CAPABILITY":
            return (b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n" +
                    tag + b" OK done\r\n", None)
        if verb == b"STARTTLS":
            return tag + b" OK begin\r\n", "explicit"
        if verb in (b"LOGIN", b"AUTHENTICATE", b"LOGOUT"):
            return tag + b" NO no\r\n", "cleartext"
        return tag + b" OK done\r\n", None
    verb = words[0].upper() if words else b""
    if service == "pop3":
        if verb == b"CAPA":
            return b"+OK\r\nSTLS\r\nUSER\r\nUIDL\r\n.\r\n", None
        if verb == b"STLS":
            return b"+OK begin\r\n", "explicit"
        if verb in (b"USER", b"AUTH", b"APOP", b"PASS", b"QUIT"):
            return b"-ERR no\r\n", "cleartext"
        return b"-ERR no\r\n", None
    if verb == b"EHLO":
        return (b"250-mail.example.test\r\n250-STARTTLS\r\n"
                b"250 AUTH PLAIN LOGIN\r\n", None)
    if verb == b"STARTTLS":
        return b"220 begin\r\n", "explicit"
    if verb in (b"AUTH", b"MAIL", b"QUIT"):
        return b"530 no\r\n", "cleartext"
    return b"250 ok\r\n", None


class Listener(threading.Thread):
    def __init__(self, service):
        super().__init__(daemon=True)
        self.service = service
        self.seen = None
        self.done = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]

    def run(self):
        while not self.done.is_set():
            try:
                peer, _ = self.server.accept()
            except OSError:
                return
            peer.settimeout(LIMIT_S)
            try:
                self.talk(peer)
            except OSError:
                pass
            peer.close()

    def note(self, mode):
        self.seen = self.seen or mode
        self.done.set()

    def talk(self, peer):
        # Who speaks TLS at once does so without waiting for a greeting.
        peer.settimeout(0.3)
        try:
            data = peer.recv(4096)
        except socket.timeout:
            data = None
        peer.settimeout(LIMIT_S)
        if data == b"":
            return
        if data is None:
            peer.sendall(GREETINGS[self.service])
            data = peer.recv(4096)
        if data[:1] == b"\x16":
            return self.note("implicit")
        while data:
            line, _, data = data.partition(b"\n")
            reply, mode = answer(self.service, line.strip())
            peer.sendall(reply)
            if mode:
                return self.note(mode)
            while b"\n" not in data:
                more = peer.recv(4096)
                if not more:
                    return
                data += more


MSMTP = ["msmtp", "-C", "FILE", "--serverinfo"]
MSMTP_B = ["msmtp", "-C", "FILE", "-a", "b", "--serverinfo"]
MBSYNC = ["mbsync", "-c", "FILE", "-l", "c"]
FETCHMAIL = ["fetchmail", "-f", "FILE", "--nodetach", "--nosyslog", "-c",
             "--pidfile", "FOLDER/pid", "--idfile", "FOLDER/ids"]
NEOMUTT = ["neomutt", "-n", "-F", "FILE", "-s", "x", "b@example.test"]
NEOMUTT_IN = ["script", "-qec", "neomutt -n -F FILE -e 'push <quit>y'",
              "/dev/null"]
OFFLINEIMAP = ["offlineimap", "-c", "FILE", "-o", "-u", "quiet"]
SHELL = ["sh", "FILE"]  # the file is a command line
GETMAIL = ["getmail", "--getmaildir", "FOLDER/getmail", "-r", "FILE"]

MBSYNC_REST = """
MaildirStore l
Path FOLDER/m/
Inbox FOLDER/m/inbox

IMAPStore r
Account w

Channel c
Far :r:
Near :l:
"""


def mbsync(words):
    return ("IMAPAccount w\nHost 127.0.0.1\nPort PORT\nUser jo\nPass x\n" +
            words + "\n" + MBSYNC_REST)


def offlineimap(words):
    return ("[general]\naccounts = a\n[Account a]\nlocalrepository = l\n"
            "remoterepository = r\n[Repository l]\ntype = Maildir\n"
            "localfolders = FOLDER/o\n[Repository r]\ntype = IMAP\n"
            "remotehost = 127.0.0.1\nremoteport = PORT\nremoteuser = jo\n"
            "remotepass = x\nsslcacertfile = "
            "/etc/ssl/certs/ca-certificates.crt\n" + words)


def getmail(kind):
    return ("[retriever]\ntype = " + kind + "\nserver = 127.0.0.1\n"
            "port = PORT\nusername = jo\npassword = x\n[destination]\n"
            "type = Maildir\npath = FOLDER/g/\n")


def fetchmail(words):
    return "poll 127.0.0.1 " + words + " keep\n"


NEO = "set header_cache =\nset from = jo@example.test\n"
CASES = [
    ("smtp", MSMTP, "account default\nhost 127.0.0.1\nport PORT\n"),
    ("smtp", MSMTP, "account default\nhost 127.0.0.1\nport PORT\ntls on\n"
                    "tls_certcheck off\n"),
    ("smtp", MSMTP, "account default\nhost 127.0.0.1\nport PORT\ntls on\n"
                    "tls_starttls off\ntls_certcheck off\n"),
    ("smtp", MSMTP, "defaults\ntls on\ntls_certcheck off\n"
                    "account default\nhost 127.0.0.1\nport PORT\ntls off\n"),
    ("smtp", MSMTP_B, "account a\nhost 127.0.0.1\nport 1\ntls on\n"
                      "tls_starttls off\ntls_certcheck off\n"
                      "account b : a\nport PORT\ntls_starttls on\n"),
    ("imap", MBSYNC, mbsync("")),
    ("imap", MBSYNC, mbsync("SSLType IMAPS")),
    ("imap", MBSYNC, mbsync("SSLType STARTTLS")),
    ("imap", MBSYNC, mbsync("SSLType None")),
    ("imap", MBSYNC, mbsync("UseIMAPS no\nRequireSSL no\nUseTLSv1 no")),
    ("imap", MBSYNC, mbsync("RequireSSL no")),
    ("imap", MBSYNC, mbsync("UseIMAPS yes")),
    ("imap", FETCHMAIL, fetchmail("proto IMAP port PORT user jo pass x ssl")),
    ("imap", FETCHMAIL, fetchmail("proto IMAP port PORT user jo pass x")),
    ("imap", FETCHMAIL, fetchmail(
        "proto IMAP port PORT user jo pass x sslproto ''")),
    ("pop3", FETCHMAIL, fetchmail("proto POP3 port PORT user jo pass x ssl")),
    ("pop3", FETCHMAIL, fetchmail("proto POP3 port PORT user jo pass x")),
    ("pop3", FETCHMAIL, fetchmail(
        "proto POP3 port PORT user jo pass x sslproto ''")),
    ("smtp", NEOMUTT, NEO + 'set smtp_url = "smtps://jo:x@127.0.0.1:PORT/"\n'),
    ("smtp", NEOMUTT, NEO + 'set smtp_url = "smtp://jo:x@127.0.0.1:PORT/"\n'),
    ("smtp", NEOMUTT, NEO + 'set smtp_url = "smtp://jo:x@127.0.0.1:PORT/"\n'
                            "set ssl_starttls = no\n"),
    ("smtp", NEOMUTT, NEO + 'set smtp_url = "smtp://jo:x@127.0.0.1:PORT/"\n'
                            "set ssl_starttls = no\nset ssl_force_tls = no\n"),
    ("imap", NEOMUTT_IN, NEO + 'set my_pass = "x"\nset spoolfile = '
                               '"imap://jo:$my_pass@127.0.0.1:PORT/INBOX"\n'),
    ("imap", NEOMUTT_IN, NEO + 'set imap_pass = "x"\nset spoolfile = '
                               '"imaps://jo@127.0.0.1:PORT/INBOX"\n'),
    ("imap", OFFLINEIMAP, offlineimap("")),
    ("imap", OFFLINEIMAP, offlineimap("starttls = yes\n")),
    ("imap", OFFLINEIMAP, offlineimap("ssl = no\nstarttls = yes\n")),
    ("imap", OFFLINEIMAP, offlineimap("ssl = no\nstarttls = no\n")),
    ("imap", OFFLINEIMAP, offlineimap("ssl = no\n")),
    ("imap", GETMAIL, getmail("SimpleIMAPRetriever")),
    ("imap", GETMAIL, getmail("SimpleIMAPSSLRetriever")),
    ("pop3", GETMAIL, getmail("SimplePOP3Retriever")),
    ("pop3", GETMAIL, getmail("SimplePOP3SSLRetriever")),
    ("imap", SHELL, "curl -k imap://127.0.0.1:PORT/ -u jo:x\n"),
    ("imap", SHELL, "curl -k --ssl-reqd imap://127.0.0.1:PORT/ -u jo:x\n"),
    ("imap", SHELL, "curl -k 'imaps://127.0.0.1:PORT/' --user jo:x\n"),
    ("pop3", SHELL, "curl -k --ssl-reqd pop3://127.0.0.1:PORT/ -u jo:x\n"),
    ("smtp", SHELL, "curl -k smtps://127.0.0.1:PORT/ --mail-from a@b.test "
                    "--mail-rcpt c@d.test -T /dev/null\n"),
    ("smtp", SHELL, "openssl s_client -starttls smtp "
                    "-connect 127.0.0.1:PORT -quiet\n"),
    ("smtp", SHELL, "msmtp --host=127.0.0.1 --port=PORT --tls=on "
                    "--tls-certcheck=off --serverinfo\n"),
    ("smtp", SHELL, "msmtp --host=127.0.0.1 --port=PORT --tls=on "
                    "--tls-starttls=off --tls-certcheck=off --serverinfo\n"),
    ("smtp", SHELL, "swaks --server 127.0.0.1 --port PORT --to c@d.test\n"),
    ("smtp", SHELL, "swaks --server 127.0.0.1:PORT --to c@d.test -tls\n"),
    ("smtp", SHELL, "swaks -s 127.0.0.1 -p PORT -t c@d.test "
                    "--tls-on-connect\n"),
]


def what_happens(service, command, config, folder):
    """The port, and the mode that the program uses, or None."""
    listener = Listener(service)
    listener.start()
    path = os.path.join(folder, "config")
    config = config.replace("PORT", str(listener.port))
    with open(path, "w") as file:
        file.write(config.replace("FOLDER", folder))
    os.chmod(path, 0o600)
    command = [part.replace("FILE", path).replace("FOLDER", folder)
               for part in command]
    environment = dict(os.environ, HOME=folder, TERM="vt100",
                       FETCHMAILHOME=folder)
    process = subprocess.Popen(command, env=environment, cwd=folder,
                               stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT,
                               start_new_session=True)
    try:
        process.stdin.write(b"hello\n")
        process.stdin.close()
    except OSError:
        pass
    process.stdin = None
    listener.done.wait(LIMIT_S)
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        pass
    said = process.communicate()[0].decode(errors="replace")
    listener.done.set()
    listener.server.close()
    return listener.port, listener.seen, path, said


def what_is_read(mailsonde, path, port):
    result = subprocess.run([mailsonde, "settings", path, "-o", "csv"],
                            capture_output=True, text=True)
    for row in csv.DictReader(io.StringIO(result.stdout)):
        if row["port"] == str(port) and row["host"] == "127.0.0.1":
            return row["service"], row["mode"]
    return None, result.stdout + result.stderr


def program_of(_, command, config):
    if command is SHELL:
        return config.split()[0]
    return "neomutt" if command is NEOMUTT_IN else command[0]


def main():
    mailsonde, folder = sys.argv[1:]
    wrong = 0
    missing = set()
    for number, (program, service, command, config) in enumerate(
            [(program_of(*case), *case) for case in CASES] +
            wire_more.CASES):
        if not shutil.which(program):
            missing.add(program)
            continue
        place = os.path.join(folder, str(number))
        for part in ("", "m", "getmail", "g/cur", "g/new", "g/tmp"):
            os.makedirs(os.path.join(place, part), exist_ok=True)
        port, seen, path, said = what_happens(
            service, command, config, place)
        read = what_is_read(mailsonde, path, port)
        good = seen is not None and read == (service, seen)
        print(f"{number}: {program}: {service} {seen}, read {read[1]}")
        if not good:
            wrong += 1
            print("    " + config.replace("\n", "\n    "))
            print("    it said: " + said[:600].replace("\n", "\n    "))
    if missing:
        print("not compared, since not here:", ", ".join(sorted(missing)))
    sys.exit(1 if wrong else 77 if missing else 0)


main()
