#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What a peer could do that had taken over a probe: nothing with files and
# programs. And what the probes and outputs need works all the same.
. "$(dirname "$0")/../lib.sh"
require python3 xmllint
: "${ESCAPE:=$builddir/tests/integration/hostile/escape.so}"

kind=$("$MAILSONDE" --version | sed -n 's/^probes are confined by: //p')
[ -n "$kind" ] || fail "--version does not say by what probes are confined"

start_standin --listen imap:implicit
plain=$MAILSONDE
# A sanitizer wants to be first, and needs not.
ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0
cat >"$tmp/escaping" <<END
#!/bin/sh
LD_PRELOAD='$ESCAPE' exec '$MAILSONDE' "\$@"
END
chmod +x "$tmp/escaping"
mkdir "$tmp/secret" "$tmp/output" "$tmp/store" "$tmp/style"
echo secret >"$tmp/secret/file"
ESCAPE_READ=$tmp/secret/file
ESCAPE_WRITE=$tmp/secret/new
export ESCAPE_READ ESCAPE_WRITE

expect_held() # what no confined program can do
{
	case $kind in
	*Landlock*)
		expect_tried reading fails
		expect_tried writing fails
		[ ! -e "$ESCAPE_WRITE" ] || fail "a file was made"
		;;
	esac
	case $kind in
	*seccomp*) expect_tried running fails ;;
	esac
}

expect_tried() # WHAT HOW
{
	grep -q "^escape: $1 $2\$" "$tmp/stderr" || fail "$1: not \"$2\""
}

common="--ca-file $certs/ca.pem --resolve $host:$address"
say "from inside a probe, with $kind"
MAILSONDE=$tmp/escaping
run_program $common -o text -o xml="$tmp/output/report.xml" $urls
expect_exit 0
[ -s "$tmp/output/report.xml" ] || fail "there is no report"
expect_held
case $kind in
*seccomp*) expect_tried listening fails ;;
esac
if grep -q "works" "$tmp/stderr" && [ "$kind" = "Landlock and seccomp" ]; then
	fail "something works: $(cat "$tmp/stderr")"
fi

if [ -x "$builddir/mailsonde-mailbox" ]; then
	say "from inside a login"
	echo secret >"$tmp/password"
	run_program mailbox --user jo@example.test --password-file "$tmp/password" $common \
		$urls
	expect_held
fi

if [ -x "$builddir/mailsonde-token" ]; then
	say "from inside a request for a token"
	run_program token --provider google --client-id x --flow device \
		--store "$tmp/store/token" --timeout 1 --connect-to ::127.0.0.1:9
	expect_held
fi

if [ -x "$builddir/mailsonde-html" ]; then
	say "from inside a stylesheet"
	echo '<xsl:stylesheet version="1.0"
		xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>' \
		>"$tmp/style/none.xsl"
	run_program report "$tmp/output/report.xml" -o html="$tmp/output/page" \
		--stylesheet "$tmp/style/none.xsl"
	expect_held
fi

if [ -x "$builddir/mailsonde-discover" ]; then
	say "from inside a search"
	run_program discover user@example.test --timeout 1 \
		--dns-server 127.0.0.1@9 \
		--connect-to autoconfig.example.test:443:127.0.0.1:9
	expect_held
fi

if [ -x "$builddir/mailsonde-serve" ]; then
	say "from inside a visitor's check"
	free_port
	"$MAILSONDE" serve --listen "127.0.0.1:$port" --allow-private \
		>"$tmp/served" 2>"$tmp/stderr" 9>&- &
	children="$children $!"
	until grep -q 'Open http' "$tmp/served"; do sleep 0.1; done
	python3 - "http://127.0.0.1:$port/api/check" "${urls##* }" <<-'END' ||
		import json, sys, urllib.request
		urllib.request.urlopen(urllib.request.Request(
			sys.argv[1], json.dumps({"settings": sys.argv[2]
			.replace("mail.example.test", "127.0.0.1")}).encode(),
			{"Content-Type": "application/json"}), timeout=30).read()
	END
		fail "the visitor is not answered"
	expect_held
fi

say "outputs of all kinds, and names"
MAILSONDE=$plain
mkfifo "$tmp/pipe"
cat "$tmp/pipe" >"$tmp/piped" &
reader=$!
cd "$tmp/output"
run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
	-o xml=here.xml -o text=/dev/null -o json="$tmp/pipe" \
	-o html="$tmp/page.html" $urls
expect_exit 0
wait "$reader"
for file in "$tmp/output/here.xml" "$tmp/piped" "$tmp/page.html"; do
	[ -s "$file" ] || fail "$file was not written"
done
cd "$tmp"
run_program --timeout 3 "imaps://localhost:${urls##*:}"
grep -q "localhost:.*implicit TLS.*yes" "$tmp/stdout" ||
	fail "localhost was not found"

if [ -x "$builddir/mailsonde-html" ]; then
	say "a stylesheet of several files, applied by a program of its own"
	mkdir "$tmp/styles"
	cat >"$tmp/styles/part.xsl" <<-'END'
		<xsl:stylesheet version="1.0"
			xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
			<xsl:template name="part">part</xsl:template>
		</xsl:stylesheet>
	END
	cat >"$tmp/styles/whole.xsl" <<-'END'
		<xsl:stylesheet version="1.0"
			xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
			<xsl:include href="part.xsl"/>
			<xsl:template match="/"><page>
				<xsl:call-template name="part"/>
				<xsl:value-of select="document('near.xml')"/>
				<xsl:value-of select="document('../secret/far.xml')"/>
			</page></xsl:template>
		</xsl:stylesheet>
	END
	echo '<a>near</a>' >"$tmp/styles/near.xml"
	echo '<a>far</a>' >"$tmp/secret/far.xml"
	run_program $common -o html="$tmp/styled" \
		--stylesheet "$tmp/styles/whole.xsl" $urls
	expect_exit 0
	grep -q partnear "$tmp/styled" || fail "the stylesheet was not applied"
	case $kind in
	*Landlock*)
		if grep -q far "$tmp/styled"; then
			fail "a stylesheet reads files from elsewhere"
		fi
		;;
	esac
fi
