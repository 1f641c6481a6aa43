#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A mail domain whose names lead to this computer and to the networks around
# it: not one packet goes there, unless the user named it.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
if ! [ -x "$builddir/mailsonde-discover" ]; then
	echo "skipped: built --without-discover"
	exit 77
fi
require python3 xmllint nft
: "${RESOLVER:=$builddir/tests/standin/resolver}"
start_network
public=93.184.216.34
outside ip address add "$public/32" dev lo
for there in 10.1.2.3/32 100.64.1.1/32 169.254.1.1/32 fd00::1/128 \
	64:ff9b::a01:203/128 2002:a01:203::1/128; do
	ip address add "$there" dev lo
done

# SYN packets that leave this computer, or go round within it.
nft add table inet watch
nft add chain inet watch output '{ type filter hook output priority 0; }'
nft add rule inet watch output 'tcp flags & (syn | ack) == syn' counter
nft add rule inet watch output ip daddr "$public" accept
syns()
{
	nft list chain inet watch output |
		sed -n 's/.*counter packets \([0-9]*\) .*/\1/p'
}

cat >"$tmp/redirect.py" <<'END'
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", "https://inner." + self.headers["Host"])
        self.end_headers()
http.server.HTTPServer((sys.argv[1], 80), Handler).serve_forever()
END
outside python3 "$tmp/redirect.py" "$public" 2>"$tmp/web" 9>&- &
children="$children $!"
until grep -q :0050 /proc/$outside/net/tcp; do sleep 0.1; done

records=
domain() # NAME ADDRESS: every name of the mail domain leads there
{
	case $2 in *:*) type=AAAA ;; *) type=A ;; esac
	for part in "" autoconfig. autodiscover. mail.; do
		records="$records $part$1=$type:$2"
	done
	records="$records _imaps._tcp.$1=SRV:22:mail.$1"
	records="$records _submission._tcp.$1=SRV:80:mail.$1"
}
lead_astray='127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 100.64.1.1 169.254.1.1 224.0.0.1
	::1 :: ::ffff:127.0.0.1 fd00::1 fe80::1 64:ff9b::a01:203 2002:a01:203::1 ff02::1'
number=0
for private in $lead_astray; do
	number=$((number + 1))
	domain "d$number.example.com" "$private"
done
domain public.example.com $public
records="$records autodiscover.redirect.example.com=A:$public
	inner.autodiscover.redirect.example.com=A:127.0.0.1"
nsenter --net="/proc/$outside/ns/net" "$RESOLVER" 198.51.100.53 $records \
	>"$tmp/resolver" 9>&- &
children="$children $!"
until grep -qs ready "$tmp/resolver"; do sleep 0.1; done
echo 'nameserver 198.51.100.53' >"$tmp/resolv.conf"

# Nothing of these zones is signed.
printf 'example.net. IN DS 1 13 2 %064d\n' 1 >"$tmp/anchor"
discover()
{
	before=$(syns)
	run_program discover --timeout 5 --dns-server 198.51.100.53 \
		--dns-anchor "$tmp/anchor" "$@"
	sent=$(($(syns) - before))
}

number=0
for private in $lead_astray; do
	number=$((number + 1))
	discover "user@d$number.example.com" --check -o xml="$tmp/report.xml" -o text
	[ "$sent" = 0 ] || fail "$sent connections to $private"
	[ "$status" = 2 ] || fail "$private: status $status"
	grep -q 'not a public address' "$tmp/stdout" ||
		fail "$private: it does not say why"
	[ "$(xpath 'count(//m:attempt[@status="not-public"])')" -gt 0 ] ||
		fail "$private: not in the report"
	[ "$(xpath 'count(//m:finding[@check="connect"][@status="not-tested"])')" = 2 ] ||
		fail "$private: more is said than was tested"
	xmllint --noout --schema "$schema" "$tmp/report.xml" 2>/dev/null ||
		fail "$private: the report is not valid"
done

say "what the user allows, or names himself"
discover user@d1.example.com --allow-private --check
[ "$sent" -ge 6 ] || fail "--allow-private: only $sent connections"
discover user@d1.example.com --check --resolve mail.d1.example.com:127.0.0.1
[ "$sent" -ge 2 ] || fail "--resolve: only $sent connections"
discover d1.example.com --connect-to autoconfig.d1.example.com:443:127.0.0.1:4430
[ "$sent" = 1 ] || fail "--connect-to: $sent connections"
discover d1.example.com --connect-to autoconfig.d1.example.com:443::4430
[ "$sent" = 0 ] || fail "--connect-to another port: $sent connections"

say "what is public, and what it leads to"
discover user@public.example.com --check
[ "$sent" -ge 6 ] || fail "only $sent connections to a public address"
discover user@redirect.example.com
[ "$sent" = 2 ] || fail "a redirect: $sent connections"
grep -q 'leads to 127.0.0.1' "$tmp/stdout" || fail "the redirect is not told"
