/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/handing.h"

#include "model/table.h"
#include "model/text/escape.h"
#include "settings/host.h"

#include <string.h>

#define LINE 200

static const char *shown(struct arena *arena, const char *text)
{
	return escape_excerpt(arena,
		(struct octets){(const unsigned char *)text, strlen(text)},
		LINE);
}

void handing_add(struct arena *arena, struct handing_list *entries,
	const struct matrix_entry *entry)
{
	entries->list = arena_grow(
		arena, entries->list, entries->count, sizeof(*entries->list));
	entries->list[entries->count++] = entry;
}

/* address = 1*octet "@" domain, without blanks and control characters, which
 * could become lines of their own in a file of settings, and without what a
 * program may take for a command or the end of a value. */
bool handing_is_address(struct arena *arena, const char *address)
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

/* What is said of the settings' words, or by a policy, is no reason to keep an
 * endpoint that works back: it is handed on as it was verified. */
static bool counts(const struct finding *finding)
{
	return !finding->policy && strncmp(finding->check, "settings-", 9) != 0;
}

/* What a server lets pass before TLS harms nobody whose program demands TLS, as
 * the settings do that are handed on: it is a warning beside them. */
bool handing_only_warns(
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

bool handing_is_good(const struct endpoint_report *endpoint)
{
	for (size_t i = 0; i < endpoint->finding_count; i++) {
		enum verdict status = endpoint->findings[i].status;

		if (counts(&endpoint->findings[i]) &&
			!handing_only_warns(endpoint, &endpoint->findings[i]) &&
			(status == VERDICT_FAIL ||
				status == VERDICT_NOT_TESTED))
			return false;
	}
	return endpoint->finding_count > 0;
}

/* The finding that keeps the endpoint from being handed out. */
const char *handing_why_not(
	struct arena *arena, const struct endpoint_report *endpoint)
{
	const struct finding *other = NULL;

	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];

		if (!counts(finding) || handing_only_warns(endpoint, finding))
			continue;
		if (finding->status == VERDICT_FAIL)
			return finding->summary;
		if (finding->status == VERDICT_NOT_TESTED && !other)
			other = finding;
	}
	return other ? other->summary
		     : arena_strdup(arena, "the endpoint was not tested");
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

static struct handing_list choose(struct arena *arena,
	const struct handing_list *all, bool outgoing, bool imap_only)
{
	struct handing_list chosen = {0};

	for (unsigned wanted = 0; wanted < 10 + 4 * SERVICE_COUNT; wanted++)
		for (size_t i = 0; i < all->count; i++) {
			const struct matrix_entry *entry = all->list[i];
			enum service service = entry->endpoint.service;

			if ((outgoing ? service_is_outgoing(service)
				      : service_is_incoming(service)) &&
				cost(entry) == wanted &&
				!(imap_only && entry->endpoint.service ==
						       SERVICE_POP3))
				handing_add(arena, &chosen, entry);
		}
	return chosen;
}

/* The mail domain: the user's, or the only one that the settings are for. */
static const char *find_domain(const char *user, const struct matrix *matrix)
{
	if (user)
		return strrchr(user, '@') + 1;
	return matrix->domain_count ? matrix->domains[0] : NULL;
}

static bool is_exchange(const struct handing_list *entries)
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

/* What the settings are called: never by the file that they were in. */
static const char *title_of(const struct matrix *matrix, const char *domain,
	const struct handing_list *entries)
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

enum handing_lack handing_make(struct arena *arena, const struct client *client,
	const struct matrix *matrix, const struct handing_list *entries,
	const char *user, const char *checked, struct setup *ret_setup)
{
	struct handing_list incoming =
		choose(arena, entries, false, client->imap_only);
	struct handing_list outgoing = choose(arena, entries, true, false);
	struct setup setup = {
		.arena = arena,
		.user = user,
		.domain = find_domain(user, matrix),
		.incoming = incoming.list,
		.incoming_count = incoming.count,
		.outgoing = outgoing.list,
		.outgoing_count = outgoing.count,
		.exchange = is_exchange(entries),
		.checked = checked,
	};

	setup.title = shown(arena, title_of(matrix, setup.domain, entries));
	if (client->needs_user && !user)
		return HANDING_LACKS_USER;
	if (client->needs_domain && !setup.domain)
		return HANDING_LACKS_DOMAIN;
	if (client->needs_incoming && !incoming.count)
		return HANDING_LACKS_INCOMING;
	if (client->needs_outgoing && !outgoing.count)
		return HANDING_LACKS_OUTGOING;
	if (client->can_say_both && incoming.count && outgoing.count &&
		!client->can_say_both(incoming.list[0], outgoing.list[0]))
		return HANDING_LACKS_WORDS;
	*ret_setup = setup;
	return HANDING_LACKS_NOTHING;
}
