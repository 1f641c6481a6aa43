/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-serve: the command serve, which needs libmicrohttpd and jansson. */

#include "config.h"

#include "model/table.h"
#include "net/served.h"
#include "net/tls.h"
#include "src/check_run.h"
#include "src/complain.h"
#include "src/interrupt.h"
#include "src/options/options.h"
#include "src/process.h"
#include "src/sandbox/confine.h"
#include "src/serve/admit/accounts.h"
#include "src/serve/admit/keyholder.h"
#include "src/serve/server.h"
#include "src/version.h"

#include <errno.h>
#include <libxml/parser.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <unistd.h>

#define RUNNING 32
#define PEER_OCTETS ((size_t)64 * 1024) /* of one connection to a server */
#define KEPT 256
#define KEPT_OCTETS ((size_t)128 * 1024 * 1024)
#define KEEP_S 3600
#define KEEP_DAYS 30
#define LISTEN "127.0.0.1:8625"

static void tell_address(const struct server *server)
{
	printf("Open %s://%s:%u/ in a browser; Ctrl-C ends the server.\n",
		server_is_https(server) ? "https" : "http", server->host,
		server->port);
	fflush(stdout);
}

static void keep_failed(void *context, const char *folder)
{
	complain_aloud(context,
		"--keep %s: %s; results are not kept until "
		"this is mended",
		folder, strerror(errno));
}

static void renewed(
	void *context, const char *words, const struct problem *problem)
{
	if (problem) {
		(void)!complain_about_problem(context, problem);
		return;
	}
	puts(words);
	fflush(stdout);
}

/* A descriptor for SIGHUP, which then ends nothing; before any thread starts.
 */
static int catch_hangup(void)
{
	sigset_t hangup;

	sigemptyset(&hangup);
	sigaddset(&hangup, SIGHUP);
	sigprocmask(SIG_BLOCK, &hangup, NULL);
	return signalfd(-1, &hangup, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int open_engine(const struct options *options, struct arena *arena,
	const struct configuration *config, struct engine **ret_engine)
{
	const char *const again[] = {config->auth_file};
	struct trust_store *trust;
	struct problem problem;
	int status = check_load_anchors(options, &trust);

	if (status != EX_OK)
		return status;
	process_make_room(options->limits.jobs);
	confine_server(options, again, COUNT_OF(again), arena);
	*ret_engine = engine_new(&options->limits, trust, &problem);
	return *ret_engine ? EX_OK : complain_about_problem(options, &problem);
}

/* What the command line and the configuration say together. */
struct setup {
	struct configuration config;
	struct door door;
	struct server server;
	const char *listen;
};

/* The command line counts before the configuration. */
static void join(
	const struct options *options, struct arena *arena, struct setup *setup)
{
	struct configuration *config = &setup->config;
	size_t count = options->allowed_count;
	const char **allow = arena_alloc(
		arena, (count + config->allow_count + 1) * sizeof(*allow));

	for (size_t i = 0; i < count; i++)
		allow[i] = options->allowed[i];
	for (size_t i = 0; i < config->allow_count; i++)
		allow[count++] = config->allow[i];
	config->allow = allow;
	config->allow_count = count;
	config->allow_private = config->allow_private || options->allow_private;
	if (options->auth_file)
		config->auth_file = options->auth_file;
	if (options->certificate)
		config->files = (struct credentials_files){
			options->certificate, NULL, config->files.clients};
	if (options->key)
		config->files.key = options->key;
	if (options->client_ca)
		config->files.clients = options->client_ca;
	setup->listen = options->listen  ? options->listen
			: config->listen ? config->listen
					 : LISTEN;
}

static bool read_listen(
	struct arena *arena, struct setup *setup, struct problem *ret_problem)
{
	const char *wrong = server_read_listen(setup->listen, &setup->server);

	if (!wrong && setup->server.for_others && !setup->door.limited)
		wrong = "other computers could have any server checked from "
			"here; say which networks and domains they may check, "
			"with --allow";
	if (wrong)
		problem_set(arena, PROBLEM_USAGE,
			arena_printf(arena, "--listen %s", setup->listen),
			ret_problem, "%s", wrong);
	return !wrong;
}

/* What cannot be used is said before anything is served. */
static bool read_certificate(
	struct arena *arena, struct setup *setup, struct problem *ret_problem)
{
	const struct credentials_files *files = &setup->config.files;
	struct held held;

	if (!files->chain)
		return !(files->key || files->clients) ||
		       problem_set(arena, PROBLEM_USAGE, "--certificate",
			       ret_problem,
			       "--key and --client-ca need a certificate");
	setup->server.keyholder = keyholder_start(arena, files, ret_problem);
	if (!setup->server.keyholder || !keyholder_read(setup->server.keyholder,
						arena, &held, ret_problem))
		return false;
	served_identity_free(held.identity);
	return true;
}

static bool read_setup(const struct options *options, struct arena *arena,
	struct setup *setup, struct problem *ret_problem)
{
	struct configuration *config = &setup->config;

	if (options->config && !configuration_read(arena, options->config,
				       config, ret_problem))
		return false;
	join(options, arena, setup);
	if (!door_read_allow(arena, config->allow, config->allow_count,
		    &setup->door, ret_problem) ||
		!read_listen(arena, setup, ret_problem) ||
		!read_certificate(arena, setup, ret_problem))
		return false;
	if (config->auth_file && !accounts_read(arena, config->auth_file,
					 &setup->door.accounts, ret_problem))
		return false;
	setup->server.config = config;
	setup->server.door = &setup->door;
	return true;
}

static int serve_with(const struct options *options, struct arena *arena,
	struct engine *engine, struct setup *setup)
{
	struct jobs_rules rules = {
		.engine = engine,
		.request = options->run,
		.cancel_fd = interrupt_set_up(),
		.running = RUNNING,
		.kept = KEPT,
		.kept_octets = KEPT_OCTETS,
		.keep_s = KEEP_S,
		.keep_folder = options->keep,
		.keep_days = setup->config.keep_days ? setup->config.keep_days
						     : KEEP_DAYS,
		.keep_failed = keep_failed,
		.keep_context = (void *)options,
		.door = &setup->door,
		.find = {.dns_server = options->dns_server,
			.dns_anchor = options->dns_anchor,
			.ca_file = options->ca_file},
	};

	rules.request.reach =
		setup->config.allow_private ? NULL : &setup->door.reach;
	rules.request.most_octets = PEER_OCTETS;
	rules.request.tool_version = PACKAGE_VERSION;
	rules.request.tool_build = version_build(arena);
	interrupt_catch();
	/* Where a hangup means new files, it does so under nohup. */
	if (setup->server.renew_fd >= 0)
		signal(SIGHUP, SIG_DFL);
	setup->server.renewed = renewed;
	setup->server.context = (void *)options;
	setup->server.jobs = jobs_new(&rules);
	if (server_run(&setup->server, rules.cancel_fd, tell_address))
		return setup->server.keyless ? EX_OSERR : EX_OK;
	complain_aloud(options, "--listen %s: %s", setup->listen,
		errno ? strerror(errno)
		      : "no connection can be accepted there");
	return EX_OSERR;
}

static int serve(const struct options *options, struct arena *arena)
{
	struct setup setup = {.server = {.visits = 0}};
	struct problem problem;
	struct engine *engine;
	int status;

	if (!read_setup(options, arena, &setup, &problem))
		return complain_about_problem(options, &problem);
	if (!token_make(&setup.server.token)) {
		complain_aloud(options, "the system has no random numbers");
		return EX_OSERR;
	}
	setup.server.renew_fd =
		setup.config.files.chain || setup.config.auth_file
			? catch_hangup()
			: -1;
	status = open_engine(options, arena, &setup.config, &engine);
	if (status != EX_OK)
		return status;
	status = serve_with(options, arena, engine, &setup);
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
