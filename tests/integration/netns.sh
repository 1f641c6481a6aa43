# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A network of the test's own; sourced before lib.sh. The script runs a second
# time in namespaces of its own for network and mounts, which go with it:
#
#   here, with routes by default ---- veth ---- outside, where servers are
#
# The firewall is outside. Files such as /etc/hosts are the test's own, too.

PATH=$PATH:/usr/sbin:/sbin

. "$(dirname "$0")/../mounts.sh"

if [ "${MAILSONDE_TEST_NAMESPACE-}" != $$ ]; then
	for need in unshare nsenter ip nft mount; do
		command -v $need >/dev/null && continue
		echo "skipped: this test needs $need"
		exit 77
	done
	if [ "$(id -u)" != 0 ]; then
		echo "skipped: this test needs root"
		exit 77
	fi
	propagation=$(mount_propagation)
	if ! unshare -n -m --propagation "$propagation" sh -c 'ip link set lo up &&
		ip link add near type veth peer name far &&
		nft add table inet test' >/dev/null 2>&1; then
		echo "skipped: this test needs namespaces, veth and nf_tables"
		exit 77
	fi
	MAILSONDE_TEST_NAMESPACE=$$
	export MAILSONDE_TEST_NAMESPACE
	exec unshare -n -m --propagation "$propagation" sh "$0" "$@"
fi

server=198.51.100.10 # up to .59, all of them outside
server6=2001:db8:100::10

# The files whose contents are the test's own from now on
own_files()
{
	for file in hosts resolv.conf nsswitch.conf; do
		: >"$tmp/$file"
		mount --bind "$tmp/$file" "/etc/$file"
	done
	echo "127.0.0.1 localhost" >"$tmp/hosts"
	echo "hosts: files dns" >"$tmp/nsswitch.conf"
}

# Everything up: addresses, routes by default, an empty firewall
start_network()
{
	own_files
	ip link set lo up
	unshare -n sleep 600 9>&- &
	outside=$!
	children="$children $outside"
	while [ "$(readlink /proc/$outside/ns/net)" = "$(readlink /proc/$$/ns/net)" ] ||
		! outside true 2>/dev/null; do
		sleep 0.1
	done
	ip link add near type veth peer name far netns $outside
	ip address add 192.168.77.2/24 dev near
	ip address add 2001:db8:77::2/64 dev near nodad
	outside ip link set lo up
	outside ip address add 192.168.77.1/24 dev far
	outside ip address add 2001:db8:77::1/64 dev far nodad
	outside ip link set far up
	ip link set near up
	ip route add default via 192.168.77.1
	ip route add default via 2001:db8:77::1
	last=10
	while [ $last -lt 60 ]; do
		outside ip address add "198.51.100.$last/32" dev lo
		outside ip address add "2001:db8:100::$last/128" dev lo nodad
		last=$((last + 1))
	done
	# Every refusal is told, however many there are at a time.
	outside sh -c 'echo 0 >/proc/sys/net/ipv4/icmp_ratelimit &&
		echo 0 >/proc/sys/net/ipv6/icmp/ratelimit'
	outside nft add table inet test
	outside nft add chain inet test input \
		'{ type filter hook input priority 0; }'
	printf '#!/bin/sh\nexec nsenter --net=/proc/%s/ns/net %s "$@"\n' \
		"$outside" "'$STANDIN'" >"$tmp/standin"
	chmod 755 "$tmp/standin"
	STANDIN=$tmp/standin
	address=$server
}

outside()
{
	nsenter --net="/proc/$outside/ns/net" "$@"
}

# firewall RULE...: a further rule, as nft has them
firewall()
{
	outside nft add rule inet test input "$@"
}

# check_table SECONDS: the rows of standard input, each a run of its own with
# this --timeout, side by side:
#
#   STATUS ID CONFIDENCE ARGUMENT...
#
# with the exit status and the first diagnosis, or "none -". It must be over
# after twice the time.
check_table()
{
	seconds=$1
	grep -v -e '^#' -e '^$' >"$tmp/table"
	rows=0
	running=
	while read -r exits first confidence arguments; do
		rows=$((rows + 1))
		mkdir -p "$tmp/row$rows"
		(
			tmp=$tmp/row$rows
			failures=0
			where="$arguments: "
			check_row
			echo "$failures" >"$tmp/failures"
		) >"$tmp/row$rows/said" 2>&1 9>&- &
		running="$running $!"
	done <"$tmp/table"
	wait_rows
	collect_rows
}

check_row()
{
	run_mailsonde --timeout "$seconds" $arguments
	case "/$exits/" in *"/$status/"*) ;; *) fail "exit status $status, not $exits" ;; esac
	expect_within $((2 * seconds + 1))
	if [ "$first" = none ]; then
		expect_no_diagnosis
	else
		expect_diagnosis 1 "$first" "$confidence"
		expect_all_explained
	fi
}
