#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A message goes through Postfix to Dovecot, is seen there, and is deleted:
# whatever happens meanwhile, the mailbox holds what it held before.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require dovecot postfix postconf openssl xmllint root

user=jo@example.test
mail_password=open-sesame
printf '%s\n' "$mail_password" >"$tmp/password"
start_dovecot tls-1.2-1.3
dovecot_server=$server
delivery=lmtp:inet:[$address]:$lmtp_port
start_postfix tls-1.2-1.3
mail=$dovecot/mail
mkdir -p "$mail/cur" "$mail/new" "$mail/tmp"
printf 'Subject: mine\r\nMessage-ID: <mine@example.test>\r\n\r\nHello\r\n' \
	>"$mail/cur/1.mine:2,"
chown -R nobody:nogroup "$mail"

mailbox()
{
	run_mailsonde mailbox --user "$user" --password-file "$tmp/password" \
		--round-trip --arrival 8 "$@"
}

# The mailbox has what it had before, unmarked.
only_mine()
{
	count=$(find "$mail/cur" "$mail/new" "$mail/tmp" -type f | wc -l)
	[ "$count" = "${1:-1}" ] || fail "$count files in the mailbox:
		$(ls "$mail/cur" "$mail/new" "$mail/tmp")"
	[ -e "$mail/cur/1.mine:2," ] || fail "the user's message was touched"
}

submission=submission://$host:$submission_port
imap=imaps://$host:$imaps_port
pop3=pop3s://$host:$pop3s_port

trip_of() # XPATH of an attribute or a child
{
	xpath "string((//m:trip/$1)[1])"
}

say "there and back, over both"
mailbox "$submission" "$imap" "$pop3"
expect_exit 0
expect_finding round-trip pass 1
expect_finding round-trip none 2
only_mine
[ "$(xpath 'count(//m:trip)')" = 1 ] || fail "not one trip"
for leg in send-ms imap-ms pop3-ms hops; do
	[ -n "$(trip_of "@$leg")" ] || fail "no $leg"
done
[ "$(trip_of @deleted)" = true ] || fail "not deleted"
case $(trip_of m:path) in
*" > "*) ;;
*) fail "the path: $(trip_of m:path)" ;;
esac
trip_of @message-id | grep -q '^<mailsonde\.trip\.' || fail "another id"

say "the legs are told to monitors"
mailbox -o nagios="$tmp/nagios" -o openmetrics="$tmp/metrics" "$submission" \
	"$imap" "$pop3"
for leg in login send arrive_imap arrive_pop3; do
	label=smtp_explicit_${host}_${submission_port}_$leg
	grep -Eq "'$label'=[0-9.]+s;;;0" "$tmp/nagios" || fail "no $label"
	grep -Eq "^mailsonde_mailbox_leg_duration_seconds[{]service=\"smtp\".*leg=\"$leg\"[}] [0-9.]+$" \
		"$tmp/metrics" || fail "no metric of $leg"
done
grep -q "imap_implicit_${host}_${imaps_port}_mailbox'=[0-9]" "$tmp/nagios" ||
	fail "the mailbox's time is not told"

say "over IMAP alone, over POP3 alone, through each endpoint"
mailbox "$submission" "submissions://$host:$submissions_port" \
	"imap://$host:$imap_port"
expect_exit 0
expect_finding round-trip pass 1
expect_finding round-trip pass 2
only_mine
mailbox "$submission" "$pop3"
expect_exit 0
expect_finding round-trip pass 1
only_mine

say "what an earlier run left is deleted, what is new or not ours is not"
stale=$(($(date +%s) - 4000))
leave() # ID
{
	printf 'Subject: x\r\nMessage-ID: %s\r\n\r\nHello\r\n' "$1" \
		>"$mail/new/$2.left"
	chown nobody:nogroup "$mail/new/$2.left"
}
leave "<mailsonde.trip.$stale.abcdefghijabcdefghij@example.test>" 2
leave "<mailsonde.receipt.$stale.abcdefghijabcdefghij@example.test>" 3
leave "<mailsonde.trip.$(date +%s).abcdefghijabcdefghij@example.test>" 4
leave "<mailsonde.news.$stale.abcdefghijabcdefghij@example.test>" 5
leave "<a.mailsonde.trip.$stale.abcdefghijabcdefghij@example.test>" 6
mailbox "$submission" "$imap"
expect_exit 0
[ "$(trip_of @leftovers)" = 2 ] || fail "leftovers: $(trip_of @leftovers)"
only_mine 4
leave "<mailsonde.trip.$stale.abcdefghijabcdefghij@example.test>" 7
mailbox "$submission" "$pop3"
expect_exit 0
[ "$(trip_of @leftovers)" = 1 ] || fail "left over in the maildrop:
	$(trip_of @leftovers)"
only_mine 4
rm -f "$mail"/new/*.left "$mail"/cur/[456].left*

say "nobody could delete it: nothing is sent"
queued() { grep -c 'from=<jo@example.test>' "$postfix/log"; }
before=$(queued)
mailbox "$submission"
expect_exit 2
expect_finding round-trip not-tested 1
[ "$(queued)" = "$before" ] || fail "something was sent"

say "to somebody else, it is handed over and not waited for"
postconf -c "$postfix" -e default_transport=discard
postfix -c "$postfix" reload 2>/dev/null
mailbox --to other@example.test "$submission" "$imap"
expect_exit 0
expect_finding round-trip info 1
only_mine

say "it does not arrive"
mailbox --arrival 2 "$submission" "$imap"
expect_exit 1
expect_finding round-trip fail 1
only_mine

say "interrupted, wherever it be, nothing is left"
postconf -c "$postfix" -e "default_transport=$delivery"
postfix -c "$postfix" reload 2>/dev/null
for delay in 0.15 0.3 0.5 0.8; do
	"$MAILSONDE" mailbox --user "$user" --password-file "$tmp/password" \
		--ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--round-trip "$submission" "$imap" "$pop3" \
		>"$tmp/stdout" 2>"$tmp/stderr" &
	child=$!
	sleep $delay
	kill -INT $child 2>/dev/null || :
	wait $child || :
done
sleep 1 # what was on its way
only_mine
