/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/rc.h"

void rc_put_head(FILE *stream, const struct setup *setup)
{
	fprintf(stream, "# %s: %s\n", setup->title, setup->checked);
}

void rc_put_oauth(
	FILE *stream, const struct matrix_entry *entry, const char *how)
{
	if (setup_wants_oauth(entry))
		fprintf(stream,
			"# The provider wants OAuth 2.0 here, or else an app "
			"password. %s\n",
			how);
}
