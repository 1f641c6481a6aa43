#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Every exit status of the manual's table: a wrong answer that was received is
# 1, what could not be asked is 2.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3

say "asked, and all is well: 0"
check_odd 4 <<'END'
imap-implicit-good 0 none
pop3-explicit-no-capa 0 none
pop3-implicit-no-capa 0 none
END

say "asked, and the answer is wrong: 1"
check_odd 3 <<'END'
imap-explicit-wrong-tag 1 -
imap-implicit-wrong-tag 1 -
smtp-explicit-mixed-codes 1 -
smtp-implicit-mixed-codes 1 -
imap-implicit-long-list 1 -
imap-implicit-endless 1 -
imap-explicit-endless 1 -
imap-implicit-falls-silent 1 -
smtp-explicit-falls-silent 1 -
smtp-implicit-falls-silent 1 -
END

say "not to be asked: 2"
check_odd 3 <<'END'
imap-explicit-busy 2 throttled
END

say "nobody there: 1"
make_certificates
free_port
run_mailsonde --timeout 2 "imaps://$host:$port"
expect_exit 1
