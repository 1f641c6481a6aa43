#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A run ends at its deadline, with a whole report that says what was not asked.
. "$(dirname "$0")/../lib.sh"
require xmllint

expect_ended()
{
	[ "$elapsed" -le $((2500 + slack * 1000)) ] ||
		fail "took $elapsed ms, with a deadline of 1.5 s"
	[ "$(xpath 'string(/m:report/@out-of-time)')" = true ] ||
		fail "the report does not say that its time was up"
}

say "servers that do not answer"
start_standin --listen pop3:implicit --fault silent --listen imap:explicit \
	--listen smtp:explicit
# shellcheck disable=SC2086 # URLs have no blanks
run_mailsonde --timeout 30 --deadline 1.5 $urls
expect_ended
expect_exit 2
expect_verdict pass 1
expect_verdict not-tested 2
expect_words stdout 'The run reached its deadline'

say "endpoints that never had their turn"
# shellcheck disable=SC2086
run_mailsonde --timeout 30 --deadline 1.5 --jobs 1 --no-follow-up \
	$(echo $urls | cut -d ' ' -f 2) $urls
expect_ended
expect_exit 2
expect_words report.xml 'the run reached its deadline first'

say "a deadline that is not reached changes nothing"
# shellcheck disable=SC2086
run_mailsonde --deadline 50 $(echo $urls | cut -d ' ' -f 1)
expect_exit 0
[ "$(xpath 'string(/m:report/@out-of-time)')" = "" ] ||
	fail "the report says that its time was up"

say "what is no time"
run_program --deadline 0 imaps://mail.example.test
expect_exit 64
expect_words stderr 'between 0.05 and 86400'
