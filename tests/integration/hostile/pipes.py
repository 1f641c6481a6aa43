# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""pipes.py SIGNAL PROGRAM ARGUMENT...: sends the signal once the program waits
for something, and prints what ends it; the signal 0 is not sent."""
import os
import signal
import subprocess
import sys
import time

BOUND_S = 20


def waits(process):
    try:
        program = os.path.basename(os.readlink(f"/proc/{process.pid}/exe"))
        with open(f"/proc/{process.pid}/stat") as stat:
            state = stat.read().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return program.startswith("mailsonde") and state == "S"


# Whoever runs the tests in the background has it ignored.
signal.signal(signal.SIGINT, signal.SIG_DFL)
number = int(sys.argv[1])
process = subprocess.Popen(
    sys.argv[2:], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
)
end = time.monotonic() + BOUND_S
while number and process.poll() is None and not waits(process):
    if time.monotonic() > end:
        break
    time.sleep(0.02)
if number and process.poll() is None:
    process.send_signal(number)
try:
    code = process.wait(BOUND_S)
    print(signal.Signals(-code).name if code < 0 else code)
except subprocess.TimeoutExpired:
    process.kill()
    print("hangs")
