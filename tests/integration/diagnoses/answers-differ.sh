#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Servers that answer one connection so and the next otherwise.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3

check_odd 5 <<'END'
imap-implicit-good 0 none capability-varies=none greeting-varies=none
imap-explicit-other-service-at-times 1 answers-differ greeting-varies=fail
smtp-explicit-denies-at-times 1 answers-differ greeting-varies=fail
imap-explicit-denies-at-times 1 answers-differ greeting-varies=fail
imap-implicit-denies-late 1 server-refuses dialogue=fail
imap-explicit-denies-late 1 server-refuses dialogue=fail
imap-implicit-old-at-times 1 answers-differ tls-varies=fail
smtp-explicit-fails-at-times 1 answers-differ tls-varies=fail
imap-implicit-refuses-1-3-at-times 0 none tls-varies=warning
imap-explicit-tls-1-1-at-times 0 none tls-varies=warning
imap-implicit-intolerant 1 tls-intolerant tls-varies=none
imap-implicit-tls-1-2 0 none tls-varies=none
END

say "lines and lists that break rules"
check_odd 5 <<'END'
imap-explicit-bare-lf 0 none line-ends=warning
pop3-implicit-bare-lf 0 none line-ends=warning
smtp-explicit-good 0 none line-ends=none capability-upgraded=none
smtp-explicit-changes-size 0 none capability-upgraded=warning
END

say "a server that waits for us"
check_odd 4 <<'END'
imap-explicit-withholds 1 greeting-withheld greeting-varies=fail
END
