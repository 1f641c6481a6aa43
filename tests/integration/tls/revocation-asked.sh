#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Responders that are asked about certificates, and servers that play tricks.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/tls/issuer.sh"

make_authority ca
make_authority fake /CN=ca
leaf named
issue responder ca 'extendedKeyUsage=OCSPSigning'
for name in slow huge redirect missing; do
	leaf trick-$name ca $name ""
	leaf list-$name ca "" $name
done
leaf crl-good ca "" good.crl
leaf asked ca asked ""
leaf none ca missing slow
leaf both ca slow slow-list
leaf stranger ca stranger ""
cp ca.index all.index
by_ca='-index ca.index -CA ca.pem -rsigner ca.pem -rkey ca.key'

say "responders"
echo "$by_ca" >asked.ocsp
expect asked good pass
echo "-index ca.index -CA ca.pem -rsigner responder.pem -rkey responder.key" \
	>asked.ocsp
expect asked good pass
echo "-index ca.index -CA ca.pem -rsigner named.pem -rkey named.key" \
	>asked.ocsp
expect asked unheard pass 'not valid'
echo "-index all.index -CA fake.pem -rsigner fake.pem -rkey fake.key" \
	>asked.ocsp
expect asked unheard pass 'not valid'
echo "$by_ca -rmd sha1" >asked.ocsp
expect asked unheard pass 'not valid'
: >nobody.index
echo "-index nobody.index -CA ca.pem -rsigner ca.pem -rkey ca.key" \
	>stranger.ocsp
expect stranger unknown pass
revoke asked
echo "$by_ca" >asked.ocsp
expect asked revoked fail

say "servers that play tricks"
for kind in trick list; do
	time=20 expect $kind-huge unheard pass 'too large'
	expect $kind-redirect unheard pass 'redirects'
	expect $kind-missing unheard pass 'status 404'
	time=1 expect $kind-slow unheard pass 'imeout'
done
time=1 expect none unheard pass 'status 404'
grep -q 'POST /missing' requests || fail "no responder was asked"

say "a host that kept silent is not asked again"
: >requests
time=1 expect both unheard pass 'not asked, since the host kept silent'
if grep -q slow-list requests; then fail "asked again: $(cat requests)"; fi

say "whom nobody is asked about"
: >requests
expect named unnamed pass
private= expect crl-good unheard pass 'not public'
make_authority ca2
leaf unknown ca2 "" good.crl
serve unknown
judge --revocation --allow-private
stop_serving
[ "$(xpath 'string(//m:revocation/@result)')" = unheard ] ||
	fail "an untrusted chain is asked about"
serve crl-good
judge --policy cabf-br
stop_serving
[ "$(xpath 'count(//m:revocation)')" = 0 ] || fail "asked without being told to"
if [ -s requests ]; then fail "asked: $(cat requests)"; fi
