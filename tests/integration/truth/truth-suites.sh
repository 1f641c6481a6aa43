#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Rules against openssl: servers with strange suites.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"

certificate rsa -newkey rsa:2048
certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256

serve "as shipped"
serve "everything" -cipher ALL:COMPLEMENTOFALL:@SECLEVEL=0
serve "suites without encryption alone" -cipher eNULL:@SECLEVEL=0 -no_tls1_3
serve "anonymous suites alone" -cipher aNULL:@SECLEVEL=0 -no_tls1_3
serve "static RSA" -cipher kRSA:@SECLEVEL=0 -no_tls1_3
serve "DHE" -cipher DHE:@SECLEVEL=0 -no_tls1_3
compare_all
