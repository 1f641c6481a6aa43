# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# check --depth full against servers that answer a hello as none should: it
# ends, says so, and takes nothing of it for a verdict.

. "${srcdir:-.}/tests/integration/lib.sh"
. "$srcdir/tests/integration/expect.sh"
require python3 xmllint
make_certificates

# await_ready: until the server has said where it listens.
await_ready()
{
	tries=0
	until grep -qsx ready "$tmp/habits"; do
		tries=$((tries + 1))
		[ $tries -le 300 ] || {
			fail "the server does not start"
			exit 1
		}
		sleep 0.1
	done
}

rm -f "$tmp/habits"
python3 "$srcdir/tests/integration/tls/hello_server.py" "$address" \
	<"$tmp/hold" >"$tmp/habits" 2>&1 9>&- &
children="$children $!"
await_ready

# ask HABIT [SCHEME [TIMEOUT]]
ask()
{
	say "$1"
	port=$(sed -n "s/^$1 //p" "$tmp/habits")
	bound=$((10 * ${3-2}))
	run_program --resolve "$host:$address" offers --timeout "${3-2}" \
		"${2-imaps}://$host:$port" -o text -o xml="$tmp/report.xml"
}

# expect_versions STATE EXCEPTION: no version is of that state but for this one.
expect_versions()
{
	[ "$(xpath "count(//m:offered/m:version[@state='$1' and
		@tls!='$2'])")" = 0 ] || fail "a version is $1"
}

for habit in silent endless dribbling garbage; do
	ask $habit
	[ "$status" = 2 ] || fail "$habit: exit status $status"
	expect_versions accepted none
	expect_versions refused none
done

ask unoffered
expect_versions accepted none
[ "$(xpath "string(//m:version[@tls='1.2']/@suites-gap)")" = \
	"the server chose what was not offered" ] ||
	fail "that the server chose what nobody offered is not said"

ask retrying
expect_versions accepted 1.3
[ "$(xpath "boolean(//m:version[@tls='1.3']/@suites-complete)")" = false ] ||
	fail "a list by answers that fit no question is complete"
[ "$(xpath "number(//m:offered/@hellos) < 60")" = true ] ||
	fail "$(xpath "string(//m:offered/@hellos)") hellos"
