# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What openssl s_client says of a server; sourced behind lib.sh.

# openssl_accepts STARTTLS PORT VERSION: whether a handshake with this version
# alone comes about. STARTTLS is its name of the protocol, or - for none.
openssl_accepts()
{
	[ "$1" = - ] && set -- "" "$2" "$3" || set -- "-starttls $1" "$2" "$3"
	case $3 in
	1.0) set -- "$1" "$2" -tls1 ;;
	*) set -- "$1" "$2" "-tls$(echo "$3" | tr . _)" ;;
	esac
	# Of a refusal in TLS 1.3 a client learns only when it reads on.
	OPENSSL_CONF=/dev/null timeout 20 openssl s_client $1 "$3" -brief \
		-cipher ALL:@SECLEVEL=0 -connect "$address:$2" \
		>"$tmp/openssl" 2>&1 && grep -q '^CONNECTION ESTABLISHED' "$tmp/openssl"
}

# compare_with_openssl ENDPOINT STARTTLS PORT: probes and findings of the last
# run against what openssl sees now.
compare_with_openssl()
{
	for version in 1.0 1.1 1.2 1.3; do
		if openssl_accepts "$2" "$3" $version; then
			expect_probe tls-version $version completed done "$1"
			expected=accepted
		else
			expect_probe tls-version $version refused handshake "$1"
			expected=refused
		fi
		find_fact "$1 observed tls-$version"
		case $found in
		$expected*) ;;
		*) fail "endpoint $1: TLS $version is $expected for openssl," \
			"but '$found' for mailsonde" ;;
		esac
	done
}
