# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What fuzz.sh and replay.sh know of targets; sourced. A target is a folder of
# tests/fuzz/corpus.

# fuzz_program TARGET: prints which fuzz_...c reads it
fuzz_program()
{
	case $1 in
	pop3 | imap | smtp | sieve | lmtp) echo dialogue ;;
	accounts | configuration | media) echo serve ;;
	grant | provider | redirect) echo oauth ;;
	*)
		if test -e "$srcdir/tests/fuzz/fuzz_$1.c"; then
			echo "$1"
		else
			echo form
		fi
		;;
	esac
}
