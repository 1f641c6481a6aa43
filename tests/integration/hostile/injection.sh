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

say "beside the others, and of no account where TLS is not taken"
start_standin --fault starttls-missing --listen smtp:explicit \
	--fault none --listen smtp:explicit
# shellcheck disable=SC2086 # a URL has no blanks
run_mailsonde $urls
expect_exit 1
[ "$(xpath 'count(//m:endpoint[1]/m:probe[@question="injection"])')" = 0 ] ||
	fail "an idle question is among the facts"
[ "$(xpath 'count(//m:endpoint[2]/m:probe[@question="injection"])')" = 1 ] ||
	fail "the question is missing"
stop_standin
