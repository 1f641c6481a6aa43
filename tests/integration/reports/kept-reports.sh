#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Reports that were kept: written anew, signed and verified, judged again, and
# compared with what a server became.
. "$(dirname "$0")/../lib.sh"
require xmllint openssl

cd "$tmp"
start_standin --tls 1.2-1.3 --listen imap:implicit --listen smtp:explicit
imap=$(echo $urls | cut -d ' ' -f 1)
submission=$(echo $urls | cut -d ' ' -f 2)
common="--ca-file $certs/ca.pem --resolve $host:$address"

say "a key to sign with"
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=auditor \
	-keyout key.pem -out cert.pem 2>openssl.log || fail "no key"
cat key.pem cert.pem >signer.pem

say "a report with a policy, signed"
run_program $common --policy rfc9325 --policy rfc8314 --sign signer.pem \
	-o xml=old.xml -o json=old.json $imap $submission
schema=$srcdir/data/schemas/report-1.xsd
xmllint --noout --schema "$schema" old.xml 2>xmllint.log ||
	fail "the report is not valid: $(head -n 3 xmllint.log)"
grep -q 'purpose="rule"' old.xml || fail "nothing was asked for rules"
grep -q 'check="VER-003"' old.xml || fail "VER-003 was not judged"
probes=$(grep -c '<probe ' old.xml)
[ "$probes" -gt 20 ] || fail "only $probes probes"

say "written anew, it is the same"
run_program report old.xml -o xml=again.xml -o json=again.json
expect_exit 0
cmp -s old.xml again.xml || fail "the XML is another one"
cmp -s old.json again.json || fail "the JSON is another one"
run_program report old.xml
expect_exit 0
expect_words stdout 'Policy rfc9325'
for format in html csv junit sarif tap openmetrics ticket jsonl; do
	run_program report old.xml -o $format=old.$format
	expect_exit 0
	[ -s old.$format ] || fail "no $format"
done

say "a page names the record's digest and its signature"
run_program report old.xml -o html=old.html --ca-file cert.pem
grep -q "<code>$(sha256sum old.xml | cut -d ' ' -f 1)</code>" old.html ||
	fail "another digest"
grep -q 'Unchanged since it was signed by CN=auditor' old.html ||
	fail "the signature is not told"
run_program report old.xml -o html=old.html --ca-file "$certs/ca.pem"
grep -q 'old.xml.p7s: .*not trusted' old.html || fail "trusted by chance"

say "the signature holds, until an octet changes"
run_program report --verify old.xml --ca-file cert.pem
expect_exit 0
expect_words stdout 'CN=auditor'
openssl cms -verify -binary -inform DER -in old.xml.p7s -content old.xml \
	-CAfile cert.pem -purpose any -out /dev/null 2>openssl.log ||
	fail "openssl does not agree: $(head -n 2 openssl.log)"
run_program report --verify old.xml --ca-file "$certs/ca.pem"
expect_exit 1
expect_words stderr 'not trusted'
sed 's/tool-version="/&9/' old.xml >forged.xml
cp old.xml.p7s forged.xml.p7s
run_program report --verify forged.xml --ca-file cert.pem
expect_exit 1
expect_words stderr 'changed'

say "what is no report, or not whole"
head -c 3000 old.xml >cut.xml
run_program report cut.xml
expect_exit 65
expect_words stderr 'cut.xml:'
run_program report "$certs/ca.pem"
expect_exit 65
run_program report nowhere.xml
expect_exit 65
run_program report .
expect_exit 65

say "an endpoint that is gone was not tested again"
run_program $common -o xml=both.xml $imap $submission
run_program $common -o xml=alone.xml $imap
run_program compare both.xml alone.xml
expect_exit 2
expect_words stdout 'gone'
run_program compare alone.xml both.xml
expect_exit 0

say "judged again, without a connection"
stop_standin
run_program judge old.xml --policy mozilla-modern -o xml=judged.xml
grep -q 'policy="mozilla-modern"' judged.xml || fail "not judged by it"
if grep -q 'policy="rfc9325"' judged.xml; then fail "still by the old one"; fi
run_program judge old.xml --policy rfc9325 --reproducible -o xml=j1.xml
run_program judge old.xml --policy rfc9325 --reproducible -o xml=j2.xml
cmp -s j1.xml j2.xml || fail "two judgements of the same facts differ"
run_program judge old.xml --policy nowhere
expect_exit 64

say "the same server again: nothing is worse"
start_standin --tls 1.2-1.3 --listen imap:implicit --listen smtp:explicit
run_program compare old.xml old.xml
expect_exit 0
expect_words stdout 'SAME'
stop_standin

say "a server that went down, and came back"
imap_port=$(echo "$imap" | sed 's/.*:\([0-9]*\).*/\1/')
free_port
run_program $common -q --no-follow-up -o xml=down.xml \
	--connect-to "$host:$imap_port:$host:$port" $imap
run_program compare old.xml down.xml -o text=- -o html=down.html
expect_exit 1
expect_words stdout '1 endpoint went down'
expect_words stdout 'WENT DOWN'
expect_words stdout 'Because of that, [0-9]* checks could not be tested'
grep -q 'Went down' down.html || fail "the page does not say it"
grep -q 'UTC: Failed</dd>' down.html || fail "the page does not say how a run ended"
if grep -q 'FAIL\|NOT TESTED' down.html; then fail "the page has the words of the terminal"; fi
run_program compare down.xml old.xml
expect_words stdout 'came back'

say "a server that was changed: old versions on, another certificate"
smtp_port=$(echo "$submission" | sed 's/.*:\([0-9]*\).*/\1/')
start_standin --tls 1.0-1.2 --listen imap:implicit --listen smtp:explicit
set -- $ports
run_program $common --policy rfc9325 --policy rfc8314 -o xml=new.xml \
	--connect-to "$host:$imap_port:$host:$1" \
	--connect-to "$host:$smtp_port:$host:$2" $imap $submission
run_program compare old.xml new.xml -o text=- -o xml=compare.xml \
	-o json=compare.json -o html=compare.html
expect_exit 1
expect_words stdout 'WORSE'
expect_words stdout 'VER-003 of rfc9325'
expect_words stdout 'TLS 1.3'
xmllint --noout --schema "$srcdir/data/schemas/comparison-1.xsd" compare.xml \
	2>xmllint.log || fail "not valid: $(head -n 3 xmllint.log)"
xmllint --noout --html compare.html 2>xmllint.log
grep -q 'Worse than before' compare.html || fail "the page does not say it"
python3 -c 'import json; d = json.load(open("compare.json"))
assert d["worse"] > 0 and len(d["changes"]) > 3, d' || fail "no JSON"
run_program compare new.xml old.xml
expect_exit 0
expect_words stdout 'better'
run_program compare old.xml
expect_exit 64

say "a baseline: what fails as before does not count"
run_program $common --policy rfc9325 --policy rfc8314 --baseline new.xml \
	--connect-to "$host:$imap_port:$host:$1" \
	--connect-to "$host:$smtp_port:$host:$2" $imap $submission
expect_exit 0
run_program $common --policy rfc9325 --policy rfc8314 --baseline old.xml \
	--connect-to "$host:$imap_port:$host:$1" \
	--connect-to "$host:$smtp_port:$host:$2" $imap $submission
expect_exit 1
expect_words stdout 'WORSE'
run_program $common --baseline cut.xml $imap
expect_exit 65

say "an endpoint that is not in the baseline, and fails"
run_program $common --baseline old.xml "imap://127.0.0.1:1" --no-follow-up
expect_exit 1
expect_words stdout 'WORSE'

say "a plugin's exit status is that of its line, baseline or not"
run_program $common --policy rfc9325 --baseline new.xml -o nagios \
	--connect-to "$host:$imap_port:$host:$1" $imap
plugin=$status
run_program $common --policy rfc9325 -o nagios \
	--connect-to "$host:$imap_port:$host:$1" $imap
[ "$plugin" = "$status" ] || fail "exit status $plugin in place of $status"
[ "$status" != 0 ] || fail "the plugin says that all is well"
