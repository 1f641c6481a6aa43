#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Signed reports of every kind of signer, tampered with in every part: none is
# ever good, and each gets the answer that is right.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/authority.sh"
require openssl python3

cd "$tmp"
run_program report "$srcdir/tests/golden/failing/report.xml" -o xml=whole.xml
expect_exit 0
make_authority ca
make_authority other
purpose='extendedKeyUsage'
issue mail ca "$purpose=emailProtection"
issue twin ca "$purpose=codeSigning"
issue web ca "$purpose=serverAuth"
issue encipher ca 'keyUsage=keyEncipherment'
issue expired ca "$purpose=emailProtection" 20200101000000Z 20210101000000Z
issue early ca "$purpose=emailProtection" 20980101000000Z 20990101000000Z
issue stranger other "$purpose=emailProtection"
signers='mail web encipher expired early stranger'
for name in $signers twin; do
	openssl cms -sign -binary -in whole.xml -outform DER -out "$name.p7s" \
		-signer "$name.pem" -inkey "$name.key" 2>openssl.log ||
		fail "$name cannot sign: $(cat openssl.log)"
done

cases=0
# expect STATUS WORDS WHAT: of r.xml and r.xml.p7s
expect()
{
	result=0
	cases=$((cases + 1))
	"$MAILSONDE" report -q --verify r.xml --ca-file ca.pem \
		>stdout 2>stderr || result=$?
	cat stdout stderr >said
	[ "$result" = "$1" ] || fail "$3: status $result: $(cat said)"
	grep -q "$2" said || fail "$3: nothing like '$2': $(cat said)"
	[ "$1" = 0 ] || ! grep -q 'unchanged since' said || fail "$3: unchanged"
}

answer_of()
{
	case $1 in
	mail) echo 'unchanged since it was signed by CN=mail' ;;
	web | encipher) echo "CN=$1 is unsuitable" ;;
	expired) echo 'CN=expired or of an issuer expired at 2021-01-01' ;;
	early) echo 'CN=early or of an issuer is not valid before 2098' ;;
	stranger) echo 'its signer is not trusted' ;;
	esac
}

say "a report that was changed is changed, whoever signed it"
python3 - <<'END'
data = open("whole.xml", "rb").read()
middle = data.index(b'verdict="fail"')
changes = {
    "first": b"\n" + data[1:],
    "verdict": data.replace(b'verdict="fail"', b'verdict="pass"', 1),
    "all-verdicts": data.replace(b'"fail"', b'"pass"'),
    "blank": data[:middle] + b" " + data[middle:],
    "last": data[:-1],
    "longer": data + b"\n",
    "lines": data.replace(b"\n", b"\r\n"),
    "half": data[:len(data) // 2],
    "twice": data + data,
    "nothing": b"",
    "mark": b"\xef\xbb\xbf" + data,
    "nul": data + b"\0",
}
for name, changed in changes.items():
    assert changed != data
    open("changed." + name, "wb").write(changed)
END
for name in $signers; do
	cp "$name.p7s" r.xml.p7s
	cp whole.xml r.xml
	status=1
	[ "$name" != mail ] || status=0
	expect $status "$(answer_of "$name")" "$name, untouched"
	[ $status = 1 ] || expect_words stdout 'revoked was not checked'
	for changed in changed.*; do
		cp "$changed" r.xml
		expect 1 'one of the two files was changed' "$name, $changed"
	done
done

say "a signature that was changed, in each of its parts"
cp whole.xml r.xml
# PART WORDS: a file for each of some octets in it
python3 - >parts <<'END'
import hashlib, subprocess
data = open("mail.p7s", "rb").read()
digest = hashlib.sha256(open("whole.xml", "rb").read()).digest()
certificate = subprocess.run(
    ["openssl", "x509", "-in", "mail.pem", "-outform", "DER"],
    stdout=subprocess.PIPE, check=True).stdout
at = data.index(certificate)
changed = "was changed"
unknown = "is not trusted\\|not contain its signer's certificate"
parts = {
    # The signed digest, and the signature's numbers, at the end
    "digest": (data.index(digest), 32, 5, changed),
    "signature": (len(data) - 60, 60, 4, changed),
    # The certificate: nobody vouches for another
    "issued": (at + len(certificate) - 60, 58, 5, unknown),
}
for name, (start, size, step, words) in parts.items():
    for offset in range(start, start + size, step):
        flipped = bytearray(data)
        flipped[offset] ^= 1
        file = "part.%s.%d" % (name, offset)
        open(file, "wb").write(flipped)
        print(file, words, sep="|")
others = {
    "cut": data[:-1], "half": data[:len(data) // 2], "empty": b"",
    "text": b"good\n", "report": open("whole.xml", "rb").read(),
    "certificate": certificate, "zeros": bytes(len(data)),
}
for name, octets in others.items():
    open("part." + name, "wb").write(octets)
    print("part." + name, "not a PKCS #7", sep="|")
END
while IFS='|' read -r file words; do
	cp "$file" r.xml.p7s
	expect 1 "$words" "$file"
done <parts

say "what belongs to another"
cp twin.p7s r.xml.p7s
expect 0 'signed by CN=twin' "another signer's"
cp changed.verdict other.xml
openssl cms -sign -binary -in other.xml -outform DER -out r.xml.p7s \
	-signer mail.pem -inkey mail.key 2>openssl.log
expect 1 'was changed' "another report's"
# The certificate of one and the signature of the other
openssl cms -sign -binary -in whole.xml -outform DER -out r.xml.p7s \
	-signer twin.pem -inkey twin.key -nocerts -certfile mail.pem \
	2>openssl.log
expect 1 "not contain its signer's certificate" "without its certificate"

[ "$cases" -ge 100 ] || fail "only $cases cases"
