#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Real Dovecot, IMAP and POP3 in both modes, as three administrators might set
# its TLS versions; openssl s_client says independently what is accepted.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
. "$srcdir/tests/integration/openssl.sh"
require dovecot openssl xmllint

dovecot_urls()
{
	echo "imaps://$host:$imaps_port imap://$host:$imap_port \
		pop3s://$host:$pop3s_port pop3://$host:$pop3_port"
}

# Endpoints 1 to 4 as openssl sees them.
compare_all()
{
	compare_with_openssl 1 - "$imaps_port"
	compare_with_openssl 2 imap "$imap_port"
	compare_with_openssl 3 - "$pop3s_port"
	compare_with_openssl 4 pop3 "$pop3_port"
}

expect_healthy()
{
	for endpoint in 1 2 3 4; do
		for check in connect mode greeting tls-best capability-auth \
			certificate-trust certificate-name certificate-expiry; do
			expect_finding $check pass $endpoint
		done
		expect_probe best '[0-9.,]*' completed done $endpoint
	done
	for endpoint in 2 4; do
		for check in capability-starttls starttls-injection \
			cleartext-login; do
			expect_finding $check pass $endpoint
		done
	done
}

# Each as Dovecot documents it.
expect_capabilities()
{
	for path in \
		"1]/m:probe[1]/m:capabilities[@when='tls' and m:mechanism='PLAIN' and m:mechanism='LOGIN']" \
		"2]/m:probe[1]/m:capabilities[@when='cleartext' and @starttls and @login-disabled]" \
		"2]/m:probe[1]/m:capabilities[@when='tls' and m:mechanism='PLAIN' and not(@login-disabled)]" \
		"3]/m:probe[1]/m:capabilities[@when='tls' and @user and m:mechanism='PLAIN']" \
		"4]/m:probe[1]/m:capabilities[@when='cleartext' and @starttls and not(@user)]" \
		"4]/m:probe[1]/m:capabilities[@when='tls' and @user]"; do
		[ "$(xpath "count(//m:endpoint[$path)")" = 1 ] ||
			fail "no capabilities like endpoint[$path"
	done
	[ "$(xpath "count(//m:greeting[contains(., 'Dovecot')])")" -gt 0 ] ||
		fail "Dovecot's greeting is missing"
}

say "TLS 1.0 to 1.2: old versions are a warning for a URL, which may count"
start_dovecot tls-1.0-1.2
run_mailsonde $(dovecot_urls)
expect_exit 0
expect_healthy
expect_capabilities
compare_all
for endpoint in 1 2 3 4; do
	expect_finding tls-1.0 warning $endpoint
	expect_finding tls-1.1 warning $endpoint
	expect_finding tls-1.2 pass $endpoint
	expect_finding tls-1.3 pass $endpoint
done
run_mailsonde --fail-on warning $(dovecot_urls)
expect_exit 1
run_mailsonde --tls 1.2,1.3 --fail-on warning $(dovecot_urls)
expect_exit 0
expect_finding tls-1.0 none
stop_server

say "TLS 1.2 and 1.3: all is well"
start_dovecot tls-1.2-1.3
run_mailsonde --fail-on warning $(dovecot_urls)
expect_exit 0
expect_healthy
compare_all
for endpoint in 1 2 3 4; do
	expect_finding 'tls-*' pass $endpoint
done
run_mailsonde -q $(dovecot_urls)
expect_exit 0
stop_server

say "TLS 1.3 alone, and passwords in the clear"
start_dovecot tls-1.3 cleartext-login
run_mailsonde $(dovecot_urls)
expect_exit 1
compare_all
for endpoint in 1 2 3 4; do
	expect_finding 'tls-*' pass $endpoint
	expect_finding tls-best pass $endpoint
done
expect_verdict pass 1
expect_verdict pass 3
expect_finding cleartext-login fail 2
expect_finding cleartext-login fail 4
stop_server

say "the port of the other mode, and nobody there any more"
start_dovecot tls-1.2-1.3
run_mailsonde --timeout 4 "imaps://$host:$imap_port" "imap://$host:$imaps_port" \
	"pop3s://$host:$pop3_port" "pop3://$host:$pop3s_port" \
	"pop3s://$host:$imaps_port"
expect_exit 1
expect_within 4
for endpoint in 1 2 3 4; do
	expect_finding mode fail $endpoint
	expect_finding 'tls-*' not-tested $endpoint
done
expect_finding mode pass 5
expect_finding greeting fail 5
stop_server
run_mailsonde --timeout 3 $(dovecot_urls)
expect_exit 1
expect_finding connect fail 4
expect_finding 'tls-*' not-tested 4
