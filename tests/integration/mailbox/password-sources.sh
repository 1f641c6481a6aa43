#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The ways in which a password comes: each signs in to real Dovecot, and none
# shows it.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require dovecot openssl xmllint root python3

mail_password=open-sesame
mkdir "$tmp/credentials"
printf '%s\nthe second line\n' "$mail_password" >"$tmp/password"
cp "$tmp/password" "$tmp/credentials/mail"
printf '%s\n' "$mail_password" >"$tmp/answer"
start_dovecot tls-1.2-1.3

# sign_in ARGUMENT...
sign_in()
{
	run_mailsonde mailbox --user jo@example.test --transcript "$@" \
		"imaps://$host:$imaps_port"
}

# No output has it, as it is or in base64, wherever that begins.
expect_hidden()
{
	if cat "$tmp/stdout" "$tmp/stderr" "$tmp/report.xml" 2>/dev/null |
		grep -aqF -e "$mail_password" -e b3Blbi1zZXNhbW \
			-e 9wZW4tc2VzYW -e vcGVuLXNlc2Ft; then
		fail "the password is told"
	fi
}

expect_login()
{
	expect_exit 0
	expect_finding login-imap pass 1
	expect_hidden
}

# expect_refused STATUS WORDS: nothing was tried
expect_refused()
{
	expect_exit "$1"
	grep -qF -- "$2" "$tmp/stderr" || fail "nothing says: $2"
	expect_hidden
}

say "a file, a command, a file descriptor, a credential"
sign_in --password-file "$tmp/password"
expect_login
sign_in --password-command "cat '$tmp/password'"
expect_login
sign_in --password-fd 7 7<"$tmp/password"
expect_login
CREDENTIALS_DIRECTORY=$tmp/credentials
export CREDENTIALS_DIRECTORY
sign_in --password-credential mail
expect_login
unset CREDENTIALS_DIRECTORY

say "none of them has it"
sign_in --password-credential mail
expect_refused 65 'systemd passed no credentials to this process'
sign_in --password-command "cat '$tmp/password'; exit 3"
expect_refused 65 'password from the command: it failed'
sign_in --password-fd 7 7</dev/null
expect_refused 65 'the first line is empty'

say "the sender's access token"
sender="--options --from-account ann@example.test"
# shellcheck disable=SC2086 # words
sign_in --password-file "$tmp/password" $sender \
	--from-access-token-file "$tmp/missing"
expect_refused 65 "access token from $tmp/missing: No such file or directory"
# shellcheck disable=SC2086 # words
sign_in --password-file "$tmp/password" $sender \
	--from-access-token-command 'echo token; exit 3'
expect_refused 65 'access token from the command: it failed'

# asked ANSWER: on a terminal, which is all that shows anything
asked()
{
	: >"$tmp/stderr"
	: >"$tmp/facts"
	rm -f "$tmp/report.xml"
	status=0
	shown=
	set -- python3 "$srcdir/tests/integration/mailbox/prompt.py" "$1" \
		'Password of jo@example.test: ' "$MAILSONDE" mailbox \
		--user jo@example.test --transcript --ca-file "$certs/ca.pem" \
		--resolve "$host:$address" -o text -o xml="$tmp/report.xml" \
		"imaps://$host:$imaps_port"
	with_terminals timeout -k 5 "$bound" "$@" >"$tmp/stdout" 9>&- ||
		status=$?
}

say "a terminal, which does not show it"
asked "$tmp/answer"
check_report
expect_login
echo >"$tmp/nothing"
asked "$tmp/nothing"
expect_exit 64
grep -qF 'no password was given' "$tmp/stdout" ||
	fail "nothing says that none was given"
