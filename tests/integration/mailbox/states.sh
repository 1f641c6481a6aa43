#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A round trip that is interrupted, cut off or put off in any state, and the
# options' measuring: the report is whole, nothing is left in the mailbox, and no
# file but the report.
. "$(dirname "$0")/../lib.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require python3 openssl xmllint

make_certificates
exchange=$tmp/exchange
mkdir "$exchange" "$tmp/scratch"
echo open-sesame >"$exchange/password"
echo icalendar none >"$exchange/mood"
python3 "$srcdir/tests/integration/mailbox/exchange_server.py" "$exchange" \
	"$certs/good.pem" "$address" <"$tmp/hold" 2>"$exchange/err" 9>&- &
children="$children $!"
timeout 30 sh -c 'until [ -e "$0" ]; do sleep 0.1; done' "$exchange/ports"
read -r imap_port pop3_port smtp_port <"$exchange/ports"

# travel MOOD [--options]: the server knows the process before it says anything.
travel()
{
	where="$1 ${2-}: "
	echo "icalendar none $1" >"$exchange/mood"
	status=0
	TMPDIR=$tmp/scratch timeout --foreground 60 sh -c \
		'echo $$ >"$0"; exec "$@"' "$exchange/pid" "$MAILSONDE" mailbox \
		--user jo@example.test --password-file "$exchange/password" \
		"${2---round-trip}" --arrival 3 --watch 1 --tls 1.3 --no-follow-up \
		--ca-file "$certs/ca.pem" --resolve "$host:$address" \
		-o text -o xml="$tmp/report.xml" \
		"imaps://$host:$imap_port" "pop3s://$host:$pop3_port" \
		"submissions://$host:$smtp_port" \
		>"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	check_report
	if grep -q = "$exchange/mood"; then fail "it did not come to that"; fi
	[ -z "$(ls "$tmp/scratch")" ] || fail "left: $(ls "$tmp/scratch")"
	is_empty || fail "a message is left"
}

# Without TOP, nobody could find the message again: none is sent.
travel_by_pop3()
{
	where="$1, POP3 alone: "
	echo "icalendar none $1" >"$exchange/mood"
	run_mailsonde mailbox --user jo@example.test --password-file \
		"$exchange/password" --round-trip --arrival 6 --tls 1.3 \
		--no-follow-up "pop3s://$host:$pop3_port" \
		"submissions://$host:$smtp_port"
	is_empty || fail "a message is left"
}

is_empty()
{
	[ "$(cat "$exchange/left")" = "${others-0}" ]
}

for state in Imap.SELECT Smtp.AUTH Smtp.DATA Smtp..; do
	travel "interrupt=$state"
	expect_exit 2
done
for state in Smtp.. Imap.FETCH; do
	travel "interrupt=$state" --options
done
# All may have been seen by then.
for state in Imap.FETCH Imap.EXPUNGE; do
	travel "interrupt=$state"
done

for state in Imap.AUTHENTICATE Imap.SELECT Imap.FETCH Smtp.. Pop3.TOP; do
	travel "bye=$state"
done

for state in Smtp.DATA Imap.FETCH; do
	travel "throttle=$state"
done

# Told at the end of the command before IDLE, which does not tell it again.
travel told
expect_exit 0
[ -n "$(xpath 'string(//m:trip/@imap-ms)')" ] || fail "not seen by IMAP"

# explains ENDPOINT WORDS: the last run's diagnosis; no other that knows nothing.
explains()
{
	[ "$(xpath "count(//m:endpoint[$1]/m:diagnosis[contains(m:summary,
		\"$2\")])")" = 1 ] || fail "no diagnosis says: $2"
	[ "$(xpath 'count(//m:diagnosis[@id="unknown"])')" = 0 ] ||
		fail "a cause is not known"
}

# A message that is refused without a word that says why.
travel refuse=Smtp..
expect_exit 1
explains 3 "accepted the login, but not the test message"

# A connection that is closed without a word, once the login was accepted.
after="accepted the login, but closed the connection"
travel close=Imap.EXAMINE --user=jo@example.test
explains 1 "$after instead of opening the mailbox"
travel close=Pop3.STAT --user=jo@example.test
explains 2 "$after instead of opening the mailbox"
travel close=Smtp.MAIL --user=jo@example.test
explains 3 "$after when mailsonde named the sender"
for state in Smtp.RCPT Smtp..; do
	travel "close=$state"
	explains 3 "closed the connection instead of accepting the test message"
done
# Of a later session, too, which is told apart from the first.
later="closed or refused a session after it had accepted the login"
for mood in bye=Imap.SELECT refuse=Imap.SELECT; do
	travel "$mood"
	explains 3 "$later"
done
travel bye=Imap.FETCH --options
explains 1 "$later"
travel refuse=Pop3.RETR --options
explains 2 "$later"
[ "$(xpath 'count(//m:endpoint[2]/m:probe/m:option/@invitation)')" = 0 ] ||
	fail "a form is told that was not seen"
# Before the login, nothing is known of it.
travel close=Imap.CAPABILITY --user=jo@example.test
[ "$(xpath "count(//m:summary[contains(., '$after')])")" = 0 ] ||
	fail "a login is told that was not made"

# The time of the run is over before the message is there: nothing is said of
# it, and it is deleted all the same.
where="the deadline of the run: "
echo icalendar none slow >"$exchange/mood"
run_mailsonde mailbox --user jo@example.test --password-file \
	"$exchange/password" --round-trip --arrival 30 --deadline 1 --tls 1.3 \
	--no-follow-up "imaps://$host:$imap_port" \
	"submissions://$host:$smtp_port"
expect_exit 2
expect_finding round-trip not-tested 2
[ "$(xpath 'string(//m:trip/@deleted)')" = true ] || fail "it was not deleted"
is_empty || fail "a message is left"

travel_by_pop3 topless
expect_finding round-trip not-tested 2
xpath 'string(//m:trip/@why-not)' | grep -q TOP || fail "TOP is not named"
# A message of others that nobody can look at keeps nothing from being waited
# for.
travel_by_pop3 "veiled slow"
expect_finding round-trip pass 2
# Refused once, it is tried again, so that nothing is left.
travel_by_pop3 refuse=Pop3.TOP
expect_finding round-trip pass 2

# remembers_nothing MOOD FORM ARGUMENT...: a form of the secret is nowhere in the
# memory of what has signed in, and a signal leaves no core.
remembers_nothing()
{
	where="$1, memory: "
	echo "icalendar none $1" >"$exchange/mood"
	{
		printf '%s\n' "$2"
		printf %s "$2" | base64 -w 0
	} >"$tmp/forms"
	shift 2
	python3 "$srcdir/tests/integration/mailbox/mailbox_memory.py" \
		"$tmp/forms" "$builddir/mailsonde-mailbox" mailbox \
		--user jo@example.test --ca-file "$certs/ca.pem" \
		--resolve "$host:$address" --transcript -v "$@" \
		>"$tmp/found" 2>&1 || fail "$(cat "$tmp/found")"
}

if ! grep -q 'fsanitize' "$builddir/config.log"; then
	servers="imaps://$host:$imap_port pop3s://$host:$pop3_port \
		submissions://$host:$smtp_port"
	# Several words
	# shellcheck disable=SC2086
	remembers_nothing "" open-sesame --round-trip --arrival 3 \
		--password-file "$exchange/password" $servers
	echo not-a-good-token >"$tmp/token"
	# shellcheck disable=SC2086
	remembers_nothing token not-a-good-token \
		--access-token-file "$tmp/token" $servers
fi

# Others' messages are more than a server is heard to tell in one reply.
others=1100
travel "crowded interrupt=Smtp.."
expect_exit 2
