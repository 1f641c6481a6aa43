#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Each mechanism that Dovecot has, and its commands: the right password gets in,
# a wrong one does not, and the log counts one try for each.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require dovecot openssl xmllint root

auth_mechanisms="plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 apop"
mail_password=open-sesame
printf '%s\n' "$mail_password" >"$tmp/password"
echo wrong >"$tmp/wrong"
# Neither a wrong password nor many of them slow the next login down.
dovecot_settings="auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}"
start_dovecot tls-1.2-1.3

# sign_in MECHANISM FILE URL
sign_in()
{
	run_mailsonde mailbox --user jo@example.test --auth "$1" \
		--password-file "$tmp/$2" "$3"
	where="$1, $2 password, $3: "
}

imap=imaps://$host:$imaps_port
pop3=pop3s://$host:$pop3s_port
for mechanism in PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256; do
	sign_in $mechanism password "$imap"
	expect_exit 0
	expect_finding login-imap pass 1
	[ "$(xpath "string(//m:login/@mechanism)")" = $mechanism ] ||
		fail "it was $(xpath "string(//m:login/@mechanism)")"
	sign_in $mechanism password "$pop3"
	expect_finding login-pop3 pass 1
	sign_in $mechanism wrong "$imap"
	expect_exit 1
	expect_finding login-imap fail 1
	[ "$(xpath 'count(//m:login[@sent="true"])')" = 1 ] ||
		fail "not one try"
done
for way in APOP USER; do
	sign_in $way password "$pop3"
	expect_exit 0
	expect_finding login-pop3 pass 1
done
sign_in APOP wrong "$pop3"
expect_finding login-pop3 fail 1

where="the strongest first: "
run_mailsonde mailbox --user jo@example.test --password-file "$tmp/password" \
	"$imap"
expect_exit 0
[ "$(xpath "string(//m:login/@mechanism)")" = SCRAM-SHA-256 ] ||
	fail "it was $(xpath "string(//m:login/@mechanism)")"

where="each mechanism: "
run_mailsonde mailbox --user jo@example.test --password-file "$tmp/password" \
	--each-mechanism "$imap"
expect_exit 0
[ "$(xpath 'count(//m:login[@answer="positive"])')" -ge 6 ] ||
	fail "$(xpath 'count(//m:login)') were tried"

# What no server could make work is said at once.
for auth in FOO XOAUTH2 "scram-sha-1 "; do
	where="--auth $auth: "
	run_program mailbox --user jo@example.test --auth "$auth" \
		--password-file "$tmp/password" "$imap"
	expect_exit 64
done
