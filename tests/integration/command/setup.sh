#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Mail programs log in to real servers with what `mailsonde setup` wrote, and
# nothing else but the password and the authority of the test's certificates.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
require dovecot postfix postconf openssl neomutt msmtp mbsync fetchmail script root

own_files
ip link set lo up
address=127.0.0.2
echo "$address $host" >>"$tmp/hosts"
user=jo@example.test
mail_password=correct-horse
usual_ports=yes
HOME=$tmp/home
export HOME
mkdir -p "$HOME"
(umask 077 && echo "$mail_password" >"$HOME/password")

start_dovecot tls-1.2-1.3
start_postfix tls-1.2-1.3

# The mailbox has one message, and no more.
fill_mailbox()
{
	rm -rf "$dovecot/mail"
	mkdir -p "$dovecot/mail/new" "$dovecot/mail/cur" "$dovecot/mail/tmp"
	printf 'From: a@example.test\nTo: %s\nSubject: hello\nMessage-ID: <1@example.test>\n\nhello\n' \
		"$user" >"$dovecot/mail/new/1.test"
	chown -R nobody "$dovecot/mail"
}

# hand_on CLIENT TARGET...: writes the settings of the targets into the file
# `config`, verified.
hand_on()
{
	client=$1
	shift
	config=$tmp/$client.conf
	run_program setup --client "$client" --user "$user" \
		--ca-file "$certs/ca.pem" "$@"
	expect_exit 0
	(umask 077 && cp "$tmp/stdout" "$config")
	expect_words stdout verified
	! grep -q "$mail_password" "$config" || fail "a password in $config"
}

# works PROGRAM ARGUMENT...: it must end well, and soon.
works()
{
	if ! timeout 30 "$@" >"$tmp/out" 2>&1 </dev/null; then
		fail "$1 does not get through with:"
		sed 's/^/    /' "$config" "$tmp/out"
	fi
}

# How many messages Postfix took in and threw away
sent()
{
	grep -c 'status=sent' "$postfix/log" || :
}

# How often Dovecot let somebody in
logins()
{
	grep -c 'Login: user=' "$dovecot/log" || :
}

expect_sent()
{
	before=$1
	waited=0
	while [ "$(sent)" = "$before" ] && [ $waited -lt 50 ]; do
		sleep 0.1
		waited=$((waited + 1))
	done
	[ "$(sent)" = $((before + 1)) ] || fail "no message was sent"
}

# uncomment WORDS: the line of the file that stands there as a comment, with
# the command that tells the password in place of the example's.
uncomment()
{
	sed -i "s|^# *\\($1\\)|\\1|; s|pass show mail|cat $HOME/password|" "$config"
	grep -q "$HOME/password" "$config" || fail "no $1 in $config"
}

message()
{
	printf 'From: %s\nTo: b@example.test\nSubject: test\n\nhello\n' "$user"
}

for target in "submissions://$host" "submission://$host"; do
	say "msmtp, $target"
	hand_on msmtp "$target"
	uncomment passwordeval
	echo "tls_trust_file $certs/ca.pem" >>"$config"
	works msmtp -C "$config" --serverinfo
	before=$(sent)
	message >"$tmp/message"
	timeout 30 msmtp -C "$config" b@example.test <"$tmp/message" \
		>"$tmp/out" 2>&1 || fail "msmtp: $(cat "$tmp/out")"
	expect_sent "$before"
done

for target in "imaps://$host" "imap://$host"; do
	say "mbsync, $target"
	fill_mailbox
	rm -rf "$HOME/Mail"
	mkdir -p "$HOME/Mail"
	hand_on mbsync "$target"
	uncomment PassCmd
	sed -i "s|^Host .*|&\nCertificateFile $certs/ca.pem|" "$config"
	works mbsync -c "$config" -a
	[ "$(find "$HOME/Mail" -type f -path '*/new/*' -o -type f -path '*/cur/*' | wc -l)" = 1 ] ||
		fail "mbsync fetched no message: $(cat "$tmp/out")"
done

for target in "imaps://$host" "imap://$host" "pop3s://$host" "pop3://$host"; do
	say "fetchmail, $target"
	fill_mailbox
	hand_on fetchmail "$target"
	printf 'machine %s login %s password %s\n' "$host" "$user" \
		"$mail_password" >"$HOME/.netrc"
	chmod 600 "$HOME/.netrc"
	sed -i "s|sslcertck|& sslcertfile $certs/ca.pem|" "$config"
	works fetchmail -f "$config" --nodetach --nosyslog \
		--pidfile "$tmp/fetchmail.pid" --idfile "$tmp/fetchids" \
		--mda "cat >$tmp/fetched"
	grep -q 'Subject: hello' "$tmp/fetched" 2>/dev/null ||
		fail "fetchmail fetched no message: $(cat "$tmp/out")"
	rm -f "$tmp/fetched" "$tmp/fetchids"
done

for targets in "imaps://$host submissions://$host" \
	"imap://$host submission://$host"; do
	say "neomutt, $targets"
	fill_mailbox
	hand_on neomutt $targets
	uncomment 'set imap_pass'
	uncomment 'set smtp_pass'
	cat >>"$config" <<-END
		set ssl_ca_certificates_file = "$certs/ca.pem"
		set header_cache =
		set copy = no
	END
	before=$(sent)
	message >"$tmp/message"
	timeout 30 neomutt -n -F "$config" -s test b@example.test \
		<"$tmp/message" >"$tmp/out" 2>&1 ||
		fail "neomutt: $(cat "$tmp/out")"
	expect_sent "$before"
	before=$(logins)
	# It wants a terminal to read mail on.
	export TERM=vt100
	on_terminal \
		"neomutt -n -F $config -e 'push <quit>y'" "$tmp/out" >/dev/null \
		2>&1 || fail "neomutt does not end: $(tail -n 5 "$tmp/out")"
	[ "$(logins)" -gt "$before" ] ||
		fail "neomutt does not log in: $(tail -n 5 "$tmp/out")"
done
