# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A certification authority of openssl's, and a server that shows what it
# issues; sourced behind lib.sh, in the folder where the files are to be.

# Keys are of the kind `key`, as openssl req has it; else of P-256.

# make_authority NAME [SUBJECT]: NAME.pem, NAME.key, self-signed.
make_authority()
{
	openssl req -x509 -newkey ${key:-ec -pkeyopt ec_paramgen_curve:P-256} -nodes \
		-days 30 -subj "${2:-/CN=$1}" -keyout "$1.key" -out "$1.pem" \
		2>"$tmp/openssl" || fail "no authority: $(cat "$tmp/openssl")"
	: >"$1.index"
}

# issue NAME ISSUER EXTENSIONS [BEGIN END]: NAME.pem by the authority, with
# NAME.key; extensions one a line.
issue()
{
	openssl req -newkey ${key:-ec -pkeyopt ec_paramgen_curve:P-256} -nodes \
		-subj "${subject:-/CN=$1}" -keyout "$1.key" -out "$1.csr" \
		2>"$tmp/openssl" || fail "no request: $(cat "$tmp/openssl")"
	sign_request "$@"
}

# The same for NAME.csr that is there.
sign_request()
{
	printf '%s\n' "$3" >"$1.ext"
	cat >"$2.conf" <<-END
		[ca]
		default_ca = this
		[this]
		database = $2.index
		new_certs_dir = .
		default_md = ${md:-sha256}
		policy = any
		unique_subject = no
		rand_serial = yes
		[any]
		commonName = optional
		emailAddress = optional
	END
	openssl ca -batch -notext -config "$2.conf" -cert "$2.pem" \
		-keyfile "$2.key" -in "$1.csr" -out "$1.pem" \
		-extfile "$1.ext" ${4:+-startdate "$4"} \
		${5:+-enddate "$5"} $([ "${5-}" ] || echo -days 20) 2>"$tmp/openssl" ||
		fail "no certificate: $(cat "$tmp/openssl")"
}

# serve NAME [ARGUMENT]...: as a POP3 server in TLS, with NAME's certificate.
# Sets `port`.
serve()
{
	its=$1
	shift
	free_port
	# Whoever connects hears a whole dialogue, within a moment.
	while sleep 0.1; do
		printf '%s\r\n' '+OK ready' +OK 'SASL PLAIN' . '+OK bye'
	done 9>&- 2>/dev/null |
		OPENSSL_CONF=/dev/null openssl s_server -quiet -accept \
			"$address:$port" -cert "$its.pem" -key "$its.key" "$@" \
			>"$tmp/s_server" 2>&1 9>&- &
	serving=$!
	children="$children $serving"
	tries=0
	until grep -qi ": [0-9A-F]*:$(printf %04X "$port") " /proc/net/tcp; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || fail "openssl s_server does not listen"
		[ $tries -lt 100 ] || return
		sleep 0.1
	done
}

stop_serving()
{
	kill "$serving" 2>/dev/null && wait "$serving" 2>/dev/null || :
}

# judge: what is said of the server's certificate.
judge()
{
	run_program --ca-file ca.pem --resolve "$host:$address" --tls 1.3 \
		--per-host 1 --timeout 5 -o text -o xml="$tmp/report.xml" "$@" \
		"pop3s://$host:$port"
	check_report
}

# status CHECK: of the last run.
status_of()
{
	xpath "string(//m:finding[@check='$1']/@status)"
}

# expect_status CHECK STATUS...
expect_status()
{
	while [ $# -gt 1 ]; do
		got=$(status_of "$1")
		[ "$got" = "$2" ] || fail "$1 is '$got', not '$2'"
		shift 2
	done
}
