#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Names with several addresses: a family that leads nowhere, a server of
# several that is down or unlike the others.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint
start_network
names='both six four two unlike only6'
make_certificates $(for name in $names; do echo "$name.example.test"; done)
cat >>"$tmp/hosts" <<'END'
198.51.100.10 both.example.test
2001:db8:100::10 both.example.test
198.51.100.11 six.example.test
2001:db8:100::11 six.example.test
198.51.100.12 four.example.test
2001:db8:100::12 four.example.test
198.51.100.13 two.example.test
198.51.100.14 two.example.test
198.51.100.15 unlike.example.test
198.51.100.16 unlike.example.test
2001:db8:100::17 only6.example.test
END
listen='--listen imap:implicit:993 --listen imap:explicit:143'
set_up=
for number in 10 11 12 13 14 16 17; do
	set_up="$set_up --address 198.51.100.$number $listen"
	set_up="$set_up --address 2001:db8:100::$number $listen"
done
start_standin $set_up \
	--fault close-in-handshake --address 198.51.100.15 $listen
firewall ip6 daddr 2001:db8:100::11 drop
firewall ip daddr 198.51.100.12 drop
firewall ip daddr 198.51.100.13 tcp dport 993 reject with tcp reset

say "two families, and one of them"
check_table 6 <<'END'
0 none - imaps://both.example.test
0 none - -4 imaps://both.example.test
0 none - -6 imaps://both.example.test
0 none - imaps://only6.example.test
0 ipv6-broken possible/likely imaps://six.example.test
0 none - -4 imaps://six.example.test
1 host-down/port-filtered/ipv6-broken possible -6 imaps://six.example.test
1 host-down/port-filtered/ipv4-broken possible -4 imaps://four.example.test
END

# Only the question whether the slower family is dead takes its 5 seconds.
say "the other family is tried at once: nobody waits for the dead one"
run_mailsonde imaps://six.example.test
expect_exit 0
expect_within 4
expect_finding connect warning/pass

say "one of several is down, or unlike the others"
check_table 6 <<'END'
0 one-server-down likely imaps://two.example.test
0 none - imap://two.example.test
1 members-differ likely imaps://unlike.example.test
1 members-differ likely imap://unlike.example.test
END

say "a family that works to others: it is that server"
run_mailsonde imaps://six.example.test imaps://only6.example.test
expect_exit 0
expect_diagnosis 1 one-server-down likely

say "no IPv6 here, and a server that has nothing else"
ip -6 route del default
check_table 6 <<'END'
0 none - imaps://both.example.test
1/2 address-family-missing likely imaps://only6.example.test
1/2 address-family-missing likely -6 imaps://both.example.test
END
