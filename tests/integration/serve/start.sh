# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Starts mailsonde serve; sourced behind lib.sh.

# saying FILE WORDS: waits until a line of the file has the words, or fails.
saying()
{
	waited=0
	until grep -qs "$2" "$1"; do
		waited=$((waited + 1))
		[ $waited -lt 300 ] || {
			fail "$1 never says \"$2\": $(cat "$1")"
			return 0
		}
		sleep 0.1
	done
}

# start_serve OPTION...: on a free port of $listen. Sets $serve, and $site to
# the address that it prints.
start_serve()
{
	# The words of the one before are not this one's.
	rm -f "$tmp/serve.out"
	"$MAILSONDE" serve --listen "${listen:-127.0.0.1}:0" "$@" \
		>"$tmp/serve.out" 2>"$tmp/serve.err" 9>&- &
	serve=$!
	children="$children $serve"
	saying "$tmp/serve.out" '^Open http'
	site=$(sed -n 's|^Open \(http[^ ]*\)/ .*|\1|p' "$tmp/serve.out")
}

# stop_serve: and it must end as it should.
stop_serve()
{
	kill "$serve" || :
	wait "$serve" && status=0 || status=$?
	[ "$status" = 0 ] || fail "it ended with $status: $(cat "$tmp/serve.err")"
}
