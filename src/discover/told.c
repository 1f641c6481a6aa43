/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/discover/told.h"

#include "model/table.h"

#include <assert.h>

const char *told_state(enum source_state state)
{
	static const char *const words[] = {
		[SOURCE_WAITING] = "waiting",
		[SOURCE_FOUND] = "found",
		[SOURCE_NOTHING] = "nothing",
		[SOURCE_STOPPED] = "stopped",
		[SOURCE_FAILED] = "no answer",
		[SOURCE_SKIPPED] = "not asked",
	};
	static_assert(COUNT_OF(words) == SOURCE_STATE_COUNT, "a word for each");

	return words[state];
}

const char *told_rank(enum rank rank)
{
	static const char *const words[] = {
		[RANK_BUILTIN] = "the provider's documentation, built into "
				 "mailsonde",
		[RANK_DOMAIN_HTTPS] = "the mail domain itself, over https",
		[RANK_SRV_SURE] = "the mail domain's DNS",
		[RANK_AUTODISCOVER] = "the mail domain's Autodiscover",
		[RANK_DATABASE] = "Thunderbird's database of providers",
		[RANK_INDIRECT] = "a source that an attacker on the network "
				  "could have modified: make sure that the "
				  "servers are the provider's",
		[RANK_CLEARTEXT] = "an unencrypted redirect: make sure that "
				   "the servers are the provider's",
		[RANK_GUESS] = "a guess from usual server names; ask the "
			       "provider, or verify it with --check",
	};
	static_assert(COUNT_OF(words) == RANK_COUNT, "words for each");

	return words[rank];
}
