# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# ocsp_times.py RESPONSE KEY THIS [NEXT]: gives an OCSP response other times
# (20260101000000Z), by which its signer then signs it anew. Without NEXT the
# response must have none.
import re
import subprocess
import sys


def take(data, at):
    """The header's and the content's place of the element at `at`."""
    length = data[at + 1]
    begin = at + 2
    if length & 0x80:
        begin += length & 0x7F
        length = int.from_bytes(data[at + 2 : begin], "big")
    return begin, begin + length


def main():
    name, key, *times = sys.argv[1:]
    data = bytearray(open(name, "rb").read())
    # OCSPResponse { status, [0] { ResponseBytes { OID, OCTET STRING {
    # BasicOCSPResponse { tbsResponseData, algorithm, signature ... } } } } }
    at = take(data, 0)[0]
    at = take(data, at)[1]
    at = take(data, take(data, at)[0])[0]
    at = take(data, take(data, at)[1])[0]
    tbs = take(data, at)[0]
    body, end = take(data, tbs)
    found = list(re.finditer(rb"\x18\x0f\d{14}Z", data[body:end]))
    # The first says when it was produced.
    for match, time in zip(found[1:], times):
        begin = body + match.start() + 2
        data[begin : begin + 15] = time.encode()
    begin, last = take(data, take(data, end)[1])
    signature = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", key],
        input=bytes(data[tbs:end]),
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    # RSA signatures of one key are equally long.
    assert len(signature) == last - begin - 1
    data[begin + 1 : last] = signature
    open(name, "wb").write(data)


main()
