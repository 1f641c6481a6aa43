#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""key_memory.py PROCESS KEY: whether the private number of the key in that PEM
file stands in the memory of the process, in either order of octets. Exit status
0: it does, 1: it does not, 77: that memory cannot be read here."""
import re
import subprocess
import sys

process, key = sys.argv[1:]
text = subprocess.run(["openssl", "pkey", "-in", key, "-noout", "-text"],
                      check=True, capture_output=True, text=True).stdout
digits = re.search(r"priv:\n((?:    .*\n)+)", text)[1]
number = bytes.fromhex(re.sub(r"[^0-9a-f]", "", digits)).lstrip(b"\0")
try:
    with open(f"/proc/{process}/maps", encoding="ascii") as maps, \
            open(f"/proc/{process}/mem", "rb") as memory:
        for line in maps:
            begin, end, mode = re.match(r"(\w+)-(\w+) (\S+)", line).groups()
            if not mode.startswith("rw"):
                continue
            size = int(end, 16) - int(begin, 16)
            if size > 1 << 30:
                sys.exit(77)  # a sanitizer's, with the whole heap in it
            try:
                memory.seek(int(begin, 16))
                octets = memory.read(size)
            except OSError:
                continue
            if number in octets or number[::-1] in octets:
                sys.exit(0)
except PermissionError:
    sys.exit(77)
sys.exit(1)
