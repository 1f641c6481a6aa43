#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Chains that are trusted, and not sent as they should be. Of an issuer that is
# sent twice, once out of date, two programs of others say what they do.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/authority.sh"
require openssl xmllint gnutls-cli

ca_extensions='basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign'

# chain NAME...: the file with those certificates, in that order.
chain()
{
	rm -f chain.file
	for name; do
		cat "$name.pem" >>chain.file
	done
}

# sends STATUS WORDS: what is said of the chain that is there.
sends()
{
	serve leaf -cert_chain chain.file
	judge
	stop_serving
	expect_status certificate-trust "$1"
	grep -q -e "$2" report.xml || fail "nothing of \"$2\""
}

cd "$tmp"
make_authority ca
subject=/CN=Middle
issue middle ca "$ca_extensions"
subject=/CN=Upper
issue upper ca "$ca_extensions"
subject=/CN=Lower
: >upper.index
issue lower upper "$ca_extensions"
subject=
: >middle.index
: >lower.index
issue leaf middle "subjectAltName=DNS:$host"
mv leaf.pem one.pem
sign_request leaf lower "subjectAltName=DNS:$host"
mv leaf.pem two.pem

say "in order, with the root or without"
cp one.pem leaf.pem
chain middle
sends pass 'observed="trusted; issuer'
chain middle ca
sends pass 'observed="trusted; issuer'
cp two.pem leaf.pem
chain lower upper
sends pass 'observed="trusted; issuer'

say "in the wrong order"
chain upper lower
sends warning "sends its certificates in the wrong order"
chain ca upper lower
sends warning "sends its certificates in the wrong order"

say "one that is not needed, or sent twice"
chain lower upper middle
sends warning 'not needed: CN=Middle'
chain leaf lower upper
sends warning 'sends a certificate that its chain does not need'

say "an issuer that is out of date beside a current copy"
cp middle.pem current.pem
subject=/CN=Middle
sign_request middle ca "$ca_extensions" 20200101000000Z 20210101000000Z
mv middle.pem stale.pem
cp one.pem leaf.pem
chain stale current
sends warning 'not valid now: CN=Middle'
chain current stale
sends warning 'not valid now: CN=Middle'
chain stale
sends fail "is not currently valid"

# What the explanation says of others: OpenSSL goes on, GnuTLS does not.
chain stale current
openssl verify -CAfile ca.pem -untrusted chain.file leaf.pem >/dev/null 2>&1 ||
	fail "OpenSSL refuses the chain"
cat leaf.pem stale.pem current.pem >whole.pem
serve leaf -cert_chain chain.file
if gnutls-cli --x509cafile ca.pem --verify-hostname "$host" -p "$port" \
	"$address" </dev/null >"$tmp/gnutls" 2>&1; then
	fail "GnuTLS goes on"
fi
stop_serving
grep -q -i "expired" "$tmp/gnutls" || fail "GnuTLS says: $(tail -3 "$tmp/gnutls")"
