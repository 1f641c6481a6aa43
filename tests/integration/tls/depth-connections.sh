# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# check --depth full: how many connections servers see of it.

. "${srcdir:-.}/tests/integration/lib.sh"
. "$srcdir/tests/integration/expect.sh"
. "$srcdir/tests/integration/servers.sh"
require dovecot xmllint
make_certificates

# expect_connections COUNT WHO MOST: no more were made, and the report has each.
expect_connections()
{
	made=$(xpath 'count(//m:probe) + sum(//m:offered/@hellos)')
	[ "$1" = "$made" ] || fail "$2 saw $1 connections, the report has $made"
	[ "$1" -ge 50 ] || fail "$2 was asked by $1 connections alone"
	[ "$1" -le "$3" ] || fail "$2 was asked by $1 connections"
}

# expect_state VERSION STATE
expect_state()
{
	state=$(xpath "string(//m:offered/m:version[@tls='$1']/@state)")
	[ "$state" = "$2" ] || fail "TLS $1 is $state, not $2"
}

say "Dovecot as it is shipped, which drops what it refuses"
tls_ciphers='ALL:!kRSA:!SRP:!kDHd:!DSS:!aNULL:!eNULL:!EXPORT:!DES:!3DES:!MD5:!PSK:!RC4:!ADH:!LOW@STRENGTH'
start_dovecot tls-1.2-1.3
run_mailsonde --depth full "imaps://$host:$imaps_port"
expect_state 1.1 refused
expect_state 1.2 accepted
[ "$(xpath "count(//m:version[@suites-complete='true'])")" = 5 ] ||
	fail "not every list of suites is complete"
stop_server
expect_connections "$(grep -c 'imap-login: .*isconnected' "$dovecot/log")" \
	"Dovecot" 100

say "a server that sends alerts"
address=127.0.0.1
start_standin --log "$tmp/log" --tls 1.2-1.3 --listen imap:implicit
run_mailsonde --depth full $urls
expect_state 1.1 refused
expect_connections "$(grep -c ' accept ' "$tmp/log")" "the stand-in" 85
