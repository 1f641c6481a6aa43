#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors

"""Rules against what openssl s_client gets from the same server.

usage: truth.py REPORT PLAN POLICIES

PLAN has a line for each endpoint of REPORT: port, and what the set-up is.
Each rule that s_client can decide is decided by it, one handshake for each
thing; everything outside a closed list is offered at once."""

import os
import re
import subprocess
import sys
import threading
import xml.etree.ElementTree as tree
from concurrent.futures import ThreadPoolExecutor

NAMESPACE = {"m": "urn:mailsonde:report:1", "p": "urn:mailsonde:policy:1"}
ADDRESS, HOST = os.environ["ADDRESS"], os.environ["HOST"]
ENVIRONMENT = dict(os.environ, OPENSSL_CONF="/dev/null")
OLD = ["-tls1", "-tls1_1", "-tls1_2"]
NUMBERS = {"-tls1": "03 01", "-tls1_1": "03 02", "-tls1_2": "03 03",
           "-tls1_3": "03 03"}
EVERYTHING = "ALL:COMPLEMENTOFALL"

# What s_client calls them; mailsonde names them as IANA does.
CURVES = {
    "secp160r1": "secp160r1", "secp160k1": "secp160k1",
    "secp160r2": "secp160r2", "secp192k1": "secp192k1",
    "secp192r1": "P-192", "secp224k1": "secp224k1",
    "secp224r1": "P-224", "secp256k1": "secp256k1", "secp256r1": "P-256",
    "secp384r1": "P-384", "secp521r1": "P-521", "x25519": "X25519",
    "x448": "X448", "brainpoolP256r1": "brainpoolP256r1",
    "brainpoolP384r1": "brainpoolP384r1", "sect163k1": "sect163k1",
    "sect163r1": "sect163r1", "sect193r1": "sect193r1",
    "sect233k1": "sect233k1", "sect283k1": "sect283k1",
    "sect409k1": "sect409k1", "sect571k1": "sect571k1",
    "brainpoolP512r1": "brainpoolP512r1",
}
SUITES_1_3 = [
    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_CCM_SHA256",
    "TLS_AES_128_CCM_8_SHA256"]
CURVES_1_3 = ["secp256r1", "secp384r1", "secp521r1", "x25519", "x448"]
FFDHE = ["ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"]


def openssl_suites():
    """IANA's name and OpenSSL's of all that s_client can offer."""
    listed = subprocess.run(
        ["openssl", "ciphers", "-stdname", EVERYTHING + ":@SECLEVEL=0"],
        env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    found = {row[0]: row[2] for row in rows
             if not re.search("PSK|SRP", row[2])}
    return found | {name: name for name in SUITES_1_3}


SUITES = openssl_suites()


class Server:
    """What s_client gets from it."""

    def __init__(self, port):
        self.port = port
        self.heard = {}

    def ask(self, *options):
        """What s_client writes, each message with its name. A server that is
        busy may hang up: who is not answered asks again."""
        if options in self.heard:
            return self.heard[options]
        for _ in range(3):
            said = subprocess.run(
                ["openssl", "s_client", "-msg", "-connect",
                 f"{ADDRESS}:{self.port}", "-servername", HOST, *options],
                env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, errors="replace",
                check=False, timeout=30).stdout
            if "<<<" in said or "ClientHello" not in said:
                break
        self.heard[options] = said
        return said

    def takes(self, version, *options):
        """Whether the server chose, in that version: it may want a
        certificate after that."""
        return re.search(
            ", ServerHello\n +02 00 .. .. " + NUMBERS[version],
            self.ask(version, *options)) is not None

    def takes_old(self, version, suites):
        """With every curve: some servers have strange ones alone."""
        return self.takes(version, "-cipher", suites + ":@SECLEVEL=0",
                          "-groups", ":".join(CURVES.values()))

    def speaks(self, version):
        if version == "-tls1_3":
            return self.takes(version, "-ciphersuites", ":".join(SUITES_1_3))
        return self.takes_old(version, EVERYTHING)

    def takes_suites(self, names):
        """Whether it takes any of them, by IANA's names."""
        old = [SUITES[n] for n in names if n not in SUITES_1_3]
        new = [n for n in names if n in SUITES_1_3]
        if new and self.takes("-tls1_3", "-ciphersuites", ":".join(new)):
            return True
        # A server without a prime chooses DHE all the same, and fails.
        with_prime = [n for n in old if re.match("ADH|DHE", n)]
        without = [n for n in old if n not in with_prime]
        return any(part and self.takes_old(v, ":".join(part))
                   for part in (with_prime, without) for v in OLD)

    def takes_like(self, pattern):
        return self.takes_suites(
            [name for name in SUITES if re.search(pattern, name)])

    def takes_groups(self, names, versions=("-tls1_2", "-tls1_3")):
        curves = [CURVES[n] for n in names if n in CURVES]
        new = [CURVES[n] for n in names if n in CURVES_1_3]
        new += [n for n in names if n in FFDHE]
        if "-tls1_3" in versions and new and self.takes(
                "-tls1_3", "-ciphersuites", ":".join(SUITES_1_3),
                "-groups", ":".join(new)):
            return True
        return "-tls1_2" in versions and bool(curves) and self.takes(
            "-tls1_2", "-cipher", "ECDHE:AECDH:@SECLEVEL=0", "-groups",
            ":".join(curves))

    def signs(self, hashes):
        return self.takes(
            "-tls1_2", "-cipher", "ECDHE:DHE:!aNULL:@SECLEVEL=0", "-sigalgs",
            ":".join(f"{key}+{h}" for key in ("RSA", "ECDSA")
                     for h in hashes))

    def prime_bits(self):
        """The least of any DHE; 0 where there is none."""
        bits = [int(found)
                for version in OLD
                for suites in ("DHE:!aNULL", "ADH", "ADH+AES128",
                               "ADH+CAMELLIA128")
                for found in re.findall(
                    r"Server Temp Key: DH, (\d+) bits",
                    self.ask(version, "-cipher", suites + ":@SECLEVEL=0"))]
        return min(bits, default=0)

    def takes_named_primes(self):
        """Whether TLS 1.2 gets DHE for whoever names primes (RFC 7919), as
        s_client does not and gnutls-cli does."""
        wanted = "NONE:+VERS-TLS1.2:+DHE-RSA:+CIPHER-ALL:+MAC-ALL:+SIGN-ALL" \
            ":+COMP-NULL" + "".join(f":+GROUP-{n.upper()}" for n in FFDHE)
        with subprocess.Popen(
                ["gnutls-cli", "--insecure", "--priority", wanted, "--port",
                 str(self.port), "--sni-hostname", HOST, ADDRESS],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL) as client:
            bound = threading.Timer(30, client.kill)
            bound.start()
            # What comes after that may have no end.
            found = any(b"Handshake was completed" in line
                        for line in client.stdout)
            client.kill()
            bound.cancel()
        return found

    def tells(self, words, *options):
        return words in self.ask(*options)


def parameter(policies, policy, rule, name):
    root = tree.parse(f"{policies}/{policy}.xml").getroot()
    return root.find(f"p:rule[@id='{rule}']/p:parameter[@name='{name}']",
                     NAMESPACE).get("value").split()


def truths(server, policies):
    """(policy, rule): whether it holds; None where it does not speak of such
    a server."""
    speaks = {v: server.speaks(v) for v in OLD + ["-tls1_3"]}
    old = speaks["-tls1"] or speaks["-tls1_1"]
    now = speaks["-tls1_2"]
    new = speaks["-tls1_3"]

    def only(policy, rule, *names):
        allowed = [n for name in names
                   for n in parameter(policies, policy, rule, name)]
        return not server.takes_suites(
            [n for n in SUITES if n not in allowed])

    def only_groups(policy, rule, *names):
        allowed = [n for name in names
                   for n in parameter(policies, policy, rule, name)]
        return not server.takes_groups(
            [n for n in list(CURVES) + FFDHE if n not in allowed])

    def refused(pattern):
        return not server.takes_like(pattern)

    named = now and server.takes_named_primes()
    found = {
        ("rfc9325", "VER-003"): not speaks["-tls1"],
        ("rfc9325", "VER-004"): not speaks["-tls1_1"],
        ("rfc9325", "VER-005"): now,
        ("rfc9325", "VER-006"): new,
        ("nist-800-52r2", "VER-012"): new,
        ("bsi-tr-02102-2", "VER-013"): not old,
        ("ncsc-nl-2025", "VER-014"): not old,
        ("mozilla-intermediate", "VER-015"): not old,
        ("rfc9325", "CIPH-001"): refused("_NULL_"),
        ("rfc9325", "CIPH-002"): refused("RC4"),
        ("rfc9325", "CIPH-004"): refused("3DES|_DES_|EXPORT"),
        ("rfc9325", "CIPH-005"): refused("_anon_"),
        ("rfc9325", "CIPH-006"): refused("^TLS_RSA_"),
        ("rfc9325", "CIPH-007"): refused("^TLS_(DH|ECDH)_(RSA|DSS|ECDSA)"),
        ("rfc9325", "CIPH-008"): refused("^TLS_DHE_") and not named,
        ("rfc9325", "CIPH-021"): refused("DES|IDEA|RC2"),
        ("rfc9325", "CIPH-011"): None if not now else server.takes_like(
            "^TLS_ECDHE_(RSA|ECDSA)_WITH_AES_..._GCM"),
        ("rfc9325", "CIPH-014"): None if not new else server.takes_suites(
            ["TLS_AES_128_GCM_SHA256"]),
        ("nist-800-52r2", "CIPH-016"):
            only("nist-800-52r2", "CIPH-016", "allowed"),
        ("bsi-tr-02102-2", "CIPH-017"):
            only("bsi-tr-02102-2", "CIPH-017", "allowed"),
        ("ncsc-nl-2025", "CIPH-018"):
            only("ncsc-nl-2025", "CIPH-018", "good", "sufficient"),
        ("mozilla-intermediate", "CIPH-019"):
            only("mozilla-intermediate", "CIPH-019", "allowed"),
        ("rfc9325", "KEX-004"): None if not new else server.takes_groups(
            ["secp256r1"], ["-tls1_3"]),
        ("rfc9325", "SIG-001"): None if not now else
            not server.signs(["SHA1"]),
        ("ncsc-nl-2025", "SIG-004"): not (
            now and server.signs(["SHA1", "SHA224"])) and not any(
                server.takes_old(v, "ECDHE:DHE:!aNULL")
                for v in ("-tls1", "-tls1_1")),
        ("rfc9325", "EXT-003"): True,
        ("bsi-tr-02102-2", "EXT-005"): True,
    }
    bits = server.prime_bits()
    found["rfc9325", "KEX-001"] = not bits or bits >= 2048
    found["rfc9325", "KEX-011"] = not bits or bits > 1024
    if now or new:
        # Curves are asked with the newest old version, here TLS 1.2.
        if now or not old:
            found["rfc9325", "KEX-002"] = not server.takes_groups(parameter(
                policies, "rfc9325", "KEX-002", "refused"))
            found["bsi-tr-02102-2", "KEX-006"] = only_groups(
                "bsi-tr-02102-2", "KEX-006", "allowed") and (
                    not bits or bits >= 3000)
            found["ncsc-nl-2025", "KEX-007"] = not (
                bits or named) and only_groups(
                "ncsc-nl-2025", "KEX-007", "good", "sufficient")
        # With usual suites: others no browser would offer.
        version = "-tls1_3" if new else "-tls1_2"
        usual = [version, "-cipher", "HIGH:!aNULL:!ARIA:@SECLEVEL=0"]
        if "ServerHello" in server.ask() and server.takes(*usual):
            found["rfc9325", "EXT-010"] = not server.takes(
                *usual, "-alpn", "http/1.1")
    if any(speaks[v] for v in OLD):
        newest = [v for v in OLD if speaks[v]][-1]
        every = [newest, "-cipher", EVERYTHING + ":@SECLEVEL=0"]
        if server.tells("Verify return code", *every):
            found["rfc9325", "EXT-001"] = server.tells(
                "Secure Renegotiation IS supported", *every)
            found["rfc9325", "EXT-002"] = server.tells(
                "Extended master secret: yes", *every)
    return found


STATUSES = {"pass": True, "fail": False, "warning": False, "info": False}


def compare(endpoint, title, server, policies):
    """Prints each disagreement, and returns how many there are."""
    bad = 0
    for (policy, rule), truth in truths(server, policies).items():
        finding = endpoint.find(
            f"m:finding[@policy='{policy}'][@check='{rule}']", NAMESPACE)
        if truth is None and finding is None:
            continue
        status = finding.get("status") if finding is not None else "not owed"
        if STATUSES.get(status) == truth:
            continue
        bad += 1
        print(f"{title}: {rule} of {policy} is {status}"
              f" ({finding.get('observed') if finding is not None else ''}),"
              f" and for openssl it is {truth}")
    return bad


def main():
    report, plan, policies = sys.argv[1:]
    endpoints = tree.parse(report).getroot().findall("m:endpoint", NAMESPACE)
    with open(plan, encoding="utf-8") as lines:
        rows = [line.strip().split(" ", 1) for line in lines]
    assert len(rows) == len(endpoints) > 0
    with ThreadPoolExecutor(4) as pool:
        bad = sum(pool.map(
            lambda pair: compare(pair[0], pair[1][1], Server(pair[1][0]),
                                 policies), zip(endpoints, rows)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
