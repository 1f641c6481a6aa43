#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The key's password leaves the environment, and the key stays in a process of
# its own, which has no connection.
. "$(dirname "$0")/../lib.sh"
require openssl python3

cd "$tmp"
secret=correct-horse-battery-staple
openssl req -x509 -newkey rsa:2048 -days 9 -subj /CN=auditor -keyout key.pem \
	-passout "pass:$secret" -out cert.pem 2>openssl.log || fail "no key"
cat key.pem cert.pem >signer.pem

# has_secret PROCESS: whether its memory does, environment and all.
has_secret()
{
	python3 - "$1" "$secret" <<-'END'
		import sys
		process, secret = sys.argv[1], sys.argv[2].encode()
		found = secret in open("/proc/%s/environ" % process, "rb").read()
		memory = open("/proc/%s/mem" % process, "rb", 0)
		for line in open("/proc/%s/maps" % process):
		    begin, end = (int(x, 16) for x in line.split()[0].split("-"))
		    if "rw" not in line.split()[1]:
		        continue
		    memory.seek(begin)
		    try:
		        found |= secret in memory.read(end - begin)
		    except OSError:
		        pass
		sys.exit(0 if found else 1)
	END
}

say "somebody who takes calls, and says nothing"
python3 -c 'import socket, time
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
time.sleep(60)' >port 9>&- &
children="$children $!"
until [ -s port ]; do sleep 0.1; done
port=$(cat port)

# begin OPTION...: begins a check of it, until it has connected: then the key is
# in its place.
begin()
{
	MAILSONDE_KEY_PASSWORD=$secret "$MAILSONDE" --sign signer.pem "$@" \
		"imaps://127.0.0.1:$port" >stdout 2>stderr 9>&- &
	process=$!
	children="$children $process"
	tries=0
	until ls -l "/proc/$process/fd" 2>/dev/null | grep -q eventfd &&
		grep -q ":$(printf %04X "$port") 01" /proc/net/tcp; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || break
		sleep 0.1
	done
}

begin -o xml=r.xml --timeout 4
keeper=$(cat "/proc/$process/task/$process/children" 2>/dev/null)
keeper=${keeper%% *}
[ "$keeper" ] || fail "no process holds the key"
! grep -q "$secret" "/proc/$process/environ" || fail "in the environment"
! has_secret "$process" || fail "in the memory of the process that probes"
if [ -r "/proc/$keeper/environ" ]; then # by root alone
	! grep -q "$secret" "/proc/$keeper/environ" || fail "in the keeper's"
	files=$(ls "/proc/$keeper/fd" | tr '\n' ' ')
	[ "$files" = "0 1 2 3 " ] || fail "it has other files: $files"
fi
grep -q 'Max core file size *0 *0' "/proc/$keeper/limits" ||
	fail "it may dump its core"
wait "$process" || :
[ -s r.xml.p7s ] || fail "not signed: $(cat stderr)"
openssl cms -verify -binary -inform DER -in r.xml.p7s -content r.xml \
	-CAfile cert.pem -purpose any -out /dev/null 2>openssl.log ||
	fail "openssl does not agree: $(head -n 2 openssl.log)"
[ ! -d "/proc/$keeper" ] || fail "the keeper stays"

say "an interrupt still signs what is known"
begin -o xml=i.xml --timeout 60
handles_signals "$process"
kill -TERM "$process"
wait "$process" || :
run_program report -q --verify i.xml --ca-file cert.pem
expect_exit 0

say "the wrong password, and none"
MAILSONDE_KEY_PASSWORD=wrong
export MAILSONDE_KEY_PASSWORD
run_program --sign signer.pem -o xml=w.xml "imaps://127.0.0.1:$port"
expect_exit 65
expect_words stderr 'right password'
unset MAILSONDE_KEY_PASSWORD
run_program --sign signer.pem -o xml=w.xml "imaps://127.0.0.1:$port"
expect_exit 65
expect_words stderr 'right password'
