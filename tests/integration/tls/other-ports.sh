#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What rules compare of a service's usual ports, one of which is in the run.
. "$(dirname "$0")/../lib.sh"
require xmllint

# compare WHAT MODE-018 CERT-023 WORDS: the port 143 is at $port
compare()
{
	say "$1"
	run_mailsonde --policy practice --timeout 5 \
		--connect-to "$host:993:127.0.0.1:$implicit" \
		--connect-to "$host:143:127.0.0.1:$port" "imaps://$host"
	for rule in "MODE-018 $2" "CERT-023 $3"; do
		got=$(xpath "string(//m:finding[@check='${rule% *}']/@status)")
		[ "$got" = "${rule#* }" ] || fail "${rule% *} is '$got', not ${rule#* }"
	done
	got=$(xpath "string(//m:finding[@check='MODE-018']/@observed)")
	case $got in *"$4"*) ;; *) fail "'$got', not '$4'" ;; esac
}

start_standin --tls 1.2-1.3 --listen imap:implicit
implicit=${ports# }
start_standin --tls 1.2-1.3 --listen imap:explicit
port=${ports# }
compare alike pass pass 'the same'
stop_standin
start_standin --tls 1.2 --listen imap:explicit
port=${ports# }
compare "fewer versions" warning pass 'TLS 1.2 on port 143'
stop_standin
start_standin --tls 1.0-1.3 --listen imap:explicit
port=${ports# }
compare "old versions" warning pass 'on port 143'
stop_standin
start_standin --tls 1.2-1.3 --cert-name expired --listen imap:explicit
port=${ports# }
compare "another certificate" warning warning 'different certificate on port 143'
stop_standin
free_port
compare closed pass pass 'no other usual port'
