#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
#   embed-page.sh HEADER NAME=FILE...
#
# Writes the C file that builds each file into the program as the text NAME,
# which HEADER declares.
set -eu

text()
{
	printf '\nconst char %s[] = {\n' "$1"
	od -An -v -tx1 "$2" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'
	printf '0x00};\n'
}

echo '/* Made by tools/embed-page.sh: change the files in data/ instead. */'
echo "#include \"$1\""
shift
for item; do text "${item%%=*}" "${item#*=}"; done
