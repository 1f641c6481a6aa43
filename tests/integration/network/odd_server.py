#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Servers that are odd in one way each, and their healthy neighbours.

    odd_server.py CERTS KIND[@ADDRESS[:PORT]]...

Says "KIND PORT" for each on standard output, then "ready", and serves until it
is killed. CERTS is a directory of mkcerts. KIND is SERVICE-MODE-HABIT, as in
imap-implicit-good or imap-implicit-drops-at-hello-1.5, which drops the first
and the fifth connection.
"""
import itertools
import os
import socket
import ssl
import sys
import threading
import warnings

warnings.simplefilter("ignore")
certs = sys.argv[1]
WELCOME = {"imap": "* OK IMAP4rev1 ready\r\n", "pop3": "+OK POP3 ready\r\n",
           "smtp": "220 mail.example.test ESMTP ready\r\n"}
CLEAR = {"imap": ["IMAP4rev1", "STARTTLS", "LOGINDISABLED"],
         "pop3": ["UIDL", "STLS"],
         "smtp": ["PIPELINING", "SIZE 10240000", "STARTTLS"]}
INSIDE = {"imap": ["IMAP4rev1", "AUTH=PLAIN"],
          "pop3": ["UIDL", "USER", "SASL PLAIN"],
          "smtp": ["PIPELINING", "SIZE 10240000", "AUTH PLAIN"]}


def context(name, lowest, highest):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers("DEFAULT:@SECLEVEL=0")
    made.minimum_version = lowest
    made.maximum_version = highest
    made.load_cert_chain(os.path.join(certs, name + ".pem"))
    return made


contexts = {}


def find_context(*key):
    if key not in contexts:
        contexts[key] = context(*key)
    return contexts[key]


class Peer:
    """One connection, and what a server does there if nothing is odd."""

    def __init__(self, sock, service, number):
        self.sock = sock
        self.service = service
        self.number = number  # of the connection, from 1 on
        self.buffer = b""
        self.inside = False
        self.clear = list(CLEAR[service])
        self.protected = list(INSIDE[service])
        self.certificate = "good"
        self.certificate_1_2 = None  # for those who do not offer TLS 1.3
        self.lowest = ssl.TLSVersion.TLSv1_2
        self.highest = ssl.TLSVersion.TLSv1_3
        self.welcome = WELCOME[service]
        self.keeps_buffer = False  # what came behind STARTTLS
        self.before_tls = lambda: False  # true: nothing follows
        self.after_tls = lambda: None
        self.implicit = False
        self.answers = {}  # odd ones: command: text, or a function

    def send(self, text):
        self.sock.sendall(text.encode("latin-1"))

    def line(self):
        while b"\n" not in self.buffer:
            more = self.sock.recv(4096)
            if not more:
                raise EOFError
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r").decode("latin-1")

    def hello(self):
        """The first octets of the client's hello."""
        return self.sock.recv(2048, socket.MSG_PEEK)

    def offers(self, version):
        """Whether supported_versions names 0x03XX, or there is none."""
        hello = self.hello()
        at = hello.find(b"\x00\x2b\x00")
        if at < 0:
            return hello[9:11] == bytes((3, version))
        return bytes((3, version)) in hello[at + 5:at + 5 + hello[at + 4]]

    def start_tls(self):
        if not self.keeps_buffer:
            self.buffer = b""
        if self.before_tls():
            raise EOFError
        if self.certificate_1_2 and not self.offers(4):
            self.certificate = self.certificate_1_2
        self.sock = find_context(
            self.certificate, self.lowest, self.highest).wrap_socket(
                self.sock, server_side=True)
        self.inside = True
        self.after_tls()

    def list_items(self):
        return self.protected if self.inside else self.clear

    def capabilities(self, tag):
        items = self.list_items()
        if self.service == "imap":
            self.send(f"* CAPABILITY {' '.join(items)}\r\n{tag} OK done\r\n")
        elif self.service == "pop3":
            self.send("+OK\r\n" + "".join(i + "\r\n" for i in items) + ".\r\n")
        else:
            items = ["mail.example.test"] + items
            self.send("".join(f"250-{i}\r\n" for i in items[:-1])
                      + f"250 {items[-1]}\r\n")

    def say(self, tag, imap, pop3, smtp):
        self.send({"imap": f"{tag} {imap}", "pop3": pop3,
                   "smtp": smtp}[self.service] + "\r\n")

    def answer(self, line):
        """Whether the dialogue goes on."""
        tag, _, rest = line.partition(" ")
        if self.service != "imap":
            tag, rest = "", line
        command = rest.partition(" ")[0].upper()
        odd = self.answers.get(command)
        if callable(odd):
            return odd(self, tag)
        if odd:
            self.send(odd.replace("TAG", tag))
        elif command in ("CAPABILITY", "CAPA", "EHLO", "LHLO"):
            self.capabilities(tag)
        elif command in ("STARTTLS", "STLS") and not self.inside:
            self.say(tag, "OK begin", "+OK begin", "220 2.0.0 begin")
            self.start_tls()
        elif command in ("LOGOUT", "QUIT"):
            self.say(tag, "OK bye", "+OK bye", "221 2.0.0 bye")
            return False
        elif command == "NOOP":
            self.say(tag, "OK", "-ERR unknown", "250 2.0.0 OK")
        else:
            self.say(tag, "BAD unknown", "-ERR unknown", "502 5.5.2 unknown")
        return True

    def serve(self, implicit):
        self.implicit = implicit
        if implicit:
            self.start_tls()
        self.send(self.welcome)
        while self.answer(self.line()):
            pass


# Habits: each gets the peer before a word was said; a true answer ends it.

def good(peer):
    pass


def expired(peer):
    peer.certificate = "expired"


def expired_for_1_2(peer):
    peer.certificate_1_2 = "expired"


def untrusted_for_1_2(peer):
    peer.certificate_1_2 = "self-signed"


def misnamed_for_1_2(peer):
    peer.certificate_1_2 = "wrong-name"


def ecdsa_for_1_2(peer):
    peer.certificate_1_2 = "ecdsa"


TURNS = itertools.count()


def expired_at_times(peer):
    """Every other time, of those who offer TLS 1.2."""
    def choose():
        if peer.offers(3) and next(TURNS) % 2:
            peer.certificate = "expired"
        return False
    peer.before_tls = choose


def expired_at_first(peer):
    """To the first two of those who offer TLS 1.2."""
    def choose():
        if peer.offers(3) and next(TURNS) < 2:
            peer.certificate = "expired"
        return False
    peer.before_tls = choose


def denies_late(peer):
    """Behind a good greeting."""
    peer.answers["CAPABILITY"] = lambda peer, tag: peer.send(
        "* BYE Access denied\r\n")


def old_at_times(peer):
    """To the first of those who offer TLS 1.3 and older ones."""
    def choose():
        if peer.offers(4) and peer.offers(3) and next(TURNS) == 0:
            peer.lowest = ssl.TLSVersion.TLSv1
            peer.highest = ssl.TLSVersion.TLSv1_1
        return False
    peer.before_tls = choose


def fails_at_times(peer):
    """With an alert, for the first two of those who offer all versions: one
    of them may be about injection."""
    peer.before_tls = lambda: (
        peer.offers(4) and peer.offers(3) and next(TURNS) < 2 and
        not peer.sock.sendall(bytes((21, 3, 3, 0, 2, 2, 80))))


def refuses_1_3_at_times(peer):
    """The first of those who offer it alone."""
    peer.before_tls = lambda: (
        peer.offers(4) and not peer.offers(3) and next(TURNS) == 0 and
        not peer.sock.sendall(bytes((21, 3, 3, 0, 2, 2, 70))))


def intolerant(peer):
    """To those who offer all versions, always."""
    peer.before_tls = lambda: (
        peer.offers(4) and peer.offers(3) and
        not peer.sock.sendall(bytes((21, 3, 3, 0, 2, 2, 80))))


def tls_1_1_at_times(peer):
    """To the first of those who offer nothing newer."""
    def choose():
        if peer.offers(2) and not peer.offers(3) and next(TURNS) == 0:
            peer.lowest = ssl.TLSVersion.TLSv1
        return False
    peer.before_tls = choose


def tls_1_2(peer):
    peer.highest = ssl.TLSVersion.TLSv1_2


def broken(peer):
    """Nothing but an alert where TLS begins."""
    peer.hello()
    peer.sock.sendall(bytes((21, 3, 3, 0, 2, 2, 40)))
    return True


def other_login(peer):
    peer.protected = [item.replace("PLAIN", "XOAUTH2")
                      for item in peer.protected if item != "USER"]


def no_login(peer):
    peer.protected = [{"AUTH=PLAIN": "LOGINDISABLED"}.get(item, item)
                      for item in peer.protected
                      if item not in ("USER", "SASL PLAIN", "AUTH PLAIN")]


def other_service(peer):
    peer.welcome = "SSH-2.0-OpenSSH_9.2\r\n"


def other_service_at_times(peer):
    if peer.number % 2:
        other_service(peer)


def closes(peer):
    """Before a word is said."""
    return True


def refuses(peer):
    peer.welcome = "554 5.7.1 No service for you\r\n"


def denies(peer):
    peer.welcome = {"imap": "* BYE Access denied\r\n",
                    "pop3": "-ERR Access denied\r\n",
                    "smtp": "550 5.0.0 Access denied\r\n"}[peer.service]


def denies_at_times(peer):
    if peer.number % 2 == 0:
        denies(peer)


def has_enough(peer):
    peer.welcome = {"imap": "* BYE Access denied, try later\r\n",
                    "pop3": "-ERR Too many connections\r\n",
                    "smtp": "421 4.3.2 Too busy\r\n"}[peer.service]


def bare_lf(peer):
    send = peer.send
    peer.send = lambda text: send(text.replace("\r\n", "\n"))


def takes_back(peer):
    peer.clear.append("AUTH CRAM-MD5")
    peer.answers["AUTH"] = "530 Must issue STARTTLS first.\r\n"


def changes_size(peer):
    peer.clear = [item.replace("10240000", "20480000") for item in peer.clear]


def alert_to_old(level, code):
    """To those who offer nothing newer than TLS 1.1."""
    def hear(peer):
        peer.lowest = ssl.TLSVersion.TLSv1_2
        peer.before_tls = lambda: (
            not (peer.offers(4) or peer.offers(3)) and
            not peer.sock.sendall(bytes((21, 3, 1, 0, 2, level, code))))
    return hear


def courier(peer):
    """GnuTLS' refusal is a close_notify."""
    alert_to_old(1, 0)(peer)


def decodes_not(peer):
    alert_to_old(2, 50)(peer)


def exchange(peer):
    """Old versions are taken, to be told off inside them."""
    peer.lowest = ssl.TLSVersion.TLSv1
    off = ("421 4.7.66 TLS 1.0 and 1.1 are not supported. Please update your "
           "client\r\n")

    def greet():
        if peer.sock.version() in ("TLSv1", "TLSv1.1"):
            peer.answers["EHLO"] = off
            if peer.implicit:
                peer.welcome = off
    peer.after_tls = greet


def takes_old(peer):
    peer.lowest = ssl.TLSVersion.TLSv1


def literal(peer):
    """A literal with what looks like an end, before the end."""
    def answer(peer, tag):
        items = " ".join(peer.list_items())
        peer.send('* ID ("name" {22}\r\n* BYE not a response\r\n)\r\n'
                  f"* CAPABILITY {items}\r\n{tag} OK done\r\n")
        return True
    peer.answers["CAPABILITY"] = answer


def no_capa(peer):
    peer.answers["CAPA"] = "-ERR unknown command\r\n"


def wrong_tag(peer):
    peer.answers["CAPABILITY"] = "* CAPABILITY IMAP4rev1\r\nzz OK done\r\n"


def mixed_codes(peer):
    peer.answers["EHLO"] = "250-mail.example.test\r\n500 no such\r\n"


def long_list(peer):
    peer.protected = ["IMAP4rev1"] + [f"X{i}" for i in range(1500)]


def endless(peer):
    def answer(peer, tag):
        for _ in range(3000):
            peer.send("* OK still here\r\n" * 10)
        return True
    peer.answers["CAPABILITY"] = answer


def falls_silent(peer):
    peer.answers["CAPABILITY"] = peer.answers["EHLO"] = " "
    peer.answers["CAPABILITY"] = lambda peer, tag: True
    peer.answers["EHLO"] = lambda peer, tag: True


def answers_list(text):
    """To the command that asks for the list, in the clear or inside TLS."""
    def hear(peer):
        for command in ("CAPABILITY", "CAPA", "EHLO"):
            peer.answers[command] = text
    return hear


def hangs_up(peer):
    for command in ("CAPABILITY", "CAPA", "EHLO"):
        peer.answers[command] = lambda peer, tag: False


def cuts_reply(peer):
    def answer(peer, tag):
        peer.send({"imap": "* CAPABILITY IMAP4rev1 AU", "pop3": "+OK\r\nUI",
                   "smtp": "250-mail.example.test\r\n250-SIZ"}[peer.service])
        return False
    for command in ("CAPABILITY", "CAPA", "EHLO"):
        peer.answers[command] = answer


def refuses_name(peer):
    answers_list("501 5.5.4 Invalid domain name\r\n")(peer)


def refuses_literal(peer):
    answers_list("504 5.5.2 <[127.0.0.1]>: Helo command rejected: need "
                 "fully-qualified hostname\r\n")(peer)


def blocks_name(peer):
    answers_list("550 5.7.1 Invalid HELO name\r\n")(peer)


def not_implemented(peer):
    answers_list("502 5.5.1 Command not implemented\r\n")(peer)


def refuses_before_tls(peer):
    def answer(peer, tag):
        if peer.inside:
            peer.capabilities(tag)
        else:
            peer.say(tag, "BAD unknown", "-ERR unknown", "503 5.5.1 no")
        return True
    for command in ("CAPABILITY", "CAPA", "EHLO"):
        peer.answers[command] = answer


def bad_list(peer):
    answers_list("TAG BAD unknown command\r\n")(peer)


def puts_list_off(peer):
    answers_list("451 4.3.0 Try again later\r\n")(peer)


def demands_login_first(peer):
    answers_list("530 5.7.0 Authentication required\r\n")(peer)


def withholds(peer):
    """Greets whoever has spoken first."""
    line = peer.line()
    peer.send(peer.welcome)
    peer.welcome = ""
    return not peer.answer(line)


def busy(peer):
    peer.welcome = "421 Server is busy, try again later.\r\n"


def lists_auth(peer):
    """Before TLS, where it takes none."""
    peer.clear.append("AUTH LOGIN PLAIN")
    peer.answers["AUTH"] = "530 Must issue STARTTLS first.\r\n"


def takes_injected(peer):
    """What came behind STARTTLS in the clear is answered inside TLS."""
    peer.keeps_buffer = True


def refuses_pipelining(peer):
    """As Exim does: who does not wait is turned away."""
    def answer(peer, tag):
        if peer.buffer:
            peer.send("554 SMTP synchronization error\r\n")
            return False
        peer.send("220 2.0.0 begin\r\n")
        peer.start_tls()
        return True
    peer.answers["STARTTLS"] = answer


def drops(place, numbers):
    """The connections of these numbers, whoever makes them."""
    dropped = [int(number) for number in numbers.split(".")]

    def hear(peer):
        if peer.number not in dropped:
            return False
        if place == "hello":
            peer.before_tls = lambda: peer.hello() is not None
        elif place == "list":
            for command in ("CAPABILITY", "CAPA", "EHLO", "LHLO"):
                peer.answers[command] = lambda peer, tag: False
        return place == "connect"
    return hear


HABITS = {name.replace("_", "-"): habit for name, habit in globals().items()
          if callable(habit) and getattr(habit, "__code__", None) and
          habit.__code__.co_varnames[:1] == ("peer",)}


def find_habit(name):
    kind, _, numbers = name.rpartition("-")
    if kind.startswith("drops-at-"):
        return drops(kind[len("drops-at-"):], numbers)
    return HABITS[name]


def listen(kind):
    name, _, place = kind.partition("@")
    address, _, port = place.partition(":")
    service, mode, habit = name.split("-", 2)
    listener = socket.create_server(
        (address or "127.0.0.1", int(port or 0)), backlog=64)
    counter = [0]

    def answer(sock, number):
        peer = Peer(sock, service, number)
        try:
            sock.settimeout(30)
            if not find_habit(habit)(peer):
                peer.serve(mode == "implicit")
        except (OSError, EOFError, ValueError):
            pass
        try:
            peer.sock.close()
        except OSError:
            pass

    def accept():
        while True:
            sock, _ = listener.accept()
            counter[0] += 1
            threading.Thread(target=answer, args=(sock, counter[0]),
                             daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return name, listener.getsockname()[1]


def main():
    for kind in sys.argv[2:]:
        print(*listen(kind))
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
