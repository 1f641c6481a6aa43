#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# mailsonde serve and visitors who mean no good: broken and slow requests, huge
# bodies, scripts in every field and in a server's greeting, foreign names, too
# many requests; and two hundred visitors at once.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/start.sh"
require python3

start_standin --listen imap:implicit --fault control-octets --listen imap:implicit
set -- $ports
rm -f "$tmp/wordy"
mkfifo "$tmp/wordy"
python3 "$srcdir/tests/integration/hostile/wordy_server.py" "$certs" \
	"$tmp/sent" imap-implicit-wide-high >"$tmp/wordy" 9>&- &
children="$children $!"
read -r wordy <"$tmp/wordy"
start_serve --ca-file "$certs/ca.pem" --timeout 5 --allow-private
python3 "$srcdir/tests/integration/serve/serve_guests.py" "$site" \
	"$1" "$2" "$wordy" || fail "the visitors"
[ ! -s "$tmp/serve.err" ] || fail "serve complains: $(cat "$tmp/serve.err")"
stop_serve
