#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: groups.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
openssl genpkey -genparam -algorithm DH -pkeyopt group:modp_1536 \
	-out "$tmp/short.pem" 2>/dev/null
rsa="-cert $tmp/rsa.pem -key $tmp/rsa.key"

serve "P-256" -groups P-256
serve "X25519" $rsa -groups X25519
serve "X448 and P-521" $rsa -groups X448:P-521
serve "an old curve" $rsa -groups secp160r1:P-256 -cipher ALL:@SECLEVEL=0
serve "a binary curve" $rsa -groups sect163k1 -cipher ALL:@SECLEVEL=0
serve "P-224" $rsa -groups P-224 -cipher ALL:@SECLEVEL=0
compare_all
