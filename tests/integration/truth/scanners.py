#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors

"""Cipher suites of each version against what nmap and sslscan get.

usage: scanners.py REPORT PLAN

A suite that a scanner got, and the report has not, is a disagreement; and so
is one that the report has, and neither a scanner nor openssl got. A scanner
that misses what openssl gets does not offer it."""

import re
import subprocess
import sys
import xml.etree.ElementTree as tree
from concurrent.futures import ThreadPoolExecutor

from truth import ADDRESS, ENVIRONMENT, HOST, NAMESPACE, SUITES, Server

VERSIONS = {"1.0": "-tls1", "1.1": "-tls1_1", "1.2": "-tls1_2",
            "1.3": "-tls1_3"}
IANA_NAMES = {name: iana for iana, name in SUITES.items()}


def ask(*command):
    return subprocess.run(
        command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, check=False,
        capture_output=True, text=True, errors="replace", timeout=120).stdout


def nmap(port):
    """(version, suite)s; nmap writes TLS_AKE_WITH_ for what TLS 1.3 has."""
    said = ask("nmap", "-n", "-Pn", "-sT", "-p", port, "--script",
               "ssl-enum-ciphers", "--script-args", f"tls.servername={HOST}",
               "-oX", "-", ADDRESS)
    root = tree.fromstring(said)
    return {
        (table.get("key")[4:], name.text.replace("_AKE_WITH", ""))
        for table in root.findall(".//script/table")
        if table.get("key", "").startswith("TLSv")
        for name in table.findall(".//elem[@key='name']")}


def sslscan(port):
    said = ask("sslscan", "--no-colour", "--no-fallback", "--no-heartbleed",
               "--no-renegotiation", "--no-groups", "--no-check-certificate",
               f"--sni-name={HOST}", "--xml=-", f"{ADDRESS}:{port}")
    return {
        (version, IANA_NAMES.get(name, name))
        for version, name in re.findall(
            r'<cipher status="\w+" sslversion="TLSv([\d.]+)"'
            r'[^>]* cipher="([^"]+)"', said)}


def recorded(endpoint):
    return {
        (version.get("tls"), suite)
        for version in endpoint.findall("m:offered/m:version", NAMESPACE)
        for suite in version.get("suites", "").split()
        if version.get("tls") in VERSIONS}


def by_openssl(server, version, suite):
    if suite not in SUITES:
        return False
    if version == "1.3":
        return server.takes("-tls1_3", "-ciphersuites", suite)
    return server.takes_old(VERSIONS[version], SUITES[suite])


def compare(endpoint, port, title):
    """Prints each disagreement, and returns how many there are."""
    scanners = {"nmap": nmap(port), "sslscan": sslscan(port)}
    server, ours, bad = Server(port), recorded(endpoint), 0
    for name, theirs in scanners.items():
        for version, suite in sorted(theirs - ours):
            bad += 1
            print(f"{title}: {name} gets {suite} in TLS {version}")
    for version, suite in sorted(ours - set().union(*scanners.values())):
        if not by_openssl(server, version, suite):
            bad += 1
            print(f"{title}: nobody else gets {suite} in TLS {version}")
    if not any(scanners.values()) and ours:
        bad += 1
        print(f"{title}: the scanners got nothing")
    return bad


def main():
    report, plan = sys.argv[1:]
    endpoints = tree.parse(report).getroot().findall("m:endpoint", NAMESPACE)
    with open(plan, encoding="utf-8") as lines:
        rows = [line.strip().split(" ", 1) for line in lines]
    assert len(rows) == len(endpoints) > 0
    with ThreadPoolExecutor(4) as pool:
        bad = sum(pool.map(lambda pair: compare(pair[0], *pair[1]),
                           zip(endpoints, rows)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
