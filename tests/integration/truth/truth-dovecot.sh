#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules, and suites, against openssl, nmap and sslscan: Dovecot, as its
# administrators set it up.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"
require dovecot nmap sslscan

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
openssl genpkey -genparam -algorithm DH -pkeyopt group:modp_1536 \
	-out "$tmp/short.pem" 2>/dev/null
tls_ciphers=ALL:@SECLEVEL=0
rsa="ssl_cert = <$tmp/rsa.pem
ssl_key = <$tmp/rsa.key"
ec="ssl_cert = <$tmp/ec.pem
ssl_key = <$tmp/ec.key"

serve_dovecot "RSA, a short prime, no compression" "$rsa
ssl_min_protocol = TLSv1
ssl_dh = <$tmp/short.pem
ssl_options = no_compression"
serve_dovecot "ECDSA, its own order, no tickets" "$ec
ssl_min_protocol = TLSv1.2
ssl_prefer_server_ciphers = yes
ssl_options = no_ticket"
serve_dovecot "both, static RSA first, a client's certificate" "$rsa
ssl_alt_cert = <$tmp/ec.pem
ssl_alt_key = <$tmp/ec.key
ssl_min_protocol = TLSv1.1
ssl_cipher_list = kRSA:ECDHE+AESGCM:ECDHE+SHA1:!aNULL:@SECLEVEL=0
ssl_prefer_server_ciphers = yes
ssl_ca = <$tmp/ec.pem
ssl_verify_client_cert = yes
auth_ssl_require_client_cert = yes"
serve_dovecot "a name of its own, TLS 1.3, one curve" "ssl_min_protocol = TLSv1.3
ssl_curve_list = P-521
local_name $host {
$rsa
}"
compare_all
compare_suites
