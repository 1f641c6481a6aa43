#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Real Postfix, submission and submissions, as three administrators might set its
# TLS versions; openssl s_client says independently what is accepted.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
. "$srcdir/tests/integration/openssl.sh"
require postfix postconf dovecot openssl xmllint root

postfix_urls()
{
	echo "submissions://$host:$submissions_port \
		submission://$host:$submission_port"
}

compare_all()
{
	compare_with_openssl 1 - "$submissions_port"
	compare_with_openssl 2 smtp "$submission_port"
}

expect_healthy()
{
	for endpoint in 1 2; do
		for check in connect mode greeting tls-best capability-auth \
			certificate-trust certificate-name certificate-expiry; do
			expect_finding $check pass $endpoint
		done
		expect_probe best '[0-9.,]*' completed done $endpoint
		[ "$(xpath "count(//m:endpoint[$endpoint]/m:probe[1]/m:capabilities[
			@when='tls' and not(@starttls) and m:mechanism='PLAIN'
			and m:mechanism='LOGIN' and m:item='PIPELINING'])")" = 1 ] ||
			fail "endpoint $endpoint: not Postfix's capabilities"
	done
	for check in capability-starttls starttls-injection cleartext-login; do
		expect_finding $check pass 2
	done
	[ "$(xpath "count(//m:endpoint[2]/m:probe[1]/m:capabilities[
		@when='cleartext' and @starttls and not(m:mechanism)])")" = 1 ] ||
		fail "not Postfix's capabilities before TLS"
}

# One for all: Postfix asks it who may log in.
start_dovecot tls-1.2-1.3
dovecot_server=$server

say "TLS 1.0 to 1.2: old versions are a warning for a URL, which may count"
start_postfix tls-1.0-1.2
run_mailsonde $(postfix_urls)
expect_exit 0
expect_healthy
compare_all
for endpoint in 1 2; do
	expect_finding tls-1.0 warning $endpoint
	expect_finding tls-1.1 warning $endpoint
	expect_finding tls-1.2 pass $endpoint
	expect_finding tls-1.3 pass $endpoint
done
run_mailsonde --fail-on warning $(postfix_urls)
expect_exit 1
stop_server

say "TLS 1.2 and 1.3: all is well"
start_postfix tls-1.2-1.3
run_mailsonde --fail-on warning $(postfix_urls)
expect_exit 0
expect_healthy
expect_finding 'tls-*' pass 1
expect_finding 'tls-*' pass 2
compare_all

say "the port of the other mode"
run_mailsonde --timeout 4 "submissions://$host:$submission_port" \
	"submission://$host:$submissions_port" "imaps://$host:$submissions_port" \
	"imap://$host:$submission_port"
expect_exit 1
expect_within 4
expect_finding mode fail 1
expect_finding mode fail 2
expect_finding 'tls-*' not-tested 1
expect_finding 'tls-*' not-tested 2
expect_finding greeting fail 3
expect_finding greeting fail 4
stop_server

say "TLS 1.3 alone"
start_postfix tls-1.3
run_mailsonde $(postfix_urls)
expect_exit 0
expect_healthy
expect_finding 'tls-*' pass 1
expect_finding 'tls-*' pass 2
compare_all
stop_server

say "no service of Postfix's could take a message, and none was offered one"
if grep -e ' from=<' -e 'cleanup' "$postfix/log"; then
	fail "Postfix was offered a message"
fi
