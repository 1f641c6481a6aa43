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
#include "src/output/place.h"
#include "src/targets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#define LINE 200

struct entries {
	const struct matrix_entry **list;
	size_t count;
};

static void add(struct arena *arena, struct entries *entries,
	const struct matrix_entry *entry)
{
	entries->list = arena_grow(
		arena, entries->list, entries->count, sizeof(*entries->list));
	entries->list[entries->count++] = entry;
}

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

/* address = 1*octet "@" domain, without blanks and control characters, which
 * could become lines of their own in a file of settings, and without what a
 * program may take for a command or the end of a value. */
static bool is_address(struct arena *arena, const char *address)
{
	const char *at = strrchr(address, '@');
	const char *host, *reason;

	if (!at || at == address || strlen(address) > 320)
		return false;
	for (const char *octet = address; *octet; octet++)
		if ((unsigned char)*octet <= ' ' || *octet == 0x7f ||
			strchr("<>`$\"\\;", *octet))
			return false;
	return host_read(arena, at + 1, &host, &reason);
}

static int check_options(const struct options *options, struct arena *arena,
	const struct client **ret_client)
{
	*ret_client = clients_find(options->client);
	if (!*ret_client)
		return complain_about_client(options, arena);
	if (options->user && !is_address(arena, options->user)) {
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

/* What is said of the settings' words, or by a policy, is no reason to keep an
 * endpoint that works back: it is handed on as it was verified. */
static bool counts(const struct finding *finding)
{
	return !finding->policy && strncmp(finding->check, "settings-", 9) != 0;
}

/* What a server lets pass before TLS harms nobody whose program demands TLS, as
 * the settings do that are handed on: it is a warning beside them. */
static bool only_warns(
	const struct endpoint_report *endpoint, const struct finding *finding)
{
	static const char *const checks[] = {
		"cleartext-login", "starttls-injection"};

	if (endpoint->entry->endpoint.mode == MODE_CLEARTEXT ||
		finding->status != VERDICT_FAIL)
		return false;
	for (size_t i = 0; i < COUNT_OF(checks); i++)
		if (strcmp(finding->check, checks[i]) == 0)
			return true;
	return false;
}

static bool is_good(const struct endpoint_report *endpoint)
{
	for (size_t i = 0; i < endpoint->finding_count; i++) {
		enum verdict status = endpoint->findings[i].status;

		if (counts(&endpoint->findings[i]) &&
			!only_warns(endpoint, &endpoint->findings[i]) &&
			(status == VERDICT_FAIL ||
				status == VERDICT_NOT_TESTED))
			return false;
	}
	return endpoint->finding_count > 0;
}

/* The finding that keeps the endpoint from being handed out. */
static const char *why_not(
	struct arena *arena, const struct endpoint_report *endpoint)
{
	const struct finding *other = NULL;

	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];

		if (!counts(finding) || only_warns(endpoint, finding))
			continue;
		if (finding->status == VERDICT_FAIL)
			return finding->summary;
		if (finding->status == VERDICT_NOT_TESTED && !other)
			other = finding;
	}
	return other ? other->summary
		     : arena_strdup(arena, "the endpoint was not tested");
}

static void warn(struct arena *arena, const struct endpoint_report *endpoint)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (only_warns(endpoint, &endpoint->findings[i]))
			complain_to_stderr("warning: %s",
				shown(arena, endpoint->findings[i].summary));
}

/* Keeps what was verified, and says what was left out and why. Answers an exit
 * status. */
static int choose_verified(struct arena *arena, const struct report *report,
	struct entries *ret_entries)
{
	int status = EX_OK;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		if (is_good(endpoint)) {
			warn(arena, endpoint);
			add(arena, ret_entries, endpoint->entry);
			continue;
		}
		if (status != 1)
			status = endpoint->verdict == VERDICT_FAIL ? 1 : 2;
		complain_to_stderr(
			"left out: %s", shown(arena, why_not(arena, endpoint)));
	}
	return status;
}

static void take_all(struct arena *arena, const struct matrix *matrices,
	size_t count, struct entries *ret_entries)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < matrices[i].entry_count; k++)
			add(arena, ret_entries, &matrices[i].entries[k]);
}

/* How good a way is: IMAP before POP3, implicit before explicit, and nothing
 * in cleartext before anything (RFC 8314 section 3, RFC 6186 section 3.4). */
static unsigned cost(const struct matrix_entry *entry)
{
	static const unsigned modes[] = {[MODE_IMPLICIT] = 0,
		[MODE_EXPLICIT] = 1,
		[MODE_CLEARTEXT] = 10};
	static_assert(COUNT_OF(modes) == MODE_COUNT, "a mode's cost");

	return modes[entry->endpoint.mode] +
	       4 * (unsigned)entry->endpoint.service;
}

static struct entries choose(struct arena *arena, const struct entries *all,
	bool outgoing, bool imap_only)
{
	struct entries chosen = {0};

	for (unsigned wanted = 0; wanted < 10 + 4 * SERVICE_COUNT; wanted++)
		for (size_t i = 0; i < all->count; i++) {
			const struct matrix_entry *entry = all->list[i];
			enum service service = entry->endpoint.service;

			if ((outgoing ? service_is_outgoing(service)
				      : service_is_incoming(service)) &&
				cost(entry) == wanted &&
				!(imap_only && entry->endpoint.service ==
						       SERVICE_POP3))
				add(arena, &chosen, entry);
		}
	return chosen;
}

static const char *checked_words(
	const struct options *options, struct arena *arena)
{
	if (options->unverified)
		return "not verified";
	return arena_printf(arena, "verified by mailsonde on %.10s",
		spell_time(arena, time(NULL)));
}

/* The mail domain: the user's, or the only one that the settings are for. */
static const char *find_domain(
	const struct options *options, const struct matrix *matrix)
{
	if (options->user)
		return strrchr(options->user, '@') + 1;
	return matrix->domain_count ? matrix->domains[0] : NULL;
}

static bool is_exchange(const struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++) {
		const char *product = entries->list[i]->expectation.product;
		const char *host = entries->list[i]->endpoint.host;

		if ((product && strstr(product, "Exchange")) ||
			strstr(host, ".office365.") ||
			strstr(host, "outlook.cn"))
			return true;
	}
	return false;
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

/* What the settings are called: never by the file that they were in. */
static const char *title_of(const struct matrix *matrix, const char *domain,
	const struct entries *entries)
{
	const struct endpoint *first =
		entries->count ? &entries->list[0]->endpoint : NULL;
	const char *place =
		first ? entries->list[0]->origin.place : matrix->name;

	if (matrix->title && (!place || strcmp(matrix->title, place) != 0))
		return matrix->title;
	if (domain)
		return domain;
	return first ? first->host : "mail";
}

/* Leaves out what the form has no words for. */
static struct entries keep_sayable(struct arena *arena,
	const struct client *client, const struct entries *all)
{
	struct entries kept = {0};

	for (size_t i = 0; i < all->count; i++) {
		const struct endpoint *endpoint = &all->list[i]->endpoint;

		if (!client->can_say || client->can_say(all->list[i]))
			add(arena, &kept, all->list[i]);
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

static int hand_on(const struct options *options, struct arena *arena,
	const struct client *client, const struct matrix *matrix,
	const struct entries *entries)
{
	struct entries sayable = keep_sayable(arena, client, entries);
	struct entries incoming =
		choose(arena, &sayable, false, client->imap_only);
	struct entries outgoing = choose(arena, &sayable, true, false);
	struct setup setup = {
		.arena = arena,
		.user = options->user,
		.domain = find_domain(options, matrix),
		.incoming = incoming.list,
		.incoming_count = incoming.count,
		.outgoing = outgoing.list,
		.outgoing_count = outgoing.count,
		.exchange = is_exchange(entries),
		.checked = checked_words(options, arena),
	};

	setup.title = title_of(matrix, setup.domain, entries);
	setup.title = shown(arena, setup.title);
	if (client->needs_domain && !setup.domain) {
		complain_aloud(options,
			"setup: %s requires the mail domain; give an "
			"address with --user",
			client->name);
		return EX_USAGE;
	}
	if ((client->needs_incoming && !incoming.count) ||
		(client->needs_outgoing && !outgoing.count)) {
		complain_about_missing(options, client,
			client->needs_incoming && !incoming.count);
		return 1;
	}
	if (client->can_say_both && incoming.count && outgoing.count &&
		!client->can_say_both(incoming.list[0], outgoing.list[0])) {
		complain_aloud(options,
			"nothing was written: %s cannot use STARTTLS "
			"for one server and no encryption for another",
			client->name);
		return 1;
	}
	return write_file(options, client, &setup);
}

static int set_up(const struct options *options, struct arena *arena,
	const struct client *client, const struct matrix *matrix,
	const struct entries *entries, int status)
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
	struct entries entries = {0};
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
	struct entries entries = {0};
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
