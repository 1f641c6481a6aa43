#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Diagnoses of the port: its mode, its service, or nobody who would speak. And
# servers with which nothing is wrong, which get none.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint

say "healthy servers, whatever they are, in every mode"
for name in plain exchange-online exchange-online-2026 exchange-2016 imap4rev2 \
	clear-auth; do
	for service in pop3 imap smtp; do
		echo "none $service:implicit none pass persona:$name"
		[ $name = clear-auth ] ||
			echo "none $service:explicit none pass persona:$name"
		[ $name != plain ] || [ $service = imap ] ||
			echo "none $service:cleartext none pass persona:clear-auth"
	done
done >"$tmp/healthy"
cat >>"$tmp/healthy" <<'END'
greeting-pause=800 smtp:explicit none pass
greeting-pause=800 imap:implicit none pass
big-ehlo=12000 smtp:implicit none pass
quit-silent imap:implicit none pass
no-close-notify smtp:explicit none pass
preauth imap:implicit none pass
control-octets imap:explicit none pass
starttls-still-offered pop3:explicit none pass
throttle-concurrent=2 imap:implicit none pass
none imap:implicit none pass no-follow-up
none imap:cleartext none pass persona:clear-auth
none imap:cleartext encryption-required likely
none pop3:cleartext auth-none likely
none smtp:cleartext auth-none likely
END
diagnose_table 8 <"$tmp/healthy"

say "one way to encrypt in place of the other"
diagnose_table 6 <<'END'
plaintext-on-implicit pop3:implicit mode-starttls-wanted certain
plaintext-on-implicit imap:implicit mode-starttls-wanted certain
plaintext-on-implicit smtp:implicit mode-starttls-wanted certain
plaintext-on-implicit imap:implicit mode-starttls-wanted likely no-follow-up
none smtp:explicit mode-starttls-wanted certain as=smtp:implicit
none pop3:explicit mode-starttls-wanted likely as=pop3:implicit no-follow-up
tls-on-explicit pop3:explicit mode-tls-wanted certain
tls-on-explicit imap:explicit mode-tls-wanted certain
tls-on-explicit smtp:explicit mode-tls-wanted certain
none imap:implicit mode-tls-wanted certain as=imap:explicit
none imap:implicit mode-tls-wanted certain as=imap:cleartext
plaintext-on-implicit,starttls-missing smtp:implicit starttls-missing likely
none imap:cleartext starttls-missing likely as=imap:implicit
END

say "another service"
diagnose_table 6 <<'END'
wrong-service pop3:implicit service-swapped certain
wrong-service imap:implicit service-swapped certain
wrong-service smtp:implicit service-swapped certain
wrong-service pop3:explicit service-swapped certain
wrong-service imap:explicit service-swapped certain
wrong-service smtp:explicit service-swapped certain
plaintext-on-implicit,wrong-service imap:implicit service-swapped certain
none smtp:explicit service-swapped certain as=imap:implicit
none smtp:explicit service-swapped certain as=pop3:explicit
none pop3:implicit service-swapped certain/likely as=smtp:explicit
http imap:implicit service-other certain
http imap:explicit service-other certain
http smtp:explicit service-other certain
ssh pop3:implicit service-other certain
ssh smtp:explicit service-other certain
ssh imap:explicit service-other certain no-follow-up
garbage imap:implicit greeting-broken possible
garbage pop3:explicit greeting-broken possible
END

# What is dropped at once, and what is dropped after the hello, look the same
# in implicit TLS.
say "nobody speaks"
diagnose_table 5 <<'END'
silent imap:implicit server-silent likely
silent pop3:explicit server-silent likely
silent imap:cleartext server-silent likely
silent imap:implicit server-silent possible no-follow-up
close-after-connect imap:explicit connection-dropped likely
close-after-connect imap:implicit connection-dropped/hello-dropped likely/possible
reset-after-connect smtp:explicit connection-dropped likely
reset-after-connect pop3:implicit connection-dropped/hello-dropped likely/possible
END

say "two fields in each other's place"
start_standin --listen imap:implicit --listen pop3:implicit
set -- $ports
run_mailsonde "pop3s://$host:$1" "imaps://$host:$2"
expect_exit 1
expect_diagnosis 1 service-swapped certain
expect_diagnosis 2 service-swapped certain
expect_diagnosis 3 none
expect_all_explained
grep -q "the two are swapped" "$tmp/stdout" || fail "no word of the exchange"
stop_standin

say "nobody listens"
run_mailsonde --timeout 6 "imaps://$host:$1" "pop3s://$host:$2"
expect_exit 1
expect_within 12
expect_diagnosis 1 port-closed likely
expect_diagnosis 2 none
expect_all_explained
