/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The configuration of mailsonde serve: one object of JSON. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_CONFIGURATION_H
#define MAILSONDE_SRC_SERVE_ADMIT_CONFIGURATION_H

#include "model/problem.h"
#include "src/serve/admit/credentials.h"

#include <stddef.h>
#include <stdint.h>

/* What a target of /probe is held to. */
struct configuration_module {
	const char *name;
	const char *policies; /* names with commas between; "" for none */
	bool full_depth;
	bool best_only;        /* no version is asked for alone */
	int64_t timeout_us;    /* 0: that of the command line */
	unsigned tls_versions; /* TLS_BIT()s; 0: those of the command line */
};

struct configuration {
	const char *listen;    /* NULL: not told */
	const char *auth_file; /* NULL: nobody needs a password */
	struct credentials_files files;
	bool behind_proxy;        /* what X-Forwarded-Proto says is so */
	const char *const *allow; /* networks and domains */
	size_t allow_count;
	bool allow_private;
	unsigned keep_days; /* that results stay in a folder; 0: not told */
	const char *const *names; /* that it is served by, beside its address */
	size_t name_count;
	const struct configuration_module *modules;
	size_t module_count;
};

/* Reads the file. What is not known, or of another type, is a problem whose
 * place is the file and whose text names the member. */
bool configuration_read(struct arena *arena, const char *path,
	struct configuration *ret_config, struct problem *ret_problem);

/* The module of that name; NULL if there is none. */
const struct configuration_module *configuration_find(
	const struct configuration *config, const char *name);

#endif
