# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Certificates, OCSP responses and lists of revoked certificates, octet by
octet: also such as no authority's program makes. Keys are of P-256, and only
they need openssl."""
import base64
import functools
import hashlib
import itertools
import subprocess
import tempfile
import time

NOW = int(time.time())
DAY = 86400


def der(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    octets = (size.bit_length() + 7) // 8
    return bytes([tag, 128 | octets]) + size.to_bytes(octets, "big") + body


def sequence(*parts):
    return der(0x30, *parts)


def integer(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big",
                                 signed=True))


def oid(text):
    first, second, *rest = map(int, text.split("."))
    octets = bytearray()
    for number in [first * 40 + second] + rest:
        group = [number & 127]
        while number := number >> 7:
            group.insert(0, 128 | number & 127)
        octets += bytes(group)
    return der(6, octets)


def octet_string(*parts):
    return der(4, *parts)


def bit_string(octets, unused=0):
    return der(3, bytes([unused]), octets)


def moment(seconds):
    """GeneralizedTime; text is taken as it is."""
    if isinstance(seconds, str):
        return der(0x18, seconds.encode())
    return der(0x18, time.strftime("%Y%m%d%H%M%SZ",
                                   time.gmtime(seconds)).encode())


def name(text, kind=12):
    return sequence(der(0x31, sequence(oid("2.5.4.3"),
                                       der(kind, text.encode()))))


def openssl(*words, given=b""):
    return subprocess.run(["openssl", *words], input=given, check=True,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


SIGNATURES = {"sha256": "1.2.840.10045.4.3.2", "sha1": "1.2.840.10045.4.1",
              "sha384": "1.2.840.10045.4.3.3"}


class Key:
    def __init__(self):
        self.pem = openssl("genpkey", "-algorithm", "EC", "-pkeyopt",
                           "ec_paramgen_curve:P-256")
        self.public = openssl("pkey", "-pubout", "-outform", "DER",
                              given=self.pem)
        # SubjectPublicKeyInfo of P-256 ends with 65 octets of the point.
        self.id = hashlib.sha1(self.public[-65:]).digest()
        self.file = tempfile.NamedTemporaryFile(suffix=".key")
        self.file.write(self.pem)
        self.file.flush()

    def sign(self, octets, digest="sha256"):
        return openssl("dgst", "-" + digest, "-sign", self.file.name,
                       given=octets)


def algorithm(digest="sha256"):
    return sequence(oid(SIGNATURES[digest]))


def signed(tbs, key, digest="sha256", named=None, *more):
    """The signed object; `named` is an algorithm that is only said."""
    return sequence(tbs, algorithm(named or digest),
                    bit_string(key.sign(tbs, digest)), *more)


def extension(which, value, critical=False):
    return sequence(oid(which), *([der(1, b"\xff")] if critical else []),
                    octet_string(value))


def basic(authority=True, length=None):
    return extension("2.5.29.19", sequence(
        *([der(1, b"\xff")] if authority else []),
        *([integer(length)] if length is not None else [])), True)


SIGNS_CERTIFICATES, SIGNS_LISTS, SIGNS = 0x04, 0x02, 0x80


def usage(bits):
    return extension("2.5.29.15", bit_string(bytes([bits])), True)


def purposes(*which):
    return extension("2.5.29.37", sequence(*map(oid, which)))


OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
FOR_SERVERS = "1.3.6.1.5.5.7.3.1"
FOR_CLIENTS = "1.3.6.1.5.5.7.3.2"


def dns(text):
    return der(0x82, text if isinstance(text, bytes) else text.encode())


def address(*octets):
    return der(0x87, bytes(octets))


def alternatives(*names):
    return extension("2.5.29.17", sequence(*names))


def constraints(permitted=(), excluded=()):
    def subtrees(tag, bases):
        return [der(tag, *(sequence(base) for base in bases))] if bases else []
    return extension("2.5.29.30", sequence(
        *subtrees(0xA0, permitted), *subtrees(0xA1, excluded)), True)


def places(url):
    """crlDistributionPoints"""
    return extension("2.5.29.31", sequence(sequence(
        der(0xA0, der(0xA0, der(0x86, url.encode()))))))


def responders(url):
    """authorityInfoAccess"""
    return extension("1.3.6.1.5.5.7.1.1", sequence(sequence(
        oid("1.3.6.1.5.5.7.48.1"), der(0x86, url.encode()))))


SERIALS = itertools.count(0x1000)


class Certificate:
    """One, and what signs with its key."""

    def __init__(self, subject, issuer=None, extensions=(), key=None,
                 begin=NOW - DAY, end=NOW + 90 * DAY, serial=None,
                 digest="sha256", named=None, version=2, called=None):
        self.key = key or Key()
        self.subject = name(subject) if isinstance(subject, str) else subject
        self.serial = next(SERIALS) if serial is None else serial
        self.issuer = issuer or self
        tbs = sequence(
            *([der(0xA0, integer(version))] if version else []),
            integer(self.serial), algorithm(named or digest),
            name(called) if called else self.issuer.subject,
            sequence(moment(begin), moment(end)), self.subject,
            self.key.public,
            *([der(0xA3, sequence(*extensions))] if extensions else []))
        self.der = signed(tbs, self.issuer.key, digest)

    @functools.cached_property
    def pem(self):
        return (b"-----BEGIN CERTIFICATE-----\n" +
                base64.encodebytes(self.der) + b"-----END CERTIFICATE-----\n")


def identifier(issuer, serial, digest="sha1"):
    """CertID"""
    kinds = {"sha1": "1.3.14.3.2.26", "sha256": "2.16.840.1.101.3.4.2.1"}
    hashed = lambda octets: octet_string(hashlib.new(digest, octets).digest())
    return sequence(sequence(oid(kinds[digest]), der(5)),
                    hashed(issuer.subject), hashed(issuer.key.public[-65:]),
                    integer(serial))


GOOD, UNKNOWN = der(0x80), der(0x82)


def gone(since=NOW - DAY, reason=None):
    return der(0xA1, moment(since),
               *([der(0xA0, der(10, bytes([reason])))]
                 if reason is not None else []))


def single(issuer, serial, status=GOOD, begin=NOW - 3600, end=NOW + DAY,
           digest="sha1", extensions=()):
    return sequence(
        identifier(issuer, serial, digest), status, moment(begin),
        *([der(0xA0, moment(end))] if end else []),
        *([der(0xA1, sequence(*extensions))] if extensions else []))


def response(singles, signer, certificates=(), produced=NOW - 60, by_name=True,
             digest="sha256", named=None, extensions=(), status=0, key=None,
             version=None):
    """OCSPResponse"""
    who = der(0xA1, signer.subject) if by_name else der(
        0xA2, octet_string(signer.key.id))
    tbs = sequence(
        *([der(0xA0, integer(version))] if version is not None else []),
        who, moment(produced), sequence(*singles),
        *([der(0xA1, sequence(*extensions))] if extensions else []))
    basic_response = signed(
        tbs, key or signer.key, digest, named,
        *([der(0xA0, sequence(*(one.der for one in certificates)))]
          if certificates else []))
    return sequence(der(10, bytes([status])), der(0xA0, sequence(
        oid("1.3.6.1.5.5.7.48.1.1"), octet_string(basic_response))))


def entry(serial, since=NOW - DAY, extensions=()):
    return sequence(integer(serial), moment(since),
                    *([sequence(*extensions)] if extensions else []))


def revocation_list(issuer, entries=(), begin=NOW - 3600, end=NOW + DAY,
                    extensions=(), digest="sha256", named=None, key=None,
                    version=1):
    """CertificateList"""
    tbs = sequence(
        *([integer(version)] if version is not None else []),
        algorithm(digest), issuer.subject, moment(begin),
        *([moment(end)] if end else []),
        *([sequence(*entries)] if entries else []),
        *([der(0xA0, sequence(*extensions))] if extensions else []))
    return signed(tbs, key or issuer.key, digest, named)
