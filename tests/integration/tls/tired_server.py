# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# tired_server.py ADDRESS PEM: mail servers that have enough after a few
# connections. Prints "HABIT PORT" lines and "ready"; ends with its input.

import os
import socket
import ssl
import struct
import sys
import threading
import time

SMTP = {"greeting": b"220 mail.example.test ESMTP\r\n",
        "EHLO": b"250-mail.example.test\r\n250 STARTTLS\r\n",
        "STARTTLS": b"220 go ahead\r\n", "QUIT": b"221 bye\r\n",
        "tired": b"421 4.7.0 Too many connections, try again later\r\n"}
IMAP = {"greeting": b"* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n",
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%s OK done\r\n",
        "STARTTLS": b"%s OK begin\r\n", "LOGOUT": b"* BYE\r\n%s OK bye\r\n",
        "tired": b"* BYE Too many connections from your address\r\n"}

# What is spoken; None: TLS at once, and a reset once tired. Who is curt is never
# tired, and resets where others send an alert.
HABITS = {"smtp-421": SMTP, "imap-bye": IMAP, "reset": None, "busy": None,
          "curt": None}
SERVED = 9
# Of who is busy: as Exim, it keeps a connection's place after its end, and
# says in clear that there is none, where TLS is due.
ROOM = threading.Semaphore(12)
KEPT_S = 0.3


def speak(sock, words):
    """Answers commands up to STARTTLS. Whether that was reached."""
    sock.sendall(words["greeting"])
    with sock.makefile("rb", buffering=0) as lines:
        for line in lines:
            parts = line.split()
            tag = b"" if words is SMTP else parts.pop(0)
            verb = parts[0].decode().upper()
            answer = words.get(verb)
            if not answer:
                answer = b"502 no\r\n" if words is SMTP else b"%s BAD no\r\n"
            sock.sendall(answer.replace(b"%s", tag))
            if verb == "STARTTLS":
                return True
    return False


def reset(sock):
    """As soon as it is closed."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack("ii", 1, 0))


def serve_curtly(sock):
    received, sent = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(received, sent, server_side=True)
    with sock:
        try:
            while octets := sock.recv(16384):
                received.write(octets)
                try:
                    tls.do_handshake()
                    tls.write(IMAP["greeting"])
                    break
                except ssl.SSLWantReadError:
                    sock.sendall(sent.read())
            sock.sendall(sent.read())
        except ssl.SSLError:
            reset(sock)
        except OSError:
            pass


def serve(sock, words, tired):
    try:
        if tired and words:
            sock.sendall(words["tired"])
        elif tired:
            sock.recv(1, socket.MSG_PEEK)
            reset(sock)
        elif not words or speak(sock, words):
            sock = context.wrap_socket(sock, server_side=True)
            speak(sock, words or IMAP)
    except (OSError, IndexError):
        pass
    finally:
        sock.close()


def serve_busily(sock):
    if not ROOM.acquire(blocking=False):
        with sock:
            sock.sendall(SMTP["tired"])
        return
    serve(sock, None, False)
    time.sleep(KEPT_S)
    ROOM.release()


def listen(listener, words, name):
    count = 0
    while True:
        sock, _ = listener.accept()
        count += 1
        own = {"busy": serve_busily, "curt": serve_curtly}.get(name)
        task = (own, (sock,)) if own else (
            serve, (sock, words, count > SERVED))
        threading.Thread(target=task[0], args=task[1], daemon=True).start()


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[2])
for name, words in HABITS.items():
    port = socket.create_server((sys.argv[1], 0), backlog=100)
    print(name, port.getsockname()[1])
    threading.Thread(target=listen, args=(port, words, name),
                     daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
os._exit(0)
