#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What a server says takes neither more time nor more memory than it is worth.
. "$(dirname "$0")/../lib.sh"
require python3
: "${MEASURED:=$builddir/tests/integration/hostile/measured}"

# With a sanitizer everything is larger and slower.
bound_ms=3000 # of computing: others may keep the machine busy
bound_kb=65536
if ! (ulimit -v 4000000 && "$MAILSONDE" --version) >/dev/null 2>&1; then
	bound_ms=60000
	bound_kb=4000000
fi

start_hostile()
{
	rm -f "$tmp/port"
	mkfifo "$tmp/port"
	python3 "$srcdir/tests/integration/hostile/hostile_server.py" "$1" \
		>"$tmp/port" 9>&- &
	hostile=$!
	children="$children $hostile"
	read -r port <"$tmp/port"
}

stop_hostile()
{
	kill "$hostile" && wait "$hostile" 2>/dev/null || :
}

# measured COMMAND...: sets `result`, `took` (ms of computing), `peak` (kB)
measured()
{
	"$MEASURED" "$tmp/measured" timeout 120 "$@" \
		>"$tmp/stdout" 2>"$tmp/stderr" 9>&- || :
	read -r result took peak <"$tmp/measured"
	[ "$result" != 124 ] || fail "it never ends: $*"
}

expect_bounds()
{
	[ "$took" -le "$bound_ms" ] || fail "$1 takes $took ms"
	[ "$peak" -le "$bound_kb" ] || fail "$1 takes $peak kB"
	[ "$result" -le 2 ] || fail "$1: exit status $result: $(cat "$tmp/stderr")"
}

say "numbers that a computation would take minutes with"
for row in rsa-exponent:exponent rsa-modulus:'65536 bits' \
	issuer-exponent:exponent dh-group:'10000 bits'; do
	start_hostile "${row%%:*}"
	measured "$MAILSONDE" --timeout 3 --tls 1.2 "imaps://$address:$port"
	expect_bounds "${row%%:*}"
	[ "$result" = 1 ] || fail "${row%%:*}: exit status $result"
	tr -s ' \n' ' ' <"$tmp/stdout" | grep -q "${row#*:}" ||
		fail "${row%%:*} is not named: $(cat "$tmp/stdout")"
	grep -q 'size that programs refuse' "$tmp/stdout" ||
		fail "${row%%:*} is no key that is refused: $(cat "$tmp/stdout")"
	stop_hostile
done

say "certificates that a library takes hundreds of times their size for"
for row in short-names:elements long-subject:attributes \
	many-extensions:elements many-certificates:attributes; do
	start_hostile "${row%%:*}"
	measured "$MAILSONDE" --timeout 3 --tls 1.2 "imaps://$address:$port"
	expect_bounds "${row%%:*}"
	[ "$took" -le $((bound_ms / 10)) ] || fail "${row%%:*} takes $took ms"
	tr -s ' \n' ' ' <"$tmp/stdout" |
		grep -q "${row#*:} were refused" ||
		fail "${row%%:*} is not named: $(cat "$tmp/stdout")"
	stop_hostile
done

say "what an endpoint leaves behind: sixty take twice what one may"
start_hostile imap-wide
urls=
for number in 0 1 2 3 4 5 6 7 8 9; do
	for tens in 0 1 2 3 4 5; do
		urls="$urls imap://h$tens$number.example.test:$port?mode=cleartext"
	done
done
overrides="--connect-to :$port:$address:$port --no-follow-up"
bound_kb=$((2 * bound_kb))
for format in text html; do
	# shellcheck disable=SC2086 # words
	measured "$MAILSONDE" --timeout 8 $overrides -o "$format" $urls
	expect_bounds "sixty endpoints as $format"
done
bound_kb=$((bound_kb / 2))
stop_hostile

say "lists without an end, in every format"
every_format=
for format in text ticket xml html json csv junit tap sarif openmetrics; do
	every_format="$every_format -o $format=/dev/null"
done
every_format="$every_format -o nagios"
for kind in imap-items imap-allowed imap-unprintable imap-mechanisms smtp-mechanisms smtp-lines; do
	start_hostile "$kind"
	url="${kind%%-*}://$address:$port?mode=cleartext"
	# shellcheck disable=SC2086 # an option for each
	measured "$MAILSONDE" --timeout 5 $every_format "$url"
	expect_bounds "$kind"
	measured "$MAILSONDE" --timeout 5 -v --transcript "$url"
	expect_bounds "$kind with -v --transcript"
	stop_hostile
done
