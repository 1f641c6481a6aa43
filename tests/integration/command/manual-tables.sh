#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The manual's tables of checks and diagnoses name what the program knows, and
# each of them is explained.
. "$(dirname "$0")/../lib.sh"
require xmllint

# Ids of the manual's section, one a line.
ids_of_section()
{
	awk -v name="$1" '/^\.SH/ { inside = $2 == name } inside && tagged {
		print $2 } { tagged = /^\.TP/ }' "$srcdir/mailsonde.1" |
		sed 's/\\-/-/g' | sort
}

# Ids of the group of `mailsonde explain` that begins with this word.
ids_of_group()
{
	awk -v name="$1:" '/^[^ ]/ { inside = $1 == name }
		inside && /^  [a-z]/ { print $1 }' "$tmp/list" | sort
}

run_program explain
expect_exit 0
cp "$tmp/stdout" "$tmp/list"

for section in Checks Diagnoses; do
	say "$section"
	ids_of_group "$section" >"$tmp/known"
	ids_of_section "$(echo "$section" | tr '[:lower:]' '[:upper:]')" \
		>"$tmp/manual"
	[ "$(wc -l <"$tmp/known")" -gt 15 ] || fail "no $section are listed"
	diff "$tmp/known" "$tmp/manual" ||
		fail "explain (<) and the manual (>) have other $section"
done

say "each diagnosis shows what the wire shows"
for id in $(cat "$tmp/known"); do
	run_program explain "$id"
	expect_exit 0
	expect_words stdout "^$id"
	expect_words stdout 'what the wire shows'
done
run_program explain no-such-id
expect_exit 64
expect_words stderr no-such-id

say "forms and mail programs"
# The names that the error for a wrong one lists behind its colon.
listed()
{
	sed 's/.*one of: //' "$tmp/stderr" | tr -d ' ' | tr ',' '\n' | sort
}
run_program --as nothing -
expect_exit 64
listed >"$tmp/known"
ids_of_section FORMS | diff "$tmp/known" - ||
	fail "--as (<) and the manual (>) have other forms"
run_program setup office365 --client nothing
expect_exit 64
listed >"$tmp/known"
ids_of_section '"MAIL' | diff "$tmp/known" - ||
	fail "--client (<) and the manual (>) have other mail programs"
