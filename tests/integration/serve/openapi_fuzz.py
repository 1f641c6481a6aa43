#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""openapi_fuzz.py SITE PORT SEED COUNT: sends COUNT requests to each operation
of mailsonde serve's own document, made from the document and a good part of
them broken, and holds each answer to the document: never 5xx, a documented
status, its type and its schema; problems as RFC 9457 has them. A request that
the document allows and whose values are known to be good is answered by 200,
and one that the document does not allow, never."""
import copy
import http.client
import json
import random
import sys
import urllib.parse
import urllib.request

import jsonschema

site, port, seed, count = (
    *sys.argv[1:3], *map(int, sys.argv[3:]))
address = urllib.parse.urlsplit(site).netloc
failures = 0
with urllib.request.urlopen(site + "/api/openapi.json") as answer:
    document = json.load(answer)

# RFC 9110 section 15, which this Python may not know yet
PHRASES = {**http.client.responses, 413: "Content Too Large"}
# What stands for a value of the document: its path names what it is for.
GOOD = {
    "settings": [f"imaps://127.0.0.1:{port}", f"imap 127.0.0.1 {port} ssl",
                 f"service,host,port,mode\nimap,127.0.0.1,{port},implicit\n"],
    "policies": ["rfc8314", "rfc9325"],
    "policy": ["rfc8314", "rfc8314,rfc9325", ""],
    "target": [f"imaps://127.0.0.1:{port}"],
    "module": ["quick", "rfc8314"],
    "address": ["user@outlook.com", "outlook.com"],
    "id": ["port-closed", "greeting", "VER-003"],
    "X-Prometheus-Scrape-Timeout-Seconds": ["10", "0.9", "59.5"],
}
ODD = ["", " ", "\0", "a\0b", "\r\nX-Made-Up: 1", "%", "%zz", "..", "../../etc/passwd",
       "é" * 40, "\u202e\ufeff", "<script>alert(1)</script>", "' OR 1=1 --", "{}", "[]",
       "-1", "1e309", "NaN", "0x10", "inf", "9" * 400, "imaps://", "imaps://[::1",
       "imaps://127.0.0.1:99999", "javascript:alert(1)", "file:///etc/passwd", "@", "a@",
       "@b.invalid", "a@b@c.invalid", "x" * 5000, "imaps://" + "a." * 200 + "invalid",
       "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "\ud800",
       "ab\tc", "full", "rfc8314,,", "," * 50, "imaps://127.0.0.1 imaps://127.0.0.1"]


def resolve(part):
    while "$ref" in part:
        found = document
        for name in part["$ref"].split("/")[1:]:
            found = found[name]
        part = found
    return part


def any_json(rng, depth=3):
    kind = rng.randrange(8 if depth else 6)
    if kind == 6:
        return [any_json(rng, depth - 1) for _ in range(rng.randrange(4))]
    if kind == 7:
        return {rng.choice(ODD)[:20]: any_json(rng, depth - 1)
                for _ in range(rng.randrange(4))}
    return [None, True, rng.randrange(-9, 9), 1e30, rng.choice(ODD), ""][kind]


def value_of(rng, schema, name):
    """A good one."""
    schema = resolve(schema)
    if "enum" in schema:
        return rng.choice(schema["enum"])
    kind = schema.get("type")
    if kind == "object":
        required = schema.get("required", [])
        return {key: value_of(rng, part, key)
                for key, part in schema.get("properties", {}).items()
                if key in required or rng.random() < 0.5}
    if kind == "array":
        return rng.sample(GOOD[name], rng.randrange(min(
            schema.get("maxItems", 2), len(GOOD[name])) + 1))
    return rng.choice(GOOD[name or "settings"])


def broken_of(rng, schema, value):
    """The same with one thing that the schema may not allow."""
    value = copy.deepcopy(value)
    if not isinstance(value, dict) or rng.random() < 0.2:
        return any_json(rng)
    how = rng.randrange(4)
    key = rng.choice(sorted(value) or ["settings"])
    if how == 0:
        value.pop(key, None)
    elif how == 1:
        value[key] = any_json(rng)
    elif how == 2:
        value[rng.choice(["settings ", "Settings", "depths", "", "\0"])] = any_json(rng)
    else:
        properties = resolve(schema)["properties"]
        lists = [one for one in sorted(properties) if "maxItems" in properties[one]]
        for one in lists:
            value[one] = GOOD[one][:1] * (properties[one]["maxItems"] + 1)
    return value


def spoil(rng, octets):
    """What is no JSON any more, or hardly."""
    how = rng.randrange(7)
    if how == 0:
        return octets[:rng.randrange(len(octets) + 1)]
    if how == 1:
        return octets + rng.choice([b"x", b"\0", b"{}", b"]"])
    if how == 2:
        return octets.replace(b"{", b'{"settings": "x", ', 1)
    if how == 3:
        return b"[" * 3000 + b"]" * 3000
    if how == 4:
        at = rng.randrange(len(octets) + 1)
        return octets[:at] + bytes([rng.randrange(256)]) + octets[at:]
    if how == 5:
        return b'{"settings": "\\ud800"}'
    return b"\xef\xbb\xbf" + octets


class Request:
    """`right`: whether it must be answered by 200; None: whatever it is."""

    def __init__(self, rng, path, method, operation, other_method):
        self.method, self.path, self.right = method.upper(), path, True
        self.headers, self.body = {}, None
        query = []
        for one in operation.get("parameters", []):
            self.add_parameter(rng, one, query)
        if rng.random() < 0.1:
            query.append((rng.choice(ODD), rng.choice(ODD)))
        if query:
            self.path += "?" + "&".join(
                "=".join(self.quote(rng, part) for part in pair) for pair in query)
        if "requestBody" in operation:
            self.add_body(rng, operation["requestBody"]["content"])
        if rng.random() < 0.3:
            self.add_accept(rng, operation)
        if other_method:
            self.method = rng.choice(["DELETE", "PUT", "OPTIONS", "TRACE", "BREW", "PATCH"])
            self.right = False

    @staticmethod
    def quote(rng, text):
        safe = "/:@,%" if rng.random() < 0.1 else "/:@,"
        text = urllib.parse.quote(text.encode("utf-8", "surrogatepass"), safe)
        return "".join(one for one in text if "!" <= one <= "~")

    def add_parameter(self, rng, parameter, query):
        name = parameter["name"]
        value, roll = value_of(rng, parameter["schema"], name), rng.random()
        if roll < 0.3:
            value, self.right = rng.choice(ODD), None
        elif roll < 0.45 and parameter["in"] != "path":
            if parameter.get("required"):
                self.right = False
            return
        if parameter["in"] == "query":
            query.append((name, value))
            if rng.random() < 0.05:
                query.append((name, rng.choice(ODD)))
                self.right = None
        elif parameter["in"] == "path":
            self.path = self.path.replace(
                "{%s}" % name, urllib.parse.quote(value.encode("utf-8", "surrogatepass"), ""))
        else:
            self.headers[name] = "".join(
                one for one in value if " " <= one <= "~")[:200] or "0"

    def add_body(self, rng, content):
        kind = rng.choice(sorted(content))
        value = value_of(rng, content[kind]["schema"], "")
        self.headers["Content-Type"] = kind
        if kind == "application/json":
            validator = jsonschema.Draft202012Validator(
                {**content[kind]["schema"], "components": document["components"]})
            if rng.random() < 0.6:
                value = broken_of(rng, content[kind]["schema"], value)
                self.right = None if validator.is_valid(value) else False
            self.body = json.dumps(value).encode()
            if rng.random() < 0.2:
                self.body, self.right = spoil(rng, self.body), None
        else:
            if rng.random() < 0.5:
                value, self.right = rng.choice(ODD), None
            self.body = value.encode("utf-8", "surrogatepass")
        if rng.random() < 0.1:
            self.headers["Content-Type"] = rng.choice(
                ["", "text/html", "application/json;charset=utf-7", "a/b/c", "*/*",
                 "multipart/form-data", "application/xml"])
            self.right = None
        if rng.random() < 0.02:
            self.body, self.right = b"x" * 300000, False

    def add_accept(self, rng, operation):
        kinds = sorted(operation["responses"]["200"]["content"])
        if rng.random() < 0.6:
            self.headers["Accept"] = rng.choice(kinds)
            return
        self.headers["Accept"] = rng.choice(
            ["image/png", "*/*;q=0", "", ";", "a", "text/*", "*/json", "q=1", "," * 99,
             "application/json;q=" + "9" * 99, "application/json;q=nan"])
        self.right = None

    def send(self):
        connection = http.client.HTTPConnection(address, timeout=60)
        connection.request(self.method, self.path, self.body, self.headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer, text


def tell(request, answer, words):
    global failures
    failures += 1
    print(f"FAIL: {request.method} {request.path[:300]} {request.headers} "
          f"{(request.body or b'')[:200]}: {answer.status}: {words}")


def hold(request, operation, answer, text):
    responses = operation["responses"]
    status = str(answer.status)
    response = responses.get(status) or responses.get(status[0] + "XX") or \
        responses.get("default")
    kind = answer.headers.get_content_type()
    if answer.status >= 500:
        tell(request, answer, text[:300])
    if not response:
        tell(request, answer, "this status is not documented")
        return
    if request.right is not None and request.right != (answer.status == 200):
        tell(request, answer, f"right: {request.right}: {text[:300]}")
    content = resolve(response)["content"]
    if kind not in content:
        tell(request, answer, f"it is sent as {kind}")
        return
    for name in resolve(response).get("headers", {}):
        if name not in answer.headers:
            tell(request, answer, f"without {name}")
    if "schema" in content[kind]:
        try:
            body = json.loads(text)
            jsonschema.Draft202012Validator(
                {**content[kind]["schema"],
                 "components": document["components"]}).validate(body)
        except (jsonschema.ValidationError, ValueError) as error:
            tell(request, answer, str(error)[:300])
            return
        if answer.status != 200 and body["status"] != answer.status:
            tell(request, answer, f"the problem says {body['status']}")
        if answer.status != 200 and (body["type"] == "about:blank") != \
                (body["title"] == PHRASES.get(answer.status)):
            tell(request, answer, f"{body['type']} is \"{body['title']}\"")


sent = {}
for path, methods in sorted(document["paths"].items()):
    for method, operation in sorted(methods.items()):
        for number in range(count):
            request = Request(random.Random(f"{seed} {path} {method} {number}"), path,
                              method, operation, number % 20 == 19)
            try:
                answer, text = request.send()
            except (OSError, http.client.HTTPException) as error:
                failures += 1
                print(f"FAIL: {request.method} {request.path[:300]} {request.headers} "
                      f"{(request.body or b'')[:200]}: {error!r}")
                continue
            hold(request, operation, answer, text)
            told = "right" if answer.status == 200 else "wrong"
            sent[path, told] = sent.get((path, told), 0) + 1
    for told in ("right", "wrong"):
        if not sent.get((path, told)):
            failures += 1
            print(f"FAIL: {path}: no answer was {told}: the generator is no good")
sys.exit(failures > 0)
