# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What signing in takes, and a message's round trip; sourced by bench.sh.

mailbox_runs=5

# start_mailbox ADDRESS: a store with IMAP, POP3 and submission there.
start_mailbox()
{
	store=$work/store
	mkdir -p "$store"
	rm -f "$store/ports" "$store/hold"
	mkfifo "$store/hold"
	echo open-sesame >"$store/password"
	echo icalendar none >"$store/mood"
	python3 "$srcdir/tests/integration/mailbox/exchange_server.py" \
		"$store" "$work/certs/good.pem" "$1" <>"$store/hold" \
		>"$store/out" 2>&1 &
	pids="$pids $!"
	tries=0
	until test -e "$store/ports"; do
		tries=$((tries + 1))
		test $tries -lt 200 || fail "no store: $(cat "$store/out")"
		sleep 0.05
	done
	read -r imap pop smtp <"$store/ports"
}

# sign_in NAME ADDRESS OPTION...
sign_in()
{
	name=$1 found=$2
	shift 2
	clock "$name" "$MAILSONDE" mailbox --user jo@bench.test \
		--password-file "$store/password" --tls 1.3 \
		-o xml="$work/$name.xml" --ca-file "$work/bundle.pem" \
		--connect-to "mail.bench.test:993:$found:$imap" \
		--connect-to "mail.bench.test:995:$found:$pop" \
		--connect-to "mail.bench.test:465:$found:$smtp" "$@" \
		imaps://mail.bench.test pop3s://mail.bench.test \
		submissions://mail.bench.test
}

# As in measure_far.
measure_mailbox_far()
{
	command -v python3 >/dev/null || return 0
	start_mailbox "$1"
	if test "$1" = "$2"; then
		start relay "$BENCH_RELAY" --delay-ms $delay_ms \
			--connect "$1:$pop" --connect "$1:$imap" \
			--connect "$1:$smtp"
		pop=$(relayed relay "$pop") imap=$(relayed relay "$imap")
		smtp=$(relayed relay "$smtp")
	fi
	i=0
	while test $i -lt $mailbox_runs; do
		i=$((i + 1))
		sign_in login "$2"
	done
	stop_all
	row "mailbox, 3 endpoints, whole process" \
		"$(calculate "$(median login 1) / 1000")" ms \
		"12 round trips + 60 ms" $((12 * 2 * delay_ms + 60)) 1
}

# From the server's word for the message to its first sight over IMAP.
measure_trip()
{
	command -v python3 >/dev/null || return 0
	start_mailbox 127.0.0.1
	i=0
	while test $i -lt $mailbox_runs; do
		i=$((i + 1))
		sign_in trip 127.0.0.1 --round-trip
		sed -n 's/.*<trip .* imap-ms="\([0-9.]*\)".*/\1/p' \
			"$work/trip.xml" >>"$work/seen.runs"
	done
	stop_all
	row "loopback: round trip, sent to first sight" \
		"$(median seen 1)" ms "limit" 300 1
	measure_real_trip
}

# The same through Postfix to Dovecot, if they are there.
measure_real_trip()
{
	status=0
	sh "$srcdir/tests/bench/trip.sh" \
		"$work/real.runs" $mailbox_runs >"$work/real.log" 2>&1 ||
		status=$?
	if test $status = 77; then return 0; fi
	test $status = 0 || fail "round trip: $(cat "$work/real.log")"
	row "loopback: round trip, Postfix and Dovecot" \
		"$(median real 1)" ms "limit" 300 1
}
