#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# While mailsonde signs in and sends, none of its processes tells the secret in
# its arguments or its environment, from wherever the secret came.
. "$(dirname "$0")/../lib.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require python3 openssl xmllint

make_certificates
exchange=$tmp/exchange
here=$srcdir/tests/integration/mailbox
mkdir "$exchange"
secret=pl4nted-horse-battery
printf '%s\n' "$secret" >"$exchange/password"
{
	cat "$exchange/password"
	printf %s "$secret" | base64
	printf '\0jo@example.test\0%s' "$secret" | base64
} >"$exchange/forms"
echo icalendar none >"$exchange/mood"
python3 "$here/exchange_server.py" "$exchange" \
	"$certs/good.pem" "$address" <"$tmp/hold" 2>"$exchange/err" 9>&- &
children="$children $!"
timeout 30 sh -c 'until [ -e "$0" ]; do sleep 0.1; done' "$exchange/ports"
read -r imap_port pop3_port smtp_port <"$exchange/ports"

# The helper that knows the password looks at who asked for it.
cat >"$tmp/tell" <<END
#!/bin/sh
python3 "$here/processes.py" "$exchange/forms" "\$(cat "$exchange/pid")" \
	>>"$exchange/looked"
cat "$exchange/password"
END
chmod +x "$tmp/tell"

# look MOOD ARGUMENT...: what the processes tell while that goes on.
look()
{
	where="$*: "
	echo "icalendar none $1" >"$exchange/mood"
	rm -f "$exchange/looked"
	shift
	status=0
	timeout --foreground 60 sh -c 'echo $$ >"$0"; exec "$@"' \
		"$exchange/pid" "$MAILSONDE" mailbox --user jo@example.test \
		--tls 1.3 --no-follow-up --ca-file "$certs/ca.pem" \
		--resolve "$host:$address" -o text -o xml="$tmp/report.xml" "$@" \
		"imaps://$host:$imap_port" "pop3s://$host:$pop3_port" \
		"submissions://$host:$smtp_port" \
		>"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	expect_exit 0
	grep -q 'looked at mailsonde-mail' "$exchange/looked" ||
		fail "not looked at: $(cat "$exchange/looked")"
	! grep told "$exchange/looked" || fail "a process tells the secret"
}

where="a process that tells it: "
python3 -c 'import os, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:3], str(os.getpid())])' \
	"$here/processes.py" "$exchange/forms" "$secret" >"$tmp/seen"
grep -q 'told in the arguments' "$tmp/seen" || fail "it is not seen"

look look=Imap.EXAMINE --password-file "$exchange/password"
look look=Smtp.DATA --round-trip --arrival 5 \
	--password-file "$exchange/password"
look look=Pop3.STAT --password-command "$tmp/tell"
look "" --password-command "$tmp/tell"
