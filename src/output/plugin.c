/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/plugin.h"

bool plugin_wanted(const struct options *options)
{
	for (size_t i = 0; i < options->output_count; i++)
		if (options->outputs[i].format == FORMAT_NAGIOS &&
			!options->outputs[i].file)
			return true;
	return false;
}

struct plugin_style plugin_style(const struct options *options)
{
	return (struct plugin_style){
		.warning = options->warning,
		.critical = options->critical,
		.warnings_are_critical = options->fail_on_warning,
	};
}

int plugin_exit_status(const struct options *options, int status)
{
	if (plugin_wanted(options) && (status < 0 || status > PLUGIN_UNKNOWN))
		return PLUGIN_UNKNOWN;
	return status;
}
