/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/commands/commands.h"

#include "src/companion.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

int command_discover(int argc, char **argv)
{
	struct arena *arena = arena_new();
	const char *path = companion_path(arena, "discover");

	(void)argc;
	if (path)
		execv(path, argv);
	if (path)
		complain_aloud("%s cannot be run: %s", path, strerror(errno));
	else
		complain_aloud("discover: mailsonde-discover is not installed; "
			       "install it, or build mailsonde without "
			       "--without-discover");
	arena_free(arena);
	return path ? EX_OSERR : EX_USAGE;
}
