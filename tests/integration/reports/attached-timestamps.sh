#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Time stamps (RFC 3161) that are requested for a signature and put into it:
# what openssl ts answers, and openssl cms still verifies.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/authority.sh"
require openssl python3

parts=$(cd "$(dirname "$0")" && pwd)
cd "$tmp"
run_program report "$srcdir/tests/golden/failing/report.xml" -o xml=r.xml
expect_exit 0
make_authority ca
issue code ca "extendedKeyUsage=codeSigning"
issue past ca "extendedKeyUsage=emailProtection" 20200101000000Z \
	20210101000000Z
key=rsa:2048
issue tsa ca "extendedKeyUsage=critical,timeStamping" \
	20190101000000Z 20980101000000Z
cat >ts.conf <<-END
	[tsa]
	default_tsa = this
	[this]
	serial = serial
	crypto_device = builtin
	default_policy = 1.2.3.4
	digests = sha256
	signer_digest = sha256
	ess_cert_id_alg = sha256
END
echo 01 >serial

sign()
{
	openssl cms -sign -binary -in r.xml -outform ${2:-DER} \
		-out r.xml.p7s -signer "$1.pem" -inkey "$1.key" 2>openssl.log ||
		fail "$1 cannot sign: $(cat openssl.log)"
}

# ask [ARGUMENT]...: the query and its answer, query.tsq and answer.tsr
ask()
{
	run_program report r.xml --timestamp-query query.tsq
	expect_exit 0
	openssl ts -reply -queryfile query.tsq -config ts.conf -section this \
		-signer tsa.pem -inkey tsa.key -out answer.tsr "$@" \
		2>openssl.log || fail "no answer: $(cat openssl.log)"
}

attach()
{
	run_program report r.xml --attach-timestamp "$1"
	expect_exit "${2:-0}"
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

expect_cms()
{
	openssl cms -verify -binary -content r.xml -in r.xml.p7s \
		-inform DER -CAfile ca.pem -purpose any \
		-out content 2>openssl.log && cmp -s content r.xml ||
		fail "openssl cms does not verify: $(cat openssl.log)"
}

say "a response, and a token"
sign code
cp r.xml.p7s unstamped
chmod 640 r.xml.p7s
ask
openssl ts -verify -queryfile query.tsq -in answer.tsr -CAfile ca.pem \
	>openssl.log 2>&1 || fail "the query is another's: $(cat openssl.log)"
openssl ts -query -in query.tsq -text | grep -q 'Certificate required: yes' ||
	fail "the authority's certificate is not requested"
attach answer.tsr
[ "$(stat -c %a r.xml.p7s)" = 640 ] || fail "the signature's mode is not kept"
expect 0 'a time stamp shows that it was signed before'
expect_cms
openssl asn1parse -inform DER -in r.xml.p7s |
	grep -q id-smime-aa-timeStampToken || fail "openssl sees no time stamp"
cp unstamped r.xml.p7s
ask -token_out
attach answer.tsr
expect 0 'a time stamp shows that it was signed before'
cp r.xml.p7s once
attach answer.tsr
expect 0 'a time stamp shows that it was signed before'
expect_cms

say "with it, a signature outlives its signer"
sign past
expect 1 'no time stamp shows'
ask -token_out
python3 "$parts/stamp_time.py" answer.tsr tsa.key 20200601000000Z
attach answer.tsr
expect 0 'shows that it was signed before 2020-06-01'

say "in other forms than DER"
for form in PEM "DER -stream"; do
	sign code "$form"
	ask
	attach answer.tsr
	expect 0 'a time stamp shows that it was signed before'
	expect_cms
done

say "what is not attached"
cp unstamped r.xml.p7s
attach answer.tsr 65
grep -q 'made for another signature' stderr || fail "$(cat stderr)"
cmp -s unstamped r.xml.p7s || fail "the signature was touched"
ask
for changed in $(seq 9 97 "$(wc -c <answer.tsr)"); do
	python3 - "$changed" <<-END
		import sys
		octets = bytearray(open("answer.tsr", "rb").read())
		octets[int(sys.argv[1])] ^= 1
		open("changed.tsr", "wb").write(octets)
	END
	run_program report r.xml --attach-timestamp changed.tsr \
		--ca-file ca.pem
	case $status in
	65) cmp -s unstamped r.xml.p7s || fail "$changed: it was touched" ;;
	0)
		# Nobody signs what is around the token.
		expect 0 'a time stamp shows that it was signed before'
		cp unstamped r.xml.p7s
		;;
	*) fail "octet $changed: status $status" ;;
	esac
done
run_program report r.xml --attach-timestamp answer.tsr --ca-file code.pem
expect_exit 65
attach r.xml 65
attach nowhere.tsr 65
echo nothing >r.xml.p7s
attach answer.tsr 65
run_program report r.xml --timestamp-query query.tsq
expect_exit 65
rm r.xml.p7s
run_program report r.xml --timestamp-query query.tsq
expect_exit 65

say "several signatures"
cp unstamped r.xml.p7s
openssl cms -resign -binary -inform DER -in r.xml.p7s -signer past.pem \
	-inkey past.key -outform DER -out two.p7s 2>openssl.log &&
	cp two.p7s r.xml.p7s || fail "no second signature: $(cat openssl.log)"
run_program report r.xml --timestamp-query query.tsq
expect_exit 65
grep -q 'several signatures' stderr || fail "$(cat stderr)"

say "what does not go together"
cp unstamped r.xml.p7s
run_program report r.xml --timestamp-query q --attach-timestamp a
expect_exit 64
run_program report r.xml --verify --timestamp-query q
expect_exit 64
run_program report r.xml --timestamp-query q -o text
expect_exit 64
run_program check imaps://mail.example.test --timestamp-query q
expect_exit 64
run_program report r.xml --timestamp-query "$tmp/no/q"
expect_exit 74
