#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Many checks at once in one engine: each finds what it finds alone, the limits
# hold over all of them, and none leaves anything behind.
. "$(dirname "$0")/../lib.sh"
: "${ENGINE_CHECKS:=$builddir/tests/integration/command/engine_checks}"

# What comes of each is certain at once: nothing here waits for a silence.
start_standin --address 0.0.0.0 \
	--listen imap:implicit --listen pop3:implicit --listen smtp:implicit \
	--listen imap:explicit --listen pop3:explicit --listen smtp:explicit \
	--tls 1.0-1.3 --listen imap:implicit --tls 1.2 --listen smtp:explicit \
	--tls 1.2-1.3 --cert-name expired --listen imap:implicit \
	--cert-name self-signed --listen pop3:implicit \
	--cert-name wrong-name --listen smtp:implicit --cert-name good \
	--fault starttls-missing --listen imap:explicit \
	--fault plaintext-on-implicit --listen pop3:implicit \
	--fault refuse-554 --listen smtp:explicit \
	--fault starttls-refused --listen pop3:explicit \
	--fault alert-version=1.3 --listen imap:implicit

status=0
# shellcheck disable=SC2086 # a URL has no blanks
timeout 240 "$ENGINE_CHECKS" "$certs/ca.pem" $urls 9>&- >"$tmp/stdout" \
	2>"$tmp/stderr" || status=$?
cat "$tmp/stdout" "$tmp/stderr"
[ "$status" = 0 ] || fail "exit status $status"
for verdict in pass fail; do
	grep -q "^# [0-9]*: $verdict;" "$tmp/stdout" ||
		fail "no check has the verdict $verdict"
done
