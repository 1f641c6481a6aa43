#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""serve.py WHAT SITE PORT...: a visitor of mailsonde serve."""
import json
import re
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

what, site, ports = sys.argv[1], sys.argv[2], sys.argv[3:]
failures = 0


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


opener = urllib.request.build_opener(NoRedirect)


def ask(path, data=None, **headers):
    """Status, headers and text of the answer."""
    headers = {name.replace("_", "-"): text for name, text in headers.items()}
    if isinstance(data, str):
        data = data.encode()
    request = urllib.request.Request(site + path, data, headers)
    try:
        answer = opener.open(request, timeout=50)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read().decode()


def expect(holds, words):
    global failures
    if not holds:
        print(f"FAIL: {words}")
        failures += 1


def token():
    """What only a page of this run knows."""
    return re.search(r'name="token" value="(\w+)"', ask("/")[2])[1]


def send(settings, **fields):
    form = {"token": token(), "settings": settings, **fields}
    return ask("/check", urllib.parse.urlencode(form, doseq=True))


def answer(result):
    """The page of the result once it is ready."""
    for _ in range(300):
        status, headers, text = ask(result)
        if "http-equiv=\"refresh\"" not in text:
            return text
        time.sleep(0.1)
    return text


def url(port):
    return f"imaps://127.0.0.1:{port}"


def check(settings, **members):
    status, headers, text = ask(
        "/api/check", json.dumps({"settings": settings, **members}),
        Content_Type="application/json")
    return status, json.loads(text)


def refused():
    status, report = check(url(ports[0]))
    expect(status == 200 and report["verdict"] != "pass",
           "a private address was checked")
    expect("not a public one" in json.dumps(report),
           "nobody said that the address is private")


def page():
    status, headers, text = ask("/")
    expect(status == 200 and "<textarea" in text, "the form")
    expect("style-src 'self'" in headers["Content-Security-Policy"], "CSP")
    # With none at all, browsers send "Origin: null" with our own forms.
    expect(headers["Referrer-Policy"] == "same-origin", "the referrer")
    status, headers, text = send(url(ports[0]))
    expect(status == 303 and headers["Location"].startswith("/r/"),
           f"the form is answered by {status}")
    result = headers["Location"]
    text = answer(result)
    expect("Endpoints at a glance" in text, "the report is not shown")
    status, headers, text = ask(result + "?format=json")
    expect(json.loads(text)["endpoints"], "the report as JSON")
    status, headers, text = ask(result + "?format=nonsense")
    expect(status == 406, f"a format that is none: {status}")
    status, headers, text = ask("/events" + result[2:])
    expect("event: ready" in text, "the events do not end")
    status, headers, text = ask("/r/" + "0" * 32)
    expect(status == 404, f"a result that is none: {status}")


def page_of_nonsense():
    words = "<script>alert(1)</script> javascript:alert(1)"
    status, headers, text = send(words)
    expect(status == 400 and 'role="alert"' in text, "nonsense is taken")
    expect("<script>alert" not in text, "a script gets through")
    expect("&lt;script&gt;alert(1)" in text, "what was typed is lost")
    expect("There are no mail settings in this text" in text, "the words")
    status, headers, text = send("Incoming mail (IMAP): a b\r\nPort: x\r\n")
    expect(status == 400 and "Port: x" in text and "\\x0d" not in text,
           "what was typed is shown otherwise")
    status, report = check(url(ports[0]) + "\r\nimap://\r\n")
    expect(status == 400, "an URL without a host is taken")
    for word, answer in (("mail.example.com", "which service"),
                         ("user@example.invalid", "discover"),
                         ("/etc/passwd", "no form"), ("../x", "no form")):
        status, report = check(word)
        expect(status == 400 and answer in report["detail"] and
               report["type"] == "urn:mailsonde:problem:data",
               f"{word}: {status} {report}")


def several():
    """Several URLs, and several standards."""
    status, report = check(url(ports[0]) + "\r\n" + url(ports[0]) + "\r\n")
    expect(status == 200 and len(report["endpoints"]) == 2, "several URLs")
    result = result_of(url(ports[0]), policy=["rfc8314", "rfc9325"])
    answer(result)
    text = ask(result + "?format=json")[2]
    expect('"rfc8314"' in text and '"rfc9325"' in text, "several standards")


def result_of(settings, **fields):
    status, headers, text = send(settings, **fields)
    return headers["Location"] or f"/{status}"


def edited():
    """The recognised settings are shown, corrected and sent."""
    status, headers, text = send(url(ports[0]), look="1")
    expect(status == 200 and f'name="port-0" value="{ports[0]}"' in text,
           "the recognised settings are not shown")
    said = re.search(r'name="said" value="(\w+)"', text)[1]
    expect(bytes.fromhex(said).decode() == url(ports[0]), "what was said")
    row = {"rows": "2", "said": said, "service-0": "imap",
           "host-0": "127.0.0.1", "port-0": ports[0], "mode-0": "explicit"}
    text = answer(result_of("", **row))
    expect("IMAP 127.0.0.1:" in text and "Failed" in text,
           "the mode that was chosen is not what is checked")
    verdict = text.split('class="verdict')[1].split("</section>")[0]
    fields = dict(re.findall(r'"hidden" name="([^"]+)" value="([^"]*)"', verdict))
    expect("Check the advised settings" in verdict and
           fields.get("mode-0") == "implicit",
           "what is advised cannot be checked beside the advice")
    text = answer(result_of("", **fields))
    expect("Passed" in text and "Check the advised" not in text,
           "what is advised is not what is checked")
    status, headers, text = send("", **{**row, "port-0": "99999"})
    expect(status == 400 and 'value="99999"' in text, "a wrong port")
    status, headers, text = send("", **{**row, "leave-0": "1"})
    expect(status == 400 and "left out" in text, "nothing is left to check")
    status, headers, text = send("imap.example.com")
    expect(status == 200 and 'value="993"' in text, "a server's name")
    text = answer(result_of("example.invalid", search="1"))
    expect("No settings were found" in text and "SRV" in text,
           "a mail domain's sources are not told")
    text = answer(result_of("user@example.invalid"))
    expect("No settings were found" in text, "an address's sources")
    expect('method="post" action="/"' in text and
           'name="settings" value="user@example.invalid"' in text and
           "settings=user@example.invalid" not in text,
           "the way back loses the address, or has it in a URL")
    back = urllib.parse.urlencode({"settings": "user@example.invalid"})
    status, headers, form = ask("/", back)
    expect(status == 200 and ">user@example.invalid</textarea>" in form,
           f"back at the form, the address is gone: {status}")
    form = ask("/check?x", b"settings=%22%3E" + b"x" * 300000, Content_Type=
               "application/x-www-form-urlencoded")[2]
    expect('action="/"' in form and 'value="">' in form, "far too long a text")
    expect("looked for" in text and "come from" not in text and
           "be trusted" not in text, "what was not found comes from somewhere")
    expect("not every source answered" not in text, "all have answered")
    text = answer(result_of("user@gmail.com"))
    expect('href="/profiles/gmail"' in text and "looked up 20" in text,
           "the settings of a provider come from nowhere")
    expect("on file for" not in answer(result_of(url(ports[0]))),
           "a server is taken for a provider")
    text = answer(result_of("user@nobody.example.com"))
    expect("not every source answered; try again" in text,
           "a source that did not answer is taken for an answer")


def passed_on():
    """The settings as files, and two results compared."""
    settings = f"{url(ports[0])}"
    result = result_of(settings)
    text = answer(result)
    expect("For the user" in text, "nothing for the user")
    expect("for up to an hour" in text, "how long the link works")
    status, headers, text = ask(result + "?setup=mbsync&user=u@example.com")
    expect(status == 200 and f"Port {ports[0]}" in text and
           "attachment" in headers["Content-Disposition"],
           f"the settings as a file: {status}")
    for program, name in (("mbsync", "mbsyncrc"),
                          ("thunderbird", "example.com.xml"),
                          ("autoconfig", "config-v1.1.xml")):
        headers = ask(f"{result}?setup={program}&user=u@example.com")[1]
        expect(headers["Content-Disposition"] ==
               f'attachment; filename="{name}"', f"{program}: {headers}")
    expect(ask(result + "?setup=nothing")[0] == 404, "no such program")
    expect(ask(result + "?setup=mbsync&user=x%0d%0aHost:y")[0] == 400,
           "an address that is none")
    form = {"token": token(), "before": site + result, "after": result}
    status, headers, text = ask("/compare", urllib.parse.urlencode(form, doseq=True))
    expect(status == 200 and "<h1>" in text, f"two results: {status}")
    form["after"] = "0" * 32
    status, headers, text = ask("/compare", urllib.parse.urlencode(form, doseq=True))
    expect(status == 400 and "not kept" in text, "a result that is gone")


def steps():
    """The evidence opens to each step of each connection."""
    text = answer(result_of(url(ports[0])))
    tree = text.split('<ol class="tree">')[1].split("</section>")[0]
    best = tree.split("<li><details><summary>TLS 1.")[0]
    expect(best.startswith("\n<li><details><summary>Best connection: "),
           "the best connection is not the first of the tree")
    at = -1
    for step in ("Name look-up", "Connection", "TLS", "Greeting",
                 "Capabilities", "Farewell"):
        found = re.search(rf"</i> {step} <span class=\"small\">done after "
                          r"\d+\.\d ms", best)
        expect(found and found.start() > at, f"{step}: not there, or too early")
        at = found.start() if found else at
    expect("Certificate 1: " in best and "IMAP4rev1" in best,
           "a step does not show what was seen")
    expect(best.count("<details") == best.count("</details"),
           "what opens does not close")
    text = answer(result_of(url(ports[0]).replace("imaps", "pop3s")))
    expect(re.search(r"✗</i> Greeting <span class=\"small\">ended after",
                     text), "the step where it ended is not marked")


def browsing():
    for path, words in (("/profiles", ">Microsoft 365 (Exchange Online), worldwide<"),
                        ("/profiles/office365", "outlook.office365.com"),
                        ("/profiles/office365", ">looked up 20"),
                        ("/policies", "rfc8314"), ("/policies/rfc8314", "MUST"),
                        ("/explain", "port-closed"),
                        ("/explain/port-closed", "For the user"),
                        ("/explain/greeting", "Reference"),
                        ("/compare", "Before"), ("/style.css", "color"),
                        ("/script.js", "EventSource")):
        status, headers, text = ask(path)
        expect(status == 200 and words in text, f"{path}: {status}")
    for path in ("/profiles/nothing", "/policies/..%2fx", "/explain/%3cb%3e"):
        expect(ask(path)[0] == 404, path)


def api():
    for accept, words in (("application/json", '"verdict"'),
                          ("application/xml", "<report "),
                          ("text/plain", "IMAP"), ("text/csv", "imap"),
                          ("text/html", "<!DOCTYPE html>"),
                          ("application/openmetrics-text", "# EOF")):
        status, headers, text = ask("/api/check", url(ports[0]), Accept=accept,
                                    Content_Type="text/plain")
        expect(status == 200 and words in text, f"{accept}: {status}")
        expect(headers["Content-Type"].startswith(accept),
               f"{accept}: it is {headers['Content-Type']}")
    status, report = check(url(ports[0]), policies=["rfc8314"])
    expect('"policy": "rfc8314"' in json.dumps(report), "no policy")
    status, report = check(url(ports[0]), policies=["../secret"])
    expect(status == 400, f"a policy's path: {status}")
    status, headers, text = ask("/api/check", "{", Content_Type="application/json")
    expect(status == 400 and json.loads(text)["status"] == 400, "no JSON")
    for path, words in (("explain/port-closed", "remedies"),
                        ("explain/greeting", "reference"),
                        ("profiles", "office365"), ("policies", "rfc8314")):
        status, headers, text = ask("/api/" + path)
        expect(status == 200 and words in json.dumps(json.loads(text)), path)
    status, headers, text = ask("/api/explain/nothing")
    expect(status == 404 and json.loads(text)["status"] == 404, "explain")
    expect("{" not in json.loads(ask("/api/explain/mode-starttls-wanted")[2])
           ["remedies"]["user"], "a cause leaves something open")


def guests():
    expect(ask("/", Host="evil.example")[0] == 421, "a foreign name")
    expect(ask("/check", "settings=x", Origin="http://evil.example")[0] == 403,
           "a foreign page")
    expect(ask("/check", "settings=x&token=x")[0] == 403, "a foreign form")
    expect(ask("/nothing")[0] == 404, "no such path")
    for path, data, allow in (("/check", None, "POST"),
                              ("/api/profiles", "x", "GET, HEAD")):
        status, headers, _ = ask(path, data)
        expect((status, headers["Allow"]) == (405, allow),
               f"no such method: {status} {headers['Allow']}")
    expect(ask("/api/check", "x" * 300000)[0] == 413, "a long body")


def exporter():
    target = urllib.parse.quote(url(ports[0]))
    status, headers, text = ask(f"/probe?target={target}&module=rfc8314")
    expect('mailsonde_run_verdict{verdict="pass"}' in text, "no verdict")
    with open(ports[2], "w", encoding="utf-8") as file:
        file.write(text.replace("# EOF\n", ""))
    status, headers, text = ask(f"/probe?target={target}&module=quick")
    expect('version="1.3"} 1' in text and 'version="1.2"' not in text and
           'probe_success' in text, f"more than the best connection: {text}")
    expect(ask("/probe")[0] == 400, "a probe without target")
    began = time.monotonic()
    target = urllib.parse.quote(url(ports[1]))
    status, headers, text = ask(f"/probe?target={target}",
                                X_Prometheus_Scrape_Timeout_Seconds="2")
    # Without it the silent server has five seconds; a busy machine takes some.
    expect(status == 200 and time.monotonic() - began < 4.5,
           "the answer is too late for Prometheus")


def own_metrics():
    """As Prometheus asks for them, and as others do."""
    wanted = ("application/openmetrics-text;version=1.0.0;q=0.5,"
              "text/plain;version=0.0.4;q=0.3,*/*;q=0.1")
    text = ask("/metrics", Accept=wanted)[2]
    expect("# TYPE mailsonde_serve_checks counter\n" in text and
           text.endswith("# EOF\n"), f"no OpenMetrics: {text}")
    for accept in ("text/plain", "*/*", "application/openmetrics-text;q=0, */*"):
        status, headers, text = ask("/metrics", Accept=accept)
        expect(headers["Content-Type"].startswith("text/plain; version=0.0.4") and
               "# TYPE mailsonde_serve_checks_total counter\n" in text and
               "EOF" not in text, f"Accept: {accept}: {headers} {text}")


def sharing():
    visitors = [threading.Thread(target=check, args=(url(ports[1]),))
                for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    metrics = dict(line.rsplit(" ", 1)
                   for line in ask("/metrics")[2].splitlines()
                   if not line.startswith("#"))
    expect(int(metrics["mailsonde_serve_checks_shared_total"]) >= 6,
           f"checks are not shared: {metrics}")


def ids(text):
    return [int(number) for number in re.findall(r"^id: (\d+)$", text, re.M)]


def events():
    """A stream that broke off goes on where it did."""
    result = result_of(url(ports[0]))
    answer(result)
    path = "/events" + result[2:]
    all_of_them = ids(ask(path)[2])
    expect(len(all_of_them) > 2 and all_of_them[0] == 1, "the ids of events")
    last = all_of_them[-1]
    text = ask(path, Last_Event_ID=str(last - 1))[2]
    expect(ids(text) == [last] and "event: ready" in text,
           f"after event {last - 1} come {ids(text)}")
    expect(ids(ask(path, Last_Event_ID=str(last + 9))[2]) == all_of_them,
           "an event that never was")


def queue():
    """More checks than are made at a time: the last ones see their place."""
    results = [result_of(f"{url(ports[0])}\n# {number}\n")
               for number in range(34)]
    for _ in range(100):
        text = ask(results[-1])[2]
        if "Place in the queue: 2." in text:
            break
        time.sleep(0.1)
    else:
        expect(False, f"no place in the queue: {text}")
    text = ask("/metrics")[2]
    expect("mailsonde_serve_checks_running 32" in text, f"running: {text}")


def crowd():
    """Large checks that wait for each other leave small ones their turn."""
    place = f"127.0.0.1:{ports[0]}"
    large = "".join(f"{scheme}://{place}{mode}\n" for scheme, mode in (
        ("imaps", ""), ("imap", ""), ("imap", "?mode=cleartext"),
        ("pop3s", ""), ("pop3", ""), ("pop3", "?mode=cleartext"),
        ("submissions", ""), ("submission", ""), ("smtp", "?mode=cleartext")))
    for number in range(32):
        result_of(f"{large}# {number}\n")
    result_of(url(ports[0]))
    for _ in range(100):
        text = ask("/metrics")[2]
        # 28 have 9 servers and ports of 256; and the small one
        if "checks_running 29\n" in text and "checks_waiting 4\n" in text:
            break
        time.sleep(0.1)
    else:
        expect(False, f"the small one has to wait: {text}")


if what == "refused":
    refused()
elif what == "keep":
    result = result_of(url(ports[0]))
    expect("Passed" in answer(result), "the result is not shown")
    print(result)
elif what == "kept":
    text = answer(ports[1])
    expect("For the user" in text and "Passed" in text, "the page of it")
    expect("an hour" not in text, "a result in a folder stays")
    expect("<report " in ask(ports[1] + "?format=xml")[2], "the record of it")
    for name in ("..%2f..%2fetc%2fpasswd", "0" * 32, "x"):
        expect(ask("/r/" + name)[0] == 404, f"{name} is a result")
elif what == "queue":
    queue()
elif what == "crowd":
    crowd()
elif what == "wait":
    try:
        check(url(ports[0]))
    except (OSError, ValueError):
        pass
else:
    for part in (page, page_of_nonsense, several, edited, passed_on, steps, browsing, api, guests, exporter, own_metrics, sharing, events):
        part()
sys.exit(failures > 0)
