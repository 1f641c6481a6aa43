# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# check --depth full against servers that have enough after a while, or no room
# for a moment: they are asked later, or not any further, and the report says so.

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
python3 "$srcdir/tests/integration/tls/tired_server.py" "$address" \
	"$certs/good.pem" <"$tmp/hold" >"$tmp/habits" 9>&- &
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

# expect_nothing_complete WHY: so few answers came that they complete no list
# and rule nothing out; and the report says why.
expect_nothing_complete()
{
	[ "$(xpath "count(//m:offered/m:version[@state='refused'][@tls='1.2' or
		@tls='1.3'])")" = 0 ] || fail "a version is refused"
	[ "$(xpath "count(//m:version[@state!='refused'][@suites-complete or
		@groups-complete or @signatures-complete])")" = 0 ] ||
		fail "a list is complete by what was not asked"
	[ "$(xpath "boolean(//m:offered/@refused)")" = false ] ||
		fail "not accepted: $(xpath "string(//m:offered/@refused)")"
	[ "$(xpath "count(//m:client[@id='thunderbird-128' and
		@state='refused'])")" = 0 ] || fail "a client is refused"
	[ "$(xpath "starts-with(//m:version[@tls='1.3']/@suites-gap, '$1')")" \
		= true ] ||
		fail "why not everything is known is not said"
	tr -s '\n ' ' ' <"$tmp/stdout" | grep -q "perhaps more: the server" ||
		fail "the text does not say that there may be more"
}

for habit in smtp-421 imap-bye; do
	ask $habit ${habit%-*} 5
	expect_nothing_complete "the server asks for fewer connections"
	[ "$(xpath "number(//m:offered/@hellos) <= 20")" = true ] ||
		fail "$(xpath "string(//m:offered/@hellos)") hellos"
done

ask reset imaps 5
expect_nothing_complete "the server "
grep -q "the server resets one connection after the other" \
	"$tmp/report.xml" || fail "that it resets everything is not said"
[ "$(xpath "number(//m:offered/@hellos) <= 60")" = true ] ||
	fail "$(xpath "string(//m:offered/@hellos)") hellos"

# Who refuses by resetting is not tired.
ask curt imaps 10
[ "$(xpath "count(//m:version[@suites-complete='true'])")" = 5 ] ||
	fail "the suites of a server that refuses by resetting are not all known"
grep -q "one connection after the other" "$tmp/report.xml" &&
	fail "a server that refuses by resetting is left in peace"

# Who has no room for a moment is asked everything, later.
ask busy imaps 10
[ "$(xpath "count(//m:version[@suites-complete='true'])")" = 5 ] ||
	fail "a busy server's suites are not all known"
