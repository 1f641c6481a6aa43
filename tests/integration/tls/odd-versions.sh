#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Servers that refuse old TLS versions each in their own way, and one that does
# not; what servers say inside TLS does not mislead.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3

check_odd 5 <<'END'
imap-implicit-takes-old 0 none tls-1.0=warning tls-1.1=warning tls-1.2=pass
imap-implicit-courier 0 none tls-1.0=pass tls-1.1=pass tls-1.2=pass
smtp-explicit-decodes-not 0 none tls-1.0=pass tls-1.1=pass
smtp-explicit-exchange 0 none tls-1.0=pass tls-1.1=pass tls-1.2=pass tls-best=pass
smtp-implicit-exchange 0 none tls-1.0=pass tls-1.1=pass
smtp-explicit-lists-auth 1 passwords-in-clear cleartext-login=fail
imap-explicit-literal 0 none greeting=pass tls-best=pass
pop3-implicit-no-capa 0 none tls-best=pass
pop3-explicit-no-capa 0 none capability-starttls=pass/warning tls-best=pass
END

say "what is only listed is called listed"
start_odd smtp-explicit-lists-auth
run_mailsonde -v "$(odd_url smtp-explicit-lists-auth)"
expect_words stdout 'lists password login'
if grep -q -e 'accepts passwords' -e 'takes passwords' "$tmp/stdout"; then
	fail "what was not tried is told as seen"
fi
stop_odd
