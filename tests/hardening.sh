#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What the programs that are built here are hardened with, read from them.
# Built with --disable-hardening, or with a sanitizer, there is none or less.
set -eu
: "${srcdir:=.}" "${builddir:=.}"
LC_ALL=C
export LC_ALL
failures=0

if ! command -v readelf >/dev/null; then
	echo "skipped: this test needs readelf"
	exit 77
fi
# What configure found: a compiler may know less than what is looked for.
set_by_configure()
{
	grep -q "^HARDENING_[A-Z]* = .*$1" "$builddir/Makefile"
}
if ! set_by_configure -pie; then
	echo "skipped: built with --disable-hardening"
	exit 77
fi

if [ "$builddir/model/arena.o" -ot "$builddir/config.status" ]; then
	echo "skipped: built before it was configured; make clean"
	exit 77
fi

expect() # FILE WHAT PATTERN READELF-OPTION...
{
	file=$1 what=$2 pattern=$3
	shift 3
	if ! readelf -W "$@" "$file" 2>/dev/null | grep -q -e "$pattern"; then
		failures=$((failures + 1))
		echo "FAIL: $file has no $what"
	fi
}

# Every object of ours, whatever the C library's are like.
if set_by_configure -fcf-protection; then
	folders=
	for folder in checks discovery engine evidence model net oauth probes \
		reports settings src; do
		[ ! -d "$builddir/$folder" ] || folders="$folders $builddir/$folder"
	done
	# shellcheck disable=SC2086 # folders have no blanks
	for file in $(find $folders -name '*.o'); do
		expect "$file" "landing pads (IBT)" IBT -n
		expect "$file" "shadow stack (SHSTK)" SHSTK -n
	done
fi
if set_by_configure -mbranch-protection; then
	expect "$builddir/model/arena.o" "landing pads (BTI)" BTI -n
fi

for program in mailsonde mailsonde-discover mailsonde-html mailsonde-mailbox \
	mailsonde-revocation mailsonde-serve mailsonde-token; do
	file=$builddir/$program
	[ -x "$file" ] || continue
	expect "$file" "position-independent code (PIE)" 'DYN (Pos' -h
	expect "$file" "PIE flag" 'FLAGS_1.*PIE' -d
	expect "$file" "RELRO" 'GNU_RELRO' -l
	expect "$file" "binding at the start" 'FLAGS_1.*NOW' -d
	expect "$file" "stack that is not executable" 'GNU_STACK .* RW  *0x' -l
	expect "$file" "stack protector" '__stack_chk_fail' --dyn-syms
	if set_by_configure _FORTIFY_SOURCE; then
		expect "$file" "FORTIFY_SOURCE" '__[a-z]*printf_chk' --dyn-syms
	fi
	if set_by_configure z,shstk; then
		expect "$file" "note of CET" 'SHSTK' -n
	fi
	if set_by_configure 'z,ibt\( \|$\)'; then
		expect "$file" "note of landing pads" IBT -n
	fi
	if set_by_configure z,ibtplt; then
		expect "$file" "landing pads in its linkage table" \
			'\.plt\.sec' -S
	fi
	if readelf -W -l "$file" | grep -q ' RWE '; then
		failures=$((failures + 1))
		echo "FAIL: $file has memory to write and execute"
	fi
	if readelf -W -d "$file" | grep -q -e RPATH -e RUNPATH -e TEXTREL; then
		failures=$((failures + 1))
		echo "FAIL: $file has a path for libraries, or text to relocate"
	fi
done
[ "$failures" = 0 ]
