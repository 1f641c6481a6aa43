#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A run that is broken off at any moment leaves a valid report, or none.
. "$(dirname "$0")/lib.sh"
require xmllint

# interrupted SIGNAL DELAY JOBS: a run that would take seconds
interrupted()
{
	rm -f "$tmp/report.xml"
	status=0
	# What runs in the background of a script would ignore SIGINT.
	env --default-signal=INT "$MAILSONDE" --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--timeout 20 --jobs "$3" -o text -o xml="$tmp/report.xml" $urls \
		>"$tmp/stdout" 2>"$tmp/stderr" 9>&- &
	program=$!
	children="$children $program"
	began=$(date +%s)
	sleep "$2"
	kill -s "$1" $program 2>/dev/null || :
	wait $program || status=$?
	[ $(($(date +%s) - began)) -le 5 ] || fail "$1 does not end the run"
	case $status in
	[012]) check_report && complete=$((complete + 1)) ;;
	13[07] | 143) [ ! -e "$tmp/report.xml" ] || check_report ;;
	*) fail "exit status $status after $1" ;;
	esac
	if [ -n "$(find "$tmp" -name 'report.xml.*')" ]; then
		fail "a part of a report is left"
	fi
}

# Some that answer at once, some slowly, some never.
start_standin --listen imap:implicit --fault slow=20 --listen smtp:explicit \
	--fault silent --listen imap:explicit --fault slow=5 --listen pop3:implicit \
	--fault silent-in-handshake --listen smtp:implicit --fault greeting-pause=300 \
	--listen pop3:explicit
complete=0
for delay in 0 0.01 0.02 0.04 0.06 0.1 0.15 0.25 0.4 0.7 1; do
	interrupted INT $delay 64
	interrupted TERM $delay 3
done
[ "$complete" -gt 8 ] || fail "only $complete runs left a report"

say "what was not asked is not-tested, and the exit status says so"
interrupted TERM 1.2 2
shown=
if [ "$status" != 2 ] && [ "$status" != 1 ]; then
	fail "exit status $status of a run that was broken off"
fi
grep -q ' not-tested$' "$tmp/facts" || fail "nothing is not-tested"
