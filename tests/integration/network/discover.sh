#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Discovery against a real name server with signed, unsigned and forged zones,
# and web servers that answer, redirect, fail and lie. What they saw is held
# against what the manual promises to send.
. "${srcdir:-$(dirname "$0")/../../..}/tests/integration/lib.sh"
if ! [ -x "$builddir/mailsonde-discover" ]; then
	echo "skipped: built --without-discover"
	exit 77
fi
require knotd keymgr python3 openssl

# One authority, a certificate for every name, and two that are not good.
web=$tmp/web
mkdir "$web"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$web/ca.key" \
	-out "$web/ca.pem" -days 30 -subj '/CN=Test authority' 2>/dev/null
certify() # NAME ISSUED SANS
{
	openssl req -newkey rsa:2048 -nodes -keyout "$web/$1.key" \
		-out "$web/$1.csr" -subj "/CN=$1" 2>/dev/null
	echo "subjectAltName=$3" >"$web/$1.ext"
	if [ "$2" = issued ]; then
		openssl x509 -req -in "$web/$1.csr" -CA "$web/ca.pem" -CAkey \
			"$web/ca.key" -CAcreateserial -days 30 -extfile \
			"$web/$1.ext" -out "$web/$1.crt" 2>/dev/null
	else
		openssl x509 -req -in "$web/$1.csr" -signkey "$web/$1.key" \
			-days 30 -extfile "$web/$1.ext" -out "$web/$1.crt" \
			2>/dev/null
	fi
	cat "$web/$1.crt" "$web/$1.key" >"$web/$1.pem"
}
names=DNS:autoconfig.thunderbird.net,DNS:hosting.example.net
for case in $(sed -n 's/^    def \(autoconfig\|autodiscover\|http\|domain\|database\)_\([a-z0-9]*\)(.*/\2/p; s/^    autoconfig_\([a-z0-9]*\) = .*/\1/p' \
	"$srcdir/tests/integration/network/discovery_server.py" | sort -u); do
	names="$names,DNS:$case.example.com,DNS:*.$case.example.com"
done
certify good issued "$names"
certify bad self DNS:autoconfig.badcert.example.com
certify wrong issued DNS:elsewhere.example.com
python3 "$srcdir/tests/integration/network/discovery_server.py" "$web" \
	<"$tmp/hold" 2>"$tmp/web.err" 9>&- &
children="$children $!"

# example.com is signed, example.org is not, and the anchor of example.net is
# another zone's key.
zone()
{
	cat <<-END
		@ 60 SOA ns.$1. host.$1. 1 60 60 600 60
		@ 60 NS ns.$1.
		ns 60 A 127.0.0.1
		_imaps._tcp.srv 60 SRV 10 0 993 second.srv.$1.
		_imaps._tcp.srv 60 SRV 0 0 1993 imap.srv.$1.
		_imap._tcp.srv 60 SRV 0 0 143 imap.srv.$1.
		_pop3._tcp.srv 60 SRV 0 0 0 .
		_pop3s._tcp.srv 60 SRV 0 0 0 .
		_submission._tcp.srv 60 SRV 5 1 587 light.srv.$1.
		_submission._tcp.srv 60 SRV 5 9 587 heavy.srv.$1.
		_submissions._tcp.srv 60 CNAME there.srv.$1.
		there.srv 60 SRV 0 0 465 smtp.srv.$1.
		_imaps._tcp.away 60 SRV 0 0 993 mail.elsewhere.example.
		_imaps._tcp.localsrv 60 SRV 0 0 993 localhost.
		_imaps._tcp.control 60 SRV 0 0 993 a\\027b.control.$1.
		_imaps._tcp 60 SRV 0 0 993 imap.$1.
		imap.guess 60 A 192.0.2.1
		imap.guess 60 A 192.0.2.2
		mail.guess 60 A 192.0.2.1
		byms 60 MX 0 byms-example.mail.protection.outlook.com.
		suffix.$1. 60 MX 0 suffix.com.au.
		_autodiscover._tcp.adsrv 60 SRV 0 0 443 hosting.example.net.
	END
}
mkdir "$tmp/knot"
for name in com net org; do
	zone "example.$name" >"$tmp/knot/example.$name.zone"
done
start_knot()
{
	free_port
	dns=$port
	cat >"$tmp/knot/knot.conf" <<-END
		server:
		    rundir: "$tmp/knot"
		    listen: 127.0.0.1@$dns
		    udp-workers: 1
		    tcp-workers: 1
		    background-workers: 1
		database:
		    storage: "$tmp/knot"
		policy:
		  - id: quick
		    algorithm: ecdsap256sha256
		    single-type-signing: on
		template:
		  - id: default
		    storage: "$tmp/knot"
		    file: "%s.zone"
		    zonefile-sync: -1
		zone:
		  - domain: example.com
		    dnssec-signing: on
		    dnssec-policy: quick
		  - domain: example.net
		    dnssec-signing: on
		    dnssec-policy: quick
		  - domain: example.org
	END
	knotd -c "$tmp/knot/knot.conf" >"$tmp/knot/log" 2>&1 </dev/null 9>&- &
	children="$children $!"
}
start_knot
tries=0
until [ -s "$web/ports" ] && {
	ds=$(keymgr -c "$tmp/knot/knot.conf" example.com ds 2>/dev/null)
	[ -n "$ds" ]
} && grep -qi "server started" "$tmp/knot/log" &&
	[ "$(grep -c 'loaded\|zone file parsed' "$tmp/knot/log")" -ge 3 ]; do
	tries=$((tries + 1))
	if [ $tries -gt 150 ]; then
		cat "$tmp/knot/log" "$tmp/web.err"
		echo "the servers do not start"
		exit 1
	fi
	sleep 0.1
done
read -r https http <"$web/ports"
echo "$ds" | grep ' 2 ' >"$tmp/anchors"
sed 's/^example\.com/example.net/' "$tmp/anchors" >"$tmp/forged"
cat "$tmp/forged" >>"$tmp/anchors"

discover()
{
	: >"$web/requests.log"
	run_program discover --timeout 4 --dns-server "127.0.0.1@$dns" \
		--dns-anchor "$tmp/anchors" --ca-file "$web/ca.pem" \
		--connect-to ":443:127.0.0.1:$https" \
		--connect-to ":80:127.0.0.1:$http" "$@"
	if grep -q -e Authorization -e Cookie "$web/requests.log"; then
		fail "a credential or a cookie was sent"
	fi
	if LC_ALL=C grep -q '[[:cntrl:]]' "$tmp/stdout"; then
		fail "a control character is shown"
	fi
}

expect() # STATUS PATTERN...: standard output, one line as wide as it is
{
	if [ "$status" != "$1" ]; then fail "status $status, expected $1"; fi
	shift
	tr -s ' \n' ' ' <"$tmp/stdout" >"$tmp/line"
	for pattern; do
		grep -q -e "$pattern" "$tmp/line" || fail "not told: $pattern"
	done
}

asked() # PATTERN...
{
	for pattern; do
		grep -q -e "$pattern" "$web/requests.log" ||
			fail "not asked: $pattern"
	done
}

not_asked()
{
	for pattern; do
		if grep "$pattern" "$web/requests.log"; then
			fail "asked: $pattern"
		fi
	done
}

# Each source
discover user@ok.example.com
expect 0 'IMAP.*mail.ok.example.com.*993' 'the mail domain itself, over https'
asked '^https autoconfig.ok.example.com GET /mail/config-v1.1.xml?emailaddress=user%40ok.example.com' \
	'^https ok.example.com GET /.well-known/autoconfig/mail/config-v1.1.xml *$' \
	'^https autoconfig.thunderbird.net GET /v1.1/ok.example.com *$' \
	'^https ok.example.com POST /autodiscover/autodiscover.xml.*<EMailAddress>user@ok.example.com<' \
	'^https autodiscover.ok.example.com POST' \
	'^http autodiscover.ok.example.com GET /autodiscover/autodiscover.xml *$'
not_asked 'thunderbird.*user' '^http .*user' ' autodiscover.example.com ' \
	' autodiscover.com ' '^https* example.com '
for given in ok.example.com "--no-address user@ok.example.com"; do
	discover $given
	expect 0 'mail.ok.example.com' 'only queried with an address'
	not_asked user@ user%40 POST '^http '
done
discover wellknown.example.com
expect 0 'well-known.*the mail domain itself'
discover database.example.com
expect 0 "Thunderbird's database"
discover user@pox.example.com
expect 0 "mail.pox.example.com.*the mail domain's Autodiscover"

# SRV records
discover srv.example.com
expect 0 'IMAP, server imap.srv.example.com, port 1993.*server imap.srv.example.com, port 143.*server second.srv.example.com' \
	'heavy.srv.example.com.*light.srv.example.com' \
	'server smtp.srv.example.com, port 465' "mail domain's DNS" \
	'declared as not offered: _pop3s, _pop3' 'DNSSEC: signed'
discover away.example.com
expect 0 'mail.elsewhere.example' "mail domain's DNS"
discover srv.example.org
expect 0 'imap.srv.example.org' 'DNSSEC: not signed' "mail domain's DNS"
discover away.example.org
expect 0 'mail.elsewhere.example' 'make sure' 'DNSSEC: not signed'
discover srv.example.net
expect 1 'stopped SRV records.*DNSSEC: forged' 'No settings'
discover localsrv.example.com
expect 1 'No settings'
discover control.example.com
expect 1 'No settings'
discover byms.example.com
expect 0 'outlook.office365.com' 'smtp.office365.com' 'built-in provider of the MX'
discover suffix.example.com
not_asked 'autoconfig.com.au' 'v1.1/com.au'
discover user@adsrv.example.com
expect 1 'points to another domain (hosting.example.net): the address was not'
not_asked 'hosting.example.net'
discover guess.example.com
expect 0 'imap.guess.example.com' 'smtp.*mail.guess.example.com' 'a guess'
discover gmail.com
expect 0 'imap.gmail.com' 'built into mailsonde'

# Disagreement
discover argue.example.com
expect 0 'server mail.argue' 'But IMAP4*: .*says server other.argue.example.com instead of mail.argue.example.com'
discover --fail-on warning argue.example.com
expect 1 'instead of'

discover argue.example.com --check -o xml="$tmp/report.xml" \
	--connect-to "mail.argue.example.com::127.0.0.1:1"
grep -q 'check="settings-sources" status="warning"' "$tmp/report.xml" ||
	fail "the disagreement is no finding"
xmllint --noout --schema "$schema" "$tmp/report.xml" 2>/dev/null ||
	fail "the report is not valid"

# Redirects
for case in tosame hops10; do
	discover $case.example.com
	expect 0 "mail.$case.example.com.*the mail domain itself"
done
discover loop.example.com
expect 1 'more than 10 redirects'
discover hops11.example.com
expect 1 'more than 10 redirects'
for case in tohttp tofile; do
	discover $case.example.com
	expect 1 'which is not https: not followed'
	not_asked /down /in
done
discover touser.example.com
expect 1 'with credentials in it: not followed'
not_asked /in
discover tolocal.example.com
expect 1 'cannot exist on the internet: not followed'
not_asked /in
discover toescape.example.com
expect 1
discover toother.example.com
expect 0 'mail.hosting.example.net' 'by way of hosting.example.net' 'make sure'
discover user@toother.example.com
expect 0 'mail.hosting.example.net' 'by way of hosting.example.net' 'make sure'
not_asked 'hosting.example.net.*user'
discover user@poxurl.example.com
expect 0 'mail.poxurl.example.com'
asked 'POST /moved?a=1&b=2 '
discover user@poxhttp.example.com
expect 1 'which is not https: not followed'
discover user@poxother.example.com
expect 1 'another domain (hosting.example.net): the address was not sent'
not_asked hosting
discover user@poxaddr.example.com
expect 1 'redirect to the address.*user@other.example.net'
not_asked other.example.net
discover user@poxwants.example.com
expect 1 'credentials, which are not sent'
discover user@plain.example.com
expect 0 'mail.moved.plain.example.com' 'unencrypted redirect'
asked '^https moved.plain.example.com POST'
discover user@plainother.example.com
expect 1 'unencrypted redirect to .*: nothing was sent there'
not_asked hosting

# Failures
free_port
run_program discover --timeout 4 --dns-server "127.0.0.1@$dns" \
	--dns-anchor "$tmp/anchors" --ca-file "$web/ca.pem" \
	--connect-to "::127.0.0.1:$port" closed.example.com
expect 1 'v1.1.xml: the connection was refused'
! grep -q 'no such server' "$tmp/stdout" ||
	fail "a server that refuses is said to be none"
discover wants.example.com
expect 1 'credentials, which are not sent'
discover broken.example.com
expect 2 'HTTP status 500'
discover cut.example.com
expect 2 'no answer'
for case in big endless trailers; do
	discover $case.example.com
	expect 1 'larger than 1 MiB'
done
for case in gzip html entities dtd; do
	discover $case.example.com
	expect 1 'not a settings file'
done
for case in evil quoted; do
	discover $case.example.com
	expect 1 'stopped.*autoconfig' 'No settings'
done
for case in badcert wrongname; do
	discover $case.example.com
	expect 1 'certificate is not trusted'
done
discover silent.example.com --timeout 1
expect 2 'no response in time\|Timeout was reached'
if [ "$elapsed" -gt $((1000 + slack * 1000)) ]; then
	fail "ends after $elapsed ms"
fi

# Lies
discover local.example.com
expect 1 'names the server 127.0.0.1'
discover many.example.com
expect 1 'implausible'
discover sign.example.com
expect 0 'mail.sign.example.com'
discover stranger.example.com
expect 0 'the file is for bank.example.net and does not name stranger'

# What cannot be asked about
for junk in user@ @example.com 'a b' 'user@[192.0.2.1]' 192.0.2.1 '::1' \
	localhost user@localhost 'a..b' https://example.com "$(printf 'a\033b.example.com')" \
	"$(printf 'a\377@ok.example.com')"; do
	discover "$junk"
	expect 64
	not_asked .
done
discover user@OK.Example.com.
expect 0 'mail.ok.example.com'
discover 'user@büro.example.com'
asked 'autoconfig.xn--bro-hoa.example.com\|/v1.1/xn--bro-hoa.example.com'

# Nobody answers
run_program discover --timeout 1 --dns-server 127.0.0.1@1 --ca-file \
	"$web/ca.pem" --connect-to "::127.0.0.1:1" ok.example.com
expect 2 'No settings'

# Kept, and read back
discover ok.example.com -q -o profile="$tmp/kept.xml"
expect 0
run_program setup "$tmp/kept.xml" --client srv --unverified
expect 0 'mail.ok.example.com'
discover ok.example.com -o profile
if [ "$status" != 0 ] || ! xmllint --noout --schema \
	"$srcdir/data/schemas/profile-1.xsd" "$tmp/stdout" 2>/dev/null; then
	fail "the profile is not one"
fi

# In a pipe, and verified at once
discover ok.example.com -q -o profile
expect 0
status=0
"$MAILSONDE" check --timeout 1 --connect-to "::127.0.0.1:1" - \
	<"$tmp/stdout" >"$tmp/checked" 2>&1 || status=$?
if [ "$status" != 1 ] || ! grep -q mail.ok.example.com "$tmp/checked"; then
	fail "check - does not read it: $(cat "$tmp/checked")"
fi
discover ok.example.com -q -o profile
status=0
"$MAILSONDE" setup - --client thunderbird --user user@ok.example.com \
	--unverified <"$tmp/stdout" >"$tmp/written" 2>&1 || status=$?
if [ "$status" != 0 ] || ! grep -q '<hostname>mail.ok.example.com<' \
	"$tmp/written"; then
	fail "setup - does not read it: $(cat "$tmp/written")"
fi
discover ok.example.com --check \
	--connect-to "mail.ok.example.com::127.0.0.1:1" \
	-o xml="$tmp/report.xml" -o profile="$tmp/checked.xml"
if [ "$status" != 1 ] || ! xmllint --noout --schema "$schema" \
	"$tmp/report.xml" 2>/dev/null; then
	fail "no valid report"
fi
grep -q 'kind="discovery"' "$tmp/report.xml" || fail "the report's source"
grep -q mail.ok.example.com "$tmp/checked.xml" || fail "no profile of a check"

# What the user named is looked at before anybody is asked
for wrong in "--dns-server nowhere" "--dns-server 127.0.0.1@99999" \
	"--dns-server 127.0.0.1@" "-o xml"; do
	discover $wrong ok.example.com
	expect 64
	not_asked .
done
for wrong in "--dns-anchor $tmp/none" "--ca-file $tmp/none"; do
	discover $wrong ok.example.com
	expect 65
	not_asked .
done

# Nothing of the environment goes along
mkdir "$tmp/home"
for name in autoconfig.wants.example.com wants.example.com; do
	echo "machine $name login user password secret"
done >"$tmp/home/.netrc"
HOME=$tmp/home
https_proxy=http://user:secret@127.0.0.1:1
http_proxy=$https_proxy
ALL_PROXY=$https_proxy
export HOME https_proxy http_proxy ALL_PROXY
discover user@wants.example.com
expect 1 'credentials, which are not sent'
asked 'autoconfig.wants.example.com'
unset https_proxy http_proxy ALL_PROXY

# Interrupted, once: in the foreground, for timeout signals its group as well,
# and a second interrupt ends the program at once.
status=0
timeout --foreground --preserve-status -k 5 -s INT 2 "$MAILSONDE" discover --timeout 7 \
	--dns-server "127.0.0.1@$dns" --dns-anchor "$tmp/anchors" \
	--ca-file "$web/ca.pem" --connect-to ":443:127.0.0.1:$https" \
	silent.example.com >"$tmp/stdout" 2>"$tmp/stderr" 9>&- || status=$?
expect 2 'silent.example.com.*interrupted'

# On a terminal, as they come
if command -v script >/dev/null; then
	export TERM=dumb
	on_terminal "'$MAILSONDE' discover --dns-server 127.0.0.1@$dns \
		--dns-anchor '$tmp/anchors' --ca-file '$web/ca.pem' \
		--connect-to :443:127.0.0.1:$https ok.example.com" /dev/null \
		>"$tmp/stdout" 9>&-
	status=0
	expect 0 'nothing  *built-in provider.*Settings for ok.example.com'
fi

# Without the companion
mkdir "$tmp/empty"
MAILSONDE_EXEC_PATH=$tmp/empty
export MAILSONDE_EXEC_PATH
run_program discover ok.example.com
expect 64
grep -q 'without --without-discover' "$tmp/stderr" || fail "it does not say why"
unset MAILSONDE_EXEC_PATH
