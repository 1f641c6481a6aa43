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


def uuids(part):
    """Each of the export, however deep it stands."""
    if isinstance(part, list):
        return [one for inner in part for one in uuids(inner)]
    if not isinstance(part, dict):
        return []
    own = [part["uuid"]] if "uuid" in part else []
    return own + uuids(list(part.values()))


# What Zabbix 6.0 lets an item do if this step fails; it refuses the import of
# a template with anything more.
HANDLED = {"JSONPATH", "MULTIPLIER", "REGEX", "XMLPATH"}


def importable(path):
    """What the import of Zabbix 6.0 insists on, as it told us."""
    with open(path) as stream:
        export = yaml.safe_load(stream)["zabbix_export"]
    found = uuids(export)
    assert len(found) == len(set(found)), "a UUID stands twice"
    for one in found:
        assert re.fullmatch("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", one), \
            f"{one} is no UUID of version 4 (RFC 9562 section 5.4)"
    for item in items(path):
        for step in item.get("preprocessing", []):
            assert "error_handler" not in step or step["type"] in HANDLED, step


def template(path, report):
    importable(path)
    with open(report) as stream:
        report = json.load(stream)
    keys = {item["key"] for item in items(path)}
    for item in items(path):
        if item["type"] == "DEPENDENT":
            assert item["master_item"]["key"] in keys, item["key"]
        for step in item.get("preprocessing", []):
            if step["type"] == "JAVASCRIPT":
                break  # what follows reads what the script makes
            if step["type"] == "JSONPATH":
                assert find(report, step["parameters"][0]), step
        for trigger in item.get("triggers", []):
            used = re.findall(r"mailsonde\.\w+", trigger["expression"])
            assert used and set(used) <= keys, trigger
    uuids = re.findall(r"uuid: (\S+)", open(path).read())
    assert len(uuids) == len(set(uuids)), "two parts have one uuid"
    assert all(re.fullmatch("[0-9a-f]{32}", uuid) for uuid in uuids), uuids


globals()[sys.argv[1]](*sys.argv[2:])
