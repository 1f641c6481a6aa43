#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The page: whole by itself, safe whatever a server said, built for screen
# readers, and laid out by a browser at three widths and on paper. And that a
# stylesheet of somebody's own can do no harm.
. "$(dirname "$0")/../lib.sh"
require xmllint pdftotext openssl

chromium=$(command -v chromium || command -v chromium-browser || :)
[ -n "$chromium" ] || require chromium

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
	"$MAILSONDE" report "$1" --transcript -o html >"$page" \
		2>"$tmp/stderr" || fail "no page"
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

# Nothing is fetched, no other script than ours is run, and nothing that was said
# became an element.
check_safety()
{
	expect_count 1 '//script'
	expect_count 0 '//iframe | //object | //embed | //link | //img | //base | //form | //input'
	expect_count 0 '//@style | //@src | //@*[starts-with(name(), "on")]'
	expect_count 0 '//@href[not(starts-with(., "#") or starts-with(., "https://") or starts-with(., "http://"))]'
	expect_count 0 '//@href[not(starts-with(., "#"))][not(parent::a/@rel)]'
	expect_count 1 '/html/head/meta[@http-equiv="Content-Security-Policy"][contains(@content, "default-src '"'none'"'")]'
	expect_count 0 '/html/head/meta[@http-equiv="Content-Security-Policy"]/preceding-sibling::style'
	expect_count 1 '//style'
	check_digest style
	check_digest script
	if xmllint --xpath 'string(//style)' "$tmp/page.xml" |
		grep -q -i -e 'url(' -e '@import'; then
		fail "the style loads something"
	fi
	if grep -q "[$(printf '\001-\010\013\014\016-\037\177')]" "$page"; then
		fail "control octets"
	fi
}

# check_digest ELEMENT: that the policy names the digest of what is in it
check_digest()
{
	digest=$(awk -v name="$1" 'BEGIN { RS = "</" name ">" } NR == 1 {
			at = index($0, "<" name ">")
			printf "%s", substr($0, at + length(name) + 2) }' "$page" |
		openssl dgst -sha256 -binary | openssl base64)
	grep -q -F "$1-src 'sha256-$digest';" "$page" ||
		fail "the digest of the $1 is sha256-$digest"
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
	expect_count 1 '//nav[@aria-labelledby]'
	expect_count 0 '//section[not(@aria-labelledby = .//h2/@id)]'
	expect_count 0 '//table//th[not(@scope)]'
	expect_count 0 '//table[not(caption)]'
	expect_count 0 '//svg[not(@aria-hidden = "true")]'
	expect_count 0 '//a[starts-with(@href, "#")][not(substring(@href, 2) = //@id)]'
	expect_count 0 '//h3[not(preceding::h2)] | //h4[not(preceding::h3)]'
	xmllint --xpath '//@id' "$tmp/page.xml" | sort | uniq -d >"$tmp/twice"
	[ ! -s "$tmp/twice" ] || fail "ids twice: $(cat "$tmp/twice")"
	# A colour says nothing that a sign or a word does not.
	expect_count 0 '//*[contains(concat(" ", @class), " mark ")][string-length(normalize-space(.)) < 1]'
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

# On paper no word leaves the margins but the number of the page, no page but the
# last is less than half full, and there are no more pages than $most.
most=30
check_paper()
{
	sed -e "s/@page { margin:/@page { size: $1; margin:/" \
		"$page" >"$tmp/paper.html"
	digest_of_style=$(awk 'BEGIN { RS = "</style>" } NR == 1 {
			printf "%s", substr($0, index($0, "<style>") + 7) }' \
		"$tmp/paper.html" |
		openssl dgst -sha256 -binary | openssl base64)
	sed -i "s|style-src 'sha256-[^']*'|style-src 'sha256-$digest_of_style'|" \
		"$tmp/paper.html"
	browse --no-pdf-header-footer --print-to-pdf="$tmp/page.pdf" \
		"file://$tmp/paper.html" >/dev/null ||
		fail "the browser fails: $(tail -n 3 "$tmp/browser.err")"
	pdftotext -bbox "$tmp/page.pdf" "$tmp/words" 2>/dev/null ||
		fail "no PDF"
	# 15 mm are 42.5 points, 13 mm are 36.9, and 14 mm 39.7. What fits depends
	# on the fonts that there are: two fifths, where half is meant.
	tr '\n' ' ' <"$tmp/words" | sed 's/<page\|<word/\n&/g' |
		awk -F '"' -v format="$1" -v most="$most" '
		/^<page/ { if (pages && low < height * 0.4) {
				print "    page " pages " ends at " low; bad = 1 }
			width = $2; height = $4; pages++; low = 0 }
		/^<word/ { words++; # xMin, yMin, xMax, yMax
			if ($4 > height - 39) next # the margin with its number
			if ($8 > low) low = $8
			if ($6 > width - 41 || $2 < 42 || $4 < 35) {
				print "    outside: " $0; bad = 1 } }
		END { if (format == "A4" && (width < 594 || width > 596)) bad = 1
			if (pages > most) { print "    " pages " pages"; bad = 1 }
			if (!words || !pages) bad = 1
			exit bad }' || fail "$1: not as a page is printed"
	for word in "$@"; do
		[ "$word" = "$1" ] && continue
		grep -q -F -e ">$word" "$tmp/words" ||
			fail "$1: '$word' is not printed"
	done
}

golden=$srcdir/tests/golden
for report in "$golden"/*/report.xml; do
	make_page "$report"
	check_safety
	check_structure
done

say "what a page must say"
make_page "$golden/judged/report.xml"
expect_count 2 '//article[@class="policy"]'
expect_count 1 '//article[@id="p2"]//td[contains(., "Does not count: a scanner of 2009 needs it")]'
expect_count 1 '//article[@id="p1"]//th[contains(., "source not confirmed")][contains(., "SHOULD NOT")][.//code = "KEX-004"]'
expect_count 1 '//article[@id="p1"]//th[contains(., "needs a ClientHello")]'
expect_count 1 '//article[@id="p1"]//tr[.//code = "VER-003"]//a[@href="https://www.rfc-editor.org/rfc/rfc8996"]'
expect_count 1 "//dd/code[. = '$(sha256sum "$golden/judged/report.xml" | cut -d ' ' -f 1)']"
expect_count 0 '//*[@class="transcript"]'
# Ids that nobody outside knows stand with the policies alone.
expect_count 0 '//*[@class="endpoints" or @class="causes"]//text()[contains(., "tls-1.") or contains(., "VER-0")]'
for width in 320 600 1280; do check_width $width; done
check_paper A4 Scope Method

make_page "$golden/several/report.xml"
expect_count 4 '//ol[@class="causes"]/li'
expect_count 1 '//section[@class="verdict fail"][contains(., "Failed")]'
expect_count 1 '//p[@class="score"][contains(., "of 3 endpoints")]'
expect_count 1 '//table[contains(@class, "glance")]//*[@class="mark warning"]'
check_width 320

say "a script that a browser runs, and that nothing rests on"
browse --virtual-time-budget=2000 --dump-dom "file://$page" >"$tmp/dom" ||
	fail "the browser fails"
grep -q 'class="find"' "$tmp/dom" || fail "the script does not run"
expect_count 0 '//*[@class="find"]'

say "hostile words stay words"
make_page "$golden/hostile/report.xml"
grep -q -F '&lt;script&gt;alert(1)&lt;/script&gt;' "$page" ||
	fail "the banner is not there"
expect_count 1 '//dd[contains(., "\x1b]0;owned\x07 <script>alert(1)</script> ]]> &amp; \x00NUL")][contains(@class, "mono")]'
for width in 320 600; do check_width $width; done

say "and those of the stand-in, of 16 KiB in a line"
start_standin --fault control-octets --listen imap:explicit \
	--fault endless-line --listen imap:implicit \
	--fault garbage --listen smtp:explicit
for flag in --transcript --no-follow-up; do
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" -q \
		--timeout 3 $flag -o xml="$tmp/report.xml" \
		-o html="$tmp/report.html" $urls
	make_page "$tmp/report.xml"
	[ $flag = --transcript ] && grep -v '/dt><dd>[^<]*</dd></div>$\|sum ' \
		"$page" >"$tmp/kept" &&
		grep -v '/dt><dd>[^<]*</dd></div>$\|sum ' \
			"$tmp/report.html" >"$tmp/made" &&
		! cmp "$tmp/kept" "$tmp/made" && fail "not the same page"
	check_safety
	check_structure
	check_width 320
	if [ $flag = --transcript ]; then
		[ "$(count '//*[@class="transcript"]')" -gt 2 ] ||
			fail "no transcripts"
	else
		expect_count 0 '//*[@class="transcript"]'
	fi
done

say "ten endpoints under two policies on at most thirty pages"
where=
shown=yes
start_standin --listen imap:implicit --listen pop3:implicit \
	--listen smtp:explicit --tls 1.0-1.2 --listen imap:explicit \
	--listen pop3:explicit --tls 1.2-1.3 --cert-name expired \
	--listen smtp:implicit --cert-name self-signed --listen imap:implicit \
	--cert-name good --fault starttls-missing --listen smtp:explicit \
	--fault none --listen pop3:implicit
free_port
# shellcheck disable=SC2086
run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" -q \
	--timeout 5 --policy nist-800-52r2 --policy bsi-tr-02102-2 \
	-o html="$page" -o xml="$tmp/ten.xml" $urls "imaps://$host:$port"
expect_exit 1
xmllint --html --xmlout "$page" >"$tmp/page.xml" 2>/dev/null
check_structure
expect_count 10 '//article[contains(@class, "endpoint ")]'
expect_count 1 '//article//dd[contains(., ", expired on ")][not(contains(., "valid until"))][contains(., "from a trusted issuer")]'
expect_count 1 '//ol[@class = "causes"]//h3[contains(., "expired")]'
expect_count 1 '//section[@aria-labelledby = "further"]//table'
check_paper A4 Scope
check_paper letter Scope

[ -x "$builddir/mailsonde-html" ] || {
	echo "no stylesheets of one's own: this build has no libxslt"
	exit 0
}

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

say "one that takes for ever ends with who asked for it, and leaves nothing"
mkdir "$tmp/broken-off"
cat >"$tmp/slow.xsl" <<-END
	$sheet><xsl:template match="/"><xsl:for-each select="//*"><xsl:value-of
	select="count(//*[contains(., 'no such word')])"/></xsl:for-each></xsl:template></xsl:stylesheet>
END
"$MAILSONDE" report "$tmp/ten.xml" --stylesheet "$tmp/slow.xsl" \
	-o html="$tmp/broken-off/page.html" 2>"$tmp/stderr" 9>&- &
program=$!
children="$children $program"
tries=0
styler=
until [ -n "$styler" ] || [ $((tries += 1)) -gt 100 ]; do
	sleep 0.1
	styler=$(grep -l "^PPid:[^0-9]*$program\$" /proc/[0-9]*/status 2>/dev/null |
		sed -n 's:^/proc/\([0-9]*\)/.*:\1:p;q')
done
[ -n "$styler" ] || fail "mailsonde-html does not run"
kill -9 $program
wait $program || :
tries=0
while kill -0 "$styler" 2>/dev/null &&
	! grep -q '^State:.*Z' "/proc/$styler/status" 2>/dev/null; do
	tries=$((tries + 1))
	[ $tries -le 100 ] || {
		fail "mailsonde-html goes on"
		kill "$styler"
		break
	}
	sleep 0.1
done
[ -z "$(ls -A "$tmp/broken-off")" ] || fail "$(ls -A "$tmp/broken-off") is left"
