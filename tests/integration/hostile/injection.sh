#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A command that is sent in the segment of STARTTLS, and who takes it.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3

check_odd 5 <<'END'
smtp-explicit-good 0 none starttls-injection=pass
imap-explicit-good 0 none starttls-injection=pass
pop3-explicit-good 0 none starttls-injection=pass
imap-implicit-good 0 none starttls-injection=none
smtp-explicit-refuses-pipelining 0 none starttls-injection=pass tls-best=pass
smtp-explicit-takes-injected 1 starttls-injection starttls-injection=fail
imap-explicit-takes-injected 1 starttls-injection starttls-injection=fail
pop3-explicit-takes-injected 1 starttls-injection starttls-injection=fail
END

say "it is asked only where further questions are"
start_odd imap-explicit-takes-injected
run_mailsonde --no-follow-up "$(odd_url imap-explicit-takes-injected)"
expect_exit 0
expect_finding starttls-injection info
stop_odd
