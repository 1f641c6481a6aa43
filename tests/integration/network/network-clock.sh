#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A computer whose own state is wrong: its clock, its list of authorities.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint faketime
start_network
make_certificates mail.example.test smtp.example.test imap.example.test
for number in 10:mail 11:smtp 12:imap; do
	echo "198.51.100.${number%:*} ${number#*:}.example.test" >>"$tmp/hosts"
done
start_standin --address 0.0.0.0 --listen imap:implicit:993 \
	--persona "$personas/exchange-online.persona" --listen smtp:explicit:587 \
	--cert-name expired --listen imap:implicit:1993 --listen smtp:explicit:1587

# The program with its clock set to TIME; timeouts go by the real one.
real_mailsonde=$MAILSONDE
set_clock()
{
	say "the clock says $1"
	cat >"$tmp/mailsonde" <<-END
		#!/bin/sh
		FAKETIME_DONT_FAKE_MONOTONIC=1
		ASAN_OPTIONS=\$ASAN_OPTIONS:verify_asan_link_order=0
		export FAKETIME_DONT_FAKE_MONOTONIC ASAN_OPTIONS
		exec faketime '$1' '$real_mailsonde' "\$@"
	END
	chmod 755 "$tmp/mailsonde"
	MAILSONDE=$tmp/mailsonde
}

set_clock '2011-01-01 00:00:00'
check_table 8 <<'END'
1 clock-wrong likely/certain imaps://imap.example.test
1 clock-wrong likely/certain submission://smtp.example.test
1 clock-wrong likely/certain imaps://imap.example.test submission://smtp.example.test
1 clock-wrong certain submission://smtp.example.test submission://mail.example.test
1 clock-wrong likely/certain --no-follow-up imaps://imap.example.test
END

set_clock '+8 years'
check_table 8 <<'END'
1 clock-wrong likely/certain submission://smtp.example.test
1 clock-wrong certain submission://smtp.example.test submission://mail.example.test
1 clock-wrong/certificate-expired likely/possible imaps://imap.example.test
END

# The certificate alone cannot tell; the date in the greeting of SMTP can.
set_clock '+200 days'
check_table 8 <<'END'
1 clock-wrong/certificate-expired likely/possible imaps://imap.example.test
1 clock-wrong likely/certain submission://smtp.example.test
1 clock-wrong likely/certain imaps://imap.example.test submission://smtp.example.test
END

set_clock '+2 hours'
check_table 8 <<'END'
0 none - submission://smtp.example.test imaps://imap.example.test
1 certificate-expired likely imaps://imap.example.test:1993
END

MAILSONDE=$real_mailsonde
say "the clock is right, and the certificate is old"
check_table 8 <<'END'
1 certificate-expired certain submission://smtp.example.test:1587
1 certificate-expired certain imaps://imap.example.test:1993 submission://smtp.example.test
END

say "no list of authorities"
anchors=/etc/ssl/certs/ca-certificates.crt
if [ -e $anchors ]; then
	: >"$tmp/anchors"
	mount --bind "$tmp/anchors" $anchors
	run_program -o text -o xml="$tmp/report.xml" imaps://imap.example.test \
		submission://smtp.example.test
	check_report
	expect_exit 2
	expect_diagnosis 1 anchors-missing certain
	expect_diagnosis 2 none
fi
