#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Looks for a secret in the memory of a program that has signed in.

    mailbox_memory.py FORMS COMMAND...

The program writes more to its standard output than the pipe holds, so that it
waits there once the logins are over. What FORMS lists, a form a line, must then
be nowhere in its memory, and a signal that kills it must leave no core."""
import array
import fcntl
import os
import re
import resource
import signal
import subprocess
import sys
import termios
import time

F_SETPIPE_SZ = 1031
PIPE_OCTETS = 4096
BOUND_S = 20


def waiting(fd):
    """How many octets nobody has read."""
    count = array.array("i", [0])
    fcntl.ioctl(fd, termios.FIONREAD, count)
    return count[0]


def memory(pid):
    with open("/proc/%d/maps" % pid, encoding="ascii") as maps, \
            open("/proc/%d/mem" % pid, "rb", 0) as mem:
        for line in maps:
            area = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (\d+)\s*(.*)",
                            line)
            if "r" not in area[3] or area[5] in ("[vvar]", "[vsyscall]"):
                continue
            begin, end = int(area[1], 16), int(area[2], 16)
            try:
                mem.seek(begin)
                yield line.strip(), mem.read(end - begin)
            except (OSError, ValueError, OverflowError):
                continue


def main():
    with open(sys.argv[1], "rb") as file:
        forms = [form for form in file.read().split(b"\n") if form]
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
    ours, theirs = os.pipe()
    fcntl.fcntl(theirs, F_SETPIPE_SZ, PIPE_OCTETS)
    with subprocess.Popen(sys.argv[2:], stdout=theirs) as child:
        os.close(theirs)
        end = time.monotonic() + BOUND_S
        while time.monotonic() < end and waiting(ours) < PIPE_OCTETS:
            time.sleep(0.01)
        if waiting(ours) < PIPE_OCTETS:
            child.kill()
            sys.exit("the program did not come to its output")
        found = [(form, where) for where, data in memory(child.pid)
                 for form in forms if form in data]
        child.send_signal(signal.SIGSEGV)
        _, status = os.waitpid(child.pid, 0)
        child.returncode = 0
    for form, where in found:
        print("in memory: %r at %s" % (form, where))
    if os.WCOREDUMP(status):
        print("it left a core")
    if not os.WIFSIGNALED(status):
        print("it survived")
    sys.exit(bool(found) or os.WCOREDUMP(status))


main()
