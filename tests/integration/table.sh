# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Tables of faults; sourced behind lib.sh. Every row is an endpoint that the
# stand-in plays, and what mailsonde must say of it:
#
#   FAULTS SERVICE:MODE WORD...
#
# Words that set the endpoint up: tls:VERSIONS, cert:NAME, persona:NAME. Words
# that are expected: stage=STAGE and outcome=OUTCOME of the best connection,
# verdict=VERDICT, CHECK=STATUS[/STATUS]...  As everywhere, the report must be
# valid, with no verdict on a TLS version that was not reached.

set -f # "tls-*" is no file

# read_table: its rows from standard input, as the rows of `play_table`
read_table()
{
	table=$(grep -v -e '^#' -e '^$')
}

# play_table SECONDS [OPTION]...: all endpoints in one run with this --timeout
play_table()
{
	seconds=$1
	shift
	while read -r faults listen words; do
		set_up="$set_up --tls $(word tls 1.2-1.3 "$words")"
		set_up="$set_up --cert-name $(word cert good "$words")"
		set_up="$set_up --persona $personas/$(word persona plain "$words").persona"
		set_up="$set_up --fault $faults --listen $listen"
	done <<-END
		$table
	END
	start_standin $set_up
	run_mailsonde --timeout "$seconds" --jobs 512 --per-host 512 "$@" $urls
	expect_within "$seconds"
	number=0
	while read -r faults listen words; do
		number=$((number + 1))
		where="$faults $listen: "
		expect_row $words
	done <<-END
		$table
	END
	where=
	expect_exit "$(table_exit)"
	stop_standin
	set_up=
}
set_up=

# word NAME DEFAULT WORDS: the value of NAME: among them
word()
{
	value=$(echo " $3" | sed -n "s/.* $1:\([^ ]*\).*/\1/p")
	echo "${value:-$2}"
}

expect_row()
{
	for row_word; do
		case $row_word in
		*:*) ;;
		stage=*) expect_best stage "${row_word#*=}" ;;
		outcome=*) expect_best outcome "${row_word#*=}" ;;
		verdict=*) expect_verdict "${row_word#*=}" "$number" ;;
		*) expect_finding "${row_word%%=*}" "${row_word#*=}" "$number" ;;
		esac
	done
}

# expect_best stage|outcome WORD[/WORD]...: of the first best connection
expect_best()
{
	find_fact "$number probe best"
	case $1 in
	stage) found=${found##* } ;;
	outcome) found=${found% *} && found=${found#* } ;;
	esac
	case /$2/ in
	*"/$found/"*) ;;
	*) fail "endpoint $number: the best connection's $1 is $found, not $2" ;;
	esac
}

# The exit status that the endpoints' verdicts make.
table_exit()
{
	if grep -q ' verdict fail$' "$tmp/facts"; then
		echo 1
	elif grep -q ' verdict not-tested$' "$tmp/facts"; then
		echo 2
	else
		echo 0
	fi
}
