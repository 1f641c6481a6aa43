#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# make fuzz [FUZZ_SECONDS=60] [FUZZ_JOBS=N] [FUZZ_SEED=N]
#	[FUZZ_TARGETS="panel csv"]
#
# Builds the fuzz targets with clang, in a folder of their own, and runs each
# for FUZZ_SECONDS, several at once. A target is a reader of settings (what
# tests/fuzz/corpus has a folder for), with the seeds of that folder to begin
# with; one that takes longer, or more memory, than its input is worth breaks,
# too. What breaks one is kept under fuzz/found, and named at the end. A seed
# other than 0 makes the same inputs in the same order again.
set -eu

: "${srcdir:=.}" "${builddir:=.}"
: "${FUZZ_SECONDS:=60}" "${FUZZ_SEED:=0}" "${FUZZ_CC:=clang-14}"
seeds=$srcdir/tests/fuzz/corpus
folder=$builddir/fuzz
processors=$(getconf _NPROCESSORS_ONLN)
: "${FUZZ_JOBS:=$((2 * processors))}"
: "${FUZZ_TARGETS:=$(ls "$seeds")}"

fail()
{
	echo "fuzz: $*" >&2
	exit 1
}

. "$srcdir/tests/fuzz/targets.sh"

# program TARGET: prints the path of the program that reads it.
program()
{
	echo "$folder/build/tests/fuzz/fuzz_$(fuzz_program "$1")"
}

# From a copy of what is distributed, so that it does not matter where and how
# this tree was built.
build()
{
	command -v "$FUZZ_CC" >/dev/null ||
		fail "$FUZZ_CC is missing: apt-get install clang-14 libclang-rt-14-dev"
	mkdir -p "$folder/build"
	${MAKE:-make} -s -C "$builddir" distdir distdir=fuzz/source
	cd "$folder/build"
	../source/configure -q CC="$FUZZ_CC" CFLAGS='-O1 -g' \
		--with-sanitizer=fuzzer-no-link,address,undefined \
		--without-discover --without-revocation --without-token
	programs=
	for file in "$srcdir"/tests/fuzz/fuzz_*.c; do
		file=${file##*/}
		programs="$programs tests/fuzz/${file%.c}"
	done
	# One word a program.
	# shellcheck disable=SC2086
	${MAKE:-make} -s -j"$processors" $programs
}

# run TARGET: fuzzes it, and leaves a file if it broke.
run()
{
	mkdir -p "$folder/corpus/$1" "$folder/found"
	if FUZZ_FORM=$1 "$(program "$1")" -max_total_time="$FUZZ_SECONDS" \
		-seed="$FUZZ_SEED" -timeout=10 -rss_limit_mb=512 -malloc_limit_mb=64 -max_len=20000 \
		-print_final_stats=1 -artifact_prefix="$folder/found/$1-" \
		"$folder/corpus/$1" "$seeds/$1" >"$folder/$1.log" 2>&1; then
		echo "fuzz: $1: $(sed -n \
			's/^stat::number_of_executed_units: *//p' \
			"$folder/$1.log") runs"
	else
		tail -n 60 "$folder/$1.log"
		echo "fuzz: $1 broke; its input is $folder/found/$1-*"
		: >"$folder/broken/$1"
	fi
}

if test "${1-}" = --run; then
	run "$2"
	exit 0
fi
srcdir=$(cd "$srcdir" && pwd)
builddir=$(cd "$builddir" && pwd)
folder=$builddir/fuzz
seeds=$srcdir/tests/fuzz/corpus
# What was freed must not look like memory that is needed.
ASAN_OPTIONS=quarantine_size_mb=32
# The library's own, where a certificate's key cannot be read.
LSAN_OPTIONS=suppressions=$folder/leaks:print_suppressions=0
export LSAN_OPTIONS srcdir builddir FUZZ_SECONDS FUZZ_SEED ASAN_OPTIONS
(build) || fail "the targets could not be built"
rm -rf "$folder/broken"
mkdir -p "$folder/broken"
echo 'leak:gnutls_pubkey_init' >"$folder/leaks"
for target in $FUZZ_TARGETS; do
	test -d "$seeds/$target" || fail "there is no target $target"
	echo "$target"
done | xargs -P "$FUZZ_JOBS" -n 1 sh "$srcdir/tests/fuzz/fuzz.sh" --run
broken=$(ls "$folder/broken")
test -z "$broken" || fail "broken:" $broken
