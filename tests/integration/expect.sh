# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Running the program, and what is expected of a run; sourced by lib.sh.

fail()
{
	failures=$((failures + 1))
	echo "FAIL: ${where-}$*"
	if [ -z "${shown-}" ]; then show_run; fi
	shown=yes
}

# Of the last run: what there is to see, once.
show_run()
{
	for part in stdout stderr facts; do
		if [ -s "$tmp/$part" ]; then
			sed "s/^/    $part: /" "$tmp/$part" | head -n 100
		fi
	done
	if [ -s "$tmp/report.xml" ]; then
		xmllint --format "$tmp/report.xml" | grep -v -e '<name' \
			-e '<item' -e 'origin' -e '<title' -e '<note' \
			-e '<stage' | sed 's/^/    xml: /' | head -n 400
	fi
}

# Runs the program as it is told. Sets `status`, and `elapsed` in milliseconds.
run_program()
{
	say "mailsonde $*"
	program_arguments=$*
	shown=
	status=0
	rm -f "$tmp/report.xml"
	: >"$tmp/facts"
	began=$(date +%s%3N)
	timeout -k 5 "$bound" "$MAILSONDE" "$@" >"$tmp/stdout" 2>"$tmp/stderr" \
		9>&- || status=$?
	elapsed=$(($(date +%s%3N) - began))
	case $status in
	124 | 137) fail "hangs: not done after $bound s" ;;
	9[0-9] | 12[5-9] | 1[3-9][0-9]) fail "dies with $status" ;;
	esac
	# libxslt begins a line with the latter, and names no place before it.
	if grep -q -e Sanitizer -e ': runtime error' "$tmp/stderr"; then
		fail "a sanitizer complains"
	fi
}

# The same against the test's own servers, with text and XML, which must be
# valid, or absent if nothing was probed.
run_mailsonde()
{
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		-o text -o xml="$tmp/report.xml" "$@"
	if [ "$status" -gt 2 ]; then
		if [ -e "$tmp/report.xml" ]; then
			fail "a report, with exit status $status"
		fi
		return
	fi
	if [ -s "$tmp/stderr" ]; then fail "words on standard error"; fi
	check_report
	case "$* $status $(xpath 'string(/m:report/@verdict)')" in
	*" 0 pass" | *" 1 fail" | *" 2 not-tested") ;;
	*"--fail-on warning "*" 1 "*) ;;
	*) fail "the exit status $status and the report's verdict differ" ;;
	esac
}

# xpath EXPRESSION, in which m: stands for the report's namespace.
xpath()
{
	xmllint --xpath "$(echo "$1" |
		sed "s/m:\([a-z0-9-]*\)/*[local-name()='\1']/g")" "$tmp/report.xml"
}

# Endpoints with a verdict on a version with which no connection was made, which
# no hello of the full depth was given and which no server refused.
unreached='0'
for version in 1.0 1.1 1.2 1.3; do
	unreached="$unreached + count(//m:endpoint
		[m:finding[@check='tls-$version' and @status!='not-tested']]
		[not(m:offered/m:version[@tls='$version' and
			@state='accepted'])]
		[not(m:probe[not(@mode or @port)][(@outcome='refused' and
			(@tls-offered='$version' or
			@question='dropped-again')) or (@by-hello and
			@outcome='completed' and @tls-offered='$version') or
			m:tls[@version='$version' and
			(@completed='true' or @client-certificate-wanted)]])])"
done

# What holds for every report, whatever it is about.
check_report()
{
	if ! list_facts; then
		fail "the report is no XML, or not there"
		return
	fi
	xmllint --noout --nonet --schema "$schema" "$tmp/report.xml" \
		2>"$tmp/invalid" ||
		fail "the report is not valid: $(cat "$tmp/invalid")"
	if [ "$(xpath "$unreached")" != 0 ]; then
		fail "a verdict on a TLS version that was not reached"
	fi
	# Follow-ups at other ports are not the endpoint's, and what it ended
	# without a word has cost it nothing.
	if [ "$(xpath "count(//m:endpoint[
		count(m:probe[not(@port or @purpose='rule' or
		@question='address' or @purpose='login' or
		@status='closed' or @status='reset')]) > 8])")" != 0 ]; then
		fail "an endpoint was connected to more than 8 times"
	fi
}

# The gist of the report, for expectations and for people, in lines such as
#
#   2 verdict fail                      the number is the endpoint's
#   2 finding tls-1.2 pass
#   2 observed tls-1.2 accepted: TLS_AES_256_GCM_SHA384
#   2 probe best 1.2,1.3 failed handshake
list_facts()
{
	xpath '//m:endpoint/@service | //m:endpoint/@verdict |
		//m:finding/@check | //m:finding/@status | //m:probe/@purpose |
		//m:finding/@observed | //m:probe/@tls-offered |
		//m:probe/@outcome | //m:probe/@stage' >"$tmp/attributes" 2>&1 ||
		return 1
	awk -F '"' '
		/^ *service=/ { number++; next }
		/^ *verdict=/ { print number, "verdict", $2 }
		/^ *check=/ { check = $2 }
		/^ *status=/ { print number, "finding", check, $2 }
		/^ *observed=/ { print number, "observed", check, $2 }
		/^ *purpose=/ { purpose = $2; offered = "-" }
		/^ *tls-offered=/ { offered = $2; gsub(" ", ",", offered) }
		/^ *outcome=/ { outcome = $2 }
		/^ *stage=/ { print number, "probe", purpose, offered, outcome, $2 }
	' "$tmp/attributes" >"$tmp/facts"
}

# find_fact WORDS: sets `found` to what stands behind these words of the facts,
# on the first of their lines, or to "none"
find_fact()
{
	found=$(sed -n "/^$1 /{s///p;q;}" "$tmp/facts")
	found=${found:-none}
}

expect_exit()
{
	[ "$status" = "$1" ] || fail "exit status $status, not $1"
}

# expect_within SECONDS: that --timeout was kept. What a failure makes it ask
# further may take as long again; with --no-follow-up it asks nothing further.
expect_within()
{
	most=$((2 * $1 + slack))
	case $program_arguments in
	*--no-follow-up*) most=$(($1 + slack)) ;;
	esac
	[ "$elapsed" -le $((most * 1000)) ] ||
		fail "took $elapsed ms, which is more than $most s"
}

# expect_finding CHECK STATUS[/STATUS]... [ENDPOINT]
# "tls-*" stands for tls-1.0 to tls-1.3, "none" for a check that is not made.
expect_finding()
{
	if [ "$1" = 'tls-*' ]; then
		for version in 1.0 1.1 1.2 1.3; do
			expect_finding "tls-$version" "$2" "${3-1}"
		done
		return
	fi
	find_fact "${3-1} finding $1"
	case /$2/ in
	*"/$found/"*) ;;
	*) fail "endpoint ${3-1}: finding $1 is $found, not $2" ;;
	esac
}

# expect_verdict VERDICT[/VERDICT]... [ENDPOINT]
expect_verdict()
{
	find_fact "${2-1} verdict"
	case /$1/ in
	*"/$found/"*) ;;
	*) fail "endpoint ${2-1}: its verdict is $found, not $1" ;;
	esac
}

# expect_probe PURPOSE TLS-OFFERED OUTCOME STAGE [ENDPOINT], as patterns of
# grep, the versions with commas between: of some probe
expect_probe()
{
	grep -q "^${5-1} probe $1 $2 $3 $4\$" "$tmp/facts" ||
		fail "endpoint ${5-1}: no probe $1 $2 $3 $4"
}

# expect_words stdout|stderr PATTERN (of grep)
expect_words()
{
	grep -q -e "$2" "$tmp/$1" || fail "nothing like '$2' on $1"
}
