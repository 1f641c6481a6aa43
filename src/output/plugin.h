/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde as a monitoring plugin: with -o nagios on standard output the exit
 * statuses are those of a plugin, whatever happens, and standard output begins
 * with a status line. */
#ifndef MAILSONDE_SRC_OUTPUT_PLUGIN_H
#define MAILSONDE_SRC_OUTPUT_PLUGIN_H

#include "src/options/options.h"

/* Whether somebody calls us as a plugin. Also of options that were not read to
 * their end. */
bool plugin_wanted(const struct options *options);

/* How the report is judged and written as a plugin's. */
struct plugin_style plugin_style(const struct options *options);

/* `status`, or what a plugin makes of it: UNKNOWN for what is no status of a
 * plugin. */
int plugin_exit_status(const struct options *options, int status)
	__attribute__((warn_unused_result));

#endif
