# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors

# make bench: how fast mailsonde is, beside a limit or a peer's own run on the
# same machine at the same time. Nothing here is a test: the exit status is 0
# unless a run broke, however long it took.

set -eu

: "${srcdir:=.}" "${builddir:=$PWD}"
: "${MAILSONDE:=$builddir/mailsonde}"
: "${STANDIN:=$builddir/tests/standin/standin}"
: "${MKCERTS:=$builddir/tests/standin/mkcerts}"
: "${BENCH_RELAY:=$builddir/tests/bench/relay}"
: "${BENCH_FORMATS:=$builddir/tests/bench/formats}"
: "${BENCH_LOOP:=$builddir/tests/bench/loop}"
: "${BENCH_STOPWATCH:=$builddir/tests/bench/stopwatch}"
: "${OPENSSL:=openssl}"
export srcdir builddir MAILSONDE STANDIN MKCERTS
export BENCH_FORMATS BENCH_RELAY BENCH_LOOP BENCH_STOPWATCH OPENSSL

delay_ms=25 # each way
far_runs=7
near_runs=20
cpu_runs=4
endpoints=2000
jobs=256

# The system's settings of GnuTLS do not count, for the peers neither.
GNUTLS_SYSTEM_PRIORITY_FILE=/dev/null
export GNUTLS_SYSTEM_PRIORITY_FILE

fail()
{
	echo "bench: $*" >&2
	exit 1
}

# start NAME COMMAND...: a server; waits until it is ready.
start()
{
	name=$1
	shift
	: >"$work/$name"
	"$@" >"$work/$name" 2>&1 </dev/null &
	pids="$pids $!"
	tries=0
	until grep -q '^ready' "$work/$name"; do
		tries=$((tries + 1))
		if test $tries -eq 100 || ! kill -0 $! 2>/dev/null; then
			fail "$name does not start: $(cat "$work/$name")"
		fi
		sleep 0.05
	done
}

stop_all()
{
	for pid in $pids; do
		kill "$pid" 2>/dev/null || :
		wait "$pid" 2>/dev/null || :
	done
	pids=
}

# start_standin NAME OPTION...
start_standin()
{
	name=$1
	shift
	start "$name" "$STANDIN" --lifetime 900 --certs "$work/certs" "$@"
}

# port NAME N: of the Nth listener.
port()
{
	sed -n 's/^listening .* //p' "$work/$1" | sed -n "$2p"
}

# relayed NAME PORT: where the relay listens for that port.
relayed()
{
	sed -n "s/^listening \\([0-9]*\\) -> $2\$/\\1/p" "$work/$1"
}

# clock NAME COMMAND...: adds a line to NAME's runs; the command must succeed.
clock()
{
	runs=$work/$1.runs
	shift
	"$BENCH_STOPWATCH" "$@" >>"$runs" || fail "the stopwatch broke: $*"
	test "$(sed -n '$s/.* //p' "$runs")" = 0 ||
		fail "exit status $(sed -n '$s/.* //p' "$runs"): $*"
}

# median NAME FIELD
median()
{
	awk -v field="$2" '{ print $field }' "$work/$1.runs" | sort -n |
		awk '{ value[NR] = $1 }
		END {
			low = value[int((NR + 1) / 2)]
			high = value[int((NR + 2) / 2)]
			print (low + high) / 2
		}'
}

# least NAME FIELD: of the run that was disturbed least. For CPU time, which
# other load on the machine can only add to.
least()
{
	awk -v field="$2" '{ print $field }' "$work/$1.runs" | sort -n |
		head -n 1
}

calculate()
{
	awk "BEGIN { printf \"%.3f\", $1 }"
}

# row WHAT OURS UNIT OTHER THEIRS MOST: MOST is what ours may be of theirs,
# or - where nobody set a limit.
row()
{
	if test -z "$2" || test -z "$5"; then
		fail "nothing was measured: $1"
	fi
	awk -v what="$1" -v ours="$2" -v unit="$3" -v other="$4" \
		-v theirs="$5" -v most="$6" 'BEGIN {
		ratio = ours / theirs
		printf "%-46s %8.1f %-3s  %-22s %8.1f %-3s  %5.2f  %s\n", what,
			ours, unit, other, theirs, unit, ratio,
			most == "-" ? "" : ratio <= most ? "PASS" : "over"
	}' >>"$work/table"
	tail -n 1 "$work/table"
}

# What a server 50 ms away is asked. $1: the address where the stand-in
# listens; $2: where it is found.
measure_far()
{
	personas=$srcdir/tests/standin/personas
	start_standin far --address "$1" \
		--persona "$personas/exchange-online-2026.persona" \
		--listen pop3:implicit --listen imap:implicit \
		--listen smtp:explicit
	pop=$(port far 1) imap=$(port far 2) smtp=$(port far 3)
	if test "$1" = "$2"; then
		start relay "$BENCH_RELAY" --delay-ms $delay_ms \
			--connect "$1:$pop" --connect "$1:$imap" \
			--connect "$1:$smtp"
		pop=$(relayed relay "$pop") imap=$(relayed relay "$imap")
		smtp=$(relayed relay "$smtp")
	fi
	i=0
	while test $i -lt $far_runs; do
		i=$((i + 1))
		clock matrix "$MAILSONDE" check office365 \
			--ca-file "$work/bundle.pem" \
			--connect-to "outlook.office365.com:995:$2:$pop" \
			--connect-to "outlook.office365.com:993:$2:$imap" \
			--connect-to "smtp.office365.com:587:$2:$smtp"
		clock one "$MAILSONDE" check imaps://imap.bench.test \
			--tls 1.3 -o xml="$work/one.xml" \
			--ca-file "$work/bundle.pem" \
			--connect-to "imap.bench.test:993:$2:$imap"
		grep -o '<probe [^>]*purpose="best"[^>]*>' "$work/one.xml" |
			sed -n 's/.* duration-ms="\([0-9.]*\)".*/\1/p' \
			>>"$work/best.runs"
	done
	stop_all
	limit=$((8 * 2 * delay_ms + 60))
	row "office365, 3 endpoints, whole process" \
		"$(calculate "$(median matrix 1) / 1000")" ms \
		"8 round trips + 60 ms" $limit 1
	limit=$((5 * 2 * delay_ms + 30))
	row "implicit IMAP, best connection (report)" \
		"$(median best 1)" ms "5 round trips + 30 ms" $limit 1
	row "implicit IMAP, --tls 1.3, whole process" \
		"$(calculate "$(median one 1) / 1000")" ms \
		"5 round trips + 30 ms" $limit 1
}

measure_near()
{
	command -v "$OPENSSL" >/dev/null || {
		echo "(no openssl here to compare with)"
		return 0
	}
	start_standin near --cert-name ecdsa \
		--persona "$srcdir/tests/standin/personas/plain.persona" \
		--listen imap:implicit
	imap=$(port near 1)
	i=0
	while test $i -lt $near_runs; do
		i=$((i + 1))
		clock near "$MAILSONDE" check imaps://imap.bench.test \
			--ca-file "$work/bundle.pem" \
			--connect-to "imap.bench.test:993:127.0.0.1:$imap"
		clock s_client "$OPENSSL" s_client \
			-connect "127.0.0.1:$imap" \
			-servername imap.bench.test \
			-verify_hostname imap.bench.test \
			-verify_return_error -CAfile "$work/bundle.pem" \
			-no-CApath -no-CAstore
		clock near-1.3 "$MAILSONDE" check imaps://imap.bench.test \
			--tls 1.3 --ca-file "$work/bundle.pem" \
			--connect-to "imap.bench.test:993:127.0.0.1:$imap"
	done
	stop_all
	theirs=$(calculate "$(median s_client 1) / 1000")
	row "loopback: implicit IMAP, 5 connections" \
		"$(calculate "$(median near 1) / 1000")" ms \
		"openssl s_client, 1" "$theirs" 1
	row "loopback: the same, --tls 1.3, 2 connections" \
		"$(calculate "$(median near-1.3 1) / 1000")" ms \
		"openssl s_client, 1" "$theirs" 1
}

# bare NAME OPTION...: the loop's CPU for a connection, with our mix.
bare()
{
	name=$1
	shift
	"$BENCH_LOOP" --count $((5 * endpoints)) --parallel $jobs \
		--tls all,1.0,1.1,1.2,1.3 --name imap.bench.test "$@" \
		"$imap" >>"$work/$name.runs" || fail "the loop broke: $name"
}

measure_cpu()
{
	start_standin many --cert-name ecdsa --tls 1.2-1.3 \
		--persona "$srcdir/tests/standin/personas/plain.persona" \
		--listen imap:implicit
	imap=$(port many 1)
	urls=$(seq -f 'imaps://h%g.bench.test' $endpoints)
	i=0
	while test $i -lt $cpu_runs; do
		i=$((i + 1))
		# One word a URL.
		# shellcheck disable=SC2086
		clock many "$MAILSONDE" check -q -o xml="$work/many.xml" \
			--jobs $jobs --per-host $jobs --timeout 60 \
			--ca-file "$work/bundle.pem" \
			--connect-to "::127.0.0.1:$imap" $urls
		bare bare
		bare lean --lean
		bare verifying --verify "$work/certs/ca.pem"
	done
	stop_all
	count=$(grep -c '<probe ' "$work/many.xml")
	ours=$(calculate "$(least many 2) / $count")
	row "$endpoints endpoints, CPU of a connection" "$ours" us \
		"bare GnuTLS loop" "$(least bare 3)" 1.3
	row "  and a loop without tickets, one key share" "$ours" us \
		"leaner GnuTLS loop" "$(least lean 3)" -
	row "  and a loop that verifies each certificate" "$ours" us \
		"verifying GnuTLS loop" "$(least verifying 3)" -
}

# in_flight NAME JOBS ENDPOINTS: adds "PEAK-KIB CONNECTIONS" to NAME's runs,
# while all wait for a server that fell silent.
in_flight()
{
	urls=$(seq -f 'imaps://h%g.bench.test' "$3")
	# shellcheck disable=SC2086
	"$MAILSONDE" check -q --jobs "$2" --per-host "$2" --timeout 3 \
		--ca-file "$work/bundle.pem" \
		--connect-to "::127.0.0.1:$imap" $urls \
		>/dev/null 2>&1 </dev/null &
	pid=$!
	sleep 1.5
	peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status")
	sockets=$(find "/proc/$pid/fd" -lname 'socket:*' | wc -l)
	kill "$pid"
	wait "$pid" 2>/dev/null || :
	echo "$peak $sockets" >>"$work/$1.runs"
}

measure_memory()
{
	start_standin silent --cert-name ecdsa \
		--persona "$srcdir/tests/standin/personas/plain.persona" \
		--fault silent-in-handshake --listen imap:implicit
	imap=$(port silent 1)
	i=0
	while test $i -lt $cpu_runs; do
		i=$((i + 1))
		in_flight alone 1 1
		in_flight crowd $jobs $jobs
	done
	stop_all
	more=$(calculate "$(median crowd 1) - $(median alone 1)")
	sockets=$(calculate "$(median crowd 2) - $(median alone 2)")
	row "memory of a probe in flight, of $(median crowd 2)" \
		"$(calculate "$more / $sockets")" KiB "limit" 100 1
}

# Read, held against what their providers document, and shown.
measure_settings()
{
	awk 'BEGIN {
		split("imap outlook.office365.com 143 STARTTLS;" \
			"smtp smtp.office365.com 587 STARTTLS;" \
			"imap imap.gmail.com 993 SSL/TLS;" \
			"pop3 pop.gmx.net 995 SSL;" \
			"imap imap.bench.test 993 TLS", servers, ";")
		print "service,host,port,mode,user,account,password"
		for (i = 0; i < 10000; i++) {
			server = servers[i % 5 + 1]
			gsub(" ", ",", server)
			printf "%s,user%d@bench%d.test,Account %d,secret\n",
				server, i, i % 7, i
		}
	}' >"$work/records.csv"
	i=0
	while test $i -lt $cpu_runs; do
		i=$((i + 1))
		clock records "$MAILSONDE" settings "$work/records.csv"
	done
	row "10,000 records held against their providers" \
		"$(calculate "$(median records 1) / 1000")" ms "limit" 1000 1
}

# What it takes to write a report that every policy went into, in each format.
measure_formats()
{
	for format in xml json jsonl csv junit sarif tap html; do
		most=300
		[ $format != html ] || most=3000
		i=0
		while test $i -lt $cpu_runs; do
			i=$((i + 1))
			clock "format-$format" "$BENCH_FORMATS" "$format" 1000 200
		done
		row "1,000 endpoints, 200 findings each: $format" \
			"$(calculate "$(least "format-$format" 2) / 1000")" ms \
			"limit" $most 1
		row "  and its memory" \
			"$(calculate "$(median "format-$format" 3) / 1024")" MiB \
			"limit" 200 1
	done
}

# start_serve: mailsonde serve on a free port, which $site names.
start_serve()
{
	echo '{"modules": {"best": {"depth": "best"}}}' >"$work/serve.json"
	: >"$work/serve"
	"$MAILSONDE" serve --listen 127.0.0.1:0 --allow-private \
		--config "$work/serve.json" \
		--connect-to "::127.0.0.1:$(port served 1)" --timeout 4 \
		--ca-file "$work/bundle.pem" >"$work/serve" 2>&1 </dev/null &
	serve=$!
	pids="$pids $serve"
	tries=0
	until grep -q '^Open' "$work/serve"; do
		tries=$((tries + 1))
		if test $tries -eq 100; then
			fail "serve does not start: $(cat "$work/serve")"
		fi
		sleep 0.05
	done
	site=$(sed -n 's|^Open \(http[^ ]*\)/ .*|\1|p' "$work/serve")
}

# asked WHAT...: what tests/bench/serve.py measures.
asked()
{
	what=$1
	shift
	python3 "$srcdir/tests/bench/serve.py" "$what" "$site" "$@" ||
		fail "serve.py $what"
}

# The page and the exporter, on loopback.
measure_serve()
{
	start_standin served --cert-name ecdsa \
		--persona "$srcdir/tests/standin/personas/plain.persona" \
		--listen imap:implicit
	target=imaps://imap.bench.test:$(port served 1)
	start_serve
	row "the page's first octet" "$(asked page)" ms "limit" 5 1
	row "a check's first event, from the form on" \
		"$(asked event "$target")" ms "limit" 20 1
	i=0
	while test $i -lt $near_runs; do
		i=$((i + 1))
		clock command "$MAILSONDE" -q --ca-file "$work/bundle.pem" \
			--resolve imap.bench.test:127.0.0.1 \
			"imaps://imap.bench.test:$(port served 1)"
	done
	row "a report by /api/check" "$(asked answer "$target")" ms \
		"command line + 20 ms" \
		"$(calculate "$(median command 1) / 1000 + 20")" 1
	lanes=imaps://h%.bench.test:$(port served 1)
	server=${pids# } server=${server%% *}
	full=$(asked probe "$lanes" "$serve" "$server")
	best=$(asked probe "$lanes" "$serve" "$server" best)
	many=$(asked probe "$lanes" "$serve" "$server" best 200)
	echo "/probe of one server: ${full% *} a second with five connections each," \
		"${best% *} with the best connection alone"
	row "/probe of 200 targets, a connection each" \
		"$(calculate "1000 / ${many% *}")" ms "four targets" \
		"$(calculate "1000 / ${best% *}")" -
	measure_blackbox "$(port served 1)" "$server"
	stop_all
	start_standin served --cert-name ecdsa \
		--persona "$srcdir/tests/standin/personas/plain.persona" \
		--fault silent-in-handshake --listen imap:implicit
	start_serve
	row "memory of a check in flight, of 32" \
		"$(asked flight imaps://h%.bench.test "$serve" 32)" KiB \
		"limit" 64 1
	stop_all
}

# The same dialogue, as verified, by blackbox_exporter. It reads the anchors for
# each probe, and gets ours alone. Each exporter has a core of its own. $1: the
# port; $2: the process of the server
measure_blackbox()
{
	blackbox=$(command -v prometheus-blackbox-exporter || command -v blackbox_exporter) || {
		echo "(no blackbox_exporter here to compare with)"
		return 0
	}
	cat >"$work/blackbox.yml" <<END
modules:
  imaps:
    prober: tcp
    timeout: 5s
    tcp:
      tls: true
      tls_config:
        ca_file: $work/certs/ca.pem
        server_name: imap.bench.test
      query_response:
        - expect: "^[*] OK"
        - send: "1 CAPABILITY"
        - expect: "^1 OK"
        - send: "2 LOGOUT"
        - expect: "^2 OK"
END
	"$blackbox" --config.file "$work/blackbox.yml" \
		--web.listen-address 127.0.0.1:0 >"$work/blackbox" 2>&1 </dev/null &
	blackbox=$!
	pids="$pids $blackbox"
	tries=0
	until site=http://$(sed -n 's/.*\(127[.]0[.]0[.]1:[1-9][0-9]*\).*/\1/p' "$work/blackbox" | head -n 1) &&
		test "$site" != http://; do
		tries=$((tries + 1))
		test $tries -lt 100 || fail "blackbox_exporter does not start: $(cat "$work/blackbox")"
		sleep 0.05
	done
	theirs=$(asked blackbox "127.0.0.1:$1" "$blackbox" "$2")
	row "/probe with the best connection alone" \
		"$(calculate "1000 / ${best% *}")" ms "blackbox_exporter" \
		"$(calculate "1000 / ${theirs% *}")" 0.5
	row "  and its CPU" "${best#* }" ms "blackbox_exporter" \
		"${theirs#* }" 0.5
}

make_certificates()
{
	"$MKCERTS" "$work/certs" outlook.office365.com smtp.office365.com \
		'*.bench.test' || fail "no certificates"
	# As many anchors as everybody has, and ours.
	for file in /etc/ssl/certs/ca-certificates.crt \
		/etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem; do
		test ! -r "$file" || {
			cat "$file"
			break
		}
	done >"$work/bundle.pem"
	cat "$work/certs/ca.pem" >>"$work/bundle.pem"
}

. "$srcdir/tests/bench/mailbox.sh"
. "$srcdir/tests/bench/offers.sh"

pids=
# make soak: the memory of mailsonde serve after many checks.
if test "${1-}" = --soak; then
	work=$(mktemp -d "${TMPDIR:-/tmp}/mailsonde-bench.XXXXXX")
	trap 'stop_all; rm -rf "$work"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	make_certificates
	start_standin served --persona "$srcdir/tests/standin/personas/plain.persona" \
		--listen imap:implicit
	start_serve
	asked soak "imaps://h%.bench.test:$(port served 1)" "$serve" "$2" |
		awk -v checks="$2" '{
			print "memory: " $1 " KiB after a tenth of " checks \
				" checks, " $2 " KiB after all of them"
			exit $2 > $1 * 1.1 + 1024
		}' || fail "mailsonde serve grows"
	exit 0
fi
# Inside the delayed network this script calls itself.
if test "${1-}" = --far; then
	work=$2
	trap stop_all EXIT
	measure_far 192.0.2.1 192.0.2.2
	measure_mailbox_far 192.0.2.1 192.0.2.2
	measure_offers 192.0.2.1 192.0.2.2
	exit 0
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/mailsonde-bench.XXXXXX")
trap 'stop_all; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
make_certificates
printf '%-46s %12s  %-22s %12s  %5s\n' '' ours '' limit/peer ratio

status=0
"$BENCH_RELAY" --delay-ms $delay_ms --exec sh "$0" --far "$work" || status=$?
far="each packet of a network namespace"
if test $status = 77; then
	far="a relay on loopback, where the connect itself takes no time"
	measure_far 127.0.0.1 127.0.0.1
	measure_mailbox_far 127.0.0.1 127.0.0.1
elif test $status != 0; then
	exit 1
fi
measure_near
measure_trip
measure_many
measure_cpu
measure_memory
measure_settings
measure_serve
echo
echo "Medians of $far_runs runs (distance), $near_runs (loopback) and" \
	"$cpu_runs (memory, records); the best of $cpu_runs (CPU)."
echo "Distance: $((2 * delay_ms)) ms, $far."
