#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors

"""Rules on certificates against what openssl says of those that were sent.

usage: chains.py REPORT PLAN ANCHORS FOLDER

PLAN has a line for each endpoint of REPORT: port, and what the set-up is.
Files are written into FOLDER."""

import functools
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
from datetime import datetime

NAMESPACE = {"m": "urn:mailsonde:report:1"}
ADDRESS, HOST = os.environ["ADDRESS"], os.environ["HOST"]
PEM = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n"


@functools.cache
def openssl(*words, given=""):
    done = subprocess.run(["openssl", *words], input=given,
                          capture_output=True, text=True, errors="replace",
                          check=False, timeout=30)
    return done.stdout


class Sent:
    """What a server sends to one kind of client."""

    def __init__(self, port, folder, anchors, *options):
        said = openssl("s_client", "-connect", f"{ADDRESS}:{port}",
                       "-servername", HOST, "-showcerts", "-status",
                       *options)
        self.certificates = re.findall(PEM, said, re.DOTALL)
        self.stapled = "OCSP Response Status: successful" in said
        self.folder = folder
        self.anchors = anchors

    def tells(self, which):
        """What `openssl x509` says of one of them."""
        return openssl("x509", "-noout", "-text", "-subject", "-issuer",
                       "-startdate", "-enddate", "-purpose",
                       given=self.certificates[which])

    def field(self, which, name):
        return re.search(f"^{name}=(.*)$", self.tells(which), re.MULTILINE)[1]

    def date(self, which, name):
        return datetime.strptime(self.field(which, name),
                                 "%b %d %H:%M:%S %Y GMT")

    def is_root(self, which):
        return self.field(which, "subject") == self.field(which, "issuer")

    def verifies(self, *options, own_root=False):
        """By the anchors, and perhaps by the root that the server sends."""
        with open(self.anchors, encoding="ascii") as file:
            trusted = [file.read()]
        if own_root:
            trusted += [one for i, one in enumerate(self.certificates)
                        if self.is_root(i)]
        names = [f"{self.folder}/{n}" for n in ("leaf", "sent", "anchors")]
        for name, texts in zip(names, (self.certificates[:1],
                                       self.certificates, trusted)):
            with open(name, "w", encoding="ascii") as file:
                file.writelines(texts)
        return subprocess.run(
            ["openssl", "verify", "-CAfile", names[2], "-no-CApath",
             "-no-CAstore", "-untrusted", names[1], *options, names[0]],
            capture_output=True, check=False, timeout=30).returncode == 0

    def in_order(self):
        return all(self.field(i, "issuer") == self.field(i + 1, "subject")
                   for i in range(len(self.certificates) - 1))

    def truths(self, order_counts):
        """(policy, rule): whether it holds."""
        said = self.tells(0)
        now = datetime.utcnow()
        weak = [i for i in range(len(self.certificates))
                if (i == 0 or not self.is_root(i)) and re.search(
                    "Signature Algorithm: (sha1|md5|ecdsa-with-SHA1)",
                    self.tells(i))]
        bits = re.search(r"rsaEncryption\n.*\((\d+) bit", said)
        found = {
            ("rfc8314", "CERT-001"): self.verifies(
                "-auth_level", "1", "-verify_hostname", HOST, "-purpose",
                "sslserver"),
            ("pci-dss-4", "CERT-001"):
                self.verifies("-auth_level", "1", "-no_check_time"),
            ("pci-dss-4", "CERT-002"): self.date(0, "notAfter") >= now,
            ("pci-dss-4", "CERT-003"): self.date(0, "notBefore") <= now,
            ("rfc9325", "CERT-004"): self.verifies(
                "-auth_level", "0", "-no_check_time", own_root=True) and (
                    self.in_order() or not order_counts),
            ("rfc9325", "CERT-006"): not bits or int(bits[1]) >= 2048,
            ("rfc9325", "CERT-010"): not weak,
            ("cabf-br", "CERT-014"): "SSL server : Yes" in said,
            ("cabf-br", "CERT-016"): "Version: 3 " in said,
        }
        if "status_request" in said:
            found["cabf-br", "CERT-019"] = self.stapled
        return found


# "info": the rule does not speak of such a certificate, which is private.
STATUSES = {"pass": [True], "fail": [False], "warning": [False],
            "info": [True, False]}


def compare(endpoint, title, port, folder, anchors):
    """Prints each disagreement, and returns how many there are."""
    seen = [Sent(port, folder, anchors, "-tls1_2", "-cipher",
                 f"ECDHE+{key}:@SECLEVEL=0") for key in ("aRSA", "aECDSA")]
    seen = [sent for sent in seen if sent.certificates]
    order_counts = bool(seen)
    if not seen:
        seen = [Sent(port, folder, anchors, "-tls1_3")]
    lists = [sent.truths(order_counts) for sent in seen]
    bad = 0
    for policy, rule in lists[0]:
        truth = all(one[policy, rule] for one in lists)
        finding = endpoint.find(
            f"m:finding[@policy='{policy}'][@check='{rule}']", NAMESPACE)
        status = finding.get("status") if finding is not None else "not owed"
        if truth in STATUSES.get(status, []):
            continue
        bad += 1
        print(f"{title}: {rule} of {policy} is {status}"
              f" ({finding.get('observed') if finding is not None else ''}),"
              f" and for openssl it is {truth}")
    return bad


def main():
    report, plan, anchors, folder = sys.argv[1:]
    endpoints = tree.parse(report).getroot().findall("m:endpoint", NAMESPACE)
    with open(plan, encoding="utf-8") as lines:
        rows = [line.strip().split(" ", 1) for line in lines]
    assert len(rows) == len(endpoints) > 0
    bad = sum(compare(endpoint, title, port, folder, anchors)
              for endpoint, (port, title) in zip(endpoints, rows))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
