/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A form that settings come in: a row, with its reader beside it. */
#ifndef MAILSONDE_SETTINGS_FORMS_FORM_H
#define MAILSONDE_SETTINGS_FORMS_FORM_H

#include "settings/records.h"
#include "settings/text/likeness.h"

struct form {
	const char *name;  /* for --as and the report: "autoconfig" */
	const char *title; /* "Thunderbird autoconfig XML" */
	enum likeness (*likeness)(struct octets text);
	/* Reads `text`, which ends with a NUL that does not count, and may
	 * hold others. Adds records; what cannot be read is an
	 * error with place and line that says what was expected there. */
	bool (*read)(struct records *records, struct arena *arena,
		const char *place, struct octets text,
		struct problem *ret_problem);
};

#endif
