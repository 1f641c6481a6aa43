#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What the program takes of memory is in proportion to what a server says:
# under eight times its octets, above what a server takes that says little.
. "$(dirname "$0")/../lib.sh"
require python3 openssl
: "${MEASURED:=$builddir/tests/integration/hostile/measured}"

factor=8
slack_kb=1024 # pages, threads, and the allocator's rounding
if ! (ulimit -v 4000000 && "$MAILSONDE" --version) >/dev/null 2>&1; then
	factor=200 slack_kb=16384 # a sanitizer keeps what was freed
fi
every_format=
for format in text ticket xml html json csv junit tap sarif openmetrics; do
	every_format="$every_format -o $format=/dev/null"
done
every_format="$every_format -o nagios"
make_certificates

# start_wordy KIND: sets `server` and `url`
start_wordy()
{
	rm -f "$tmp/port" "$tmp/sent"
	mkfifo "$tmp/port"
	echo 0 >"$tmp/sent"
	python3 "$srcdir/tests/integration/hostile/wordy_server.py" "$certs" \
		"$tmp/sent" "$1" >"$tmp/port" 2>"$tmp/server" 9>&- &
	server=$!
	children="$children $server"
	read -r port <"$tmp/port"
	case $1 in
	*-clear-*) url=$(url "${1%%-*}" cleartext "$port") ;;
	*-explicit-*) url=$(url "${1%%-*}" explicit "$port") ;;
	*) url=$(url "${1%%-*}" implicit "$port") ;;
	esac
}

# measure WHAT: every format, or -v, or that with the transcript. Sets `result`,
# `peak` (kB) and `came` (octets)
measure()
{
	case $1 in
	# shellcheck disable=SC2086 # an option for each
	formats) set -- $every_format ;;
	verbose) set -- -v ;;
	single) set -- -v --no-follow-up --tls 1.3 ;;
	transcript) set -- -v --transcript ;;
	esac
	read -r before <"$tmp/sent"
	"$MEASURED" "$tmp/measured" timeout 60 "$MAILSONDE" --timeout 8 \
		--ca-file "$certs/ca.pem" --resolve "$host:$address" "$@" \
		"$url" >"$tmp/stdout" 2>"$tmp/stderr" 9>&- || :
	read -r result _ peak <"$tmp/measured"
	read -r came <"$tmp/sent"
	came=$((came - before))
}

# What is there when a server says little.
for mode in clear explicit implicit; do
	start_wordy "imap-$mode-nothing-y"
	for what in formats verbose transcript; do
		measure "$what"
		eval "floor_${mode}_$what=$peak"
	done
	kill "$server" && wait "$server" 2>/dev/null || :
done

# expect_kind KIND LEAST: so many octets come in at the least
expect_kind()
{
	say "$1"
	start_wordy "$1"
	mode=${1#*-}
	mode=${mode%%-*}
	for what in formats verbose transcript; do
		measure "$what"
		eval "floor=\$floor_${mode}_$what"
		[ "$result" -le 2 ] || fail "$1, $what: status $result"
		[ "$came" -ge "$2" ] || fail "$1, $what: $came octets came"
		[ $(((peak - floor - slack_kb) * 1024)) -le \
			$((factor * came)) ] ||
			fail "$1, $what: $peak kB, $floor of them without" \
				"the $came octets that came"
	done
	kill "$server" && wait "$server" 2>/dev/null || :
	[ ! -s "$tmp/server" ] || fail "$(tail -n 3 "$tmp/server")"
}

expect_kind smtp-clear-wide-escape 900000
expect_kind smtp-clear-lines-quote 900000
expect_kind smtp-clear-greeting-turn 16384
expect_kind imap-clear-names-less 14000
expect_kind pop3-clear-lines-nul 900000
expect_kind imap-clear-endless-escape 900000
expect_kind imap-implicit-wide-high 1800000
expect_kind imap-implicit-plain-wide 900000
expect_kind smtp-explicit-refusal-escape 16384
expect_kind smtp-explicit-lines-mark 1800000

# expect_many KIND LEAST MOST: twenty endpoints, so many octets that come in at
# the least, and so many at the most that the program takes for them
expect_many()
{
	start_wordy "$1"
	urls=
	for number in 0 1 2 3 4 5 6 7 8 9; do
		urls="$urls submission://h$number.example.test:$port"
		urls="$urls submission://i$number.example.test:$port"
	done
	# shellcheck disable=SC2086 # words
	"$MEASURED" "$tmp/measured" timeout 60 "$MAILSONDE" --timeout 8 \
		--connect-to ":$port:$address:$port" $urls \
		>"$tmp/stdout" 2>"$tmp/stderr" 9>&- || :
	read -r result _ peak <"$tmp/measured"
	read -r came <"$tmp/sent"
	[ "$result" = 1 ] || fail "$1: status $result"
	[ "$came" -ge "$2" ] || fail "$1: $came octets came"
	[ $(((peak - floor_explicit_formats - slack_kb) * 1024)) -le \
		$((factor * $3)) ] ||
		fail "$1: twenty endpoints take $peak kB for $came octets"
	kill "$server" && wait "$server" 2>/dev/null || :
}

say "replies that nobody needs again leave nothing behind"
expect_many smtp-explicit-reply-y 20000000 2500000
# One text for each endpoint is enough: how many come depends on the load.
say "what is kept of a long text is bounded"
expect_many smtp-explicit-greeting-y 1300000 2600000
expect_many smtp-explicit-refusal-y 1300000 2600000
expect_many smtp-explicit-wide-y 1300000 1300000
expect_many smtp-explicit-lines-y 1300000 1300000

say "a certificate of 3,000 names: read by one connection at a time"
names=$(seq -f ',DNS:n%g.example.test' -s '' 1000 3999)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	-subj "/CN=$host" -addext "subjectAltName=DNS:$host$names" \
	-keyout "$tmp/key.pem" -out "$certs/ca.pem" 2>"$tmp/openssl" ||
	fail "$(cat "$tmp/openssl")"
cat "$certs/ca.pem" "$tmp/key.pem" >"$certs/good.pem"
start_wordy imap-implicit-nothing-y
measure single
single=$peak heard=$came
measure verbose
[ "$came" -gt $((2 * heard)) ] || fail "$came octets came, alone $heard"
[ $(((peak - single - slack_kb) * 1024)) -le $((factor * (came - heard))) ] ||
	fail "$peak kB, $single of them for one connection"

say "ten servers with it: each certificate is kept once"
most=400 # kB of one server; it is shown eight times
[ "$factor" = 8 ] || most=40000
urls=
for number in 0 1 2 3 4 5 6 7 8 9; do
	urls="$urls imaps://h$number.example.test:$port"
done
# shellcheck disable=SC2086 # words
"$MEASURED" "$tmp/measured" timeout 60 "$MAILSONDE" --timeout 8 --jobs 1 \
	--connect-to ":$port:$address:$port" $urls \
	>"$tmp/stdout" 2>"$tmp/stderr" 9>&- || :
read -r result _ peak <"$tmp/measured"
[ "$result" = 1 ] || fail "status $result: $(cat "$tmp/stderr")"
[ $((peak - single)) -le $((10 * most)) ] ||
	fail "ten servers take $peak kB, one $single"
kill "$server" && wait "$server" 2>/dev/null || :
