# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Tables of diagnoses; sourced behind lib.sh. Every row is an endpoint that the
# stand-in plays, checked by a run of its own, as one cause must not hide behind
# another one:
#
#   FAULTS SERVICE:MODE ID CONFIDENCE [WORD]...
#
# ID is that of the first diagnosis, or "none" with the verdict in place of the
# confidence; "a/b" stands for either. Words that set the endpoint up:
# tls:VERSIONS, cert:NAME, persona:NAME. Words that say how it is checked:
# no-follow-up, address (by address in place of its name), as=SERVICE:MODE,
# tls=VERSIONS. A word that is expected: then=ID, the second diagnosis.

set -f
at_once=12 # runs

# What a test's own servers say: persona NAME [BASE], and lines as a persona has
# them, which take the place of the lines of BASE (plain) of the same service
# and command.
persona()
{
	cat >"$tmp/changed"
	awk 'NR == FNR { changed[$1, $3] = 1; next }
		!(($1, $3) in changed)' "$tmp/changed" \
		"$personas/${2-plain}.persona" >"$tmp/$1.persona"
	cat "$tmp/changed" >>"$tmp/$1.persona"
}

persona_file()
{
	if [ -e "$tmp/$1.persona" ]; then
		echo "$tmp/$1.persona"
	else
		echo "$personas/$1.persona"
	fi
}

# word NAME DEFAULT WORDS: the value of NAME, which ends with : or =
word()
{
	value=$(echo " $3" | sed -n "s/.* $1\([^ ]*\).*/\1/p")
	echo "${value:-$2}"
}

# diagnose_table SECONDS: the rows of standard input, with this --timeout
diagnose_table()
{
	seconds=$1
	grep -v -e '^#' -e '^$' >"$tmp/table"
	set_up=
	while read -r faults listen _ _ words; do
		set_up="$set_up --tls $(word tls: 1.2-1.3 "$words")"
		set_up="$set_up --cert-name $(word cert: good "$words")"
		set_up="$set_up --persona $(persona_file \
			"$(word persona: plain "$words")")"
		set_up="$set_up --fault $faults --listen $listen"
	done <"$tmp/table"
	start_standin $set_up
	rows=0
	running=
	while read -r faults listen first confidence words; do
		rows=$((rows + 1))
		mkdir -p "$tmp/row$rows"
		(
			tmp=$tmp/row$rows
			failures=0
			where="$faults $listen $words: "
			diagnose_row
			echo "$failures" >"$tmp/failures"
		) >"$tmp/row$rows/said" 2>&1 9>&- &
		running="$running $!"
		[ $((rows % at_once)) -gt 0 ] || wait_rows
	done <"$tmp/table"
	wait_rows
	stop_standin
	collect_rows
}

wait_rows()
{
	for run in $running; do wait "$run" || :; done
	running=
}

collect_rows()
{
	row=0
	while [ $row -lt $rows ]; do
		row=$((row + 1))
		cat "$tmp/row$row/said"
		failed=$(cat "$tmp/row$row/failures" 2>/dev/null || echo died)
		if [ "$failed" = died ]; then
			fail "row $row: the test itself broke off"
		else
			failures=$((failures + failed))
		fi
	done
	rm -rf "$tmp"/row*
}

diagnose_row()
{
	options="--timeout $seconds"
	case " $words " in *" no-follow-up "*)
		options="$options --no-follow-up" ;;
	esac
	tried=$(word tls= '' "$words")
	[ -z "$tried" ] || options="$options --tls $tried"
	port=$(echo $ports | cut -d ' ' -f "$rows")
	listen=$(word as= "$listen" "$words")
	target=$(url "${listen%:*}" "${listen#*:}" "$port")
	case " $words " in *" address "*)
		target=$(echo "$target" | sed "s/$host/$address/") ;;
	esac
	run_mailsonde $options "$target"
	expect_within $((2 * seconds))
	if [ "$first" = none ]; then
		expect_no_diagnosis
		expect_verdict "$confidence"
		return
	fi
	expect_diagnosis 1 "$first" "$confidence"
	second=$(word then= '' "$words")
	[ -z "$second" ] || expect_diagnosis 2 "$second"
}

# What the last run says is wrong, in lines "RANK ID CONFIDENCE".
list_diagnoses()
{
	xpath '//m:diagnosis/@id | //m:diagnosis/@confidence |
		//m:diagnosis/@rank' 2>/dev/null | awk -F '"' '
		/^ *id=/ { id = $2 }
		/^ *confidence=/ { confidence = $2 }
		/^ *rank=/ { print $2, id, confidence }
	' | sort -n >"$tmp/diagnoses" || :
}

expect_no_diagnosis()
{
	list_diagnoses
	[ ! -s "$tmp/diagnoses" ] ||
		fail "a diagnosis: $(cat "$tmp/diagnoses")"
}

# expect_diagnosis RANK ID[/ID]... [CONFIDENCE[/CONFIDENCE]...]
# The first one must open the text, too.
expect_diagnosis()
{
	list_diagnoses
	found=$(sed -n "s/^$1 //p" "$tmp/diagnoses")
	found=${found:-none -}
	case "/$2/" in
	*"/${found% *}/"*) ;;
	*) fail "diagnosis $1 is $found, not $2 ${3-}" && return ;;
	esac
	case "/${3-${found#* }}/" in
	*"/${found#* }/"*) ;;
	*) fail "diagnosis $1, ${found% *}, is ${found#* }, not $3" ;;
	esac
	[ "$1" = 1 ] && [ "${found% *}" != none ] || return 0
	head -n 8 "$tmp/stdout" | tr -s '\n ' ' ' | grep -q -i -F -e \
		"$(xpath 'substring(//m:diagnosis[@rank=1]/m:summary,1,60)')" ||
		fail "the text does not begin with the diagnosis"
}

# Whatever is wrong has its cause in the report, or is owned not to be known.
expect_all_explained()
{
	[ "$(xpath "count(//m:finding[@status='fail'][not(@diagnosis) or
		not(@diagnosis = //m:diagnosis/@id)])")" = 0 ] ||
		fail "failures without a diagnosis"
}
