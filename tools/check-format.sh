#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
#   check-format.sh CLANG-FORMAT TOP
#
# Holds every C file of the tree against .clang-format. Other versions of
# clang-format than 14 break lines elsewhere, so that they cannot judge.
set -eu

case $("$1" --version 2>/dev/null) in
*"version 14."*) ;;
*) echo "check-format: needs clang-format 14" >&2 && exit 1 ;;
esac

cd "$2"
find checks discovery engine evidence model net probes reports settings src tests -name '*.[ch]' ! -path '*/node_modules/*' \
	! -path reports/page/assets.c ! -path src/serve/look.c ! -path settings/library/builtin.c \
	-exec "$1" --dry-run -Werror {} +
