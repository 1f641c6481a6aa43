#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# mailsonde serve by HTTPS: the certificate, its renewal, and the certificates
# that visitors show.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/start.sh"
require curl openssl python3


# authority NAME
authority()
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$tmp/$1.key" -out "$tmp/$1.pem" -subj "/CN=$1" \
		-days 30 2>/dev/null
}

# leaf NAME AUTHORITY EXTENSION
leaf()
{
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$tmp/$1.key" -out "$tmp/$1.csr" -subj "/CN=$1" \
		2>/dev/null
	echo "$3" >"$tmp/extension"
	openssl x509 -req -in "$tmp/$1.csr" -CA "$tmp/$2.pem" \
		-CAkey "$tmp/$2.key" -CAcreateserial -days 30 \
		-extfile "$tmp/extension" -out "$tmp/$1.pem" 2>/dev/null
}

authority ours
authority theirs
leaf first ours "subjectAltName=IP:127.0.0.1"
leaf second ours "subjectAltName=IP:127.0.0.1"
leaf visitor ours "extendedKeyUsage=clientAuth"
leaf server ours "extendedKeyUsage=serverAuth"
leaf stranger theirs "extendedKeyUsage=clientAuth"
cp "$tmp/first.pem" "$tmp/live.pem"
cp "$tmp/first.key" "$tmp/live.key"

say "what cannot be meant is refused, and named"
refuses()
{
	words=$1 status=$2
	shift 2
	run_program serve --listen 127.0.0.1:0 "$@"
	expect_exit "$status"
	expect_words stderr "$words"
}
refuses '--key and --client-ca need' 64 --key "$tmp/live.key"
refuses '--key and --client-ca need' 64 --client-ca "$tmp/ours.pem"
refuses 'no.pem: No such file' 66 --certificate "$tmp/no.pem"
refuses 'does not match' 65 --certificate "$tmp/live.pem" --key "$tmp/second.key"
refuses 'PEM form were expected' 65 --certificate "$tmp/live.pem"
refuses 'extension: certificates in PEM' 65 --certificate "$tmp/live.pem" \
	--key "$tmp/live.key" --client-ca "$tmp/extension"
openssl pkey -in "$tmp/live.key" -aes128 -passout pass:x -out "$tmp/locked.key"
refuses 'key is encrypted' 65 --certificate "$tmp/live.pem" --key "$tmp/locked.key"

# answers STATUS ARGUMENT OF CURL...
answers()
{
	wanted=$1
	shift
	got=$(curl -s -m 20 -o "$tmp/answer" -w '%{http_code}' \
		--cacert "$tmp/ours.pem" "$@") || :
	[ "$got" = "$wanted" ] || fail "$got in place of $wanted: $*"
}

# shown: the serial number that visitors see.
shown()
{
	openssl s_client -connect "${site#https://}" </dev/null 2>/dev/null |
		openssl x509 -noout -serial
}

# is_shown NAME
is_shown()
{
	[ "$(shown)" = "$(openssl x509 -noout -serial -in "$tmp/$1.pem")" ] ||
		fail "the certificate is not $1's"
}

say "by HTTPS, with nothing older than TLS 1.2, and not without it"
start_serve --certificate "$tmp/live.pem" --key "$tmp/live.key" --allow-private
case $site in https://*) ;; *) fail "$site is no HTTPS" ;; esac
answers 200 "$site/"
answers 200 --tls-max 1.2 "$site/"
answers 000 "http://${site#https://}/"
is_shown first
OPENSSL_CONF=/dev/null openssl s_client -tls1_1 -cipher ALL:@SECLEVEL=0 \
	-connect "${site#https://}" </dev/null 2>&1 | grep -q 'Cipher is (NONE)' ||
	fail "TLS 1.1 is spoken"

say "a result's address is that of HTTPS"
token=$(curl -s --cacert "$tmp/ours.pem" "$site/" |
	sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' | head -n 1)
free_port
result=$(curl -s --cacert "$tmp/ours.pem" -o /dev/null -w '%{redirect_url}' \
	-d "token=$token" -d "settings=imaps://127.0.0.1:$port" "$site/check")
case $result in "$site/r/"*) ;; *) fail "the result is at \"$result\"" ;; esac
waited=0
until curl -s --cacert "$tmp/ours.pem" "$result" | grep -q 'Save or share' ||
	[ $waited = 100 ]; do
	sleep 0.1
	waited=$((waited + 1))
done
answers 200 "$result"
grep -q ">$site/r/" "$tmp/answer" || fail "the address to pass on is another"

say "the key is in a process of its own, and in none that visitors reach"
holder=$(ps -o pid= --ppid "$serve" | tr -d ' ')
in_memory()
{
	code=0
	python3 "$srcdir/tests/integration/serve/key_memory.py" "$@" || code=$?
	echo $code
}
case $(in_memory "$serve" "$tmp/first.key") in
1) ;;
77) say "(the memory of processes cannot be read here)" ;;
*) fail "the key is in the process that serves" ;;
esac
case $(in_memory "$holder" "$tmp/first.key") in
0 | 77) ;;
*) fail "the key is not in process \"$holder\", or the test does not find it" ;;
esac

say "a hangup reads the certificate again"
rm "$tmp/live.pem" "$tmp/live.key"
ln -s second.pem "$tmp/live.pem"
ln -s second.key "$tmp/live.key"
kill -HUP "$serve"
saying "$tmp/serve.out" '^The certificate was read again'
is_shown second
answers 200 "$site/"

say "a key that nobody is served with costs nobody the one in use"
# allow COUNT: so many descriptors, from now on
allow()
{
	python3 -c 'import resource as r, sys
pid, count = map(int, sys.argv[1:])
r.prlimit(pid, r.RLIMIT_NOFILE, (count, r.prlimit(pid, r.RLIMIT_NOFILE)[1]))' \
		"$serve" "$1"
}
allow 5
for count in 1 2 3; do
	kill -HUP "$serve"
	waited=0
	until [ "$(grep -c 'could not be started' "$tmp/serve.err")" = $count ] ||
		[ $waited = 100 ]; do
		sleep 0.1
		waited=$((waited + 1))
	done
done
[ $waited != 100 ] || fail "a hangup without descriptors changes something"
allow 1024
answers 200 "$site/"

say "a wrong key changes nothing"
rm "$tmp/live.key"
cp "$tmp/first.key" "$tmp/live.key"
kill -HUP "$serve"
saying "$tmp/serve.err" 'does not match'
is_shown second
stop_serve

say "keys of each kind serve, many visitors at a time"
for kind in RSA:rsa_keygen_bits:2048 RSA-PSS:rsa_keygen_bits:2048 \
	ED25519 EC:ec_paramgen_curve:P-384; do
	algorithm=${kind%%:*} option=${kind#"$algorithm"}
	option=${option#:}
	openssl genpkey -algorithm "$algorithm" \
		${option:+-pkeyopt "$option"} -out "$tmp/kind.key" 2>/dev/null
	openssl req -new -x509 -key "$tmp/kind.key" -out "$tmp/kind.pem" \
		-subj "/CN=$algorithm" -days 30 \
		-addext "subjectAltName=IP:127.0.0.1" 2>/dev/null
	start_serve --certificate "$tmp/kind.pem" --key "$tmp/kind.key"
	for version in 1.2 1.3; do
		got=$(seq 20 | xargs -P 10 -I@ curl -s -m 20 -o "$tmp/answer.@" \
			-w '%{http_code} ' --cacert "$tmp/kind.pem" \
			--tlsv$version --tls-max $version "$site/") || :
		[ "$got" = "$(seq -s ' ' 20 | sed 's/[0-9]*/200/g') " ] ||
			fail "$algorithm with TLS $version: $got"
	done
	stop_serve
done

say "without the process of the key, the server ends and says why"
start_serve --certificate "$tmp/second.pem" --key "$tmp/second.key"
kill -KILL "$(ps -o pid= --ppid "$serve" | tr -d ' ')"
wait "$serve" && status=0 || status=$?
[ "$status" = 71 ] || fail "it ended with $status"
grep -q 'process that holds the key ended' "$tmp/serve.err" ||
	fail "it says: $(cat "$tmp/serve.err")"

say "visitors need a certificate of the right authority, for clients"
start_serve --certificate "$tmp/second.pem" --key "$tmp/second.key" \
	--client-ca "$tmp/ours.pem"
answers 403 "$site/"
grep -q 'client certificate' "$tmp/answer" || fail "it does not say what is missing"
for name in stranger server; do
	answers 403 --cert "$tmp/$name.pem" --key "$tmp/$name.key" "$site/"
done
answers 200 --cert "$tmp/visitor.pem" --key "$tmp/visitor.key" "$site/"
answers 200 --cert "$tmp/visitor.pem" --key "$tmp/visitor.key" "$site/metrics"
stop_serve

say "a proxy's word counts where the configuration says so"
for behind in true false; do
	echo "{\"behind_proxy\": $behind}" >"$tmp/serve.json"
	start_serve --config "$tmp/serve.json"
	token=$(curl -s "$site/" |
		sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' | head -n 1)
	result=$(curl -s -o /dev/null -w '%{redirect_url}' -d "token=$token" \
		-d "settings=imaps://127.0.0.1:1" "$site/check")
	waited=0
	until curl -s -H 'X-Forwarded-Proto: https' "$result" >"$tmp/page" &&
		grep -q 'Save or share' "$tmp/page" || [ $waited = 100 ]; do
		sleep 0.1
		waited=$((waited + 1))
	done
	case $behind in true) wanted=https ;; *) wanted=http ;; esac
	grep -q ">$wanted://127.0.0.1" "$tmp/page" || fail "$behind: not by $wanted"
	stop_serve
done
