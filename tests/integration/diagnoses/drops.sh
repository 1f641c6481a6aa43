#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A server that drops a third of the connections, by twenty patterns: whichever
# of them it hits, the verdict is the same, and drops are told.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3

kinds=
for seed in 1 2 3 4 5 6 7; do
	kinds="$kinds imap-implicit-drops-at-connect-$seed"
	kinds="$kinds smtp-explicit-drops-at-hello-$seed"
	[ "$seed" = 7 ] || kinds="$kinds imap-implicit-drops-at-list-$seed"
done
start_odd $kinds
for kind in $kinds; do
	where="$kind: "
	run_mailsonde --timeout 10 "$(odd_url "$kind")"
	expect_exit 0
	for check in greeting tls-best tls-1.2 tls-1.3 capability-auth; do
		expect_finding "$check" pass
	done
	for check in tls-1.0 tls-1.1; do
		expect_finding "$check" pass
	done
	if [ "$(xpath "count(//m:probe[@purpose='best'])")" != 1 ]; then
		expect_finding connection-drops warning/info
	fi
done
where=
stop_odd
