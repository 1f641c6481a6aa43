#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules, and suites, against openssl, nmap and sslscan: Postfix, as its
# administrators set it up.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"
require dovecot nmap sslscan postconf
[ "$(id -u)" = 0 ] || require "root, for Postfix"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
openssl genpkey -genparam -algorithm DH -pkeyopt group:modp_1536 \
	-out "$tmp/short.pem" 2>/dev/null
dovecot=$tmp # nobody signs in
only="smtpd_sasl_auth_enable = no
tls_medium_cipherlist = ALL:@SECLEVEL=0
smtpd_tls_chain_files = $tmp/rsa.key, $tmp/rsa.pem"

serve_postfix "ciphers that it excludes" tls-1.0-1.2 "$only
smtpd_tls_exclude_ciphers = aNULL, kRSA, SHA1"
serve_postfix "its own list, a client's certificate" tls-1.2-1.3 "$only
smtpd_tls_mandatory_ciphers = high
tls_high_cipherlist = ECDHE+AESGCM:DHE-RSA-AES128-SHA
smtpd_tls_req_ccert = yes
smtpd_tls_CAfile = $tmp/ec.pem"
serve_postfix "a short prime, and its own order" tls-1.0-1.2 "$only
smtpd_tls_dh1024_param_file = $tmp/short.pem
tls_preempt_cipherlist = yes"
serve_postfix "both certificates, one curve" tls-1.2-1.3 "$only
smtpd_tls_chain_files = $tmp/rsa.key, $tmp/rsa.pem, $tmp/ec.key, $tmp/ec.pem
tls_eecdh_auto_curves = P-384
tls_ssl_options = no_ticket, no_compression"
compare_all
compare_suites
