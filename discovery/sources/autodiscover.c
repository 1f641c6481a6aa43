/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/sources/autodiscover.h"

#include "discovery/domain.h"
#include "discovery/sources/web.h"
#include "model/text/ascii.h"
#include "settings/xml/document.h"

#include <arpa/nameser.h>

static const char *request_of(struct discovery *d)
{
	return arena_printf(d->arena,
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/"
		"autodiscover/outlook/requestschema/2006\">\n"
		"  <Request>\n"
		"    <EMailAddress>%s</EMailAddress>\n"
		"    <AcceptableResponseSchema>http://schemas.microsoft.com/"
		"exchange/autodiscover/outlook/responseschema/2006a"
		"</AcceptableResponseSchema>\n"
		"  </Request>\n"
		"</Autodiscover>\n",
		d->address);
}

static const xmlNode *child_of(const xmlNode *parent, const char *name)
{
	for (xmlNode *node = parent ? parent->children : NULL; node;
		node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
			ascii_compare((const char *)node->name, name) == 0)
			return node;
	return NULL;
}

/* Autodiscover/Response/Account/RedirectUrl; NULL if there is none. */
static const char *find_redirect(struct arena *arena, struct octets file)
{
	struct problem problem = {0};
	xmlDoc *document = document_read(
		arena, &document_foreign, "", file.data, file.length, &problem);
	const xmlNode *node =
		document ? child_of(xmlDocGetRootElement(document), "Response")
			 : NULL;
	const char *url = NULL;

	node = child_of(child_of(node, "Account"), "RedirectUrl");
	if (node)
		url = document_content(arena, node);
	xmlFreeDoc(document);
	return url;
}

static void ask_url(
	struct run *run, enum source_kind kind, enum rank rank, const char *url)
{
	struct discovery *d = run->d;
	const struct web_question question = {
		.kind = kind,
		.rank = rank,
		.name = url,
		.url = url,
		.form = "autodiscover",
		.request = d->address ? request_of(d) : NULL,
		.find_redirect = find_redirect,
	};

	web_ask(run, &question);
}

static void add_pox(struct run *run, const char *host, enum rank rank)
{
	ask_url(run, SOURCE_AUTODISCOVER, rank,
		arena_printf(run->d->arena,
			"https://%s/autodiscover/autodiscover.xml", host));
}

static void srv_heard(void *context, const struct dns_answer *answer)
{
	struct run *run = context;
	const struct dns_record *record = &answer->records[0];

	if (answer->bogus) {
		source_void_forged(run, "_autodiscover._tcp");
		return;
	}
	if (!answer->count || !domain_is_public(record->target) ||
		record->port != 443)
		return;
	/* The address goes nowhere beyond the domain on DNS's word alone. */
	if (domain_is_within(record->target, run->d->domain)) {
		add_pox(run, record->target, RANK_INDIRECT);
	} else {
		struct source_answer *source = source_add(run->d,
			SOURCE_AUTODISCOVER, RANK_INDIRECT,
			arena_printf(run->d->arena, "_autodiscover._tcp.%s",
				run->d->domain));

		if (source)
			source_done(run->d, source, SOURCE_STOPPED,
				arena_printf(run->d->arena,
					"the record points to another domain "
					"(%s): the address was not sent there",
					record->target));
	}
}

void autodiscover_ask(struct run *run)
{
	struct discovery *d = run->d;

	if (run->dns)
		dns_ask(run->dns,
			arena_printf(
				d->arena, "_autodiscover._tcp.%s", d->domain),
			ns_t_srv, srv_heard, run);
	add_pox(run, d->domain, RANK_AUTODISCOVER);
	add_pox(run, arena_printf(d->arena, "autodiscover.%s", d->domain),
		RANK_AUTODISCOVER);
	ask_url(run, SOURCE_REDIRECT, RANK_CLEARTEXT,
		arena_printf(d->arena,
			"http://autodiscover.%s/autodiscover/autodiscover.xml",
			d->domain));
}
