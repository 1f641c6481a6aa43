#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Exchange's two options for POP and IMAP, measured in every mood of a store
# that looks like Exchange; and nothing is left in a mailbox.
. "$(dirname "$0")/../lib.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require python3 openssl xmllint

make_certificates
exchange=$tmp/exchange
mkdir "$exchange"
echo open-sesame >"$exchange/password"
echo icalendar none >"$exchange/mood"
python3 "$srcdir/tests/integration/mailbox/exchange_server.py" "$exchange" \
	"$certs/good.pem" "$address" <"$tmp/hold" 2>"$exchange/err" 9>&- &
children="$children $!"
timeout 30 sh -c 'until [ -e "$0" ]; do sleep 0.1; done' "$exchange/ports"
read -r imap_port pop3_port smtp_port <"$exchange/ports"

read -r other_imap _ other_smtp <"$exchange/ports.other"
echo other >"$tmp/other"

# measure MOOD OPTION...
measure()
{
	echo "$1" >"$exchange/mood"
	where="$1: "
	shift
	run_mailsonde mailbox --user jo@example.test --password-file \
		"$exchange/password" --options --arrival 3 --watch 1 \
		--tls 1.3 --no-follow-up "imaps://$host:$imap_port" "pop3s://$host:$pop3_port" \
		"submissions://$host:$smtp_port" "$@"
}

option() # ATTRIBUTE [ENDPOINT]
{
	xpath "string(//m:endpoint[${2-1}]/m:probe/m:option/@$1)"
}

all_empty()
{
	[ "$(cat "$exchange/left")" = 0 ] ||
		fail "$(cat "$exchange/left") messages are left"
}
ann="--from-account ann@example.test --from-password-file $exchange/password"

# Several words
# shellcheck disable=SC2086
measure "icalendar receipts" $ann
expect_finding option-invitations pass 1
expect_finding option-invitations pass 2
expect_finding option-invitations none 3
expect_finding option-receipts info 1
expect_finding option-receipts info 2
[ "$(option receipt 2)" = true ] || fail "no receipt over POP3"
[ "$(option receipt)" = true ] || fail "no receipt"
[ "$(option sender)" = ann@example.test ] || fail "another sender"
all_empty

# shellcheck disable=SC2086
measure "link none" $ann
expect_finding option-invitations warning 1
expect_finding option-invitations warning 2
expect_finding option-receipts info 1
[ -z "$(option receipt)" ] || fail "a receipt"
[ "$(option read)" = true ] || fail "it was not read"
# To look at the sender's, to invite, to ask, and to watch twice: once for both.
[ "$(xpath 'count(//m:endpoint[1]//m:login[@visit="true"])')" = 5 ] ||
	fail "more sessions than the watching of both at the same time needs"
grep -q 'no receipt observed' "$tmp/report.xml" || fail "nothing of no receipt"
grep -q 'ImapForceICalForCalendarRetrievalOption' "$tmp/report.xml" ||
	fail "the cmdlet is not named"
grep -q 'PopForceICalForCalendarRetrievalOption' "$tmp/report.xml" ||
	fail "the cmdlet for POP is not named"
all_empty

# shellcheck disable=SC2086
measure "tnef late" $ann
expect_finding option-invitations not-tested 1
expect_finding option-invitations not-tested 2
[ "$(option invitation)" = tnef ] || fail "no TNEF"
[ "$(xpath 'count(//m:finding[@diagnosis="invitation-tnef"])')" = 2 ] ||
	fail "TNEF has no cause"
grep -q 'ImapMessagesRetrievalMimeFormat' "$tmp/report.xml" ||
	fail "the cmdlet is not named"
[ "$(option receipt)" = true ] || fail "a late receipt was missed"
all_empty

# One protocol is the other's control. What the user wants decides the rules.
# shellcheck disable=SC2086
measure "icalendar pop" $ann --policy microsoft365 --want link \
	--want no-receipts
[ "$(option receipt 2)" = true ] || fail "no receipt over POP3"
[ "$(option control)" = true ] || fail "IMAP has no control"
grep -q 'suppresses read receipts' "$tmp/report.xml" || fail "not suppressed"
expect_finding CONF-010 warning 1
expect_finding CONF-011 pass 1
expect_finding CONF-011 warning 2
[ "$(xpath "starts-with(//m:endpoint[1]/m:finding[@check='CONF-011']/@basis,
	'probe:')")" = true ] || fail "it does not say what decided"
all_empty

# The account that sends has servers of its own, and its own password there.
measure "icalendar receipts" --from-account bob@other.test \
	--from-password-file "$tmp/other" --from-target "imaps://$host:$other_imap" \
	--from-target "submissions://$host:$other_smtp"
expect_finding option-invitations pass 1
[ "$(option receipt)" = true ] || fail "no receipt at other servers"
[ "$(option sender)" = bob@other.test ] || fail "another sender"
[ "$(xpath 'count(//m:endpoint)')" = 3 ] || fail "the sender is reported"
all_empty
measure "icalendar none" --from-account bob@other.test \
	--from-password-file "$exchange/password" \
	--from-target "submissions://$host:$other_smtp"
expect_finding option-invitations not-tested 1
option why-not | grep -q 'no submission server accepted the login of' ||
	fail "it does not say why"
# The sender has as long as the run has, although a port that is silent took its
# first half.
python3 -c 'import os, socket, sys, time
s = socket.create_server((sys.argv[1], 0))
open(sys.argv[2] + ".new", "w").write(str(s.getsockname()[1]))
os.rename(sys.argv[2] + ".new", sys.argv[2])
time.sleep(60)' "$address" "$tmp/silent" 9>&- &
children="$children $!"
timeout 30 sh -c 'until [ -e "$0" ]; do sleep 0.1; done' "$tmp/silent"
measure "icalendar receipts" --from-account bob@other.test \
	--from-password-file "$tmp/other" --from-target "imaps://$host:$other_imap" \
	--from-target "submissions://$host:$other_smtp" \
	--timeout 4 --deadline 7.8 "pop3s://$host:$(cat "$tmp/silent")"
expect_finding option-invitations pass 1
all_empty
# Without IMAP, nobody can watch for receipts there.
measure "icalendar receipts" --from-account bob@other.test \
	--from-password-file "$tmp/other" \
	--from-target "submissions://$host:$other_smtp"
expect_finding option-invitations pass 1
expect_finding option-receipts not-tested 1
all_empty

# Sent before anybody read the message, it says nothing of reading. The account
# writes to itself here.
measure "icalendar early"
expect_finding option-receipts warning 1
[ -z "$(option read)" ] || fail "it was marked as read"
[ -z "$(option sender)" ] || fail "another sender"
all_empty

where="no submission: "
echo icalendar none >"$exchange/mood"
run_mailsonde mailbox --user jo@example.test --password-file \
	"$exchange/password" --options "imaps://$host:$imap_port"
expect_finding option-invitations not-tested 1
expect_finding option-receipts not-tested 1
all_empty

# The session ends once the message arrives.
measure "icalendar receipts bye"
expect_finding option-invitations not-tested 1
all_empty

# The session ends where the sender signs in for its last message: what was
# measured before is told all the same. Then where it signs in for its first one,
# which was never sent.
first=pass=Smtp.AUTH
# shellcheck disable=SC2086
measure "icalendar none $first $first $first $first close=Smtp.AUTH" $ann
expect_finding option-invitations pass 1
all_empty
# shellcheck disable=SC2086
measure "icalendar none $first close=Smtp.AUTH" $ann
expect_finding option-invitations not-tested 1
option why-not | grep -q 'could not sign in' || fail "it does not say why"
expect_finding option-receipts info 1
all_empty

where="the token is refused: "
echo token >"$exchange/mood"
echo not-a-good-token >"$tmp/token"
run_mailsonde mailbox --user jo@example.test --access-token-file "$tmp/token" \
	--for helpdesk --transcript "imaps://$host:$imap_port"
expect_exit 1
expect_finding login-imap fail 1
for words in 'refused the access token' 'What the server says of the token' \
	'IMAP.Test' 'Get a new token'; do
	tr -s '\n ' '  ' <"$tmp/stdout" | grep -qF "$words" ||
		fail "nothing says: $words"
done
if grep -qF -e not-a-good-token -e "$(base64 <"$tmp/token" | cut -c 1-18)" \
	"$tmp/stdout" "$tmp/report.xml"; then
	fail "the token is told"
fi

where="the sender's password is wrong: "
echo wrong >"$tmp/wrong"
measure "icalendar none" --from-account ann@example.test \
	--from-password-file "$tmp/wrong"
expect_finding login-smtp pass 3
expect_finding option-invitations not-tested 1
option why-not | grep -q 'could not sign in' || fail "it does not say why"
all_empty

where="no terminal to ask for the sender's password: "
run_program mailbox --user jo@example.test --password-file \
	"$exchange/password" --options --from-account ann@example.test \
	"imaps://$host:$imap_port" </dev/null
expect_exit 64
grep -q 'give --from-password-file' "$tmp/stderr" ||
	fail "another option is named"

where="without UIDPLUS and IDLE: "
bare_trip()
{
	echo "$1" >"$exchange/mood"
	run_mailsonde mailbox --user jo@example.test --password-file \
		"$exchange/password" --round-trip --arrival 5 --tls 1.3 --no-follow-up \
		"imaps://$host:$imap_port" "submissions://$host:$smtp_port"
	expect_exit 0
	expect_finding round-trip pass 2
}
bare_trip "icalendar none bare"
all_empty

# Ours is marked, and goes when theirs goes.
where="somebody else's message is marked: "
bare_trip "icalendar none bare marked"
[ "$(cat "$exchange/left")" = 2 ] || fail "another's message is gone"

# What they are for tells them apart.
where="receipts of a run that was cut short: "
measure "icalendar none crashed"
expect_finding option-receipts info 1
[ "$(cat "$exchange/left")" = 3 ] || fail "$(cat "$exchange/left") are left"
