#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# A computer that lacks something: a whole report all the same, or the reason.
. "$(dirname "$0")/../lib.sh"
require xmllint
: "${WITHOUT:=$builddir/tests/integration/hostile/without}"

start_standin --listen imap:implicit --listen pop3:explicit
# A sanitizer's leak check needs threads and /proc; other tests have it.
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
common="--ca-file $certs/ca.pem --resolve $host:$address"
program=$MAILSONDE

# poor WORDS: a program that runs mailsonde behind these words of the shell
poor()
{
	printf '#!/bin/sh\n%s "%s" "$@"\n' "$*" "$program" >"$tmp/poor"
	chmod +x "$tmp/poor"
	MAILSONDE=$tmp/poor
}

# expect_whole: all is tested, and good
expect_whole()
{
	# shellcheck disable=SC2086 # a URL has no blanks
	run_program $common -o text -o xml="$tmp/report.xml" \
		-o html="$tmp/report.html" $urls
	expect_exit 0
	check_report
	[ -s "$tmp/report.html" ] || fail "there is no page"
}

say "neither Landlock nor seccomp"
poor exec "'$WITHOUT' confinement"
run_program --version
if [ "$status" = 77 ]; then
	say "this system makes no such thing"
else
	expect_words stdout 'confined by: nothing on this system'
	expect_whole
	say "no threads, and no processes"
	poor exec "'$WITHOUT' threads"
	run_program $common -o text -o xml="$tmp/report.xml" $urls
	expect_exit 2
	check_report
	[ "$(xpath 'count(//m:finding[@status="fail"])')" = 0 ] ||
		fail "what was not tested fails"
fi

say "20 descriptors"
poor "ulimit -n 20; exec"
expect_whole
say "no environment"
poor exec env -i
expect_whole
say "a home that is none, and no folder for temporary files"
poor exec env HOME=/dev/null XDG_CONFIG_HOME=/etc/passwd TMPDIR=/nowhere
expect_whole
say "a folder that is gone"
poor "mkdir '$tmp/gone'; cd '$tmp/gone'; rmdir '$tmp/gone'; exec"
expect_whole
say "signals that are ignored"
poor "trap '' CHLD PIPE INT TERM HUP; exec"
expect_whole

if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
	say "the rest needs root"
	exit 0
fi
mounts="mount --make-rprivate / && mount -t tmpfs"
if (ulimit -v 4000000 && "$program" --version) >/dev/null 2>&1; then
	say "nothing in /proc and /sys" # where sanitizers find their options
	poor exec unshare -m sh -c "'$mounts none /proc && $mounts none /sys && exec \"\$@\"'" sh
	expect_whole
fi

say "a disk that is full: the old report stays"
mkdir "$tmp/disk"
poor exec unshare -m sh -c "'$mounts -o size=16k none $tmp/disk &&
	echo old >$tmp/disk/report.xml && \"\$@\" && exit 1
	echo \$? >$tmp/status
	cat $tmp/disk/*'" sh
run_program $common -q -o xml="$tmp/disk/report.xml" $urls
[ "$(cat "$tmp/stdout")" = old ] || fail "the old report is not there alone"
[ "$(cat "$tmp/status")" = 74 ] || fail "it ends with $(cat "$tmp/status")"
expect_words stderr 'No space left on device'
