#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Servers that never come to an end: octet by octet, record by record, line by
# line, or as fast as they can. A run takes no longer than twice its timeout and
# a second, however many there are, and ends with a whole report.
. "$(dirname "$0")/../lib.sh"
require python3 xmllint

make_certificates
mkfifo "$tmp/told"
python3 "$srcdir/tests/integration/hostile/dripping_server.py" "$certs" >"$tmp/told" \
	2>"$tmp/server" 9>&- &
children="$children $!"
urls=
count=0
tired= # those that serve some connections first
while read -r kind its_address port && [ "$kind" != ready ]; do
	count=$((count + 1))
	case $kind in
	*-tired* | *-moody | *-no-goodbye)
		tired="$tired imaps://$its_address:$port"
		;;
	esac
	case $kind in
	implicit-*) urls="$urls imaps://$its_address:$port" ;;
	*) urls="$urls imap://$its_address:$port?mode=cleartext" ;;
	esac
done <"$tmp/told"
[ "$count" -ge 15 ] || fail "only $count servers: $(cat "$tmp/server")"

# expect_end SECONDS OPTION...: of a run with these options
expect_end()
{
	most=$1
	shift
	# shellcheck disable=SC2086 # URLs have no blanks
	run_mailsonde "$@" $urls
	case $status in
	1 | 2) ;;
	*) fail "exit status $status" ;;
	esac
	[ "$elapsed" -le $(((most + slack) * 1000)) ] ||
		fail "$elapsed ms, more than $most s"
	[ "$(xpath 'count(//m:endpoint)')" = "$count" ] ||
		fail "not $count endpoints"
}

say "$count servers, by the timeout"
expect_end 5 --timeout 2
say "and by the deadline of the run"
expect_end 2 --timeout 30 --deadline 1
say "however much there is to ask"
urls=$tired
count=4
expect_end 12 --timeout 3 --depth full --policy rfc9325
grep -q 'the server stopped answering' "$tmp/report.xml" ||
	fail "it does not say why hellos were left out"
