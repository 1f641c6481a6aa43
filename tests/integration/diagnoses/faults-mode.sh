#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Faults up to the greeting: nobody answers, or somebody else does.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/table.sh"
require xmllint

say "the port and its mode"
read_table <<'END'
close-after-connect imap:implicit stage=handshake connect=pass mode=not-tested tls-best=fail greeting=not-tested tls-*=not-tested
close-after-connect imap:explicit stage=greeting connect=pass mode=not-tested greeting=fail tls-*=not-tested
reset-after-connect pop3:implicit stage=handshake/connect verdict=fail mode=not-tested tls-*=not-tested
reset-after-connect pop3:explicit stage=greeting/connect verdict=fail mode=not-tested tls-*=not-tested
reset-after-connect smtp:explicit stage=greeting/connect verdict=fail mode=not-tested tls-*=not-tested
silent imap:implicit stage=handshake connect=pass mode=not-tested tls-best=fail greeting=not-tested tls-*=not-tested
silent imap:explicit stage=greeting connect=pass mode=not-tested greeting=fail tls-best=not-tested tls-*=not-tested
silent pop3:explicit stage=greeting connect=pass mode=not-tested greeting=fail tls-best=not-tested tls-*=not-tested
silent smtp:explicit stage=greeting connect=pass mode=not-tested greeting=fail tls-best=not-tested tls-*=not-tested
plaintext-on-implicit pop3:implicit stage=handshake mode=fail tls-best=not-tested tls-*=not-tested greeting=not-tested
plaintext-on-implicit imap:implicit stage=handshake mode=fail tls-best=not-tested tls-*=not-tested greeting=not-tested
plaintext-on-implicit smtp:implicit stage=handshake mode=fail tls-best=not-tested tls-*=not-tested greeting=not-tested
tls-on-explicit pop3:explicit stage=greeting mode=fail greeting=not-tested tls-*=not-tested
tls-on-explicit imap:explicit stage=greeting mode=fail greeting=not-tested tls-*=not-tested
tls-on-explicit smtp:explicit stage=greeting mode=fail greeting=not-tested tls-*=not-tested
END
play_table 3
expect_exit 1

say "without follow-ups, the time is the one that was given"
read_table <<'END'
silent imap:implicit stage=handshake verdict=fail tls-*=not-tested
silent smtp:explicit stage=greeting verdict=fail tls-*=not-tested
silent-in-handshake pop3:implicit stage=handshake verdict=fail tls-*=not-tested
starttls-then-silent imap:explicit stage=handshake verdict=fail tls-*=not-tested
tls-on-explicit pop3:explicit stage=greeting verdict=fail tls-*=not-tested
slow smtp:explicit stage=greeting verdict=fail tls-*=not-tested
none imap:implicit verdict=pass tls-*=pass
END
play_table 2 --no-follow-up
expect_exit 1

say "somebody else"
read_table <<'END'
wrong-service pop3:implicit stage=greeting mode=pass greeting=fail tls-*=pass
wrong-service imap:implicit stage=greeting mode=pass greeting=fail tls-*=pass
wrong-service smtp:implicit stage=greeting mode=pass greeting=fail tls-*=pass
wrong-service pop3:explicit stage=greeting greeting=fail tls-*=not-tested
wrong-service imap:explicit stage=greeting greeting=fail tls-*=not-tested
wrong-service smtp:explicit stage=greeting greeting=fail tls-*=not-tested
plaintext-on-implicit,wrong-service imap:implicit stage=handshake mode=fail tls-*=not-tested
garbage imap:implicit stage=handshake mode=fail greeting=not-tested tls-*=not-tested
garbage pop3:explicit stage=greeting greeting=fail tls-*=not-tested
garbage smtp:explicit stage=greeting greeting=fail tls-*=not-tested
http imap:implicit stage=handshake mode=fail tls-*=not-tested
http smtp:explicit stage=greeting greeting=fail tls-*=not-tested
ssh pop3:implicit stage=handshake mode=fail tls-*=not-tested
ssh imap:explicit stage=greeting greeting=fail tls-*=not-tested
refuse-554 smtp:explicit stage=greeting greeting=fail tls-*=not-tested
refuse-554 imap:explicit stage=greeting greeting=fail/not-tested tls-*=not-tested
refuse-554 pop3:explicit stage=greeting greeting=fail tls-*=not-tested
refuse-554 smtp:implicit stage=greeting mode=pass greeting=fail
END
play_table 5
expect_exit 1

say "greetings"
read_table <<'END'
endless-greeting smtp:explicit stage=greeting greeting=fail tls-*=not-tested
endless-greeting smtp:implicit stage=greeting mode=pass greeting=fail tls-*=pass
endless-greeting imap:explicit stage=capabilities capability-starttls=fail tls-*=not-tested
endless-greeting pop3:explicit stage=capabilities verdict=fail/not-tested tls-*=not-tested
endless-line smtp:explicit stage=greeting greeting=fail tls-*=not-tested
endless-line imap:explicit stage=greeting greeting=fail tls-*=not-tested
endless-line pop3:implicit stage=greeting mode=pass greeting=fail
slow smtp:explicit stage=greeting greeting=fail tls-*=not-tested
slow imap:implicit stage=greeting mode=pass greeting=fail
preauth imap:explicit capability-starttls=fail tls-*=not-tested cleartext-login=not-tested
preauth imap:implicit stage=done tls-*=pass
END
play_table 4
expect_exit 1
