/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "net/tls.h"
#include "src/commands/commands.h"
#include "src/interrupt.h"
#include "src/output/plugin.h"
#include "src/output/terminal.h"
#include "src/process.h"
#include "src/sandbox/sandbox.h"
#include "src/sign/password.h"
#include "src/version.h"

#include <locale.h>
#include <sysexits.h>

#ifdef WITH_DISCOVER
#define DISCOVER "yes, with libcurl and libunbound"
#else
#define DISCOVER "no, built with --without-discover"
#endif
#ifdef WITH_SERVE
#define SERVE "yes, with libmicrohttpd and jansson"
#else
#define SERVE "no, built with --without-serve"
#endif
#ifdef WITH_MAILBOX
#define MAILBOX "yes, with libgsasl"
#else
#define MAILBOX "no, built with --without-mailbox"
#endif
#ifdef WITH_TOKEN
#define TOKEN "yes, with libcurl"
#else
#define TOKEN "no, built with --without-token"
#endif
#ifdef WITH_REVOCATION
#define REVOCATION "yes, with libcurl"
#else
#define REVOCATION "no, built with --without-revocation"
#endif
#ifdef WITH_XSLT
#define STYLESHEETS "yes, with libxslt"
#else
#define STYLESHEETS "no, built with --without-xslt"
#endif

static int print_version(struct arena *arena)
{
	printf("mailsonde %s\n"
	       "%s\n"
	       "TLS 1.0 to 1.3 can be probed; SSL 2.0 and 3.0 with --depth "
	       "full\n"
	       "discover: " DISCOVER "\n"
	       "serve: " SERVE "\n"
	       "mailbox: " MAILBOX "\n"
	       "token: " TOKEN "\n"
	       "revocation: " REVOCATION "\n"
	       "stylesheets for HTML: " STYLESHEETS "\n"
	       "probes are confined by: %s\n",
		PACKAGE_VERSION, version_build(arena), sandbox_kind());
	return terminal_finish();
}

/* Answers with what tells of an interrupt. */
static int begin_run(const struct options *options)
{
	if (options->run.deadline_us)
		interrupt_limit_inputs(options->run.deadline_us,
			plugin_exit_status(options, EX_DATAERR));
	return interrupt_set_up();
}

static int run_command(
	const struct options *options, struct arena *arena, char **argv)
{
	switch (options->command) {
	case COMMAND_HELP:
		options_help(stdout);
		return terminal_finish();
	case COMMAND_VERSION:
		return print_version(arena);
	case COMMAND_PROFILES:
		return command_profiles(options, arena);
	case COMMAND_EXPLAIN:
		return command_explain(options, arena);
	case COMMAND_POLICIES:
		return command_policies(options, arena);
	case COMMAND_POLICY:
		return command_policy(options, arena, begin_run(options));
	case COMMAND_REPORT:
		return command_report(options, arena);
	case COMMAND_JUDGE:
		return command_judge(options, arena);
	case COMMAND_COMPARE:
		return command_compare(options, arena);
	case COMMAND_SETTINGS:
		return command_settings(options, arena);
	case COMMAND_OFFERS:
		return command_offers(options, arena, begin_run(options));
	case COMMAND_SETUP:
		return command_setup(options, arena, begin_run(options));
	case COMMAND_DISCOVER:
		return command_companion(options, arena, "discover", argv);
	case COMMAND_MAILBOX:
		return command_companion(options, arena, "mailbox", argv);
	case COMMAND_TOKEN:
		return command_companion(options, arena, "token", argv);
	case COMMAND_SERVE:
		return command_companion(options, arena, "serve", argv);
	case COMMAND_CHECK:
		break;
	}
	return command_check(options, arena, begin_run(options));
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options;
	const char *error;
	int status;
	bool read;

	setlocale(LC_CTYPE, "");
	process_begin();
	read = options_read(arena, argc, argv, &options, &error);
	/* Those programs take it for themselves. */
	options.password = options.command == COMMAND_DISCOVER ||
					   options.command == COMMAND_MAILBOX
				   ? NULL
				   : password_take(options.sign != NULL);
	if (!read) {
		complain_aloud(&options, "%s", error);
		status = EX_USAGE;
	} else if (!tls_library_init()) {
		complain_aloud(&options,
			"GnuTLS could not be initialised on this machine");
		status = EX_SOFTWARE;
	} else {
		status = run_command(&options, arena, argv);
	}
	status = plugin_exit_status(&options, status);
	password_free(options.password);
	arena_free(arena);
	return status;
}
