#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# An interrupt ends every command that waits for a silent server, with a whole
# report, or with words on why there is none.
. "$(dirname "$0")/../lib.sh"
require python3
report=$tmp/interrupted.xml
echo secret >"$tmp/password"
longest=$((1 + slack))

# interrupted STATUS VERDICT ARGUMENT...
interrupted()
{
	say "$3"
	wanted="$1 $2"
	shift 2
	rm -f "$report"
	got=$(python3 "$srcdir/tests/integration/hostile/interrupts.py" \
		"$longest" "$report" "$MAILSONDE" "$@" --timeout 30 \
		2>"$tmp/stderr" 9>&-) ||
		fail "$*: $(cat "$tmp/stderr")"
	[ "${got##*
}" = "$wanted" ] || fail "$*: '$got', not '$wanted'"
}

for command in check offers "check --policy bsi-tr-02102-2"; do
	# shellcheck disable=SC2086 # words
	interrupted 2 not-tested $command -o "xml=$report" imaps://127.0.0.1:PORT
done
if [ -x "$builddir/mailsonde-revocation" ]; then
	interrupted 2 not-tested check --revocation -o "xml=$report" \
		imaps://127.0.0.1:PORT
fi
if [ -x "$builddir/mailsonde-mailbox" ]; then
	interrupted 2 not-tested mailbox --user user@example.test \
		--password-file "$tmp/password" -o "xml=$report" \
		imaps://127.0.0.1:PORT
fi
[ -x "$builddir/mailsonde-discover" ] || exit 0
set -- --allow-private --connect-to :443:127.0.0.1:PORT \
	--connect-to :80:127.0.0.1:PORT --dns-server 127.0.0.1@1 \
	--resolve autoconfig.example.test:127.0.0.1 \
	--resolve autodiscover.example.test:127.0.0.1 \
	--resolve example.test:127.0.0.1 user@example.test
interrupted 2 none discover "$@"
interrupted 2 none discover "$@" --check -o "xml=$report"
expect_words stderr 'was interrupted, so nothing was written'
