#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# trip.sh FILE RUNS: messages through Postfix to Dovecot, on loopback; the file
# gets a line for each: the milliseconds from the submission server's word to the
# first sight over IMAP.
. "$srcdir/tests/integration/lib.sh"
. "$srcdir/tests/integration/servers.sh"
require dovecot postfix postconf openssl xmllint root

user=jo@example.test
mail_password=open-sesame
printf '%s\n' "$mail_password" >"$tmp/password"
start_dovecot tls-1.2-1.3
delivery=lmtp:inet:[$address]:$lmtp_port
start_postfix tls-1.2-1.3
mkdir -p "$dovecot/mail/cur" "$dovecot/mail/new" "$dovecot/mail/tmp"
chown -R nobody:nogroup "$dovecot/mail"

: >"$1"
run=0
while [ $run -lt "$2" ]; do
	run=$((run + 1))
	run_mailsonde mailbox --user "$user" --password-file "$tmp/password" \
		--round-trip "submission://$host:$submission_port" \
		"imaps://$host:$imaps_port"
	expect_exit 0
	xpath 'string(//m:trip/@imap-ms)' >>"$1"
done
