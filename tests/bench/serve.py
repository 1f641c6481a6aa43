#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""How fast mailsonde serve is.

serve.py page SITE          milliseconds to the page's first octet, the median
serve.py event SITE TARGET  milliseconds to a check's first event, the median
serve.py answer SITE TARGET milliseconds to the report, the median
serve.py probe SITE TARGET PID [MODULE]
                            probes a second, four at a time, for five seconds,
                            and milliseconds of CPU for each; "%" in the target
                            is the number of the lane
serve.py blackbox SITE TARGET PID
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
import statistics
import sys
import threading
import time
import urllib.parse

what, site = sys.argv[1:3]
target = sys.argv[3] if len(sys.argv) > 3 else ""
pid = sys.argv[4] if len(sys.argv) > 4 else ""
module = sys.argv[5] if what == "probe" and len(sys.argv) > 5 else ""
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


def probe_all(goes_on, lanes):
    """Probes in that many lanes for as long as `goes_on` of their number."""
    count, lock = [0], threading.Lock()
    good = re.compile(rb"^(mailsonde_)?probe_success(\{[^}]*\})? 1$", re.M)

    def lane(number):
        path = path_of(number)
        connection = connect()
        while goes_on(count[0]):
            answer, text = ask(connection, "GET", path)
            if answer.status != 200 or not good.search(text):
                print(f"serve.py: a probe failed: {text}", file=sys.stderr)
                os._exit(1)
            with lock:
                count[0] += 1

    threads = [threading.Thread(target=lane, args=(i,)) for i in range(lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count[0]


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
    probe_all(lambda count: count < 100, 4)
    before, began = cpu_ms(), time.monotonic()
    done = probe_all(lambda count: time.monotonic() < began + 5, 4)
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
