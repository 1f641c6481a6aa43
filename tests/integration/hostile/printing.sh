#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What others say never acts on a terminal, in a document or in a program that
# reads one.
. "$(dirname "$0")/../lib.sh"
require openssl python3

mkdir "$tmp/printing"
PYTHONDONTWRITEBYTECODE=1 python3 \
	"$srcdir/tests/integration/hostile/printing.py" "$MAILSONDE" \
	"$tmp/printing" || fail "somebody's words act"
