#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: certificates of servers and clients.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
certificate weak -newkey rsa:1024
certificate ed -newkey ed25519

all="-cipher ALL:@SECLEVEL=0"
serve "a client's certificate in TLS 1.2" -tls1_2 -Verify 1
serve "a client's certificate in TLS 1.3" -tls1_3 -Verify 1
serve "an ECDSA certificate alone" -cert "$tmp/ec.pem" -key "$tmp/ec.key"
serve "a short RSA key" -cert "$tmp/weak.pem" -key "$tmp/weak.key" $all
serve "an Ed25519 certificate" -cert "$tmp/ed.pem" -key "$tmp/ed.key"
compare_all
