#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Diagnoses of servers that begin to speak and do not go on, that are slow at
# every step, or that say nothing until they are spoken to.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint

persona mixed <<'END'
smtp clear EHLO 250-%h
smtp clear EHLO 500-oops
smtp clear EHLO 250-STARTTLS
smtp clear EHLO 250 SIZE
smtp tls EHLO 250-%h
smtp tls EHLO 220-AUTH PLAIN
smtp tls EHLO 250 SIZE
END

# A server that greets late, after it was sent a command, is a healthy one.
say "broken off, slow, or silent"
diagnose_table 8 <<'END'
half-hello imap:implicit handshake-cut likely
half-hello pop3:explicit handshake-cut likely no-follow-up
half-hello-silent imap:implicit handshake-cut likely then=hello-too-large
half-hello-silent smtp:explicit handshake-cut likely then=hello-too-large
echo imap:implicit service-other certain
echo pop3:explicit service-other certain
echo imap:explicit service-other certain
https imap:implicit service-other certain
https smtp:implicit service-other certain
greeting-unended imap:explicit greeting-unended likely
greeting-unended smtp:explicit greeting-unended likely
greeting-unended pop3:implicit greeting-unended likely no-follow-up
capa-pause=6000 smtp:explicit server-slow likely
capa-pause=5000 imap:implicit none pass
greeting-pause=5500 pop3:implicit none pass
greeting-pause=5500 imap:implicit none pass
silent imap:implicit server-silent likely
silent smtp:explicit server-silent likely
none smtp:explicit reply-broken likely persona:mixed
none smtp:implicit reply-broken likely persona:mixed
END

say "what a silent server was asked"
start_standin --fault silent --listen imap:cleartext
run_mailsonde --timeout 3 "imap://$host:${ports# }?mode=cleartext"
expect_exit 1
expect_diagnosis 1 server-silent likely
grep -q 'a command gets no answer either' "$tmp/report.xml" ||
	fail "no word of the command"
stop_standin
