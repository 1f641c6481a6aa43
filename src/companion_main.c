/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/companion_main.h"

#include "net/tls.h"
#include "src/complain.h"
#include "src/output/plugin.h"
#include "src/process.h"
#include "src/sign/password.h"

#include <locale.h>
#include <sysexits.h>

int companion_main(
	const struct companion_command *command, int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options;
	const char *error;
	int status = EX_USAGE;
	bool read;

	setlocale(LC_CTYPE, "");
	process_begin();
	command->prepare();
	read = options_read(arena, argc, argv, &options, &error);
	options.password = password_take(options.sign != NULL);
	if (!read) {
		complain_aloud(&options, "%s", error);
	} else if (!tls_library_init()) {
		complain_aloud(&options,
			"GnuTLS could not be initialised on this machine");
		status = EX_SOFTWARE;
	} else if (options.command != command->command) {
		complain_aloud(&options,
			"this helper program only runs the command %s; run "
			"mailsonde instead",
			command->name);
	} else {
		status = command->run(&options, arena);
	}
	status = plugin_exit_status(&options, status);
	password_free(options.password);
	arena_free(arena);
	return status;
}
