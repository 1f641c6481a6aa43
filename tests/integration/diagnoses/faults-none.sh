#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Faults that are none: whoever behaves so is fine, or earns a warning at most.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/table.sh"
require xmllint

read_table <<'END'
greeting-pause=800 smtp:explicit verdict=pass stage=done outcome=completed tls-*=pass
greeting-pause=800 smtp:implicit verdict=pass stage=done outcome=completed tls-*=pass
greeting-pause=800 imap:explicit verdict=pass stage=done outcome=completed tls-*=pass
greeting-pause=800 pop3:implicit verdict=pass stage=done outcome=completed tls-*=pass
big-ehlo smtp:explicit verdict=pass stage=done capability-starttls=pass tls-*=pass
big-ehlo imap:explicit verdict=pass stage=done capability-starttls=pass tls-*=pass
big-ehlo pop3:explicit verdict=pass stage=done capability-starttls=pass tls-*=pass
big-ehlo=12000 smtp:implicit verdict=pass stage=done tls-*=pass
quit-silent imap:implicit verdict=pass tls-*=pass greeting=pass
quit-silent pop3:explicit verdict=pass tls-*=pass greeting=pass
quit-silent smtp:explicit verdict=pass tls-*=pass greeting=pass
no-close-notify imap:implicit verdict=pass stage=done tls-*=pass
no-close-notify smtp:explicit verdict=pass stage=done tls-*=pass
no-sni-close pop3:implicit verdict=pass stage=done tls-*=pass
wants-sni=mail.example.test imap:implicit verdict=pass stage=done tls-*=pass
starttls-still-offered imap:explicit verdict=pass capability-starttls=warning tls-*=pass
starttls-still-offered pop3:explicit verdict=pass capability-starttls=warning tls-*=pass
starttls-still-offered smtp:explicit verdict=pass capability-starttls=warning tls-*=pass
none imap:explicit persona:imap4rev2 verdict=pass stage=done tls-*=pass
none imap:implicit persona:exchange-2016 stage=done tls-*=pass
none pop3:explicit persona:exchange-online stage=done tls-*=pass
none imap:cleartext persona:clear-auth mode=warning tls-1.2=none cleartext-login=pass/warning
END
play_table 5
expect_exit 0
