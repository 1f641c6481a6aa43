#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# The tree keeps to its floors, and each of the rules for that is seen to fail.
: "${srcdir:=$(dirname "$0")/..}"
. "$(dirname "$0")/integration/lib.sh"
require python3
require objdump

layers()
{
	python3 "$srcdir/tools/check-layers" --tree "$srcdir" --objects "$builddir" "$@"
}

layers || fail "the tree does not keep to its floors"
layers --self-test || fail "a rule does not see what breaks it"
