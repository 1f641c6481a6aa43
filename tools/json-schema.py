#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Writes the JSON Schemas of the report and of settings, from the XML ones.

    tools/json-schema.py >data/schemas/report-1.schema.json
    tools/json-schema.py settings >data/schemas/settings-1.schema.json

Both forms of the report are made by the same walk over the tables of
model/record/, and so are their schemas. Run it after a change of
data/schemas/report-1.xsd or of those tables: a test compares.
"""
import glob
import json
import os
import re
import sys
import xml.etree.ElementTree as tree

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
XS = "{http://www.w3.org/2001/XMLSchema}"
WHOLE = {  # the least that each may be
    "xs:integer": None, "count": 0, "ordinal": 1, "port": 1, "alert-code": 0,
    "reply-code": 0, "whole-milliseconds": 0,
}
PATTERNS = ("instant", "day", "fingerprint", "id")
SETS = ("versions", "flaws", "key_flaws", "key_usage", "&words_list", "&names_list", "&ordinals_value")
ABOUT = (
    "What report-1.xsd says, as JSON: an element is an object, an attribute a "
    "member, dashes in names are underscores, and elements that may stand "
    "several times are an array. This version only grows: a reader leaves "
    "alone what it does not know. A flag that is absent is false. Text from a "
    "server is escaped as in the XML report (a backslash is doubled, what "
    "cannot be printed is \\xNN), and then as JSON has it. A line of jsonl is "
    "#/$defs/jsonl_line.")


def read_tables():
    """The rows of each type, by the name of the schema's type."""
    tables, types = {}, []
    for path in sorted(glob.glob(os.path.join(HERE, "model/record/*.c"))):
        with open(path) as source:
            text = source.read()
        tables = {m[1]: m[2] for m in re.finditer(
            r"record_field (\w+)\[\] = \{\n(.*?)\n\};", text, re.S)}
        types += [(m[1], tables[m[2]]) for m in re.finditer(
            r'RECORD_TYPE\("([\w-]+)",\s*(\w+)\)', text)]
    return types


def read_rows():
    """What JSON has as arrays: elements that may stand several times, and
    attributes that hold several words or, where it is true, numbers."""
    lists, words = {}, {}
    for name, rows in read_tables():
        for row in re.split(r"\n\t\{", "\n" + rows):
            found = re.match(r'(?:LIST|TEXTS|ITEMS)\(\s*"([\w-]+)",\s*"([\w-]+)"',
                             row)
            named = re.search(r'"([\w-]+)".*\.list = "([\w-]+)"', row, re.S)
            if found or named:
                element, array = (found or named).groups()
                lists[name, element] = (array, ".always = true" in row)
            found = re.match(r'\w+\("([\w-]+)",\s*(%s)\b' % "|".join(SETS), row)
            if found:
                words[found[1]] = found[2] == "&ordinals_value"
    return lists, words


LISTS, WORDS = read_rows()
ROOT = tree.parse(os.path.join(HERE, "data/schemas/report-1.xsd")).getroot()
SIMPLE = {t.get("name"): t for t in ROOT.findall(XS + "simpleType")}
SETTINGS = tree.parse(
    os.path.join(HERE, "data/schemas/settings-1.xsd")).getroot()
SETTINGS_TYPES = {t.get("name"): t for t in SETTINGS.findall(XS + "complexType")}
COMPLEX = {t.get("name"): t for t in ROOT.findall(XS + "complexType")}


def member(name):
    return name.replace("-", "_")


def described(schema, node):
    text = node.find(XS + "annotation/" + XS + "documentation")
    if text is not None:
        words = " ".join(text.text.split())
        schema["description"] = words.replace("not- tested", "not-tested")
    return schema


def simple_schema(name):
    schema = {"type": "string"}
    restriction = SIMPLE[name].find(XS + "restriction")
    if restriction is None:
        return schema
    values = [v.get("value") for v in restriction.findall(XS + "enumeration")]
    patterns = [p.get("value") for p in restriction.findall(XS + "pattern")]
    if values:
        schema["enum"] = values
    elif patterns and name in PATTERNS:
        schema["pattern"] = "^(?:%s)$" % "|".join(patterns)
    return schema


def type_schema(name):
    if name in ("xs:boolean", "flag"):
        return {"type": "boolean"}
    if name in WHOLE:
        schema = {"type": "integer"}
        if WHOLE[name] is not None:
            schema["minimum"] = WHOLE[name]
        if name == "port":
            schema["maximum"] = 65535
        return schema
    if name == "milliseconds":
        return {"type": "number", "minimum": 0}
    if name in COMPLEX or (name in SIMPLE and len(simple_schema(name)) > 1):
        return {"$ref": "#/$defs/" + member(name)}
    return {"type": "string"}


def words_schema(name):
    if WORDS[name]:
        items = {"type": "integer", "minimum": 1}
    elif name.startswith("tls-"):
        items = {"$ref": "#/$defs/tls_version"}
    else:
        items = {"type": "string"}
    return {"type": "array", "items": items}


def add(schema, name, value):
    if name in schema["properties"]:
        sys.exit("json-schema.py: two members have the name " + name)
    schema["properties"][name] = value


def add_attributes(schema, node):
    for attribute in node.iter(XS + "attribute"):
        name = attribute.get("name")
        value = (words_schema(name) if name in WORDS
                 else type_schema(attribute.get("type")))
        add(schema, member(name), described(value, attribute))
        if attribute.get("use") == "required":
            schema["required"].append(member(name))


def add_elements(schema, node, type_name):
    for element in node.iter(XS + "element"):
        name = element.get("name")
        value = type_schema(element.get("type"))
        owed = element.get("minOccurs") != "0"
        if (type_name, name) in LISTS:
            name, owed = LISTS[type_name, name]
            value = {"type": "array", "items": value}
        elif element.get("maxOccurs", "1") != "1":
            sys.exit("json-schema.py: %s stands several times, and has no row "
                     "in model/record/" % name)
        add(schema, member(name), described(value, element))
        if owed:
            schema["required"].append(member(name))


def complex_schema(name, node):
    schema = described({"type": "object"}, node)
    schema.update(properties={}, required=[])
    if name == "report":
        add(schema, "format", {"const": "urn:mailsonde:report:1"})
        schema["required"].append("format")
    add_attributes(schema, node)
    if node.find(XS + "simpleContent") is not None:
        add(schema, "text", {"type": "string"})
    add_elements(schema, node, name)
    return schema


def line_schema(definitions):
    """An endpoint that stands on its own."""
    head = ("format", "tool_version", "started")
    report, endpoint = definitions["report"], definitions["endpoint"]
    properties = {name: report["properties"][name] for name in head}
    properties.update(endpoint["properties"])
    return {
        "description": "An endpoint, and what asked it and when.",
        "type": "object",
        "properties": properties,
        "required": list(head) + endpoint["required"],
    }


SETTINGS_ABOUT = (
    "What settings-1.xsd says, as JSON: what mailsonde settings reads. This "
    "version only grows: a reader leaves alone what it does not know.")
SETTINGS_LISTS = {  # as reports/matrix_write.c has them
    "endpoint": "endpoints", "not-used": "not_used", "remark": "remarks",
    "authentication": "authentications", "source": "settings"}


def settings_schema(node):
    """An element of settings, with all that is inside it."""
    schema = {"type": "object", "properties": {}, "required": []}
    for attribute in node.findall(XS + "attribute"):
        name = attribute.get("name")
        value = {"type": "string"}
        if attribute.get("type") == "xs:positiveInteger":
            value = {"type": "integer", "minimum": 1}
        elif attribute.get("type") == "xs:unsignedShort":
            value = {"type": "integer", "minimum": 0, "maximum": 65535}
        add(schema, member(name), described(value, attribute))
        if attribute.get("use") == "required":
            schema["required"].append(member(name))
    for element in node.findall(XS + "sequence/" + XS + "element"):
        name, inside = element.get("name"), element.find(XS + "complexType")
        if element.get("type") in SETTINGS_TYPES:
            inside = SETTINGS_TYPES[element.get("type")]
        value = {"type": "string"}
        if name == "tls":  # what is expected of each version, by its name
            value = {"type": "object", "patternProperties": {
                "^1\\.[0-3]$": {"type": "string"}}}
        elif inside is not None:
            value = settings_schema(inside)
        if name in SETTINGS_LISTS:
            name = SETTINGS_LISTS[name]
            value = {"type": "array", "items": value}
        add(schema, member(name), described(value, element))
        if value["type"] != "string" or element.get("minOccurs") != "0":
            schema["required"].append(member(name))
    return schema


def write(schema):
    json.dump(schema, sys.stdout, indent=1)
    print()


def write_settings():
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:mailsonde:settings:1:json",
        "$comment": "SPDX-License-Identifier: MIT. "
                    "Copyright (c) 2026 the mailsonde authors",
        "title": "Settings, as mailsonde reads them",
        "description": SETTINGS_ABOUT,
    }
    schema.update(settings_schema(
        SETTINGS.find(XS + "element/" + XS + "complexType")))
    write(schema)


def main():
    if sys.argv[1:] == ["settings"]:
        return write_settings()
    definitions = {member(n): complex_schema(n, t) for n, t in COMPLEX.items()}
    definitions["jsonl_line"] = line_schema(definitions)
    definitions.update({member(n): simple_schema(n) for n in SIMPLE})
    used = set(re.findall(r'#/\$defs/(\w+)"', json.dumps(definitions)))
    used |= {"report", "jsonl_line"}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:mailsonde:report:1:json",
        "$comment": "SPDX-License-Identifier: MIT. "
                    "Copyright (c) 2026 the mailsonde authors",
        "title": "The record of one run of mailsonde",
        "description": ABOUT,
        "$ref": "#/$defs/report",
        "$defs": {n: s for n, s in definitions.items() if n in used},
    }
    write(schema)


main()
