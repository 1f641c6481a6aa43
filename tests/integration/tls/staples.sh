#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Stapled OCSP responses: good ones, old ones, and those that somebody forged.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/authority.sh"
require openssl python3 xmllint

parts=$(cd "$(dirname "$0")" && pwd)
cd "$tmp"

# respond NAME ISSUER RESPONDER [ARGUMENT]...: NAME.ocsp about NAME, by whoever
# that is.
respond()
{
	about=$1
	issuer=$2
	responder=$3
	shift 3
	openssl ocsp -sha256 -issuer "$issuer.pem" -cert "$about.pem" \
		-reqout request >openssl.log 2>&1
	openssl ocsp -index "${index:-$issuer.index}" -CA "$issuer.pem" -reqin request \
		-rsigner "$responder.pem" -rkey "$responder.key" \
		-respout "$about.ocsp" "$@" >openssl.log 2>&1 ||
		fail "no response: $(cat openssl.log)"
}

# expect_staple NAME OCSP TRUST [ARGUMENT]...: what is made of NAME.ocsp
expect_staple()
{
	its=$1
	its_ocsp=$2
	its_trust=$3
	shift 3
	serve "$its" -status_file "$its.ocsp" "$@"
	judge
	stop_serving
	got=$(xpath 'string(//m:probe[1]/m:tls/m:ocsp/@result)')
	[ "$got" = "$its_ocsp" ] || fail "$its: OCSP is '$got', not $its_ocsp"
	expect_status certificate-trust "$its_trust"
}

say "responses of the issuer, and of those whom it named"
key=rsa:2048
make_authority ca
key=
issue leaf ca "subjectAltName=DNS:$host"
issue strict ca "subjectAltName=DNS:$host
tlsfeature=status_request"
issue named ca 'extendedKeyUsage=OCSPSigning'
issue unnamed ca 'extendedKeyUsage=emailProtection'
issue late ca 'extendedKeyUsage=OCSPSigning' 20200101000000Z 20210101000000Z
issue mid ca 'basicConstraints=critical,CA:TRUE'
: >mid.index
issue low mid "subjectAltName=DNS:$host"
respond leaf ca ca -ndays 2
expect_staple leaf good pass
respond leaf ca named -ndays 2
expect_staple leaf good pass
respond low mid mid -ndays 2
expect_staple low good pass -cert_chain mid.pem
respond low mid ca -ndays 2
expect_staple low invalid pass -cert_chain mid.pem
for responder in unnamed late; do
	respond leaf ca $responder -ndays 2
	expect_staple leaf invalid pass
done
respond leaf ca ca -ndays 2 -rmd sha1
expect_staple leaf invalid pass
respond named ca ca -ndays 2
cp named.ocsp leaf.ocsp
expect_staple leaf invalid pass

say "times"
respond leaf ca ca -ndays 2
python3 "$parts/ocsp_times.py" leaf.ocsp ca.key 20980101000000Z 20990101000000Z
expect_staple leaf invalid pass
respond leaf ca ca -ndays 2
python3 "$parts/ocsp_times.py" leaf.ocsp ca.key 20200101000000Z 20210101000000Z
expect_staple leaf invalid pass
respond leaf ca ca
expect_staple leaf good pass
python3 "$parts/ocsp_times.py" leaf.ocsp ca.key 20200101000000Z
expect_staple leaf invalid pass

say "a certificate that demands a response"
respond strict ca ca -ndays 2
expect_staple strict good pass
respond strict ca unnamed -ndays 2
expect_staple strict invalid fail
grep -q 'flaws="ocsp"' report.xml || fail "not for its response"
serve strict
judge
stop_serving
expect_status certificate-trust fail
: >nobody.index
index=nobody.index
respond strict ca ca -ndays 2
expect_staple strict unknown fail
grep -q 'flaws="ocsp"' report.xml || fail "not for its response"
respond leaf ca ca -ndays 2
expect_staple leaf unknown pass
index=

say "revoked, and another authority of that name says it is good"
cp ca.index before.index
openssl ca -batch -config ca.conf -cert ca.pem -keyfile ca.key \
	-revoke leaf.pem 2>/dev/null
respond leaf ca ca -ndays 2
expect_staple leaf revoked fail
make_authority fake /CN=ca
index=before.index
respond leaf ca fake -ndays 2
expect_staple leaf invalid pass -cert_chain fake.pem
cp leaf.ocsp strict.ocsp
respond strict ca fake -ndays 2
expect_staple strict invalid fail -cert_chain fake.pem

say "nobody vouches for the chain"
respond leaf ca ca -ndays 2
cp fake.pem ca.pem
expect_staple leaf unverified fail
