#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Lists of revoked certificates: good ones, old ones, and somebody else's.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/tls/issuer.sh"

make_authority ca
make_authority other
make_authority fake /CN=ca
for name in good gone fake other weak part delta empty; do
	leaf crl-$name ca "" $name.crl
done
leaf both ca missing both.crl

say "lists"
list good.crl ca
expect crl-good good pass
cp report.xml kept.xml
run_program report kept.xml -v
grep -q 'Revocation  *not revoked' stdout || fail "the text does not say it"
[ "$(grep -c good.crl requests)" = 1 ] || fail "the list was fetched again"
life="-crl_lastupdate 20200101000000Z -crl_nextupdate 20210101000000Z" \
	list gone.crl ca
cp ca.index before.index
list both.crl ca
expect both good pass
revoke crl-good
revoke both
list good.crl ca
list both.crl ca
expect crl-good revoked fail
expect both revoked fail
grep -q 'certificate-revoked' report.xml || fail "no diagnosis"
expect crl-gone unheard pass 'expired'

say "lists of somebody else, or of something else"
sed 's/ca\.index/before.index/' ca.conf >fake.conf
list fake.crl fake
expect crl-fake unheard pass 'not signed by'
leaf unused other
list other.crl other
expect crl-other unheard pass 'another issuer'
md=sha1 list weak.crl ca
expect crl-weak unheard pass 'too weak'
cat >>ca.conf <<END
[part]
issuingDistributionPoint = critical, @point
[point]
fullname = URI:http://127.0.0.1:$web/elsewhere.crl
[whole]
issuingDistributionPoint = critical, @place
[place]
fullname = URI:http://127.0.0.1:$web/part.crl
onlyuser = TRUE
[authorities]
issuingDistributionPoint = critical, @some
[some]
onlyCA = TRUE
[delta]
2.5.29.27 = critical, DER:020101
END
list part.crl ca -crlexts part
expect crl-part unheard pass 'not about this certificate'
list part.crl ca -crlexts authorities
expect crl-part unheard pass 'not about this certificate'
list part.crl ca -crlexts whole
expect crl-part good pass
list delta.crl ca -crlexts delta
expect crl-delta unheard pass 'only changes'
echo 'no list' >empty.crl
expect crl-empty unheard pass 'not a list'
openssl crl -in good.crl -inform DER -out empty.crl
expect crl-empty unheard pass 'DER form'

