#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Strange certificates, made and shown by openssl: more names than are kept,
# dates before 1970.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/authority.sh"
require openssl xmllint

# names COUNT: so many names that are not the host's, with commas between.
names()
{
	i=0
	while [ $i -lt "$1" ]; do
		printf 'DNS:n%d.example.com,' $i
		i=$((i + 1))
	done
}

cd "$tmp"
make_authority ca

say "the host is the last of 301 names"
issue many ca "subjectAltName=$(names 300)DNS:$host"
serve many
judge
expect_status certificate-name pass certificate-trust pass
stop_serving

say "the host is the last of 2001 names, or is not among them"
issue too-many ca "subjectAltName=$(names 2000)DNS:$host"
serve too-many
judge
expect_status certificate-name not-tested certificate-trust pass
[ "$(xpath 'string(//m:certificate/@names-cut)')" = 977 ] ||
	fail "the names that were cut off are not counted"
stop_serving
issue wrong ca "subjectAltName=$(names 300)DNS:other.example.com"
serve wrong
judge
expect_status certificate-name fail certificate-trust pass
stop_serving

say "an age ago"
issue old ca "subjectAltName=DNS:$host" 19500101000000Z 19691231235959Z
serve old
judge
expect_status certificate-name pass certificate-expiry fail
grep -q 'observed="expired on 1969-12-31' report.xml || fail "no date"
stop_serving

say "without an end"
issue endless ca "subjectAltName=DNS:$host" 19500101000000Z 99991231235959Z
serve endless
judge
expect_status certificate-name pass certificate-expiry pass
stop_serving

# says WORDS: somewhere in the last run's diagnoses
says()
{
	xpath 'string(//m:diagnosis[1])' | tr -s '\n\t ' ' ' |
		grep -q -F "$1" || fail "not said: $1"
}

authority="basicConstraints=critical,CA:TRUE"
leaf="subjectAltName=DNS:$host"

say "a link is missing in the middle"
issue upper ca "$authority"
: >upper.index
issue lower upper "$authority"
: >lower.index
issue below lower "$leaf"
serve below -cert_chain upper.pem
judge
expect_status certificate-trust fail
says "2 certificates were sent, and not the one of \"CN=lower\""
stop_serving

say "an issuer of the right name, with another key"
cp lower.key first.key
issue lower upper "$authority"
serve below -cert_chain lower.pem
judge
expect_status certificate-trust fail
says "do not belong together"
stop_serving

say "the authority that is known here is out of date"
make_authority old
openssl req -new -key old.key -subj /CN=old -out ended.csr 2>/dev/null
sign_request ended old "$authority" 20200101000000Z 20210101000000Z
issue under old "$leaf"
serve under
judge --ca-file ended.pem
expect_status certificate-trust fail
says "known to this computer: \"CN=old\", valid from 2020-01-01 to 2021-01-01"
stop_serving

say "what the server sends is out of date"
issue lapsed ca "$authority" 20200101000000Z 20210101000000Z
: >lapsed.index
issue beneath lapsed "$leaf"
serve beneath -cert_chain lapsed.pem
judge
expect_status certificate-trust fail
says "sent by the server: \"CN=lapsed\", valid from 2020-01-01 to 2021-01-01"
stop_serving
