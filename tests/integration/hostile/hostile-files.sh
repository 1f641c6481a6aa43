#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Text of files that turns lines around, hides or controls a terminal is shown
# as what it is, in every format, as that of a server is.
. "$(dirname "$0")/../lib.sh"
require python3
LC_ALL=C.UTF-8
export LC_ALL

# U+202E, U+2066, U+0085, U+2028, U+009B
odd=$(printf '\342\200\256x\342\201\246\302\205\342\200\250\302\233')
cat >"$tmp/hostile.xml" <<END
<profile xmlns="urn:mailsonde:profile:1" name="hostile" title="title$odd">
<note>note$odd</note>
<domain>example.test</domain>
<source title="source$odd" looked-up="2026-01-01"
	certainty="confirmed">words$odd</source>
<endpoint service="imap" host="127.0.0.1" port="1" mode="implicit"
	user-name="user$odd">
<tls version="1.2" expect="allowed" note="claim$odd"/>
<greeting product="product$odd"><pattern>.</pattern></greeting>
</endpoint></profile>
END

expect_shown() # FILE
{
	python3 - "$1" <<-'END' || fail "$program_arguments: odd characters"
		import sys, unicodedata
		text = open(sys.argv[1], encoding="utf-8").read()
		sys.exit(any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")
		             and c not in "\n\t" for c in text))
	END
}

for format in text ticket xml html json jsonl csv junit sarif tap nagios \
	openmetrics; do
	run_program -v --timeout 1 --no-follow-up -o "$format=$tmp/out" \
		"$tmp/hostile.xml"
	case $status in 1 | 2) ;; *) fail "$format: status $status" ;; esac
	expect_shown "$tmp/out"
done
for arguments in settings "settings -o profile" \
	"setup --unverified --user user@example.test --client thunderbird"; do
	# shellcheck disable=SC2086 # words
	run_program $arguments "$tmp/hostile.xml"
	expect_exit 0
	expect_shown "$tmp/stdout"
done

say "a profile that was written means the same"
run_program settings -o profile "$tmp/hostile.xml"
cp "$tmp/stdout" "$tmp/written.xml"
run_program settings -o profile "$tmp/written.xml"
[ "$(sed 1,3d "$tmp/stdout")" = "$(sed 1,3d "$tmp/written.xml")" ] ||
	fail "it changes when it is read again"

say "anchors from what never ends, or never begins"
mkfifo "$tmp/fifo"
truncate -s 2G "$tmp/sparse"
bound=10
for file in /dev/zero "$tmp/fifo" "$tmp/sparse"; do
	run_program --ca-file "$file" imaps://127.0.0.1:1
	expect_exit 65
	(
		ulimit -v 4000000 && "$MAILSONDE" --version >/dev/null 2>&1 ||
			exit 0 # with a sanitizer
		ulimit -v 400000
		status=0
		"$MAILSONDE" --ca-file "$file" imaps://127.0.0.1:1 \
			2>"$tmp/stderr" || status=$?
		[ "$status" = 65 ]
	) || fail "$file takes too much memory: $(cat "$tmp/stderr")"
done

say "a pipe that nobody writes to keeps nobody waiting"
run_program --ca-file "$tmp/fifo" --policy "$tmp/fifo" imaps://127.0.0.1:1
expect_exit 65
if [ -x "$builddir/mailsonde-token" ]; then
	run_program token --store "$tmp/fifo"
	expect_exit 65
fi

say "a book of words: neither minutes nor all of the memory"
: "${MEASURED:=$builddir/tests/integration/hostile/measured}"
bound_kb=262144
if ! (ulimit -v 4000000 && "$MAILSONDE" --version) >/dev/null 2>&1; then
	bound_kb=4000000 # with a sanitizer
fi
for line in imap 'imap server a.example port 993 ssl' 'imap,a.example,993,ssl' \
	'x' 'a.example' '[a]' 'host = a.example'; do
	yes "$line" | head -c 4000000 >"$tmp/book"
	"$MEASURED" "$tmp/measured" timeout 60 "$MAILSONDE" settings \
		"$tmp/book" >"$tmp/stdout" 2>"$tmp/stderr"
	read -r status used peak <"$tmp/measured"
	expect_exit 65
	say "$line: $used ms, $peak kB"
	[ "$peak" -lt $bound_kb ] || fail "$line: it takes $peak kB"
done

[ -x "$builddir/mailsonde-html" ] || exit 0
say "a stylesheet is a file, and nothing that never begins or never ends"
bound=20
run_program -q --timeout 1 --no-follow-up -o xml="$tmp/kept.xml" \
	imaps://127.0.0.1:1
expect_exit 1
for file in /dev/zero "$tmp/fifo" "$tmp"; do
	run_program -q --timeout 1 --no-follow-up --stylesheet "$file" \
		-o html="$tmp/page.html" imaps://127.0.0.1:1
	expect_exit 65
	expect_words stderr 'not a regular file'
	run_program report --stylesheet "$file" -o html="$tmp/page.html" \
		"$tmp/kept.xml"
	expect_exit 65
	expect_words stderr 'not a usable XSLT stylesheet'
done

run_program report --stylesheet "$tmp/nowhere.xsl" -o html="$tmp/page.html" \
	"$tmp/kept.xml"
expect_exit 65
expect_words stderr 'nowhere.xsl: No such file'

say "what a stylesheet names is a file beside or below it, too"
mkdir -p "$tmp/styles/below"
mkfifo "$tmp/styles/fifo"
echo '<a>outside</a>' >"$tmp/outside.xml"
echo '<a>beside</a>' >"$tmp/styles/beside.xml"
echo '<a>below</a>' >"$tmp/styles/below/one file.xml"

# styled HREF: the text of that document, if it can be read
styled()
{
	cat >"$tmp/styles/style.xsl" <<-END
		<xsl:stylesheet version="1.0"
		  xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
		<xsl:template match="/"
		  ><p>[<xsl:value-of select="document('$1')/a"/>]</p
		></xsl:template></xsl:stylesheet>
	END
	run_program report --stylesheet "$tmp/styles/style.xsl" -o html \
		"$tmp/kept.xml"
	expect_exit 0
}
for href in beside.xml below/one%20file.xml ./below/../beside.xml; do
	styled "$href"
	expect_words stdout '\[be'
done
for href in fifo ../outside.xml below/../../outside.xml "$tmp/outside.xml" \
	"file://$tmp/outside.xml" - /dev/zero; do
	styled "$href"
	expect_words stdout '\[\]'
done
for href in fifo ../outside.xml; do
	cat >"$tmp/styles/style.xsl" <<-END
		<xsl:stylesheet version="1.0"
		  xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
		<xsl:import href="$href"/></xsl:stylesheet>
	END
	run_program report --stylesheet "$tmp/styles/style.xsl" -o html \
		"$tmp/kept.xml"
	expect_exit 65
	expect_words stderr "unable to load $href"
done
