#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# mailsonde serve and visitors who mean no good: broken and slow requests, huge
# bodies, scripts in every field and in a server's greeting, foreign names, too
# many requests; and two hundred visitors at once.
. "$(dirname "$0")/../lib.sh"
require python3

start_standin --listen imap:implicit --fault control-octets --listen imap:implicit
set -- $ports
free_port
"$MAILSONDE" serve --listen "127.0.0.1:$port" --ca-file "$certs/ca.pem" \
	--timeout 5 --allow-private >"$tmp/serve.out" 2>"$tmp/serve.err" 9>&- &
serve=$!
children="$children $serve"
waited=0
until grep -q 'Open http' "$tmp/serve.out" || [ $waited = 100 ]; do
	sleep 0.1
	waited=$((waited + 1))
done
python3 "$srcdir/tests/integration/serve/serve_guests.py" "http://127.0.0.1:$port" \
	"$1" "$2" || fail "the visitors"
[ ! -s "$tmp/serve.err" ] || fail "serve complains: $(cat "$tmp/serve.err")"
kill "$serve" && wait "$serve" && status=0 || status=$?
[ "$status" = 0 ] || fail "it ended with $status: $(cat "$tmp/serve.err")"
