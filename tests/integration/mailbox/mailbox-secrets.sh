#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Passwords of every shape, by every mechanism that Dovecot has: each is
# accepted, and none is found in what mailsonde writes or in its memory.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require dovecot openssl xmllint root python3

python3 - "$tmp" <<'END'
import base64, os, sys
secrets = ["simple", "two words", " leading", "trailing ", 'quo"te', "back\\slash",
           "back\\\\\"both", "100%s%n%d", "par)en", "(open", "{5}", "{5+}", "a*b?c[d]",
           "p\u00e4ssw\u00f6rd", "\u043f\u0430\u0440\u043e\u043b\u044c", "\u00a3\u20ac5",
           "cGFzc3dvcmQ=", "====", "*", "x=y,n=z", "<&>'\"", "~!@#$^&|;:",
           "NIL", "long" * 256, "   "]
# SASLprep changes these, or has no answer; Dovecot takes them as they are.
others = ["a\u00a0b\u2168", "\ufb01sh", "\U0001f600 smile", "e\u0301e\u0301"]
folder = sys.argv[1]
with open(folder + "/users", "wb") as users:
    for i, secret in enumerate(secrets):
        octets = secret.encode()
        users.write(b"u%d@example.test:{PLAIN.b64}%s::::::\n"
                    % (i, base64.b64encode(octets)))
        with open("%s/secret.%d" % (folder, i), "wb") as file:
            file.write(octets + b"\n")
        forms = {octets, base64.b64encode(octets), octets.hex().encode()}
        for before in range(3):
            whole = base64.b64encode(b"\0" * before + octets)
            forms.add(whole[(before * 8 + 5) // 6:(before + len(octets)) * 8 // 6])
        with open("%s/forms.%d" % (folder, i), "wb") as file:
            file.write(b"".join(f + b"\n" for f in forms if len(f) > 5))
with open(folder + "/users", "ab") as users:
    for i, secret in enumerate(others):
        octets = secret.encode()
        users.write(b"o%d@example.test:{PLAIN.b64}%s::::::\n"
                    % (i, base64.b64encode(octets)))
        with open("%s/other.%d" % (folder, i), "wb") as file:
            file.write(octets + b"\r\n")
print(len(secrets))
END

mechanisms="plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 apop"

# Every mechanism, and a password for each user.
add_users()
{
	cat >>"$dovecot/dovecot.conf" <<-END
		auth_mechanisms = $mechanisms
		auth_username_format = %u
		auth_verbose = yes
		auth_failure_delay = 0
		passdb {
		  driver = passwd-file
		  args = username_format=%u $tmp/users
		}
	END
}

configure_with_users()
{
	configure_dovecot
	add_users
}

make_certificates
dovecot=$tmp/dovecot
read_set_up tls-1.2-1.3
disable_plaintext=yes
mkdir -p "$dovecot"
chmod 755 "$dovecot"
chmod 644 "$tmp/users"
write_openssl_conf "$dovecot/openssl.cnf" "$tls_min" "$tls_max"
start_server "$dovecot/log" 'starting up' configure_with_users \
	timeout 300 dovecot -F -c "$dovecot/dovecot.conf"

# sign_in NUMBER ARGUMENT...
sign_in()
{
	number=$1
	shift
	run_program mailbox --ca-file "$certs/ca.pem" \
		--resolve "$host:$address" --tls 1.3 --no-follow-up --transcript \
		--user "u$number@example.test" \
		--password-file "$tmp/secret.$number" \
		-v -o text -o xml="$tmp/report.xml" -o json="$tmp/report.json" \
		-o html="$tmp/report.html" "$@"
}

# No form of the secret may be anywhere in what was written, but where the
# program would write it for any other.
expect_hidden()
{
	if [ -s "$tmp/forms.$1" ] && grep -aFf "$tmp/forms.$1" "$tmp/stdout" \
		"$tmp/stderr" "$tmp/report.xml" "$tmp/report.json" \
		"$tmp/report.html" | head -n 3 | cut -c 1-300 | grep .; then
		fail "secret $1 is told"
	fi
}

count=$(ls "$tmp"/secret.* | wc -l)
[ "$count" -ge 20 ] || fail "only $count secrets"

# taken_by TIMES MECHANISM...
taken_by()
{
	times=$1
	shift
	for mechanism; do
		[ "$(xpath "count(//m:login[@mechanism='$mechanism' and
			@answer='positive'])")" = "$times" ] ||
			fail "secret $number is not taken by $mechanism"
	done
}

# DIGEST-MD5 knows two character sets, and Dovecot one.
latin1=13

say "every secret by every mechanism"
number=0
while [ "$number" -lt "$count" ]; do
	# In POP3 there is nothing that could be quoted wrongly.
	urls="imaps://$host:$imaps_port"
	times=1
	if [ $((number % 5)) = 0 ]; then
		urls="$urls pop3s://$host:$pop3s_port"
		times=2
	fi
	sign_in "$number" --each-mechanism $urls
	expect_exit 0
	expect_hidden "$number"
	taken_by $times SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN
	[ "$number" = $latin1 ] || taken_by $times DIGEST-MD5
	taken_by 1 "LOGIN command"
	[ $times = 1 ] || taken_by 1 APOP "USER and PASS"
	number=$((number + 1))
done

say "secrets that SASLprep changes"
for number in 0 1 2 3; do
	run_program mailbox --ca-file "$certs/ca.pem" \
		--resolve "$host:$address" --tls 1.3 --no-follow-up \
		--user "o$number@example.test" \
		--password-file "$tmp/other.$number" \
		-o xml="$tmp/report.xml" "imaps://$host:$imaps_port"
	expect_exit 0
	[ "$(xpath "count(//m:login[@sent='true'])")" = 1 ] ||
		fail "not one try"
done

say "nothing is left in memory, and a signal leaves no core"
if ! grep -q 'fsanitize' "$builddir/config.log"; then
	python3 "$srcdir/tests/integration/mailbox/mailbox_memory.py" "$tmp/forms.1" \
		"$builddir/mailsonde-mailbox" mailbox --ca-file "$certs/ca.pem" \
		--resolve "$host:$address" --transcript -v \
		--user u1@example.test --password-file "$tmp/secret.1" \
		"imaps://$host:$imaps_port" "pop3s://$host:$pop3s_port" \
		"imap://$host:$imap_port" "pop3://$host:$pop3_port" \
		>"$tmp/found" 2>&1 || fail "$(cat "$tmp/found")"
fi
