# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# check --depth full: what it finds of a server against what OpenSSL says that
# the server has, suite by suite.

. "${srcdir:-.}/tests/integration/lib.sh"
. "$srcdir/tests/integration/expect.sh"
. "$srcdir/tests/integration/servers.sh"
require openssl
make_certificates
OPENSSL_CONF=/dev/null
export OPENSSL_CONF

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
	-keyout "$tmp/ec.key" -out "$tmp/ec.pem" -subj "/CN=$host" 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout "$tmp/rsa.key" \
	-out "$tmp/rsa.pem" -subj "/CN=$host" 2>/dev/null

# serve OPTION...: openssl s_server at $port, until stop_serving.
serve()
{
	free_port
	openssl s_server -accept "$address:$port" -quiet -cert "$tmp/rsa.pem" \
		-key "$tmp/rsa.key" -dcert "$tmp/ec.pem" -dkey "$tmp/ec.key" \
		"$@" </dev/zero >"$tmp/server" 2>&1 &
	server=$!
	children="$children $server"
	await_server
}

# await_server: until something listens at $port.
await_server()
{
	tries=0
	until openssl s_client -connect "$address:$port" </dev/null 2>&1 |
		grep -q CONNECTED; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || { fail "s_server: $(cat "$tmp/server")" && return; }
		sleep 0.1
	done
}

stop_serving()
{
	kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || :
}

# ask: the text of a run in full depth, in $tmp/stdout.
ask()
{
	run_mailsonde --depth full --no-follow-up --timeout 10 \
		"imaps://$host:$port"
}

# found VERSION: the suites that the report lists for it, sorted.
found()
{
	awk -v label="$1" '
		/^TLS offered by/ { offered = 1 }
		/^  (TLS 1|SSL 3)/ { here = offered && index($0, "  " label " ") == 1 }
		/^  [A-Z][a-z]/ { here = 0 }
		here && /^ +TLS_/ { print $1 }' "$tmp/stdout" | sort
}

# expected FLAG LIST: what OpenSSL has of the list for that version, but for
# suites that need a key shared beforehand or a DSS certificate.
expected()
{
	openssl ciphers -s -stdname "$1" "$2" | tr ':' '\n' | sed 's/ .*//' |
		grep -Ev 'PSK|SRP|DSS|^TLS_(AES|CHACHA)' | sort
}

# compare LABEL FLAG LIST
compare()
{
	found "$1" >"$tmp/found"
	expected "$2" "$3" >"$tmp/expected"
	[ -s "$tmp/expected" ] || fail "$1: nothing to compare with"
	diff "$tmp/expected" "$tmp/found" >"$tmp/diff" ||
		fail "$1 with $3: $(cat "$tmp/diff")"
}

# expect_line PATTERN
expect_line()
{
	grep -Eq "$1" "$tmp/stdout" || fail "no line is '$1'"
}

for list in ALL:@SECLEVEL=0 ECDHE+AESGCM:AES128-SHA:@SECLEVEL=0 \
	DHE:@SECLEVEL=0 eNULL:AES256-SHA:@SECLEVEL=0; do
	say "OpenSSL with $list"
	serve -cipher "$list"
	ask
	compare "TLS 1.2" -tls1_2 "$list"
	compare "TLS 1.1" -tls1_1 "$list" 
	compare "TLS 1.0" -tls1 "$list"
	"$MAILSONDE" report "$tmp/report.xml" -o xml="$tmp/again.xml" \
		2>"$tmp/complaint" || :
	[ ! -s "$tmp/complaint" ] || fail "report: $(cat "$tmp/complaint")"
	cmp "$tmp/report.xml" "$tmp/again.xml" ||
		fail "the offers are written otherwise once they were read"
	[ "$(xpath "count(//m:offered/m:version[@suites-complete='true'])")" = 5 ] ||
		fail "not every version's list is complete"
	expect_line '^  SSL 3.0 +refused$'
	expect_line "TLS_AES_128_GCM_SHA256"
	stop_serving
done

say "the server's order, and the groups that it has"
list=AES128-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256
serve -cipher $list -serverpref -groups P-384:X448 -no_tls1_1 -no_tls1
ask
expect_line "^  TLS 1.2 +3 cipher suites, in the server's order$"
expect_line '^  TLS 1.1 +refused$'
[ "$(awk '/^              TLS_(RSA|ECDHE)/ { print $1 }' "$tmp/stdout" | tr '\n' ' ')" = \
	"TLS_RSA_WITH_AES_128_CBC_SHA256 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 " ] ||
	fail "the order is not the server's"
expect_line '^ +Groups +(secp384r1, x448|x448, secp384r1)$'
stop_serving

say "the exception that the server's order makes for ChaCha20"
list=ECDHE+AESGCM:ECDHE+CHACHA20
serve -cipher $list -serverpref -prioritize_chacha
ask
expect_line "^  TLS 1.2 +6 cipher suites, in the server's order, but ChaCha20"
expect_line "^  TLS 1.3 +3 cipher suites, in the server's order, but ChaCha20"
[ "$(xpath "count(//m:offered/m:version[@chacha-first='true'])")" = 2 ] ||
	fail "the exception is not recorded"
stop_serving
serve -cipher $list -serverpref
ask
expect_line "^  TLS 1.2 +6 cipher suites, in the server's order$"
stop_serving

say "the group of the client's key share, which the server takes first"
serve -groups P-384:X25519 -serverpref
ask
real=$(openssl s_client -connect "$address:$port" </dev/null 2>&1 |
	sed -n 's/^Server Temp Key: \([^,]*\),.*/\1/p')
[ "$real" = X25519 ] || fail "OpenSSL gets '$real'"
for client in openssl-3.0 openssl-3.5 java-17; do
	[ "$(xpath "string(//m:client[@id='$client']/@group)")" = x25519 ] ||
		fail "$client gets another group than OpenSSL"
done
stop_serving

say "curves beside that of an ECDSA key, which clients must name, too"
free_port
openssl s_server -accept "$address:$port" -quiet -cert "$tmp/ec.pem" \
	-key "$tmp/ec.key" -groups P-384:X25519:P-256 </dev/zero \
	>"$tmp/server" 2>&1 &
server=$!
children="$children $server"
await_server
ask
for version in 1.2 1.3; do
	for group in x25519 secp384r1 secp256r1; do
		[ "$(xpath "boolean(//m:offered/m:version[@tls='$version' and
			@groups-complete='true' and
			contains(@groups, '$group')])")" = true ] ||
			fail "TLS $version lacks $group"
	done
done
stop_serving

say "the whole order of a usual server"
serve -cipher DEFAULT -serverpref -no_tls1_1 -no_tls1
ask
openssl ciphers -s -stdname -tls1_2 DEFAULT | sed 's/ .*//' |
	grep -Ev 'PSK|SRP|DSS|^TLS_(AES|CHACHA)' >"$tmp/expected"
awk '/^  TLS 1.2/ { here = 1; next } /^  [A-Z]/ { here = 0 }
	here && /^              TLS_/ { print $1 }' "$tmp/stdout" >"$tmp/found"
diff "$tmp/expected" "$tmp/found" >"$tmp/diff" ||
	fail "another order: $(cat "$tmp/diff")"
[ "$(xpath "number(//m:offered/@hellos) <= 130")" = true ] ||
	fail "$(xpath "string(//m:offered/@hellos)") hellos are too many"
stop_serving

say "a server that speaks one version alone"
serve -tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384
ask
expect_line '^  TLS 1.3 +1 cipher suite$'
expect_line '^  TLS 1.2 +refused$'
stop_serving

say "signature algorithms of both certificates, in TLS 1.2 and 1.3"
serve -serverpref
ask
for version in 1.2 1.3; do
	for name in ecdsa_secp256r1_sha256 rsa_pss_rsae_sha256; do
		[ "$(xpath "boolean(//m:offered/m:version[@tls='$version' and contains(concat(' ', @signatures, ' '), ' $name ')])")" = true ] ||
			fail "TLS $version lacks $name"
	done
done
[ "$(xpath "boolean(//m:offered/m:version[@tls='1.3' and contains(@signatures, 'ecdsa_secp384r1_sha384')])")" = false ] ||
	fail "a key of P-256 signs with P-384 in TLS 1.3"
stop_serving

say "what openssl gets, and what its hello in the table would"
got=$(serve -serverpref -cipher ECDHE+AESGCM:AES128-SHA
	echo | openssl s_client -connect "$address:$port" -tls1_2 2>/dev/null |
		tr -d '\000' | sed -n 's/^New, .*Cipher is //p'
	stop_serving)
serve -serverpref -cipher ECDHE+AESGCM:AES128-SHA -no_tls1_3
ask
[ "$(openssl ciphers -stdname "$got" | sed -n '$s/ .*//p')" = \
	"$(xpath "string(//m:client[@id='openssl-3.0']/@suite)")" ] ||
	fail "OpenSSL gets $got"
[ "$(xpath "string(//m:client[@id='openssl-0.9.8']/@state)")" = refused ] ||
	fail "OpenSSL 0.9.8 can connect"
[ "$(xpath "string(//m:offered/@ssl2)")" = refused ] || fail "SSL 2 is not refused"
expect_line 'Outlook on Windows 7.*cannot connect'
stop_serving

say "programs that are asked about once DHE was refused"
serve -no_dhe
run_mailsonde --depth full --no-follow-up --timeout 10 --per-host 1 \
	"imaps://$host:$port"
stop_serving
for client in java-8 openssl-1.0.2 outlook-windows-10; do
	[ "$(xpath "string(//m:client[@id='$client']/@state)")" = accepted ] ||
		fail "$client is not accepted"
done

say "certificates for RSA and for ECDSA clients, and whose the server wants"
serve -serverpref -Verify 1 -CAfile "$certs/ca.pem"
ask
for kind in rsa ec; do
	want=$(openssl x509 -in "$tmp/$kind.pem" -noout -fingerprint -sha256 |
		sed 's/.*=//; s/://g' | tr 'A-F' 'a-f')
	to=rsa-clients
	[ $kind = rsa ] || to=ecdsa-clients
	[ "$(xpath "string(//m:shown[@to='$to']/m:certificate/@sha256)")" = "$want" ] ||
		fail "$to are shown another certificate"
done
[ "$(xpath "count(//m:shown)")" = 4 ] ||
	fail "it is not known what clients without a name are shown"
subject=$(openssl x509 -in "$certs/ca.pem" -noout -subject -nameopt RFC2253)
[ "subject=$(xpath "string(//m:offered/m:authority)")" = "$subject" ] ||
	fail "the authority is not $subject"
stop_serving

say "only the list, and nothing to judge"
serve -tls1_3
run_program --resolve "$host:$address" offers "imaps://$host:$port" -o text \
	-o csv-offers="$tmp/offers.csv" -o xml="$tmp/report.xml"
[ "$status" = 0 ] || fail "offers: exit status $status"
[ "$(grep -c '"1.3","suite","[1-3]","TLS_[A-Z0-9_]*","","accepted",' \
	"$tmp/offers.csv")" = 3 ] || fail "csv-offers: $(cat "$tmp/offers.csv")"
grep -q '"1.2","version","","","","refused"' "$tmp/offers.csv" ||
	fail "csv-offers: TLS 1.2 is not refused"
[ "$(grep -c '"client","","[a-z]*-' "$tmp/offers.csv")" = \
	"$(xpath 'count(//m:client)')" ] || fail "csv-offers: the mail programs"
# Nobody has read these in full: each form of the report says so.
for client in outlook-windows-11 outlook-windows-10 outlook-windows-8.1 \
	exchange-2019 thunderbird-128; do
	[ "$(xpath "string(//m:client[@id='$client']/@uncertain)")" = true ] ||
		fail "$client is certain"
done
for row in 'outlook-windows-11.*,"uncertain"' 'java-8.*,""'; do
	grep -q "\"client\",\"\",\"$row.\$" "$tmp/offers.csv" ||
		fail "csv-offers: $(grep '"client"' "$tmp/offers.csv")"
done
grep -q '^ *Outlook on Windows 11 \*' "$tmp/stdout" ||
	fail "Outlook's hello is not marked"
[ "$(sed -n '/./{p;q;}' "$tmp/stdout" | cut -c1-14)" = "TLS offered by" ] ||
	fail "the list is not all"
! grep -q "PASS\|FAIL" "$tmp/stdout" || fail "offers judges"
stop_serving
run_program --resolve "$host:$address" offers "imaps://$host:$port"
[ "$status" = 2 ] || fail "offers of nobody: exit status $status"
expect_line "not tested, since no TLS handshake was answered"

say "without it nothing of the kind is asked"
serve -tls1_3
run_mailsonde --no-follow-up "imaps://$host:$port"
if grep -q 'TLS offered by' "$tmp/stdout"; then
	fail "offers are listed, and nobody asked for them"
fi
stop_serving
run_mailsonde --depth deep "imaps://$host:$port"
[ "$status" = 64 ] || fail "exit status $status for a depth that is not known"
