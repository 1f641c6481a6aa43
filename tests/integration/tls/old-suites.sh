# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# offers against what no library of today has: SSL 2.0 and 3.0, RC4, DES, export,
# anonymous and NULL suites, short primes, compression. Its lists are those of
# the scripts, and known attacks are told by them.

. "${srcdir:-.}/tests/integration/lib.sh"
. "$srcdir/tests/integration/expect.sh"
require python3 xmllint
make_certificates

scripts=$srcdir/tests/integration/tls/old_servers.json
rm -f "$tmp/servers"
python3 "$srcdir/tests/integration/tls/old_server.py" "$address" \
	"$certs/good.pem" "$scripts" <"$tmp/hold" >"$tmp/servers" 2>&1 9>&- &
children="$children $!"
tries=0
until grep -qsx ready "$tmp/servers"; do
	tries=$((tries + 1))
	[ $tries -le 300 ] || { fail "the servers do not start" && exit 1; }
	sleep 0.1
done

# ask NAME: the rows of csv-offers, less endpoint and quotes, in $tmp/rows.
ask()
{
	say "$1"
	port=$(sed -n "s/^$1 //p" "$tmp/servers")
	run_program --resolve "$host:$address" offers --timeout 10 \
		"imaps://$host:$port" -o csv-offers="$tmp/offers.csv" -o text \
		-o xml="$tmp/report.xml"
	[ "$status" = 0 ] || fail "$1: exit status $status"
	tr -d '"\r' <"$tmp/offers.csv" | cut -d, -f6-11 >"$tmp/rows"
}

# expect_suites VERSION NUMBER...: these are taken, and no others.
expect_suites()
{
	version=$1
	shift
	[ "$(grep -c "^$version,suite," "$tmp/rows")" = $# ] ||
		fail "$version: $(grep "^$version,suite," "$tmp/rows")"
	for name; do
		grep -q "^$version,suite,[0-9]*,$name," "$tmp/rows" ||
			fail "$version: $name is missing"
	done
}

# expect_attacks STATE ID...
expect_attacks()
{
	state=$1
	shift
	for id; do
		grep -qx ",attack,,$id,,$state" "$tmp/rows" ||
			fail "$(grep ",attack,,$id," "$tmp/rows"), not $state"
	done
}

ask everything
expect_suites SSL3 TLS_RSA_WITH_RC4_128_SHA TLS_RSA_WITH_RC4_128_MD5 \
	TLS_RSA_WITH_3DES_EDE_CBC_SHA TLS_RSA_EXPORT_WITH_RC4_40_MD5 \
	TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA TLS_DH_anon_WITH_RC4_128_MD5 \
	TLS_RSA_WITH_NULL_SHA
expect_suites 1.1 TLS_RSA_WITH_3DES_EDE_CBC_SHA TLS_RSA_WITH_AES_128_CBC_SHA
grep -q "^SSL3,order,,server,,accepted" "$tmp/rows" || fail "the order of SSL 3.0"
[ "$(grep -c '^1.0,suite,' "$tmp/rows")" = 11 ] || fail "TLS 1.0 has others"
[ "$(grep -c '^1.2,suite,' "$tmp/rows")" = 6 ] || fail "TLS 1.2 has others"
grep -q '^SSL2,version,,,,accepted' "$tmp/rows" || fail "no SSL 2.0"
grep -q ',prime,,512 bits,,' "$tmp/rows" || fail "no prime of 512 bits"
expect_attacks vulnerable null anonymous export freak logjam rc4 sweet32 \
	drown poodle crime
expect_attacks possible beast robot renegotiation heartbleed

ask sound
expect_suites 1.2 TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 \
	TLS_DHE_RSA_WITH_AES_128_CBC_SHA
grep -q '^SSL2,version,,,,refused' "$tmp/rows" || fail "SSL 2.0"
expect_attacks not-vulnerable null anonymous export freak logjam rc4 sweet32 \
	drown poodle crime heartbleed beast robot renegotiation

ask ssl3-rc4
expect_suites SSL3 TLS_RSA_WITH_RC4_128_SHA
expect_attacks vulnerable rc4
expect_attacks not-vulnerable poodle beast sweet32 freak logjam
