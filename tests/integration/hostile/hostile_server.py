#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""A server whose answers are long to think about, or to keep.

    hostile_server.py KIND

Says its port on standard output, and serves until it is killed. The TLS ones
speak by hand, and no further than where a client computes with their numbers.
"""
import hashlib
import os
import socket
import struct
import sys
import threading

# DER

def der(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        length = bytes([size])
    else:
        octets = (size.bit_length() + 7) // 8
        length = bytes([128 | octets]) + size.to_bytes(octets, "big")
    return bytes([tag]) + length + body


def sequence(*parts):
    return der(0x30, *parts)


def integer(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(text):
    return der(6, bytes.fromhex(text))


SHA256_RSA = sequence(oid("2a864886f70d01010b"), der(5))


def name(text):
    """One attribute, or as many as there are lines."""
    return sequence(*(
        der(0x31, sequence(oid("550403"), der(12, line.encode())))
        for line in text.split("\n")))


def rsa_key(modulus, exponent):
    return sequence(sequence(oid("2a864886f70d010101"), der(5)), der(
        3, b"\0", sequence(integer(modulus), integer(exponent))))


def certificate(subject, issuer, key, signature_octets, *extensions,
                dates=("20200101000000Z", "20490101000000Z")):
    tbs = sequence(
        der(0xA0, integer(2)), integer(7), SHA256_RSA, name(issuer),
        sequence(*(der(0x18, date.encode()) for date in dates)),
        name(subject), key,
        *([der(0xA3, sequence(*extensions))] if extensions else []))
    signature = b"\x17" * signature_octets
    return sequence(tbs, SHA256_RSA, der(3, b"\0", signature))


def extension(which, value, critical=False):
    return sequence(oid(which), *([der(1, b"\xff")] if critical else []),
                    der(4, value))


AUTHORITY = extension("551d13", sequence(der(1, b"\xff")), True)


def alternative_names(count, last, text="n{}.example.test"):
    names = [text.format(i) for i in range(count)] + [last]
    return extension("551d11", sequence(*(
        der(0x82, one.encode()) for one in names)))


def unknown_extensions(count):
    return [extension("2a03" + f"{128 + i // 128:02x}{i % 128:02x}",
                      der(12, b"x" * 60)) for i in range(count)]


def odd(bits):
    """A number of so many bits; nobody asks whether it has factors."""
    octets = hashlib.shake_256(b"number").digest(bits // 8)
    return int.from_bytes(octets, "big") | 1 << (bits - 1) | 1


# Two primes, for signing what is looked at only once it is signed.
def prime(bits, seed):
    value = odd(bits) + seed
    while any(pow(base, value - 1, value) != 1 for base in (2, 3, 5, 7)):
        value += 2
    return value


class Signer:
    def __init__(self):
        p, q = prime(768, 0), prime(768, 1 << 700)
        self.modulus = p * q
        self.secret = pow(65537, -1, (p - 1) * (q - 1))
        self.factors = p, q

    def private_key(self):
        """As RFC 8017 appendix A.1.2 has it."""
        p, q = self.factors
        return sequence(*map(integer, (
            0, self.modulus, 65537, self.secret, p, q, self.secret % (p - 1),
            self.secret % (q - 1), pow(q, -1, p))))

    def sign(self, data):
        info = sequence(sequence(oid("608648016503040201"), der(5)),
                        der(4, hashlib.sha256(data).digest()))
        size = (self.modulus.bit_length() + 7) // 8
        padded = b"\0\1" + b"\xff" * (size - 3 - len(info)) + b"\0" + info
        return pow(int.from_bytes(padded, "big"), self.secret,
                   self.modulus).to_bytes(size, "big")


# TLS 1.2

def vector(octets, body):
    return len(body).to_bytes(octets, "big") + body


def message(kind, body):
    return bytes([kind]) + vector(3, body)


def records(data):
    return b"".join(b"\x16\3\3" + vector(2, data[i:i + 16384])
                    for i in range(0, len(data), 16384))


X25519 = b"\3\0\x1d" + vector(1, b"\x09" + bytes(31))
RSA_SHA256 = b"\4\1"


def tls_flight(client_random, chain, suite, parameters, signature):
    random = bytes(32)
    signed = client_random + random + parameters
    if callable(signature):
        signature = signature(signed)
    return records(
        message(2, b"\3\3" + random + b"\0" + suite + b"\0" + vector(
            2, b"\xff\1\0\1\0\0\x17\0\0")) +
        message(11, vector(3, b"".join(vector(3, one) for one in chain))) +
        message(12, parameters + RSA_SHA256 + vector(2, signature)) +
        message(14, b""))


def huge_exponent():
    return rsa_key(odd(16384), odd(16380))


def rsa_exponent():
    return ([certificate("mail.example.test", "it", huge_exponent(), 256)],
            b"\xc0\x2f", X25519, b"\x17" * 2048)


def rsa_modulus():
    return ([certificate("mail.example.test", "it",
                         rsa_key(odd(65536), 65537), 256)],
            b"\xc0\x2f", X25519, b"\x17" * 8192)


def issuer_exponent():
    signer = Signer()
    return ([certificate("mail.example.test", "it",
                         rsa_key(signer.modulus, 65537), 2048),
             certificate("it", "it", huge_exponent(), 2048, AUTHORITY)],
            b"\xc0\x2f", X25519, signer.sign)


def dh_group():
    signer = Signer()
    size = 10000  # GnuTLS refuses those of more than 16,000 itself
    return ([certificate("mail.example.test", "it",
                         rsa_key(signer.modulus, 65537), 256)],
            b"\0\x9e", b"".join(
                vector(2, number.to_bytes(size // 8, "big"))
                for number in (odd(size), 2, odd(size) >> 1)), signer.sign)


def many_names():
    signer = Signer()
    return ([certificate("other", "it", rsa_key(signer.modulus, 65537), 256,
                         alternative_names(3000, "mail.example.test"))],
            b"\xc0\x2f", X25519, signer.sign)


def bulky(subject, *extensions):
    """What a library takes half a kilobyte for, of three octets."""
    signer = Signer()
    return ([certificate(subject, "it", rsa_key(signer.modulus, 65537), 256,
                         *extensions)], b"\xc0\x2f", X25519, signer.sign)


def short_names():
    return bulky("it", alternative_names(14000, "mail.example.test", "{}"))


def long_subject():
    return bulky("\n".join(["x"] * 6000))


def many_extensions():
    return bulky("it", *unknown_extensions(2000))


def many_certificates():
    chain, *rest = bulky("it")
    return (chain * 200, *rest)


def old_dates():
    signer = Signer()
    return ([certificate("mail.example.test", "it",
                         rsa_key(signer.modulus, 65537), 256,
                         dates=("19500101000000Z", "19510101000000Z"))],
            b"\xc0\x2f", X25519, signer.sign)


def serve_tls(connection, flight):
    hello = b""
    while len(hello) < 43:
        hello += connection.recv(4096)
    connection.sendall(tls_flight(hello[11:43], *flight))
    while connection.recv(4096):
        pass


# Dialogues without TLS

def lines_of(start, words, most=16000):
    line = start
    for word in words:
        if len(line) + len(word) > most:
            yield line
            line = start
        line += " " + word
    yield line


def serve_imap(connection, words):
    stream = connection.makefile("rwb")
    stream.write(b"* OK ready\r\n")
    stream.flush()
    for line in stream:
        tag, verb = line.decode("latin-1").split()[:2]
        if verb.upper() == "CAPABILITY":
            for untagged in lines_of("* CAPABILITY IMAP4rev1", words):
                stream.write(untagged.encode() + b"\r\n")
        if verb.upper() == "LOGOUT":
            stream.write(b"* BYE\r\n")
        stream.write(tag.encode() + b" OK done\r\n")
        stream.flush()


def serve_smtp(connection, words):
    stream = connection.makefile("rwb")
    stream.write(b"220 mail.example.test ESMTP\r\n")
    stream.flush()
    for line in stream:
        if line[:4].upper() == b"EHLO":
            stream.write(b"250-mail.example.test\r\n")
            for reply in words:
                stream.write(b"250-" + reply.encode() + b"\r\n")
        stream.write(b"250 OK\r\n")
        stream.flush()


def imap_items():
    return [f"X{i:05}" for i in range(14000)]


def imap_allowed():
    return [f"X{i:0127}" for i in range(990)]


def imap_wide():
    return [f"X{i:015000}" for i in range(60)]


def imap_unprintable():
    return [f"X{i}" + "\x1b" * 15000 for i in range(60)]


def imap_mechanisms():
    return [f"AUTH=M{i}" for i in range(60000)]


def smtp_mechanisms():
    return lines_of("AUTH", [f"M{i}" for i in range(100000)])


def smtp_lines():
    return [f"X{i} " + "y" * 900 for i in range(990)]


KINDS = {maker.__name__.replace("_", "-"): (serve, maker)
         for serve, makers in (
             (serve_tls, (rsa_exponent, rsa_modulus, issuer_exponent,
                          dh_group, many_names, short_names, long_subject,
                          many_extensions, many_certificates, old_dates)),
             (serve_imap, (imap_items, imap_allowed, imap_wide,
                           imap_unprintable, imap_mechanisms)),
             (serve_smtp, (smtp_mechanisms, smtp_lines)))
         for maker in makers}


def main():
    serve, maker = KINDS[sys.argv[1]]
    said = maker()
    if not isinstance(said, tuple):
        said = list(said)
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(listener.getsockname()[1], flush=True)

    def answer(connection):
        try:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                  struct.pack("ii", 0, 0))
            serve(connection, said)
        except (OSError, ValueError):
            pass
        connection.close()

    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,),
                         daemon=True).start()


if __name__ == "__main__":
    main()
