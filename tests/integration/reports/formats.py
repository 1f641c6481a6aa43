# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""formats.py FILE...: whether each is what its suffix says.

By parsers and validators that are not ours: json, jsonschema, csv. Prints what
is wrong.
"""
import csv
import json
import os
import sys

import jsonschema

SRCDIR = os.environ["srcdir"]
COLUMNS = (
    "started,service,host,port,mode,verdict,check,status,severity,expected,"
    "observed,summary,remedy,reference,cause,diagnosis,policy,level,rating,"
    "certainty,unobservable,suppressed,title,edition,url").split(",")
wrong = 0


def complain(name, words):
    global wrong
    wrong = 1
    print("    %s: %s" % (name, words))


def strict(schema):
    """The same schema, in which nothing may stand that it does not name."""
    if isinstance(schema, dict):
        if "properties" in schema and isinstance(schema["properties"], dict):
            schema["additionalProperties"] = False
        for part in schema.values():
            strict(part)
    elif isinstance(schema, list):
        for part in schema:
            strict(part)


def read_schema(name):
    with open(os.path.join(SRCDIR, name), encoding="utf-8") as source:
        schema = json.load(source)
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


REPORT = read_schema("data/schemas/report-1.schema.json")
strict(REPORT)
LINE = dict(REPORT, **{"$ref": "#/$defs/jsonl_line"})
SETTINGS = read_schema("data/schemas/settings-1.schema.json")
strict(SETTINGS)
SARIF = read_schema("tests/schemas/sarif-2.1.0.json")


def once(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a member stands twice")
    return dict(pairs)


def validate(name, schema, text):
    value = json.loads(text, object_pairs_hook=once)
    for error in jsonschema.Draft202012Validator(schema).iter_errors(value):
        complain(name, "%s: %.200s" % (list(error.path), error.message))
    return value


def check_json(name, text):
    validate(name, REPORT, text)


def check_settings(name, text):
    validate(name, SETTINGS, text)


def check_jsonl(name, text):
    if text and not text.endswith("\n"):
        complain(name, "no end of line")
    for line in text.split("\n")[:-1]:
        validate(name, LINE, line)


def check_sarif(name, text):
    for run in validate(name, SARIF, text)["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        if len(set(rules)) != len(rules):
            complain(name, "a rule stands twice")
        for result in run["results"]:
            if rules[result["ruleIndex"]] != result["ruleId"]:
                complain(name, "the index of another rule")


def check_csv(name, text):
    if "\n" in text.replace("\r\n", "") and '"' not in text:
        complain(name, "a bare line feed")
    rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    if rows[0] != COLUMNS:
        complain(name, "other columns")
    for row in rows[1:]:
        if len(row) != len(COLUMNS):
            complain(name, "%d fields" % len(row))
        for field in row:
            if field[:1] in "=+-@\t\r\n" and field:
                complain(name, "a formula: " + field)


def check_controls(name, text):
    for character in text:
        code = ord(character)
        if (code < 0x20 and character not in "\n\t\r") or 0x7F <= code <= 0x9F:
            complain(name, "control character %02x" % code)
            return


for path in sys.argv[1:]:
    with open(path, encoding="utf-8", errors="strict", newline="") as report:
        content = report.read()
    check_controls(path, content)
    check = globals().get("check_" + path.rsplit(".", 1)[1])
    if check:
        check(path, content)
sys.exit(wrong)
