#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What mailsonde never does, whatever a server does.
. "$(dirname "$0")/../lib.sh"
require xmllint

# Exactly these are ever sent, and behind STARTTLS, before TLS is up or where it
# is refused, no more than one NOOP.
expect_harmless()
{
	sed -n 's/^[^#]*#[0-9]* \([a-z0-9]*\) [a-z]* [0-9]* \(.*\)/\1 \2/p' \
		"$log" >"$tmp/events"
	if grep -v -x -e '\(pop3\|imap\|smtp\) \(accept\|hello\|tls\|tls-failed\|end\|close\) *.*' \
		-e 'imap behind-starttls 9' \
		-e '\(pop3\|smtp\) behind-starttls 6' \
		-e 'imap command [a-z0-9]* \(CAPABILITY\|STARTTLS\|LOGOUT\)' \
		-e 'imap command x1 NOOP' \
		-e 'pop3 command \(CAPA\|STLS\|NOOP\|QUIT\)' \
		-e 'smtp command \(EHLO [^ ]*\|STARTTLS\|NOOP\|QUIT\)' "$tmp/events"; then
		fail "that was sent, or came too early"
	fi
	# Who refuses STARTTLS answers what stands behind it.
	if awk '/ NOOP$/ && before[$2] !~ / (STARTTLS|STLS)$/ { print; bad = 1 }
		{ before[$2] = $0 }
		END { exit !bad }' "$log"; then
		fail "a NOOP that was not behind STARTTLS"
	fi
	for port in $ports; do
		count=$(grep -c " $port accept " "$log") || :
		[ "$count" -ge 1 ] || fail "port $port: no connection was made"
		# 8, and few more where some are ended without a word.
		[ "$count" -le 14 ] || fail "port $port: $count connections"
		count=$(grep -c " $port \(behind-starttls\|command .*NOOP$\)" "$log") || :
		[ "$count" -le 1 ] || fail "port $port: $count times pipelined"
	done
}

log=$tmp/log
all="--listen pop3:implicit --listen imap:implicit --listen smtp:implicit \
	--listen pop3:explicit --listen imap:explicit --listen smtp:explicit"

for persona in plain exchange-online exchange-2016 clear-auth imap4rev2; do
	say "$persona"
	start_standin --log "$log" --tls 1.0-1.3 \
		--persona "$personas/$persona.persona" $all \
		--listen imap:cleartext --listen smtp:cleartext
	run_mailsonde -v --transcript $urls
	expect_harmless
	stop_standin
	rm "$log"
done

say "servers that provoke more connections, or more words"
start_standin --log "$log" \
	--fault throttle-after=2 $all --fault throttle-concurrent=1 $all \
	--fault throttle-421 $all --fault reset-after=2 $all \
	--fault reset-version=1.0+1.1+1.2 $all --fault close-after-connect $all
run_mailsonde --timeout 8 --per-host 300 --jobs 300 $urls
expect_harmless
stop_standin
rm "$log"
start_standin --log "$log" --fault silent $all --fault capa-err $all \
	--fault starttls-missing $all --fault starttls-refused $all \
	--fault preauth --listen imap:explicit --listen imap:implicit \
	--fault injected-reply='* CAPABILITY INJECTED' --listen imap:explicit \
	--fault injected-reply='250 INJECTED' --listen smtp:explicit
run_mailsonde --timeout 3 --per-host 300 --jobs 300 $urls
expect_harmless
[ "$(xpath "count(//m:octets[@kind='injected' and contains(., 'INJECTED')])")" -ge 2 ] ||
	fail "what was injected is no fact"
[ "$(xpath "count(//m:capabilities[contains(., 'INJECTED')])")" = 0 ] ||
	fail "what was injected was taken for the server's word"
stop_standin
rm "$log"

say "the machine's and the user's GnuTLS settings change nothing"
cat >"$tmp/gnutls.conf" <<'END'
[overrides]
disabled-version = tls1.0
disabled-version = tls1.1
disabled-version = tls1.3
insecure-hash = sha1
insecure-sig = rsa-sha256
disabled-curve = x25519
tls-disabled-cipher = aes-256-gcm
[priorities]
SYSTEM = NONE
END
start_standin --tls 1.0-1.3 --listen imap:implicit --listen smtp:explicit
run_mailsonde $urls
cp "$tmp/facts" "$tmp/facts.before"
GNUTLS_SYSTEM_PRIORITY_FILE=$tmp/gnutls.conf
GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID=1
export GNUTLS_SYSTEM_PRIORITY_FILE GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID
run_mailsonde $urls
unset GNUTLS_SYSTEM_PRIORITY_FILE GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID
for file in facts facts.before; do
	sort "$tmp/$file" >"$tmp/$file.sorted"
done
if ! diff "$tmp/facts.before.sorted" "$tmp/facts.sorted"; then
	fail "other facts with other settings of GnuTLS"
fi
expect_finding tls-1.0 warning 1
expect_finding tls-1.3 pass 2
expect_probe tls-version 1.0 completed done 2

say "nothing is written where nothing was asked for"
mkdir "$tmp/empty"
(cd "$tmp/empty" && HOME=$tmp/empty "$MAILSONDE" -q --ca-file "$certs/ca.pem" \
	--resolve "$host:$address" $urls) || fail "exit status $?"
[ -z "$(find "$tmp/empty" -mindepth 1)" ] || fail "files were left"
