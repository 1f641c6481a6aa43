#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Every exit status of the manual's table, where replies are cut or refused.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3

say "a reply that is cut or refused is a wrong answer: 1"
check_odd 3 <<'END'
smtp-explicit-cuts-reply 1 dialogue-broken dialogue=fail
pop3-explicit-cuts-reply 1 dialogue-broken dialogue=fail
imap-explicit-hangs-up 1 dialogue-broken dialogue=fail
smtp-explicit-refuses-name 1 client-name-refused dialogue=fail
smtp-implicit-not-implemented 1 capability-refused dialogue=fail
imap-implicit-bad-list 1 capability-refused dialogue=fail
smtp-explicit-refuses-before-tls 1 capability-refused dialogue=fail
imap-explicit-refuses-before-tls 1 capability-refused dialogue=fail
imap-explicit-other-service 1 service-other greeting=fail
imap-implicit-closes 1 - tls-best=fail
smtp-explicit-closes 1 - greeting=fail
smtp-implicit-refuses 1 - greeting=fail
smtp-explicit-denies 1 server-refuses greeting=fail
imap-explicit-denies 1 server-refuses greeting=fail
pop3-implicit-denies 1 server-refuses greeting=fail
END

say "one that is put off is none: 2"
check_odd 2 <<'END'
smtp-explicit-puts-list-off 2 throttled
smtp-explicit-has-enough 2 -
imap-explicit-has-enough 2 -
pop3-explicit-has-enough 2 -
END

say "a list that a POP3 server may refuse: 0"
check_odd 2 <<'END'
pop3-explicit-refuses-before-tls 0 none
END
