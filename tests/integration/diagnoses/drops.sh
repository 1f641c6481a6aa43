#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A server that drops two or three of the first six connections: whichever of
# them that hits, the verdict is the same, and drops are told. The first five
# are five different hellos, in an order that nobody knows, and the sixth says
# one of them again: none is dropped three times, which would leave it untold.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3

kinds=
for numbers in 1.2 1.4 2.3 3.5 4.5 1.5.6 2.4.6; do
	kinds="$kinds imap-implicit-drops-at-connect-$numbers"
	kinds="$kinds smtp-explicit-drops-at-hello-$numbers"
	kinds="$kinds imap-implicit-drops-at-list-$numbers"
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
