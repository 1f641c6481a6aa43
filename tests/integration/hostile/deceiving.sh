#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What is made to deceive: each case gets its true verdict.
. "$(dirname "$0")/../lib.sh"
require openssl python3

parts=$srcdir/tests/integration/hostile
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

# deceive AREA [COMMAND]
deceive()
{
	mkdir "$tmp/$1"
	python3 "$parts/deceiving.py" "$MAILSONDE" "$tmp/$1" "$@" ||
		fail "somebody was deceived"
}

say "chains and names, and who hears a password"
mailbox=
[ ! -x "$builddir/mailsonde-mailbox" ] || mailbox=mailbox
deceive chains $mailbox

if [ -x "$builddir/mailsonde-revocation" ]; then
	say "issuers' responses and lists"
	deceive issuers
fi

say "signatures of reports"
mkdir "$tmp/signatures"
run_program report "$srcdir/tests/golden/failing/report.xml" \
	-o xml="$tmp/whole.xml"
expect_exit 0
python3 "$parts/deceiving_signatures.py" "$MAILSONDE" "$tmp/signatures" \
	"$tmp/whole.xml" || fail "somebody was deceived"
