#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Names that others choose, and that lead to another address each time they are
# looked up, or by an alias, a service, an exchange or a redirect to this
# computer: an address is judged right before it is connected to, and no other.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
for part in discover token serve; do
	[ -x "$builddir/mailsonde-$part" ] && continue
	echo "skipped: built --without-$part"
	exit 77
done
require python3 nft
: "${RESOLVER:=$builddir/tests/standin/resolver}"
start_network
public=93.184.216.34
outside ip address add "$public/32" dev lo
ip address add 10.1.2.3/32 dev lo

# What is let out of the rules, and what is counted: SYN packets to addresses
# that are not public, and to the port of a public one that is no web server.
nft add table inet watch
nft add chain inet watch output '{ type filter hook output priority 0; }'
nft add rule inet watch output ip daddr "$public" tcp dport != 22 accept
nft add rule inet watch output 'tcp flags & (syn | ack) == syn' counter
syns()
{
	nft list chain inet watch output |
		sed -n 's/.*counter packets \([0-9]*\) .*/\1/p'
}

cat >"$tmp/redirect.py" <<'END'
import http.server, sys
WHERE = {"https": "https://127.0.0.1/", "inner": "http://10.1.2.3/x",
         "port": "https://public.example.com:22/", "file": "file:///etc/passwd",
         "user": "https://a:b@127.0.0.1/", "number": "https://2130706433/",
         "mapped": "https://[::ffff:127.0.0.1]/",
         "beside": "https://inner.beside.example.com:8443/"}
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", WHERE[self.headers["Host"].split(".")[1]])
        self.end_headers()
http.server.HTTPServer((sys.argv[1], 80), Handler).serve_forever()
END
outside python3 "$tmp/redirect.py" "$public" 2>"$tmp/web" 9>&- &
children="$children $!"
until grep -q :0050 /proc/$outside/net/tcp; do sleep 0.1; done

kinds="https inner port file user number mapped beside"
records="inner.beside.example.com=A:127.0.0.1 public.example.com=A:$public inner.example.com=A:127.0.0.1"
for kind in $kinds; do
	records="$records autoconfig.$kind.example.com=A:$public
		autodiscover.$kind.example.com=A:$public"
done
for part in "" autoconfig. autodiscover. mail.; do
	records="$records ${part}turn.example.com=TURN:$public/127.0.0.1
		${part}nrut.example.com=TURN:127.0.0.1/$public
		${part}alias.example.com=CNAME:inner.example.com"
done
for name in turn nrut alias; do
	records="$records _imaps._tcp.$name.example.com=SRV:993:mail.$name.example.com
		_submissions._tcp.$name.example.com=SRV:465:mail.$name.example.com"
done
number=0
for target in inner.example.com localhost 127.0.0.1 2130706433 0x7f.1 10.1.2.3; do
	number=$((number + 1))
	records="$records _imaps._tcp.srv$number.example.com=SRV:22:$target
		_autodiscover._tcp.srv$number.example.com=SRV:443:$target
		mx$number.example.com=MX:$target"
done
rm -f "$tmp/resolver"
# shellcheck disable=SC2086 # a word each
nsenter --net="/proc/$outside/ns/net" "$RESOLVER" 198.51.100.53 $records \
	>"$tmp/resolver" 9>&- &
children="$children $!"
until grep -qs ready "$tmp/resolver"; do sleep 0.1; done
echo 'nameserver 198.51.100.53' >"$tmp/resolv.conf"
printf 'example.net. IN DS 1 13 2 %064d\n' 1 >"$tmp/anchor"

# stays_out WHAT COMMAND...: not one of those packets
stays_out()
{
	where="$1: "
	shift
	before=$(syns)
	run_program "$@"
	[ "$(syns)" = "$before" ] ||
		fail "$(($(syns) - before)) connections that nobody named"
	[ "$status" -le 2 ] || fail "status $status: $(cat "$tmp/stderr")"
	where=
}

search()
{
	domain=$1
	shift
	stays_out "$domain" discover --timeout 3 --dns-server 198.51.100.53 \
		--dns-anchor "$tmp/anchor" "user@$domain.example.com" "$@"
}

say "names that lead elsewhere each time, and aliases"
for name in turn nrut alias turn nrut; do
	search "$name" --check
done
say "services and exchanges"
for number in 1 2 3 4 5 6; do
	search "srv$number" --check
	search "mx$number" --check
done
say "redirects"
for kind in $kinds; do
	search "$kind"
done

say "an exception is for what it names"
search alias --check --resolve public.example.com:127.0.0.1
search beside --resolve "inner.beside.example.com:$public"
search alias --connect-to :::4430
search alias --connect-to autoconfig.other.example.com:443:127.0.0.1:4430

say "where a token is got"
provider() # HOST
{
	echo "{\"name\": \"x\", \"scope\": \"mail\",
		\"issuer\": \"https://$1.example.com\"}" >"$tmp/provider.json"
}
for name in turn nrut alias inner; do
	provider "$name"
	stays_out "token $name" token --store "$tmp/store" --timeout 3 \
		--provider "$tmp/provider.json" --client-id x --flow device
	stays_out "token $name, another port" token --store "$tmp/store" \
		--timeout 3 --provider "$tmp/provider.json" --client-id x \
		--flow device --connect-to :::4430
	stays_out "token $name, another host" token --store "$tmp/store" \
		--timeout 3 --provider "$tmp/provider.json" --client-id x \
		--flow device --connect-to "$name.example.com:444:127.0.0.1:4430"
done

say "what visitors have checked"
free_port
rm -f "$tmp/serve.out"
"$MAILSONDE" serve --listen "127.0.0.1:$port" --timeout 3 \
	>"$tmp/serve.out" 2>"$tmp/serve.err" 9>&- &
children="$children $!"
waited=0
until grep -qs 'Open http' "$tmp/serve.out" || [ $waited = 100 ]; do
	sleep 0.1
	waited=$((waited + 1))
done
nft insert rule inet watch output ip daddr 127.0.0.1 tcp dport "$port" accept
for name in mail.turn mail.nrut mail.alias inner; do
	before=$(syns)
	python3 -c 'import sys, urllib.request, json
print(urllib.request.urlopen(urllib.request.Request(
    sys.argv[1] + "/api/check", json.dumps({"settings": sys.argv[2]}).encode(),
    {"Content-Type": "application/json"})).read().decode())' \
		"http://127.0.0.1:$port" "imaps://$name.example.com" \
		>"$tmp/answer" 2>"$tmp/stderr" || fail "$name: $(cat "$tmp/stderr")"
	[ "$(syns)" = "$before" ] || fail "serve connects to $name"
done

say "and a name that leads to itself is heard"
before=$(syns)
run_program check --timeout 2 imaps://inner.example.com
[ "$(syns)" != "$before" ] || fail "nothing is counted at all"
