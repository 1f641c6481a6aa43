#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
#   embed.sh FILE...
#
# Writes the C file that builds these into the program: settings/library/builtin.h
# says what it defines. A file's folder decides which table it comes into, and
# its name there is its own without the suffix. Each table is sorted by name,
# whichever folders below its own the files are in.
set -eu
export LC_ALL=C

octets()
{
	od -An -v -tx1 "$1" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'
}

# Fields: the name, and where it is.
by_name=$(for file in "$@"; do
	name=${file##*/}
	echo "${name%.*} $file"
done | sort)
files=$(echo "$by_name" | cut -d' ' -f2)

echo '/* Made by tools/embed.sh: change the XML files instead. */'
echo '#include "settings/library/builtin.h"'
number=0
for file in $files; do
	printf '\nstatic const unsigned char file_%d[] = {\n' $number
	octets "$file"
	echo '};'
	number=$((number + 1))
done

# table FOLDER ARRAY COUNT
table()
{
	folder=$1 array=$2 count=$3
	number=0
	rows=0
	twice=$(echo "$by_name" | grep " $folder/" | cut -d' ' -f1 | uniq -d)
	if [ -n "$twice" ]; then
		echo "embed.sh: two files of one name:" $twice >&2
		exit 1
	fi
	printf '\nconst struct builtin_file %s[] = {\n' "$array"
	for file in $files; do
		name=${file##*/}
		case $file in
		"$folder"/*)
			printf '\t{"%s", file_%d, sizeof(file_%d)},\n' \
				"${name%.*}" $number $number
			rows=$((rows + 1))
			;;
		esac
		number=$((number + 1))
	done
	# An empty array is not C.
	[ $rows -gt 0 ] || printf '\t{0}\n'
	printf '};\nconst size_t %s = %d;\n' "$count" $rows
}

# names FILE...: a line "KIND TEXT NUMBER" for each host, mail domain, alias and
# exchanger of these profiles, whose numbers are their places; the first that
# has a name is the one. What is superseded has none.
names()
{
	awk '
	function each(kind, before, after, line, at) {
		while ((at = index(line, before))) {
			line = substr(line, at + length(before))
			at = index(line, after)
			note(kind, tolower(substr(line, 1, at - 1)))
		}
	}
	function note(kind, text) {
		if (!superseded && !((kind, text) in seen)) {
			seen[kind, text] = 1
			print kind, text, number
		}
	}
	BEGIN { number = -1 }
	FNR == 1 { number++; superseded = 0 }
	/ superseded-by="/ { superseded = 1 }
	{
		each("h", " host=\"", "\"", $0)
		each("d", "<domain>", "<", $0)
		each("a", "<alias>", "<", $0)
		each("x", "<exchanger>", "<", $0)
	}' "$@"
}

# Sorted by kind and text.
name_table()
{
	profiles=$(echo "$files" | grep '^data/profiles/' || :)
	printf '\nconst struct builtin_name builtin_names[] = {\n'
	# No file has a blank in its name.
	# shellcheck disable=SC2086
	[ -z "$profiles" ] || names $profiles | sort |
		awk '{ printf "\t{'"'%s'"', \"%s\", %d},\n", $1, $2, $3 }'
	# An empty array is not C.
	printf "\t{'z', \"\", 0},\n};\n"
	printf 'const size_t builtin_name_count =\n'
	printf '\tsizeof(builtin_names) / sizeof(*builtin_names) - 1;\n'
}

table data/profiles builtin_profiles builtin_profile_count
table data/policies builtin_policies builtin_policy_count
table data/schemas builtin_schemas builtin_schema_count
name_table
