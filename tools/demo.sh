#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# make demo: the main job without any network. The stand-in plays Exchange
# Online on free ports of this machine, and mailsonde verifies the profile
# office365 against it. What is left behind stands in the folder demo.
set -eu

rm -rf demo
mkdir demo
mkfifo demo/hold demo/told
"$builddir/tests/standin/mkcerts" demo/certs

"$builddir/tests/standin/standin" --certs demo/certs --tls 1.2 --until-eof \
	--persona "$srcdir/tests/standin/personas/exchange-online-2026.persona" \
	--listen pop3:implicit --listen imap:implicit --listen smtp:explicit \
	<demo/hold >demo/told 3>&- &
exec 3>demo/hold # the stand-in ends when this is closed

ready=false
while read -r event service mode address port; do
	case "$event $service" in
	"listening pop3") pop3=$address:$port ;;
	"listening imap") imap=$address:$port ;;
	"listening smtp") smtp=$address:$port ;;
	ready*) ready=true && break ;;
	esac
done <demo/told
$ready || exit 1

echo "\$ mailsonde check office365 -o text -o xml=demo/report.xml"
echo
status=0
"$builddir/mailsonde" check office365 --ca-file demo/certs/ca.pem \
	--connect-to "outlook.office365.com:995:$pop3" \
	--connect-to "outlook.office365.com:993:$imap" \
	--connect-to "smtp.office365.com:587:$smtp" \
	-o text -o xml=demo/report.xml 3>&- || status=$?

exec 3>&-
wait
rm demo/hold demo/told
cat <<END

A stand-in on this machine played Exchange Online here; nothing left it.
  the XML report   demo/report.xml (exit status $status)
  the real thing   ./mailsonde check office365
END
exit $status
