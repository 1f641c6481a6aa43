#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A name with several addresses: each is asked, and what was not is said.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3
start_network
make_certificates two.example.test many.example.test
for number in 1 2; do
	echo "127.0.0.$number two.example.test"
done >>"$tmp/hosts"
for number in 1 2 3 4 5 6 7 8 9 10 11; do
	echo "127.0.0.$number many.example.test"
done >>"$tmp/hosts"

# two HABIT HABIT: the servers at both addresses, in either order of them
two()
{
	start_odd "imap-implicit-$1@127.0.0.1:9931" \
		"imap-implicit-$2@127.0.0.2:9931" \
		"imap-implicit-$2@127.0.0.1:9932" \
		"imap-implicit-$1@127.0.0.2:9932"
	where="$1 and $2: "
}

# expect_both EXIT DIAGNOSIS CHECK STATUS: whichever comes first
expect_both()
{
	for two_port in 9931 9932; do
		run_mailsonde --timeout 5 "imaps://two.example.test:$two_port"
		expect_exit "$1"
		expect_first_diagnosis "$2"
		expect_finding "$3" "$4"
	done
}

two good good
expect_both 0 none addresses pass
run_mailsonde --no-follow-up "imaps://two.example.test:9931"
expect_finding addresses pass
stop_odd

two good expired
expect_both 1 certificate-mixed certificate-expiry fail
expect_words stdout '1 of 2 addresses of two.example.test shows an expired'
stop_odd

two good broken
expect_both 1 members-differ addresses fail
stop_odd

two good tls-1-2
expect_both 0 none addresses warning
stop_odd

two good other-login
expect_both 0 none capability-varies warning
stop_odd

two good no-login
expect_both 1 answers-differ capability-varies fail
stop_odd

where="one of two is dead: "
start_odd imap-implicit-good@127.0.0.1:9931 imap-implicit-good@127.0.0.2:9932
for two_port in 9931 9932; do
	run_mailsonde --timeout 5 "imaps://two.example.test:$two_port"
	expect_exit 0
	expect_finding connect warning
	expect_finding addresses none
done
stop_odd

where="eleven: "
start_odd $(for number in 1 2 3 4 5 6 7 8 9 10 11; do
	echo "imap-implicit-good@127.0.0.$number:9931"
done)
run_mailsonde --timeout 5 imaps://many.example.test:9931
expect_exit 0
expect_finding addresses info
sed -n 2,3p "$tmp/stdout" | tr -s ' \n' ' ' >"$tmp/head"
grep -q 'Note .* tested at 9 of its 11 addresses' "$tmp/head" ||
	fail "the headline does not tell of untested addresses"
expect_words stdout 'tested at 9 of its 11 addresses'
stop_odd
