#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Faults of the dialogue: capabilities and STARTTLS.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/table.sh"
require xmllint

say "lists of capabilities; in POP3 and IMAP, TLS may be begun without one"
read_table <<'END'
endless-reply=clear smtp:explicit stage=capabilities verdict=fail capability-starttls=fail tls-*=not-tested
endless-reply=clear imap:explicit stage=capabilities verdict=fail/not-tested tls-best=not-tested tls-*=pass/not-tested
endless-reply=clear pop3:explicit stage=capabilities verdict=fail/not-tested tls-best=not-tested tls-*=pass/not-tested
endless-reply=tls smtp:explicit stage=capabilities capability-starttls=pass tls-*=pass capability-auth=fail/not-tested
endless-reply imap:implicit stage=capabilities mode=pass greeting=pass tls-*=pass
endless-reply pop3:implicit stage=capabilities mode=pass greeting=pass tls-*=pass
eof-mid-reply=clear smtp:explicit stage=capabilities tls-*=not-tested capability-starttls=not-tested
eof-mid-reply=clear imap:explicit stage=capabilities verdict=fail tls-best=not-tested tls-*=pass/not-tested certificate-name=pass/not-tested certificate-expiry=pass/not-tested
eof-mid-reply=clear pop3:explicit stage=capabilities verdict=fail tls-best=not-tested tls-*=pass/not-tested certificate-name=pass/not-tested certificate-expiry=pass/not-tested
eof-mid-reply=tls smtp:explicit stage=capabilities tls-*=pass capability-starttls=pass capability-auth=not-tested
eof-mid-reply pop3:implicit stage=capabilities greeting=pass tls-*=pass capability-auth=not-tested
eof-mid-line=clear smtp:explicit stage=capabilities tls-*=not-tested
eof-mid-line=clear pop3:explicit stage=capabilities verdict=fail tls-best=not-tested tls-*=pass/not-tested certificate-name=pass/not-tested certificate-expiry=pass/not-tested
eof-mid-line imap:implicit stage=capabilities greeting=pass tls-*=pass
capa-err=clear smtp:explicit capability-starttls=fail/pass
capa-err=clear imap:explicit capability-starttls=fail/pass
capa-err=clear pop3:explicit capability-starttls=fail/pass
capa-err=tls smtp:explicit tls-*=pass capability-starttls=pass capability-auth=fail/warning/not-tested
capa-err pop3:implicit tls-*=pass greeting=pass
slow=2 pop3:implicit stage=done verdict=pass tls-*=pass
END
play_table 6
expect_exit 1

say "STARTTLS"
read_table <<'END'
starttls-missing smtp:explicit verdict=fail capability-starttls=fail tls-*=not-tested certificate-trust=not-tested
starttls-missing imap:explicit verdict=fail capability-starttls=fail tls-*=not-tested certificate-trust=not-tested
starttls-missing pop3:explicit verdict=fail capability-starttls=fail tls-*=not-tested certificate-trust=not-tested
starttls-refused smtp:explicit stage=starttls capability-starttls=fail/not-tested tls-*=not-tested
starttls-refused imap:explicit stage=starttls verdict=fail capability-starttls=fail tls-*=not-tested
starttls-refused pop3:explicit stage=starttls verdict=fail capability-starttls=fail tls-*=not-tested
masked-starttls smtp:explicit verdict=fail capability-starttls=fail tls-*=not-tested
starttls-then-plaintext smtp:explicit stage=handshake tls-best=fail tls-*=not-tested
starttls-then-plaintext imap:explicit stage=handshake tls-best=fail tls-*=not-tested
starttls-then-plaintext pop3:explicit stage=handshake tls-best=fail tls-*=not-tested
starttls-then-close imap:explicit stage=handshake tls-best=fail tls-*=not-tested
starttls-then-silent pop3:explicit stage=handshake tls-best=fail tls-*=not-tested
injected-reply smtp:explicit verdict=fail starttls-injection=fail
injected-reply imap:explicit verdict=fail starttls-injection=fail
injected-reply pop3:explicit verdict=fail starttls-injection=fail
injected-reply-late smtp:explicit verdict=fail starttls-injection=fail
injected-reply-late imap:explicit verdict=fail starttls-injection=fail
none smtp:explicit persona:clear-auth verdict=fail cleartext-login=fail tls-*=pass
none imap:explicit persona:clear-auth verdict=fail cleartext-login=fail tls-*=pass
none pop3:explicit persona:clear-auth verdict=fail cleartext-login=fail tls-*=pass
END
play_table 4
expect_exit 1
