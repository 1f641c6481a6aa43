# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Which processes tell a secret, in their arguments or their environment.

processes.py FORMS PROCESS: looks at the process and at all that it started.
Prints a line for each, with its name, and another for each line of the file
FORMS that is found in what anybody can read of it.
"""
import os
import sys

with open(sys.argv[1], "rb") as file:
    forms = [line for line in file.read().splitlines() if line]


def read(process, name):
    """What is there; the environment of some is their own alone."""
    try:
        with open(f"/proc/{process}/{name}", "rb") as file:
            return file.read()
    except OSError:
        return b""


def parent(process):
    return int((read(process, "stat").rpartition(b")")[2].split() or
                [0, 0])[1])


def descends(process, ancestor):
    while process > 1 and process != ancestor:
        process = parent(process)
    return process == ancestor


for process in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
    if process == os.getpid() or not descends(process, int(sys.argv[2])):
        continue
    words = read(process, "cmdline")
    print("looked at", read(process, "comm").decode(errors="replace").strip())
    for form in forms:
        if form in words:
            print("told in the arguments")
        if form in read(process, "environ"):
            print("told in the environment")
