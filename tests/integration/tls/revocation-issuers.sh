#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Certificates above the server's: each of them is asked about, up to the
# anchor, and one that is revoked takes the server's with it.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/tls/issuer.sh"

# authority NAME ISSUER [OCSP [CRL]]: below another one.
authority()
{
	issue "$1" "$2" "basicConstraints=critical,CA:TRUE
keyUsage=keyCertSign,cRLSign${3:+
authorityInfoAccess=OCSP;URI:http://127.0.0.1:$web/$3}${4:+
crlDistributionPoints=URI:http://127.0.0.1:$web/$4}"
	: >"$1.index"
}

# said NAME: what was heard of the authority.
said()
{
	xpath "string(//m:probe[1]/m:tls/m:issuer-revocation[@subject='CN=$1']/@result)"
}

# ask STATUS TRUST [OPTION]...: the rule, and the check of the chain
ask()
{
	rule=$1 trust=$2
	shift 2
	: >requests
	serve named -cert_chain chain.pem "$@"
	judge --revocation --allow-private --policy cabf-br --policy pci-dss-4
	stop_serving
	expect_status certificate-trust "$trust" CERT-018 "$rule"
	[ "$(status_of CERT-026)" = "$rule" ] || fail "CERT-026 is not $rule"
}

make_authority ca
authority upper ca "" upper.crl
authority lower upper lower
leaf named lower "" named.crl
cat lower.pem upper.pem >chain.pem
list named.crl lower
list upper.crl ca
echo "-index upper.index -CA upper.pem -rsigner upper.pem -rkey upper.key" \
	>lower.ocsp

say "all good, each asked once, and nobody asked about the anchor"
ask pass pass
[ "$(said lower) $(said upper)" = "good good" ] ||
	fail "heard: $(said lower) $(said upper)"
[ "$(sort requests | tr '\n' ' ')" = \
	"GET /named.crl GET /upper.crl POST /lower " ] ||
	fail "asked: $(cat requests)"
[ "$(xpath 'count(//m:probe[1]/m:tls/m:issuer-revocation)')" = 2 ] ||
	fail "more are asked about"
cp report.xml kept.xml
run_program report kept.xml -v
grep -q "revocation *not revoked" stdout || fail "the text does not say it"

say "what a list of authorities, or of others, leaves out"
cat >>ca.conf <<END
[authorities]
issuingDistributionPoint = critical, @some
[some]
onlyCA = TRUE
[users]
issuingDistributionPoint = critical, @other
[other]
onlyuser = TRUE
END
list upper.crl ca -crlexts authorities
ask pass pass
[ "$(said upper)" = good ] || fail "a list of authorities is not for them"
list upper.crl ca -crlexts users
ask not-tested pass
[ "$(said upper)" = unheard ] || fail "a list of others is for authorities"

say "a staple speaks for the server's certificate alone"
list upper.crl ca
echo missing >lower.ocsp
openssl ocsp -index lower.index -CA lower.pem -rsigner lower.pem \
	-rkey lower.key -issuer lower.pem -cert named.pem -respout staple.der \
	-ndays 3 >openssl.log 2>&1 || fail "no response: $(cat openssl.log)"
ask not-tested pass -status_file staple.der
[ "$(said lower) $(said upper)" = "unheard good" ] ||
	fail "heard: $(said lower) $(said upper)"
if grep -q named requests; then fail "asked about what was stapled"; fi

say "a revoked intermediate certificate"
openssl ca -batch -config ca.conf -cert ca.pem -keyfile ca.key \
	-revoke upper.pem 2>openssl.log || fail "$(cat openssl.log)"
list upper.crl ca
ask fail fail -status_file staple.der
[ "$(said upper)" = revoked ] || fail "not revoked"
grep -q 'id="certificate-issuer-revoked"' report.xml || fail "no diagnosis"
if grep -q 'id="certificate-revoked"' report.xml; then
	fail "the server's own certificate is accused"
fi
