# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# An issuer that is asked about its certificates: its web server, its lists and
# responders; sourced behind lib.sh.
. "$srcdir/tests/integration/network/authority.sh"
if ! [ -x "$builddir/mailsonde-revocation" ]; then
	echo "skipped: built --without-revocation"
	exit 77
fi
require openssl python3 xmllint

parts=$srcdir/tests/integration/tls
cd "$tmp"
free_port
web=$port
python3 "$parts/revocation_server.py" "$web" "$tmp" 2>"$tmp/web" 9>&- &
children="$children $!"
tries=0
until grep -qi ": 0100007F:$(printf %04X "$web") " /proc/net/tcp; do
	tries=$((tries + 1))
	[ $tries -lt 200 ] || { cat "$tmp/web"; exit 1; }
	sleep 0.1
done

# leaf NAME [ISSUER [OCSP [CRL]]]: a certificate that names these
leaf()
{
	issue "$1" "${2:-ca}" "subjectAltName=DNS:$host${3:+
authorityInfoAccess=OCSP;URI:http://127.0.0.1:$web/$3}${4:+
crlDistributionPoints=URI:http://127.0.0.1:$web/$4}"
}

# list NAME ISSUER [ARGUMENT]...: the issuer's list of now
list()
{
	of=$2
	name=$1
	shift 2
	[ -e "$of.number" ] || echo 01 >"$of.number"
	sed "s/^new_certs_dir.*/&\ncrlnumber = $of.number/" "$of.conf" >crl.conf
	openssl ca -gencrl -config crl.conf -cert "$of.pem" -keyfile "$of.key" \
		-md "${md:-sha256}" ${life:--crldays 10} -out crl.pem "$@" 2>openssl.log ||
		fail "no list: $(cat openssl.log)"
	openssl crl -in crl.pem -outform DER -out "$name"
}

revoke()
{
	openssl ca -batch -config ca.conf -cert ca.pem -keyfile ca.key \
		-revoke "$1.pem" 2>openssl.log || fail "$(cat openssl.log)"
}

# expect NAME RESULT TRUST [WORDS]: what is made of NAME
expect()
{
	serve "$1"
	judge --revocation --policy cabf-br ${private---allow-private} \
		--timeout "${time:-5}"
	stop_serving
	got=$(xpath 'string(//m:probe[1]/m:tls/m:revocation/@result)')
	[ "$got" = "$2" ] || fail "$1: '$got', not $2"
	expect_status certificate-trust "$3"
	case $2 in
	good) rule=pass ;;
	revoked) rule=fail ;;
	unnamed) rule=info ;;
	*) rule=not-tested ;;
	esac
	[ "$(status_of CERT-018)" = $rule ] || fail "CERT-018 is not $rule"
	case $(xpath 'string(//m:probe[1]/m:tls/m:revocation)') in
	*"${4-}"*) ;;
	*) fail "$1: not '$4'" ;;
	esac
}

