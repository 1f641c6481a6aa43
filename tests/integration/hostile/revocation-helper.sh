#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The program that asks issuers, taken over by what they answered: it dies,
# sleeps, talks without an end or talks nonsense. The run ends in time, nothing
# that it says becomes a verdict, and it can do nothing to this computer.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/tls/issuer.sh"
: "${ESCAPE:=$builddir/tests/integration/hostile/escape.so}"
: "${MEASURED:=$builddir/tests/integration/hostile/measured}"

make_authority ca
leaf asked ca asked ""
serve asked
python=$(command -v python3)
mkdir helpers
MAILSONDE_EXEC_PATH=$tmp/helpers
export MAILSONDE_EXEC_PATH

# helper: the program, from standard input
helper()
{
	{
		echo "#!$python"
		echo 'import os, signal, struct, sys, time'
		# What it began to ask: one question of a URL and a request.
		cat <<-'END'
			def question():
			    head = b""
			    while len(head) < 24:
			        head += os.read(0, 24 - len(head)) or sys.exit()
			    number, _, url, request = struct.unpack("4I", head[:16])
			    os.read(0, url), os.read(0, request)
			    return number
			def answer(number, body, octets=None, failed=0):
			    octets = len(body) if octets is None else octets
			    os.write(1, struct.pack("3I", number, failed, octets) + body)
		END
		cat
	} >helpers/mailsonde-revocation
	chmod +x helpers/mailsonde-revocation
}

# expect_unheard WORDS SECONDS
expect_unheard()
{
	began=$(date +%s%3N)
	"$MEASURED" "$tmp/measured" timeout 60 "$MAILSONDE" --ca-file ca.pem \
		--resolve "$host:$address" --revocation --allow-private \
		--timeout 2 -o text -o xml="$tmp/report.xml" "pop3s://$host:$port" \
		>"$tmp/stdout" 2>"$tmp/stderr" 9>&- || :
	elapsed=$(($(date +%s%3N) - began))
	check_report
	read -r status _ peak <"$tmp/measured"
	[ "$elapsed" -le $((($2 + slack) * 1000)) ] ||
		fail "$elapsed ms, more than $2 s"
	[ "$peak" -le "$most" ] || fail "$peak kB"
	[ "$(xpath 'string(//m:probe[1]/m:tls/m:revocation/@result)')" = unheard ] ||
		fail "a verdict: $(xpath 'string(//m:probe[1]/m:tls/m:revocation/@result)')"
	case $(xpath 'string(//m:probe[1]/m:tls/m:revocation)') in
	*"$1"*) ;;
	*) fail "not '$1'" ;;
	esac
	expect_status certificate-trust pass
}

most=65536
if ! (ulimit -v 4000000 && "$MAILSONDE" --version) >/dev/null 2>&1; then
	most=4000000 # with a sanitizer
fi

say "it dies before, and while it is asked"
helper <<-'END'
END
expect_unheard 'has ended' 2
helper <<-'END'
	question()
	os.kill(os.getpid(), signal.SIGSEGV)
END
expect_unheard 'has ended' 2

say "it sleeps, with or without half an answer"
helper <<-'END'
	time.sleep(50)
END
expect_unheard 'no answer in time' 5
helper <<-'END'
	answer(question(), b"half", 5000)
	time.sleep(50)
END
expect_unheard 'no answer in time' 5

say "it talks without an end"
helper <<-'END'
	question()
	while True: answer(7, bytes(60000))
END
expect_unheard 'no answer in time' 5
helper <<-'END'
	while True: os.write(1, b"\xff" * 60000)
END
expect_unheard 'has ended' 2

say "it says much at once, and falls silent or ends"
for then in 'time.sleep(50)' 'sys.exit()'; do
	helper <<-END
		number = question()
		other = struct.pack("3I", number + 1, 0, 0)
		words = b"heard after all\0"
		os.write(1, other * 99 + struct.pack("3I", number, 1, len(words)) + words)
		$then
	END
	expect_unheard 'heard after all' 2
done

say "it talks nonsense"
helper <<-'END'
	number = question()
	answer(number + 1, b"no", failed=1)
	answer(number, b"no NUL at its end", failed=1)
	time.sleep(50)
END
expect_unheard 'no answer' 2
helper <<-'END'
	answer(question(), b"\x30\x03\x0a\x01\x00")
	time.sleep(50)
END
expect_unheard '' 2

say "what it may do to this computer"
kind=$("$MAILSONDE" --version | sed -n 's/^probes are confined by: //p')
ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0
echo secret >"$tmp/secret"
ESCAPE_READ=$tmp/secret ESCAPE_WRITE=$tmp/new
export ESCAPE_READ ESCAPE_WRITE
cat >helpers/mailsonde-revocation <<END
#!/bin/sh
LD_PRELOAD='$ESCAPE' exec '$builddir/mailsonde-revocation' "\$@"
END
expect_unheard '' 7
case $kind in
*Landlock*) tried='reading writing' ;;
*) tried= ;;
esac
case $kind in
*seccomp*) tried="$tried running listening" ;;
esac
for what in $tried; do
	grep -q "^escape: $what fails\$" "$tmp/stderr" ||
		fail "$what is not refused: $(cat "$tmp/stderr")"
done
stop_serving
