#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# offers of servers with rare keys, groups and sessions: what is told of them is
# what openssl s_client gets.

. "${srcdir:-.}/tests/integration/lib.sh"
. "$srcdir/tests/integration/expect.sh"
require openssl
OPENSSL_CONF=/dev/null
COLUMNS=100
export OPENSSL_CONF COLUMNS

# certificate NAME OPTION...
certificate()
{
	name=$1
	shift
	openssl req -x509 -nodes -days 30 -keyout "$tmp/$name.key" \
		-out "$tmp/$name.pem" -subj "/CN=$host" "$@" 2>/dev/null
}

# ask NAME OPTION...: the text of the offers of an s_server with that key, in
# $tmp/stdout.
ask()
{
	name=$1
	shift
	say "$name $*"
	free_port
	openssl s_server -accept "$address:$port" -quiet -cert "$tmp/$name.pem" \
		-key "$tmp/$name.key" "$@" </dev/zero >"$tmp/server" 2>&1 9>&- &
	server=$!
	children="$children $server"
	tries=0
	until openssl s_client -connect "$address:$port" </dev/null 2>&1 |
		grep -q CONNECTED; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || { fail "$(cat "$tmp/server")" && return; }
		sleep 0.1
	done
	run_program --resolve "$host:$address" offers --timeout 10 \
		"imaps://$host:$port"
	kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || :
	[ "$status" = 0 ] || fail "$name: exit status $status"
	tr -s ' \n' ' ' <"$tmp/stdout" >"$tmp/words"
}

# told WORDS...: as if the text had one line.
told()
{
	grep -qF -- "$*" "$tmp/words" || fail "not told: $*"
}

untold()
{
	! grep -qF -- "$*" "$tmp/words" || fail "told: $*"
}

certificate rsa -newkey rsa:2048
ask rsa
told "Clients that want RSA, without SNI, with an unknown SNI: CN=$host,"

certificate ed448 -newkey ed448
ask ed448
untold "Not tolerated"

ask rsa -tls1_2 -groups X448 -cipher ECDHE
untold "Not tolerated"

# Session ids are given beside tickets, too; whether a session can be resumed
# by its id they do not show.
supported()
{
	sed 's/ Not supported .*//' "$tmp/words" | grep -qF "$*"
}

ask rsa
supported "session tickets (RFC 5077), session ids (RFC 5246)" ||
	fail "no session id"
ask rsa -no_cache
supported "session tickets (RFC 5077)" || fail "no ticket"
! supported "session ids (RFC 5246)" || fail "a session id"

openssl dsaparam -out "$tmp/parameters" 1024 2>/dev/null
certificate dsa -newkey "dsa:$tmp/parameters"
ask dsa -cipher DSS:@SECLEVEL=0 -tls1_2
told "Signatures dsa_sha1, dsa_sha224, dsa_sha256, dsa_sha384, dsa_sha512"
untold "Not tolerated"

ask rsa -early_data -max_early_data 1234
told "Tickets of TLS 1.2 lifetime 7200 seconds Tickets of TLS 1.3" \
	"lifetime 7200 seconds, early data up to 1234 octets"

# Each of the named primes has a key share.
for group in ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192; do
	ask rsa -tls1_3 -groups "$group"
	told "Groups $group Signatures rsa_pss_rsae_sha256, rsa_pss_rsae_sha384"
done

# Keys of curves that GnuTLS does not know.
certificate brainpool -newkey ec -pkeyopt ec_paramgen_curve:brainpoolP384r1
ask brainpool -tls1_2 -groups brainpoolP384r1:P-256
told "ECDSA 384 bits, ECDSA-SHA256"
certificate k1 -newkey ec -pkeyopt ec_paramgen_curve:secp256k1
ask k1 -tls1_2 -groups secp256k1
told "ECDSA 256 bits, ECDSA-SHA256"

# In TLS 1.3 the certificate and the request for the client's are encrypted.
ask rsa -tls1_3 -verify 1 -CAfile "$tmp/ed448.pem"
told "Clients of TLS 1.3 CN=$host, issued"
told "Client certificate requested, from these authorities CN=$host Mail"
ask rsa -tls1_3
untold "Client certificate"

# Another certificate for clients that say another name, or none.
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
ask rsa -tls1_2 -servername "$host" -cert2 "$tmp/ec.pem" -key2 "$tmp/ec.key"
untold "Not tolerated"
told "Clients that want ECDSA CN=$host, issued by CN=$host, ECDSA"
told "Clients without SNI, with an unknown SNI: CN=$host, issued by CN=$host," \
	"RSA"
