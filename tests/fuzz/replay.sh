#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Hands the seeds of every fuzz target to it, and holds the table of targets in
# CONTRIBUTING.md against what there is.
set -eu
: "${srcdir:=.}" "${builddir:=.}"
LC_ALL=C
export LC_ALL
failures=0

fail()
{
	failures=$((failures + 1))
	echo "FAIL: $*"
}

. "$srcdir/tests/fuzz/targets.sh"
found=
for folder in "$srcdir"/tests/fuzz/corpus/*/; do
	target=$(basename "$folder")
	program=$(fuzz_program "$target")
	found="$found $program"
	grep -q "^|.*[\`/]$target\`.*|" "$srcdir/CONTRIBUTING.md" ||
		fail "CONTRIBUTING.md does not name the target $target"
	# Built --without-xslt, there are no stylesheets; and so on.
	case $program in
	stylesheet) [ -x "$builddir/mailsonde-html" ] || continue ;;
	order | serve) [ -x "$builddir/mailsonde-serve" ] || continue ;;
	esac
	FUZZ_FORM=$target timeout 60 "$builddir/tests/fuzz/replay_$program" \
		"$folder"* || fail "$target breaks with its seeds"
done
for file in "$srcdir"/tests/fuzz/fuzz_*.c; do
	program=$(basename "$file" .c)
	program=${program#fuzz_}
	case " $found " in
	*" $program "*) ;;
	*) fail "fuzz_$program has no seeds in tests/fuzz/corpus" ;;
	esac
done
[ "$failures" = 0 ]
