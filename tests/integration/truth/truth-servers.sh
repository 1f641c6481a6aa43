#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: Dovecot, Postfix and a server with GnuTLS.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"
require dovecot

start_dovecot tls-1.2-1.3
plan "$imaps_port" "Dovecot"
if command -v postconf >/dev/null && [ "$(id -u)" = 0 ]; then
	start_postfix tls-1.0-1.2
	plan "$submissions_port" "Postfix with old versions"
	urls="${urls% *} submissions://$host:$submissions_port"
fi
planned=$urls
start_standin --listen imap:implicit --priority -RSA:-VERS-TLS1.3 \
	--listen imap:implicit
urls=$planned
for port in $ports; do plan "$port" "GnuTLS"; done
compare_all
