#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A run that is broken off at any moment leaves a valid report, or none.
. "$(dirname "$0")/../lib.sh"
require python3 xmllint

# Whether the program runs by now, and no longer what stood before it in the
# process; whether it catches SIGINT, too, the second signal of the mask. Both
# hold of a process that has ended.
runs()
{
	file=$(readlink "/proc/$program/exe" 2>/dev/null) || return 0
	[ "$file" = "$(readlink -f "$MAILSONDE")" ]
}

catches()
{
	runs || return
	mask=$(sed -n 's/^SigCgt:[[:space:]]*//p' "/proc/$program/status" 2>/dev/null)
	case ${mask:-2} in
	*[2367abef]) return 0 ;;
	esac
	return 1
}

# interrupted SIGNAL STATE DELAY JOBS: a run that would take seconds, broken
# off some time after it reached the state
interrupted()
{
	rm -f "$tmp/report.xml"
	status=0
	# What runs in the background of a script would ignore SIGINT.
	env --default-signal=INT "$MAILSONDE" --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--timeout 40 --jobs "$4" -o text -o xml="$tmp/report.xml" $urls \
		>"$tmp/stdout" 2>"$tmp/stderr" 9>&- &
	program=$!
	children="$children $program"
	until "$2"; do
		sleep 0.01
	done
	sleep "$3"
	began=$(date +%s)
	kill -s "$1" $program 2>/dev/null || :
	wait $program || status=$?
	[ $(($(date +%s) - began)) -le 10 ] || fail "$1 does not end the run"
	case $status,$2 in
	[012],*) check_report ;;
	13[07],runs | 143,runs) [ ! -e "$tmp/report.xml" ] || check_report ;;
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
for delay in 0 0.01 0.02 0.04 0.1 0.25 0.7; do
	interrupted INT runs $delay 64
	interrupted TERM runs $delay 3
	interrupted INT catches $delay 3
	interrupted TERM catches $delay 64
done

say "what was not asked is not-tested, and the exit status says so"
interrupted TERM catches 1.2 2
shown=
if [ "$status" != 2 ] && [ "$status" != 1 ]; then
	fail "exit status $status of a run that was broken off"
fi
grep -q ' not-tested$' "$tmp/facts" || fail "nothing is not-tested"

say "wherever the run is, one interrupt ends it"
cp "$srcdir/tests/fuzz/corpus/stylesheet/endless.xsl" "$tmp/stage.xsl"
python3 "$srcdir/tests/integration/command/interrupted.py" "$tmp" $((1 + slack)) \
	"$MAILSONDE" 9>&- || fail "a stage holds up the end"
