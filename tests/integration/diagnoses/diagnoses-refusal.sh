#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Diagnoses of servers that turn away, in words of whatever grammar.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
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
none imap:implicit service-fault likely persona:untagged-bad
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

# ehlo NAME REPLY: a persona that answers EHLO so, in the clear and inside TLS
ehlo()
{
	persona "$1" <<END
smtp clear EHLO $2
smtp tls EHLO $2
END
}
ehlo name-550 '550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)'
ehlo name-501 '501 5.5.2 <[127.0.0.1]>: Helo command rejected: Invalid name'
ehlo name-504 '504 5.5.2 <[127.0.0.1]>: Helo command rejected: need fully-qualified hostname'
ehlo name-450 '450 4.7.1 <[127.0.0.1]>: Helo command rejected: Host not found'
ehlo name-554 '554 5.7.1 <[127.0.0.1]>: Helo command rejected: Access denied'
ehlo exim-501 '501 Syntactically invalid EHLO argument(s)'
ehlo exchange-501 '501 5.5.4 Invalid domain name'
ehlo bogus '550 5.7.1 Bogus helo'
ehlo blocked '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org'
ehlo unknown '502 5.5.1 EHLO not implemented'

say "the name in EHLO"
diagnose_table 6 <<'END'
none smtp:explicit client-name-refused likely persona:name-550
none smtp:explicit client-name-refused likely persona:name-501
none smtp:explicit client-name-refused likely persona:name-504
none smtp:explicit client-name-refused likely persona:name-450
none smtp:explicit client-name-refused likely persona:name-554
none smtp:explicit client-name-refused likely persona:exim-501
none smtp:explicit client-name-refused likely persona:exchange-501
none smtp:implicit client-name-refused likely persona:bogus
none smtp:explicit address-blocked likely persona:blocked
none smtp:explicit capability-refused likely persona:unknown
END

# greets NAME SERVICE WORDS: a persona with that greeting
greets()
{
	persona "$1" <<END
$2 any greeting $3
END
}
greets dynamic smtp '554 5.7.1 Access denied: dynamic IP address 192.0.2.7'
greets pressure smtp '452 4.3.1 Insufficient system resources'
greets fork imap '* BYE fork failed: Resource temporarily unavailable'
greets news smtp '200 news.example.test NNTP Service Ready'
greets desktop imap 'RFB 003.008'
greets chat imap ':irc.example.test NOTICE * :*** Looking up your hostname'
greets header imap 'PROXY TCP4 192.0.2.1 192.0.2.2 5000 143'
greets other-code smtp '250 mail ready'
persona delivery <<'END'
smtp any greeting 220 %h LMTP ready
smtp any EHLO 500 5.5.1 Use LHLO
smtp any STARTTLS 503 5.5.1 Use LHLO
END
persona later <<'END'
smtp clear EHLO 250-%h
smtp clear EHLO 250 STARTTLS
smtp tls EHLO 421 4.7.0 Internal error after TLS
END

say "faults that the server names, and others that answer"
diagnose_table 6 <<'END'
none smtp:explicit address-blocked likely persona:dynamic
none smtp:explicit service-fault likely persona:pressure
none imap:explicit service-fault likely persona:fork
none smtp:explicit service-fault likely persona:later
none smtp:explicit service-other certain persona:news
none imap:explicit service-other certain persona:desktop
none imap:explicit service-other certain persona:chat
none imap:explicit service-other certain persona:header
none smtp:explicit service-other certain persona:delivery
none smtp:explicit greeting-broken possible persona:other-code
END
