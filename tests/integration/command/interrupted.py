#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""interrupted.py FOLDER BOUND MAILSONDE: one interrupt ends a run within BOUND
seconds, wherever it is, and leaves whole reports."""
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import xml.dom.minidom

folder, bound, mailsonde = sys.argv[1], float(sys.argv[2]), sys.argv[3]
record = os.path.join(folder, "stage.xml")
failures = 0
KIND = socket.SOCK_STREAM


def fail(words):
    global failures
    print("FAIL:", words)
    failures += 1


def silent(backlog):
    """A port where nobody ever says a word."""
    listener = socket.socket(socket.AF_INET, KIND)
    listener.bind(("127.0.0.1", 0))
    listener.listen(backlog)
    return listener, listener.getsockname()[1]


def full():
    """One that does not even take connections."""
    listener, port = silent(0)
    held = [listener]
    for _ in range(4):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(("127.0.0.1", port))
        held.append(client)
    return held, port


def stage(what, arguments, statuses, recorded=True, output=None):
    if os.path.exists(record):
        os.unlink(record)
    run = subprocess.Popen(
        [mailsonde, "-o", "xml=" + record, *arguments],
        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if output is None else output,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    time.sleep(2)
    if run.poll() is not None:
        return fail(f"{what}: the run ended by itself, with {run.returncode}")
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    try:
        status = run.wait(60)
    except subprocess.TimeoutExpired:
        run.kill()
        return fail(f"{what}: the run does not end")
    took = time.monotonic() - began
    print(f"# {what}: {took:.2f} s, status {status}")
    if took > bound:
        fail(f"{what}: {took:.2f} s")
    if status not in statuses:
        fail(f"{what}: exit status {status}")
    if recorded:
        xml.dom.minidom.parse(record)
    rest = [name for name in os.listdir(folder) if name.startswith("stage.")
            and name not in ("stage.xml", "stage.xsl")]
    if rest:
        fail(f"{what}: {rest} are left")


held, port = full()
stage("connecting", ["--timeout", "50", f"imaps://127.0.0.1:{port}"], [2])
listener, port = silent(50)
stage("shaking hands", ["--timeout", "50", f"imaps://127.0.0.1:{port}"], [2])
stage("awaiting a greeting", ["--timeout", "50", f"smtp://127.0.0.1:{port}"],
      [2])
if os.path.exists(os.path.join(os.path.dirname(mailsonde),
                               "mailsonde-discover")):
    stage("searching", ["discover", "user@example.test", "--check",
                        "--timeout", "50", "--dns-server", "127.0.0.1@9",
                        "--connect-to",
                        f"autoconfig.example.test:443:127.0.0.1:{port}"],
          [2], recorded=False)
nobody = "imaps://127.0.0.1:1"
reading, writing = os.pipe()
fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
stage("writing to one who does not read", ["-o", "html", nobody], [74],
      output=writing)
stage("writing text to the same", ["-o", "text", "-v", "--transcript", nobody],
      [74], output=writing)
if os.path.exists(os.path.join(os.path.dirname(mailsonde), "mailsonde-html")):
    stage("a stylesheet without an end",
          ["-o", f"html={folder}/stage.html", "--stylesheet",
           folder + "/stage.xsl", nobody], [70])
sys.exit(failures > 0)
