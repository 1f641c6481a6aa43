#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Faults of TLS: handshakes that break, and versions that are refused in every way there is.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/table.sh"
require xmllint

say "no handshake at all"
read_table <<'END'
reset-in-handshake imap:implicit stage=handshake verdict=fail tls-best=fail tls-*=not-tested
reset-in-handshake smtp:explicit stage=handshake verdict=fail tls-best=fail tls-*=not-tested
close-in-handshake pop3:implicit stage=handshake verdict=fail tls-best=fail tls-*=not-tested
close-in-handshake pop3:explicit stage=handshake verdict=fail tls-best=fail tls-*=not-tested
silent-in-handshake smtp:implicit stage=handshake verdict=fail tls-best=fail tls-*=not-tested
silent-in-handshake imap:explicit stage=handshake verdict=fail tls-best=fail tls-*=not-tested
wants-sni=other.example.test imap:implicit stage=handshake verdict=fail tls-best=fail tls-*=not-tested
END
play_table 4
expect_exit 1

say "one and the other version"
read_table <<'END'
none imap:implicit tls:1.0-1.2 verdict=pass tls-1.0=warning tls-1.1=warning tls-1.2=pass tls-1.3=pass tls-best=pass
none smtp:explicit tls:1.0+1.2 verdict=pass tls-1.0=warning tls-1.1=pass tls-1.2=pass tls-1.3=pass tls-best=pass
none pop3:implicit tls:1.0-1.1 verdict=fail tls-1.0=warning tls-1.1=warning tls-1.2=pass tls-1.3=pass tls-best=fail
none imap:explicit tls:1.3 verdict=pass tls-*=pass tls-best=pass
none pop3:explicit tls:1.2 verdict=pass tls-*=pass tls-best=pass
none smtp:implicit tls:1.1 verdict=fail tls-1.0=pass tls-1.1=warning tls-best=fail
reset-version=1.0+1.1 imap:implicit tls:1.0-1.3 verdict=pass tls-*=pass tls-best=pass
reset-version=1.0+1.1 smtp:explicit tls:1.0-1.3 verdict=pass tls-*=pass tls-best=pass
close-version=1.0+1.1 pop3:implicit tls:1.0-1.3 verdict=pass tls-*=pass tls-best=pass
close-version=1.0+1.1 imap:explicit tls:1.0-1.3 verdict=pass tls-*=pass tls-best=pass
alert-version=1.0+1.1 smtp:implicit tls:1.0-1.3 verdict=pass tls-*=pass
alert-version=1.0+1.1:40 imap:implicit tls:1.0-1.3 verdict=pass tls-*=pass
alert-version=1.0+1.1:80 smtp:explicit tls:1.0-1.3 verdict=pass tls-*=pass
silent-version=1.0+1.1 imap:implicit tls:1.0-1.3 verdict=not-tested tls-1.0=not-tested tls-1.1=not-tested tls-1.2=pass tls-1.3=pass
silent-version=1.0+1.1 smtp:explicit tls:1.0-1.3 verdict=not-tested tls-1.0=not-tested tls-1.1=not-tested tls-1.2=pass tls-1.3=pass
refuse-version=1.0+1.1 smtp:explicit tls:1.0-1.3 tls-1.2=pass tls-1.3=pass
alert-version=1.3 imap:explicit tls:1.2-1.3 tls-1.2=pass tls-1.3=pass
client-certificate imap:implicit verdict=fail tls-best=fail tls-1.2=pass tls-1.3=pass
client-certificate smtp:explicit verdict=fail tls-best=fail tls-1.2=pass tls-1.3=pass
alert-after-handshake=40 imap:implicit verdict=fail
END
play_table 5
expect_exit 1
for endpoint in 7 8 9 10; do
	expect_probe tls-version 1.0 refused handshake $endpoint
	expect_probe tls-version 1.1 refused handshake $endpoint
	expect_probe tls-version 1.2 completed done $endpoint
done
for endpoint in 14 15; do
	expect_probe tls-version 1.0 failed handshake $endpoint
done
