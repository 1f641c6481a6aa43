#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Dialogues that are cut: by a server that has had enough after so many
# connections, or by the user. With every policy, verdicts only ever move to
# not-tested.
. "$(dirname "$0")/../lib.sh"
require python3

bound=180 # seconds: fifty endpoints by nine policies, on a busy machine
policies=
for policy in rfc8314 rfc9325 rfc9051 rfc2595 rfc3207 nist-800-52r2 \
	bsi-tr-02102-2 ncsc-nl-2025 practice; do
	policies="$policies --policy $policy"
done

# judge URL...: by all of them, into $tmp/report.xml.
judge()
{
	timeout "$bound" "$MAILSONDE" --no-follow-up --per-host 64 --jobs 64 \
		--timeout 30 --ca-file "$certs/ca.pem" \
		--resolve "$host:127.0.0.1" $policies \
		-o xml="$tmp/report.xml" "$@" >"$tmp/stdout" 2>"$tmp/stderr" ||
		status=$?
}

# compare WHOLE CUT: the endpoints of the second report with the one of the
# same service and mode in the first.
compare()
{
	python3 - "$1" "$2" <<-'END' || fail "a cut changed a verdict"
		import sys
		import xml.etree.ElementTree as tree
		space = {"m": "urn:mailsonde:report:1"}
		whole, cut = (tree.parse(name).getroot().findall(
		    "m:endpoint", space) for name in sys.argv[1:])
		def verdicts(endpoint):
		    return {(f.get("policy"), f.get("check")): f
		            for f in endpoint.findall("m:finding", space)}
		by_kind = {(e.get("service"), e.get("mode")): verdicts(e)
		           for e in whole}
		bad = compared = 0
		# What an endpoint's neighbours are like is no verdict on its cut.
		others = {"MODE-018", "CERT-023", "MODE-001", "MODE-002",
		          "MODE-003", "MODE-004", "MODE-005", "MODE-007"}
		for number, endpoint in enumerate(cut, 1):
		    kind = endpoint.get("service"), endpoint.get("mode")
		    for key, finding in verdicts(endpoint).items():
		        status = finding.get("status")
		        if not key[0] or status == "not-tested" or key[1] in others:
		            continue
		        compared += 1
		        usual = by_kind[kind].get(key)
		        if usual is not None and "time limit" in (
		                usual.get("observed") or ""):
		            continue
		        if usual is None or usual.get("status") != status:
		            bad += 1
		            print(number, *kind, *key, status,
		                  finding.get("observed"), "but whole:",
		                  usual is not None and usual.get("status"))
		sys.exit(1 if bad or not compared else 0)
	END
}

say "whole"
start_standin --listen imap:implicit --listen imap:explicit \
	--listen pop3:explicit --listen smtp:explicit
judge $urls
cp "$tmp/report.xml" "$tmp/whole.xml"
whole=$urls

say "servers that have had enough"
set --
for count in 1 2 4 7 20 60; do
	for fault in throttle reset; do
		set -- "$@" --fault $fault-after=$count \
			--listen imap:implicit --listen imap:explicit \
			--listen pop3:explicit --listen smtp:explicit
	done
done
start_standin --fault throttle-421 --listen imap:explicit \
	--listen pop3:explicit --listen smtp:explicit "$@"
judge $urls
compare "$tmp/whole.xml" "$tmp/report.xml"

say "users who have had enough"
for wait in 0.05 0.15 0.4 0.8; do
	rm -f "$tmp/report.xml"
	timeout --foreground -s INT $wait "$MAILSONDE" --no-follow-up --per-host 64 \
		--timeout 10 --ca-file "$certs/ca.pem" \
		--resolve "$host:127.0.0.1" $policies \
		-o xml="$tmp/report.xml" $whole >"$tmp/stdout" 2>"$tmp/stderr" ||
		:
	if grep -q 'status="[pfw]' "$tmp/report.xml" 2>/dev/null &&
		grep -q 'policy=.*status="[pfw]\|status="[pfw].*policy=' \
			"$tmp/report.xml"; then
		compare "$tmp/whole.xml" "$tmp/report.xml"
	fi
done
