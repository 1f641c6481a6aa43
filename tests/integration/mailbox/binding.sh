#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A login is bound to its TLS connection as each version binds, in the eyes of
# OpenSSL; and one that goes through somebody else's connection is not.
. "$(dirname "$0")/../lib.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require python3 openssl xmllint

make_certificates
echo open-sesame >"$tmp/password"

# start_binding VERSION: sets `port`
start_binding()
{
	rm -f "$tmp/bound"
	timeout 300 python3 \
		"$srcdir/tests/integration/mailbox/binding_server.py" "$1" \
		"$certs/good.pem" "$address" >"$tmp/bound" 2>"$tmp/err" 9>&- &
	children="$children $!"
	timeout 30 sh -c 'until grep -q "^ready" "$0"; do sleep 0.1; done' \
		"$tmp/bound"
	port=$(sed -n 's/^ready //p' "$tmp/bound")
}

# bound VERSION TYPE
bound()
{
	where="TLS $1: "
	start_binding "$1"
	run_mailsonde mailbox --user jo@example.test --tls "$1" --no-follow-up \
		--jobs 1 --password-file "$tmp/password" "imaps://$host:$port"
	expect_exit 0
	expect_finding login-imap pass 1
	expect_finding mailbox-open pass 1
	grep -qx "p=$2 good" "$tmp/bound" || fail "bound: $(cat "$tmp/bound")"
}
bound 1.2 tls-unique
bound 1.3 tls-exporter
