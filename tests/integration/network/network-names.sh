#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A name service that answers no, wrongly or not at all.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/diagnoses/diagnoses-table.sh"
require xmllint
: "${RESOLVER:=$builddir/tests/standin/resolver}"
start_network
make_certificates imap.example.test 198.51.100.10 outlook.office365.com smtp.office365.com

# start_resolver RECORD...: in place of the one before
resolver=
start_resolver()
{
	[ -z "$resolver" ] || { kill "$resolver" && wait "$resolver" || :; }
	rm -f "$tmp/resolver" # the words of the one before
	nsenter --net="/proc/$outside/ns/net" "$RESOLVER" 198.51.100.53 "$@" \
		>"$tmp/resolver" 9>&- &
	resolver=$!
	children="$children $resolver"
	until grep -qs ready "$tmp/resolver"; do
		kill -0 "$resolver" || exit 1
		sleep 0.1
	done
}

start_standin --address 198.51.100.10 --listen imap:implicit:993 \
	--listen imap:explicit:143
echo 'nameserver 198.51.100.53' >"$tmp/resolv.conf"

say "what the names' owners say"
start_resolver imap.example.test=A:198.51.100.10 \
	example.test=SOA example.test=MX:mx.example.test \
	txt.example.test=SOA office365.com=SOA office365.com.test=SOA \
	ofice365.com=SOA refused.test=SOA \
	_imaps._tcp.refused.test=SRV:0:. _imap._tcp.refused.test=SRV:0:. \
	broken.test=SERVFAIL silent.test=SILENT gmail.com=MX:mx.google.test \
	inside.example.test=A:127.0.0.1 null.example.test=A:0.0.0.0
check_table 8 <<'END'
0 none - imaps://imap.example.test
1 name-unknown likely imaps://imp.example.test
1 name-unknown likely imaps://imap.nowhere.test
1 name-unknown likely --no-follow-up imaps://imp.example.test
1 name-misspelt likely imaps://outlook.ofice365.com
1 name-misspelt likely submission://smtp.ofice365.com
1 name-misspelt likely imaps://imap.gmial.com
1 name-misspelt likely --no-follow-up imaps://outlok.office365.com
1 name-service-wrong likely imaps://outlook.office365.com
1 name-is-mail-domain likely imaps://example.test
1 name-is-mail-domain likely imaps://gmail.com
1 name-without-address likely imaps://txt.example.test
1 service-not-offered likely imaps://refused.test
1 service-not-offered likely imap://refused.test
1 name-service-wrong likely/possible imaps://inside.example.test
1 name-service-wrong likely/possible imaps://null.example.test
2 name-service-down/name-servers-failing likely/possible imaps://imap.broken.test
2 name-service-down/name-servers-failing likely/possible imaps://imap.silent.test
2 name-servers-failing likely/possible imaps://imap.example.test imaps://imap.broken.test
1/2 name-unknown likely imaps://imp.example.test imaps://imp.example.test:143
END

say "a resolver that sends everybody to its own page"
firewall ip daddr 192.168.77.1 tcp dport 993 reject with tcp reset
start_resolver outlook.office365.com=A:192.168.77.1 \
	smtp.office365.com=A:192.168.77.1 outlook.office365.com=SOA
check_table 8 <<'END'
1 name-service-wrong likely imaps://outlook.office365.com
END

say "the resolver falls silent, or there is none"
start_resolver =SILENT
check_table 6 <<'END'
2 name-service-down likely/certain imaps://imap.example.test
2 name-service-down likely/certain imaps://imap.example.test submission://smtp.office365.com
2 name-service-down likely/certain --no-follow-up imaps://imap.example.test
2 name-service-down likely/certain imaps://imap.example.test imaps://198.51.100.10
END
start_resolver =SERVFAIL
check_table 6 <<'END'
2 name-service-down/name-servers-failing likely/possible imaps://imap.example.test
END
kill "$resolver"
check_table 6 <<'END'
2 name-service-down likely/certain imaps://imap.example.test
END
