/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-token, which `mailsonde token` runs: the same command line, with
 * libcurl. */

#include "config.h"

#include "net/io.h"
#include "settings/text/file.h"
#include "src/commands/commands.h"
#include "src/companion_main.h"
#include "src/interrupt.h"
#include "src/output/formats.h"
#include "src/output/terminal.h"
#include "src/sandbox/sandbox.h"
#include "src/sign/password.h"
#include "src/token/show.h"
#include "src/token/sign_in.h"
#include "src/token/store.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define SECOND_US INT64_C(1000000)
#define PATIENCE_S 900 /* for the user to sign in */
#define RENEW_S 300    /* before the end of a token */
#define TEXT_COLUMNS 100
#define SECRET_OCTETS 1024
#define CPU_SECONDS 60
#define MEMORY_MIB 4096

static int usage(const char *advice)
{
	complain_to_stderr("token: %s", advice);
	return EX_USAGE;
}

static int check_options(const struct options *options)
{
	const struct token_options *token = &options->token;

	if (!token->store)
		return usage("choose where to keep the token with --store: a "
			     "file, or " STORE_SERVICE "ADDRESS");
	if (token->provider && !token->client)
		return usage("give your application's client id with "
			     "--client-id; the manual explains how to get one");
	if (!token->provider && (token->client || token->scope))
		return usage("--client-id and --scope need --provider");
	if (token->print && isatty(STDOUT_FILENO))
		return usage("--print does not show a token on a terminal; "
			     "redirect it to the program that needs it");
	return EX_OK;
}

static int find_provider(struct token *t)
{
	const char *name = t->options->token.provider;
	const struct provider *known = provider_find(name);
	struct problem problem = {0};
	struct octets text;

	if (known) {
		t->provider = *known;
		return EX_OK;
	}
	switch (file_read(t->arena, name, &text, &problem)) {
	case FILE_MISSING:
		complain_to_stderr(
			"--provider: '%s' is neither microsoft, google "
			"nor a file",
			token_shown(t->arena, name));
		return EX_USAGE;
	case FILE_UNUSABLE:
		return complain_about_problem(t->options, &problem);
	case FILE_READ:
		break;
	}
	return provider_read(t->arena, text, name, &t->provider, &problem)
		       ? EX_OK
		       : complain_about_problem(t->options, &problem);
}

/* Without the line end that an editor puts behind it. */
static int read_client_secret(struct token *t)
{
	const char *file = t->options->token.client_secret_file;
	struct problem problem = {0};

	if (!file)
		return EX_OK;
	t->secret = locked_new(SECRET_OCTETS);
	if (!store_read(t->arena, file, t->secret, &problem))
		return complain_about_problem(t->options, &problem);
	while (t->secret->length &&
		strchr("\r\n", t->secret->text[t->secret->length - 1]))
		t->secret->text[--t->secret->length] = '\0';
	return EX_OK;
}

/* The port for a browser, and the secret service, need more than a sandbox
 * allows. */
static void confine(const struct token *t)
{
	const struct options *options = t->options;
	const char *store = options->token.store;
	const char *const read[] = {
		options->ca_file ? options->ca_file : store, store, NULL};
	const char *const outputs[] = {store, NULL};
	const struct sandbox sandbox = {.read = read, .outputs = outputs};

	if (!store_is_service(store) && !token_wants_browser(t))
		sandbox_enter(t->arena, &sandbox);
}

static int begin(struct token *t)
{
	const struct http_way way = {
		.run = &t->options->run,
		.ca_file = t->options->ca_file,
		.deadline_us = t->deadline_us,
		.interrupt_fd = t->interrupt_fd,
	};

	t->oauth = (struct oauth){
		.arena = t->arena,
		.http = http_new(t->arena, &way),
		.provider = &t->provider,
		.client = t->options->token.client,
		.secret = t->secret,
		.scope = t->options->token.scope ? t->options->token.scope
						 : t->provider.scope,
	};
	if (t->oauth.http)
		return EX_OK;
	complain_to_stderr("libcurl cannot be initialised on this machine");
	return EX_SOFTWARE;
}

static int keep(struct token *t)
{
	struct locked *text = locked_new(GRANT_STORED_OCTETS);
	struct problem problem = {0};
	bool kept =
		grant_write(&t->grant, text) &&
		store_write(t->arena, t->options->token.store, text, &problem);

	locked_free(text);
	if (kept)
		return EX_OK;
	if (!problem.kind)
		problem_set(t->arena, PROBLEM_INTERNAL, t->options->token.store,
			&problem, "the token is too large to be stored");
	return complain_about_problem(t->options, &problem);
}

static int load(struct token *t)
{
	struct locked *text = locked_new(GRANT_STORED_OCTETS);
	const char *store = t->options->token.store;
	struct problem problem = {0};
	bool read = store_read(t->arena, store, text, &problem) &&
		    grant_read(t->arena, locked_octets(text), store, &t->grant,
			    &problem);

	locked_free(text);
	return read ? EX_OK : complain_about_problem(t->options, &problem);
}

static bool is_due(const struct token *t)
{
	return t->options->token.refresh ||
	       (t->options->token.print && t->grant.expires &&
		       t->grant.expires < (int64_t)time(NULL) + RENEW_S);
}

/* The provider may honour the old refresh token no more (RFC 6749 section
 * 6). */
static int keep_renewed(struct token *t)
{
	int status = keep(t);

	if (status != EX_OK)
		complain_to_stderr(
			"token: the token was renewed, but not stored; if it "
			"cannot be renewed again, sign in with --provider");
	return status;
}

static int renew(struct token *t)
{
	struct problem problem = {0};
	int status;

	if (!store_possible(t->arena, t->options->token.store, &problem))
		return complain_about_problem(t->options, &problem);

	if (!t->grant.refresh->length || !t->grant.token_endpoint ||
		!t->grant.client || !http_may_ask(t->grant.token_endpoint)) {
		complain_to_stderr("token: the stored token cannot be renewed; "
				   "sign in again with --provider");
		return 1;
	}
	t->oauth.client = t->grant.client;
	status = token_conclude(t, oauth_refresh(&t->oauth, &t->grant));
	return status == EX_OK ? keep_renewed(t) : status;
}

/* Straight from where it is: no buffer of stdio keeps it. */
static int print(const struct token *t)
{
	const struct locked *access = t->grant.access;
	size_t done = 0;

	while (done < access->length) {
		ssize_t n = write(STDOUT_FILENO, access->text + done,
			access->length - done);

		if (n < 0 && errno != EINTR) {
			complain_to_stderr(
				"standard output: %s", strerror(errno));
			return EX_IOERR;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return EX_OK;
}

static int tell(const struct token *t)
{
	unsigned columns = output_columns();
	const struct page page = {
		.stream = stdout,
		.columns = columns > TEXT_COLUMNS ? TEXT_COLUMNS : columns,
		.color = format_uses_color(t->options),
		.utf8 = output_is_utf8(),
		.arena = t->arena,
	};
	bool good;

	if (t->options->token.print)
		return print(t);
	if (t->options->quiet)
		return EX_OK;
	good = token_show(
		&page, &t->grant, t->options->user, t->options->token.tenant);
	if (terminal_finish() != EX_OK)
		return EX_IOERR;
	return good ? EX_OK : 1;
}

static int get_new(struct token *t)
{
	int status = token_conclude(t, token_sign_in(t));

	return status == EX_OK ? keep(t) : status;
}

static int run(struct token *t)
{
	const struct options *options = t->options;
	struct problem problem = {0};
	int status = check_options(options);

	if (status == EX_OK && options->token.provider)
		status = find_provider(t);
	if (status == EX_OK && options->token.provider &&
		!store_possible(t->arena, options->token.store, &problem))
		status = complain_about_problem(t->options, &problem);
	if (status == EX_OK)
		status = read_client_secret(t);
	if (status == EX_OK && !options->token.provider)
		status = load(t);
	if (status != EX_OK)
		return status;
	confine(t);
	interrupt_catch();
	status = begin(t);
	if (status == EX_OK && options->token.provider)
		status = get_new(t);
	else if (status == EX_OK && is_due(t))
		status = renew(t);
	return status == EX_OK ? tell(t) : status;
}

static int token(struct options *options, struct arena *arena)
{
	static const struct reach everybodys; /* the public Internet */
	struct token t = {
		.options = options,
		.arena = arena,
		.interrupt_fd = interrupt_set_up(),
		.deadline_us =
			io_now_us() + (options->run.deadline_us
						      ? options->run.deadline_us
						      : PATIENCE_S * SECOND_US),
	};
	int status;

	options->run.reach = options->allow_private ? NULL : &everybodys;
	grant_init(&t.grant);
	status = run(&t);
	grant_clear(&t.grant);
	locked_free(t.secret);
	http_free(t.oauth.http);
	return status;
}

static void prepare(void)
{
	password_hide_process();
	sandbox_limit(CPU_SECONDS, MEMORY_MIB);
}

int main(int argc, char **argv)
{
	static const struct companion_command command = {
		COMMAND_TOKEN, "token", prepare, token};

	return companion_main(&command, argc, argv);
}
