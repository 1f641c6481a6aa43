# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Exchange as seen over IMAP, POP3 and SMTP, in its moods.

exchange_server.py FOLDER CERTIFICATE ADDRESS: every account has the password
in FOLDER/password; FOLDER/mood holds words that say how the store behaves:
icalendar, link or tnef; receipts, late, early, pop (by POP3 alone) or none; bye (IMAP ends the
session when a message is fetched, once); bare (no UIDPLUS, no IDLE); topless
(POP3 has no TOP); veiled (two messages of others are in the maildrop, and TOP
shows one of them); slow (a message is delivered after two seconds); marked
(somebody else's message waits to be expunged); crashed (a receipt of a run long
ago and one of somebody else's are in the mailbox that is opened next); crowded
(1100 messages of others are in the mailbox that is opened for writing next);
told (a message that comes during a FETCH of all is told at its end, once).
bye=SERVICE.VERB ends the session at this command, close=SERVICE.VERB without a
word, throttle=SERVICE.VERB answers that it comes too soon, refuse=SERVICE.VERB
answers no and gives no reason, pass=SERVICE.VERB does nothing, so that the next
word is for the next command, look=SERVICE.VERB looks at the processes of
FOLDER/pid for a line of FOLDER/forms,
with the result in FOLDER/looked, and
interrupt=SERVICE.VERB sends SIGINT to the process of FOLDER/pid before it is
answered: each once. FOLDER/ports gets the ports of imaps, pop3s and
submissions, and FOLDER/ports.other those of other servers, which have the
accounts of @other.test with the password "other". FOLDER/left has how many
messages there are in all mailboxes. It ends with its standard input.
"""
import base64
import email
import os
import re
import select
import signal
import socketserver
import ssl
import subprocess
import sys
import threading
import time

folder, certificate, address = sys.argv[1:]
lock = threading.RLock()
boxes = {}      # of an account: a list of messages


def mood():
    with open(f"{folder}/mood") as file:
        return file.read().split()


def once(word):
    """Whether the mood has the word, which it loses."""
    with lock:
        words = mood()
        if word not in words:
            return False
        words.remove(word)
        with open(f"{folder}/mood", "w") as file:
            print(*words, file=file)
    return True


def password():
    with open(f"{folder}/password") as file:
        return file.read().rstrip("\n")


def count():
    """Says how many messages there are, before a client is answered."""
    with lock:
        with open(f"{folder}/left.new", "w") as file:
            print(sum(len(messages) for messages in boxes.values()), file=file)
        os.rename(f"{folder}/left.new", f"{folder}/left")


class Message:
    """One in a mailbox."""
    last = 0

    def __init__(self, text):
        Message.last += 1
        self.uid = Message.last
        self.flags = set()
        self.text = text
        self.parsed = email.message_from_bytes(text)

    def header(self):
        return self.text.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"

    def body(self):
        return self.text.partition(b"\r\n\r\n")[2]


def box(account):
    return boxes.setdefault(account.lower(), [])


def structure(part):
    """A BODYSTRUCTURE."""
    def quote(text):
        return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')
    parameters = " ".join(
        f"{quote(name)} {quote(value)}"
        for name, value in (part.get_params() or [])[1:])
    parameters = f"({parameters})" if parameters else "NIL"
    if part.is_multipart():
        inner = "".join(structure(each) for each in part.get_payload())
        return f"({inner} {quote(part.get_content_subtype())} {parameters})"
    return (f"({quote(part.get_content_maintype())} "
            f"{quote(part.get_content_subtype())} {parameters} NIL NIL "
            f'"7bit" 10' + (" 1)" if part.get_content_maintype() == "text"
                            else ")"))


def hand_out(text):
    """What the store makes of an invitation."""
    parsed = email.message_from_bytes(text)
    if not any(part.get_content_type() == "text/calendar"
               for part in parsed.walk()):
        return text
    head = "".join(f"{name}: {parsed[name]}\r\n" for name in (
        "From", "To", "Subject", "Date", "Message-ID"))
    if "link" in mood():
        head += ("Content-Class: urn:content-classes:calendarmessage\r\n"
                 "Content-Type: text/plain\r\n\r\n*~*~*~*~*~*\r\n"
                 "https://mail.example.test/owa/?ItemID=AAMk&exvsurl=1&"
                 "viewmodel=ReadMessageItem\r\n")
    elif "tnef" in mood():
        head += ("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
                 "\r\nHello\r\n--x\r\nContent-Type: application/ms-tnef; "
                 "name=winmail.dat\r\n\r\nxyz\r\n--x--\r\n")
    else:
        return text
    return head.encode()


def confirm(message):
    """Sends a read receipt."""
    to = message.parsed["Disposition-Notification-To"].strip("<>")
    with lock:
        box(to).append(Message((
            f"From: <x@example.test>\r\nTo: <{to}>\r\nSubject: Read: x\r\n"
            f"Message-ID: <{time.time()}@exchange>\r\nContent-Type: "
            "multipart/report; report-type=disposition-notification; "
            "boundary=x\r\n\r\n--x\r\n\r\nRead\r\n--x\r\nContent-Type: "
            "message/disposition-notification\r\n\r\nOriginal-Message-ID: "
            f"{message.parsed['Message-ID']}\r\nDisposition: automatic-action/"
            "MDN-sent-automatically; displayed\r\n--x--\r\n").encode()))
        count()


def deliver(to, text):
    message = Message(hand_out(text))
    with lock:
        box(to).append(message)
        count()
    if message.parsed["Disposition-Notification-To"] and "early" in mood():
        confirm(message)


def mark(message):
    """The store confirms what is read, if that is its mood."""
    fresh = "\\Seen" not in message.flags
    message.flags.add("\\Seen")
    if not fresh or not message.parsed["Disposition-Notification-To"]:
        return
    if "receipts" in mood():
        confirm(message)
    elif "late" in mood():
        threading.Timer(0.5, confirm, [message]).start()


def look():
    with open(f"{folder}/pid") as file, open(f"{folder}/looked", "ab") as out:
        subprocess.run([sys.executable, os.path.join(
            os.path.dirname(__file__), "processes.py"), f"{folder}/forms",
            file.read().strip()], stdout=out, check=True)


class Session(socketserver.StreamRequestHandler):
    """Lines, and a login."""
    account = None
    tagged = False
    disable_nagle_algorithm = True

    def setup(self):
        self.request = context.wrap_socket(self.request, server_side=True)
        super().setup()

    def say(self, text):
        self.wfile.write(text if isinstance(text, bytes)
                         else text.encode() + b"\r\n")

    def hear(self):
        line = self.rfile.readline(100000)
        if not line:
            raise EOFError
        text = line.rstrip(b"\r\n").decode()
        return text if self.behaves(text) else self.hear()

    def behaves(self, line):
        tag, _, rest = line.partition(" ") if self.tagged else ("", "", line)
        verb = rest.removeprefix("UID ").split(" ")[0]
        at = f"{type(self).__name__}.{verb}"
        if once("pass=" + at):
            return True
        if once("interrupt=" + at):
            with open(f"{folder}/pid") as file:
                os.kill(int(file.read()), signal.SIGINT)
        if once("look=" + at):
            look()
        if once("throttle=" + at):
            self.say(f"{tag} {self.too_soon}".lstrip())
            return False
        if once("refuse=" + at):
            self.say(f"{tag} {self.no}".lstrip())
            return False
        if once("close=" + at):
            raise EOFError
        if once("bye=" + at):
            self.say(self.bye)
            raise EOFError
        return True

    def accept(self, name, secret):
        other = name.endswith("@other.test")
        if other == self.server.other and secret == (
                "other" if other else password()):
            self.account = name
        return self.account

    def accept_plain(self, coded):
        _, name, secret = base64.b64decode(coded).decode().split("\0")
        return self.accept(name, secret)

    def handle(self):
        try:
            self.talk()
        except (EOFError, OSError, ValueError):
            pass


class Imap(Session):
    tagged = True
    bye = "* BYE Connection is closed. 13"
    no = "NO failed"
    too_soon = ("BAD Request is throttled. Suggested Backoff Time: 300 "
                "milliseconds")
    caps = ("IMAP4 IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS MOVE ID UNSELECT "
            "CHILDREN IDLE NAMESPACE LITERAL+")

    def talk(self):
        self.say("* OK The Microsoft Exchange IMAP4 service is ready.")
        while True:
            tag, _, rest = self.hear().partition(" ")
            verb, _, rest = rest.partition(" ")
            if verb == "UID":
                verb, _, rest = rest.partition(" ")
            getattr(self, "do_" + verb.lower(), self.unknown)(tag, rest)

    def unknown(self, tag, _):
        self.say(f"{tag} BAD Command Error. 10")

    def do_capability(self, tag, _):
        caps = self.caps
        if "token" in mood():
            caps = caps.replace("AUTH=PLAIN", "AUTH=XOAUTH2 LOGINDISABLED")
        if "bare" in mood():
            caps = caps.replace(" UIDPLUS", "").replace(" IDLE", "")
        self.say(f"* CAPABILITY {caps}")
        self.say(f"{tag} OK CAPABILITY completed.")

    def do_authenticate(self, tag, rest):
        if rest.startswith("XOAUTH2"):
            self.refuse_token()
            self.verdict(tag, False)
            return
        self.verdict(tag, self.accept_plain(rest.split()[1]))

    def refuse_token(self):
        """The reason in JSON, which the client answers with nothing."""
        reason = b'{"status":"400","schemes":"Bearer","scope":"IMAP.Test"}'
        self.say("+ " + base64.b64encode(reason).decode())
        self.hear()

    def do_login(self, tag, rest):
        self.verdict(tag, self.accept(*[
            word.strip('"') for word in rest.split(" ", 1)]))

    def verdict(self, tag, good):
        self.say(f"{tag} OK AUTHENTICATE completed." if good
                 else f"{tag} NO AUTHENTICATE failed.")

    def do_id(self, tag, _):
        self.say('* ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" '
                 '"version" "15.20")')
        self.say(f"{tag} OK ID completed")

    def do_namespace(self, tag, _):
        self.say('* NAMESPACE (("" "/")) NIL NIL')
        self.say(f"{tag} OK NAMESPACE completed.")

    def do_select(self, tag, rest):
        if once("crowded"):
            box(self.account)[:0] = [
                Message(b"Subject: old\r\n\r\n") for _ in range(1100)]
        self.do_examine(tag, rest)

    def do_examine(self, tag, _):
        with lock:
            if "marked" in mood() and not box(self.account):
                box(self.account).append(Message(b"Subject: mine\r\n\r\n"))
                box(self.account)[0].flags.add("\\Deleted")
            if once("crashed"):
                for name in (f"mailsonde.receipt.1.{'x' * 20}", "theirs"):
                    confirm(Message(
                        f"Message-ID: <{name}@example.test>\r\n"
                        "Disposition-Notification-To: "
                        f"<{self.account}>\r\n\r\n".encode()))
            self.known = len(box(self.account))
            self.say(f"* {self.known} EXISTS")
            self.say(f"* OK [UIDNEXT {Message.last + 1}] next")
        self.say(f"{tag} OK [READ-WRITE] SELECT completed.")

    def do_noop(self, tag, _):
        self.say(f"{tag} OK NOOP completed.")

    def do_search(self, tag, rest):
        with lock:
            found = [message.uid for message in box(self.account)
                     if self.is_found(message, rest)]
        self.say("* SEARCH" + "".join(f" {uid}" for uid in found))
        self.say(f"{tag} OK SEARCH completed.")

    @staticmethod
    def is_found(message, rest):
        if rest.startswith("HEADER Message-ID"):
            return rest.split('"')[1] in (message.parsed["Message-ID"] or "")
        if rest.startswith("HEADER Content-Type"):
            words = rest.split('"')
            return words[1] in (message.parsed["Content-Type"] or "") and \
                words[3].encode() in message.body()
        if rest.startswith("UID "):
            return message.uid >= int(rest[4:].split(":")[0])
        return "\\Deleted" in message.flags

    def chosen(self, which):
        first = int(which.split(":")[0])
        return [message for message in box(self.account)
                if message.uid == first or
                (":" in which and message.uid > first)]

    def do_fetch(self, tag, rest):
        if "bye" in mood():
            with open(f"{folder}/mood", "w") as file:
                file.write("icalendar none")
            self.say("* BYE Connection is closed. 13")
            raise EOFError
        which, _, items = rest.partition(" ")
        told = ":" in which and once("told")
        with lock:
            seen = box(self.account)[:self.known]
            for number, message in enumerate(self.chosen(which), 1):
                if told and message not in seen:
                    continue
                self.say(f"* {number} FETCH (UID {message.uid}".encode() +
                         b"".join(self.items(message, items)) + b")\r\n")
        if told:
            self.tell_what_comes()
        self.say(f"{tag} OK FETCH completed.")

    def tell_what_comes(self):
        """What comes behind the view of a command is told once, at its end."""
        until = time.monotonic() + 2
        while len(box(self.account)) == self.known and \
                time.monotonic() < until:
            time.sleep(0.01)
        if len(box(self.account)) != self.known:
            self.known = len(box(self.account))
            self.say(f"* {self.known} EXISTS")

    @staticmethod
    def items(message, items):
        if "FLAGS" in items:
            yield f" FLAGS ({' '.join(message.flags)})".encode()
        if "BODYSTRUCTURE" in items:
            yield b" BODYSTRUCTURE " + structure(message.parsed).encode()
        for name, most in re.findall(
                r"BODY\.PEEK\[([^]]*)\](?:<0\.(\d+)>)?", items):
            text = {"": message.text, "TEXT": message.body()}.get(
                name, message.header())
            text = text[:int(most)] if most else text
            yield f" BODY[{name}] {{{len(text)}}}\r\n".encode() + text

    def do_store(self, tag, rest):
        which, _, flags = rest.partition(" ")
        with lock:
            for message in self.chosen(which):
                if "\\Seen" in flags:
                    mark(message)
                if "\\Deleted" in flags:
                    message.flags.add("\\Deleted")
        self.say(f"{tag} OK STORE completed.")

    def do_expunge(self, tag, rest):
        with lock:
            for message in self.chosen(rest) if rest else [
                    each for each in box(self.account)
                    if "\\Deleted" in each.flags]:
                box(self.account).remove(message)
            count()
        self.say(f"{tag} OK EXPUNGE completed.")

    def do_idle(self, tag, _):
        self.say("+ IDLE accepted, awaiting DONE command.")
        while not self.connection.pending() and not select.select(
                [self.connection], [], [], 0.05)[0]:
            if len(box(self.account)) != self.known:
                self.known = len(box(self.account))
                self.say(f"* {self.known} EXISTS")
        self.hear()
        self.say(f"{tag} OK IDLE completed.")

    def do_logout(self, tag, _):
        self.say("* BYE Microsoft Exchange Server IMAP4 server signing off.")
        self.say(f"{tag} OK LOGOUT completed.")
        raise EOFError


class Pop3(Session):
    bye = "-ERR Connection is closed. 10"
    no = "-ERR"
    too_soon = "-ERR [SYS/TEMP] Request is throttled."

    def talk(self):
        self.say("+OK The Microsoft Exchange POP3 service is ready.")
        while True:
            verb, _, rest = self.hear().partition(" ")
            getattr(self, "do_" + verb.lower(), self.unknown)(rest)

    def unknown(self, _):
        self.say("-ERR Command is not valid in this state.")

    def do_capa(self, _):
        top = "" if "topless" in mood() else "TOP\r\n"
        self.say(f"+OK\r\n{top}UIDL\r\nSASL PLAIN\r\nUSER\r\n.")

    def do_auth(self, rest):
        coded = rest.split()[1:]
        if not coded:
            self.say("+ ")
            coded = [self.hear()]
        self.verdict(self.accept_plain(coded[0]))

    def do_user(self, rest):
        self.name = rest
        self.say("+OK")

    def do_pass(self, rest):
        self.verdict(self.accept(self.name, rest))

    def verdict(self, good):
        self.drop = list(box(self.account)) if good else []
        if "veiled" in mood():
            self.drop[:0] = [Message(b"Subject: veiled\r\n\r\n"),
                             Message(b"Subject: plain\r\n\r\n")]
        self.say("+OK User successfully logged on." if good else "-ERR "
                 "Logon failure: unknown user name or bad password.")

    def do_stat(self, _):
        self.say(f"+OK {len(self.drop)} {len(self.drop)}00")

    def do_uidl(self, _):
        self.say("+OK")
        for number, message in enumerate(self.drop, 1):
            self.say(f"{number} {message.uid}")
        self.say(".")

    def lines(self, text):
        self.say("+OK")
        for line in text.split(b"\r\n"):
            self.say((b"." if line[:1] == b"." else b"") + line + b"\r\n")
        self.say(".")

    def do_top(self, rest):
        if "topless" in mood():
            self.unknown(rest)
            return
        message = self.drop[int(rest.split()[0]) - 1]
        if message.parsed["Subject"] == "veiled":
            self.say("-ERR the message is damaged")
            return
        self.lines(message.header())

    def do_retr(self, rest):
        message = self.drop[int(rest) - 1]
        self.lines(message.text)
        with lock:
            if "pop" in mood() and "\\Seen" not in message.flags and \
                    message.parsed["Disposition-Notification-To"]:
                confirm(message)
            mark(message)

    def do_dele(self, rest):
        message = self.drop[int(rest) - 1]
        with lock:
            if message in box(self.account):
                box(self.account).remove(message)
            count()
        self.say("+OK")

    def do_quit(self, _):
        self.say("+OK Microsoft Exchange Server POP3 server signing off.")
        raise EOFError


class Smtp(Session):
    bye = "421 4.3.2 Service not available"
    no = "550 5.0.0 failed"
    too_soon = "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"

    def talk(self):
        self.say("220 mail.example.test Microsoft ESMTP MAIL Service ready")
        while True:
            line = self.hear()
            verb, _, rest = line.partition(" ")
            getattr(self, "do_" + verb.lower(), self.fine)(rest)

    def fine(self, _):
        self.say("250 2.1.0 fine")

    def do_ehlo(self, _):
        self.say("250-mail.example.test Hello\r\n250-SIZE 37748736\r\n"
                 "250-PIPELINING\r\n250 AUTH PLAIN")

    def do_auth(self, rest):
        coded = rest.split()[1:]
        if not coded:
            self.say("334 ")
            coded = [self.hear()]
        self.say("235 2.7.0 Authentication successful"
                 if self.accept_plain(coded[0]) else
                 "535 5.7.3 Authentication unsuccessful")

    def do_rcpt(self, rest):
        self.to = rest.partition("<")[2].partition(">")[0]
        self.say("250 2.1.5 Recipient OK")

    def do_data(self, _):
        self.say("354 Start mail input; end with <CRLF>.<CRLF>")
        lines = []
        while (line := self.hear()) != ".":
            lines.append(line[1:] if line.startswith(".") else line)
        text = ("\r\n".join(lines) + "\r\n").encode()
        if "slow" in mood():
            threading.Timer(2, deliver, [self.to, text]).start()
        else:
            deliver(self.to, text)
        self.say("250 2.6.0 Queued mail for delivery")

    def do_quit(self, _):
        self.say("221 2.0.0 Service closing transmission channel")
        raise EOFError


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    other = False
    allow_reuse_address = True

    def handle_error(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate)
count()
for name in ("ports.other", "ports"):
    servers = [Server((address, 0), handler) for handler in (Imap, Pop3, Smtp)]
    for server in servers:
        server.other = name == "ports.other"
        threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(f"{folder}/{name}.new", "w") as file:
        print(*[server.server_address[1] for server in servers], file=file)
    os.rename(f"{folder}/{name}.new", f"{folder}/{name}")
for line in sys.stdin:
    pass
