#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Servers whose keys are known: each on its own, and two that share a prime.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/authority.sh"
require openssl python3 xmllint

weak="-cipher ALL:@SECLEVEL=0" # OpenSSL would not show keys so small
parts=$srcdir/tests/integration/tls
cd "$tmp"

# weak NAME KIND: NAME.pem by the authority, with such a key
weak()
{
	python3 "$parts/weak_key.py" "$2" >"$1.asn1"
	openssl asn1parse -genconf "$1.asn1" -noout -out "$1.der" &&
		openssl rsa -inform DER -in "$1.der" -out "$1.key" 2>openssl.log ||
		fail "no key: $(cat openssl.log)"
	openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
	sign_request "$1" ca "subjectAltName=DNS:$host"
}

# expect STATUS WORDS: of CERT-025, of the last endpoint
expect()
{
	got=$(xpath "string(//m:endpoint[last()]/m:finding[@check='CERT-025']/@status)")
	[ "$got" = "$1" ] || fail "CERT-025 is '$got', not $1"
	got=$(xpath "string(//m:endpoint[last()]/m:finding[@check='CERT-025']/@observed)")
	case $got in *"$2"*) ;; *) fail "'$got', not '$2'" ;; esac
}

make_authority ca
issue curve ca "subjectAltName=DNS:$host"
key=rsa:2048
issue sound ca "subjectAltName=DNS:$host"
for kind in roca close small first second; do
	weak $kind $kind
done

while read -r name verdict words; do
	say "$name"
	serve "$name" $weak
	judge --policy cabf-br
	stop_serving
	expect "$verdict" "$words"
done <<END
curve pass not an RSA key
sound pass none found
roca fail ROCA
close fail too close
small fail small prime
first pass none found
END

say "two that share a prime"
serve first $weak
one=$serving other=$port
serve second $weak
judge --policy cabf-br "pop3s://$host:$other"
expect fail 'shares a prime'
[ "$(xpath "count(//m:finding[@check='CERT-025' and @status='fail'])")" = 2 ] ||
	fail "not both of them"
stop_serving
serving=$one
stop_serving
