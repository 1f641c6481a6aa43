#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# No network, and firewalls of every kind between here and the servers.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint
start_network
names='whole one guest smtp all closed lost gone shut open'
make_certificates $(for name in $names; do echo "$name.example.test"; done)
number=10
for name in $names; do
	echo "198.51.100.$number $name.example.test" >>"$tmp/hosts"
	number=$((number + 1))
done

start_standin --address 0.0.0.0 --listen imap:implicit:993 \
	--listen imap:explicit:143 --listen pop3:implicit:995 \
	--listen pop3:explicit:110 --listen smtp:implicit:465 \
	--listen smtp:explicit:587 --listen smtp:explicit:25 \
	--fault http --listen imap:implicit:443

say "everything is open"
check_table 6 <<'END'
0 none - imaps://whole.example.test imap://whole.example.test
0 none - submission://whole.example.test smtp://whole.example.test
END

firewall ip daddr 198.51.100.11 tcp dport 993 drop
firewall ip daddr 198.51.100.12 tcp dport '{ 25, 110, 143, 465, 587, 993, 995 }' drop
firewall ip daddr 198.51.100.13 tcp dport 25 drop
firewall ip daddr 198.51.100.14 drop
firewall ip daddr 198.51.100.15 tcp dport 993 reject with tcp reset
firewall ip daddr 198.51.100.16 reject with icmp type host-unreachable
firewall ip daddr 198.51.100.17 reject with icmp type admin-prohibited
firewall ip daddr 198.51.100.18 tcp dport 993 reject with icmp type port-unreachable
firewall ip daddr 198.51.100.19 tcp dport 993 ct state new drop

say "what a firewall lets through, and what not"
check_table 6 <<'END'
1 port-filtered likely imaps://one.example.test
1 port-filtered possible --no-follow-up imaps://one.example.test
1 port-filtered likely imaps://one.example.test imap://one.example.test
1 mail-ports-filtered likely imaps://guest.example.test
1 mail-ports-filtered likely imaps://guest.example.test submission://guest.example.test
1 port-25-blocked likely smtp://smtp.example.test
1 port-25-blocked likely smtp://smtp.example.test submission://smtp.example.test
1 port-25-blocked possible smtp://all.example.test
1 host-down/port-filtered possible imaps://all.example.test
1 host-down likely imaps://all.example.test imaps://whole.example.test
1 port-closed likely imaps://closed.example.test
1 port-closed likely --no-follow-up imaps://closed.example.test
1 host-unreachable likely imaps://lost.example.test
1 host-unreachable/network-blocked/port-filtered likely/possible imaps://gone.example.test
1 port-closed likely imaps://shut.example.test
END

say "a filtered port is called so after five seconds"
run_mailsonde imaps://one.example.test
expect_diagnosis 1 port-filtered likely
expect_within 7
grep -q '143.*STARTTLS' "$tmp/stdout" || fail "the way that works is not told"

say "everything is dropped, whatever the host"
firewall tcp dport 1-65535 drop
check_table 6 <<'END'
1 network-blocked possible imaps://whole.example.test imaps://one.example.test
1 host-down/port-filtered possible imaps://whole.example.test
END

say "no route to anywhere"
ip link set near down
check_table 6 <<'END'
2 network-down certain imaps://whole.example.test
2 network-down certain imaps://whole.example.test imap://one.example.test submission://guest.example.test
2 network-down certain -4 imaps://whole.example.test
2 network-down certain --no-follow-up imaps://198.51.100.10
END
[ "$failures" != 0 ] || run_mailsonde imaps://whole.example.test pop3s://whole.example.test
expect_within 2
expect_diagnosis 2 none
