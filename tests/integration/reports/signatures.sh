#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Signed reports: by every kind of signer, by openssl and by mailsonde, tampered
# with, and with time stamps.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/authority.sh"
require openssl python3

cd "$tmp"
run_program report "$srcdir/tests/golden/failing/report.xml" -o xml=r.xml
expect_exit 0

say "authorities, and signers of theirs"
make_authority ca
make_authority other
issue mid ca 'basicConstraints=critical,CA:TRUE
keyUsage=keyCertSign
subjectKeyIdentifier=hash'
: >mid.index
purpose='extendedKeyUsage'
issue mail ca "$purpose=emailProtection
subjectAltName=email:auditor@example.com
subjectKeyIdentifier=hash"
issue code ca "$purpose=codeSigning"
issue any ca "$purpose=anyExtendedKeyUsage"
issue plain ca 'subjectKeyIdentifier=hash'
issue far mid "$purpose=emailProtection"
issue web ca "$purpose=serverAuth,clientAuth"
issue encipher ca 'keyUsage=keyEncipherment'
issue expired ca "$purpose=emailProtection" 20200101000000Z 20210101000000Z
issue early ca "$purpose=emailProtection" 20980101000000Z 20990101000000Z
issue stranger other "$purpose=emailProtection"
openssl req -newkey rsa:2048 -nodes -keyout rsa.key -subj /CN=rsa -out rsa.csr \
	2>/dev/null
sign_request rsa ca "$purpose=emailProtection"
md=sha1
issue weak ca "$purpose=emailProtection"
md=
key=rsa:1024
issue short ca "$purpose=emailProtection"
key=
# Others with the same key: one that is trusted too, one that nobody vouches for.
cp mail.key twin.key
openssl req -new -key twin.key -subj /CN=twin -out twin.csr 2>/dev/null
sign_request twin ca "$purpose=emailProtection"
openssl req -x509 -key mail.key -days 9 -subj "/CN=The President" \
	-out forged.pem 2>/dev/null
cp mail.key forged.key

# sign NAME [ARGUMENT]...: the report, by openssl cms.
sign()
{
	its=$1
	shift
	openssl cms -sign -binary -in r.xml -outform DER -out r.xml.p7s \
		-signer "$its.pem" -inkey "$its.key" "$@" 2>"$tmp/openssl" ||
		fail "$its cannot sign: $(cat "$tmp/openssl")"
}

# expect STATUS WORDS [ARGUMENT]...: of the report as it is now.
expect()
{
	expected=$1
	words=$2
	shift 2
	run_program report -q --verify r.xml "$@"
	expect_exit "$expected"
	cat stdout stderr >said
	grep -q -e "$words" said || fail "nothing like '$words': $(cat said)"
	case $words in
	*changed*) ;;
	*) ! grep -q 'was changed' said || fail "'changed': $(cat said)" ;;
	esac
}

# name, arguments of openssl cms, exit status, words
while IFS='|' read -r name arguments wanted words; do
	sign "$name" $arguments
	expect "$wanted" "$words" --ca-file ca.pem
done <<'END'
mail||0|unchanged since it was signed by CN=mail at
code||0|unchanged since it was signed by CN=code at
any||0|CN=any
plain||0|CN=plain
mail|-keyid|0|CN=mail
mail|-noattr|0|CN=mail
mail|-cades|0|CN=mail
mail|-md sha384|0|CN=mail
mail|-md sha512|0|CN=mail
mail|-nodetach|0|CN=mail
mail|-stream|0|CN=mail
mail|-outform PEM|0|CN=mail
mail|-certfile other.pem|0|CN=mail
far|-certfile mid.pem|0|CN=far
far||1|not trusted
mail|-md sha1|1|SHA-1
rsa|-md md5|1|MD5
rsa|-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:-1|0|CN=rsa at
rsa|-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:20|1|changed, or its form is not supported
weak||1|SHA-1
short||1|too short
web||1|CN=web is unsuitable: its extended key usage
encipher||1|CN=encipher is unsuitable: its key usage
expired||1|CN=expired or of an issuer expired at 2021-01-01
early||1|CN=early or of an issuer is not valid before 2098-01-01
stranger||1|not trusted
stranger|-certfile ca.pem|1|not trusted
forged|-certfile mail.pem|1|not trusted
mail|-certfile forged.pem|0|CN=mail at
mail|-certfile twin.pem|0|CN=mail at
mail|-nocerts|1|does not contain its signer's certificate
END

say "anchors: the signer's own certificate, its issuer's, or by the name"
sign mail
expect 0 'CN=mail' --ca-file mail.pem
expect 1 'not trusted' --ca-file other.pem
expect 1 'not trusted'
expect 1 'not trusted' --signer CN=mail
expect 0 'CN=mail' --ca-file ca.pem --signer auditor@example.com
expect 0 'CN=mail' --ca-file ca.pem --signer mail
expect 1 'not by the signer named' --ca-file ca.pem --signer other
expect 65 'no certificate' --ca-file mail.key
expect 65 'no certificate' --ca-file nowhere.pem
sign mail -nocerts
expect 0 'CN=mail' --ca-file mail.pem

say "several signers are all named"
sign mail -signer code.pem -inkey code.key
expect 0 'CN=mail at' --ca-file ca.pem
expect_words stdout 'CN=code at'
expect 0 'CN=mail at' --ca-file ca.pem --signer code
sign mail -signer stranger.pem -inkey stranger.key
expect 1 'CN=mail, is valid' --ca-file ca.pem
expect_words stderr 'CN=stranger'

say "openssl smime, and both verify ours"
for form in "" -noattr "-outform PEM"; do
	openssl smime -sign -binary -in r.xml -signer mail.pem \
		-inkey mail.key -outform DER -out r.xml.p7s $form
	expect 0 'CN=mail' --ca-file ca.pem
done
openssl genpkey -algorithm ed25519 -out ed.key
openssl req -x509 -key ed.key -days 9 -subj /CN=ed -out ed.pem
for name in mail any plain code ed; do
	cat $name.key $name.pem >signer.pem
	run_program report r.xml -o xml=r.xml --sign signer.pem
	expect_exit 0
	anchor=ca.pem
	[ $name != ed ] || anchor=ed.pem
	expect 0 "CN=$name at" --ca-file $anchor
	# OpenSSL 3.0 has no EdDSA there, and smime wants emailProtection.
	[ $name != ed ] || continue
	openssl cms -verify -binary -inform DER -in r.xml.p7s -content r.xml \
		-CAfile ca.pem -purpose any -out /dev/null 2>openssl.log ||
		fail "openssl cms: $(head -n 2 openssl.log)"
	case $name in code | any) continue ;; esac
	openssl smime -verify -binary -inform DER -in r.xml.p7s \
		-content r.xml -CAfile ca.pem -out /dev/null 2>openssl.log ||
		fail "openssl smime: $(head -n 2 openssl.log)"
done

say "who is not suitable does not sign"
openssl genpkey -algorithm ed448 -out ed448.key
openssl req -x509 -key ed448.key -days 9 -subj /CN=ed448 -out ed448.pem
while IFS='|' read -r name words; do
	cat "$name.key" "$name.pem" >signer.pem
	run_program --sign signer.pem -o xml=unsigned.xml imaps://127.0.0.1:1
	expect_exit 65
	expect_words stderr "$words"
	[ ! -e unsigned.xml ] || fail "it probed"
done <<'END'
expired|has expired
early|not valid yet
web|extended key usage
encipher|key usage
short|too short
ed448|of this type
END

say "one bit anywhere"
cat mail.key mail.pem >signer.pem
run_program report r.xml -o xml=r.xml --sign signer.pem
cp r.xml whole.xml
cp r.xml.p7s whole.p7s
python3 - <<'END'
for name, step in (("whole.xml", 997), ("whole.p7s", 19)):
    data = open(name, "rb").read()
    for at in range(0, len(data), step):
        flipped = bytearray(data)
        flipped[at] ^= 1 << at % 8
        open("%s.%d" % (name, at), "wb").write(flipped)
END
# The library's own, where an altered key cannot be read.
echo 'leak:gnutls_pubkey_init' >leaks
flips=0
for flipped in whole.xml.* whole.p7s.*; do
	cp whole.xml r.xml
	cp whole.p7s r.xml.p7s
	case $flipped in
	whole.xml.*) cp "$flipped" r.xml ;;
	*) cp "$flipped" r.xml.p7s ;;
	esac
	result=0
	LSAN_OPTIONS=$LSAN_OPTIONS:print_suppressions=0:suppressions=leaks \
		"$MAILSONDE" report -q --verify r.xml --ca-file ca.pem \
		>stdout 2>stderr || result=$?
	[ $result = 1 ] || fail "$flipped: $result, $(cat stdout stderr)"
	flips=$((flips + 1))
done
[ $flips -gt 60 ] || fail "only $flips bits"

say "lists of revoked certificates"
# list NAME AUTHORITY DAYS: as it is now, in PEM and in NAME.der
list()
{
	[ -e "$2.number" ] || echo 01 >"$2.number"
	sed "s/^new_certs_dir.*/&\ncrlnumber = $2.number/" "$2.conf" >crl.conf
	openssl ca -gencrl -config crl.conf -cert "$2.pem" -keyfile "$2.key" \
		-crldays "$3" -out "$1" 2>"$tmp/openssl" ||
		fail "no list: $(cat "$tmp/openssl")"
	openssl crl -in "$1" -outform DER -out "$1.der"
}
issue gone ca "$purpose=emailProtection"
list before.crl ca 10
list stranger.crl other 10
openssl ca -batch -config ca.conf -cert ca.pem -keyfile ca.key \
	-revoke gone.pem 2>"$tmp/openssl" || fail "$(cat "$tmp/openssl")"
list after.crl ca 10
sed 's/[A-Za-z]/x/3' before.crl.der >broken.crl
while IFS='|' read -r name lists wanted words; do
	sign "$name"
	# shellcheck disable=SC2086 # an option for each
	expect "$wanted" "$words" --ca-file ca.pem $lists
done <<'END'
gone||0|not checked
gone|--crl before.crl|0|list of 20.* does not list the signer
gone|--crl before.crl.der|0|unchanged since
gone|--crl after.crl|1|CN=gone was revoked at 20
gone|--crl after.crl.der|1|CN=gone was revoked at 20
gone|--crl before.crl --crl after.crl|1|CN=gone was revoked at 20
gone|--crl after.crl --crl before.crl|1|CN=gone was revoked at 20
mail|--crl after.crl|0|unchanged since
gone|--crl stranger.crl|2|CN=gone was revoked is unknown: the list is from another issuer
gone|--crl broken.crl|2|CN=gone was revoked is unknown
gone|--crl r.xml|2|is unknown: what was sent is not a list
gone|--crl missing.crl|65|missing.crl
web|--crl after.crl|1|unsuitable
expired|--crl stranger.crl|1|expired at 2021-01-01
END
sign gone
whole=$(wc -c <r.xml)
printf ' ' >>r.xml
expect 1 changed --ca-file ca.pem --crl before.crl
truncate -s "$whole" r.xml

say "very many attributes"
python3 - >r.xml.p7s.bin <<'END'
import sys


def tlv(tag, content):
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


algorithm = bytes.fromhex("300d06096086480165030402010500")
attribute = tlv(0x30, bytes.fromhex("06032a0304") + tlv(0x31, b"\x05\x00"))
one = b"\x02\x01\x01"
signer = tlv(0x30, one + tlv(0x30, b"\x30\x00" + one) + algorithm
             + tlv(0xA0, attribute * 60000) + algorithm + b"\x04\x01\x00")
data = tlv(0x30, one + tlv(0x31, algorithm)
           + tlv(0x30, bytes.fromhex("06092a864886f70d010701"))
           + tlv(0x31, signer))
sys.stdout.buffer.write(
    tlv(0x30, bytes.fromhex("06092a864886f70d010702") + tlv(0xA0, data)))
END
mv r.xml.p7s.bin r.xml.p7s
bound=10
expect 1 'not a PKCS #7' --ca-file ca.pem
