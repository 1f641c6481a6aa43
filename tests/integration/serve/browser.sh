#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The pages of mailsonde serve in Chromium and Firefox: from what is pasted to
# the sentence, for a server that is right, for ten that are not, for one that
# is slow and one that was stopped; by keyboard, without script, back and
# forward; and what axe-core finds at three widths, in light and dark.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/start.sh"
require node
firefox=$(command -v firefox-esr || command -v firefox) || require firefox-esr
modules=$srcdir/tests/browser/node_modules
[ -d "$modules" ] || require "the packages of $srcdir/tests/browser (npm ci)"
chromium=$(command -v chromium || command -v chromium-browser) ||
	require chromium

start_standin --listen imap:implicit --listen smtp:explicit \
	--listen imap:explicit --fault greeting-pause=1500 --listen imap:implicit \
	--fault silent --listen imap:implicit \
	--fault http --listen imap:implicit --fault refuse-554 --listen smtp:explicit \
	--fault wrong-service=pop3 --listen imap:implicit \
	--fault starttls-missing --listen smtp:explicit \
	--fault none --cert-name expired --listen imap:implicit \
	--cert-name wrong-name --listen imap:implicit \
	--cert-name self-signed --listen imap:implicit
set -- $ports
good=$1 submission=$2 explicit=$3 slow=$4 silent=$5 web=$6 refusing=$7 pop=$8
shift 8
bare=$1 expired=$2 misnamed=$3 self=$4
start_standin --listen imap:implicit
stopped=${ports# } stopped_standin=$standin
free_port
closed=$port

pasted="Incoming mail (IMAP): $host|Port: $good|Encryption: SSL/TLS"
pasted="$pasted|Outgoing mail (SMTP): $host|Port: $submission|Encryption: STARTTLS"
tab=$(printf '\t')
cat >"$tmp/cases" <<END
right${tab}$pasted${tab}^Passed|✓
mode${tab}Incoming mail (IMAP): $host|Port: $explicit|Encryption: SSL/TLS|Outgoing mail (SMTP): $host|Port: $submission|Encryption: STARTTLS${tab}to STARTTLS instead of SSL/TLS(.|\n)*What to enter, program by program
closed${tab}imaps://$host:$closed${tab}Failed
silent${tab}imaps://$host:$silent${tab}sends? nothing|never sent|silent
web${tab}imaps://$host:$web${tab}web server|other than a mail server
refusing${tab}submission://$host:$refusing${tab}refuse|reject
service${tab}imaps://$host:$pop${tab}POP3
bare${tab}submission://$host:$bare${tab}does not offer
expired${tab}imaps://$host:$expired${tab}expired
misnamed${tab}imaps://$host:$misnamed${tab}certificate is|is for|name
self-signed${tab}imaps://$host:$self${tab}self-signed|signed by itself
slow${tab}imaps://$host:$slow${tab}Passed
stopped${tab}imaps://$host:$stopped${tab}Failed
END

start_serve --ca-file "$certs/ca.pem" --resolve "$host:127.0.0.1" \
	--allow-private --timeout 4 --dns-server "127.0.0.1@$closed"
kill -STOP "$stopped_standin"
HOME=$tmp timeout 170 node "$srcdir/tests/browser/visit.mjs" "$chromium" \
	"$firefox" "$site" <"$tmp/cases" ||
	fail "the pages in a browser"
kill -CONT "$stopped_standin"
[ ! -s "$tmp/serve.err" ] || fail "serve complains: $(cat "$tmp/serve.err")"
stop_serve
