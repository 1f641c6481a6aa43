#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# mailsonde serve --keep: how long results stay in the folder, and what else
# is left alone there.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/start.sh"
require curl python3

start_standin --listen imap:implicit
set -- $ports
kept=$tmp/kept
mkdir "$kept"

# digits DIGIT: what a result could be named.
digits()
{
	printf "%032d" 0 | tr 0 "$1"
}

# status PATH: what a visitor is answered.
status()
{
	curl -s -o /dev/null -w '%{http_code}' "$site$1"
}

run_program "imaps://127.0.0.1:$1" --ca-file "$certs/ca.pem" \
	-o "xml=$kept/$(digits 1).xml"
expect_exit 0
cp "$kept/$(digits 1).xml" "$kept/$(digits 2).xml"
cp "$kept/$(digits 1).xml" "$tmp/report.xml"
for name in "$(digits 3).xml.bak" "$(digits A).xml" "0$(digits 4).xml" \
	"$(digits 5)" mine.xml; do
	cp "$kept/$(digits 1).xml" "$kept/$name"
done
mkdir "$kept/$(digits 6).xml"
ln -s mine.xml "$kept/$(digits 7).xml"
# What a crash left behind, and what is being written.
cp "$tmp/report.xml" "$kept/$(digits 8).xml.k3x5wq2a"
for name in "$(digits 8).xml.k3x9wq2a" "$(digits 8).xml.k3x5wq2" \
	"mine.xml.k3x5wq2a"; do
	cp "$tmp/report.xml" "$kept/$name"
done
touch -h -d '31 days ago' "$kept"/*
touch -d '61 minutes ago' "$kept/$(digits 8).xml.k3x5wq2a"
cp "$tmp/report.xml" "$kept/$(digits 9).xml.abcdefgh"
touch -d '59 minutes ago' "$kept/$(digits 9).xml.abcdefgh"
touch -d '29 days ago' "$kept/$(digits 2).xml"

say "results that are too old are removed, and nothing else"
# shellcheck disable=SC2012 # the names are known
ls "$kept" | grep -v -e "^$(digits 1)" -e 'k3x5wq2a$' >"$tmp/expected"
echo mine.xml.k3x5wq2a >>"$tmp/expected"
sort -o "$tmp/expected" "$tmp/expected"
start_serve --keep "$kept"
ls "$kept" >"$tmp/left"
cmp -s "$tmp/expected" "$tmp/left" ||
	fail "what is left: $(diff "$tmp/expected" "$tmp/left")"

say "a result that grew too old is not shown any more"
[ "$(status "/r/$(digits 2)")" = 200 ] || fail "a result of 29 days"
touch -d '31 days ago' "$kept/$(digits 2).xml"
[ "$(status "/r/$(digits 2)")" = 404 ] || fail "a result of 31 days"
stop_serve

say "the configuration says how long results stay"
for days in 59:8 61:9; do
	cp "$tmp/report.xml" "$kept/$(digits "${days#*:}").xml"
	touch -d "${days%:*} days ago" "$kept/$(digits "${days#*:}").xml"
done
echo '{"keep_days": 60}' >"$tmp/serve.json"
start_serve --keep "$kept" --config "$tmp/serve.json"
[ "$(status "/r/$(digits 8)")" = 200 ] || fail "a result of 59 days of 60"
[ ! -e "$kept/$(digits 9).xml" ] || fail "a result of 61 days of 60"
stop_serve

say "who cannot have a result kept sees it, and the log says why, once"
mkdir "$tmp/lost"
start_serve --keep "$tmp/lost" --allow-private --ca-file "$certs/ca.pem"
rmdir "$tmp/lost"
for round in 1 2; do
	python3 "$srcdir/tests/integration/serve/serve.py" keep "$site" "$1" \
		>"$tmp/result" || fail "the result is not shown: $round"
done
stop_serve
[ "$(grep -c -- '--keep .*No such file' "$tmp/serve.err")" = 1 ] ||
	fail "the log says: $(cat "$tmp/serve.err")"
