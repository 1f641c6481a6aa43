#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What users read is free of the words and constructions that a native writer
# would not use there. CONTRIBUTING.md says how to write instead.
: "${srcdir:=$(dirname "$0")/..}"
. "$(dirname "$0")/integration/lib.sh"
require python3

english()
{
	python3 - "$srcdir" "$@" <<'END'
import pathlib
import re
import sys

# Roles without a name, and words carried over from another language.
BAD = re.compile(
    r"\b(whoever|somebody|anybody|of today|in place of|come about"
    r"|takes? no passwords?|see (first )?that|is told to|not to be had"
    r"|in clear text|from the first octet|stays so"
    r"|(?<!there )(?<!There )(is|are) no(?! (longer|more)\b))\b")
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COMMENT = re.compile(r"/\*.*?\*/|^\s*#\s*include.*?$", re.S | re.M)
ROFF = re.compile(r"^\.\\\".*$", re.M)

top = pathlib.Path(sys.argv[1])
bad = 0


def check(name, text):
    global bad
    for found in BAD.finditer(" ".join(text.split())):
        print(f"{name}: \"{found.group()}\"")
        bad += 1


def check_c(path):
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    # Adjacent literals are one string.
    text = re.sub(r'"\s*(\\\n\s*)?"', "", text)
    for literal in STRING.finditer(text):
        check(path.relative_to(top), literal.group(1))


if len(sys.argv) > 2:
    check("example", sys.argv[2])
else:
    for folder in ("checks", "discovery", "engine", "model", "net", "probes",
                   "reports", "settings", "src"):
        for path in sorted((top / folder).rglob("*.[ci]*")):
            # The words of tongues.c are read in others' pages, not written.
            if path.suffix in (".c", ".inc") and path.name != "tongues.c":
                check_c(path)
    for path in sorted(top.glob("data/policies/*.xml")) + sorted(
            top.glob("data/profiles/*/*.xml")):
        check(path.relative_to(top), path.read_text(encoding="utf-8"))
    check("mailsonde.1", ROFF.sub("", (top / "mailsonde.1").read_text(
        encoding="utf-8")))
sys.exit(bad > 0)
END
}

english || fail "a native writer would say this otherwise"

say "each of the patterns is seen"
for words in "Ask whoever runs the server." "programs of today" \
	"choose SSL/TLS in place of STARTTLS" "answers in clear text" \
	"connections do not come about" "See that the date is right" \
	"99x is no port" "words that are no greeting"; do
	! english "$(echo "$words" | tr S s)" >/dev/null ||
		fail "not noticed: $words"
done
