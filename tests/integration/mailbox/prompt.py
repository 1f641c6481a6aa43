# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Run a program on a pseudo-terminal of its own, and answer its question.

The answer comes as soon as the question can be seen: whoever asks before the
terminal is silent shows it, or throws it away.

Usage: prompt.py FILE QUESTION COMMAND...
FILE has the answer; what the terminal shows goes to standard output. The exit
status is the command's, or 70 if something did not come in time.
"""
import os
import pty
import select
import signal
import sys
import termios
import time

SECONDS = 40


def main():
    with open(sys.argv[1], "rb") as file:
        answer = file.read()
    question = sys.argv[2].encode()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[3], sys.argv[3:])
    end = time.monotonic() + SECONDS
    shown = b""
    asked = echo = False
    while True:
        left = end - time.monotonic()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            os.kill(pid, signal.SIGKILL)
            print("nothing more came after:")
            break
        try:
            octets = os.read(terminal, 4096)
        except OSError:  # the program has closed it
            break
        if not octets:
            break
        shown += octets
        if not asked and question in shown:
            asked = True
            echo = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
            os.write(terminal, answer)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    sys.stdout.buffer.write(shown)
    if echo:
        print("the terminal was not silent when the question was asked")
    sys.exit(70 if status < 0 or not asked or echo else status)


main()
