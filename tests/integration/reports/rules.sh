#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Policies against real Dovecot and Postfix, as they ought to be and as they
# ought not; openssl s_client says independently what they take.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
. "$srcdir/tests/integration/openssl.sh"
require dovecot postfix openssl xmllint

make_certificates

# judge POLICY... : the servers, by these; leaves report.xml.
judge()
{
	policies=
	for policy in "$@"; do policies="$policies --policy $policy"; done
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		$policies -o xml="$tmp/report.xml" \
		"imaps://$host:$imaps_port" "imap://$host:$imap_port" \
		"pop3://$host:$pop3_port" "submission://$host:$submission_port"
	xmllint --noout --schema "$srcdir/data/schemas/report-1.xsd" \
		"$tmp/report.xml" 2>"$tmp/xmllint" ||
		fail "not valid: $(head -n 3 "$tmp/xmllint")"
}

# expect_rule ENDPOINT POLICY RULE STATUS
expect_rule()
{
	got=$(xpath "string(//m:endpoint[$1]/m:finding[@policy='$2' and \
		@check='$3']/@status)")
	[ "$got" = "$4" ] || fail "endpoint $1: $3 of $2 is '$got', not $4"
}

say "as they ought to be"
start_dovecot tls-1.2-1.3
dovecot_server=$server
start_postfix tls-1.2-1.3
judge rfc9325 rfc8314 rfc9051 rfc2595 rfc3207 nist-800-52r2
for endpoint in 1 2 3 4; do
	for rule in VER-003 VER-004 VER-005 VER-006 VER-007 CIPH-001 \
		CIPH-011 EXT-001 EXT-002 EXT-003; do
		expect_rule $endpoint rfc9325 $rule pass
	done
	expect_rule $endpoint rfc9325 VER-001 pass
	# What OpenSSL is told here lets everything in, even this.
	expect_rule $endpoint rfc9325 CIPH-005 fail
	expect_rule $endpoint rfc8314 ID-001 pass
	expect_rule $endpoint rfc8314 CERT-001 pass
	# The authority is one of a file.
	expect_rule $endpoint rfc8314 CERT-022 not-tested
done
for endpoint in 2 3 4; do
	expect_rule $endpoint rfc9325 STLS-010 pass
done
expect_rule 1 rfc9051 CAPA-001 pass
expect_rule 2 rfc9051 MODE-006 pass
expect_rule 2 rfc9051 STLS-001 pass
expect_rule 2 rfc9051 STLS-004 pass
expect_rule 3 rfc2595 STLS-003 pass
expect_rule 3 rfc2595 GREET-010 pass
expect_rule 4 rfc3207 MODE-012 pass
expect_rule 4 rfc3207 STLS-001 pass
expect_rule 4 rfc3207 GREET-003 pass
stop_server
server=$dovecot_server
stop_server

say "as they ought not: old versions, and passwords in the clear"
start_dovecot tls-1.0-1.2 cleartext-login
start_postfix tls-1.0-1.2
judge rfc9325 rfc8314 ncsc-nl-2025
expect_exit 1
for endpoint in 1 2 3 4; do
	expect_rule $endpoint rfc9325 VER-003 fail
	expect_rule $endpoint rfc8314 VER-003 warning
	expect_rule $endpoint ncsc-nl-2025 VER-014 fail
done
for endpoint in 1 2 3; do
	expect_rule $endpoint rfc9325 VER-006 warning
done
expected=warning
if openssl_accepts smtp "$submission_port" 1.3; then expected=pass; fi
expect_rule 4 rfc9325 VER-006 $expected
expect_rule 2 rfc9325 STLS-010 fail
expect_rule 2 rfc8314 MODE-009 warning

say "a publisher's rules cite the publisher"
while read -r policy publisher; do
	if grep 'reference="' "$srcdir/data/policies/$policy.xml" |
		grep -v "reference=\"$publisher"; then
		fail "$policy cites another text than its own"
	fi
done <<-END
	anssi-tls-1.2 ANSSI
	bsi-tr-02102-2 BSI
	mozilla-intermediate Mozilla
	mozilla-modern Mozilla
	ncsc-nl-2025 NCSC-NL
	nist-800-52r2 NIST
	pci-dss-4 PCI
END

say "not there at all: no rule about the server is kept"
run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
	--policy rfc9325 -o xml="$tmp/report.xml" "imaps://$host:1"
expect_exit 1
for rule in VER-003 VER-005 CIPH-001 CIPH-006 EXT-001; do
	expect_rule 1 rfc9325 $rule not-tested
done
[ "$(xpath "count(//m:probe[@purpose='rule'])")" = 0 ] ||
	fail "rules had a server asked that is not there"
