#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: primes, signatures and TLS 1.3.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
openssl genpkey -genparam -algorithm DH -pkeyopt group:modp_1536 \
	-out "$tmp/short.pem" 2>/dev/null
rsa="-cert $tmp/rsa.pem -key $tmp/rsa.key"

serve "Brainpool" $rsa -groups brainpoolP256r1 -tls1_2
serve "a short prime" $rsa -dhparam "$tmp/short.pem" \
	-cipher ALL:@SECLEVEL=0
serve "one suite of TLS 1.3" -ciphersuites TLS_AES_256_GCM_SHA384
serve "CCM in TLS 1.3" -tls1_3 -ciphersuites \
	TLS_AES_128_CCM_8_SHA256:TLS_AES_128_CCM_SHA256
serve "SHA-1 alone" $rsa -sigalgs RSA+SHA1 -cipher ALL:@SECLEVEL=0 -tls1_2
serve "ALPN" -alpn imap
compare_all
