/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/ask/patience.h"

#define PAUSE_US 800000
#define SPACING_US 50000
#define DOUBLINGS_MOST 3
#define PAUSES_MOST 6
#define IN_VAIN_MOST 2

bool patience_turned_away(
	struct patience *patience, int64_t begun_us, int64_t now_us)
{
	if (begun_us < patience->resume_us)
		return true;
	if (patience->pauses == PAUSES_MOST ||
		patience->in_vain == IN_VAIN_MOST)
		return false;
	patience->resume_us = now_us + (PAUSE_US << patience->in_vain);
	patience->pauses++;
	patience->in_vain++;
	return true;
}

void patience_answered(struct patience *patience)
{
	patience->in_vain = 0;
}

int64_t patience_spacing_us(const struct patience *patience)
{
	unsigned doublings = patience->pauses - 1;

	if (!patience->pauses)
		return 0;
	return SPACING_US << (doublings < DOUBLINGS_MOST ? doublings
							 : DOUBLINGS_MOST);
}
