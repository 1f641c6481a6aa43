# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What every test here needs; sourced, not run. The environment names the trees
# ($srcdir, $builddir) and may name the programs ($MAILSONDE, $STANDIN,
# $MKCERTS).
#
# Everything lives in $tmp, which goes on every exit, with every process that was
# started. A test goes on after an expectation that does not hold, so that all
# of them are seen, and fails at its end.
set -eu
LC_ALL=C
export LC_ALL
exec </dev/null

srcdir=$(cd "${srcdir:-$(dirname "$0")/../../..}" && pwd)
builddir=$(cd "${builddir:-$srcdir}" && pwd)
: "${MAILSONDE:=$builddir/mailsonde}"
: "${STANDIN:=$builddir/tests/standin/standin}"
: "${MKCERTS:=$builddir/tests/standin/mkcerts}"
personas=$srcdir/tests/standin/personas
schema=$srcdir/data/schemas/report-1.xsd
slack=${MAILSONDE_TEST_SLACK:-2} # seconds above --timeout
host=mail.example.test           # which is at $address
address=127.0.0.1
bound=60 # seconds, for one run of whatever it be

# A sanitizer's report must not look like a verdict.
ASAN_OPTIONS=exitcode=99${ASAN_OPTIONS:+:$ASAN_OPTIONS}
TSAN_OPTIONS=exitcode=99${TSAN_OPTIONS:+:$TSAN_OPTIONS}
LSAN_OPTIONS=exitcode=99${LSAN_OPTIONS:+:$LSAN_OPTIONS}
export ASAN_OPTIONS TSAN_OPTIONS LSAN_OPTIONS

failures=0
children=
PATH=$PATH:/usr/sbin:/sbin

cleanup()
{
	result=$?
	trap '' HUP INT TERM
	exec 9>&-
	for child in $children; do
		kill "$child" 2>/dev/null && wait "$child" 2>/dev/null || :
	done
	rm -rf "$tmp"
	if [ "$result" = 0 ] && [ "$failures" != 0 ]; then
		echo "$failures expectations do not hold"
		result=1
	fi
	exit "$result"
}

tmp=$(mktemp -d "${TMPDIR:-/tmp}/mailsonde.XXXXXX")
trap cleanup EXIT
trap 'exit 1' HUP INT TERM
chmod 711 "$tmp" # servers give up being root
certs=$tmp/certs
mkfifo "$tmp/hold"
exec 9<>"$tmp/hold" # stand-ins end when nobody holds this open

say()
{
	echo "# $*"
}

# Ends the test with the status that means "skipped" unless all are there.
require()
{
	for need; do
		case $need in
		root) [ "$(id -u)" = 0 ] && continue ;;
		dovecot) has_dovecot imap-login pop3-login managesieve-login \
			lmtp && continue ;;
		*) command -v "$need" >/dev/null && continue ;;
		esac
		echo "skipped: this test needs $need"
		exit 77
	done
}

# has_dovecot PROGRAM...: all of them are installed
has_dovecot()
{
	libexec=$(doveconf -h -c /dev/null libexec_dir 2>/dev/null) || return 1
	for program; do
		[ -x "$libexec/$program" ] || return 1
	done
}

make_certificates()
{
	[ -d "$certs" ] || "$MKCERTS" "$certs" "$@" >/dev/null
}

# Sets `port` to one that nobody listens on now. It is below the ports that the
# system hands out, and everyone begins elsewhere; who loses the race for one
# all the same takes others and starts again.
next_port=$((20000 + $$ * 61 % 11000))
free_port()
{
	while :; do
		next_port=$((next_port + 1))
		port=$next_port
		if ! grep -qi "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$port") " \
			/proc/net/tcp /proc/net/tcp6 2>/dev/null; then
			return
		fi
	done
}

# URL of the service there: url imap implicit 993
url()
{
	case "$1 $2" in
	"smtp implicit") echo "submissions://$host:$3" ;;
	"smtp explicit") echo "submission://$host:$3" ;;
	*" implicit") echo "$1s://$host:$3" ;;
	*" explicit") echo "$1://$host:$3" ;;
	*) echo "$1://$host:$3?mode=$2" ;;
	esac
}

# Starts a stand-in with these arguments behind the usual ones. Sets `standin`
# to its process, `urls` to what it serves, in the order of the arguments, and
# `ports` likewise.
start_standin()
{
	make_certificates
	rm -f "$tmp/told"
	mkfifo "$tmp/told"
	"$STANDIN" --until-eof --lifetime 300 --certs "$certs" \
		--persona "$personas/plain.persona" "$@" \
		<"$tmp/hold" >"$tmp/told" 2>"$tmp/standin.err" 9>&- &
	standin=$!
	children="$children $standin"
	urls=
	ports=
	ready=
	while [ -z "$ready" ] && read -r event its_service its_mode _ port; do
		case $event in
		listening)
			urls="$urls $(url "$its_service" "$its_mode" "$port")"
			ports="$ports $port"
			;;
		ready) ready=yes ;;
		esac
	done <"$tmp/told"
	if [ -z "$ready" ]; then
		echo "the stand-in does not start: standin $*"
		cat "$tmp/standin.err"
		exit 1
	fi
}

# handles_signals PROCESS: waits until mailsonde catches SIGTERM. One before that
# ends it without a report.
handles_signals()
{
	waited=0
	until grep -q '^SigCgt:.*[4-7c-f][0-9a-f]\{3\}$' \
		"/proc/$1/status" 2>/dev/null ||
		[ $waited = 300 ]; do
		sleep 0.1
		waited=$((waited + 1))
	done
}

stop_standin()
{
	kill "$standin" && wait "$standin" 2>/dev/null || :
}

# with_terminals COMMAND ARGUMENT...: a command that makes pseudo-terminals. In a
# chroot there may be none: then they are mounted for this command alone.
with_terminals()
{
	if script -qec true /dev/null >/dev/null 2>&1; then
		"$@"
	else
		unshare -m --propagation unchanged sh -c '
			mount --make-private /dev &&
			mount -t devpts -o ptmxmode=666 devpts /dev/pts &&
			exec "$@"' sh "$@"
	fi
}

# on_terminal COMMAND FILE: the command on a pseudo-terminal, for half a minute,
# and what it shows in the file, too.
on_terminal()
{
	with_terminals timeout 30 script -qec "$1" "$2"
}

. "$srcdir/tests/integration/expect.sh"
