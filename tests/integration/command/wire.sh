#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What is read of a mail program's configuration is what the program does.
. "$(dirname "$0")/../lib.sh"
require python3 msmtp mbsync fetchmail neomutt script curl openssl swaks

status=0
with_terminals env PYTHONDONTWRITEBYTECODE=1 timeout 300 python3 \
	"$srcdir/tests/integration/command/wire.py" "$MAILSONDE" "$tmp" ||
	status=$?
[ $status -eq 0 ] || fail "wire.py: exit status $status"
