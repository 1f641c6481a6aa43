#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Diagnoses of STARTTLS, and of a dialogue that breaks off.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint

persona stars <<'END'
smtp any greeting 220 *************************************
END

say "STARTTLS"
diagnose_table 6 <<'END'
starttls-missing smtp:explicit starttls-missing likely then=starttls-stripped
starttls-missing imap:explicit starttls-missing likely then=starttls-stripped
starttls-missing pop3:explicit starttls-missing likely then=starttls-stripped
starttls-missing smtp:explicit starttls-missing likely no-follow-up
starttls-refused smtp:explicit starttls-unavailable certain
starttls-refused imap:explicit starttls-unavailable likely
starttls-refused pop3:explicit starttls-unavailable likely
masked-starttls smtp:explicit starttls-masked certain
masked-starttls smtp:explicit starttls-masked certain no-follow-up
starttls-missing smtp:explicit starttls-masked likely persona:stars
none smtp:explicit none pass persona:stars
starttls-then-plaintext smtp:explicit starttls-proxy likely
starttls-then-plaintext imap:explicit starttls-proxy likely
starttls-then-plaintext pop3:explicit starttls-proxy likely
starttls-then-close imap:explicit hello-dropped/starttls-proxy possible
starttls-then-silent pop3:explicit starttls-proxy possible
starttls-then-silent smtp:explicit starttls-proxy possible no-follow-up
injected-reply smtp:explicit starttls-injection likely
injected-reply imap:explicit starttls-injection likely
injected-reply pop3:explicit starttls-injection likely
injected-reply-late smtp:explicit starttls-injection likely
preauth imap:explicit preauth certain
none smtp:explicit passwords-in-clear certain persona:clear-auth
none imap:explicit passwords-in-clear certain persona:clear-auth
none pop3:explicit passwords-in-clear certain persona:clear-auth
END

persona unlisted <<'END'
imap clear greeting * OK service ready
imap clear CAPABILITY * CAPABILITY IMAP4rev1 IDLE UIDPLUS LOGINDISABLED
imap clear CAPABILITY %t OK CAPABILITY completed
pop3 clear CAPA +OK
pop3 clear CAPA UIDL
pop3 clear CAPA .
smtp clear EHLO 250-%h
smtp clear EHLO 250 8BITMIME
END
persona misnamed <<'END'
imap clear greeting * OK service ready
imap clear CAPABILITY * CAPABILITY IMAP4rev1 STLS LOGINDISABLED
imap clear CAPABILITY %t OK CAPABILITY completed
pop3 clear CAPA +OK
pop3 clear CAPA STARTTLS
pop3 clear CAPA .
smtp clear EHLO 250-%h
smtp clear EHLO 250 STLS
END
persona crossed <<'END'
imap clear greeting * OK service ready
imap clear CAPABILITY * CAPABILITY IMAP4rev1 XXXXXXXX LOGINDISABLED
imap clear CAPABILITY %t OK CAPABILITY completed
imap clear STARTTLS %t BAD Unknown command
pop3 clear CAPA +OK
pop3 clear CAPA UIDL
pop3 clear CAPA XXXX
pop3 clear CAPA .
pop3 clear STLS -ERR Unknown command
END
persona failing <<'END'
imap clear STARTTLS %t OK Begin TLS negotiation now.
imap clear STARTTLS * BYE [UNAVAILABLE] TLS initialization failed.
pop3 clear STLS +OK Begin TLS negotiation now.
pop3 clear STLS -ERR [SYS/TEMP] TLS initialization failed.
smtp clear STARTTLS 220 2.0.0 Ready to start TLS
smtp clear STARTTLS 421 4.3.0 TLS initialization failed, closing
END

say "STARTTLS that is not listed, or not by its name, or of no use"
diagnose_table 6 <<'END'
none imap:explicit starttls-unlisted likely persona:unlisted
none pop3:explicit starttls-unlisted likely persona:unlisted
none smtp:explicit starttls-unlisted likely persona:unlisted
none imap:explicit starttls-misnamed likely persona:misnamed
none pop3:explicit starttls-misnamed likely persona:misnamed
none smtp:explicit starttls-misnamed likely persona:misnamed
starttls-missing pop3:explicit starttls-misnamed likely persona:misnamed
none imap:explicit starttls-masked certain persona:crossed
none pop3:explicit starttls-masked certain persona:crossed
starttls-refused imap:explicit starttls-masked certain persona:crossed
starttls-then-close imap:explicit tls-server-fault likely persona:failing
starttls-then-close pop3:explicit tls-server-fault likely persona:failing
starttls-then-close smtp:explicit tls-server-fault likely persona:failing
starttls-unanswered imap:explicit starttls-unanswered likely
starttls-unanswered pop3:explicit starttls-unanswered likely
starttls-unanswered smtp:explicit starttls-unanswered likely no-follow-up
starttls-hang-up imap:explicit starttls-unanswered likely
END

say "the list of capabilities"
diagnose_table 6 <<'END'
capa-err=clear smtp:explicit capability-refused likely then=starttls-masked
capa-err=clear imap:explicit capability-refused likely
capa-err=tls smtp:explicit capability-refused likely
capa-err imap:implicit capability-refused likely
endless-reply=clear smtp:explicit dialogue-broken likely
endless-reply=clear imap:explicit dialogue-broken likely
endless-reply=tls pop3:explicit dialogue-broken likely
endless-reply smtp:implicit dialogue-broken likely
endless-greeting imap:explicit dialogue-broken likely
eof-mid-reply=clear smtp:explicit dialogue-broken likely
eof-mid-reply=clear imap:explicit dialogue-broken likely
eof-mid-reply=tls smtp:explicit dialogue-broken likely
eof-mid-reply pop3:implicit dialogue-broken likely
eof-mid-line=clear pop3:explicit dialogue-broken likely
eof-mid-line imap:implicit dialogue-broken likely no-follow-up
END

say "a provider that is known to offer STARTTLS, and a port that does not"
start_standin --fault starttls-missing --listen smtp:explicit
run_mailsonde --connect-to "smtp.office365.com:587:127.0.0.1:${ports# }" \
	submission://smtp.office365.com
expect_exit 1
expect_diagnosis 1 starttls-missing likely
expect_all_explained
stop_standin
