#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What failed is not handed on, and whatever keeps `mailsonde setup` from
# writing is told.
. "$(dirname "$0")/../lib.sh"
require xmllint

start_standin --listen imap:implicit --listen smtp:explicit
imap_port=$(echo $ports | cut -d' ' -f1)
smtp_port=$(echo $ports | cut -d' ' -f2)
free_port
closed=$port
imap=imaps://$host:$imap_port
smtp=submission://$host:$smtp_port

set_up()
{
	run_program setup --ca-file "$certs/ca.pem" \
		--resolve "$host:$address" "$@"
}

say "both hold"
set_up "$imap" "$smtp" --client thunderbird --user jo@example.test
expect_exit 0
xmllint --noout "$tmp/stdout" || fail "no XML"
expect_words stdout "<port>$imap_port</port>"
expect_words stdout "<port>$smtp_port</port>"
expect_words stdout 'verified by mailsonde on'

say "one port is closed: the rest is handed on, and the status tells"
set_up "$imap" "$smtp" "pop3s://$host:$closed" --client thunderbird \
	--user jo@example.test
expect_exit 1
expect_words stderr "left out: .*$closed"
expect_words stdout "<port>$imap_port</port>"
! grep -q "$closed" "$tmp/stdout" || fail "a closed port is handed on"

say "nothing is left"
set_up "imaps://$host:$closed" --client mbsync --user jo@example.test
expect_exit 1
expect_words stderr "nothing was written: .*incoming"
[ ! -s "$tmp/stdout" ] || fail "something is written"

say "unverified, it is handed on, and says so"
set_up "imaps://$host:$closed" --client mbsync --user jo@example.test \
	--unverified
expect_exit 0
expect_words stdout "Port $closed"
expect_words stdout 'not verified'

say "an untrusted certificate is a reason"
run_program setup --resolve "$host:$address" "$imap" --client mbsync \
	--user jo@example.test
expect_exit 1
expect_words stderr 'left out: .*certificate'

say "what was written is what is verified: SSL is not STARTTLS"
echo "SMTP $host 587 SSL" >"$tmp/panel.txt"
run_program setup --ca-file "$certs/ca.pem" --client msmtp \
	--user jo@example.test --connect-to "$host:587:$address:$smtp_port" \
	"$tmp/panel.txt"
expect_exit 1
expect_words stderr 'left out: .*587.*unencrypted instead of starting TLS'

say "what cannot be used"
set_up "$imap" --user jo@example.test
expect_exit 64
expect_words stderr '--client'
set_up "$imap" --client eudora --user jo@example.test
expect_exit 64
expect_words stderr 'use one of: .*msmtp'
set_up "$imap" --client mbsync
expect_exit 64
expect_words stderr '--user'
for user in jo 'jo@' '@example.test' 'jo@example.test
evil' 'jo"@example.test' 'jo`id`@example.test'; do
	set_up "$imap" --client mbsync --user "$user"
	expect_exit 64
	expect_words stderr '--user'
	[ ! -s "$tmp/stdout" ] || fail "something is written for '$user'"
done

say "an output that cannot be written"
status=0
"$MAILSONDE" setup --unverified "$imap" --client mbsync \
	--user jo@example.test >/dev/full 2>"$tmp/stderr" || status=$?
expect_exit 74

say "what is let pass before TLS is a warning beside the file"
start_standin --persona "$personas/clear-auth.persona" --listen smtp:explicit
smtp_port=$(echo $ports)
set_up "submission://$host:$smtp_port" --client msmtp --user jo@example.test
expect_exit 0
expect_words stdout "port $smtp_port"
expect_words stderr 'warning: .*password login without encryption'

say "the settings are not called by their file"
echo "SMTP $host 587 STARTTLS" >"$tmp/panel.txt"
run_program setup --unverified --client msmtp --user jo@example.test \
	"$tmp/panel.txt"
expect_exit 0
! grep -q panel.txt "$tmp/stdout" || fail "the title is the name of the file"
