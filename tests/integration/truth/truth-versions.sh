#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: old and new versions.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
certificate weak -newkey rsa:1024
certificate ed -newkey ed25519

all="-cipher ALL:@SECLEVEL=0"
serve "TLS 1.0 alone" $all -tls1
serve "TLS 1.1 alone" $all -tls1_1
serve "TLS 1.2 alone" -tls1_2
serve "TLS 1.3 alone" -tls1_3
serve "TLS 1.0 and 1.1" $all -no_tls1_2 -no_tls1_3
serve "TLS 1.0 with suites without encryption" -tls1 -cipher eNULL:@SECLEVEL=0
compare_all
