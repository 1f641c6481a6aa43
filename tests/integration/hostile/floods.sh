#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Messages without an end inside TLS, which are no text and cost the reader more
# than the writer, take neither time nor memory for long.
. "$(dirname "$0")/../lib.sh"
: "${FLOOD:=$builddir/tests/integration/hostile/flood}"
: "${MEASURED:=$builddir/tests/integration/hostile/measured}"
make_certificates
timeout=2
bound_ms=3000 # of computing
bound_kb=65536
if ! (ulimit -v 4000000 && "$MAILSONDE" --version) >/dev/null 2>&1; then
	bound_ms=60000
	bound_kb=4000000
fi

for kind in key-update key-update-for-both ticket empty-record warning octet \
	literal; do
	say "$kind"
	rm -f "$tmp/port"
	mkfifo "$tmp/port"
	"$FLOOD" "$certs/good.pem" "$kind" >"$tmp/port" 2>/dev/null 9>&- &
	flood=$!
	children="$children $flood"
	read -r port <"$tmp/port"
	began=$(date +%s%3N)
	"$MEASURED" "$tmp/measured" timeout 60 "$MAILSONDE" --timeout $timeout \
		--ca-file "$certs/ca.pem" --resolve "$host:$address" \
		"imaps://$host:$port" >"$tmp/stdout" 2>"$tmp/stderr" 9>&- || :
	elapsed=$(($(date +%s%3N) - began))
	read -r result took peak <"$tmp/measured"
	case $result in
	1 | 2) ;;
	*) fail "$kind: exit status $result: $(cat "$tmp/stderr")" ;;
	esac
	[ "$elapsed" -le $(((2 * timeout + 1 + slack) * 1000)) ] ||
		fail "$kind: $elapsed ms"
	[ "$took" -le "$bound_ms" ] || fail "$kind takes $took ms of computing"
	[ "$peak" -le "$bound_kb" ] || fail "$kind takes $peak kB"
	kill "$flood" && wait "$flood" 2>/dev/null || :
done
