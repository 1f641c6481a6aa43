#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Signs in to Courier: by each mechanism that it has, with a hard password, and
# once each.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
. "$srcdir/tests/integration/mail_servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require couriertcpd userdbpw openssl xmllint
[ -x "$unpacked/usr/lib/courier/courier/imaplogin" ] || {
	echo "skipped: this test needs Courier in $unpacked"
	exit 77
}

ip link set lo up
printf ' p\303\244ss"w\\o%%rd \n' >"$tmp/password"
echo wrong >"$tmp/wrong"
start_courier
all="imaps://$host:$imaps_port imap://$host:$imap_port \
	pop3s://$host:$pop3s_port pop3://$host:$pop3_port"

# sign_in FILE ARGUMENT...
sign_in()
{
	file=$1
	shift
	run_mailsonde mailbox --no-follow-up --per-host 4 \
		--user jo@example.test --password-file "$tmp/$file" "$@"
}

# tries WORDS COUNT: so many since the last time
tries()
{
	[ "$(grep -c "$1" "$courier/log")" = "$2" ] ||
		fail "$(grep -c "$1" "$courier/log") logins, not $2"
	: >"$courier/log"
}

say "the strongest, once each"
: >"$courier/log"
sign_in password $all
tries 'LOGIN, user=' 4
for endpoint in 1 2; do
	expect_finding login-imap pass $endpoint
	expect_finding mailbox-open pass $endpoint
done
for endpoint in 3 4; do
	expect_finding login-pop3 pass $endpoint
	expect_finding mailbox-open pass $endpoint
done
[ "$(xpath "count(//m:login[@mechanism='CRAM-MD5'])")" = 4 ] ||
	fail "it was not CRAM-MD5"

say "each mechanism"
sign_in password --each-mechanism "imaps://$host:$imaps_port" \
	"pop3s://$host:$pop3s_port"
expect_exit 0
tries 'LOGIN, user=' 7

say "a wrong password, once each"
sign_in wrong $all
expect_exit 1
tries 'LOGIN FAILED' 4
[ "$(xpath "string(//m:diagnosis[@rank=1]/@id)")" = login-refused ] ||
	fail "it is $(xpath "string(//m:diagnosis[@rank=1]/@id)")"
