#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# mailsonde serve: the page from the form to the report, the interface for
# programs, the exporter, and who may ask for what.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/start.sh"
require python3 curl promtool
python3 -c "import jsonschema" || require "jsonschema of Python"

# serve_here OPTION...: with what all of these have in common.
serve_here()
{
	start_serve --ca-file "$certs/ca.pem" --timeout 5 "$@"
}

say "other computers cannot be let in, and a wrong address is named"
run_program serve --listen 0.0.0.0:8625
expect_exit 64
expect_words stderr 'which networks and domains'
run_program serve --listen 127.0.0.1
expect_exit 64
expect_words stderr '127.0.0.1:8625'
run_program serve imaps://mail.example.com
expect_exit 64

start_standin --listen imap:implicit --fault silent --listen imap:implicit
set -- $ports
good=$1 silent=$2

say "private addresses are left alone unless they are allowed"
serve_here
python3 "$srcdir/tests/integration/serve/serve.py" refused "$site" "$good" ||
	fail "without --allow-private"
stop_serve

# Whatever is searched for stays on this computer: nobody listens there.
free_port
nowhere=$port

say "the page, the interface and the exporter"
echo '{"modules": {"quick": {"depth": "best"}}}' >"$tmp/serve.json"
serve_here --allow-private --config "$tmp/serve.json" --dns-server "127.0.0.1@$nowhere" \
	--connect-to "127.0.0.1:$good:127.0.0.1:$good" \
	--connect-to "127.0.0.1:$silent:127.0.0.1:$silent" \
	--connect-to "::127.0.0.1:$nowhere"
python3 "$srcdir/tests/integration/serve/serve.py" all "$site" "$good" "$silent" \
	"$tmp/metrics" || fail "with --allow-private"
say "the interface for programs is what its document says"
python3 "$srcdir/tests/integration/serve/openapi.py" "$site" "$good" \
	"$srcdir/data/schemas/report-1.schema.json" || fail "the document"
curl -s "$site/metrics" >"$tmp/own"
for metrics in metrics own; do
	promtool check metrics <"$tmp/$metrics" >"$tmp/promtool" 2>&1 ||
		fail "promtool on $metrics: $(cat "$tmp/promtool")"
done

stop_serve

say "another address of this computer answers to its own name"
listen=127.0.0.2
serve_here --allow-private
[ "$(python3 -c 'import sys, urllib.request
print(urllib.request.urlopen(sys.argv[1]).status)' "$site")" = 200 ] ||
	fail "$site is not served"
stop_serve
listen=127.0.0.1
serve_here --allow-private

say "results stay in a folder, for the next run, too"
stop_serve
mkdir "$tmp/kept"
serve_here --allow-private --keep "$tmp/kept"
python3 "$srcdir/tests/integration/serve/serve.py" keep "$site" "$good" \
	>"$tmp/result" || fail "with --keep"
stop_serve
serve_here --allow-private --keep "$tmp/kept"
python3 "$srcdir/tests/integration/serve/serve.py" kept "$site" "$good" \
	"$(cat "$tmp/result")" || fail "the result is not kept"
[ "$(find "$tmp/kept" -name '*.xml' | wc -l)" = 1 ] ||
	fail "more or less than one result is kept"
stop_serve

say "a small check does not wait for large ones"
serve_here --allow-private --timeout 100
python3 "$srcdir/tests/integration/serve/serve.py" crowd "$site" "$silent" ||
	fail "the crowd"
stop_serve

say "who comes too late for a turn sees a place in the queue"
serve_here --allow-private --timeout 100
python3 "$srcdir/tests/integration/serve/serve.py" queue "$site" "$silent" ||
	fail "the queue"

say "an interrupt ends it, whoever waits"
python3 "$srcdir/tests/integration/serve/serve.py" wait "$site" "$silent" &
visitor=$!
waited=0
until curl -s "$site/metrics" | grep -q '^mailsonde_serve_checks_waiting 3' ||
	[ $waited = 100 ]; do
	sleep 0.1
	waited=$((waited + 1))
done
begun=$(date +%s)
stop_serve
[ $(($(date +%s) - begun)) -le 30 ] || fail "it took long to end"
wait "$visitor"
