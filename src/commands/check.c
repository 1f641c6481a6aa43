/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/commands/commands.h"
#include "src/targets.h"
#include "src/verify.h"

#include <sysexits.h>

int command_check(
	const struct options *options, struct arena *arena, int interrupt_fd)
{
	struct matrix *matrices;
	size_t count;
	int status = targets_read(options, arena, &matrices, &count);

	if (status != EX_OK)
		return status;
	return verify_matrices(options, arena, interrupt_fd, matrices, count);
}
