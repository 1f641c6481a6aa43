#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Diagnoses of TLS: handshakes that break, and versions that do not fit.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint

say "no handshake at all"
diagnose_table 6 <<'END'
reset-in-handshake imap:implicit hello-dropped possible
reset-in-handshake smtp:explicit hello-dropped possible
close-in-handshake pop3:implicit hello-dropped possible
close-in-handshake imap:explicit hello-dropped possible no-follow-up
silent-in-handshake smtp:implicit server-silent likely/possible
silent-in-handshake imap:explicit starttls-proxy possible
alert-version=1.0+1.1+1.2+1.3 imap:implicit tls-no-common likely
alert-version=1.0+1.1+1.2+1.3:40 imap:implicit tls-no-common likely
alert-version=1.0+1.1+1.2+1.3:71 smtp:explicit tls-no-common likely
alert-version=1.0+1.1+1.2+1.3:80 pop3:implicit tls-server-fault likely
alert-version=1.0+1.1+1.2+1.3:50 imap:implicit tls-damaged possible
alert-after-handshake=80 smtp:explicit tls-server-fault likely
alert-after-handshake=116 smtp:explicit client-certificate-wanted certain
client-certificate imap:implicit client-certificate-wanted certain
client-certificate smtp:explicit client-certificate-wanted certain
client-certificate imap:implicit client-certificate-wanted likely tls:1.2
client-certificate smtp:explicit client-certificate-wanted likely tls:1.2
client-certificate smtp:explicit client-certificate-wanted certain no-follow-up
END

say "the name in the hello"
diagnose_table 6 <<'END'
wants-sni=other.example.test imap:implicit server-name-unknown likely
wants-sni=other.example.test smtp:explicit server-name-unknown likely
wants-sni=mail.example.test imap:implicit none pass
wants-sni=mail.example.test imap:implicit sni-needed likely address
no-sni-close pop3:implicit none pass
no-sni-close pop3:implicit hello-dropped/sni-needed possible address
alert-version=1.0+1.1+1.2+1.3:112 imap:implicit server-name-unknown likely
END

say "versions"
diagnose_table 6 <<'END'
none imap:implicit tls-too-old-server certain tls:1.0-1.1
none smtp:explicit tls-too-old-server certain tls:1.1
none pop3:explicit tls-too-old-server certain tls:1.0 no-follow-up
none imap:implicit none pass tls:1.3
none imap:explicit none pass tls:1.2
none smtp:explicit none pass tls:1.0-1.2
reset-version=1.0+1.1 imap:implicit none pass tls:1.0-1.3
close-version=1.0+1.1 smtp:explicit none pass tls:1.0-1.3
alert-version=1.0+1.1:80 imap:implicit none pass tls:1.0-1.3
reset-version=1.3 imap:implicit tls-intolerant likely
close-version=1.3 smtp:explicit tls-intolerant likely
reset-version=1.2+1.3 imap:implicit tls-intolerant likely tls:1.0-1.3
silent-version=1.3 imap:implicit tls-intolerant likely
silent-version=1.3 smtp:explicit tls-intolerant likely
alert-version=1.3 imap:explicit tls-intolerant likely
silent-version=1.0+1.1 imap:implicit hello-dropped possible tls:1.0-1.3
none pop3:implicit tls-version-refused likely tls=1.3 tls:1.2
none pop3:implicit tls-version-refused likely/possible tls=1.0,1.1
END

# write_settings PORT VERSION=DEMAND...
write_settings()
{
	port=$1
	shift
	cat <<-END
		<profile xmlns="urn:mailsonde:profile:1" name="test" title="Test">
		  <source title="a test" looked-up="2026" certainty="confirmed"/>
		  <endpoint service="imap" host="$host" port="$port" mode="implicit">
	END
	for claim; do
		echo "<tls version=\"${claim%=*}\" expect=\"${claim#*=}\"/>"
	done
	echo "</endpoint></profile>"
}

say "versions that the settings call for, or rule out"
start_standin --tls 1.2-1.3 --listen imap:implicit \
	--tls 1.0-1.2 --listen imap:implicit --tls 1.2 --listen imap:implicit \
	--fault refuse-version=1.0+1.1 --tls 1.0-1.3 --listen imap:implicit
set -- $ports
write_settings "$1" 1.0=required 1.2=allowed >"$tmp/settings.xml"
run_mailsonde "$tmp/settings.xml"
expect_exit 1
expect_diagnosis 1 tls-old-required certain
expect_diagnosis 2 none
write_settings "$2" 1.0=forbidden 1.1=forbidden 1.2=required >"$tmp/settings.xml"
run_mailsonde "$tmp/settings.xml"
expect_exit 1
expect_diagnosis 1 tls-version-accepted certain
expect_diagnosis 2 none
write_settings "$3" 1.2=required 1.3=required >"$tmp/settings.xml"
run_mailsonde "$tmp/settings.xml"
expect_exit 1
expect_diagnosis 1 tls-version-refused likely
expect_diagnosis 2 none
write_settings "$3" 1.0=forbidden 1.1=forbidden 1.2=required 1.3=allowed \
	>"$tmp/settings.xml"
run_mailsonde "$tmp/settings.xml"
expect_exit 0
expect_no_diagnosis
