#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""An RSA key that is not secret, for `openssl asn1parse -genconf`.

    weak_key.py roca|close|small|first|second
"""
import random
import sys

BITS = 512  # of each prime


def is_prime(number):
    if any(number % p == 0 for p in range(3, 2000, 2)):
        return False
    return all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7))


def prime(bits, seed):
    source = random.Random(seed)
    while True:
        number = source.getrandbits(bits) | 1 | 3 << bits - 2
        if number % 65537 != 1 and is_prime(number):
            return number


def next_prime(number):
    number += 2
    while number % 65537 == 1 or not is_prime(number):
        number += 2
    return number


def roca_prime(seed):
    """k * M + (65537^a mod M), M being the product of small primes."""
    source = random.Random(seed)
    product = 1
    for number in range(2, 168):
        if all(number % p for p in range(2, number)):
            product *= number
    while True:
        number = source.getrandbits(BITS - product.bit_length()) * product
        number += 3 << BITS - 2
        number -= number % product
        number += pow(65537, source.getrandbits(64), product)
        if number % 65537 != 1 and is_prime(number):
            return number


kind = sys.argv[1]
p = prime(BITS, "shared" if kind in ("first", "second") else kind)
q = prime(BITS, kind + " too")
if kind == "roca":
    p, q = roca_prime("p"), roca_prime("q")
elif kind == "close":
    q = next_prime(p)
elif kind == "small":
    p, q = prime(2 * BITS - 13, kind), 9973
d = pow(65537, -1, (p - 1) * (q - 1))
values = [0, p * q, 65537, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p)]
print("asn1=SEQUENCE:key\n[key]")
for i, value in enumerate(values):
    print(f"n{i}=INTEGER:{value:#x}")
