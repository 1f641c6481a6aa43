#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Tokens from an OAuth server that gives, delays, refuses, redirects and lies.
# No secret stands in an output, on a command line or in a file but the store's.
. "${srcdir:-$(dirname "$0")/../../..}/tests/integration/lib.sh"
if ! [ -x "$builddir/mailsonde-token" ]; then
	echo "skipped: built --without-token"
	exit 77
fi
require python3 openssl

web=$tmp/web
mkdir "$web" "$tmp/kept"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$web/ca.key" \
	-out "$web/ca.pem" -days 30 -subj '/CN=Test authority' 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout "$web/good.key" \
	-out "$web/good.csr" -subj /CN=good 2>/dev/null
echo 'subjectAltName=DNS:*.example.com' >"$web/good.ext"
openssl x509 -req -in "$web/good.csr" -CA "$web/ca.pem" -CAkey "$web/ca.key" \
	-CAcreateserial -days 30 -extfile "$web/good.ext" -out "$web/good.crt" \
	2>/dev/null
cat "$web/good.crt" "$web/good.key" >"$web/good.pem"
python3 "$srcdir/tests/integration/mailbox/oauth_server.py" "$web" \
	<"$tmp/hold" 2>"$web/err" 9>&- &
children="$children $!"
timeout 30 sh -c 'until [ -e "$0" ]; do sleep 0.1; done' "$web/port"
port=$(cat "$web/port")
store=$tmp/kept/token.json
printf 'client-SECRET%%\n' >"$tmp/client-secret"

provider() # CASE [SCOPE]: prints the name of a file
{
	cat >"$tmp/$1.json" <<-END
		{"name": "microsoft", "issuer": "https://$1.example.com",
		 "scope": "${2:-mail offline_access}"}
	END
	echo "$tmp/$1.json"
}

token()
{
	run_program token --ca-file "$web/ca.pem" --store "$store" \
		--connect-to "::127.0.0.1:$port" --timeout 5 "$@"
}

# sign_in CASE [OPTION]...: by device code, into a store that is empty before
sign_in()
{
	case=$1
	where="$1: "
	shift
	rm -f "$store"
	token --provider "$(provider "$case")" --client-id my-client \
		--flow device "$@"
}

told() # WORDS: on standard output or error
{
	grep -qF -- "$1" "$tmp/stdout" "$tmp/stderr" ||
		fail "nothing says: $1"
	cat "$tmp/stdout" "$tmp/stderr" >>"$tmp/outputs"
}

ends() # STATUS
{
	[ "$status" = "$1" ] || fail "exit status $status, not $1"
}

keeps_nothing()
{
	[ -z "$(ls -A "$tmp/kept")" ] || fail "left behind: $(ls "$tmp/kept")"
	! [ -s "$tmp/stdout" ] || fail "something on standard output"
}

say "what is given is kept, for the user alone"
(umask 022 && sign_in given --client-secret-file "$tmp/client-secret" &&
	exit "$status") || fail "no token"
where=
[ "$(stat -c %a "$store")" = 600 ] || fail "mode $(stat -c %a "$store")"
[ "$(ls "$tmp/kept")" = token.json ] || fail "left: $(ls "$tmp/kept")"
told 'https://given.example.com/go'
told WDJB-MJHT
told anna@example.com
told our-tenant
told 'IMAP        the token fits'
told 'SMTP        the token fits'
python3 - "$store" <<'END' || fail "the store is not what it should be"
import json, sys
kept = json.load(open(sys.argv[1]))
assert kept["refresh_token"] == "refresh-SECRET-0123456789", kept
assert kept["client_id"] == "my-client", kept
assert kept["token_endpoint"] == "https://given.example.com/token", kept
assert kept["access_token"].count(".") == 2
assert "client-SECRET" not in str(kept)
END
grep -q 'client_secret=client-SECRET%25$' "$web/requests.log" ||
	fail "the client's secret was not sent"

say "a file that others can read becomes the user's"
chmod 644 "$store"
token --refresh
ends 0
told renewed@example.com
[ "$(stat -c %a "$store")" = 600 ] || fail "mode $(stat -c %a "$store")"
grep -q refresh-SECRET "$store" || fail "the refresh token is lost"

say "handed on to a program, never to a terminal"
token --print
ends 0
python3 - "$store" "$tmp/stdout" <<'END' || fail "another token was printed"
import json, sys
assert json.load(open(sys.argv[1]))["access_token"] == open(sys.argv[2]).read()
END
: >"$tmp/stdout"
on_terminal "$MAILSONDE token --store $store --print" "$tmp/terminal" \
	>/dev/null || :
grep -q 'does not show a token on a terminal' "$tmp/terminal" ||
	fail "a terminal: $(cat "$tmp/terminal")"
cat "$tmp/terminal" >>"$tmp/outputs"

say "looked into without the network"
run_program token --store "$store" --user someone@example.com
ends 1
told 'the token was issued to another user'

# Side by side: most of it is waiting.
try() # CASE STATUS[+] WORDS: one sign-in, apart; +: and it is kept
{
	(
		tmp=$tmp/$1
		store=$tmp/kept/token.json
		mkdir -p "$tmp/kept"
		sign_in "$1"
		ends "${2%+}"
		told "$3"
		case $2 in 0 | *+) [ -s "$store" ] ;; *) keeps_nothing ;; esac
		[ "$failures" = 0 ]
	) >"$tmp/tried-$1" 2>&1 || echo "$1" >>"$tmp/failed"
}

# What the server does, the exit status, what is said of it
: >"$tmp/failed"
tries=
while read -r case wanted words; do
	try "$case" "$wanted" "$words" &
	tries="$tries $!"
done <<'END'
pending 0 the token fits
rfc8414 0 the token fits
denied 1 The sign-in was declined
expired 1 The code expired before anyone signed in
conditional 1 conditional access policy blocked
badclient 1 does not know this client id
badscope 1 does not grant this scope
outlived 2 the time limit passed before anyone signed in
device-html 1 contains no device code
device-http 1 no device code with an https address
nodevice 1 use --flow browser
huge 1 larger than 64 KiB
endless 1 larger than 64 KiB
trailers 1 larger than 64 KiB
long 1 contains no token
malformed 1 contains no token
mac 1 contains no token that can be used
newline 1 contains no token
empty 1 contains no token
redirect 1 redirects to other.example.com; redirects are not followed
metadata-issuer 1 names another issuer
metadata-http 1 an endpoint that is not https
metadata-html 1 its metadata is not JSON
metadata-redirect 1 redirects to other.example.com
metadata-none 1 it publishes no metadata
imap 0 the scope POP.AccessAsUser.All is missing
escape 0 \x1b
slow 0 the token fits
graph 1+ the token is for another service than the mail server
old 1+ the token has expired
END
# One word a process
# shellcheck disable=SC2086
wait $tries
for case in $(cat "$tmp/failed"); do
	cat "$tmp/tried-$case"
	fail "$case"
done
cat "$tmp"/*/outputs >>"$tmp/outputs"
where=
sign_in tenant --tenant our-tenant
ends 1
told 'the token is from another tenant'
where=
! grep -q ' other[.]' "$web/requests.log" || fail "a redirect was followed"

say "a server that wants to be asked less often is asked less often"
python3 - "$web/requests.log" <<'END' || fail "asked again too soon"
import sys
times = [float(line.split()[0]) for line in open(sys.argv[1])
         if " slow.example.com POST /token" in line]
assert len(times) == 2 and times[1] - times[0] > 5.9, times
END

say "nobody is there, and nobody who can be trusted"
rm -f "$store"
run_program token --store "$store" --provider "$(provider given)" \
	--client-id x --connect-to "::127.0.0.1:1" --ca-file "$web/ca.pem"
ends 2
told 'cannot be reached'
keeps_nothing
run_program token --store "$store" --provider "$(provider given)" \
	--client-id x --connect-to "::127.0.0.1:$port"
ends 2
told 'is not trusted; nothing was sent'
keeps_nothing
sed 's/given.example.com/localhost/' "$tmp/given.json" >"$tmp/local.json"
run_program token --store "$store" --provider "$tmp/local.json" \
	--client-id x --ca-file "$web/ca.pem"
ends 2
told 'which is not a public address: not contacted'
keeps_nothing

say "in a browser"
browse() # CASE MOOD
{
	where="browser, $1, $2: "
	rm -f "$store"
	: >"$tmp/stderr"
	(
		for _ in 1 2 3 4 5 6 7 8 9; do
			grep -q '^https:' "$tmp/stderr" && break
			sleep 0.3
		done
		timeout 10 python3 "$srcdir/tests/integration/mailbox/oauth_browser.py" \
			"$port" "$web/ca.pem" \
			"$(grep '^https:' "$tmp/stderr")" "$2" \
			>"$tmp/browser.out" 2>&1
	) &
	visitor=$!
	token --provider "$(provider "$1")" --client-id my-client \
		--flow browser --deadline 20
	wait "$visitor" || fail "the browser: $(cat "$tmp/browser.out")"
}
browse given plain
ends 0
told anna@example.com
browse given foreign
ends 0
browse badpkce plain
ends 1
told 'no longer valid'
keeps_nothing
# The answer names who sent it, where the provider does so (RFC 9207).
browse named plain
ends 0
for mood in mixed nameless; do
	browse named $mood
	ends 1
	told 'does not name the provider'
	keeps_nothing
done
browse given denied
ends 1
told 'declined'
keeps_nothing
# Whoever else reaches the port ends nothing.
browse given flood
ends 0
told anna@example.com
! grep -q evil-SECRET "$web/requests.log" || fail "a foreign code was used"

say "interrupted while it waits, it leaves nothing"
for flow in device browser; do
	where="interrupted, $flow: "
	rm -f "$store"
	: >"$tmp/stderr"
	timeout --foreground 60 "$MAILSONDE" token --provider "$(provider never)" \
		--client-id x --ca-file "$web/ca.pem" \
		--connect-to "::127.0.0.1:$port" --store "$store" \
		--flow $flow >"$tmp/stdout" 2>"$tmp/stderr" &
	child=$!
	waited=0
	until grep -q '^Open' "$tmp/stderr" || [ $waited = 300 ]; do
		sleep 0.1
		waited=$((waited + 1))
	done
	for process in /proc/[0-9]*/cmdline; do
		arguments=$(tr '\0' ' ' 2>/dev/null <"$process") || continue
		case $arguments in # others' are no matter of this test
		*"$tmp"*) echo "$arguments" >>"$tmp/arguments" ;;
		esac
	done 2>/dev/null
	kill -INT $child
	status=0
	wait $child || status=$?
	ends 2
	told 'interrupted; nothing was stored'
	keeps_nothing
done
where=

say "renewal is refused"
sign_in given
sed 's/given.example.com/revoked.example.com/' "$store" >"$tmp/revoked"
cp "$tmp/revoked" "$store"
token --refresh
ends 1
told 'The sign-in was revoked'
cmp -s "$store" "$tmp/revoked" || fail "the store was touched"

# No octet may be written to a file here: nothing renewed is lost in silence.
say "a renewed token that cannot be stored"
sign_in given
cp "$store" "$tmp/given"
status=0
# shellcheck disable=SC3045
(
	trap '' XFSZ
	ulimit -f 0
	"$MAILSONDE" token --ca-file "$web/ca.pem" --store "$store" \
		--connect-to "::127.0.0.1:$port" --timeout 5 --refresh 2>&1 ||
		echo "status $?"
) | cat >"$tmp/stdout"
grep -q 'status 74' "$tmp/stdout" || fail "$(cat "$tmp/stdout")"
told 'the token was renewed, but not stored'
cmp -s "$store" "$tmp/given" || fail "the store was touched"

say "the desktop's secret service, by its tool"
mkdir "$tmp/bin"
cat >"$tmp/bin/secret-tool" <<'END'
#!/bin/sh
echo "$*" >>"$FOLDER/asked"
case $1 in
store) cat >"$FOLDER/$(eval "echo \$$#")" ;;
lookup) cat "$FOLDER/$(eval "echo \$$#")" ;;
esac
END
chmod +x "$tmp/bin/secret-tool"
rm -f "$store"
kept=$store
store=secret-service:anna@example.com
FOLDER=$tmp/service PATH=$tmp/bin:$PATH
export FOLDER
mkdir "$FOLDER"
sign_in given
ends 0
where=
grep -q refresh-SECRET "$FOLDER/anna@example.com" || fail "it was not stored"
token --refresh
ends 0
told renewed@example.com
cat "$FOLDER/asked" >>"$tmp/outputs"
store=secret-service:nobody@example.com
run_program token --store $store
ends 65
told 'the secret service has no such token'
store=$kept

say "command lines that cannot be meant"
for arguments in "" "--store" "--store x y" "--store x --provider google" \
	"--store x --provider nothing --client-id y" \
	"--store secret-service: --provider google --client-id y" \
	"--store x --flow other" "--store x --tenant a/b" \
	"--store x --client-id y"; do
	# Several words
	# shellcheck disable=SC2086
	run_program token $arguments
	ends 64
done
echo '{"scope": "x", "token_endpoint": "http://example.com/"}' >"$tmp/bad.json"
run_program token --store "$store" --provider "$tmp/bad.json" --client-id x
ends 65
echo '{}' >"$tmp/bad.json"
run_program token --store "$tmp/bad.json"
ends 65
run_program token --store "$tmp/none/token" --provider google --client-id x
ends 74

say "no secret in any output or argument"
grep -q -e --store "$tmp/arguments" || fail "no arguments were seen"
! grep -n -e SECRET -e 'eyJ[A-Za-z0-9]*\.' "$tmp/outputs" "$tmp/arguments" ||
	fail "a secret was shown"
! grep -l "$(printf '\033')" "$tmp/outputs" || fail "an escape was passed on"
