/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-revocation, which `mailsonde check --revocation` runs: fetches
 * lists and OCSP responses over plain HTTP with libcurl. It judges nothing: the
 * answers bring their own signatures. Questions come on standard input, answers
 * leave on standard output, and it ends with the questions. */

#include "config.h"

#include "discovery/fetch.h"
#include "model/memory.h"
#include "net/io.h"
#include "src/options/options.h"
#include "src/process.h"
#include "src/revocation/wire.h"
#include "src/sandbox/confine.h"
#include "src/sandbox/sandbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define CPU_SECONDS 600
#define MEMORY_MIB 4096
#define WAIT_US 60000000

struct helper {
	struct discovery search; /* how the fetcher asks */
	struct fetcher *fetcher;
	unsigned char heard[sizeof(struct wire_question) + WIRE_URL_OCTETS +
			    WIRE_REQUEST_OCTETS];
	size_t length;
	bool over;
};

struct waiting {
	struct helper *helper;
	uint32_t id;
};

static void put(struct helper *helper, const void *data, size_t length)
{
	helper->over =
		helper->over || !process_write(STDOUT_FILENO, data, length);
}

static void answer(
	struct helper *helper, uint32_t id, bool failed, struct octets what)
{
	const struct wire_answer head = {
		.id = id, .failed = failed, .octets = (uint32_t)what.length};

	put(helper, &head, sizeof(head));
	put(helper, what.data, what.length);
}

static void fail(struct helper *helper, uint32_t id, const char *why)
{
	answer(helper, id, true,
		(struct octets){(const unsigned char *)why, strlen(why) + 1});
}

/* Why the answer does not count; NULL if it does. */
static const char *say_problem(
	struct arena *arena, const struct fetched *fetched)
{
	if (fetched->refused)
		return arena_printf(arena,
			"the host's address %s is not public, so nothing was "
			"sent there",
			fetched->refused);
	if (fetched->too_large)
		return "the answer is too large";
	if (!fetched->answered)
		return fetched->problem;
	if (fetched->status >= 300 && fetched->status < 400)
		return "the server redirects elsewhere, which was not followed";
	if (fetched->status != 200)
		return arena_printf(arena,
			"the server answered with status %ld", fetched->status);
	return NULL;
}

static void heard(void *context, const struct fetched *fetched)
{
	struct waiting *waiting = context;
	struct helper *helper = waiting->helper;
	const char *problem = say_problem(helper->search.arena, fetched);

	if (problem)
		fail(helper, waiting->id, problem);
	else
		answer(helper, waiting->id, false, fetched->body);
	free(waiting);
}

static void ask(struct helper *helper, const struct wire_question *question,
	const char *url, struct octets request)
{
	struct waiting *waiting = memory_calloc(1, sizeof(*waiting));
	const struct fetch_order order = {
		.url = url,
		.cleartext = true,
		.post = question->list ? (struct octets){0} : request,
		.type = "application/ocsp-request",
		.most = question->list ? WIRE_LIST_OCTETS
				       : WIRE_RESPONSE_OCTETS,
		.deadline_us = io_now_us() + question->timeout_us,
	};

	*waiting = (struct waiting){helper, question->id};
	if (fetch_ask(helper->fetcher, &order, heard, waiting))
		return;
	fail(helper, question->id, "the request could not be made");
	free(waiting);
}

/* Answers false if no whole question is there. */
static bool take_question(struct helper *helper)
{
	struct arena *arena = helper->search.arena;
	struct wire_question question;
	const unsigned char *url;
	size_t whole;

	if (helper->length < sizeof(question))
		return false;
	memcpy(&question, helper->heard, sizeof(question));
	if (question.url_octets > WIRE_URL_OCTETS ||
		question.request_octets > WIRE_REQUEST_OCTETS) {
		helper->over = true;
		return false;
	}
	whole = sizeof(question) + question.url_octets +
		question.request_octets;
	if (helper->length < whole)
		return false;
	url = helper->heard + sizeof(question);
	ask(helper, &question,
		(const char *)arena_octets(arena, url, question.url_octets)
			.data,
		arena_octets(arena, url + question.url_octets,
			question.request_octets));
	helper->length -= whole;
	memmove(helper->heard, helper->heard + whole, helper->length);
	return true;
}

/* Something is there to be read, or the end. */
static void listen_on(struct helper *helper)
{
	ssize_t n = read(STDIN_FILENO, helper->heard + helper->length,
		sizeof(helper->heard) - helper->length);

	if (n > 0)
		helper->length += (size_t)n;
	else if (n == 0 || errno != EINTR)
		helper->over = true;
	while (take_question(helper))
		;
}

static void serve(struct helper *helper)
{
	const int input = STDIN_FILENO;

	while (!helper->over) {
		struct arena_mark mark = arena_mark(helper->search.arena);
		struct deadline now = {.at_us = 1, .cancel_fd = -1};

		fetch_process(helper->fetcher, &input, 1, WAIT_US);
		if (io_wait(input, POLLIN, &now) == ST_OK)
			listen_on(helper);
		arena_release(helper->search.arena, mark);
	}
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct helper *helper = memory_calloc(1, sizeof(*helper));
	struct options options;
	const char *error;

	process_begin();
	sandbox_limit(CPU_SECONDS, MEMORY_MIB);
	if (!options_read(arena, argc, argv, &options, &error)) {
		fprintf(stderr, "mailsonde-revocation: %s\n", error);
		return EX_USAGE;
	}
	helper->search = (struct discovery){
		.arena = arena_new(),
		.request = {.resolves = options.run.resolves,
			.resolve_count = options.run.resolve_count,
			.connects = options.run.connects,
			.connect_count = options.run.connect_count,
			.family = options.run.family,
			.public_only = !options.allow_private},
	};
	confine_probes(&options, arena);
	helper->fetcher = fetch_new(&helper->search);
	if (!helper->fetcher)
		return EX_SOFTWARE;
	serve(helper);
	/* A look-up may be under way that nobody waits for. */
	_exit(EX_OK);
}
