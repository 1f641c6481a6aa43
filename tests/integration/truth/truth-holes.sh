#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: versions with holes, and clients' certificates.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
all="-cipher ALL:@SECLEVEL=0"

serve "TLS 1.0 and 1.2" $all -no_tls1_1 -no_tls1_3
serve "TLS 1.0 and 1.3" $all -no_tls1_1 -no_tls1_2
serve "TLS 1.1 and 1.3" $all -no_tls1 -no_tls1_2
serve "ECDSA in TLS 1.1" -cert "$tmp/ec.pem" -key "$tmp/ec.key" -tls1_1 $all
serve "a client's certificate in TLS 1.0" $all -tls1 -Verify 1
serve "a client's certificate with static RSA" -Verify 1 -no_tls1_3 \
	-cert "$tmp/rsa.pem" -key "$tmp/rsa.key" -cipher kRSA:@SECLEVEL=0
compare_all
