#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# More connections than descriptors: everything is tested all the same.
. "$(dirname "$0")/../lib.sh"
require xmllint

start_standin --listen imap:implicit --listen pop3:implicit \
	--listen smtp:implicit
many=
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	many="$many $urls"
done

# limited OPTION-OF-ULIMIT
limited()
{
	cat >"$tmp/limited" <<END
#!/bin/sh
ulimit $1 100
exec '$program' "\$@"
END
	chmod +x "$tmp/limited"
	MAILSONDE=$tmp/limited
	# shellcheck disable=SC2086 # URLs have no blanks
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--jobs 200 --per-host 200 -o xml="$tmp/report.xml" $many
	expect_exit 0
	check_report
	[ "$(xpath 'count(//m:finding[@status="not-tested"])')" = 0 ] ||
		fail "not everything was tested"
}
program=$MAILSONDE

say "the soft limit is raised"
limited -Sn
[ ! -s "$tmp/stderr" ] || fail "words on standard error"

say "the hard limit is kept, and told once"
limited -n
[ "$(grep -c 'only [0-9]* connections are made at a time' "$tmp/stderr")" = 1 ] ||
	fail "it does not say that fewer connections are made"
