#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: servers with strange ciphers.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256

serve "ARIA" -cipher ARIA:@SECLEVEL=0 -no_tls1_3
serve "Camellia" -cipher CAMELLIA:@SECLEVEL=0
serve "CCM with 8 octets" -cipher AESCCM8:@SECLEVEL=0
serve "ChaCha20" -cipher CHACHA20
serve "ECDHE with AES-GCM" -cipher ECDHE+AESGCM -no_tls1_3
serve "the server's order" -cipher AES128-SHA:ECDHE+AES -serverpref
compare_all
