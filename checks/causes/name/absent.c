/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names that exist, and lead to no mail server. */

#include "checks/causes/advice.h"
#include "checks/causes/name/known.h"
#include "checks/causes/name/lookup.h"
#include "checks/causes/network/attempts.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "model/service.h"

static cause_match match_name_without_address;
static cause_match match_mail_domain;
static cause_match match_service_not_offered;

const struct cause cause_name_is_mail_domain = {
	.id = "name-is-mail-domain",
	.first = AUDIENCE_USER,
	.title = "The settings name a mail domain instead of a server",
	.explanation = "The part of a mail address after the @ is a domain. "
		       "The domain's mail servers have names of their own, "
		       "which the provider publishes. The domain name itself "
		       "often has no address, or leads to a web site.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Look up the names of the incoming and "
				"outgoing mail servers in your provider's "
				"instructions and enter those.",
			[AUDIENCE_HELPDESK] =
				"Look up the server names for the caller, or "
				"have the mail program find them from the mail "
				"address.",
		},
	.confirm =
		"The provider publishes different names for its mail servers.",
	.example = "-  looking up example.com: no address\n"
		   "-  mail for example.com goes to mx1.example.net",
	.reference = "RFC 5321 section 5.1; RFC 6186",
	.match = match_mail_domain,
};

const struct cause cause_name_without_address = {
	.id = "name-without-address",
	.first = AUDIENCE_USER,
	.title = "The server name exists but has no address",
	.explanation = "DNS knows the name but has no IP address for it, or "
		       "none of the kind that was asked for.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the server name in your mail program "
				"with the one that your provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare the name with the provider's "
				"instructions. If it is correct, tell the "
				"provider that it has no address.",
			[AUDIENCE_ADMIN] =
				"Add A and AAAA records for the name to DNS.",
		},
	.confirm = "The name has no address when looked up from another "
		   "network either.",
	.example = "-  looking up mail.example.com: no A or AAAA record",
	.match = match_name_without_address,
};

const struct cause cause_service_not_offered = {
	.id = "service-not-offered",
	.first = AUDIENCE_USER,
	.title = "The provider does not offer this service",
	.explanation =
		"Providers can state in DNS which mail services they offer. "
		"This provider states that it does not offer this one.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Choose the other account type (IMAP instead "
				"of POP3, or POP3 instead of IMAP), or use the "
				"provider's own app.",
			[AUDIENCE_HELPDESK] =
				"Check the provider's instructions for the "
				"services that it offers.",
		},
	.confirm = "The provider's instructions do not mention this service.",
	.example = "-  _pop3s._tcp.example.com SRV 0 0 0 .",
	.reference = "RFC 6186 section 3.4",
	.match = match_service_not_offered,
};

static void suppose_no_address(struct work *work, const struct view *view)
{
	const struct known_host *known =
		known_by_domain(view_host(view), view->endpoint->service);
	const struct name_facts *name = &view->facts->name;
	bool domain = known || name->mx;
	const char *host = view_host(view);
	struct theory *theory = theory_suppose(work, view,
		domain ? &cause_name_is_mail_domain
		       : &cause_name_without_address,
		CONFIDENCE_LIKELY, OF_ALL, host);

	if (domain)
		theory_tell(theory,
			arena_printf(work->arena,
				"%s is a mail domain, the part of a mail "
				"address after the @, and not the name of a "
				"server.",
				host),
			arena_printf(work->arena,
				"%s is the last part of a mail address. Your "
				"mail program needs the name of a mail server "
				"instead.",
				host));
	else
		theory_tell(theory,
			arena_printf(work->arena,
				"The name %s exists but has no IP address.",
				host),
			arena_printf(work->arena,
				"The name %s exists, but it is not the name of "
				"a mail server.",
				host));
	theory_add_evidence(
		work, theory, "%s: %s", host, status_words(ST_NO_ADDRESS));
	lookup_add_evidence(work, theory, view);
	if (known && known->service == view->endpoint->service)
		advice_settings(work, theory, view, known->host, known->port,
			known->mode);
}

static void match_name_without_address(
	struct work *work, const struct view *view)
{
	if (lookup_status(view) == ST_NO_ADDRESS && !lookup_not_offered(view))
		suppose_no_address(work, view);
}

/* A mail domain that has addresses, and does not answer at them. */
static void match_mail_domain(struct work *work, const struct view *view)
{
	const char *host = view->endpoint->host;
	const struct known_host *domain =
		known_by_domain(host, view->endpoint->service);
	const struct probe_facts *probe = attempts_failed(view);
	struct theory *theory;

	if (!probe || probe->status != ST_TIMEOUT || !domain ||
		known_by_host(host, domain->service))
		return;
	theory = theory_suppose(work, view, &cause_name_is_mail_domain,
		CONFIDENCE_LIKELY, OF_ALL, host);
	theory_tell(theory,
		arena_printf(work->arena,
			"%s is the domain of mail addresses at %s and not the "
			"name of a mail server.",
			host, domain->title),
		arena_printf(work->arena,
			"%s is the last part of a mail address. Your mail "
			"program needs the name of a mail server instead: %s.",
			host, domain->host));
	attempts_add_evidence(work, theory, view, probe);
	advice_settings(
		work, theory, view, domain->host, domain->port, domain->mode);
}

static void match_service_not_offered(
	struct work *work, const struct view *view)
{
	enum service service = view->endpoint->service;
	struct theory *theory;

	if (!lookup_not_offered(view))
		return;
	theory = theory_suppose(work, view, &cause_service_not_offered,
		CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
	theory_tell(theory,
		arena_printf(work->arena,
			"The DNS records of %s state that %s is not offered "
			"there.",
			view_host(view), service_label(service)),
		"The provider does not offer this type of mail account. Choose "
		"another one in your mail program.");
	theory_add_evidence(work, theory,
		"the SRV record of %s for %s has no target (\".\")",
		view_host(view), service_label(service));
}
