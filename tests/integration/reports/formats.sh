#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Reports in the formats that other programs read, by tools that are not ours.
. "$(dirname "$0")/../lib.sh"
export srcdir
require xmllint prove
python=
for try in python3 /usr/bin/python3; do
	if "$try" -c 'import jsonschema' 2>/dev/null; then
		python=$try
		break
	fi
done
[ -n "$python" ] || require "the jsonschema module of Python"

formats='json jsonl csv junit sarif tap'

# check_formats NAME: of $tmp/NAME.FORMAT; prove fails where a point is not ok,
# so that its words are what counts
check_formats()
{
	files=
	for format in $formats; do files="$files $1.$format"; done
	# One word a file.
	# shellcheck disable=SC2086
	"$python" "$srcdir/tests/integration/reports/formats.py" $files ||
		fail "$1: not what a format says"
	xmllint --noout --nonet --schema "$srcdir/tests/schemas/junit.xsd" \
		"$1.junit" 2>"$tmp/xmllint" || fail "$(cat "$tmp/xmllint")"
	prove -e cat "$1.tap" >"$tmp/prove" 2>&1 || :
	if grep -q -E 'Parse errors|Bad plan|No plan' "$tmp/prove"; then
		fail "$1.tap: $(cat "$tmp/prove")"
	fi
	perl -MTAP::Parser -e '
		my $parser = TAP::Parser->new({ source => $ARGV[0] });
		while (my $result = $parser->next) {
			die "unknown: " . $result->as_string . "\n"
				if $result->is_unknown;
			die "no YAML\n"
				if $result->is_yaml && !$result->data->{status};
		}
		die join("\n", $parser->parse_errors) . "\n"
			if $parser->parse_errors' "$1.tap" ||
		fail "$1.tap: not understood"
}

# write_formats STATUS ARGUMENT...
write_formats()
{
	expected=$1
	shift
	outputs=
	for format in $formats; do
		outputs="$outputs -o $format=$tmp/report.$format"
	done
	rm -f "$tmp"/report.*
	# shellcheck disable=SC2086
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" -q \
		$outputs -o xml="$tmp/report.xml" "$@"
	expect_exit "$expected"
	check_formats "$tmp/report"
}

# count FILE PATTERN NUMBER
count()
{
	found=$(grep -c -e "$2" "$tmp/report.$1" || :)
	[ "$found" = "$3" ] || fail "$1: $found times $2, not $3"
}

say "the schema of JSON is that of XML"
"$python" "$srcdir/tools/json-schema.py" >"$tmp/schema.json"
cmp "$tmp/schema.json" "$srcdir/data/schemas/report-1.schema.json" ||
	fail "tools/json-schema.py writes another schema"

"$python" "$srcdir/tools/json-schema.py" settings >"$tmp/schema.json"
cmp "$tmp/schema.json" "$srcdir/data/schemas/settings-1.schema.json" ||
	fail "tools/json-schema.py writes another schema of settings"

say "settings as JSON"
cat >"$tmp/caller" <<-'END'
	IMAP imap.example.com 993 TLS, user jo
	SMTP smtp.example.com 587 STARTTLS
	Do not use port 25
END
for settings in "$tmp/caller" office365 \
	"$srcdir"/tests/fuzz/corpus/autodiscover/usual; do
	"$MAILSONDE" settings -o json "$settings" >"$tmp/a.settings" ||
		fail "settings of $settings"
	"$python" "$srcdir/tests/integration/reports/formats.py" \
		"$tmp/a.settings" || fail "settings of $settings"
done

say "a schema that can fail"
echo '{"settings": [{"kind": "file"}]}' >"$tmp/bad.settings"
echo '{"format": "urn:mailsonde:report:1"}' >"$tmp/bad.json"
echo '{"version": "2.1.0", "runs": [{"results": []}]}' >"$tmp/bad.sarif"
printf '{}\n' >"$tmp/bad.jsonl"
printf 'a,b\r\n=1,2\r\n' >"$tmp/bad.csv"
for format in json settings sarif jsonl csv; do
	if "$python" "$srcdir/tests/integration/reports/formats.py" \
		"$tmp/bad.$format" >/dev/null 2>&1; then
		fail "a bad $format passes"
	fi
done

say "the golden ones"
for golden in "$srcdir"/tests/golden/*/report.junit; do
	check_formats "${golden%.junit}"
done

start_standin --listen imap:implicit --listen smtp:explicit \
	--cert-name expired --listen pop3:implicit \
	--cert-name good --fault control-octets --listen imap:explicit \
	--fault garbage --listen imap:explicit \
	--fault endless-line --listen smtp:explicit \
	--fault http --listen pop3:explicit \
	--fault big-ehlo --listen smtp:explicit \
	--fault slow=5 --listen imap:implicit
good=$(echo $urls | cut -d ' ' -f 1-2)
expired=$(echo $urls | cut -d ' ' -f 3)
hostile=$(echo $urls | cut -d ' ' -f 4)
worse=$(echo $urls | cut -d ' ' -f 5-8)

say "what passes, what fails, and what cannot be tested"
write_formats 0 $good
findings=$(grep -c '<finding ' "$tmp/report.xml")
count jsonl . 2
count csv . $((findings + 1))
count junit '<testcase ' "$findings"
count sarif '"ruleId"' "$findings"
count tap '^ok ' "$findings"
prove -e cat "$tmp/report.tap" >/dev/null 2>&1 || fail "prove says otherwise"
write_formats 1 $expired
fails=$(grep -c '<finding .* status="fail"' "$tmp/report.xml")
count junit '<failure ' "$fails"
count sarif '"level": "error",' \
	$((fails + $(grep -A1 defaultConfiguration "$tmp/report.sarif" | grep -c '"error",' || :)))
count tap '^not ok ' "$fails"
if prove -e cat "$tmp/report.tap" >/dev/null 2>&1; then
	fail "prove says that all is well"
fi
write_formats 1 --policy rfc8314 imaps://localhost:1
skips=$(grep -c '<finding .* status="not-tested"' "$tmp/report.xml")
count tap ' # SKIP .' "$skips"
count junit '<skipped ' "$skips"

say "octets of a hostile server"
write_formats 0 --timeout 5 --transcript $hostile
write_formats 1 --timeout 5 --transcript --policy rfc8314 $worse
grep -q '"status": "line-too-long"' "$tmp/report.json" ||
	fail "no line was too long"

say "settings from a file have a line there"
cat >"$tmp/our settings.csv" <<-END
	service,host,port,mode
	imap,$host,$(echo "$good" | sed 's/.*://; s/ .*//'),implicit
END
write_formats 1 --timeout 2 "$tmp/our settings.csv"
grep -q "\"uri\": \"file://$tmp/our%20settings.csv\"" "$tmp/report.sarif" ||
	fail "no file"
grep -q '"startLine": 2$' "$tmp/report.sarif" || fail "no line"

say "a line as soon as its endpoint is done"
slow=${urls##* }
"$MAILSONDE" --ca-file "$certs/ca.pem" --resolve "$host:$address" \
	--timeout 20 -o jsonl -o text="$tmp/text" $slow $good \
	>"$tmp/report.jsonl" 2>"$tmp/stderr" 9>&- &
program=$!
children="$children $program"
tries=0
until [ "$(wc -l <"$tmp/report.jsonl")" = 2 ]; do
	tries=$((tries + 1))
	[ $tries -lt 300 ] || break
	sleep 0.1
done
kill -0 $program 2>/dev/null || fail "the run ended before its lines were read"
count jsonl '"service":' 2
count jsonl '"mode": *"explicit"' 1
[ ! -e "$tmp/text" ] || fail "the text was there before"
kill $program
wait $program || :
count jsonl '"service":' 3
"$python" "$srcdir/tests/integration/reports/formats.py" "$tmp/report.jsonl" ||
	fail "not what a line is"
run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" -q \
	-o jsonl="$tmp/nowhere/x" $good
expect_exit 74
status=0
"$MAILSONDE" --ca-file "$certs/ca.pem" --resolve "$host:$address" -o jsonl \
	$good >/dev/full 2>"$tmp/stderr" || status=$?
expect_exit 74

say "a run that is broken off"
for delay in 0.1 0.4; do
	rm -f "$tmp"/report.*
	outputs=
	for format in $formats; do
		outputs="$outputs -o $format=$tmp/report.$format"
	done
	# shellcheck disable=SC2086
	"$MAILSONDE" -q --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--jobs 2 --timeout 20 $outputs ${urls##* } $urls \
		>"$tmp/stdout" 2>"$tmp/stderr" 9>&- &
	program=$!
	children="$children $program"
	handles_signals $program
	sleep $delay
	kill $program
	status=0
	wait $program || status=$?
	case $status in
	[12]) check_formats "$tmp/report" ;;
	*) fail "exit status $status of a run that was broken off" ;;
	esac
	count jsonl . "$(echo ${urls##* } $urls | wc -w)"
done
grep -q '"interrupted": true' "$tmp/report.json" || fail "not told"
grep -q '"executionSuccessful": false' "$tmp/report.sarif" || fail "not told"
