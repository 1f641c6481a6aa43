#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The user's language changes no verdict. In a Turkish locale the lower case of
# "I" is no "i", while protocols, names and settings compare ASCII letters.
. "$(dirname "$0")/../lib.sh"
require localedef xmllint

# in_turkish CHARSET: a program that runs mailsonde in that locale
in_turkish()
{
	localedef -i tr_TR -f "$1" "$tmp/tr_TR.$1" >/dev/null 2>&1 || {
		echo "skipped: this test needs the sources of the locales"
		exit 77
	}
	cat >"$tmp/turkish-$1" <<-END
		#!/bin/sh
		# The C library leaks each path in LOCPATH; what is confined
		# cannot read a file of suppressions.
		export ASAN_OPTIONS="\$ASAN_OPTIONS:detect_leaks=0"
		LOCPATH=$tmp LC_ALL=tr_TR.$1 exec $program "\$@"
	END
	chmod +x "$tmp/turkish-$1"
	MAILSONDE=$tmp/turkish-$1
}
program=$MAILSONDE

say "names, schemes and words of settings"
in_turkish UTF-8
for url in IMAPS://MAIL.EXAMPLE.TEST PoP3S://M.example.test; do
	"$MAILSONDE" settings "$url" >"$tmp/settings" 2>&1 ||
		fail "$url is not read: $(cat "$tmp/settings")"
done
cat >"$tmp/mbsyncrc" <<'END'
IMAPACCOUNT a
HOST IMAP.example.test
TLSTYPE imaps
END
"$MAILSONDE" settings "$tmp/mbsyncrc" >"$tmp/settings" 2>&1
grep -q '^IMAP .*:993 ' "$tmp/settings" || fail "mbsync: $(cat "$tmp/settings")"

say "what a certificate and a server say"
make_certificates
start_standin --listen imap:implicit --listen pop3:explicit --listen smtp:explicit
for url in $urls; do
	scheme=${url%%:*}
	upper=$(echo "$url" | tr a-z A-Z)
	"$MAILSONDE" --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--timeout 5 -v "$upper" >"$tmp/upper" 2>&1 ||
		fail "$upper: $(cat "$tmp/upper")"
done

say "the same tests, where a letter is an octet"
in_turkish ISO-8859-9
for test in command/cli command/settings command/setup \
	diagnoses/diagnoses-certificate diagnoses/diagnoses-greeting; do
	env MAILSONDE="$MAILSONDE" sh "$srcdir/tests/integration/$test.sh" \
		>"$tmp/log" 2>&1 || fail "$test: $(tail -n 20 "$tmp/log")"
done
