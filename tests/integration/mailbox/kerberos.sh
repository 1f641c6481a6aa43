#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# GSSAPI at Dovecot, with a realm of the test's own: a ticket gets in, without
# one nothing is sent.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require dovecot openssl xmllint krb5kdc kdb5_util kadmin.local kinit root

realm=EXAMPLE.TEST
krb=$tmp/kerberos
mkdir "$krb"
export KRB5_CONFIG="$krb/krb5.conf" KRB5_KDC_PROFILE="$krb/kdc.conf"
export KRB5CCNAME="FILE:$krb/tickets"
# Kerberos' libraries keep some octets of each context; other tests of logins
# look for leaks.
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0

configure_kdc()
{
	free_port
	cat >"$KRB5_CONFIG" <<-END
		[libdefaults]
		 default_realm = $realm
		 dns_lookup_kdc = false
		 dns_lookup_realm = false
		 dns_canonicalize_hostname = false
		 rdns = false
		[realms]
		 $realm = {
		  kdc = $address:$port
		 }
		[domain_realm]
		 .example.test = $realm
		[logging]
		 kdc = FILE:$krb/log
	END
	cat >"$KRB5_KDC_PROFILE" <<-END
		[kdcdefaults]
		 kdc_listen = $address:$port
		 kdc_tcp_listen = $address:$port
		[realms]
		 $realm = {
		  database_name = $krb/principals
		  key_stash_file = $krb/stash
		 }
	END
}

configure_kdc
kdb5_util create -s -r $realm -P master >/dev/null
for command in "addprinc -pw open-sesame jo" "addprinc -randkey imap/$host" \
	"ktadd -k $krb/keytab imap/$host"; do
	kadmin.local -q "$command" >/dev/null 2>&1
done
chmod 644 "$krb/keytab"
chmod 755 "$krb"
start_server "$krb/log" 'commencing operation' configure_kdc \
	timeout 300 krb5kdc -n

dovecot=$tmp/dovecot
auth_mechanisms="plain gssapi"
mail_password=open-sesame
dovecot_settings="auth_gssapi_hostname = $host
auth_krb5_keytab = $krb/keytab
import_environment = $(
	echo "TZ OPENSSL_CONF=$dovecot/openssl.cnf KRB5_CONFIG=$KRB5_CONFIG"
)"
start_dovecot tls-1.2-1.3

# sign_in URL
sign_in()
{
	run_mailsonde mailbox --user jo@example.test --login-name jo \
		--auth gssapi "$1"
}

# expect_no_ticket CHECK HELD: nothing was sent, and it is said why
expect_no_ticket()
{
	expect_exit 2
	expect_finding "$1" not-tested 1
	[ "$(xpath 'count(//m:login[@sent="true"])')" = 0 ] ||
		fail "something was sent"
	[ "$(xpath 'string(//m:login/@held)')" = "$2" ] ||
		fail "the login was held back for $(
			xpath 'string(//m:login/@held)')"
	[ "$(xpath 'string(//m:diagnosis/@id)')" = login-ticket ] ||
		fail "the cause is $(xpath 'string(//m:diagnosis/@id)')"
	[ "$(xpath 'count(//m:diagnosis)')" = 1 ] ||
		fail "another cause is named, too"
}

imap=imaps://$host:$imaps_port
where="no ticket: "
if "$MAILSONDE" mailbox --user jo@example.test --auth gssapi \
	"imaps://$address:$imaps_port" 2>&1 | grep -q 'built without it'; then
	echo "skipped: libgsasl has no GSSAPI"
	exit 77
fi
sign_in "$imap"
expect_no_ticket login-imap ticket-missing

where="a cache of another type: "
for cache in KCM: KEYRING:session:mailsonde; do
	KRB5CCNAME=$cache sign_in "$imap"
	expect_no_ticket login-imap ticket-cache
done

where="a ticket: "
echo open-sesame | kinit "jo@$realm" >/dev/null
sign_in "$imap"
expect_exit 0
expect_finding login-imap pass 1
[ "$(xpath "string(//m:login/@mechanism)")" = GSSAPI ] ||
	fail "it was $(xpath "string(//m:login/@mechanism)")"
[ "$(grep -c 'Login: user=.*method=GSSAPI' "$dovecot/log")" = 1 ] ||
	fail "not one login"

# Nobody is asked for a password: standard input has none.
where="settings that name GSSAPI alone: "
printf 'protocol,host,port,encryption,auth,username\nimap,%s,%s,SSL,GSSAPI,jo\n' \
	"$host" "$imaps_port" >"$tmp/gssapi.csv"
run_mailsonde mailbox --user jo@example.test --login-name jo "$tmp/gssapi.csv" \
	</dev/null
expect_exit 0
expect_finding login-imap pass 1
[ "$(xpath "string(//m:login/@mechanism)")" = GSSAPI ] ||
	fail "it was $(xpath "string(//m:login/@mechanism)")"

where="a service that the realm does not know: "
sign_in "pop3s://$host:$pop3s_port"
expect_no_ticket login-pop3 ticket-service

where="another realm: "
sed 's/^ \.example\.test = .*/ .example.test = OTHER.TEST/' "$KRB5_CONFIG" \
	>"$krb/other.conf"
KRB5_CONFIG=$krb/other.conf sign_in "$imap"
expect_no_ticket login-imap ticket-realm

where="no KDC: "
free_port
sed "s/^  kdc = .*/  kdc = $address:$port/" "$KRB5_CONFIG" >"$krb/away.conf"
KRB5_CONFIG=$krb/away.conf sign_in "pop3s://$host:$pop3s_port"
expect_no_ticket login-pop3 ticket-kdc

where="no KDC is known: "
sed '/^  kdc = /d' "$KRB5_CONFIG" >"$krb/unknown.conf"
KRB5_CONFIG=$krb/unknown.conf sign_in "pop3s://$host:$pop3s_port"
expect_no_ticket login-pop3 ticket-kdc

where="a folder of tickets: "
mkdir "$krb/folder"
export KRB5CCNAME="DIR:$krb/folder"
echo open-sesame | kinit "jo@$realm" >/dev/null
sign_in "$imap"
expect_exit 0
expect_finding login-imap pass 1

where="a ticket of the future: "
export KRB5CCNAME="FILE:$krb/future"
echo open-sesame | kinit -s 1h "jo@$realm" >/dev/null
sign_in "$imap"
expect_no_ticket login-imap ticket-early

where="a ticket that has expired: "
export KRB5CCNAME="FILE:$krb/past"
echo open-sesame | kinit -l 1s "jo@$realm" >/dev/null
timeout 30 sh -c 'while klist -s; do sleep 0.2; done'
sleep 1 # Kerberos counts whole seconds
sign_in "$imap"
expect_no_ticket login-imap ticket-expired
export KRB5CCNAME="FILE:$krb/tickets"

# A password that was given goes first.
where="a password: "
echo open-sesame >"$tmp/password"
run_mailsonde mailbox --user jo@example.test --password-file "$tmp/password" \
	--each-mechanism "$imap"
expect_exit 0
[ "$(xpath 'count(//m:login[@mechanism="GSSAPI"])')" = 0 ] ||
	fail "the ticket was used"

where="a password for GSSAPI: "
run_program mailbox --user jo@example.test --password-file "$tmp/password" \
	--auth gssapi "$imap"
expect_exit 64
