#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Every certificate that a server showed is judged, whichever connection saw it.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/network/odd.sh"
require xmllint python3

check_odd 5 <<'END'
imap-implicit-good 0 none certificate-differs=none certificate-expiry=pass
imap-implicit-expired 1 certificate-expired certificate-differs=none certificate-expiry=fail
imap-implicit-expired-for-1-2 1 certificate-mixed certificate-expiry=fail certificate-trust=pass certificate-differs=info
smtp-explicit-untrusted-for-1-2 1 certificate-mixed certificate-trust=fail certificate-expiry=pass
pop3-explicit-misnamed-for-1-2 1 certificate-mixed certificate-name=fail certificate-trust=pass
imap-explicit-expired-at-times 1 certificate-mixed certificate-expiry=fail
imap-implicit-expired-at-first 1 certificate-mixed certificate-expiry=fail
smtp-implicit-ecdsa-for-1-2 0 none certificate-differs=info certificate-trust=pass
END

say "for which connections it is told"
start_odd imap-implicit-expired-for-1-2
run_mailsonde -v "$(odd_url imap-implicit-expired-for-1-2)"
expect_words stdout 'with TLS 1.2,'
stop_odd
