#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""packaging.py WHAT ...: reads what packaging/ hands to other programs.

queries FILE        the queries of a Grafana dashboard, one a line
script FILE         the script of the Zabbix template, as a JSON string
template FILE REPORT
                    the template's paths lead to something in a report
"""
import json
import re
import sys
import yaml


def items(path):
    with open(path) as stream:
        export = yaml.safe_load(stream)["zabbix_export"]
    return [item for template in export["templates"]
            for item in template["items"]]


def queries(path):
    with open(path) as stream:
        dashboard = json.load(stream)
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(ids) == len(set(ids)), "two panels have one number"
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            print(target["expr"].replace("$host", ".*"))


def script(path):
    for item in items(path):
        for step in item.get("preprocessing", []):
            if step["type"] == "JAVASCRIPT":
                print(json.dumps(step["parameters"][0]))


def find(report, path):
    values = [report]
    path = path.removesuffix(".first()")
    for name in re.findall(r"\.(\w+)|\[\*\]", path):
        values = ([value[name] for value in values] if name else
                  [inner for value in values for inner in value])
    return values


def template(path, report):
    with open(report) as stream:
        report = json.load(stream)
    keys = {item["key"] for item in items(path)}
    for item in items(path):
        if item["type"] == "DEPENDENT":
            assert item["master_item"]["key"] in keys, item["key"]
        for step in item.get("preprocessing", []):
            if step["type"] == "JSONPATH":
                assert find(report, step["parameters"][0]), step
        for trigger in item.get("triggers", []):
            used = re.findall(r"mailsonde\.\w+", trigger["expression"])
            assert used and set(used) <= keys, trigger
    uuids = re.findall(r"uuid: (\S+)", open(path).read())
    assert len(uuids) == len(set(uuids)), "two parts have one uuid"
    assert all(re.fullmatch("[0-9a-f]{32}", uuid) for uuid in uuids), uuids


globals()[sys.argv[1]](*sys.argv[2:])
