/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/targets.h"

#include "settings/refuse.h"
#include "settings/target.h"
#include "src/commands/commands.h"

#include <sysexits.h>

int read_targets(const struct options *options, struct arena *arena,
	struct matrix **ret_matrices, size_t *ret_count)
{
	const struct target_options how = {
		.host = options->host,
		.form = options->form,
		.profile = options->profile,
	};
	size_t given = options->given_count;
	size_t count = given + options->operand_count;
	struct matrix *matrices = arena_alloc(arena, count * sizeof(*matrices));

	for (size_t i = 0; i < count; i++) {
		struct settings_error error = {0};
		bool read =
			i < given ? target_read_given(arena, options->given[i],
					    &how, &matrices[i], &error)
				  : target_read(arena,
					    options->operands[i - given], &how,
					    &matrices[i], &error);

		if (!read) {
			complain_aloud("%s", error.message);
			return error.exit_status;
		}
	}
	*ret_matrices = matrices;
	*ret_count = count;
	return EX_OK;
}
