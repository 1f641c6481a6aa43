#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A probe that computes past its deadline holds up nothing: the run ends in
# time, with a whole report that names it.
. "$(dirname "$0")/../lib.sh"
require xmllint
: "${STUCK:=$builddir/tests/integration/hostile/stuck.so}"

start_standin --listen imap:implicit --listen pop3:implicit
# shellcheck disable=SC2086 # two numbers
set -- $ports
STUCK_PORT=$1
export STUCK_PORT

# A sanitizer wants to be first, and needs not.
ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0
cat >"$tmp/stuck" <<END
#!/bin/sh
LD_PRELOAD='$STUCK' exec '$MAILSONDE' "\$@"
END
chmod +x "$tmp/stuck"
MAILSONDE=$tmp/stuck

expect_abandoned()
{
	expect_exit 2
	expect_finding tls-best not-tested
	grep -q 'the probe was abandoned' "$tmp/report.xml" ||
		fail "the report does not name the probe"
	expect_verdict pass 2
}

say "the deadline passes while threads compute"
# shellcheck disable=SC2086 # two URLs
run_mailsonde --timeout 1 $urls
expect_within 1
expect_abandoned
grep -q 'diagnosis id="local-fault"' "$tmp/report.xml" ||
	fail "the computer here is not blamed"

say "an interrupt comes while threads compute"
# In the background timeout signals its whole group: the run twice, and a
# second interrupt means at once.
rm -f "$tmp/report.xml"
status=0
began=$(date +%s%3N)
# shellcheck disable=SC2086
timeout --foreground --preserve-status -s INT -k 20 2 "$MAILSONDE" --ca-file "$certs/ca.pem" \
	--resolve "$host:$address" --timeout 60 -o xml="$tmp/report.xml" \
	$urls >"$tmp/stdout" 2>"$tmp/stderr" 9>&- || status=$?
elapsed=$(($(date +%s%3N) - began))
[ "$elapsed" -le $((3000 + slack * 1000)) ] ||
	fail "took $elapsed ms, with the interrupt after 2 s"
check_report
expect_abandoned

say "nothing is abandoned that only waits"
STUCK_PORT=0
start_standin --fault silent-in-handshake --listen imap:implicit
# shellcheck disable=SC2086
run_mailsonde --timeout 1 $urls
if grep -q 'abandoned' "$tmp/report.xml"; then
	fail "a probe that waited was abandoned"
fi
