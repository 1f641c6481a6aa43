#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What policies' rules have asked of a server beside the usual: each offer is
# taken by a server that has it and refused by one that has not, and what is
# said in the dialogue is answered as servers do, well or badly.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
require dovecot openssl xmllint

# A policy that has all of these offers made.
# write_policy OFFER...
write_policy()
{
	mkdir -p "$tmp/policies"
	{
		echo '<?xml version="1.0" encoding="UTF-8"?>'
		sed -n '/<policy/,/>/p' "$srcdir/data/policies/practice.xml" |
			sed 's/name="practice"/name="all-offers"/'
		for check in no-early-data resumption-forward-secret \
			renegotiation-refused keys-fresh point-formats \
			starttls-inside-refused starttls-injection \
			starttls-resets mail-before-tls-refused \
			mail-needs-login unknown-command-refused; do
			rule "rule-$check" "$check"
		done
		rule rule-ticket-lifetime ticket-lifetime \
			'<parameter name="days" value="7"/>'
		rule rule-offers encrypt-then-mac \
			"<parameter name=\"offers\" value=\"$*\"/>"
		echo '</policy>'
	} >"$tmp/policies/all-offers.xml"
}

# rule ID CHECK [PARAMETERS]
rule()
{
	cat <<-END
		<rule id="$1" level="MUST" title="$1" reference="this test"
		  rating="low" certainty="confirmed" check="$2">${3-}
		  <explanation>For this test.</explanation>
		  <fix>None.</fix>
		</rule>
	END
}

probe()
{
	echo "//m:endpoint[$1]/m:probe[@purpose='rule' and @offer='$2']"
}

# unasked ENDPOINT OFFER: why it was not asked.
unasked()
{
	xpath "string(//m:endpoint[$1]/m:unasked[@offer='$2']/@reason)"
}

# expect_offer ENDPOINT OUTCOME OFFER...
expect_offer()
{
	endpoint=$1 outcome=$2
	shift 2
	for offer; do
		found=$(xpath "string($(probe $endpoint $offer)[last()]/@outcome)")
		# What hellos made by hand saw refused is not asked again.
		[ -n "$found" ] || [ "$(unasked $endpoint "$offer")" != known ] ||
			found=refused
		[ "$found" = "$outcome" ] ||
			fail "endpoint $endpoint: $offer ${found:-not asked}, not $outcome"
	done
}

# expect_unasked ENDPOINT REASON OFFER...
expect_unasked()
{
	endpoint=$1 reason=$2
	shift 2
	for offer; do
		found=$(unasked $endpoint "$offer")
		[ "$found" = "$reason" ] ||
			fail "endpoint $endpoint: $offer not asked: ${found:-?}, not $reason"
		[ "$(xpath "count($(probe $endpoint $offer))")" = 0 ] ||
			fail "endpoint $endpoint: $offer was asked"
	done
}

# expect_act ENDPOINT OFFER ANSWER
expect_act()
{
	found=$(xpath "string($(probe $1 $2)[last()]/m:act/@answer)")
	[ "$found" = "$3" ] ||
		fail "endpoint $1: $2 answered ${found:-not at all}, not $3"
}

# expect_rule ENDPOINT RULE STATUS
expect_rule()
{
	found=$(xpath "string(//m:endpoint[$1]/m:finding[@check='rule-$2']/@status)")
	[ "$found" = "$3" ] || fail "endpoint $1: $2 is ${found:-not there}, not $3"
}

judge_all()
{
	run_mailsonde --policy "$tmp/policies/all-offers.xml" "$@"
}

# Offers that openssl s_client can make, too, and how.
openssl_offers()
{
	cat <<-'END'
		suites-ecdhe-aes-gcm -tls1_2 -cipher ECDHE+AESGCM:@SECLEVEL=0
		suites-ecdhe-chacha -tls1_2 -cipher ECDHE+CHACHA20:@SECLEVEL=0
		suites-ecdhe-ccm -tls1_2 -cipher ECDHE+AESCCM:@SECLEVEL=0
		suites-ecdhe-ccm8 -tls1_2 -cipher ECDHE+AESCCM8:@SECLEVEL=0
		suites-ecdhe-cbc-sha2 -tls1_2 -cipher ECDHE+AES+SHA256:ECDHE+AES+SHA384:@SECLEVEL=0
		suites-ecdhe-cbc-sha1 -tls1_2 -cipher ECDHE+AES+SHA1:@SECLEVEL=0
		suites-dhe -tls1_2 -cipher DHE:@SECLEVEL=0
		suites-dhe-chacha -tls1_2 -cipher DHE+CHACHA20:@SECLEVEL=0
		suites-rsa -tls1_2 -cipher kRSA:@SECLEVEL=0
		suites-rsa-aes-gcm -tls1_2 -cipher kRSA+AESGCM:@SECLEVEL=0
		suites-null -tls1_2 -cipher eNULL:@SECLEVEL=0
		suites-anonymous -tls1_2 -cipher AECDH:@SECLEVEL=0
		suite-1301 -tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256
		suite-1304 -tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256
		group13-secp256r1 -tls1_3 -groups P-256
		group-x448 -tls1_3 -groups X448
		signature-sha1 -tls1_2 -cipher ECDHE:@SECLEVEL=0 -sigalgs RSA+SHA1
	END
}

# Whether openssl s_client completes a handshake there with these options.
openssl_takes()
{
	at=$1
	shift
	echo | OPENSSL_CONF="$tmp/openssl.cnf" timeout 10 openssl s_client \
		-connect "$address:$at" -servername "$host" "$@" 2>&1 |
		grep -q 'Cipher is [A-Z]'
}

# compare_offers ENDPOINT PORT
compare_offers()
{
	openssl_offers >"$tmp/offers"
	while read -r offer options; do
		outcome=refused
		if openssl_takes "$2" $options; then outcome=completed; fi
		expect_offer "$1" $outcome "$offer"
	done <"$tmp/offers"
}

ALL="$(openssl_offers | sed 's/ .*//' | tr '\n' ' ')
	suites-3des suites-rc4 order-reversed sni-none sni-unknown"
write_policy $ALL

say "Dovecot and Postfix, as openssl sees them"
start_dovecot tls-1.2-1.3
write_openssl_conf "$tmp/openssl.cnf" TLSv1 TLSv1.3
judge_all "imaps://$host:$imaps_port" "imap://$host:$imap_port" \
	"pop3://$host:$pop3_port"
compare_offers 1 "$imaps_port"
for endpoint in 1 2 3; do
	expect_offer $endpoint refused suites-3des suites-rc4 suites-null
	expect_offer $endpoint completed suites-rsa order-reversed sni-none \
		sni-unknown suite-1301 resume-1.2 resume-1.3 renegotiation
	expect_act $endpoint renegotiation negative
	expect_act $endpoint act-starttls-inside negative
	expect_unasked $endpoint known keys-again
	for check in renegotiation-refused keys-fresh point-formats \
		no-early-data resumption-forward-secret ticket-lifetime \
		starttls-inside-refused; do
		expect_rule $endpoint $check pass
	done
done
expect_unasked 1 no-step act-pipelined act-mail-clear act-unknown-command
expect_act 3 act-unknown-command negative
expect_rule 3 unknown-command-refused pass
stop_server

if command -v postconf >/dev/null && [ "$(id -u)" = 0 ]; then
	start_dovecot tls-1.2-1.3
	start_postfix tls-1.2-1.3
	judge_all "submissions://$host:$submissions_port" \
		"submission://$host:$submission_port"
	compare_offers 1 "$submissions_port"
	for endpoint in 1 2; do
		expect_act $endpoint renegotiation negative
		expect_act $endpoint act-starttls-inside negative
		expect_rule $endpoint resumption-forward-secret pass
		[ "$(xpath "count($(probe $endpoint resume-1.3)/m:tls[@resumed
			and @session-offered and @key-share])")" = 1 ] ||
			fail "endpoint $endpoint: no session is taken up again"
	done
	expect_act 2 act-mail-clear negative
	expect_act 2 act-pipelined none
	expect_rule 2 mail-before-tls-refused pass
	expect_rule 2 starttls-injection pass
	stop_server
fi
address=127.0.0.1

say "a server with everything that is old, and one with nothing of it"
start_standin --log "$tmp/log" \
	--priority +3DES-CBC:+ARCFOUR-128:+NULL:+MD5:-CHACHA20-POLY1305 \
	--listen imap:implicit --priority -RSA:-AES-256-GCM --listen imap:explicit
judge_all $urls
expect_offer 1 completed suites-3des suites-rc4 suites-null suites-rsa
expect_offer 1 refused suites-ecdhe-chacha suites-dhe-chacha suites-anonymous
expect_offer 2 completed suites-ecdhe-chacha suites-ecdhe-aes-gcm suite-1301
expect_offer 2 refused suites-rsa suites-3des suites-rc4 suites-null
[ "$(grep -c ' accept ' "$tmp/log")" = \
	"$(xpath 'count(//m:probe) + sum(//m:offered/@hellos)')" ] ||
	fail "the report does not have each connection"

say "two at a time, a twentieth of a second apart"
for endpoint in 1 2; do
	xpath "//m:endpoint[$endpoint]/m:probe[@purpose='rule']/@started-ms" |
		sed 's/[^0-9.]//g' | sort -n |
		awk 'NR > 1 && $1 - last < 45 { bad = 1 } { last = $1 }
			END { exit bad }' ||
		fail "endpoint $endpoint: no pause between connections"
done
stop_standin

say "sessions, renegotiation, and who says yes to everything"
start_standin --fault tickets --listen imap:implicit \
	--fault early-data,renegotiates --listen imap:implicit \
	--fault pipelined-inside --listen imap:explicit \
	--listen smtp:explicit --listen pop3:explicit \
	--fault none --persona "$personas/careless.persona" \
	--listen smtp:explicit --listen pop3:explicit --listen imap:explicit \
	--persona "$personas/plain.persona" \
	--listen smtp:explicit --listen pop3:explicit
judge_all $urls
for endpoint in 1 3 4 5 9 10; do
	expect_act $endpoint renegotiation negative
	expect_rule $endpoint renegotiation-refused pass
	expect_rule $endpoint no-early-data pass
	expect_rule $endpoint resumption-forward-secret pass
done
[ "$(xpath "count($(probe 1 resume-1.3)/m:tls[@resumed and @key-share])")" = 1 ] ||
	fail "no session is taken up again"
expect_act 2 renegotiation positive
expect_rule 2 renegotiation-refused fail
expect_rule 2 no-early-data fail
for endpoint in 3 4 5; do
	expect_act $endpoint act-pipelined positive
	expect_rule $endpoint starttls-injection fail
done
for endpoint in 6 7 8; do
	expect_act $endpoint act-starttls-inside positive
	expect_act $endpoint act-pipelined none
	expect_rule $endpoint starttls-inside-refused fail
	expect_rule $endpoint starttls-injection pass
done
for act in act-mail-clear act-mail-no-login act-mail-before-ehlo; do
	expect_act 6 $act positive
	expect_act 9 $act negative
done
expect_rule 6 mail-before-tls-refused fail
expect_rule 6 mail-needs-login info
expect_rule 6 starttls-resets info
for check in mail-before-tls-refused mail-needs-login starttls-resets; do
	expect_rule 9 $check pass
done
expect_rule 7 unknown-command-refused fail
expect_rule 10 unknown-command-refused pass
for endpoint in 9 10; do
	expect_rule $endpoint starttls-inside-refused pass
	expect_rule $endpoint starttls-injection pass
done
stop_standin

say "who drops a hello twice refuses it; who has had enough is left in peace"
start_standin --fault no-sni-close --listen imap:implicit \
	--fault throttle-after=12 --listen imap:explicit \
	--fault reset-after=12 --listen pop3:explicit
judge_all $urls
expect_offer 1 refused sni-none
expect_offer 1 completed sni-unknown
[ "$(xpath "count($(probe 1 sni-none))")" = 2 ] ||
	fail "what was dropped was not asked twice"
for endpoint in 2 3; do
	[ "$(xpath "count(//m:endpoint[$endpoint]/m:unasked[
		@reason='stopped']) > 10")" = true ] ||
		fail "endpoint $endpoint was not left in peace"
	[ "$(xpath "count(//m:endpoint[$endpoint]/m:probe) < 17")" = true ] ||
		fail "endpoint $endpoint: too many connections"
	expect_rule $endpoint renegotiation-refused not-tested
done
stop_standin

say "only the versions that the run is about"
start_standin --listen imap:implicit
judge_all --tls 1.2 $urls
expect_unasked 1 versions suite-1301 resume-1.3 group13-secp256r1
expect_offer 1 completed suites-ecdhe-aes-gcm resume-1.2
[ "$(xpath "count(//m:probe[contains(@tls-offered, '1.3')])")" = 0 ] ||
	fail "TLS 1.3 was offered"

say "nothing is asked where no rule wants it"
run_mailsonde $urls
[ "$(xpath "count(//m:probe[@purpose='rule'] | //m:unasked)")" = 0 ] ||
	fail "asked without a policy"
