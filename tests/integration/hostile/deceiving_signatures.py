#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Signatures of reports (RFC 5652) that are to deceive.

    deceiving_signatures.py PROGRAM FOLDER REPORT

For each, `report --verify` has to end with the expected status."""
import hashlib
import os
import subprocess
import sys

import pki
from pki import Certificate, DAY, NOW, der, integer, octet_string, oid, sequence

DATA, SIGNED = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
STAMP = "1.2.840.113549.1.9.16.1.4"
TYPE, DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
FOR_MAIL = "1.3.6.1.5.5.7.3.4"
HASHES = {"sha256": "2.16.840.1.101.3.4.2.1", "sha1": "1.3.14.3.2.26",
          "sha384": "2.16.840.1.101.3.4.2.2"}


def attribute(which, *values):
    return sequence(oid(which), der(0x31, *values))


def digest_of(content, kind="sha256"):
    return octet_string(hashlib.new(kind, content).digest())


def attributes(content, kind="sha256", which=DATA):
    return b"".join([attribute(TYPE, oid(which)),
                     attribute(DIGEST, digest_of(content, kind))])


def signer(who, signed, kind="sha256", sign=None, key=None, version=1,
           told=None, algorithm=None, value=None, unsigned=b""):
    """SignerInfo. `signed` are attributes, or a tuple with the content; `told`
    are attributes that are not what was signed."""
    plain = isinstance(signed, tuple)
    octets = signed[0] if plain else der(0x31, signed)
    value = value or (key or who.key).sign(octets, sign or kind)
    if told is None and not plain:
        told = signed
    return sequence(
        integer(version),
        sequence(who.issuer.subject, integer(who.serial)),
        sequence(oid(HASHES[kind])),
        *([der(0xA0, told)] if told is not None else []),
        algorithm or pki.algorithm(sign or kind), octet_string(value),
        *([der(0xA1, unsigned)] if unsigned else []))


def message(signers, certificates, content=None, which=DATA, version=1,
            kind="sha256"):
    """ContentInfo with SignedData"""
    return sequence(oid(SIGNED), der(0xA0, sequence(
        integer(version), der(0x31, sequence(oid(HASHES[kind]))),
        sequence(oid(which), *([der(0xA0, octet_string(content))]
                               if content is not None else [])),
        *([der(0xA0, *(one.der for one in certificates))]
          if certificates else []), der(0x31, *signers))))


def endless(tag, *parts):
    """Of no definite length (BER)"""
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def endless_message(signers, certificate, content=None):
    parts = [endless(0xA0, endless(0x24, octet_string(content[:50]),
                                   octet_string(content[50:])))
             ] if content else []
    return endless(0x30, oid(SIGNED), endless(0xA0, endless(
        0x30, integer(1), der(0x31, sequence(oid(HASHES["sha256"]))),
        endless(0x30, oid(DATA), *parts),
        endless(0xA0, certificate.der), endless(0x31, *signers))))


def prepare(whole):
    """The anchor, and the cases: title, status, signature, report."""
    changed = whole.replace(b'verdict="fail"', b'verdict="pass"', 1)
    assert changed != whole
    root = Certificate("root", extensions=[pki.basic()])
    nobody = Certificate("nobody", extensions=[pki.basic()])
    purpose = pki.purposes(FOR_MAIL)
    mail = Certificate("mail", root, [purpose])
    stranger = Certificate("stranger", nobody, [purpose])
    good = attributes(whole)
    by = signer(mail, good)
    cases = []

    def case(title, status, signature, report=whole):
        cases.append((title, status, signature, report))

    def of(title, status, *signers, report=whole, certificates=(mail,),
           **more):
        case(title, status, message(signers, certificates, **more), report)

    of("good", 0, by)
    of("without attributes", 0, signer(mail, (whole,)))
    of("of another report", 1, by, report=changed)

    # Attributes: each once, with one value (RFC 5652 section 11)
    kind = attribute(TYPE, oid(DATA))
    right = attribute(DIGEST, digest_of(whole))
    wrong = attribute(DIGEST, digest_of(changed))
    both = attribute(DIGEST, digest_of(whole), digest_of(changed))
    for title, signed in (
            ("no digest", kind), ("no type", right),
            ("another's digest", kind + wrong),
            ("two digests", kind + right + wrong),
            ("two digests, the wrong one first", kind + wrong + right),
            ("two values of the digest", kind + both),
            ("no value of the digest", kind + attribute(DIGEST)),
            ("another type", attribute(TYPE, oid(SIGNED)) + right),
            ("two types", kind + attribute(TYPE, oid(SIGNED)) + right),
            ("two times the type", kind + kind + right),
            ("none in their set", b"")):
        of("attributes: " + title, 1, signer(mail, signed))
        of("attributes: " + title + ", and another report",
           0 if title == "another's digest" else 1, signer(mail, signed),
           report=changed)
    of("attributes that were added", 1, signer(mail, (whole,), told=good))
    of("an empty set of them that was added", 1, signer(mail, (whole,),
                                                        told=b""))
    of("attributes that were taken away", 1, signer(mail, (der(0x31, good),)))
    of("the type without a signature", 1, signer(mail, right, unsigned=kind))
    of("the digest without a signature", 1, signer(mail, kind,
                                                   unsigned=right))
    of("signed as they stand", 1, signer(mail, (der(0xA0, good),), told=good))
    of("of a time stamp", 1, signer(mail, good), which=STAMP, version=3)

    # Digests and algorithms
    of("SHA-1", 1, signer(mail, attributes(whole, "sha1"), "sha1"),
       kind="sha1")
    of("SHA-1 of the report", 1, signer(mail, attributes(whole, "sha1"),
                                        "sha1", "sha256"), kind="sha1")
    of("SHA-1 of the attributes", 1, signer(mail, good, sign="sha1"))
    of("SHA-1, and says SHA-256", 1, signer(
        mail, good, sign="sha1", algorithm=pki.algorithm("sha256")))
    of("another digest than the signature's", 1, signer(mail, good,
                                                        sign="sha384"))
    of("an algorithm of RSA", 1, signer(mail, good, algorithm=sequence(
        oid("1.2.840.113549.1.1.11"))))
    of("a signature of zeros", 1, signer(mail, good, value=sequence(
        integer(0), integer(0))))
    of("octets behind the signature", 1, signer(
        mail, good, value=mail.key.sign(der(0x31, good)) + b"x"))

    # The report inside, and another one outside
    for title, signed in (("", good), (", no attributes", (whole,))):
        one = signer(mail, signed)
        of("inside" + title, 0, one, content=whole)
        of("inside, another outside" + title, 1, one, content=whole,
           report=changed)
        of("inside, none outside" + title, 1, one, content=whole, report=b"")
    of("nothing", 1, signer(mail, attributes(b"")), report=b"")
    of("the attributes as the report", 65, signer(mail, (der(0x31, good),)),
       report=der(0x31, good))
    case("BER", 0, endless_message([by], mail))
    case("BER, of another report", 1, endless_message([by], mail), changed)
    case("BER, inside", 0, endless_message([by], mail, whole))
    case("BER, inside, another outside", 1, endless_message(
        [by], mail, whole), changed)

    # Who signs
    of("nobody", 1)
    of("twice", 0, by, by)
    of("of 9", 1, *[by] * 9)
    of("of another version", 1, signer(mail, good, version=9), version=9)
    case("octets behind it", 1, message([by], [mail]) + b"x")
    of("and of another report", 1, by, signer(mail, attributes(changed)))
    of("and of a stranger", 1, by, signer(stranger, good),
       certificates=(mail, stranger))
    of("and of a stranger without a certificate", 1, by,
       signer(stranger, good))
    of("of a stranger's key", 1, signer(mail, good, key=stranger.key))
    double = Certificate("mail", Certificate(
        "root", extensions=[pki.basic()]), [purpose], stranger.key,
        serial=mail.serial)
    of("of a double", 1, signer(double, good), certificates=(double,))
    of("of a double, with both certificates", 1, signer(double, good),
       certificates=(mail, double))
    of("beside a double's certificate", 0, by, certificates=(double, mail))

    def of_leaf(title, status, issuer, *extensions, behind=(), **more):
        one = Certificate("leaf", issuer, extensions, **more)
        of("certificate: " + title, status, signer(one, good),
           certificates=(one, *behind))

    def below(title, status, *extensions, leaf=(purpose,), **more):
        one = Certificate("middle", root, extensions, **more)
        of_leaf("below " + title, status, one, *leaf, behind=(one,))

    of_leaf("expired", 1, root, purpose, begin=NOW - 9 * DAY, end=NOW - DAY)
    of_leaf("of tomorrow", 1, root, purpose, begin=NOW + DAY)
    of_leaf("for servers", 1, root, pki.purposes(pki.FOR_SERVERS))
    of_leaf("that signs certificates", 1, root, purpose, pki.usage(
        pki.SIGNS_CERTIFICATES))
    of_leaf("with a critical extension that nobody knows", 1, root, purpose,
            pki.extension("1.2.3.4.5", b"\5\0", True))
    of_leaf("by SHA-1", 1, root, purpose, digest="sha1")
    below("an authority", 0, pki.basic())
    below("one that is none", 1, pki.basic(False))
    below("one for servers", 1, pki.basic(), pki.purposes(pki.FOR_SERVERS))
    below("one for mail", 0, pki.basic(), purpose)
    below("one for anything", 0, pki.basic(), pki.purposes("2.5.29.37.0"))
    below("one that expired", 1, pki.basic(), begin=NOW - 9 * DAY,
          end=NOW - DAY)
    limits = pki.constraints([der(0x81, b"example.com")])
    for host, status in ("example.com", 0), ("other.test", 1):
        below("one for addresses, of " + host, status, pki.basic(), limits,
              leaf=(purpose, pki.alternatives(der(
                  0x81, b"a@" + host.encode()))))
    zero = Certificate("zero", root, [pki.basic(length=0)])
    deep = Certificate("deep", zero, [pki.basic()])
    of_leaf("too deep", 1, deep, purpose, behind=(deep, zero))
    return root, cases


def main():
    program, folder, report = sys.argv[1:]
    os.chdir(folder)
    with open(report, "rb") as file:
        root, cases = prepare(file.read())
    bad = 0
    with open("anchors.pem", "wb") as file:
        file.write(root.pem)
    for title, status, signature, octets in cases:
        for name, content in ("r.xml", octets), ("r.xml.p7s", signature):
            with open(name, "wb") as file:
                file.write(content)
        done = subprocess.run(
            [program, "report", "-q", "--verify", "r.xml", "--ca-file",
             "anchors.pem"], capture_output=True, text=True, check=False)
        if done.returncode != status:
            bad += 1
            print(f"{title}: {done.returncode}, not {status}: {done.stdout}"
                  f"{done.stderr}")
    print(f"{len(cases)} signatures, {bad} not as expected")
    return 1 if bad or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
