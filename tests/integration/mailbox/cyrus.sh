#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Signs in to Cyrus, and to Postfix that asks Cyrus SASL: by each mechanism that
# they have, with a hard password, and once each.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
. "$srcdir/tests/integration/mail_servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require cyrmaster saslpasswd2 postfix postconf openssl xmllint python3
[ -x "$unpacked/usr/lib/cyrus/bin/imapd" ] || {
	echo "skipped: this test needs Cyrus IMAP in $unpacked"
	exit 77
}

ip link set lo up
own_syslog
printf ' p\303\244ss"w\\o%%rd \n' >"$tmp/password"
echo wrong >"$tmp/wrong"
start_cyrus
start_sasl_postfix
all="imaps://$host:$imaps_port imap://$host:$imap_port \
	pop3s://$host:$pop3s_port pop3://$host:$pop3_port \
	submissions://$host:$submissions_port \
	submission://$host:$submission_port"

# sign_in FILE ARGUMENT...
sign_in()
{
	file=$1
	shift
	run_mailsonde mailbox --no-follow-up --user jo@example.test \
		--password-file "$tmp/$file" "$@"
}

# tries COUNT: so many logins were begun since the last time
tries()
{
	timeout 20 sh -c 'until [ "$(grep -cE " (bad)?login: " "$0")" -ge "$1" ]
		do sleep 0.1; done' "$tmp/syslog" $((counted + $1)) || :
	count=$(grep -cE ' (bad)?login: ' "$tmp/syslog") || :
	[ $((count - counted)) = "$1" ] ||
		fail "$((count - counted)) logins at Cyrus, not $1"
	counted=$count
}
counted=0

# taken MECHANISM ENDPOINTS: it was accepted at so many
taken()
{
	[ "$(xpath "count(//m:login[@mechanism='$1' and
		@answer='positive'])")" = "$2" ] || fail "not taken by $1"
}

# The first login makes the mailbox.
sign_in password "imaps://$host:$imaps_port"
tries 1

say "the strongest, once each"
sign_in password $all
expect_exit 0
tries 4
taken SCRAM-SHA-256 6
for endpoint in 1 2; do
	expect_finding login-imap pass $endpoint
	expect_finding mailbox-open pass $endpoint
done
for endpoint in 3 4; do
	expect_finding login-pop3 pass $endpoint
	expect_finding mailbox-open pass $endpoint
done
expect_finding send-as pass 5
expect_finding send-as pass 6

say "bound to the connection, as TLS 1.2 binds"
sign_in password --tls 1.2 "imaps://$host:$imaps_port" \
	"pop3://$host:$pop3_port"
expect_exit 0
tries 2
taken SCRAM-SHA-256-PLUS 2

say "each mechanism"
sign_in password --each-mechanism --tls 1.2 "imaps://$host:$imaps_port" \
	"pop3s://$host:$pop3s_port" "submissions://$host:$submissions_port"
expect_exit 0
for mechanism in SCRAM-SHA-256 SCRAM-SHA-1 DIGEST-MD5 CRAM-MD5 PLAIN LOGIN \
	NTLM; do
	taken $mechanism 3
done
taken SCRAM-SHA-256-PLUS 2
taken SCRAM-SHA-1-PLUS 2
taken "LOGIN command" 1
taken APOP 1
taken "USER and PASS" 1
tries 21

say "a wrong password, once each"
sign_in wrong $all
expect_exit 1
tries 4
grep -c 'authentication failed' "$postfix/log" | grep -qx 2 ||
	fail "not two logins at Postfix"
[ "$(xpath "string(//m:diagnosis[@rank=1]/@id)")" = login-refused ] ||
	fail "it is $(xpath "string(//m:diagnosis[@rank=1]/@id)")"

say "the binding that only Cyrus wants"
sign_in password --auth SCRAM-SHA-256-PLUS --tls 1.3 "imaps://$host:$imaps_port"
expect_exit 1
[ "$(xpath "string(//m:diagnosis[@rank=1]/@id)")" = login-method ] ||
	fail "it is $(xpath "string(//m:diagnosis[@rank=1]/@id)")"
tries 1
