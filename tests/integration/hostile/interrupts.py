#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Interrupts mailsonde while a server that keeps silent is waited for.

    interrupts.py SECONDS REPORT COMMAND...

Among the arguments, PORT stands for the port of that server. Once it has a
connection, SIGINT is sent. Says the exit status, and the verdict of the report
if one was written; fails if the program takes longer than that to end.
"""
import os
import signal
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree

# Whatever runs in the background of a script ignores it.
signal.signal(signal.SIGINT, signal.SIG_DFL)
seconds, report, *command = sys.argv[1:]
listener = socket.create_server(("127.0.0.1", 0), backlog=64)
listener.settimeout(60)
port = str(listener.getsockname()[1])
program = subprocess.Popen(
    [word.replace("PORT", port) for word in command],
    stdin=subprocess.DEVNULL)
connection, _ = listener.accept()
time.sleep(0.2)
if program.poll() is not None:
    sys.exit(f"it has ended before: {program.returncode}")
begun = time.monotonic()
program.send_signal(signal.SIGINT)
try:
    status = program.wait(60)
except subprocess.TimeoutExpired:
    program.kill()
    sys.exit("it does not end")
took = time.monotonic() - begun
if took > float(seconds):
    sys.exit(f"it takes {took:.1f} s to end")
verdict = "none"
if os.path.exists(report):
    verdict = xml.etree.ElementTree.parse(report).getroot().get("verdict")
print(status, verdict)
