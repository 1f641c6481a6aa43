/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/client.h"

/* SRV records (RFC 2782) with the labels of RFC 6186 and RFC 8314 */

static const struct matrix_entry *find_entry(
	const struct setup *setup, enum service service, enum tls_mode mode)
{
	bool out = service_is_outgoing(service);
	const struct matrix_entry *const *list =
		out ? setup->outgoing : setup->incoming;
	size_t count = out ? setup->outgoing_count : setup->incoming_count;

	for (size_t i = 0; i < count; i++)
		if (list[i]->endpoint.service == service &&
			list[i]->endpoint.mode == mode)
			return list[i];
	return NULL;
}

static void put_record(FILE *stream, const struct service_way *way,
	const struct matrix_entry *entry, unsigned priority)
{
	if (entry)
		fprintf(stream, "%s._tcp\t3600\tIN\tSRV\t%u 1 %u %s.\n",
			way->srv, priority, entry->endpoint.port,
			entry->endpoint.host);
	else
		fprintf(stream, "%s._tcp\t3600\tIN\tSRV\t0 0 0 .\n", way->srv);
}

/* IMAP before POP3, and implicit before explicit, by their priority, which
 * clients compare across the labels (RFC 6186 section 3.4). */
static void write_srv(FILE *stream, const struct setup *setup)
{
	const struct service_way *way = NULL;
	enum service service, before = 0;
	unsigned priority = 0;

	fprintf(stream, "; %s: %s\n$ORIGIN %s.\n", setup->title, setup->checked,
		setup->domain);
	while (service_next_way(&service, &way)) {
		if (!way->srv || !service_is_for_mail(service))
			continue;
		if (service_is_incoming(service) && service != before)
			priority += 20;
		if (service_is_outgoing(service) && service != before)
			priority = 0;
		before = service;
		put_record(stream, way, find_entry(setup, service, way->mode),
			priority + (way->mode == MODE_EXPLICIT ? 10 : 0));
	}
}

/* There is no label for what is not encrypted. */
static bool can_say(const struct matrix_entry *entry)
{
	return entry->endpoint.mode != MODE_CLEARTEXT;
}

const struct client client_srv = {
	.name = "srv",
	.title = "for the administrator: SRV records for the zone",
	.file = "mail.zone",
	.needs_domain = true,
	.needs_incoming = true,
	.can_say = can_say,
	.write = write_srv,
};
