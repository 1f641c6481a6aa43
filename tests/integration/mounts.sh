# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Mounts of a test's own; sourced.

# Mounts of the test must not be seen outside. In a chroot unshare cannot make
# that sure; then it is tried whether they are.
mount_propagation()
{
	if unshare -m true 2>/dev/null; then
		echo private
		return
	fi
	probe=$(mktemp)
	unshare -m --propagation unchanged sh -c \
		'mount --bind "$0" "$0" && sleep 1' "$probe" >/dev/null 2>&1 &
	sleep 0.5
	if grep -q -F "$probe" /proc/self/mountinfo; then
		umount "$probe"
		echo none # which unshare refuses
	else
		echo unchanged
	fi
	wait
	rm -f "$probe"
}
