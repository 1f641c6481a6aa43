# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Servers that are odd in one way each (odd_server.py); sourced behind lib.sh.

# start_odd KIND[@ADDRESS[:PORT]]...: each at a port of its own
start_odd()
{
	make_certificates
	rm -f "$tmp/odd"
	mkfifo "$tmp/odd"
	python3 "$srcdir/tests/integration/network/odd_server.py" "$certs" "$@" \
		>"$tmp/odd" 9>&- &
	odd=$!
	children="$children $odd"
	odd_ports=
	while read -r odd_kind odd_port; do
		[ "$odd_kind" != ready ] || break
		odd_ports="$odd_ports $odd_kind=$odd_port"
	done <"$tmp/odd"
	[ "$odd_kind" = ready ] || fail "the odd server does not start"
}

stop_odd()
{
	kill "$odd" && wait "$odd" 2>/dev/null || :
}

# odd_url KIND: where that one is
odd_url()
{
	port=${odd_ports#* $1=}
	mode=${1#*-}
	url "${1%%-*}" "${mode%%-*}" "${port%% *}"
}

# check_odd SECONDS [OPTION]... <<TABLE, whose rows are
#
#   KIND EXIT DIAGNOSIS [CHECK=STATUS[/STATUS]]...
#
# "none" is no diagnosis; "-" any.
check_odd()
{
	seconds=$1
	shift
	while read -r kind wanted diagnosis words; do
		start_odd "$kind"
		where="$kind: "
		run_mailsonde --timeout "$seconds" "$@" "$(odd_url "$kind")"
		expect_exit "$wanted"
		expect_within "$seconds"
		expect_first_diagnosis "$diagnosis"
		for word in $words; do
			expect_finding "${word%%=*}" "${word#*=}"
		done
		where=
		stop_odd
	done
}

expect_first_diagnosis()
{
	found=$(xpath 'string(//m:diagnosis[1]/@id)')
	[ "$1" = - ] || [ "${found:-none}" = "$1" ] ||
		fail "the first diagnosis is ${found:-none}, not $1"
}
