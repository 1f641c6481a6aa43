#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Certificates, good and bad: each with the finding that names it.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/table.sh"
require xmllint

read_table <<'END'
none imap:implicit cert:good verdict=pass key-strength=pass certificate-trust=pass certificate-name=pass certificate-expiry=pass
none smtp:explicit cert:ecdsa verdict=pass certificate-trust=pass certificate-name=pass certificate-expiry=pass
none pop3:explicit cert:wildcard verdict=pass certificate-trust=pass certificate-name=pass certificate-expiry=pass
none imap:implicit cert:expired verdict=fail certificate-trust=pass certificate-name=pass certificate-expiry=fail tls-*=pass
none smtp:explicit cert:not-yet verdict=fail certificate-trust=pass certificate-name=pass certificate-expiry=fail tls-*=pass
none pop3:implicit cert:soon verdict=pass certificate-trust=pass certificate-name=pass certificate-expiry=warning tls-*=pass
none imap:explicit cert:self-signed verdict=fail certificate-trust=fail certificate-name=pass certificate-expiry=pass tls-*=pass
none smtp:implicit cert:wrong-name verdict=fail certificate-trust=pass certificate-name=fail certificate-expiry=pass tls-*=pass
none pop3:explicit cert:cn-only verdict=fail certificate-trust=pass certificate-name=fail certificate-expiry=pass tls-*=pass
none imap:implicit cert:incomplete verdict=fail certificate-trust=fail certificate-name=pass certificate-expiry=pass tls-*=pass
none smtp:explicit cert:sha1 tls:1.2 verdict=fail key-strength=fail certificate-name=pass certificate-expiry=pass tls-1.2=pass
none pop3:implicit cert:rsa1024 tls:1.2 verdict=fail key-strength=fail certificate-name=pass certificate-expiry=pass tls-1.2=pass
END
play_table 5 -v
expect_exit 1
say "the words name the trouble"
expect_words stdout 'expired'
expect_words stdout 'self-signed'
expect_words stdout 'other.example.test'
expect_words stdout 'intermediate'

say "what was not looked at is not there: no dates of 1970, no empty names"
[ "$(xpath "count(//m:certificate[@subject = '' or
	starts-with(@not-after, '1970')])")" = 0 ] ||
	fail "certificates in the report whose names and dates are made up"
if grep -q 1970 "$tmp/stdout"; then fail "dates of 1970 in the text"; fi

say "anchors: the machine's own do not know these, and a file may have none"
start_standin --listen imap:implicit
run_program --resolve "$host:$address" -o xml="$tmp/report.xml" $urls
check_report
expect_exit 1
expect_finding certificate-trust fail/not-tested
expect_finding certificate-name pass
: >"$tmp/empty.pem"
run_program --ca-file "$tmp/empty.pem" $urls
expect_exit 65
expect_words stderr 'empty.pem'
