#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# ManageSieve and LMTP: the stand-in with its faults, Dovecot's own servers, and
# Postfix's LMTP client, which says independently what a server offers.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/openssl.sh"
. "$srcdir/tests/integration/table.sh"
require dovecot openssl posttls-finger xmllint

urls()
{
	echo "sieve://$host:$sieve_port lmtp://$host:$lmtp_port"
}

# Postfix's client goes through LHLO and STARTTLS there, and trusts what it sees.
postfix_trusts()
{
	timeout 20 posttls-finger -S -l encrypt -L summary -F "$certs/ca.pem" \
		-t 10 -c "[$address]:$1" >"$tmp/finger" 2>&1 || :
	if ! grep -q '^posttls-finger: Trusted TLS connection established' \
		"$tmp/finger"; then
		cat "$tmp/finger"
		fail "Postfix's LMTP client has no trusted connection"
	fi
}

say "the stand-in's LMTP is LMTP to Postfix's client"
start_standin --log "$tmp/standin.log" --listen lmtp:explicit
postfix_trusts "${ports# }"
grep -q 'command LHLO' "$tmp/standin.log" ||
	fail "Postfix's client does not take it for LMTP"
stop_standin

say "the stand-in, right and wrong"
read_table <<'END'
none sieve:explicit verdict=pass stage=done capability-starttls=pass capability-auth=pass tls-*=pass
none lmtp:explicit verdict=pass stage=done capability-starttls=pass tls-*=pass
starttls-missing sieve:explicit verdict=fail capability-starttls=fail tls-*=not-tested
starttls-missing lmtp:explicit verdict=fail capability-starttls=fail tls-*=not-tested
starttls-refused sieve:explicit verdict=fail capability-starttls=fail tls-*=not-tested
starttls-refused lmtp:explicit capability-starttls=fail/not-tested tls-*=not-tested
starttls-then-plaintext sieve:explicit stage=handshake tls-best=fail tls-*=not-tested
starttls-then-plaintext lmtp:explicit stage=handshake tls-best=fail tls-*=not-tested
injected-reply sieve:explicit verdict=fail starttls-injection=fail
injected-reply lmtp:explicit verdict=fail starttls-injection=fail
wrong-service=sieve imap:explicit greeting=fail
wrong-service=smtp sieve:explicit greeting=fail
wrong-service=sieve lmtp:explicit greeting=fail
tls-on-explicit sieve:explicit mode=fail
tls-on-explicit lmtp:explicit mode=fail
endless-line sieve:explicit verdict=fail greeting=fail
refuse-554 lmtp:explicit verdict=fail greeting=fail
no-close-notify sieve:explicit verdict=pass
END
play_table 4
expect_exit 1

. "$srcdir/tests/integration/servers.sh"

say "Dovecot's managesieved and lmtpd: all is well"
start_dovecot tls-1.2-1.3
run_mailsonde --fail-on warning $(urls)
expect_exit 0
for endpoint in 1 2; do
	for check in connect mode greeting tls-best 'tls-*' capability-starttls \
		starttls-injection certificate-trust certificate-name \
		certificate-expiry; do
		expect_finding "$check" pass $endpoint
	done
done
expect_finding capability-auth pass 1
expect_finding cleartext-login pass 1
compare_with_openssl 1 sieve "$sieve_port"
compare_with_openssl 2 lmtp "$lmtp_port"
postfix_trusts "$lmtp_port"
for path in \
	"1]/m:probe[1]/m:capabilities[@when='cleartext' and @starttls and not(m:mechanism)]" \
	"1]/m:probe[1]/m:capabilities[@when='tls' and not(@starttls) and m:mechanism='PLAIN']" \
	"2]/m:probe[1]/m:capabilities[@when='cleartext' and @starttls]" \
	"2]/m:probe[1]/m:capabilities[@when='tls' and not(@starttls) and m:item='PIPELINING']"; do
	[ "$(xpath "count(//m:endpoint[$path)")" = 1 ] ||
		fail "no capabilities like endpoint[$path"
done
stop_server

say "TLS 1.0 to 1.2"
start_dovecot tls-1.0-1.2
run_mailsonde $(urls)
expect_exit 0
compare_with_openssl 1 sieve "$sieve_port"
compare_with_openssl 2 lmtp "$lmtp_port"
stop_server
