/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/problem.h"

bool problem_set(struct arena *arena, enum problem_kind kind, const char *place,
	struct problem *ret_problem, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	*ret_problem = (struct problem){
		.kind = kind,
		.place = place,
		.text = arena_vprintf(arena, format, arguments),
	};
	va_end(arguments);
	return false;
}

const char *problem_say(struct arena *arena, const struct problem *problem)
{
	if (!problem->place)
		return problem->text;
	return arena_printf(arena, "%s: %s", problem->place, problem->text);
}
