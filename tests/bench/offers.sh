# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What it takes to find out what a server offers, beside sslscan and nmap in
# the same run; sourced by bench.sh.

offers_runs=3
many_endpoints=1000

# peer NAME COMMAND...: the same for a program that may be missing, and whose
# exit status says nothing of how it went.
peer()
{
	name=$1
	shift
	command -v "$1" >/dev/null || return 0
	# shellcheck disable=SC2016
	"$BENCH_STOPWATCH" sh -c 'exec "$@" >/dev/null 2>&1' peer "$@" \
		>>"$work/$name.runs" || fail "the stopwatch broke: $*"
}

# peer_row WHAT OURS PEER-NAME PEER
peer_row()
{
	if test -s "$work/$3.runs"; then
		row "$1" "$2" ms "$4" \
			"$(calculate "$(median "$3" 1) / 1000")" -
	else
		echo "(no $4 here to compare with)"
	fi
}

# Dovecot as it is shipped, at $1: it closes where others send an alert.
start_dropping()
{
	dropping=14993
	dovecot_folder=$work/dovecot
	mkdir -p "$dovecot_folder/run" "$dovecot_folder/mail"
	chmod 755 "$work" "$dovecot_folder"
	cat >"$dovecot_folder/conf" <<-END
		base_dir = $dovecot_folder/run
		state_dir = $dovecot_folder/run
		log_path = $dovecot_folder/log
		mail_location = maildir:$dovecot_folder/mail
		protocols = imap
		listen = $1
		ssl = yes
		ssl_cert = <$work/certs/good.pem
		ssl_key = <$work/certs/good.pem
		passdb {
		  driver = passwd-file
		  args = /dev/null
		}
		userdb {
		  driver = static
		  args = uid=nobody gid=nogroup home=$dovecot_folder/home
		}
		service imap-login {
		  process_min_avail = 8
		  inet_listener imap {
		    port = 0
		  }
		  inet_listener imaps {
		    port = $dropping
		    ssl = yes
		  }
		}
	END
	dovecot -F -c "$dovecot_folder/conf" >/dev/null 2>&1 </dev/null &
	pids="$pids $!"
	sleep 2
}

# ask_far NAME WHERE PORT OPTION...: our run, its report in $work/NAME.xml.
ask_far()
{
	name=$1 where=$2 ask_port=$3
	shift 3
	clock "$name" "$MAILSONDE" check imaps://imap.bench.test "$@" \
		-o xml="$work/$name.xml" --ca-file "$work/bundle.pem" \
		--connect-to "imap.bench.test:993:$where:$ask_port"
}

# round_trips N: how many ms they take here.
round_trips()
{
	calculate "$1 * 2 * $delay_ms + 30"
}

# connections NAME: that the report of that run has.
connections()
{
	probes=$(grep -c '<probe ' "$work/$1.xml") || :
	hellos=$(sed -n 's/.*<offered hellos="\([0-9]*\)".*/\1/p' "$work/$1.xml")
	echo $((probes + ${hellos:-0}))
}

# Of a server as far away as in measure_far(); $1 and $2 as there.
measure_offers()
{
	start_standin offers --address "$1" --tls 1.2-1.3 \
		--persona "$srcdir/tests/standin/personas/plain.persona" \
		--listen imap:implicit
	imap=$(port offers 1)
	i=0
	while test $i -lt $offers_runs; do
		i=$((i + 1))
		ask_far versions "$2" "$imap"
		ask_far full "$2" "$imap" --depth full
		peer sslscan-versions sslscan --no-colour --no-ciphersuites \
			--no-fallback --no-renegotiation --no-compression \
			--no-heartbleed --no-groups "$2:$imap"
		peer sslscan-full sslscan --no-colour --show-sigs \
			--xml=/dev/null "$2:$imap"
		peer nmap nmap -Pn -n --script ssl-enum-ciphers \
			-p "$imap" -oN /dev/null "$2"
	done
	versions=$(calculate "$(median versions 1) / 1000")
	full=$(calculate "$(median full 1) / 1000")
	row "IMAP, 1 endpoint, versions" "$versions" ms \
		"6 round trips + 30 ms" "$(round_trips 6)" 1
	peer_row "  and sslscan's versions" "$versions" sslscan-versions sslscan
	row "--depth full, $(connections full) connections" "$full" ms \
		"21 round trips + 30 ms" "$(round_trips 21)" 1
	row "  and its CPU" "$(calculate "$(least full 2) / 1000")" ms \
		"limit" 15 1
	peer_row "  and sslscan, all that it has" "$full" sslscan-full sslscan
	peer_row "  and nmap, ssl-enum-ciphers" "$full" nmap nmap
	stop_all
	command -v dovecot >/dev/null || {
		echo "(no dovecot here to ask)"
		return 0
	}
	start_dropping "$1"
	i=0
	while test $i -lt $offers_runs; do
		i=$((i + 1))
		ask_far dropping "$2" "$dropping"
		ask_far dropping-full "$2" "$dropping" --depth full
	done
	stop_all
	row "versions of Dovecot, which drops old hellos" \
		"$(calculate "$(median dropping 1) / 1000")" ms \
		"11 round trips + 30 ms" "$(round_trips 11)" 1
	row "  and --depth full, $(connections dropping-full) connections" \
		"$(calculate "$(median dropping-full 1) / 1000")" ms \
		"21 round trips + 30 ms" "$(round_trips 21)" -
}

# On loopback, one after the other for sslscan, side by side for us, who verify
# a certificate and ask for the capabilities of each endpoint besides.
measure_many()
{
	start_standin versions --cert-name ecdsa --tls 1.2-1.3 \
		--persona "$srcdir/tests/standin/personas/plain.persona" \
		--listen imap:implicit
	imap=$(port versions 1)
	urls=$(seq -f 'imaps://h%g.bench.test' $many_endpoints)
	seq $many_endpoints | sed "s/.*/127.0.0.1:$imap/" >"$work/targets"
	i=0
	while test $i -lt $offers_runs; do
		i=$((i + 1))
		# One word a URL.
		# shellcheck disable=SC2086
		clock thousand "$MAILSONDE" check -q --jobs $jobs \
			--per-host $jobs --timeout 60 \
			--ca-file "$work/bundle.pem" \
			--connect-to "::127.0.0.1:$imap" $urls
		peer sslscan-targets sslscan --no-colour \
			--targets="$work/targets" --no-ciphersuites \
			--no-fallback --no-renegotiation --no-compression \
			--no-heartbleed --no-groups
	done
	stop_all
	peer_row "$many_endpoints endpoints, loopback, versions and more" \
		"$(calculate "$(median thousand 1) / 1000")" \
		sslscan-targets "sslscan --targets"
}
