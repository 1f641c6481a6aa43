#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The command line: what is wrong is named, and nothing is probed.
. "$(dirname "$0")/../lib.sh"
require xmllint

# refused STATUS WORDS ARGUMENT...: this exit status, WORDS in the message, no
# report and nothing on standard output
refused()
{
	expected=$1 words=$2
	shift 2
	run_program -o xml="$tmp/report.xml" "$@"
	expect_exit "$expected"
	expect_words stderr "$words"
	[ ! -e "$tmp/report.xml" ] || fail "a report all the same"
	[ ! -s "$tmp/stdout" ] || fail "words on standard output"
	[ "$(wc -l <"$tmp/stderr")" -le 4 ] || fail "a long message"
}

say "arguments"
run_program
expect_exit 64
expect_words stderr 'nothing to check'
refused 64 '--frobnicate' --frobnicate imaps://localhost
refused 64 '-Z' -Z imaps://localhost
refused 64 '--output.*html5' -o html5 imaps://localhost
refused 64 '--output' -o xml= imaps://localhost
refused 64 '--output' -o text -o xml imaps://localhost
refused 64 'report.xml: two outputs' -o html="$tmp/report.xml" imaps://localhost
refused 64 'report.xml: two outputs' -o html="$tmp/./report.xml" imaps://localhost
refused 64 'p7s: two outputs' -o html="$tmp/report.xml.p7s" --sign x imaps://localhost
: >"$tmp/there"
ln "$tmp/there" "$tmp/link"
refused 64 'link: two outputs' -o html="$tmp/there" -o csv="$tmp/link" imaps://localhost
refused 64 'only one format' -o text -o html=/dev/stdout imaps://localhost
refused 64 '-o profile' -o profile="$tmp/profile" imaps://localhost
refused 64 'compare' compare -o csv="$tmp/csv" old.xml new.xml
refused 64 '--stylesheet makes HTML' --stylesheet x.xsl imaps://localhost
refused 64 'overlap for days' -o nagios="$tmp/line" --warning days=7 --critical days=30 imaps://localhost
refused 64 'overlap for time' -o nagios="$tmp/line" --warning time=9 --critical time=3 imaps://localhost
refused 74 'nothing was probed' -o html="$tmp/nowhere/page.html" imaps://localhost
refused 74 'nothing was probed' -o html="$tmp" imaps://localhost
refused 64 '--tls.*1.4' --tls 1.2,1.4 imaps://localhost
refused 64 '--tls' --tls '' imaps://localhost
refused 64 '--timeout.*never' --timeout never imaps://localhost
refused 64 '--timeout' --timeout -1 imaps://localhost
refused 64 '--timeout' --timeout 0 imaps://localhost
refused 64 '--timeout' --timeout 1e3 imaps://localhost
refused 64 '--jobs.*0' --jobs 0 imaps://localhost
refused 64 '--per-host.*many' --per-host many imaps://localhost
refused 64 '--resolve.*localhost' --resolve localhost imaps://localhost
refused 64 '--resolve' --resolve localhost:nowhere imaps://localhost
refused 64 '--connect-to' --connect-to localhost:1:localhost imaps://localhost
refused 64 '--connect-to' --connect-to localhost:1:localhost:99999 imaps://localhost
refused 64 '--color.*pink' --color pink imaps://localhost
refused 64 '-4 and -6' -4 -6 imaps://localhost
refused 64 '--fail-on' --fail-on luck imaps://localhost
refused 64 '--timeout requires' imaps://localhost --timeout
refused 65 '--ca-file.*nowhere.pem' --ca-file "$tmp/nowhere.pem" imaps://localhost
refused 65 '--ca-file' --ca-file "$tmp" imaps://localhost

say "the help names each command of the manual, and each format"
run_program --help
expect_exit 0
sed -n 's/^\\fBmailsonde \([a-z]*\)\\fR.*/\1/p' "$srcdir/mailsonde.1" >"$tmp/commands"
grep -q serve "$tmp/commands" || fail "no commands in the manual"
while read -r command; do
	grep -q "^       mailsonde $command" "$tmp/stdout" ||
		fail "--help does not name $command"
done <"$tmp/commands"
for format in text xml html ticket nagios openmetrics json jsonl csv \
	csv-offers junit sarif tap profile; do
	tr -s ' \n' ' ' <"$tmp/stdout" | grep -Eq "[ ,]$format[ ,;]" ||
		fail "--help does not name $format"
done
refused 64 'csv, csv-offers, junit' -o nope imaps://localhost

say "standard output that is closed"
for words in --version --help profiles 'explain connect' policies \
	'settings imaps://localhost' 'setup --client thunderbird --user a@b.example --unverified imaps://localhost:1' \
	'imaps://localhost' '-o json imaps://localhost'; do
	status=0
	# shellcheck disable=SC2086
	"$MAILSONDE" $words >&- 2>"$tmp/stderr" || status=$?
	expect_exit 74
	expect_words stderr 'standard output'
done
status=0
"$MAILSONDE" report - <&- 2>"$tmp/stderr" >/dev/null || status=$?
expect_exit 65
expect_words stderr 'standard input'

say "targets"
refused 64 'gopher://localhost.*scheme' gopher://localhost
refused 64 'imaps://localhost:0.*port' imaps://localhost:0
refused 64 'imaps://localhost:70000.*port' imaps://localhost:70000
refused 64 'imaps://localhost:99999999999999999999' imaps://localhost:99999999999999999999
refused 64 'port' imaps://localhost:99x
refused 64 'host' imaps://
refused 64 'host' imaps://:993
refused 64 'host' 'imaps:// '
refused 64 'host' 'imaps://a b'
refused 64 'host' 'imaps://a..b'
refused 64 'mode' 'imap://localhost?mode=sideways'
refused 64 '@' imaps://joe:hunter2@localhost
if grep -q hunter2 "$tmp/stderr"; then fail "a password is repeated"; fi
refused 64 'bracket' imaps://2001:db8::1:993
refused 64 '""' ''
refused 64 'offcie365.*office365' offcie365
refused 64 'imaps://mail.example.com\|URL' mail.example.test
refused 64 '--host' exchange
refused 64 'imaps://localhost:0' imaps://localhost imaps://localhost:0
refused 64 '\\x1b' "imaps://$(printf '\033[31m')"
if grep -q "$(printf '\033')" "$tmp/stderr"; then fail "ESC on a terminal"; fi

say "files"
profile=$tmp/settings.xml
refused 65 'settings.xml: there is no such file' "$profile"
refused 65 "$tmp.*directory" "$tmp"
head -c 3000000 /dev/urandom >"$profile"
refused 65 'settings.xml' "$profile"
: >"$profile"
refused 65 'settings.xml:1: this is empty' "$profile"
echo '<profile' >"$profile"
refused 65 'settings.xml:[12]: ' "$profile"
echo '<feed xmlns="urn:other"/>' >"$profile"
refused 65 'settings.xml:1: .*XML, but <feed>' "$profile"
cat >"$profile" <<'END'
<!DOCTYPE profile [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<profile xmlns="urn:mailsonde:profile:1" name="x" title="&x;"/>
END
refused 65 'settings.xml:1: .*entities are not allowed' "$profile"
write_profile()
{
	cat >"$profile" <<-END
		<profile xmlns="urn:mailsonde:profile:1" name="test" title="Test">
		  <source title="a test" looked-up="2026" certainty="confirmed"/>
		  <endpoint service="imap" host="$1"
		      port="$2" mode="$3"/>
		</profile>
	END
}
write_profile $host 0 implicit
refused 65 'settings.xml:[34]: .*port' "$profile"
write_profile $host 993 sideways
refused 65 'settings.xml:[34]: .*sideways' "$profile"
write_profile 'a b' 993 implicit
refused 65 'settings.xml:[34]: .*host' "$profile"
sed 's/looked-up="2026"/looked-up="last week"/' "$profile" >"$profile.2"
refused 65 'settings.xml.2:2: .*looked-up' "$profile.2"
if [ "$(id -u)" != 0 ]; then
	chmod 0 "$profile"
	refused 65 'settings.xml' "$profile"
	chmod 600 "$profile"
fi

say "a profile that is right, from a file and from standard input"
start_standin --listen imap:implicit
write_profile $host "${ports# }" implicit
run_mailsonde "$profile"
expect_exit 0
write_profile $host 993 implicit
run_mailsonde --connect-to "$host:993:127.0.0.1:${ports# }" - <"$profile"
expect_exit 0
run_mailsonde --connect-to "::127.0.0.1:${ports# }" "$profile"
expect_exit 0
refused 65 'standard input:1: ' -

say "memory that cannot be had"
seq -f 'imaps://h%g.example.test' 20000 >"$tmp/many"
if (ulimit -v 4000000 && "$MAILSONDE" --version) >/dev/null 2>&1; then
	exhausted=0
	for kilobytes in $(seq 40000 4000 100000); do
		result=0
		(ulimit -v "$kilobytes" && exec "$MAILSONDE" settings "$tmp/many") \
			>/dev/null 2>"$tmp/stderr" || result=$?
		[ "$result" -lt 128 ] || fail "a signal ends it: $result"
		[ "$result" != 71 ] || ! grep -qx 'mailsonde: out of memory' "$tmp/stderr" ||
			exhausted=$((exhausted + 1))
	done
	[ "$exhausted" -gt 0 ] || fail "no run ends with exit status 71"
fi
