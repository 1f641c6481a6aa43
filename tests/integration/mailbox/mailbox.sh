#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Signs in to real Dovecot and Postfix, and finds out what is there. The
# servers' logs say how often somebody tried.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require dovecot postfix postconf openssl xmllint root

user=jo@example.test
mail_password=open-sesame
printf '%s\n' "$mail_password" >"$tmp/password"

# mailbox ARGUMENT...
mailbox()
{
	run_mailsonde mailbox --user "$user" --password-file "$tmp/password" \
		"$@"
	if grep -rqF -e "$mail_password" -e b3Blbi1zZXNhbW "$tmp/stdout" \
		"$tmp/stderr" "$tmp/report.xml"; then
		fail "the password is told"
	fi
}

all_urls()
{
	echo "imaps://$host:$imaps_port imap://$host:$imap_port \
		pop3s://$host:$pop3s_port pop3://$host:$pop3_port \
		submissions://$host:$submissions_port \
		submission://$host:$submission_port"
}

# tries COUNT: so many logins were begun at Dovecot since the last time
tries()
{
	sleep 0.3 # for the log
	count=$(grep -c -e 'Login: user=' -e 'auth failed, [0-9]' \
		"$dovecot/log") || :
	if [ $((count - counted)) != "$1" ]; then
		fail "$((count - counted)) logins at Dovecot, not $1"
	fi
	counted=$count
}
counted=0

start_dovecot tls-1.2-1.3
dovecot_server=$server
start_postfix tls-1.2-1.3
mkdir -p "$dovecot/mail/cur" "$dovecot/mail/new" "$dovecot/mail/tmp"
for i in 1 2 3; do
	printf 'Subject: %s\r\n\r\nHello\r\n' $i >"$dovecot/mail/new/$i.test"
done
chown -R nobody:nogroup "$dovecot/mail"

say "all endpoints take the password, once each"
mailbox --transcript $(all_urls)
expect_exit 0
tries 4
for endpoint in 1 2; do
	expect_finding login-imap pass $endpoint
	expect_finding mailbox-open pass $endpoint
	expect_finding login-pop3 none $endpoint
	[ "$(xpath "count(//m:endpoint[$endpoint]/m:probe[@purpose='login'
		and @outcome='completed']/m:mailbox[@messages=3 and @idle='true'
		and @namespaces='positive'])")" = 1 ] ||
		fail "endpoint $endpoint: not what is in the mailbox"
done
for endpoint in 3 4; do
	expect_finding login-pop3 pass $endpoint
	expect_finding mailbox-open pass $endpoint
	[ "$(xpath "count(//m:endpoint[$endpoint]/m:probe/m:mailbox[@messages=3
		and @identifiers=3])")" = 1 ] ||
		fail "endpoint $endpoint: not what is in the maildrop"
done
for endpoint in 5 6; do
	expect_finding login-smtp pass $endpoint
	expect_finding send-as pass $endpoint
	expect_finding mailbox-open none $endpoint
done
if ls "$dovecot/mail/cur" "$dovecot/mail/new" | grep ':2,.'; then
	fail "a message was marked"
fi

say "a wrong password is tried once at each"
echo wrong >"$tmp/password"
mailbox "imaps://$host:$imaps_port" "pop3s://$host:$pop3s_port"
expect_exit 1
tries 2
expect_finding login-imap fail 1
expect_finding mailbox-open not-tested 1
expect_finding login-pop3 fail 2
printf '%s\n' "$mail_password" >"$tmp/password"

say "no certificate, no password"
run_program mailbox --user "$user" --password-file "$tmp/password" \
	--resolve "$host:$address" -o xml="$tmp/report.xml" \
	"imaps://$host:$imaps_port" "imap://$host:$imap_port?mode=cleartext"
expect_exit 1
check_report
tries 0
expect_finding login-imap not-tested 1
expect_finding login-imap not-tested 2
[ "$(xpath "string(//m:endpoint[1]/m:probe/m:login/@held)")" = certificate ] ||
	fail "the certificate did not keep the password back"
[ "$(xpath "string(//m:endpoint[2]/m:probe/m:login/@held)")" = cleartext ] ||
	fail "cleartext did not keep the password back"
