#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# mailsonde serve and one network of visitors that takes all it can get: the
# others are served all the same.
. "$(dirname "$0")/../netns.sh"
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/start.sh"
require python3 ip

ip link set lo up
for own in 2001:db8::1/64 2001:db8::2/64 2001:db8:0:1::1/64; do
	ip address add $own dev lo nodad
done
listen='[::]'
start_serve --allow 203.0.113.0/24
python3 "$srcdir/tests/integration/serve/serve_networks.py" "${site##*:}" ||
	fail "one network and another"
[ ! -s "$tmp/serve.err" ] || fail "serve complains: $(cat "$tmp/serve.err")"
stop_serve
