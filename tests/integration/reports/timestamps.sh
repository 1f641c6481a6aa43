#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Time stamps (RFC 3161) by openssl ts, with which a signature outlives its
# signer's certificate.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/authority.sh"
require openssl python3

parts=$(cd "$(dirname "$0")" && pwd)
cd "$tmp"
run_program report "$srcdir/tests/golden/failing/report.xml" -o xml=r.xml
expect_exit 0
make_authority ca
make_authority other
usage='extendedKeyUsage'
key=rsa:2048
issue tsa ca "$usage=critical,timeStamping" \
	20190101000000Z 20980101000000Z
issue foreign-tsa other "$usage=critical,timeStamping" \
	20190101000000Z 20980101000000Z
key=
issue false-tsa other "$usage=critical,timeStamping" \
	20190101000000Z 20980101000000Z
issue code ca "$usage=codeSigning"
issue past ca "$usage=emailProtection" 20200101000000Z 20210101000000Z

# stamp FILE AUTHORITY [ARGUMENT]...: FILE.tsr, or a token with -token_out
stamp()
{
	stamped=$1
	tsa=$2
	shift 2
	cat >ts.conf <<-END
		[tsa]
		default_tsa = this
		[this]
		serial = serial
		crypto_device = builtin
		default_policy = 1.2.3.4
		digests = sha1, sha256, sha512
		signer_digest = sha256
		ess_cert_id_alg = sha256
	END
	echo 01 >serial
	openssl ts -query -data "$stamped" "${digest:--sha256}" -cert \
		-out query 2>openssl.log
	openssl ts -reply -queryfile query -config ts.conf -section this \
		-signer "$tsa.pem" -inkey "$tsa.key" -out "$stamped.tsr" "$@" \
		2>openssl.log || fail "no time stamp: $(cat openssl.log)"
}

# expect STATUS WORDS [ARGUMENT]...
expect()
{
	expected=$1
	words=$2
	shift 2
	run_program report -q --verify r.xml --ca-file ca.pem "$@"
	expect_exit "$expected"
	cat stdout stderr >said
	grep -q -e "$words" said || fail "nothing like '$words': $(cat said)"
}

sign()
{
	openssl cms -sign -binary -in r.xml -outform DER -out r.xml.p7s \
		-signer "$1.pem" -inkey "$1.key" 2>openssl.log ||
		fail "$1 cannot sign: $(cat openssl.log)"
}

say "of a signer that is good"
sign code
stamp r.xml.p7s tsa
expect 0 'the signature existed at' --timestamp r.xml.p7s.tsr
stamp r.xml.p7s tsa -token_out
expect 0 'CN=tsa' --timestamp r.xml.p7s.tsr
openssl base64 -in r.xml.p7s.tsr >token.pem
sed -i '1i-----BEGIN PKCS7-----
$a-----END PKCS7-----' token.pem
expect 0 'CN=tsa' --timestamp token.pem

say "of a signer that has expired since, while it was good, before, and after"
sign past
expect 1 'no time stamp shows'
stamp r.xml.p7s tsa -token_out
expect 1 'no time stamp shows' --timestamp r.xml.p7s.tsr
python3 "$parts/stamp_time.py" r.xml.p7s.tsr tsa.key 20200601000000Z
expect 0 'shows that it was signed before 2020-06-01' --timestamp r.xml.p7s.tsr
expect 1 'another signature' --timestamp token.pem
python3 "$parts/stamp_time.py" r.xml.p7s.tsr tsa.key 20190601000000Z
expect 1 'not valid before 2020-01-01' --timestamp r.xml.p7s.tsr
python3 "$parts/stamp_time.py" r.xml.p7s.tsr tsa.key 20220601000000Z
expect 1 'no time stamp shows' --timestamp r.xml.p7s.tsr

say "of a signer that was revoked since, and of one that is suspect for longer"
for name in gone taken; do
	issue $name ca "$usage=emailProtection" 20200101000000Z 20980101000000Z
done
echo 01 >number
sed 's/^new_certs_dir.*/&\ncrlnumber = number/' ca.conf >crl.conf
# authority ARGUMENT...
authority()
{
	openssl ca -batch -config crl.conf -cert ca.pem -keyfile ca.key "$@" \
		2>openssl.log || fail "$(cat openssl.log)"
}
authority -revoke gone.pem
authority -revoke taken.pem -crl_compromise 20200301000000Z
authority -gencrl -crldays 9 -out list.crl
for name in gone taken; do
	sign $name
	stamp r.xml.p7s tsa -token_out
	cp r.xml.p7s.tsr early.tsr
	python3 "$parts/stamp_time.py" early.tsr tsa.key 20200201000000Z
	expect 0 'signed before 2020-02-01' --timestamp early.tsr --crl list.crl
	cp r.xml.p7s.tsr late.tsr
	python3 "$parts/stamp_time.py" late.tsr tsa.key 20200601000000Z
	case $name in
	gone) expect 0 'signed before 2020-06-01' --timestamp late.tsr \
		--crl list.crl ;;
	taken) expect 1 'suspect since 2020-03-01' --timestamp late.tsr \
		--crl list.crl ;;
	esac
done
expect 1 'suspect since 2020-03-01' --crl list.crl

say "what a time stamp does not show"
sign code
stamp r.xml tsa
expect 0 'it does not cover the signature' --timestamp r.xml.tsr
stamp r.xml.p7s tsa
cp r.xml.p7s.tsr first.tsr
sign code
expect 1 'for another signature' --timestamp first.tsr
stamp r.xml.p7s false-tsa
expect 1 'no trust anchor confirms its authority' --timestamp r.xml.p7s.tsr
digest=-sha1
stamp r.xml.p7s tsa
expect 1 'for another signature' --timestamp r.xml.p7s.tsr
digest=
expect 1 'cannot be read' --timestamp r.xml
expect 65 'nowhere' --timestamp nowhere.tsr

say "anchors of its own"
sign code
stamp r.xml.p7s false-tsa
expect 0 'the signature existed at' --timestamp r.xml.p7s.tsr \
	--timestamp-ca other.pem
expect 1 'no trust anchor confirms its authority' \
	--timestamp r.xml.p7s.tsr --timestamp-ca ca.pem
stamp r.xml.p7s tsa
expect 1 'no trust anchor confirms its authority' \
	--timestamp r.xml.p7s.tsr --timestamp-ca other.pem
expect 65 'nowhere.pem: ' --timestamp-ca nowhere.pem
issue stranger other "$usage=codeSigning"
sign stranger
stamp r.xml.p7s false-tsa
expect 1 'signer is not trusted' --timestamp r.xml.p7s.tsr \
	--timestamp-ca other.pem
sign past
stamp r.xml.p7s foreign-tsa -token_out
python3 "$parts/stamp_time.py" r.xml.p7s.tsr foreign-tsa.key 20200601000000Z
expect 0 'shows that it was signed before 2020-06-01' \
	--timestamp r.xml.p7s.tsr --timestamp-ca other.pem
expect 1 'no time stamp shows' --timestamp r.xml.p7s.tsr

say "one bit of it"
sign code
stamp r.xml.p7s tsa
size=$(wc -c <r.xml.p7s.tsr)
time=$(LC_ALL=C grep -obUaP '\x18\x0f20' r.xml.p7s.tsr | head -n 1)
# In the time, and in the signature.
for at in $((${time%%:*} + 8)) $((${time%%:*} + 12)) $((size - 3)) \
	$((size - 40)) $((size - 200)); do
	cp r.xml.p7s.tsr bad.tsr
	octet=$(od -An -tu1 -j $at -N 1 bad.tsr)
	printf "\\$(printf %03o $((octet ^ 4)))" |
		dd of=bad.tsr bs=1 seek=$at conv=notrunc 2>/dev/null
	expect 1 'this time stamp is not valid' --timestamp bad.tsr
done

run_program report r.xml --timestamp r.xml.p7s.tsr
expect_exit 64
expect_words stderr 'add --verify'
