#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# mailsonde serve for other computers: who may come in, what may be asked for,
# and the configuration.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/start.sh"
require curl python3

# "s3cret pa:ss", at the least cost that bcrypt has, but for one
cat >"$tmp/people" <<'END'
# who may come in
ann:$2b$04$abcdefghijklmnopqrstuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu
jo:$2b$05$abcdefghijklmnopqrstuu3xH9nmMswx5roru0Bcuoy98R.YCQnxm
lea:$2b$13$abcdefghijklmnopqrstuu2ZbllZj1XGY3Yx5UYx4RNfmhdBKSbBq
END
pair='jo:s3cret pa:ss'

say "what cannot be meant is refused, and named"
# refuses WORDS STATUS OPTION...
refuses()
{
	words=$1 status=$2
	shift 2
	run_program serve --listen 127.0.0.1:0 "$@"
	expect_exit "$status"
	expect_words stderr "$words"
}
refuses 'which networks and domains' 64 --listen 0.0.0.0:0
refuses '10.0.0.0/99: a network like' 64 --allow 10.0.0.0/99
refuses 'people: No such file' 66 --auth-file "$tmp/no-people"
echo jo:secret >"$tmp/plain"
refuses 'plain:1: lines like' 65 --auth-file "$tmp/plain"
refuses 'no.json: No such file' 66 --config "$tmp/no.json"
# Nobody writes to it: nothing waits for that.
mkfifo "$tmp/fifo"
bound=20
refuses 'fifo: lines like' 65 --auth-file "$tmp/fifo"
refuses 'fifo: line 1' 65 --config "$tmp/fifo"
refuses 'PEM form were expected' 65 --certificate "$tmp/fifo"
for option in --auth-file --config --certificate; do
	refuses 'Is a directory' 66 "$option" "$tmp"
done
while IFS='|' read -r text words; do
	echo "$text" >"$tmp/bad.json"
	refuses "$words" 65 --config "$tmp/bad.json"
done <<'END'
{"listen"|line 2: 
[]|one object
{"listen": 8625}|"listen": expected a text
{"keep_days": 0}|"keep_days": expected a number of days
{"keep_days": 36501}|"keep_days": expected a number of days
{"keep_days": "7"}|"keep_days": expected a number of days
{"port": 8625}|"port" is not known here
{"allow": "10.0.0.0/8"}|"allow": expected a list of texts
{"modules": {"a": {"depth": "deep"}}}|"modules.a.depth": expected "best"
{"modules": {"a": {"timeout": -1}}}|"modules.a.timeout": expected a number
{"modules": {"a": {"tls": ["9"]}}}|"modules.a.tls": expected a list
{"modules": {"a": {"policy": []}}}|"modules.a.policy" is not known here
END

start_standin --listen imap:implicit
set -- $ports
unusual=$1
cat >"$tmp/serve.json" <<END
{
	"allow": ["127.0.0.0/8", "example.com"],
	"auth_file": "$tmp/people",
	"names": ["sonde.example.net"],
	"modules": {
		"strict": {"policies": ["rfc8314"], "timeout": 5, "tls": ["1.2"]}
	}
}
END
listen=0.0.0.0
start_serve --config "$tmp/serve.json" --ca-file "$certs/ca.pem" --timeout 5
site=127.0.0.1:${site##*:}

# answers STATUS ARGUMENT OF CURL...
answers()
{
	wanted=$1
	shift
	got=$(curl -s -o "$tmp/answer" -w '%{http_code}' "$@")
	[ "$got" = "$wanted" ] || fail "$got in place of $wanted: $*"
}

say "without name and password nobody comes in, on any way"
for path in / /style.css /metrics /api/profiles "/probe?target=x" /r/x; do
	answers 401 "http://$site$path"
	answers 401 -u 'jo:s3cret' "http://$site$path"
	answers 401 -u 'ann:s3cret pa:ss' "http://$site$path"
	answers 401 -u 'eve:s3cret pa:ss' "http://$site$path"
done
answers 401 -H 'Authorization: Basic !' "http://$site/"
answers 401 -u "jo:$(printf '%01000d' 0)" "http://$site/"
answers 200 -u "$pair" "http://$site/"

say "it answers to its addresses and the names that it was given"
answers 200 -u "$pair" -H 'Host: sonde.example.net' "http://$site/"
answers 200 -u "$pair" -H 'Host: [::1]:8625' "http://$site/"
for host in sonde.example.net.evil.test evil.test 127.0.0.1.evil.test '[::1' ''; do
	answers 421 -u "$pair" -H "Host: $host" -H 'X-A: b' "http://$site/"
done

say "only what is allowed is checked, at ports of mail"
for target in imaps://mail.example.org imaps://example.com.evil.test \
	imaps://10.0.0.1 imaps://notexample.com "imaps://127.0.0.1:$unusual"; do
	answers 400 -u "$pair" "http://$site/probe?target=$target"
	answers 400 -u "$pair" -H 'Content-Type: text/plain' -d "$target" \
		"http://$site/api/check"
done
answers 200 -u "$pair" "http://$site/probe?target=imaps://127.0.0.1:993"
answers 200 -u "$pair" "http://$site/probe?target=imaps://mail.example.com"

say "a module has its policies and versions"
answers 200 -u "$pair" "http://$site/probe?target=imaps://127.0.0.1:993&module=strict"
grep -q 'policy="rfc8314"' "$tmp/answer" || fail "the module was not used"
answers 400 -u "$pair" "http://$site/probe?target=imaps://127.0.0.1:993&module=lax"

say "a password that was right costs no second hash"
# seconds COUNT: what so many requests take
seconds()
{
	python3 - "$1" "$site" <<'END'
import base64, http.client, sys, time
count, site = sys.argv[1:]
pair = base64.b64encode(b"lea:s3cret pa:ss").decode()
began = time.monotonic()
for _ in range(int(count)):
    connection = http.client.HTTPConnection(site, timeout=60)
    connection.request("GET", "/icon.svg", headers={"Authorization": "Basic " + pair})
    if connection.getresponse().status != 200:
        sys.exit("not let in")
print(time.monotonic() - began)
END
}
first=$(seconds 1) || fail "lea is not let in"
more=$(seconds 20) || fail "lea is let in once only"
awk "BEGIN { exit !($more < 5 * $first) }" ||
	fail "twenty more took $more s, the first $first s"

say "many wrong ones are not looked at, whoever was right before comes in"
count=0
until [ "$(curl -s -o "$tmp/answer" -w '%{http_code}' -u "ann:$count" \
	"http://$site/")" = 429 ] || [ $count = 100 ]; do
	count=$((count + 1))
done
[ $count -lt 100 ] || fail "a hundred wrong passwords were looked at"
grep -q 'Too many wrong passwords' "$tmp/answer" || fail "it does not say why"
answers 200 -u "$pair" "http://$site/"

say "a hangup reads the passwords again, a wrong file changes nothing"
listen=127.0.0.1
cp "$tmp/people" "$tmp/all"
start_serve --auth-file "$tmp/people"
answers 200 -u "$pair" "$site/"
handles_signals "$serve"
grep -v '^jo:' "$tmp/all" >"$tmp/people"
kill -HUP "$serve"
saying "$tmp/serve.out" '^The passwords were read again'
answers 401 -u "$pair" "$site/"
echo nonsense >"$tmp/people"
kill -HUP "$serve"
saying "$tmp/serve.err" 'people:1: lines like'
answers 401 -u "$pair" "$site/"
# Another file of that name, as an editor leaves it.
rm "$tmp/people"
cp "$tmp/all" "$tmp/people"
kill -HUP "$serve"
waited=0
until [ "$(grep -c '^The passwords' "$tmp/serve.out")" = 2 ]; do
	waited=$((waited + 1))
	[ $waited -lt 300 ] || break
	sleep 0.1
done
answers 200 -u "$pair" "$site/"
stop_serve
