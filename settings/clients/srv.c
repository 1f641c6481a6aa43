/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/client.h"

/* SRV records (RFC 2782) with the labels of RFC 6186 and RFC 8314 */

static const struct {
	const char *label;
	enum service service;
	enum tls_mode mode;
} labels[] = {
	{"_imaps", SERVICE_IMAP, MODE_IMPLICIT},
	{"_imap", SERVICE_IMAP, MODE_EXPLICIT},
	{"_pop3s", SERVICE_POP3, MODE_IMPLICIT},
	{"_pop3", SERVICE_POP3, MODE_EXPLICIT},
	{"_submissions", SERVICE_SMTP, MODE_IMPLICIT},
	{"_submission", SERVICE_SMTP, MODE_EXPLICIT},
};

static const struct matrix_entry *find_entry(
	const struct setup *setup, enum service service, enum tls_mode mode)
{
	const struct matrix_entry *const *list =
		service == SERVICE_SMTP ? setup->outgoing : setup->incoming;
	size_t count = service == SERVICE_SMTP ? setup->outgoing_count
					       : setup->incoming_count;

	for (size_t i = 0; i < count; i++)
		if (list[i]->endpoint.service == service &&
			list[i]->endpoint.mode == mode)
			return list[i];
	return NULL;
}

/* IMAP before POP3, and implicit before explicit, by their priority, which
 * clients compare across the labels (RFC 6186 section 3.4). */
static void write_srv(FILE *stream, const struct setup *setup)
{
	fprintf(stream, "; %s: %s\n$ORIGIN %s.\n", setup->title, setup->checked,
		setup->domain);
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		const struct matrix_entry *entry =
			find_entry(setup, labels[i].service, labels[i].mode);
		unsigned priority = labels[i].service == SERVICE_POP3 ? 20 : 0;

		if (labels[i].mode == MODE_EXPLICIT)
			priority += 10;
		if (entry)
			fprintf(stream, "%s._tcp\t3600\tIN\tSRV\t%u 1 %u %s.\n",
				labels[i].label, priority, entry->endpoint.port,
				entry->endpoint.host);
		else
			fprintf(stream, "%s._tcp\t3600\tIN\tSRV\t0 0 0 .\n",
				labels[i].label);
	}
}

const struct client client_srv = {
	.name = "srv",
	.title = "for the administrator: SRV records for the zone",
	.needs_domain = true,
	.needs_incoming = true,
	.write = write_srv,
};
