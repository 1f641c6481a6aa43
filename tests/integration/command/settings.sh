#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Settings in every form: recognised or named, and no password of theirs gets
# into anything that is shown or written. Nobody listens where the servers are
# looked for.
. "$(dirname "$0")/../lib.sh"
require xmllint openssl python3

canary=hunter2-canary
corpus=$srcdir/tests/fuzz/corpus

# silent_about FILE...: the password is in none of them.
silent_about()
{
	if grep -l hunter2 "$@" 2>/dev/null; then
		fail "a password got out"
	fi
}

# spied FORM FILE: all that can be made of it, and nothing of the password
spied()
{
	run_program settings -v "$2" -o text -o profile="$tmp/profile.xml"
	expect_exit 0
	silent_about "$tmp/stdout" "$tmp/stderr" "$tmp/profile.xml"
	run_program settings --as "$1" "$2"
	expect_exit 0
	expect_words stdout ', [0-9]* server'
	run_program check -v --transcript --timeout 2 \
		--connect-to "::127.0.0.1:1" -o text -o xml="$tmp/report.xml" \
		"$2"
	silent_about "$tmp/stdout" "$tmp/stderr" "$tmp/report.xml"
	xmllint --noout --schema "$schema" "$tmp/report.xml" 2>/dev/null ||
		fail "$2: the report breaks its schema"
}

for form in claws csv esmtp fairemail fetchmail getmail k9 mailx mbsync \
	mobileconfig msmtp neomutt nullmailer offlineimap ssmtp; do
	for seed in "$corpus/$form"/*; do
		grep -q not-read "$seed" || continue
		say "$form, ${seed##*/}"
		sed "s/not-read/$canary/g" "$seed" >"$tmp/settings"
		spied $form "$tmp/settings"
	done
done

say "a panel"
printf 'IMAP\nServer: imap.example.com\nPort: 993\nSSL: yes\nPassword:\n%s\n' \
	$canary >"$tmp/settings"
spied panel "$tmp/settings"

say "a profile in binary form"
sed "s/not-read/$canary/g" "$corpus/mobileconfig/usual" >"$tmp/plain"
python3 -c 'import plistlib, sys
plistlib.dump(plistlib.load(open(sys.argv[1], "rb")), open(sys.argv[2], "wb"),
	fmt=plistlib.FMT_BINARY)' "$tmp/plain" "$tmp/binary"
run_program settings "$tmp/binary"
if ! grep -q 'built without libplist' "$tmp/stderr"; then
	expect_exit 0
	expect_words stdout 'IMAP  imap.example.com:993  implicit TLS'
	spied mobileconfig "$tmp/binary"
	head -c 200 "$tmp/binary" >"$tmp/cut"
	run_program settings "$tmp/cut"
	expect_exit 65
	expect_words stderr 'binary form cannot be read'
fi

say "a signed profile"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=signer \
	-keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2>/dev/null
sed "s/not-read/$canary/g" "$corpus/mobileconfig/usual" >"$tmp/plain"
for form in "-outform der" "-outform pem" "-outform der -stream"; do
	# shellcheck disable=SC2086 # several arguments
	openssl cms -sign -nodetach $form -in "$tmp/plain" -binary \
		-signer "$tmp/cert.pem" -inkey "$tmp/key.pem" \
		-out "$tmp/settings"
	spied mobileconfig "$tmp/settings"
done
openssl cms -sign -outform der -in "$tmp/plain" -binary \
	-signer "$tmp/cert.pem" -inkey "$tmp/key.pem" -out "$tmp/settings"
run_program settings "$tmp/settings"
expect_exit 65
expect_words stderr "settings:1: this looks like a signed"

say "a form that is named wins"
printf '<clientConfig>IMAP a.example.com 993 SSL</clientConfig>' \
	>"$tmp/settings"
run_program settings "$tmp/settings"
expect_exit 65
expect_words stderr "settings:1: this autoconfig file has no section"
run_program settings --as panel "$tmp/settings"
expect_exit 0
expect_words stdout 'a.example.com:993'
run_program settings --as nothing "$tmp/settings"
expect_exit 64
expect_words stderr 'panel'

say "a contradiction is a finding"
printf 'IMAP\nServer: a.example.com\nPort: 993\nEncryption: STARTTLS\n' \
	>"$tmp/settings"
run_program settings "$tmp/settings"
expect_exit 0
expect_words stdout 'STARTTLS" does not match the port'
expect_words stdout '4)'

say "for other programs: XML, JSON and CSV say the same"
cat >"$tmp/panel.txt" <<'END'
IMAP imap.example.com 10993 SSL/TLS
SMTP smtp.example.com 2587 STARTTLS, not port 25
END
for format in xml json csv; do
	run_program settings "$tmp/panel.txt" -o $format
	expect_exit 0
	cp "$tmp/stdout" "$tmp/settings.$format"
	expect_words stdout 'imap.example.com'
	expect_words stdout 2587
done
xmllint --noout --schema "$srcdir/data/schemas/settings-1.xsd" \
	"$tmp/settings.xml" 2>/dev/null || fail "the XML breaks its schema"
python3 - "$tmp/settings.json" <<'END' || fail "the JSON says something else"
import json, sys
source = json.load(open(sys.argv[1]))["settings"][0]
rows = [(e["service"], e["host"], e["port"], e["mode"])
        for e in source["endpoints"]]
assert rows == [("imap", "imap.example.com", 10993, "implicit"),
                ("smtp", "smtp.example.com", 2587, "explicit")], rows
assert source["not_used"][0]["name"] == "port 25"
END
run_program settings "$tmp/settings.csv"
expect_exit 0
expect_words stdout 'IMAP  imap.example.com:10993  implicit TLS'
expect_words stdout 'SMTP  smtp.example.com:2587  STARTTLS'
run_program settings "$tmp/panel.txt" -o sarif
expect_exit 64
