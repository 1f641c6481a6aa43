#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
#   embed.sh SCHEMA PROFILE...
#
# Writes the C file that builds these into the program: settings/builtin.h
# and settings/settings.h say what it defines. A profile's name is its file's.
set -eu

octets()
{
	od -An -v -tx1 "$1" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'
}

schema=$1
shift
cat <<-END
	/* Made by tools/embed.sh: change the XML files instead. */
	#include "settings/builtin.h"

	const unsigned char builtin_profile_schema[] = {
	$(octets "$schema")
	};
	const size_t builtin_profile_schema_length = sizeof(builtin_profile_schema);
END

number=0
rows=
for profile in "$@"; do
	name=$(basename "$profile" .xml)
	cat <<-END

		static const unsigned char profile_$number[] = {
		$(octets "$profile")
		};
	END
	rows="$rows	{\"$name\", profile_$number, sizeof(profile_$number)},
"
	number=$((number + 1))
done

printf '\nconst struct builtin_profile builtin_profiles[] = {\n%s};\n' "$rows"
printf 'const size_t builtin_profile_count = %d;\n' "$number"
