#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The manual and --help name the same options, commands and exit statuses.
. "$(dirname "$0")/../lib.sh"
require xmllint

manual=$srcdir/mailsonde.1
run_program --help
expect_exit 0
[ ! -s "$tmp/stderr" ] || fail "words on standard error"
[ -f "$manual" ] || fail "there is no $manual"

# The options that begin a paragraph, one a line: --ca-file, -4.
sed 's/\\-/-/g; s/\\f.//g; s/^\.B[RI]* //' "$manual" >"$tmp/manual"
awk '/^\.SH/ { inside = /OPTIONS/ } inside && tagged { print }
	{ tagged = /^\.T[PQ]/ }' "$tmp/manual" | grep -o -e '-[-a-zA-Z0-9]*' |
	grep '^-' | sort -u >"$tmp/manual.options"
sed -n 's/^  *\(-[^ ].*\)/\1/p' "$tmp/stdout" | sed 's/  .*//' |
	grep -o -e '-[-a-zA-Z0-9]*' | grep '^-' | sort -u >"$tmp/help.options"
[ "$(wc -l <"$tmp/help.options")" -gt 15 ] || fail "no options in --help"
diff "$tmp/help.options" "$tmp/manual.options" ||
	fail "--help (<) and the manual (>) have other options"

say "each option's argument is called the same"
grep -e '^ *-.*[A-Z]' "$tmp/stdout" | sed 's/^ *//; s/  .*//; s/.*, //' |
	while read -r option argument; do
		[ -n "$argument" ] || continue
		tr -d ' ' <"$tmp/manual" | grep -q -F -e "$option$argument" ||
			echo "$option $argument"
	done >"$tmp/unnamed"
[ ! -s "$tmp/unnamed" ] ||
	fail "not in the manual as in --help: $(cat "$tmp/unnamed")"

say "exit statuses"
for status in 0 1 2 64 65 70 71 74; do
	sed -n '/^Exit status/,$p' "$tmp/stdout" | grep -q -w "$status" ||
		fail "--help does not name exit status $status"
	awk '/^\.SH/ { inside = /EXIT/ } inside' "$tmp/manual" |
		grep -q -w "$status" ||
		fail "the manual does not name exit status $status"
done

say "commands and schemes"
for word in check settings discover setup profiles explain imaps:// imap:// pop3s:// pop3:// \
	submissions:// submission:// smtp://; do
	grep -q -F -e "$word" "$tmp/stdout" || fail "--help does not name $word"
	grep -q -F -e "$word" "$tmp/manual" || fail "the manual does not name $word"
done

say "the manual is well formed, and --version tells the version that it is of"
if command -v man >/dev/null; then
	man --warnings -E UTF-8 -l -Tutf8 -Z "$manual" 2>"$tmp/warnings" \
		>/dev/null || :
	[ ! -s "$tmp/warnings" ] || fail "man warns: $(cat "$tmp/warnings")"
fi
version=$(sed -n 's/^\.TH MAILSONDE 1 .*"mailsonde \(.*\)" .*/\1/p' "$tmp/manual")
run_program --version
expect_exit 0
expect_words stdout "^mailsonde $version\$"

say "every check is explained"
run_program explain
expect_exit 0
for check in connect mode greeting tls-1.0 tls-1.1 tls-1.2 tls-1.3 tls-best \
	capability-starttls capability-auth cleartext-login certificate-trust \
	certificate-name certificate-expiry; do
	run_program explain "$check"
	expect_exit 0
	expect_words stdout 'RFC [0-9]'
done
run_program explain no-such-check
expect_exit 64
expect_words stderr 'no-such-check'
run_program profiles
expect_exit 0
for profile in office365 office365-2015 exchange; do
	expect_words stdout "^ *$profile "
done
run_program profiles office365
expect_exit 0
expect_words stdout 'outlook.office365.com'
run_program profiles no-such-profile
expect_exit 64
