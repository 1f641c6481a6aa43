#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: one bad suite among good ones, and what is rare.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
certificate pss -newkey rsa-pss -pkeyopt rsa_keygen_bits:2048
rsa="-cert $tmp/rsa.pem -key $tmp/rsa.key"
good=ECDHE+AESGCM

serve "an anonymous suite" -no_tls1_3 \
	-cipher $good:AECDH-AES128-SHA:@SECLEVEL=0
serve "a suite without encryption" -cipher $good:ECDHE-RSA-NULL-SHA:@SECLEVEL=0
serve "static RSA with CCM8" -cipher $good:AES256-CCM8:@SECLEVEL=0 -no_tls1_3
serve "secp160r1 alone" $rsa -groups secp160r1 -cipher ALL:@SECLEVEL=0
serve "DHE with SHA-1" $rsa -sigalgs RSA+SHA1 -cipher DHE:@SECLEVEL=0 -tls1_2
serve "RSA-PSS" -cert "$tmp/pss.pem" -key "$tmp/pss.key" -cipher ALL:@SECLEVEL=0
serve "a foreign ALPN" -alpn http/1.1
serve "one CBC suite" $rsa -cipher ECDHE-RSA-AES128-SHA256 -tls1_2
serve "one CBC suite, and ALPN" $rsa -cipher ECDHE-RSA-AES128-SHA256 -tls1_2 \
	-alpn imap
compare_all
