#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Replies split at every octet, octet by octet, line by line and all in one: the
# same facts.
. "$(dirname "$0")/../lib.sh"
require xmllint

# Every octet of what is short; for the rest, steps that are no multiple of the
# lengths of lines.
splits="$(seq 1 60) $(seq 63 7 330)"

# What differs from one connection to the next gets a fixed length and content.
fixed_persona()
{
	sed -e '/^#/!s/%b/QQBNADYAUABSADEAMABDAEEAMAAwADQAMgA=/g' \
		-e '/^#/!s/%d/Sun, 22 Nov 2026 12:34:56 +0000/g' \
		-e '/^#/!s/%i/08DE2A6028000007/g' \
		-e '/^#/!s/%u/01234567-89ab-cdef-0123-456789abcdef/g' \
		"$personas/$1.persona" >"$tmp/$1.persona"
}

# Each endpoint on a line, without what is its own: times, port and keys.
flatten_endpoints()
{
	xmllint --format "$tmp/report.xml" | sed -e "s/$host:[0-9]*/$host/g" \
		-e 's/ \(port\|source\|server-key\|[a-z]*-ms\)="[^"]*"//g' -e '/<close /d' |
		awk '/<endpoint/ { line = ""; inside = 1 }
		inside { line = line $0 "\t" }
		/<\/endpoint>/ { print line; inside = 0 }'
}

# play_splits PERSONA LISTEN
play_splits()
{
	set -- "$1" "$2" --cert-name ecdsa --tls 1.2-1.3 \
		--persona "$tmp/$1.persona" --listen "$2" --segment line \
		--listen "$2" --split-each --listen "$2"
	persona=$1 listen=$2
	shift 2
	for split in $splits; do
		set -- "$@" --split "$split" --listen "$listen"
	done
	start_standin "$@"
	run_program --ca-file "$certs/ca.pem" --resolve "$host:$address" \
		--jobs 100 --per-host 100 --timeout 20 --tls 1.3 \
		-q -o xml="$tmp/report.xml" $urls
	stop_standin
	flatten_endpoints | sort | uniq -c >"$tmp/variants"
	[ "$(awk '{ sum += $1 } END { print sum }' "$tmp/variants")" = \
		"$(echo $urls | wc -w)" ] || fail "endpoints are missing"
	if [ "$(wc -l <"$tmp/variants")" != 1 ]; then
		shown=yes
		fail "$persona $listen: the facts depend on the segments"
		for line in 1 2; do
			sed -n "${line}p" "$tmp/variants" | tr '\t' '\n' \
				>"$tmp/variant.$line"
		done
		diff "$tmp/variant.1" "$tmp/variant.2" | head -n 20
	fi
	if ! grep -q 'outcome="completed" stage="done"' "$tmp/variants"; then
		fail "$persona $listen: not even the whole replies are understood"
	fi
}

say "the splits are: 1 to 60, and 63, 70, ... 330"
say() { :; } # hundreds of URLs
for persona in plain exchange-online exchange-2016 imap4rev2; do
	fixed_persona $persona
	for mode in explicit implicit; do
		for service in pop3 imap smtp; do
			if [ $persona = imap4rev2 ] && [ $service != imap ]; then
				continue
			fi
			play_splits $persona $service:$mode
		done
	done
done
