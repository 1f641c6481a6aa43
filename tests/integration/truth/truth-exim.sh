#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Suites against nmap, sslscan and openssl: Exim as it is shipped, and Courier
# with old versions, both of which Debian builds with GnuTLS. s_client names no
# primes in TLS 1.2 (RFC 7919), without which Courier has no DHE; nmap does.
# Exim is run from where it is unpacked: it would take the machine's mail over.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/truth/truth.sh"
. "$srcdir/tests/integration/mounts.sh"
servers=/usr/local/lib/mailsonde-tests
require nmap sslscan unshare root couriertls "$servers/usr/sbin/exim4" \
	"$servers/usr/lib/courier/courier/imaplogin"

propagation=$(mount_propagation)
certificate rsa -newkey rsa:2048
chmod 644 "$tmp/rsa.key"
cat "$tmp/rsa.key" "$tmp/rsa.pem" >"$tmp/both.pem"
libraries=$(echo "$servers"/usr/lib/*-linux-gnu | sed 's/ .*//')

# Exim looks its user up by the name that Debian built it with.
{ cat /etc/passwd && echo "Debian-exim:x:65534:65534::/:/bin/false"; } \
	>"$tmp/passwd"
{ cat /etc/group && echo "Debian-exim:x:65534:"; } >"$tmp/group"

# serve_exim TITLE PRIORITY
serve_exim()
{
	free_port
	exim=$tmp/exim.$port
	mkdir -p "$exim"
	chmod 777 "$exim"
	cat >"$exim/conf" <<-END
		spool_directory = $exim
		log_file_path = $exim/%slog
		exim_user = nobody
		exim_group = nogroup
		never_users =
		local_interfaces = 127.0.0.1
		daemon_smtp_ports = $port
		tls_on_connect_ports = $port
		tls_advertise_hosts = *
		tls_certificate = $tmp/rsa.pem
		tls_privatekey = $tmp/rsa.key
		tls_require_ciphers = $2
		primary_hostname = $host
		host_lookup =
		rfc1413_query_timeout = 0s
		smtp_accept_max = 0
		acl_smtp_rcpt = deny
		keep_environment =
		begin acl
		deny:
		  deny
		begin routers
		begin transports
	END
	LD_LIBRARY_PATH=$libraries unshare -m --propagation "$propagation" sh -c \
		"mount --bind '$tmp/passwd' /etc/passwd
		mount --bind '$tmp/group' /etc/group
		exec '$servers/usr/sbin/exim4' -C '$exim/conf' -bdf -oP '$exim/pid'" \
		>"$tmp/server.$port" 2>&1 9>&- &
	children="$children $!"
	planned=$urls
	plan "$port" "Exim, $1"
	urls="$planned submissions://$host:$port"
}

# serve_courier TITLE PRIORITY
serve_courier()
{
	free_port
	TLS_CERTFILE=$tmp/both.pem \
		TLS_PROTOCOL=TLSv1++ TLS_PRIORITY=$2 TLS_VERIFYPEER=NONE \
		IMAP_CAPABILITY=IMAP4rev1 IMAP_CAPABILITY_TLS=IMAP4rev1 \
		IMAP_STARTTLS=NO AUTHMODULES=authdaemon \
		couriertcpd -address=127.0.0.1 \
		-maxprocs=100 -maxperip=100 -nodnslookup -noidentlookup "$port" \
		"$(command -v couriertls)" -server -tcpd \
		"$servers/usr/lib/courier/courier/imaplogin" \
		"$servers/usr/bin/imapd" Maildir \
		>"$tmp/server.$port" 2>&1 9>&- &
	children="$children $!"
	plan "$port" "Courier, $1"
}

serve_exim "as shipped" NORMAL
serve_courier "old versions" NORMAL:+VERS-ALL
await_servers
run_program check --depth full --per-host 64 --jobs 64 --timeout 20 \
	--no-follow-up --ca-file "$certs/ca.pem" --resolve "$host:$address" \
	-o xml="$tmp/report.xml" $urls
compare_suites

say "what Exim ends TLS for is refused, and DHE needs named primes at Courier"
[ "$(xpath "count(//m:endpoint[1]/m:probe[@offer='renegotiation']/m:act[
	@answer='negative'])")" = 1 ] || fail "Exim renegotiates"
[ "$(xpath "contains(//m:endpoint[2]//m:version[@tls='1.2']/@suites,
	'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384')")" = true ] ||
	fail "Courier has no DHE"
[ "$(xpath "count(//m:offered/m:version[@suites-complete='true'])")" = 10 ] ||
	fail "not every list of suites is complete"
