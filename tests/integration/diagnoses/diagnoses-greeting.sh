#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Diagnoses of what a server says: that it turns us away, how slowly, as which
# product, and how it lets one log in.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint

persona busy <<'END'
smtp any greeting 421 4.7.0 mail.example.test Too many concurrent connections from 192.0.2.7
imap any greeting * BYE [UNAVAILABLE] Maximum number of connections from user+IP exceeded
pop3 any greeting -ERR [IN-USE] Maximum number of connections from user+IP exceeded
END
persona maintenance <<'END'
smtp any greeting 421 4.3.2 System is down for maintenance
imap any greeting * BYE [UNAVAILABLE] Server is shutting down for maintenance
pop3 any greeting -ERR [SYS/TEMP] Maintenance, please come back later
END
persona listed <<'END'
smtp any greeting 554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org
imap any greeting * BYE Your address 192.0.2.7 is listed at zen.spamhaus.org
END
persona greylist <<'END'
smtp any greeting 450 4.2.0 Greylisted, see http://example.test/help
END
persona gruff <<'END'
imap any greeting * BYE Go away
pop3 any greeting -ERR [SYS/TEMP] Try again
smtp any greeting 421 4.7.0 Try again later
END
persona shield <<'END'
imap any greeting * OK avast! IMAP Proxy
pop3 any greeting -ERR Cannot connect to POP server 192.0.2.1 (192.0.2.1:110), connect error 10060
smtp any greeting 421 Cannot connect to SMTP server 192.0.2.1 (192.0.2.1:25), connect error 10060
END
persona shield-bye <<'END'
imap any greeting * BYE concurrent connection limit in avast! exceeded(pass:5, processes:mail.exe[5])
END
persona files <<'END'
smtp any greeting 220 ProFTPD Server (Example) [192.0.2.1]
smtp any EHLO 500 EHLO not understood
smtp any HELO 500 HELO not understood
smtp any STARTTLS 500 STARTTLS not understood
END

say "turned away"
diagnose_table 8 <<'END'
none smtp:explicit connections-limit likely persona:busy
none imap:explicit connections-limit likely persona:busy
none pop3:implicit connections-limit likely persona:busy
none imap:implicit connections-limit likely persona:busy no-follow-up
none smtp:explicit maintenance likely persona:maintenance
none imap:implicit maintenance likely persona:maintenance
none pop3:explicit maintenance likely persona:maintenance
none smtp:explicit address-blocked likely persona:listed
none imap:explicit address-blocked likely persona:listed
none imap:implicit address-blocked likely persona:listed
none smtp:explicit greylisted likely persona:greylist
none imap:explicit server-refuses likely persona:gruff
none pop3:explicit throttled likely persona:gruff
none smtp:explicit throttled likely persona:gruff
refuse-554 smtp:explicit address-blocked likely
refuse-554 smtp:implicit address-blocked likely
refuse-554 imap:explicit address-blocked/server-refuses possible/likely
refuse-554 pop3:explicit address-blocked/server-refuses possible/likely
throttle-421 smtp:explicit connections-limit/throttled likely
throttle-421 imap:implicit connections-limit/throttled likely
throttle-421 pop3:explicit connections-limit/throttled likely
throttle-after=1 imap:explicit connections-limit/throttled likely
throttle-after=3 smtp:explicit connections-limit/throttled likely
reset-after=3 imap:implicit throttled likely/possible
refuse-version=1.2+1.3 imap:implicit server-refuses/tls-version-refused likely/possible
END

say "something in between, or something else"
diagnose_table 8 <<'END'
starttls-missing imap:explicit antivirus-proxy/starttls-missing likely persona:shield
none pop3:explicit antivirus-proxy likely persona:shield
none smtp:explicit antivirus-proxy likely persona:shield
none imap:explicit antivirus-proxy likely persona:shield-bye
none smtp:explicit service-other certain persona:files
END

# A greeting that is cut by the time is slow, not silent.
say "too slow, or without end"
diagnose_table 4 <<'END'
slow smtp:explicit server-slow likely/possible
slow imap:implicit server-slow likely/possible
slow=100 imap:explicit server-slow likely/possible
greeting-pause=9000 smtp:explicit server-slow/server-silent likely/possible
greeting-pause=9000 imap:implicit server-slow/server-silent likely/possible
endless-greeting smtp:explicit greeting-broken/dialogue-broken possible/likely
endless-line imap:explicit greeting-broken possible
endless-line pop3:implicit greeting-broken possible no-follow-up
END

# office365 PERSONA [PERSONA-OF-SMTP]: the profile, answered by these
office365()
{
	start_standin --persona "$(persona_file "$1")" --listen pop3:implicit \
		--listen imap:implicit --persona "$(persona_file "${2-$1}")" \
		--listen smtp:explicit
	where="office365, answered by $*: "
	set -- $ports
	run_mailsonde --connect-to "outlook.office365.com:995:$address:$1" \
		--connect-to "outlook.office365.com:993:$address:$2" \
		--connect-to "smtp.office365.com:587:$address:$3" office365
	stop_standin
}

say "a provider's profile, and who answers"
office365 exchange-online
expect_exit 0
expect_no_diagnosis
office365 exchange-online-2026
expect_exit 0
expect_no_diagnosis
office365 plain
expect_exit 1
expect_diagnosis 1 other-product likely
expect_all_explained
office365 exchange-2016
expect_exit 1
expect_diagnosis 1 other-product likely
expect_all_explained
office365 exchange-online plain
expect_exit 1
expect_diagnosis 1 other-product likely
expect_diagnosis 2 none
expect_all_explained
office365 shield
expect_exit 1
expect_diagnosis 1 antivirus-proxy likely

persona domain <<'END'
imap any CAPABILITY * CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI AUTH=NTLM
imap any CAPABILITY %t OK CAPABILITY completed
imap any greeting * OK IMAP ready
END
persona tokens <<'END'
imap any CAPABILITY * CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2
imap any CAPABILITY %t OK CAPABILITY completed
imap any greeting * OK IMAP ready
END
persona connector <<'END'
smtp tls EHLO 250-%h
smtp tls EHLO 250-X-ANONYMOUSTLS
smtp tls EHLO 250 XRDST
smtp clear EHLO 250-%h
smtp clear EHLO 250 STARTTLS
END

# password_settings SERVICE MODE PERSONA [LISTEN]: PLAIN must do there
password_settings()
{
	start_standin --persona "$(persona_file "$3")" --listen "$1:${4-$2}"
	where="$1 $2 $3: "
	cat >"$tmp/settings.xml" <<-END
		<profile xmlns="urn:mailsonde:profile:1" name="test" title="Test">
		  <source title="a test" looked-up="2026" certainty="confirmed"/>
		  <endpoint service="$1" host="$host" port="${ports# }" mode="$2">
		    <auth mechanism="PLAIN" expect="required"/>
		  </endpoint>
		</profile>
	END
	run_mailsonde "$tmp/settings.xml"
	stop_standin
}

say "ways to log in"
password_settings imap implicit plain
expect_exit 0
expect_no_diagnosis
for row in 'imap implicit tokens passwords-off likely' \
	'imap implicit domain auth-domain-only likely' \
	'smtp explicit connector wrong-connector likely' \
	'smtp explicit exchange-online auth-missing likely' \
	'imap cleartext plain encryption-required certain explicit' \
	'imap cleartext plain encryption-required certain/likely'; do
	set -- $row
	password_settings "$1" "$2" "$3" "${6-$2}"
	expect_exit 1
	expect_diagnosis 1 "$4" "$5"
	expect_all_explained
done
