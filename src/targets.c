/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/targets.h"

#include "settings/forms/forms.h"
#include "settings/refuse.h"
#include "settings/target.h"
#include "src/commands/commands.h"

#include <sysexits.h>

static bool find_form(struct arena *arena, const char *name,
	const struct form **ret_form, struct problem *ret_problem)
{
	*ret_form = name ? forms_find(name) : NULL;
	if (!name || *ret_form)
		return true;
	return problem_set(arena, PROBLEM_USAGE,
		arena_printf(arena, "--as %s", refuse_quote(arena, name)),
		ret_problem, "there is no form of this name; use one of: %s",
		forms_names(arena));
}

static bool check_hosts(struct arena *arena, const char *target,
	const struct matrix *matrix, struct problem *ret_problem)
{
	for (size_t i = 0; i < matrix->entry_count; i++)
		if (!matrix->entries[i].endpoint.host)
			return problem_set(arena, PROBLEM_USAGE,
				refuse_quote(arena, target), ret_problem,
				"this leaves the server open; name it with "
				"--host");
	return true;
}

static bool read_target(const struct options *options, struct arena *arena,
	struct provider_index *providers, size_t index,
	struct matrix *ret_matrix, struct problem *ret_problem)
{
	struct target_options how = {
		.host = options->host,
		.profile = options->profile,
		.providers = providers,
		.user = {options->user, "with --user"},
	};
	const char *target;

	if (!find_form(arena, options->form, &how.form, ret_problem))
		return false;
	if (index < options->given_count)
		return target_read_given(arena, "--settings",
			options->given[index], &how, ret_matrix, ret_problem);
	target = options->operands[index - options->given_count];
	return target_read(arena, target, &how, ret_matrix, ret_problem) &&
	       check_hosts(arena, target, ret_matrix, ret_problem);
}

int targets_read(const struct options *options, struct arena *arena,
	struct matrix **ret_matrices, size_t *ret_count)
{
	size_t count = options->given_count + options->operand_count;
	struct matrix *matrices = arena_alloc(arena, count * sizeof(*matrices));
	struct provider_index *providers =
		count > 1 ? provider_index_new(arena) : NULL;

	for (size_t i = 0; i < count; i++) {
		struct problem problem = {0};

		if (!read_target(options, arena, providers, i, &matrices[i],
			    &problem))
			return complain_about_problem(options, &problem);
	}
	*ret_matrices = matrices;
	*ret_count = count;
	return EX_OK;
}
