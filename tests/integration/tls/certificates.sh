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
