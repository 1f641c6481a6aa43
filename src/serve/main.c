/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-serve: the command serve, which needs libmicrohttpd and jansson. */

#include "config.h"

#include "net/tls.h"
#include "src/check_run.h"
#include "src/complain.h"
#include "src/interrupt.h"
#include "src/options/options.h"
#include "src/process.h"
#include "src/sandbox/confine.h"
#include "src/serve/server.h"
#include "src/version.h"

#include <errno.h>
#include <libxml/parser.h>
#include <locale.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define RUNNING 32
#define KEPT 256
#define KEEP_S 3600

static void tell_address(const struct server *server)
{
	printf("Open http://%s:%u/ in a browser; Ctrl-C ends the server.\n",
		server->host, server->port);
	fflush(stdout);
}

/* The addresses of the public Internet */
static const struct reach everybodys;

static int serve_with(const struct options *options, struct arena *arena,
	struct engine *engine, struct server *server)
{
	struct jobs_rules rules = {
		.engine = engine,
		.request = options->run,
		.cancel_fd = interrupt_set_up(),
		.running = RUNNING,
		.kept = KEPT,
		.keep_s = KEEP_S,
		.find = {.dns_server = options->dns_server,
			.dns_anchor = options->dns_anchor,
			.ca_file = options->ca_file},
	};

	rules.request.reach = options->allow_private ? NULL : &everybodys;
	rules.request.tool_version = PACKAGE_VERSION;
	rules.request.tool_build = version_build(arena);
	server->jobs = jobs_new(&rules);
	if (server_run(server, rules.cancel_fd, tell_address))
		return EX_OK;
	complain_aloud(options, "--listen %s: %s", options->listen,
		errno ? strerror(errno) : "nobody can be served there");
	return EX_OSERR;
}

static int open_engine(const struct options *options, struct arena *arena,
	struct engine **ret_engine)
{
	struct trust_store *trust;
	struct problem problem;
	int status = check_load_anchors(options, &trust);

	if (status != EX_OK)
		return status;
	process_make_room(options->limits.jobs);
	confine_server(options, arena);
	*ret_engine = engine_new(&options->limits, trust, &problem);
	return *ret_engine ? EX_OK : complain_about_problem(options, &problem);
}

static int serve(const struct options *options, struct arena *arena)
{
	struct server server = {.visits = 0};
	const char *wrong = server_read_listen(options->listen, &server);
	struct engine *engine;
	int status;

	if (wrong) {
		complain_aloud(
			options, "--listen %s: %s", options->listen, wrong);
		return EX_USAGE;
	}
	if (!token_make(&server.token)) {
		complain_aloud(options, "the system has no random numbers");
		return EX_OSERR;
	}
	status = open_engine(options, arena, &engine);
	if (status != EX_OK)
		return status;
	status = serve_with(options, arena, engine, &server);
	/* Checks that were cancelled may still be on their way out. */
	fflush(NULL);
	_exit(status);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options;
	const char *error;
	int status = EX_USAGE;

	setlocale(LC_CTYPE, "");
	process_begin();
	if (!options_read(arena, argc, argv, &options, &error)) {
		complain_aloud(&options, "%s", error);
	} else if (options.command != COMMAND_SERVE) {
		complain_aloud(&options,
			"this helper program only runs the command "
			"serve; run mailsonde instead");
	} else if (!tls_library_init()) {
		complain_aloud(&options,
			"GnuTLS could not be initialised on this machine");
		status = EX_SOFTWARE;
	} else {
		/* Visitors' threads read settings side by side. */
		xmlInitParser();
		status = serve(&options, arena);
	}
	arena_free(arena);
	return status;
}
