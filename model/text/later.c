/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/later.h"

#include "model/table.h"
#include "model/text/ascii.h"

bool later_is_asked(struct octets words)
{
	static const char *const signs[] = {"later", "temporar", "too many",
		"too often", "too fast", "too frequent", "slow down",
		"again in", "throttl", "rate limit", "greylist", "graylist",
		"busy", "overload", "prevention active", "wait", "minute",
		"hour", "limit", "exceeded", "in use", "in-use", "[INUSE]",
		"[LOGIN-DELAY]", "TRYLATER", "SYS/TEMP", "unavailable",
		"in progress", "maintenance"};

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (ascii_contains(words, signs[i]))
			return true;
	return false;
}
