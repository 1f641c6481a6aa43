/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/sources/guess.h"

#include "settings/records.h"

#include <arpa/nameser.h>

static const char *const usual_names[USUAL_NAMES] = {
	"imap", "pop", "smtp", "mail"};

struct guess_context {
	struct run *run;
	size_t index;
};

static void guess_heard(void *context, const struct dns_answer *answer)
{
	struct guess_context *guess = context;

	if (answer->exists && !answer->bogus)
		guess->run->guessed[guess->index] = true;
}

void guess_ask(struct run *run)
{
	struct arena *arena = run->d->arena;

	if (!run->dns)
		return;
	for (size_t i = 0; i < USUAL_NAMES; i++) {
		struct guess_context *guess =
			arena_alloc(arena, sizeof(*guess));
		const char *name = arena_printf(
			arena, "%s.%s", usual_names[i], run->d->domain);

		*guess = (struct guess_context){run, i};
		dns_ask(run->dns, name, ns_t_a, guess_heard, guess);
		dns_ask(run->dns, name, ns_t_aaaa, guess_heard, guess);
	}
}

/* The service's own name, or "mail"; implicit TLS before explicit. */
static void add_guess(struct run *run, struct records *records, size_t index,
	enum service service, enum tls_mode mode)
{
	struct problem error;
	const char *name = run->guessed[index] ? usual_names[index] : "mail";
	const struct record record = {
		.service = service,
		.host = arena_printf(
			run->d->arena, "%s.%s", name, run->d->domain),
		.port = service_port(service, mode),
		.word = mode == MODE_IMPLICIT ? WORD_IMPLICIT : WORD_EXPLICIT,
		.account.user_name = "%EMAILADDRESS%",
	};

	if ((run->guessed[index] || run->guessed[3]) &&
		!records_add(records, &record, &error))
		records_skip(records, 0, record.host, error.text);
}

static void conclude(struct run *run, struct source_answer *source)
{
	struct records *records = records_new(run->d->arena, "a guess");
	struct problem error;

	add_guess(run, records, 0, SERVICE_IMAP, MODE_IMPLICIT);
	add_guess(run, records, 1, SERVICE_POP3, MODE_IMPLICIT);
	add_guess(run, records, 2, SERVICE_SMTP, MODE_IMPLICIT);
	add_guess(run, records, 2, SERVICE_SMTP, MODE_EXPLICIT);
	if (records_count(records) &&
		records_conclude(records, "guess", &source->matrix, &error))
		source_done(run->d, source, SOURCE_FOUND,
			"a guess: these names exist, but nothing else is "
			"known");
	else
		source_done(run->d, source, SOURCE_NOTHING,
			"none of these names exists");
}

void guess_conclude(struct run *run)
{
	struct source_answer *source;

	if (!run->dns)
		return;
	source = source_add(run->d, SOURCE_GUESS, RANK_GUESS,
		arena_printf(run->d->arena,
			"usual names in %s (imap, pop, smtp, mail)",
			run->d->domain));

	if (source)
		conclude(run, source);
}
