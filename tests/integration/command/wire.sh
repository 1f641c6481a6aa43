#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What is read of a mail program's configuration is what the program does.
. "$(dirname "$0")/../lib.sh"
PATH=$PATH:/usr/local/lib/mailsonde-tests/usr/sbin # as autogen.sh unpacks
require python3 msmtp mbsync fetchmail neomutt script curl openssl swaks setpriv

status=0
with_terminals env PYTHONDONTWRITEBYTECODE=1 timeout 300 python3 \
	"$srcdir/tests/integration/command/wire.py" "$MAILSONDE" "$tmp" ||
	status=$?
if [ $status -eq 77 ]; then exit 77; fi
[ $status -eq 0 ] || fail "wire.py: exit status $status"
