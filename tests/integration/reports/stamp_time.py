# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# stamp_time.py TOKEN KEY TIME: gives a time stamp token (RFC 3161) with
# SHA-256 another time (20200601000000Z), and signs it anew with the RSA key of
# its authority.
import hashlib
import re
import subprocess
import sys


def take(data, at):
    """The content's place of the element at `at`."""
    length = data[at + 1]
    begin = at + 2
    if length & 0x80:
        begin += length & 0x7F
        length = int.from_bytes(data[at + 2 : begin], "big")
    return begin, begin + length


def children(data, at):
    begin, end = take(data, at)
    while begin < end:
        yield begin
        begin = take(data, begin)[1]


def main():
    name, key, time = sys.argv[1:]
    data = bytearray(open(name, "rb").read())
    signed = take(data, list(children(data, 0))[1])[0]
    parts = list(children(data, signed))
    content = take(data, list(children(data, parts[2]))[1])[0]
    begin, end = take(data, content)
    old = hashlib.sha256(data[begin:end]).digest()
    match = re.search(rb"\x18\x0f\d{14}Z", data[begin:end])
    data[begin + match.start() + 2 : begin + match.end()] = time.encode()
    new = hashlib.sha256(data[begin:end]).digest()
    data = bytearray(bytes(data).replace(old, new))
    signer = list(children(data, take(data, parts[-1])[0]))
    first, last = signer[3], take(data, signer[3])[1]
    attributes = b"\x31" + bytes(data[first + 1 : last])
    begin, end = take(data, signer[5])
    data[begin:end] = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", key],
        input=attributes,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    open(name, "wb").write(data)


main()
