/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/table.h"
#include "model/text/builder.h"
#include "src/commands/commands.h"

#include "model/text/escape.h"
#include "model/text/spell.h"
#include "settings/clients/clients.h"
#include "settings/host.h"
#include "src/check_run.h"
#include "src/handing.h"
#include "src/output/place.h"
#include "src/targets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#define LINE 200

static const char *shown(struct arena *arena, const char *text)
{
	return escape_excerpt(arena,
		(struct octets){(const unsigned char *)text, strlen(text)},
		LINE);
}

static int complain_about_client(
	const struct options *options, struct arena *arena)
{
	struct builder names = {.arena = arena};

	for (size_t i = 0; i < clients_count; i++)
		builder_item(&names, ", ", clients_table[i]->name);
	complain_aloud(options,
		"--client: '%s' is not a supported mail program; use "
		"one of: %s",
		shown(arena, options->client), builder_text(&names));
	return EX_USAGE;
}

static int check_options(const struct options *options, struct arena *arena,
	const struct client **ret_client)
{
	*ret_client = clients_find(options->client);
	if (!*ret_client)
		return complain_about_client(options, arena);
	if (options->user && !handing_is_address(arena, options->user)) {
		complain_aloud(options,
			"--user: '%s' is not an address that settings "
			"can contain; example: user@example.com",
			shown(arena, options->user));
		return EX_USAGE;
	}
	if ((*ret_client)->needs_user && !options->user) {
		complain_aloud(options,
			"setup: %s requires an address; give it with --user",
			(*ret_client)->name);
		return EX_USAGE;
	}
	return EX_OK;
}

static void warn(struct arena *arena, const struct endpoint_report *endpoint)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (handing_only_warns(endpoint, &endpoint->findings[i]))
			complain_to_stderr("warning: %s",
				shown(arena, endpoint->findings[i].summary));
}

/* Keeps what was verified, and says what was left out and why. Answers an exit
 * status. */
static int choose_verified(struct arena *arena, const struct report *report,
	struct handing_list *ret_entries)
{
	int status = EX_OK;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		if (handing_is_good(endpoint)) {
			warn(arena, endpoint);
			handing_add(arena, ret_entries, endpoint->entry);
			continue;
		}
		if (status != 1)
			status = endpoint->verdict == VERDICT_FAIL ? 1 : 2;
		complain_to_stderr("left out: %s",
			shown(arena, handing_why_not(arena, endpoint)));
	}
	return status;
}

static void take_all(struct arena *arena, const struct matrix *matrices,
	size_t count, struct handing_list *ret_entries)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < matrices[i].entry_count; k++)
			handing_add(
				arena, ret_entries, &matrices[i].entries[k]);
}

static const char *checked_words(
	const struct options *options, struct arena *arena)
{
	if (options->unverified)
		return "not verified";
	return arena_printf(arena, "verified by mailsonde on %.10s",
		spell_time(arena, time(NULL)));
}

static int write_file(const struct options *options,
	const struct client *client, const struct setup *setup)
{
	const char *file =
		options->output_count ? options->outputs[0].file : NULL;
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);
	int status = EX_OK;

	if (!stream)
		return EX_OSERR;
	client->write(stream, setup);
	if (fclose(stream) != 0)
		status = EX_OSERR;
	else if (!output_write(file, text, length)) {
		complain_aloud(options, "%s: %s; the settings were not written",
			file ? file : "standard output", place_problem(errno));
		status = EX_IOERR;
	}
	free(text);
	return status;
}

static void complain_about_missing(const struct options *options,
	const struct client *client, bool incoming)
{
	if (options->unverified)
		complain_aloud(options,
			!incoming ? "nothing was written: the settings "
				    "name no server for outgoing mail"
			: client->imap_only
				? "nothing was written: the settings "
				  "name no IMAP server for incoming mail"
				: "nothing was written: the settings "
				  "name no server for incoming mail");
	else
		complain_aloud(options,
			!incoming ? "nothing was written: no server for "
				    "outgoing mail passed verification"
			: client->imap_only
				? "nothing was written: no IMAP server "
				  "for incoming mail passed verification"
				: "nothing was written: no server for "
				  "incoming mail passed verification");
}

/* Leaves out what the form has no words for. */
static struct handing_list keep_sayable(struct arena *arena,
	const struct client *client, const struct handing_list *all)
{
	struct handing_list kept = {0};

	for (size_t i = 0; i < all->count; i++) {
		const struct endpoint *endpoint = &all->list[i]->endpoint;

		if (!client->can_say || client->can_say(all->list[i]))
			handing_add(arena, &kept, all->list[i]);
		else
			complain_to_stderr(
				"left out: %s cannot express %s on port "
				"%u of %s",
				client->name,
				endpoint->mode == MODE_IMPLICIT ? "implicit TLS"
				: endpoint->mode == MODE_EXPLICIT
					? service_row(endpoint->service)
						  ->tls_verb
					: "no encryption",
				endpoint->port, shown(arena, endpoint->host));
	}
	return kept;
}

static int complain_about_lack(const struct options *options,
	const struct client *client, enum handing_lack lack)
{
	switch (lack) {
	case HANDING_LACKS_USER:
	case HANDING_LACKS_DOMAIN:
		complain_aloud(options,
			"setup: %s requires the mail domain; give an "
			"address with --user",
			client->name);
		return EX_USAGE;
	case HANDING_LACKS_WORDS:
		complain_aloud(options,
			"nothing was written: %s cannot use STARTTLS "
			"for one server and no encryption for another",
			client->name);
		return 1;
	default:
		complain_about_missing(
			options, client, lack == HANDING_LACKS_INCOMING);
		return 1;
	}
}

static int hand_on(const struct options *options, struct arena *arena,
	const struct client *client, const struct matrix *matrix,
	const struct handing_list *entries)
{
	const struct handing_list sayable =
		keep_sayable(arena, client, entries);
	struct setup setup;
	enum handing_lack lack = handing_make(arena, client, matrix, &sayable,
		options->user, checked_words(options, arena), &setup);

	return lack == HANDING_LACKS_NOTHING
		       ? write_file(options, client, &setup)
		       : complain_about_lack(options, client, lack);
}

static int set_up(const struct options *options, struct arena *arena,
	const struct client *client, const struct matrix *matrix,
	const struct handing_list *entries, int status)
{
	int result = hand_on(options, arena, client, matrix, entries);

	/* What failed is told even where the rest was handed on. */
	if (result == 1 && status == 2)
		return 2;
	return result != EX_OK ? result : status;
}

static int set_up_verified(const struct options *options, struct arena *arena,
	int interrupt_fd, const struct client *client,
	const struct matrix *matrices, size_t count)
{
	struct handing_list entries = {0};
	struct check_result check;
	int status = check_run(
		options, arena, interrupt_fd, matrices, count, false, &check);

	if (status != EX_OK)
		return status;
	status = choose_verified(arena, &check.report, &entries);
	status = set_up(options, arena, client, matrices, &entries, status);
	return check_end(options, &check, status);
}

int command_setup(
	const struct options *options, struct arena *arena, int interrupt_fd)
{
	const struct client *client;
	struct handing_list entries = {0};
	struct matrix *matrices;
	size_t count;
	int status = check_options(options, arena, &client);

	if (status == EX_OK)
		status = targets_read(options, arena, &matrices, &count);
	if (status != EX_OK)
		return status;
	if (!options->unverified)
		return set_up_verified(
			options, arena, interrupt_fd, client, matrices, count);
	take_all(arena, matrices, count, &entries);
	return set_up(options, arena, client, matrices, &entries, EX_OK);
}
