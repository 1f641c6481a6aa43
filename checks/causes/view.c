/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the matchers ask of an endpoint and its neighbours. */

#include "checks/causes/theory.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

bool probe_connected(const struct probe_facts *probe)
{
	if (probe->connect_only)
		return probe->outcome == OUTCOME_COMPLETED;
	return probe->stage > STAGE_CONNECT ||
	       probe->attempt < probe->attempt_count;
}

const struct probe_facts *find_follow_up(const struct endpoint_facts *facts,
	enum question question,
	bool (*answered)(const struct probe_facts *probe))
{
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (probe->purpose == PURPOSE_FOLLOW_UP &&
			probe->question == question &&
			(!answered || answered(probe)))
			return probe;
	}
	return NULL;
}

const struct probe_facts *find_stop(const struct endpoint_facts *facts,
	enum stage stage, enum status status)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (witness_is(facts->probes[i]) &&
			facts->probes[i]->stage == stage &&
			facts->probes[i]->status == status)
			return facts->probes[i];
	return NULL;
}

const struct view *find_sibling(const struct work *work,
	const struct view *view, bool (*holds)(const struct view *sibling))
{
	for (size_t i = 0; i < work->view_count; i++)
		if (i != view->index && same_host(view, &work->views[i]) &&
			holds(&work->views[i]))
			return &work->views[i];
	return NULL;
}

bool view_connected(const struct view *view)
{
	return reached_connection(view->facts);
}

bool view_has_tls(const struct view *view)
{
	return reached_tls(view->facts);
}

const char *real_host(const struct view *view)
{
	return view->facts->connected_to ? view->facts->connected_to
					 : view->endpoint->host;
}

bool same_host(const struct view *one, const struct view *other)
{
	return strcasecmp(one->endpoint->host, other->endpoint->host) == 0 &&
	       strcasecmp(real_host(one), real_host(other)) == 0;
}

/* Of some probes only the fingerprint is kept. */
static bool has_certificate(const struct tls_facts *tls)
{
	return tls->chain_count && tls->chain[0].not_after;
}

const struct tls_facts *find_chain(const struct view *view)
{
	const struct endpoint_facts *facts = view->facts;
	const struct probe_facts *best = witness_best(facts);
	const struct tls_facts *found = NULL;

	if (best && has_certificate(&best->tls))
		return &best->tls;
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (!witness_is(probe) || !has_certificate(&probe->tls))
			continue;
		if (!found || (found->trust == TRUST_UNKNOWN &&
				      probe->tls.trust != TRUST_UNKNOWN))
			found = &probe->tls;
	}
	return found;
}

bool has_address_for_name(const struct view *view)
{
	unsigned char octets[16];

	return strchr(view->endpoint->host, ':') ||
	       inet_pton(AF_INET, view->endpoint->host, octets) == 1;
}

enum demand demand_of(const struct view *view, enum tls_version version)
{
	return view->report->entry->expectation.tls[version].demand;
}

const char *place(struct work *work, const struct view *view)
{
	return say_endpoint(work->arena, view->endpoint);
}

const char *port_text(struct work *work, unsigned port)
{
	return arena_printf(work->arena, "%u", port);
}

const char *mode_words(enum tls_mode mode)
{
	static const char *const words[] = {
		[MODE_IMPLICIT] = "SSL/TLS",
		[MODE_EXPLICIT] = "STARTTLS",
		[MODE_CLEARTEXT] = "no encryption",
	};

	return words[mode];
}

const char *direction_words(enum service service)
{
	return service == SERVICE_SMTP ? "outgoing" : "incoming";
}

static bool octets_have_word(
	struct octets text, const char *word, size_t length)
{
	for (size_t i = 0; i + length <= text.length; i++)
		if (strncasecmp((const char *)text.data + i, word, length) == 0)
			return true;
	return false;
}

bool octets_have(struct octets text, const char *words)
{
	while (*words) {
		size_t length = strcspn(words, "|");

		if (length && octets_have_word(text, words, length))
			return true;
		words += length + (words[length] == '|');
	}
	return false;
}
