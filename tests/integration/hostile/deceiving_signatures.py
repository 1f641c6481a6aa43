#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Signatures of reports (RFC 5652) that are to deceive.

    deceiving_signatures.py PROGRAM FOLDER REPORT

For each, `report --verify` has to end with the expected status; and for time
stamps (RFC 3161) of a signature whose certificate has expired since."""
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
FOR_STAMPS = "1.3.6.1.5.5.7.3.8"
BINDING = "1.2.840.113549.1.9.16.2.47"
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


def stamp_info(data, when, kind="sha256", version=1, extensions=()):
    """TSTInfo"""
    return sequence(
        integer(version), oid("1.2.3.4"),
        sequence(sequence(oid(HASHES[kind]), der(5)), digest_of(data, kind)),
        integer(7), pki.moment(when),
        *([der(0xA1, *extensions)] if extensions else []))


def binding_to(certificate):
    """The attribute SigningCertificateV2 (RFC 5035)"""
    return attribute(BINDING, sequence(sequence(sequence(
        digest_of(certificate.der)))))


def token(who, info, behind=(), bound=None, which=STAMP, inside=None,
          **more):
    signed = attributes(inside or info, which=which) + (
        binding_to(bound or who) if bound is not False else b"")
    return message([signer(who, signed, **more)], [who, *behind], info,
                   which, 3)


def prepare_stamps(whole):
    """The anchor, the signature, and the cases: title, status, token."""
    root = Certificate("root", extensions=[pki.basic()])
    end = NOW - 9 * DAY
    mail = Certificate("mail", root, [pki.purposes(FOR_MAIL)],
                       begin=NOW - 90 * DAY, end=end)
    signature = message([signer(mail, attributes(whole))], [mail])
    purpose = pki.extension("2.5.29.37", sequence(oid(FOR_STAMPS)), True)
    before, after = end - DAY, end + DAY

    def authority(*extensions, issuer=root, begin=NOW - 90 * DAY, **more):
        return Certificate("stamps", issuer, extensions or [purpose],
                           begin=begin, **more)

    stamps = authority()
    info = stamp_info(signature, before)
    cases = [
        ("good", 0, token(stamps, info)),
        ("too late", 1, token(stamps, stamp_info(signature, after))),
        ("of the future", 1, token(stamps, stamp_info(
            signature, NOW + 90 * DAY))),
        ("of the report", 1, token(stamps, stamp_info(whole, before))),
        ("of nothing", 1, token(stamps, stamp_info(b"", before))),
        ("by SHA-1", 1, token(stamps, stamp_info(signature, before, "sha1"))),
        ("of another version", 1, token(stamps, stamp_info(
            signature, before, version=2))),
        ("with a critical extension that nobody knows", 1, token(
            stamps, stamp_info(signature, before, extensions=[
                pki.extension("1.2.3.4.5", b"\5\0", True)]))),
        ("with an extension that nobody knows", 0, token(
            stamps, stamp_info(signature, before, extensions=[
                pki.extension("1.2.3.4.5", b"\5\0")]))),
        ("signed for another", 1, token(stamps, info, inside=stamp_info(
            signature, after))),
        ("as plain data", 1, token(stamps, info, which=DATA)),
        ("not bound", 1, token(stamps, info, bound=False)),
        ("bound to another", 1, token(stamps, info, bound=mail)),
        ("of the signer", 1, token(mail, info)),
        ("by another key", 1, token(stamps, info, key=mail.key)),
        ("twice", 1, message([signer(stamps, attributes(
            info, which=STAMP) + binding_to(stamps))] * 2, [stamps], info,
            STAMP, 3)),
        ("without the stamp", 1, token(stamps, None, inside=info)),
    ]
    for title, one in (
            ("for mail", authority(pki.purposes(FOR_MAIL))),
            ("for more", authority(pki.extension("2.5.29.37", sequence(
                oid(FOR_STAMPS), oid(FOR_MAIL)), True))),
            ("whose purpose is not critical", authority(
                pki.purposes(FOR_STAMPS))),
            ("for anything", authority(pki.purposes("2.5.29.37.0"))),
            ("that expired", authority(end=NOW - DAY)),
            ("that was not yet", authority(begin=before + 3600)),
            ("by SHA-1", authority(digest="sha1")),
            ("of nobody", authority(issuer=Certificate(
                "root", extensions=[pki.basic()])))):
        cases.append((f"of an authority {title}", 1, token(one, info)))
    for title, status, extensions in (
            ("", 0, []), (" for servers", 1, [pki.purposes(
                pki.FOR_SERVERS)])):
        middle = Certificate("middle", root, [pki.basic(), *extensions],
                             begin=NOW - 90 * DAY)
        cases.append((f"below an authority{title}", status, token(
            authority(issuer=middle), info, [middle])))
    return root, signature, cases


def write(name, octets):
    with open(name, "wb") as file:
        file.write(octets)


def verify(program, title, status, *options):
    """Whether it ends so."""
    done = subprocess.run(
        [program, "report", "-q", "--verify", "r.xml", "--ca-file",
         "anchors.pem", *options], capture_output=True, text=True,
        check=False)
    if done.returncode != status:
        print(f"{title}: {done.returncode}, not {status}: {done.stdout}"
              f"{done.stderr}")
    return done.returncode == status


def main():
    program, folder, report = sys.argv[1:]
    os.chdir(folder)
    with open(report, "rb") as file:
        whole = file.read()
    root, cases = prepare(whole)
    bad = 0
    write("anchors.pem", root.pem)
    for title, status, signature, octets in cases:
        write("r.xml", octets)
        write("r.xml.p7s", signature)
        bad += not verify(program, title, status)
    count = len(cases)
    root, signature, cases = prepare_stamps(whole)
    write("anchors.pem", root.pem)
    write("r.xml", whole)
    write("r.xml.p7s", signature)
    bad += not verify(program, "expired, without a stamp", 1)
    for title, status, octets in cases:
        write("stamp", octets)
        bad += not verify(program, "stamp: " + title, status, "--timestamp",
                          "stamp")
    count += len(cases)
    print(f"{count} signatures and stamps, {bad} not as expected")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main())
