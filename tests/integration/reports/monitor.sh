#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What monitors read: a plugin's line by the grammar of the Monitoring Plugins
# guidelines and its exit status, and metrics by Prometheus' own tool.
. "$(dirname "$0")/../lib.sh"
require promtool

number='-?[0-9]+([.][0-9]+)?'
range="@?((~|$number):)?($number)?"
value="(${number}s?|U)"
sample="'[^'=| ]+'=$value;$range;$range(;$number)?(;$number)?"
status_line="(OK|WARNING|CRITICAL|UNKNOWN) - [^|]+"

# The lines on standard output are a plugin's, and its exit status goes with
# them.
check_plugin()
{
	head -n 1 "$tmp/stdout" |
		grep -q -E -x "$status_line( \|( $sample)+)?" ||
		fail "the first line is not a plugin's"
	if tail -n +2 "$tmp/stdout" | grep -q -F '|'; then
		fail "a | in the lines behind it"
	fi
	if tail -n +2 "$tmp/stdout" |
		grep -v -q -E '^\[(OK|WARNING|CRITICAL|UNKNOWN)\] .'; then
		fail "a line without a status"
	fi
	if grep -q "[$(printf '\001-\011\013-\037\177')]" "$tmp/stdout"; then
		fail "control octets"
	fi
	case "$status $(head -n 1 "$tmp/stdout")" in
	"0 OK - "* | "1 WARNING - "* | "2 CRITICAL - "* | "3 UNKNOWN - "*) ;;
	*) fail "exit status $status, and another one in the line" ;;
	esac
}

# plugin STATUS ARGUMENT...
plugin()
{
	expected=$1
	shift
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		-o nagios "$@"
	expect_exit "$expected"
	check_plugin
}

# Of the first endpoint, as the line has it: figure days
figure()
{
	sed -n "1s/.*_$1'=\(-*[0-9.]*\)s*;.*/\1/p" "$tmp/stdout"
}

# metrics STATUS ARGUMENT...
metrics()
{
	expected=$1
	shift
	rm -f "$tmp/mailsonde.prom"
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		-q -o openmetrics="$tmp/mailsonde.prom" "$@"
	expect_exit "$expected"
	check_metrics
}

check_metrics()
{
	promtool check metrics <"$tmp/mailsonde.prom" >"$tmp/promtool" 2>&1 ||
		fail "promtool: $(cat "$tmp/promtool")"
	[ ! -s "$tmp/promtool" ] || fail "promtool: $(cat "$tmp/promtool")"
	[ "$(tail -n 1 "$tmp/mailsonde.prom")" = '# EOF' ] || fail "no end"
	# The same sample twice is an error of whoever scrapes it.
	sed '/^#/d; s/ [^ ]*$//' "$tmp/mailsonde.prom" | sort | uniq -d \
		>"$tmp/twice"
	[ ! -s "$tmp/twice" ] || fail "twice: $(cat "$tmp/twice")"
	# OpenMetrics: TYPE, UNIT and HELP, and the unit ends the name.
	awk '$2 == "UNIT" && $3 !~ "_" $4 "$" { print "    unit: " $0; bad = 1 }
		$2 == "TYPE" && $4 != "gauge" { print "    type: " $0; bad = 1 }
		/^[^#]/ { sub(/[{ ].*/, ""); if (!($0 in known)) { print "    no type: " $0; bad = 1 } }
		$2 == "TYPE" { known[$3] = 1 }
		END { exit bad }' "$tmp/mailsonde.prom" || fail "not OpenMetrics"
}

# expect_metric SAMPLE (a part of it, and its value)
expect_metric()
{
	grep -q -e "^mailsonde_$1" "$tmp/mailsonde.prom" ||
		fail "nothing like mailsonde_$1"
}

start_standin --listen imap:implicit --listen smtp:explicit \
	--cert-name soon --listen pop3:implicit \
	--cert-name expired --listen imap:implicit \
	--cert-name good --fault throttle-421 --listen smtp:explicit \
	--fault control-octets --listen imap:explicit --listen pop3:explicit \
	--fault slow=5 --listen imap:implicit
good=$(echo $urls | cut -d ' ' -f 1-2)
one=$(echo $urls | cut -d ' ' -f 1)
soon=$(echo $urls | cut -d ' ' -f 3)
expired=$(echo $urls | cut -d ' ' -f 4)
throttled=$(echo $urls | cut -d ' ' -f 5)
hostile=$(echo $urls | cut -d ' ' -f 6-7)

say "each status"
plugin 0 $good
plugin 1 $soon
plugin 2 $expired
expect_words stdout "_days'=-[1-9]"
plugin 3 --timeout 2 $throttled
expect_words stdout "_time'=U;;;0"
plugin 2 --timeout 2 $throttled $expired
plugin 1 --timeout 2 $throttled $soon
plugin 2 --fail-on warning $soon
plugin 2 imaps://localhost:1
plugin 3 --timeout 2 $hostile $throttled
plugin 0 -q $one $one
[ "$(grep -o "_time'=" "$tmp/stdout" | wc -l)" = 1 ] || fail "a label twice"

say "what does not keep a check from being made"
status=0
(ulimit -n 100 && exec "$MAILSONDE" --ca-file "$certs/ca.pem" -o nagios \
	--resolve "$host:$address" --jobs 200 "$one") \
	>"$tmp/stdout" 2>"$tmp/stderr" || status=$?
expect_exit 0
check_plugin
expect_words stderr "only [0-9]* connections are made"

say "limits, at their edges"
plugin 0 $one
days=$(figure days)
[ "${days:-0}" -gt 20 ] || fail "no days: '$days'"
plugin 0 --warning days=$days --critical days=$days: $one
plugin 1 --warning days=$((days + 1)) --critical days=$days $one
expect_words stdout "_days'=$days;$((days + 1)):;$days:"
plugin 2 --warning days=$((days + 1)) --critical days=$((days + 1)) $one
plugin 2 --critical days=@$days:$days $one
plugin 0 --critical days=@$((days + 1)):400 $one
plugin 0 --warning time=10s --critical time=10000ms $one
expect_words stdout "_time'=[0-9.]*s;10;10;0"
plugin 1 --warning time=0 --critical time=10 $one
plugin 2 --critical time=0 --warning days=1,time=0 $good
plugin 1 --warning time=5 --warning time=0 $one
plugin 0 --warning days=9 $soon
plugin 1 --warning days=11 $soon
plugin 2 --warning days=11 --critical days=9d,days=11d $soon
plugin 2 --warning days=1:,time=1 --critical days=~:-400 $expired

say "what is wrong with the command line, and before a report"
for wrong in --frobnicate '--timeout never' '--warning 30' '--critical days=x' \
	'-o html5' '-o xml' --jobs '--ca-file /nowhere.pem' '/nowhere/settings' \
	'--critical time=2:1' "-o xml=$tmp/nowhere/x" ''; do
	plugin 3 $wrong ${wrong:+$one}
done
for order in "--frobnicate -o nagios $one" "$one --frobnicate --output=nagios" \
	"-Z -onagios $one" "--timeout never $one --output nagios=-" \
	"-o nagios" "discover -o nagios" "discover -o nagios example..com"; do
	run_program $order
	expect_exit 3
	check_plugin
done
plugin 3 --resolve "$host:|" $one
plugin 3 "$(printf 'a|b\nc')"
run_program --warning days=3 $one
expect_exit 64
say "a full disk, and nobody who listens"
status=0
"$MAILSONDE" --ca-file "$certs/ca.pem" --resolve "$host:$address" -o nagios \
	$one >/dev/full 2>"$tmp/stderr" || status=$?
expect_exit 3

say "in a file it is a report like any other"
for row in "0 $one" "0 $soon" "1 $expired" "2 --timeout 2 $throttled" "64 --frobnicate"; do
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" -q \
		-o nagios="$tmp/plugin" ${row#* }
	expect_exit "${row%% *}"
	[ ! -s "$tmp/stdout" ] || fail "words on standard output"
done
for format in text xml html; do
	plugin 0 -o $format="$tmp/report.$format" $one
	[ -s "$tmp/report.$format" ] || fail "no $format beside it"
done

say "metrics"
metrics 0 $good $one
labels="{service=\"imap\",host=\"$host\",port=\"[0-9]*\",mode=\"implicit\""
expect_metric "build_info{version=\"[0-9.]*\"} 1$"
expect_metric "run_timestamp_seconds [0-9]*[.][0-9]*$"
expect_metric "run_endpoints 2$"
expect_metric "run_verdict{verdict=\"pass\"} 1$"
expect_metric "endpoint_verdict$labels,verdict=\"fail\"} 0$"
expect_metric "probe_success$labels} 1$"
expect_metric "probe_duration_seconds$labels} 0[.][0-9]*$"
for stage in resolve connect greeting capabilities handshake; do
	expect_metric "probe_stage_duration_seconds$labels,stage=\"$stage\"} 0[.]"
done
expect_metric "probe_stage_duration_seconds.*stage=\"starttls\"} 0[.]"
expect_metric "tls_version_accepted$labels,version=\"1.1\"} 0$"
expect_metric "tls_version_accepted$labels,version=\"1.2\"} 1$"
expect_metric "certificate_not_after_timestamp_seconds$labels} [1-9][0-9]*$"
expect_metric "findings$labels,status=\"pass\"} [1-9]"
expect_metric "check_passed$labels,check=\"tls-1.2\"} 1$"
stages=$(sed -n 's/^mailsonde_probe_stage_d.*"implicit".* //p' \
	"$tmp/mailsonde.prom" | awk '{ n += $1 } END { print n }')
whole=$(sed -n 's/^mailsonde_probe_duration.*"implicit".* //p' \
	"$tmp/mailsonde.prom")
awk "BEGIN { exit !($stages <= $whole + 1e-6 && $stages > 0.5 * $whole) }" ||
	fail "the stages take $stages s, the whole $whole s"
metrics 1 --timeout 2 $expired $throttled
expect_metric 'check_passed.*check="certificate-expiry"} 0$'
expect_metric 'diagnosis_endpoints{diagnosis="certificate-expired"} 1$'
expect_metric 'probe_success.*mode="explicit"} 0$'
if grep -q 'version_accepted.*mode="explicit"' "$tmp/mailsonde.prom"; then
	fail "a version that nobody could ask for"
fi
metrics 0 --timeout 5 $hostile
metrics 1 imaps://localhost:1
expect_metric "probe_success.* 0$"
run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
	-o openmetrics $one
cp "$tmp/stdout" "$tmp/mailsonde.prom"
check_metrics
for golden in "$srcdir"/tests/golden/*/report.prom; do
	say "$golden"
	cp "$golden" "$tmp/mailsonde.prom"
	check_metrics
done
for golden in "$srcdir"/tests/golden/*/report.nagios; do
	say "$golden"
	cp "$golden" "$tmp/stdout"
	case $(cat "$golden") in
	OK*) status=0 ;;
	WARNING*) status=1 ;;
	CRITICAL*) status=2 ;;
	*) status=3 ;;
	esac
	check_plugin
done

say "a run that is broken off"
for delay in 0.1 0.3 0.6; do
	rm -f "$tmp/mailsonde.prom" "$tmp/broken.html"
	status=0
	"$MAILSONDE" --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--jobs 2 --timeout 20 -o nagios -o html="$tmp/broken.html" \
		-o openmetrics="$tmp/mailsonde.prom" ${urls##* } $urls \
		>"$tmp/stdout" 2>"$tmp/stderr" 9>&- &
	program=$!
	children="$children $program"
	handles_signals $program
	sleep $delay
	kill $program
	wait $program || status=$?
	if [ "$status" -gt 3 ]; then
		fail "exit status $status of a run that was broken off"
		continue
	fi
	check_plugin
	check_metrics
	expect_metric "run_interrupted 1$"
	expect_words stdout 'interrupted'
	tail -n 1 "$tmp/broken.html" | grep -q '</html>$' ||
		fail "the page has no end"
	[ -z "$(find "$tmp" -name 'mailsonde.prom.*' -o -name 'broken.html.*')" ] ||
		fail "a part of a report is left"
done
