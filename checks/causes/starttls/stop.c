/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/starttls/stop.h"

#include "checks/causes/advice.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/product.h"
#include "evidence/witness.h"
#include "model/service.h"
#include "model/text/ascii.h"

static bool is_preauth(const struct probe_facts *probe)
{
	return probe->greeting.preauth;
}

bool stop_is_masked(const struct probe_facts *probe)
{
	return probe->cleartext.masked && !probe->cleartext.starttls;
}

bool stop_is_firewall(const struct probe_facts *probe)
{
	const struct product *product =
		product_of_greeting(SERVICE_SMTP, probe->greeting.text);

	return product && product->kind == PRODUCT_OF_FIREWALL;
}

static bool is_misnamed(const struct probe_facts *probe)
{
	return !probe->cleartext.starttls && probe->greeting.known_service &&
	       stop_misnamed(probe->greeting.service, probe);
}

static bool is_unlisted(const struct probe_facts *probe)
{
	return probe->cleartext.seen && !probe->cleartext.starttls &&
	       probe->starttls_agreed;
}

static bool is_unanswered(const struct probe_facts *probe)
{
	return probe->cleartext.starttls && probe->starttls_sent &&
	       !probe->starttls_agreed && probe->stage == STAGE_STARTTLS &&
	       (probe->status == ST_TIMEOUT || probe->status == ST_EOF ||
		       probe->status == ST_RESET);
}

static bool is_missing(const struct probe_facts *probe)
{
	return probe->cleartext.seen && !probe->cleartext.starttls;
}

static bool was_refused(const struct probe_facts *probe)
{
	return probe->starttls_sent && !probe->starttls_agreed &&
	       probe->status == ST_REFUSED;
}

static bool has_no_list(const struct probe_facts *probe)
{
	return probe->cleartext.refused;
}

static bool is_offered(const struct probe_facts *probe)
{
	return probe->cleartext.starttls;
}

/* The first of these that holds is the reason. */
static const struct {
	enum stop_kind kind;
	bool (*holds)(const struct probe_facts *probe);
} reasons[] = {
	{STOP_PREAUTH, is_preauth},
	{STOP_MASKED, stop_is_masked},
	{STOP_MASKED, stop_is_firewall},
	{STOP_MISNAMED, is_misnamed},
	{STOP_UNLISTED, is_unlisted},
	{STOP_ASKED, was_refused},
	{STOP_UNANSWERED, is_unanswered},
	{STOP_MISSING, is_missing},
	{STOP_NO_LIST, has_no_list},
};

const struct octets *stop_misnamed(
	enum service service, const struct probe_facts *probe)
{
	const char *own = service_row(service)->tls_verb;

	for (size_t i = 0; i < probe->cleartext.item_count; i++) {
		const struct octets *item = &probe->cleartext.items[i];

		if ((ascii_equals(*item, "STARTTLS") ||
			    ascii_equals(*item, "STLS")) &&
			!ascii_equals(*item, own))
			return item;
	}
	return NULL;
}

struct stop stop_of(const struct view *view)
{
	const struct probe_facts *refused =
		witness_first(view->facts, was_refused);

	if (!(open_failures(view) & OF_STARTTLS))
		return (struct stop){STOP_NONE, NULL};
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		const struct probe_facts *probe =
			witness_first(view->facts, reasons[i].holds);

		/* Asked for without being listed, it may well be refused. */
		if (reasons[i].kind == STOP_ASKED &&
			!witness_first(view->facts, is_offered))
			continue;
		if (probe)
			return (struct stop){reasons[i].kind, probe};
	}
	return (struct stop){refused ? STOP_ASKED : STOP_NONE, refused};
}

void stop_advise_implicit(
	struct work *work, struct theory *theory, const struct view *view)
{
	struct other_way way;

	if (!advice_other_way(view, &way) || way.mode != MODE_IMPLICIT)
		return;
	theory_add_evidence(work, theory,
		"port %u of the same server is encrypted", way.port);
	advice_settings(work, theory, view, NULL, way.port, way.mode);
}

void stop_advise_proxy(struct theory *theory)
{
	theory_advise(theory, AUDIENCE_ADMIN,
		"Make both sides agree: let the server expect the PROXY "
		"protocol (in Dovecot, haproxy = yes of its inet_listener and "
		"haproxy_trusted_networks), or turn it off in the load "
		"balancer (send-proxy in HAProxy).");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Send the evidence to the provider.");
	theory_confirm(theory, "A connection to the server itself, past the "
			       "load balancer, works.");
}
