#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
#   embed-page.sh STYLE SCRIPT
#
# Writes the C file that builds these into the program: reports/page/assets.h
# says what it defines.
set -eu

text()
{
	printf '\nconst char %s[] = {\n' "$1"
	od -An -v -tx1 "$2" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'
	printf '0x00};\n'
}

echo '/* Made by tools/embed-page.sh: change data/page/ instead. */'
echo '#include "reports/page/assets.h"'
text assets_style "$1"
text assets_script "$2"
