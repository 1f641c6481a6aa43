#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Where an input is a named pipe, its writer is waited for, but neither a signal
# nor the run's deadline is.
. "$(dirname "$0")/../lib.sh"
require python3
pipe=$tmp/pipe
mkfifo "$pipe"
url=imaps://127.0.0.1:1
status=0
"$MAILSONDE" -q --timeout 1 -o xml="$tmp/kept.xml" "$url" >"$tmp/stdout" \
	2>"$tmp/stderr" || status=$?
[ "$status" = 1 ] || fail "no report to begin with: $(cat "$tmp/stderr")"

# ended WHAT SIGNAL ARGUMENT...: sets `result`
ended()
{
	say "$1"
	number=$2
	shift 2
	result=$(python3 "$srcdir/tests/integration/hostile/pipes.py" \
		"$number" "$MAILSONDE" "$@" 2>"$tmp/stderr" 9>&-)
}

# by_signal ARGUMENT...: both signals end it at once
by_signal()
{
	ended "SIGTERM ends $1" 15 "$@"
	[ "$result" = SIGTERM ] || fail "$*: $result, $(cat "$tmp/stderr")"
	ended "SIGINT ends $1" 2 "$@"
	[ "$result" = SIGINT ] || fail "$*: $result, $(cat "$tmp/stderr")"
}

by_signal check --baseline "$pipe" "$url"
by_signal report "$pipe"
by_signal report --verify "$pipe"
by_signal judge "$pipe"
by_signal compare "$tmp/kept.xml" "$pipe"
by_signal policy --from "$pipe"
if "$MAILSONDE" --version | grep -q '^discover: yes'; then
	by_signal discover --check --baseline "$pipe" example.test
fi
if "$MAILSONDE" --version | grep -q '^mailbox: yes'; then
	by_signal mailbox --user a@example.test --password-file "$pipe" "$url"
fi

say "the deadline ends it, too"
ended "the deadline" 0 check --deadline 0.5 --baseline "$pipe" "$url"
[ "$result" = 65 ] || fail "$result"
grep -q "deadline was reached before all inputs" "$tmp/stderr" ||
	fail "$(cat "$tmp/stderr")"
if "$MAILSONDE" --version | grep -q '^discover: yes'; then
	ended "the deadline" 0 discover --deadline 0.5 --check --baseline \
		"$pipe" example.test
	[ "$result" = 65 ] || fail "$result"
fi

# Whatever never begins is empty, and said to be.
for arguments in "$pipe" "--policy $pipe $url" "--ca-file $pipe $url"; do
	# shellcheck disable=SC2086 # words
	ended "$arguments" 0 check $arguments
	[ "$result" = 65 ] || fail "$arguments: $result"
done

say "a writer that comes later is heard"
(
	sleep 0.3
	cat "$tmp/kept.xml" >"$pipe"
) 9>&- &
children="$children $!"
ended "report" 0 report "$pipe"
[ "$result" = 0 ] || fail "$result: $(cat "$tmp/stderr")"
