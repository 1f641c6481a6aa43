/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/plural.h"

const char *plural_form(size_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}
