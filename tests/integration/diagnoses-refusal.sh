#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Diagnoses of servers that turn away, in words of whatever grammar.
. "$(dirname "$0")/lib.sh"
. "$srcdir/tests/integration/diagnoses-table.sh"
require xmllint

persona reply-421 <<'END'
imap any greeting 421 Server is busy, try again later.
pop3 any greeting 421 busy
END
persona reply-554 <<'END'
imap any greeting 554 No access from here
pop3 any greeting 554 5.7.1 Rejected
END
persona foreign <<'END'
imap any greeting -ERR Too many connections
pop3 any greeting * BYE Too many connections
smtp any greeting * BYE overloaded
END
persona untagged <<'END'
imap any greeting * NO LOGOUT IMAP4 service: denial of service prevention active
END
persona untagged-bad <<'END'
imap any greeting * BAD internal error
END

# Only a welcome tells which service it is.
say "a refusal in another service's words"
diagnose_table 6 <<'END'
none imap:explicit throttled likely persona:reply-421
none imap:implicit throttled likely persona:reply-421
none pop3:explicit throttled likely persona:reply-421
none pop3:implicit throttled likely persona:reply-421 no-follow-up
none imap:explicit server-refuses likely persona:reply-554
none pop3:implicit server-refuses likely persona:reply-554
none imap:explicit connections-limit likely persona:foreign
none pop3:explicit connections-limit likely persona:foreign
none smtp:explicit throttled likely persona:foreign
none imap:explicit throttled likely persona:untagged
none imap:implicit server-refuses likely persona:untagged-bad
none smtp:explicit service-swapped certain as=imap:explicit
none pop3:explicit service-swapped certain as=imap:explicit
none imap:explicit service-swapped certain as=pop3:explicit
END

say "a server that is busy was not tested"
start_standin --persona "$(persona_file reply-421)" --listen imap:explicit
run_mailsonde "imap://$host:${ports# }"
expect_exit 2
grep -q 'does not tell which service' "$tmp/report.xml" ||
	fail "no word of the grammar"
stop_standin
