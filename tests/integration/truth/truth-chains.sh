#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules on certificates against what openssl says of those that were sent.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

# serve_chain TITLE NAME CHAIN [OPTION]...: the certificate NAME.pem, and behind
# it those of the file CHAIN.
serve_chain()
{
	chain_title=$1 leaf=$2 behind=$3
	shift 3
	serve "$chain_title" -cert "$leaf.pem" -key "$leaf.key" \
		-cert_chain "$behind" "$@"
}

# split NAME: what mkcerts put into one file.
split()
{
	openssl pkey -in "$certs/$1.pem" -out "$tmp/$1.key"
	openssl x509 -in "$certs/$1.pem" -out "$tmp/$1.pem"
	awk '/BEGIN CERT/ { n++; on = n > 1 } on; /END CERT/ { on = 0 }' \
		"$certs/$1.pem" >"$tmp/$1.chain"
}

for name in good ecdsa expired not-yet wrong-name sha1 rsa1024; do
	split $name
	serve_chain $name "$tmp/$name" "$tmp/$name.chain" \
		-cipher DEFAULT:@SECLEVEL=0
done
serve "no intermediate" -cert "$tmp/good.pem" -key "$tmp/good.key"
cat "$certs/ca.pem" "$tmp/good.chain" >"$tmp/reversed"
serve_chain "wrong order" "$tmp/good" "$tmp/reversed"
serve_chain "wrong order, which TLS 1.3 allows" "$tmp/good" "$tmp/reversed" \
	-tls1_3
cat "$tmp/good.chain" "$certs/ca.pem" >"$tmp/rooted"
serve_chain "the root, too" "$tmp/good" "$tmp/rooted"
serve_chain "RSA and EC" "$tmp/good" "$tmp/good.chain" \
	-dcert "$tmp/ecdsa.pem" -dkey "$tmp/ecdsa.key" \
	-dcert_chain "$tmp/ecdsa.chain"

certificate own -newkey rsa:2048 -subj "/CN=A private authority" \
	-addext basicConstraints=critical,CA:TRUE
openssl req -x509 -nodes -days 30 -newkey rsa:2048 -subj "/CN=$host" \
	-addext "subjectAltName=DNS:$host" -CA "$tmp/own.pem" \
	-CAkey "$tmp/own.key" -keyout "$tmp/private.key" \
	-out "$tmp/private.pem" 2>/dev/null
serve_chain "a private authority" "$tmp/private" "$tmp/own.pem"
certificate stapled -newkey rsa:2048 -addext tlsfeature=status_request
serve "must-staple without a staple" -cert "$tmp/stapled.pem" \
	-key "$tmp/stapled.key"
certificate client -newkey rsa:2048 -addext extendedKeyUsage=clientAuth
serve "for clients" -cert "$tmp/client.pem" -key "$tmp/client.key"

await_servers
run_program --per-host 64 --jobs 64 --timeout 20 --no-follow-up \
	--ca-file "$certs/ca.pem" --resolve "$host:$address" \
	--policy cabf-br --policy rfc8314 --policy rfc9325 \
	--policy pci-dss-4 -o xml="$tmp/report.xml" $urls
ADDRESS=$address HOST=$host python3 \
	"$srcdir/tests/integration/truth/chains.py" "$tmp/report.xml" \
	"$tmp/plan" "$certs/ca.pem" "$tmp" ||
	fail "the rules do not agree with openssl"
