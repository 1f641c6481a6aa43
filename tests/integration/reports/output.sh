#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What is written, where, and the exit status that says so.
. "$(dirname "$0")/../lib.sh"
require xmllint

esc=$(printf '\033')
start_standin --listen imap:implicit --fault control-octets \
	--listen imap:explicit --listen pop3:explicit --listen smtp:explicit
good=$(echo $urls | cut -d ' ' -f 1)
hostile=$(echo $urls | cut -d ' ' -f 2-)
common="--ca-file $certs/ca.pem --resolve $host:$address"

say "text and XML at once, files, and nothing but the exit status"
run_program $common -o text="$tmp/text" -o xml="$tmp/report.xml" $good
expect_exit 0
check_report
[ ! -s "$tmp/stdout" ] || fail "words on standard output"
grep -q PASS "$tmp/text" || fail "no text in the file"
run_program $common -o xml $good
expect_exit 0
cp "$tmp/stdout" "$tmp/report.xml"
check_report
run_program $common -o xml=- $good
cp "$tmp/stdout" "$tmp/report.xml"
check_report
run_program $common -q $good
expect_exit 0
[ ! -s "$tmp/stdout" ] && [ ! -s "$tmp/stderr" ] || fail "-q is not silent"
run_program $common -q -o xml="$tmp/report.xml" $good
check_report

say "outputs that cannot be written"
run_program $common -o xml="$tmp/nowhere/report.xml" $good
expect_exit 74
expect_words stderr 'nowhere/report.xml'
run_program $common -o xml="$tmp/certs" $good
expect_exit 74
for format in text xml; do
	say "/dev/full, $format"
	status=0
	"$MAILSONDE" $common -o $format $good >/dev/full 2>"$tmp/stderr" ||
		status=$?
	expect_exit 74
	expect_words stderr 'standard output'
	run_program $common -o $format=/dev/full $good
	expect_exit 74
	expect_words stderr '/dev/full: No space left'
done
say "a pipe that nobody reads, a stricter mode, /dev/stdout"
mkfifo "$tmp/pipe"
run_program $common -o xml="$tmp/pipe" $good
expect_exit 74
expect_words stderr 'no program reads from this pipe'
[ "$elapsed" -lt $((10000 + 1000 * slack)) ] || fail "it waits $elapsed ms"
exec 8<>"$tmp/pipe" # a reader that takes nothing, of a pipe that is full
dd if=/dev/zero of="$tmp/pipe" bs=65536 count=1 oflag=nonblock 2>/dev/null
run_program $common -o xml="$tmp/pipe" $good
exec 8>&-
expect_exit 74
expect_words stderr "reader took nothing for ten seconds"
echo old >"$tmp/locked.xml"
chmod 600 "$tmp/locked.xml"
run_program $common -q -o xml="$tmp/locked.xml" $good
[ "$(stat -c %a "$tmp/locked.xml")" = 600 ] || fail "a report is unlocked"
chmod 666 "$tmp/locked.xml"
owner=$(id -u):$(id -g)
if [ "$(id -u)" = 0 ]; then owner=65534:1; fi
chown "$owner" "$tmp/locked.xml"
(umask 077 && "$MAILSONDE" -q -o xml="$tmp/locked.xml" imaps://localhost:1 || :)
[ "$(stat -c %a:%u:%g "$tmp/locked.xml")" = "666:$owner" ] ||
	fail "not the mode and the owner that it had"
run_program $common -o xml=/dev/stdout $good
cp "$tmp/stdout" "$tmp/report.xml"
check_report
for command in --help --version explain profiles 'profiles office365'; do
	say "/dev/full, $command"
	status=0
	"$MAILSONDE" $command >/dev/full 2>"$tmp/stderr" || status=$?
	expect_exit 74
done
say "a file-size limit: the old report stays, and nothing lies beside it"
mkdir "$tmp/kept"
echo old >"$tmp/kept/report.xml"
status=0
(
	ulimit -f 1
	exec "$MAILSONDE" $common -q -o xml="$tmp/kept/report.xml" $good
) 2>"$tmp/stderr" || status=$?
expect_exit 74
expect_words stderr 'report.xml: File too large'
[ "$(cat "$tmp/kept/report.xml")" = old ] || fail "the old report is gone"
[ "$(ls -A "$tmp/kept")" = report.xml ] || fail "a part of a report is left"
say "a reader that goes away"
{
	status=0
	"$MAILSONDE" $common $good 2>"$tmp/stderr" || status=$?
	echo $status >"$tmp/status"
} | :
status=$(cat "$tmp/status")
expect_exit 74
say "no standard files at all"
status=0
"$MAILSONDE" $common -q -o xml="$tmp/report.xml" $good <&- >&- 2>&- || status=$?
expect_exit 0
check_report

say "words of a hostile server"
run_program $common -v --transcript --color never -o text $hostile
if grep -q "[$(printf '\001-\010\013-\037\177')]" "$tmp/stdout"; then
	fail "control octets in the text"
fi
if LC_ALL=C grep -q "$(printf '[\200-\377]')" "$tmp/stdout"; then
	fail "octets of 8 bits in the text of an ASCII locale"
fi
run_mailsonde -v --transcript $hostile
expect_finding tls-1.2 pass 1
expect_finding tls-1.2 pass 3

say "colour: asked for, or not there"
run_program $common --color always $good
expect_words stdout "$esc\["
for color in auto never; do
	run_program $common --color $color $good
	if grep -q "$esc" "$tmp/stdout"; then fail "colour on a pipe"; fi
done

say "60 columns"
COLUMNS=60
export COLUMNS
run_program $common -v $good $hostile
awk 'length > 60 { print "    wide: " $0; wide = 1 } END { exit wide }' \
	"$tmp/stdout" || fail "lines of more than 60 columns"
unset COLUMNS

say "nobody there, and no such name"
stop_standin
run_mailsonde --timeout 3 $good
expect_exit 1
expect_finding connect fail
expect_finding 'tls-*' not-tested
expect_probe best '.*' failed connect
run_mailsonde --timeout 5 imaps://nowhere.example.invalid
expect_within 5
case $status in
1) expect_finding connect fail ;;
2) expect_finding connect not-tested ;;
*) fail "exit status $status, neither 1 nor 2" ;;
esac
expect_probe best '.*' failed resolve
run_mailsonde --timeout 3 --resolve "nowhere.example.invalid:127.0.0.1" \
	"imaps://nowhere.example.invalid:${good##*:}"
expect_exit 1
expect_probe best '.*' failed connect
