#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The page: whole by itself, safe whatever a server said, built for screen
# readers, and laid out by a browser at three widths and on paper. And that a
# stylesheet of somebody's own can do no harm.
. "$(dirname "$0")/lib.sh"
require xmllint pdftotext openssl

chromium=$(command -v chromium || command -v chromium-browser || :)
[ -n "$chromium" ] || require chromium
html=$builddir/mailsonde-html
[ -x "$html" ] || {
	echo "skipped: this build has no mailsonde-html (--without-html)"
	exit 77
}

# browse ARGUMENT...: the browser, with nothing but the file to be read
browse()
{
	timeout -k 5 60 "$chromium" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--no-first-run --disable-background-networking \
		--disable-component-update --disable-sync \
		--host-resolver-rules='MAP * ~NOTFOUND' --hide-scrollbars \
		--user-data-dir="$tmp/browser" "$@" 2>"$tmp/browser.err" 9>&-
}

page=$tmp/page.html
# make_page XML
make_page()
{
	where="$(basename "$1"): "
	shown=yes
	"$html" <"$1" >"$page" 2>"$tmp/stderr" || fail "no page"
	[ ! -s "$tmp/stderr" ] || fail "$(cat "$tmp/stderr")"
	xmllint --html --noout --nowarning "$page" 2>"$tmp/lint" || fail "no HTML"
	# HTML 5 is unknown to it, and so are its elements.
	grep 'error :' "$tmp/lint" | grep -v 'Tag [a-z]* invalid' >"$tmp/errors" || :
	[ ! -s "$tmp/errors" ] || fail "$(head -n 5 "$tmp/errors")"
	xmllint --html --xmlout "$page" >"$tmp/page.xml" 2>/dev/null
}

# count XPATH, expect_count NUMBER XPATH
count()
{
	xmllint --xpath "count($1)" "$tmp/page.xml"
}
expect_count()
{
	found=$(count "$2")
	[ "$found" = "$1" ] || fail "$found, not $1, of $2"
}

# Nothing is fetched or run, and nothing that was said became an element.
check_safety()
{
	expect_count 0 '//script | //iframe | //object | //embed | //link | //img | //base | //form | //input'
	expect_count 0 '//@style | //@src | //@*[starts-with(name(), "on")]'
	expect_count 0 '//@href[not(starts-with(., "#") or starts-with(., "https://") or starts-with(., "http://"))]'
	expect_count 0 '//@href[not(starts-with(., "#"))][not(parent::a/@rel)]'
	expect_count 1 '/html/head/meta[@http-equiv="Content-Security-Policy"][contains(@content, "default-src '"'none'"'")]'
	expect_count 0 '/html/head/meta[@http-equiv="Content-Security-Policy"]/preceding-sibling::style'
	expect_count 1 '//style'
	digest=$(awk 'BEGIN { RS = "</style>" } NR == 1 {
			printf "%s", substr($0, index($0, "<style>") + 7) }' "$page" |
		openssl dgst -sha256 -binary | openssl base64)
	grep -q -F "style-src 'sha256-$digest';" "$page" ||
		fail "the digest of the style is sha256-$digest"
	if xmllint --xpath 'string(//style)' "$tmp/page.xml" |
		grep -q -i -e 'url(' -e '@import'; then
		fail "the style loads something"
	fi
	if grep -q "[$(printf '\001-\010\013\014\016-\037\177')]" "$page"; then
		fail "control octets"
	fi
}

# What a screen reader goes by.
check_structure()
{
	expect_count 1 '/html[@lang="en"]/head/title[string-length(.) > 10]'
	expect_count 1 '//meta[@name="viewport"]'
	expect_count 1 '//h1'
	expect_count 1 '//main'
	expect_count 1 '/html/body/header'
	expect_count 1 '/html/body/footer'
	expect_count 1 '//nav[@aria-label]'
	expect_count 0 '//section[not(@aria-labelledby = .//h2/@id)]'
	expect_count 0 '//table//th[not(@scope)]'
	expect_count 0 '//table[not(caption)]'
	expect_count 0 '//svg[not(@role = "img")] | //svg[not(title)]'
	expect_count 0 '//a[starts-with(@href, "#")][not(substring(@href, 2) = //@id)]'
	expect_count 0 '//h3[not(preceding::h2)] | //h4[not(preceding::h3)]'
	xmllint --xpath '//@id' "$tmp/page.xml" | sort | uniq -d >"$tmp/twice"
	[ ! -s "$tmp/twice" ] || fail "ids twice: $(cat "$tmp/twice")"
	# A colour says nothing that a sign or a word does not.
	expect_count 0 '//*[contains(concat(" ", @class), " mark ")][string-length(normalize-space(.)) < 6]'
}

# Asks the browser how wide the page gets, by a script that only this copy of
# it may run. A window has a least width; a frame has none.
measure='<script>
var wide = [];
document.querySelectorAll("body *").forEach(function (e) {
	var box = e.getBoundingClientRect();
	if (!e.closest(".scroll, .hidden, .skip, thead") && box.width &&
		(box.right > innerWidth + 1 || box.left < -1))
		wide.push(e.tagName + "." + e.getAttribute("class"));
});
parent.postMessage("measured " + innerWidth + " " +
	document.documentElement.scrollWidth + " " + wide.slice(0, 5).join(" "), "*");
</script>'
check_width()
{
	sed -e 's/Content-Security-Policy/nothing/' "$page" >"$tmp/measured.html"
	echo "$measure" >>"$tmp/measured.html"
	cat >"$tmp/frame.html" <<-END
		<!DOCTYPE html><script>
		onmessage = function (e) { document.body.textContent = e.data; };
		</script><body><iframe src="measured.html" width="$1" height="900"
		style="border: 0" scrolling="no"></iframe>
	END
	browse --window-size=1600,900 --virtual-time-budget=5000 --dump-dom \
		"file://$tmp/frame.html" >"$tmp/dom" ||
		fail "the browser fails: $(tail -n 3 "$tmp/browser.err")"
	said=$(grep -o 'measured [0-9][^<]*' "$tmp/dom" | tail -n 1)
	case "$said " in
	"measured $1 $1  "* | "measured $1 $1 ") ;;
	*) fail "at $1 pixels: ${said:-nothing was measured}" ;;
	esac
}

# On paper no word leaves the margins, and what is folded up is shown.
check_paper()
{
	sed -e "s/@page { margin: 15mm; }/@page { size: $1; margin: 15mm; }/" \
		-e 's/Content-Security-Policy/nothing/' \
		"$page" >"$tmp/paper.html"
	browse --no-pdf-header-footer --print-to-pdf="$tmp/page.pdf" \
		"file://$tmp/paper.html" >/dev/null ||
		fail "the browser fails: $(tail -n 3 "$tmp/browser.err")"
	pdftotext -bbox "$tmp/page.pdf" "$tmp/words" 2>/dev/null ||
		fail "no PDF"
	# 15 mm are 42.5 points.
	tr '\n' ' ' <"$tmp/words" | sed 's/<page\|<word/\n&/g' |
		awk -F '"' -v format="$1" '
		/^<page/ { width = $2; height = $4; pages++ }
		/^<word/ { words++; # xMin, yMin, xMax, yMax
			if ($6 > width - 42 || $2 < 42 || $8 > height - 30) {
				print "    outside: " $0; bad = 1 } }
		END { if (format == "A4" && (width < 594 || width > 596)) bad = 1
			if (!words || !pages) bad = 1
			exit bad }' || fail "$1: words outside of the margins"
	for word in "$@"; do
		[ "$word" = "$1" ] && continue
		grep -q -F -e ">$word" "$tmp/words" ||
			fail "$1: '$word' is not printed"
	done
}

golden=$srcdir/tests/golden
for report in "$golden"/report-*.xml; do
	make_page "$report"
	check_safety
	check_structure
done

say "what a page must say"
make_page "$golden/report-judged.xml"
expect_count 2 '//article[@class="policy"]'
expect_count 1 '//td[contains(., "Does not count: a scanner of 2009 needs it")]'
expect_count 1 '//*[@class="policy"]//th[contains(., "KEX-004")][contains(., "source not confirmed")][contains(., "SHOULD NOT")]'
expect_count 1 '//*[@class="policy"]//td[contains(., "Why not: needs a ClientHello")]'
expect_count 1 '//article[@id="policy-rfc9325"]//tr[contains(., "VER-003")][contains(., "failed")]//a[@href="https://www.rfc-editor.org/rfc/rfc8996"]'
expect_count 1 '//tr[contains(., "VER-010")]//li[contains(., "Level: MAY")][contains(., "old <phones> (until 2027-06-30)")]'
expect_count 3 '//svg[@class="timeline"]'
expect_count 1 '//svg[@class="matrix"][title][desc][count(rect) = 12]'
expect_count 6 '//svg[@class="life"]'
expect_count 0 '//*[@class="transcript"]'
for width in 400 800 1400; do check_width $width; done
check_paper A4 Stages, handshake
check_paper letter

make_page "$golden/report-several.xml"
expect_count 2 '//article[@class="cause"]'
expect_count 1 '//p[@class="verdict fail"][contains(., "Failed")]'
expect_count 1 '//svg[@class="matrix"]/rect[@class="cell warning"]'
check_width 400

say "hostile words stay words"
make_page "$golden/report-hostile.xml"
grep -q -F '&lt;script&gt;alert(1)&lt;/script&gt;' "$page" ||
	fail "the banner is not there"
expect_count 1 '//dd[contains(., "\x1b]0;owned\x07 <script>alert(1)</script> ]]> &amp; \x00NUL")][contains(@class, "mono")]'
for width in 400 800; do check_width $width; done
check_paper A4

say "and those of the stand-in, of 16 KiB in a line"
start_standin --fault control-octets --listen imap:explicit \
	--fault endless-line --listen imap:implicit \
	--fault garbage --listen smtp:explicit
for flag in --transcript --no-follow-up; do
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" -q \
		--timeout 3 $flag -o xml="$tmp/report.xml" \
		-o html="$tmp/report.html" $urls
	make_page "$tmp/report.xml"
	cmp "$page" "$tmp/report.html" || fail "not the same page"
	check_safety
	check_structure
	check_width 400
	if [ $flag = --transcript ]; then
		[ "$(count '//*[@class="transcript"]')" -gt 2 ] ||
			fail "no transcripts"
	else
		expect_count 0 '//*[@class="transcript"]'
	fi
done

say "bars of stages follow each other, in either mode"
where=
start_standin --listen imap:explicit --listen pop3:implicit
run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" -q \
	-o html="$page" $urls
expect_exit 0
xmllint --html --xmlout "$page" >"$tmp/page.xml" 2>/dev/null
# Each begins where another one ends, but for the first of each connection.
xmllint --xpath '//svg[@class="timeline"]/rect' "$tmp/page.xml" |
	sed 's/<rect/\n&/g' | sed -n 's/.* x="\([0-9.]*\)" y="\([0-9]*\)".* width="\([0-9.]*\)".*/\2 \1 \3/p' |
	awk '$1 == y && ($2 > end + 0.15 || $2 < end - 0.15) {
			print "    " $0 " behind " end; bad = 1 }
		{ y = $1; end = $2 + $3; bars++ }
		END { exit bad || bars < 16 }' || fail "bars out of place"

# styled STATUS WORDS: by the stylesheet on standard input
where=
styled()
{
	cat >"$tmp/own.xsl"
	rm -f "$tmp/written" "$tmp/report.html"
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" -q \
		--timeout 2 --no-follow-up --stylesheet "$tmp/own.xsl" \
		-o html="$tmp/report.html" $(echo $urls | cut -d ' ' -f 1)
	expect_exit "$1"
	[ -z "$2" ] || expect_words stderr "$2"
	[ ! -e "$tmp/written" ] || fail "a stylesheet wrote a file"
	if [ "$1" = 65 ] && [ -e "$tmp/report.html" ]; then
		fail "a page all the same"
	fi
}
sheet='<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
	xmlns:e="http://exslt.org/common" extension-element-prefixes="e"'

say "a stylesheet of one's own"
free_port
styled 0 '' <<END
$sheet><xsl:template match="/"><p><xsl:value-of select="count(//*[local-name() = 'endpoint'])"/></p></xsl:template></xsl:stylesheet>
END
grep -q '<p>1</p>' "$tmp/report.html" || fail "it was not used"
say "one that is broken, or would write, reach out, stop or run on"
echo '<xsl:stylesheet' | styled 65 '--stylesheet .*own.xsl'
echo '<p/>' | styled 65 '--stylesheet .*own.xsl'
: | styled 65 '--stylesheet .*own.xsl'
for body in "<e:document href='$tmp/written'>x</e:document>" \
	"<xsl:value-of select=\"document('http://$address:$port/')\"/>" \
	"<xsl:message terminate='yes'>enough</xsl:message>" \
	"<xsl:apply-templates select='/'/>"; do
	styled 65 '--stylesheet .*own.xsl: the stylesheet failed' <<-END
		$sheet><xsl:template match="/">$body</xsl:template></xsl:stylesheet>
	END
done
styled 65 'read rights for http' <<END
$sheet><xsl:import href="http://$address:$port/x.xsl"/></xsl:stylesheet>
END
run_program --stylesheet "$tmp/nowhere.xsl" -q --timeout 2 --no-follow-up \
	--ca-file "$certs/ca.pem" --resolve "$host:$address" -o html=/dev/null \
	$(echo $urls | cut -d ' ' -f 1)
expect_exit 65
expect_words stderr 'nowhere.xsl'
