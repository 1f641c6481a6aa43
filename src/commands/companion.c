/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/commands/commands.h"

#include "src/companion.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

int command_companion(const struct options *options, struct arena *arena,
	const char *name, char **argv)
{
	const char *path = companion_path(arena, name);

	if (path)
		execv(path, argv);
	if (path)
		complain_aloud(
			options, "%s cannot be run: %s", path, strerror(errno));
	else
		complain_aloud(options,
			"%s: mailsonde-%s is not installed; install it, "
			"or build mailsonde without --without-%s",
			name, name, name);
	return path ? EX_OSERR : EX_USAGE;
}
