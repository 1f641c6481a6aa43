#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A saved report that lists endpoints without end, and nothing of them, does not
# take the memory of all that could be said of each.
. "$(dirname "$0")/../lib.sh"
: "${MEASURED:=$builddir/tests/integration/hostile/measured}"

bound_kb=81920
if ! (ulimit -v 4000000 && "$MAILSONDE" --version) >/dev/null 2>&1; then
	bound_kb=4000000 # with a sanitizer
fi

# write_report ENDPOINTS
write_report()
{
	echo '<report xmlns="urn:mailsonde:report:1" tool-version="1"' \
		'started="2026-01-01T00:00:00Z" duration-ms="1" verdict="fail">'
	seq "$1" | sed 's|.*|<endpoint service="imap" host="a&.test" port="1" mode="implicit" verdict="fail"/>|'
	echo '<summary pass="0" fail="0" warning="0" info="0" not-tested="0"/>'
	echo '</report>'
}

# measured COMMAND...: sets `status`
measured()
{
	"$MEASURED" "$tmp/measured" timeout 60 "$MAILSONDE" "$@" \
		>"$tmp/stdout" 2>"$tmp/stderr" || :
	read -r status _ peak <"$tmp/measured"
	[ "$peak" -le "$bound_kb" ] || fail "$1 takes $peak kB"
}

# judge ENDPOINTS: sets `status`
judge()
{
	write_report "$1" >"$tmp/kept.xml"
	measured judge --policy rfc8314 --policy ncsc-nl-2025 \
		-o csv="$tmp/judged.csv" "$tmp/kept.xml"
}

say "endpoints without end"
judge 40000
[ "$status" = 65 ] || fail "status $status"
grep -q 'its 40000 endpoints and these policies' "$tmp/stderr" ||
	fail "$(cat "$tmp/stderr")"

say "the same for what judges nothing anew"
measured compare "$tmp/kept.xml" "$tmp/kept.xml"
[ "$status" = 0 ] || fail "compare: status $status: $(cat "$tmp/stderr")"
measured report -o html="$tmp/kept.html" "$tmp/kept.xml"
[ "$status" = 0 ] || fail "report: status $status: $(cat "$tmp/stderr")"

say "some hundred endpoints that were not asked"
judge 600
[ "$status" = 2 ] || fail "status $status: $(cat "$tmp/stderr")"
