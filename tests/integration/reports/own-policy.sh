#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A policy of one's own, made of a kept report and of servers that are asked: it
# is valid by its schema, kept by the same servers, and broken by others.
. "$(dirname "$0")/../lib.sh"
require xmllint

own=$tmp/own.xml

# ask ARGUMENT... of servers of the test's own
ask()
{
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" "$@"
}

check_policy()
{
	xmllint --noout --schema "$srcdir/data/schemas/policy-1.xsd" "$own" \
		2>"$tmp/xmllint" || fail "not valid: $(cat "$tmp/xmllint")"
}

# How many rules of the policy ended so: count pass
count()
{
	xpath "string(/m:report/m:policy/@$1)"
}

start_standin --tls 1.2-1.3 --listen imap:implicit --listen pop3:explicit \
	--listen smtp:explicit

say "made of servers, and kept by them"
ask policy $urls -o xml="$own"
expect_exit 0
check_policy
rules=$(grep -c '<rule' "$own")
[ "$rules" -gt 20 ] || fail "$rules rules alone"
run_mailsonde $urls --policy "$own"
expect_exit 0
[ "$(count pass)" = "$rules" ] || fail "$(count pass) of $rules are kept"

say "made of a kept report, the same"
cp "$tmp/report.xml" "$tmp/kept.xml"
cp "$own" "$tmp/live.xml"
run_program policy --from "$tmp/kept.xml" -o xml="$own"
expect_exit 0
check_policy
for file in "$own" "$tmp/live.xml"; do
	sed -e 's/reference="[^"]*"//' "$file" >"$file.plain"
done
cmp -s "$own.plain" "$tmp/live.xml.plain" || fail "it demands something else"
run_program judge "$tmp/kept.xml" --policy "$own"
expect_exit 0
run_program policy --from "$tmp/kept.xml"
expect_exit 0
cmp -s "$tmp/stdout" "$own" || fail "standard output has something else"
run_program policies "$own"
expect_exit 0
expect_words stdout "$host, port"

say "broken by a server that has changed"
stop_standin
old=$ports
start_standin --tls 1.0-1.2 --listen imap:implicit --listen pop3:explicit \
	--listen smtp:explicit
for port in $old; do
	set -- $ports
	sed -i "s/port=\"$port\"/port=\"$1\"/" "$own"
	shift
	ports=$*
done
run_mailsonde $urls --policy "$own"
expect_exit 1
[ "$(count fail)" -ge 6 ] || fail "$(count fail) rules are broken"

say "nothing seen, and what cannot be meant"
run_program policy --timeout 1 imaps://127.0.0.1:1 -o xml="$tmp/none.xml"
expect_exit 2
[ ! -e "$tmp/none.xml" ] || fail "a policy that demands nothing"
run_program policy
expect_exit 64
run_program policy --from "$tmp/kept.xml" imaps://127.0.0.1:1
expect_exit 64
run_program check --from "$tmp/kept.xml" imaps://127.0.0.1:1
expect_exit 64
run_program policy --from "$tmp/kept.xml" -o html="$tmp/none.html"
expect_exit 64
run_program policy --from "$own"
expect_exit 65
run_program policy --from "$tmp/kept.xml" -o xml="$tmp/nowhere/own.xml"
expect_exit 74
