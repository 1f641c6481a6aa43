#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""How fast mailsonde serve is.

serve.py page SITE          milliseconds to the page's first octet, the median
serve.py event SITE TARGET  milliseconds to a check's first event, the median
serve.py answer SITE TARGET milliseconds to the report, the median
serve.py probe SITE TARGET PID SERVER [MODULE [TARGETS]]
                            probes a second, four at a time, for five seconds,
                            and milliseconds of CPU for each. There are four
                            targets, or TARGETS of them, with a connection each
                            that is kept alive, as Prometheus has them; "%" in
                            the target is its number. PID has a core of its own,
                            and the process SERVER shares the others with us
serve.py blackbox SITE TARGET PID SERVER
                            the same of blackbox_exporter's module "imaps"
serve.py flight SITE TARGET PID CHECKS
                            KiB for each check, of so many that wait for a
                            server at a time; "%" is the check's number
serve.py soak SITE TARGET PID CHECKS
                            memory of the process in KiB after a tenth of the
                            checks, and after all of them
"""
import http.client
import os
import re
import socket
import statistics
import sys
import threading
import time
import urllib.parse

what, site = sys.argv[1:3]
target = sys.argv[3] if len(sys.argv) > 3 else ""
pid = sys.argv[4] if len(sys.argv) > 4 else ""
module = sys.argv[6] if what == "probe" and len(sys.argv) > 6 else ""
address = urllib.parse.urlsplit(site).netloc
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def connect():
    return http.client.HTTPConnection(address, timeout=60)


def ask(connection, method, path, body=None, headers={}):
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer, answer.read()


def median(measure, runs=20):
    measure(0)
    times = []
    for number in range(1, runs + 1):
        times.append(measure(number) * 1000)
    return statistics.median(times)


def page(number):
    began = time.monotonic()
    connection = connect()
    connection.request("GET", "/")
    answer = connection.getresponse()
    answer.read(1)
    took = time.monotonic() - began
    connection.close()
    return took


def token():
    text = ask(connect(), "GET", "/")[1].decode()
    return re.search(r'name="token" value="(\w+)"', text)[1]


def event(number, known={}):
    if not known:
        known["token"] = token()
    form = urllib.parse.urlencode({**known, "settings": target})
    began = time.monotonic()
    path = ask(connect(), "POST", "/check", form, FORM)[0].headers["Location"]
    connection = connect()
    connection.request("GET", path.replace("/r/", "/events/"))
    answer = connection.getresponse()
    answer.read(1)
    took = time.monotonic() - began
    answer.read()
    return took


def answer(number):
    began = time.monotonic()
    status = ask(connect(), "POST", "/api/check", target,
                 {"Content-Type": "text/plain"})[0].status
    if status != 200:
        sys.exit(f"serve.py: status {status}")
    return time.monotonic() - began


def path_of(number):
    """Another for each lane, such that none shares the others' checks."""
    if what == "blackbox":
        return f"/probe?module=imaps&lane={number}&target=" + target
    path = "/probe?target=" + urllib.parse.quote(target.replace("%", str(number)), "")
    return path + ("&module=" + module if module else "")


class Target:
    """A target, and the connection on which it is asked for."""

    def __init__(self, number):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = f"GET {path_of(number)} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode()

    def receive(self):
        octets = self.socket.recv(65536)
        if not octets:
            print("serve.py: the exporter closed a connection", file=sys.stderr)
            os._exit(1)
        return octets

    def ask(self):
        """By hand: http.client would take as long as the server."""
        self.socket.sendall(self.request)
        text = b""
        while b"\r\n\r\n" not in text:
            text += self.receive()
        head, _, body = text.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)\ncontent-length: (\d+)", head)[1])
        while len(body) < length:
            body += self.receive()
        if not head.startswith(b"HTTP/1.1 200") or not GOOD.search(body):
            print(f"serve.py: a probe failed: {text}", file=sys.stderr)
            os._exit(1)


GOOD = re.compile(rb"\n(mailsonde_)?probe_success(\{[^}]*\})? 1\n")


def probe_all(goes_on, lanes, targets=0):
    """Probes in that many lanes for as long as `goes_on` of their number."""
    count, lock = [0], threading.Lock()

    def lane(number):
        mine = [Target(i) for i in range(number, targets or lanes, lanes)]
        while goes_on(count[0]):
            mine[0].ask()
            mine.append(mine.pop(0))
            with lock:
                count[0] += 1

    threads = [threading.Thread(target=lane, args=(i,)) for i in range(lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count[0]


def share_out(exporter, server):
    """The exporter has a core; what it asks, and who asks it, have the rest."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return
    for process, its in ((exporter, cores[:1]), (server, cores[1:])):
        for thread in os.listdir(f"/proc/{process}/task"):
            os.sched_setaffinity(int(thread), its)
    os.sched_setaffinity(0, cores[1:])


def memory():
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1])


def cpu_ms():
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def waiting():
    """The checks that wait for their servers."""
    text = ask(connect(), "GET", "/metrics")[1].decode()
    return int(re.search(r"^mailsonde_serve_checks_running (\d+)", text, re.M)[1])


def flight(first, count):
    """Memory while so many checks wait, each of a host of its own."""
    lanes = [threading.Thread(target=lambda i=i: ask(connect(), "GET", path_of(i)))
             for i in range(first, first + count)]
    for lane in lanes:
        lane.start()
    while waiting() < count:
        time.sleep(0.01)
    time.sleep(1)
    used = memory()
    for lane in lanes:
        lane.join()
    return used


if what in ("probe", "blackbox"):
    share_out(pid, sys.argv[5])
    targets = int(sys.argv[7]) if len(sys.argv) > 7 else 4
    probe_all(lambda count: count < 2 * targets + 100, 4, targets)
    before, began = cpu_ms(), time.monotonic()
    done = probe_all(lambda count: time.monotonic() < began + 5, 4, targets)
    print(f"{done / (time.monotonic() - began):.1f} {(cpu_ms() - before) / done:.3f}")
elif what == "flight":
    alone, count = flight(0, 1), int(sys.argv[5])
    print(f"{(flight(1, count) - alone) / (count - 1):.1f}")
elif what == "soak":
    checks = int(sys.argv[5])
    probe_all(lambda count: count < checks // 10, 8)
    before = memory()
    probe_all(lambda count: count < checks - checks // 10, 8)
    print(before, memory())
else:
    print(f"{median({'page': page, 'event': event, 'answer': answer}[what]):.3f}")
