# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Servers in many set-ups, and rules held against what openssl s_client gets
# from them (truth.py); sourced behind lib.sh.

. "$srcdir/tests/integration/servers.sh"
require gnutls-cli openssl python3
address=127.0.0.1
OPENSSL_CONF=/dev/null
export OPENSSL_CONF
make_certificates
: >"$tmp/plan"
urls=

# certificate NAME KEY-OPTION...
certificate()
{
	name=$1
	shift
	openssl req -x509 -nodes -days 30 -keyout "$tmp/$name.key" \
		-out "$tmp/$name.pem" -subj "/CN=$host" \
		-addext "subjectAltName=DNS:$host" "$@" 2>/dev/null
}

# plan PORT TITLE: a server that listens there for IMAP.
plan()
{
	echo "$1 $2" >>"$tmp/plan"
	urls="$urls imaps://$host:$1"
}

# serve TITLE OPTION...: openssl s_server with both certificates, or with
# those that the options name.
serve()
{
	title=$1
	shift
	free_port
	case " $* " in
	*" -cert "*) ;;
	*) set -- -cert "$tmp/rsa.pem" -key "$tmp/rsa.key" \
		-dcert "$tmp/ec.pem" -dkey "$tmp/ec.key" "$@" ;;
	esac
	openssl s_server -accept "$address:$port" -quiet "$@" </dev/zero \
		>"$tmp/server.$port" 2>&1 9>&- &
	children="$children $!"
	plan "$port" "$title"
}

# serve_dovecot TITLE SETTINGS
serve_dovecot()
{
	# One process for all connections: they are many.
	dovecot_settings="$2
service imap-login {
  service_count = 0
}"
	dovecot=$tmp/dovecot.$(wc -l <"$tmp/plan")
	tls_min=TLSv1 tls_max=TLSv1.3 disable_plaintext=yes
	mkdir -p "$dovecot"
	chmod 755 "$dovecot"
	write_openssl_conf "$dovecot/openssl.cnf" "$tls_min" "$tls_max"
	start_server "$dovecot/log" 'starting up' configure_dovecot \
		timeout 300 dovecot -F -c "$dovecot/dovecot.conf"
	plan "$imaps_port" "Dovecot, $1"
}

# serve_postfix TITLE SET-UP SETTINGS
serve_postfix()
{
	postfix_settings=$3
	postfix_folder=$tmp/postfix.$(wc -l <"$tmp/plan")
	start_postfix "$2"
	planned=$urls
	plan "$submissions_port" "Postfix, $1"
	urls="$planned submissions://$host:$submissions_port"
}

# Until every server of the plan listens.
await_servers()
{
	while read -r its_port its_title; do
		tries=0
		until grep -q "^ *[0-9]*: 0100007F:$(printf %04X "$its_port") .* 0A " \
			/proc/net/tcp; do
			tries=$((tries + 1))
			[ $tries -lt 100 ] || {
				echo "$its_title: $(cat "$tmp/server.$its_port")"
				exit 1
			}
			sleep 0.1
		done
	done <"$tmp/plan"
}

# Judges all servers of the plan, and holds the rules against openssl.
compare_all()
{
	await_servers
	run_program --per-host 64 --jobs 64 --timeout 20 --no-follow-up \
		--ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--policy rfc9325 --policy nist-800-52r2 \
		--policy bsi-tr-02102-2 --policy ncsc-nl-2025 \
		--policy mozilla-intermediate -o xml="$tmp/report.xml" $urls
	ADDRESS=$address HOST=$host python3 \
		"$srcdir/tests/integration/truth/truth.py" "$tmp/report.xml" \
		"$tmp/plan" "$srcdir/data/policies" ||
		fail "the rules do not agree with openssl"
}

# After compare_all: holds the suites against what scanners get.
compare_suites()
{
	ADDRESS=$address HOST=$host python3 \
		"$srcdir/tests/integration/truth/scanners.py" \
		"$tmp/report.xml" "$tmp/plan" ||
		fail "the suites are not those of nmap and sslscan"
}
