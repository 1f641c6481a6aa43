/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Thunderbird's autoconfig file, for a user and for a web server */

#include "settings/clients/client.h"
#include "settings/clients/xml.h"
#include "settings/xml/quote.h"

#include <string.h>

/* "SSL", "STARTTLS" or "plain", as autoconfig spells them */
static const char *socket_type(enum tls_mode mode)
{
	if (mode == MODE_IMPLICIT)
		return "SSL";
	return mode == MODE_EXPLICIT ? "STARTTLS" : "plain";
}

/* These files are for every user of a domain, unless one is named. */
static const char *user_template(
	const struct setup *setup, const struct matrix_entry *entry)
{
	const char *name = entry->account.user_name;

	if (!name || strchr(name, '%'))
		return name ? name : "%EMAILADDRESS%";
	return setup->user && setup_user_name(setup, entry)
		       ? setup_user_name(setup, entry)
		       : name;
}

static void put_server(FILE *stream, const struct setup *setup,
	const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const char *element = service_is_outgoing(endpoint->service)
				      ? "outgoingServer"
				      : "incomingServer";

	fprintf(stream, "    <%s type=\"%s\">\n", element,
		service_name(endpoint->service));
	xml_put_element(stream, setup, "      ", "hostname", endpoint->host);
	fprintf(stream, "      <port>%u</port>\n", endpoint->port);
	xml_put_element(stream, setup, "      ", "socketType",
		socket_type(endpoint->mode));
	for (size_t i = 0; i < entry->account.authentication_count; i++)
		xml_put_element(stream, setup, "      ", "authentication",
			entry->account.authentications[i]);
	if (!entry->account.authentication_count)
		xml_put_element(stream, setup, "      ", "authentication",
			"password-cleartext");
	if (!setup_needs_no_login(entry))
		xml_put_element(stream, setup, "      ", "username",
			user_template(setup, entry));
	fprintf(stream, "    </%s>\n", element);
}

static void write_client_config(FILE *stream, const struct setup *setup)
{
	const char *domain = setup->domain ? setup->domain : "example.com";

	fputs("<clientConfig version=\"1.1\">\n", stream);
	fprintf(stream, "  <emailProvider id=\"%s\">\n",
		quote_xml(setup->arena, domain));
	xml_put_element(stream, setup, "    ", "domain", domain);
	xml_put_element(stream, setup, "    ", "displayName", setup->title);
	for (size_t i = 0; i < setup->incoming_count; i++)
		put_server(stream, setup, setup->incoming[i]);
	for (size_t i = 0; i < setup->outgoing_count; i++)
		put_server(stream, setup, setup->outgoing[i]);
	fputs("  </emailProvider>\n</clientConfig>\n", stream);
}

static void write_thunderbird(FILE *stream, const struct setup *setup)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", stream);
	xml_put_checked(stream, setup);
	fprintf(stream,
		"<!-- Thunderbird reads this from its folder isp/, as "
		"%s.xml, when an account is\n     set up. -->\n",
		xml_domain_in_comment(setup));
	write_client_config(stream, setup);
}

static void write_autoconfig(FILE *stream, const struct setup *setup)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", stream);
	xml_put_checked(stream, setup);
	fprintf(stream,
		"<!-- Serve this, as text/xml and over https, at\n"
		"     https://autoconfig.%s/mail/config-v1.1.xml or\n"
		"     https://%s/.well-known/autoconfig/mail/"
		"config-v1.1.xml -->\n",
		xml_domain_in_comment(setup), xml_domain_in_comment(setup));
	write_client_config(stream, setup);
}

const struct client client_thunderbird = {
	.name = "thunderbird",
	.title = "Thunderbird: a file for its folder isp/",
	.type = "text/xml; charset=utf-8",
	.needs_incoming = true,
	.write = write_thunderbird,
};

const struct client client_autoconfig = {
	.name = "autoconfig",
	.title = "for the administrator: what a web server has to answer "
		 "Thunderbird",
	.file = "config-v1.1.xml",
	.type = "text/xml; charset=utf-8",
	.needs_domain = true,
	.needs_incoming = true,
	.write = write_autoconfig,
};
