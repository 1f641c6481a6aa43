#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""openapi.py SITE PORT SCHEMA: holds mailsonde serve to its own document: each
path, each method, each status and each schema of it is met."""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import jsonschema

site, port, schema = sys.argv[1:]
target = f"imaps://127.0.0.1:{port}"
failures = 0


def expect(holds, words):
    global failures
    if not holds:
        print(f"FAIL: {words}")
        failures += 1


def ask(method, path, data=None, **headers):
    headers = {name.replace("_", "-"): text for name, text in headers.items()}
    request = urllib.request.Request(site + path, data, headers, method=method)
    try:
        answer = urllib.request.urlopen(request, timeout=50)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return (answer.status, answer.headers.get_content_type(),
                answer.read(), answer.headers)


def order(**members):
    return json.dumps({"settings": target, **members}).encode()


document = json.loads(ask("GET", "/api/openapi.json")[2])
as_json = {"Content_Type": "application/json"}
# Everything that is said of a path, and more than that of wrong requests
requests = {
    ("/api/check", "post"): [
        ("/api/check", order(), as_json),
        ("/api/check", order(depth="full", policies=["rfc8314"]), as_json),
        ("/api/check?policy=rfc8314", target.encode(),
         {"Content_Type": "text/plain"}),
        ("/api/check", order(depth="deep"), as_json),
        ("/api/check", order(policies="rfc8314"), as_json),
        ("/api/check", order(policies=[1]), as_json),
        ("/api/check", order(policy=["rfc8314"]), as_json),
        ("/api/check", b"[]", as_json),
        ("/api/check", b"{\"settings\": 1}", as_json),
        ("/api/check", b"", {"Content_Type": "text/plain"}),
        ("/api/check", order(), {"Origin": "http://evil.example", **as_json}),
        ("/api/check", order(), {"Accept": "image/png", **as_json}),
        ("/api/check", b"x" * 300000, {"Content_Type": "text/plain"}),
        ("GET /api/check", None, {}),
    ] + [("/api/check", order(), {"Accept": accept, **as_json})
         for accept in document["paths"]["/api/check"]["post"]["responses"]
         ["200"]["content"]],
    ("/api/discover", "get"): [
        ("/api/discover?address=user@outlook.com", None, {}),
        ("/api/discover", None, {}),
        ("/api/discover?address=%3c@x", None, {}),
    ],
    ("/api/explain/{id}", "get"): [
        (f"/api/explain/{id}", None, {}) for id in
        ("port-closed", "greeting", "mode-starttls-wanted", "VER-003",
         "nothing", "..%2f..%2fetc")],
    ("/api/profiles", "get"): [("/api/profiles", None, {})],
    ("/api/policies", "get"): [("/api/policies", None, {})],
    ("/api/openapi.json", "get"): [("/api/openapi.json", None, {})],
    ("/probe", "get"): [("/probe?target=" + urllib.parse.quote(target), None, {}),
                        ("/probe", None, {})],
    ("/metrics", "get"): [("/metrics", None, {})],
}


def resolve(part):
    while "$ref" in part:
        found = document
        for name in part["$ref"].split("/")[1:]:
            found = found[name]
        part = found
    return part


def hold(where, responses, answer):
    status, kind, body, headers = answer
    response = responses.get(str(status)) or responses.get("4XX")
    if not response:
        expect(False, f"{where}: status {status} is not documented")
        return
    for name in resolve(response).get("headers", {}):
        expect(name in headers, f"{where}: {status} is sent without {name}")
    content = resolve(response)["content"]
    expect(kind in content, f"{where}: {status} is sent as {kind}")
    wanted = content.get(kind, {}).get("schema")
    if wanted:
        try:
            jsonschema.Draft202012Validator(
                {**wanted, "components": document["components"]}).validate(
                    json.loads(body))
        except (jsonschema.ValidationError, ValueError) as error:
            expect(False, f"{where}: {status}: {str(error)[:300]}")


for path, methods in document["paths"].items():
    for method, operation in methods.items():
        seen = set()
        for asked, data, headers in requests.get((path, method), []):
            verb, _, asked = asked.rpartition(" ")
            answer = ask(verb or method.upper(), asked, data, **headers)
            hold(f"{method} {asked}", operation["responses"], answer)
            seen.add(str(answer[0]) if str(answer[0]) in operation["responses"]
                     else "4XX")
        wrong = "DELETE", requests[path, method][0][0]
        answer = ask(*wrong)
        hold("%s %s" % wrong, operation["responses"], answer)
        allowed = {one.upper() for one in methods}
        allowed |= {"HEAD"} if "GET" in allowed else set()
        expect(answer[0] == 405 and
               set(answer[3]["Allow"].split(", ")) == allowed,
               f"{wrong}: {answer[0]} allows {answer[3]['Allow']}")
        seen.add(str(answer[0]))
        answer = ask(method.upper(), wrong[1], Host="elsewhere.example")
        expect(answer[0] == 421, f"{wrong[1]}: elsewhere is {answer[0]}")
        hold(f"{method} {wrong[1]} elsewhere",
             {"4XX": operation["responses"].get("default"),
              **operation["responses"]}, answer)
        seen.add("4XX")
        missing = set(operation["responses"]) - seen - {"default"}
        expect(not missing, f"{method} {path}: never seen: {missing}")

home = urllib.parse.urljoin(site + "/api/openapi.json",
                            document["servers"][0]["url"])
expect(home.rstrip("/") == site.rstrip("/"), f"the server is {home}")
# Nobody has to sign in at this one; where a password is needed, it is Basic.
expect({} in document["security"], "a visitor without a password may come in")
for names in document["security"]:
    for name in names:
        scheme = document["components"]["securitySchemes"][name]
        expect((scheme["type"], scheme["scheme"]) == ("http", "basic"),
               f"{name} is {scheme}")

# Quality and ranges count (RFC 9110 section 12.5.1).
for accept, kind in (("application/xml, */*;q=0.1", "application/xml"),
                     ("text/html;q=0.1, application/json", "application/json"),
                     ("TEXT/CSV", "text/csv"),
                     ("application/*", "application/json"),
                     ("application/json;q=0, text/plain;q=0.5", "text/plain"),
                     ("*/*;q=0", "application/problem+json")):
    got = ask("POST", "/api/check", order(), Accept=accept, **as_json)[1]
    expect(got == kind, f"Accept: {accept}: {got} is sent")
status, _, body, _ = ask("POST", "/api/check", order(),
                      Content_Type="Application/JSON;charset=utf-8")
expect(status == 200, f"a type in capitals: {status} {body[:200]}")

with open(schema, encoding="utf-8") as file:
    jsonschema.validate(
        json.loads(ask("POST", "/api/check", order(), **as_json)[2]),
        json.load(file))
found = json.loads(ask("GET", "/api/discover?address=user@outlook.com")[2])
expect(any(one["host"] == "outlook.office365.com" for one in found["endpoints"]),
       f"the settings of a provider are not found: {found}")
sys.exit(failures > 0)
