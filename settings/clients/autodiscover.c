/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The answer of Exchange's Autodiscover */

#include "settings/clients/client.h"
#include "settings/clients/xml.h"

#include <string.h>

static void put_protocol(FILE *stream, const struct setup *setup,
	const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const char *user = setup_user_name(setup, entry);
	bool ntlm = entry->account.authentication_count &&
		    strcmp(entry->account.authentications[0], "NTLM") == 0;

	fputs("      <Protocol>\n", stream);
	xml_put_element(stream, setup, "        ", "Type",
		service_label(endpoint->service));
	xml_put_element(stream, setup, "        ", "Server", endpoint->host);
	fprintf(stream, "        <Port>%u</Port>\n", endpoint->port);
	xml_put_element(stream, setup, "        ", "SSL",
		endpoint->mode == MODE_CLEARTEXT ? "off" : "on");
	xml_put_element(stream, setup, "        ", "Encryption",
		endpoint->mode == MODE_IMPLICIT   ? "SSL"
		: endpoint->mode == MODE_EXPLICIT ? "TLS"
						  : "None");
	xml_put_element(stream, setup, "        ", "SPA", ntlm ? "on" : "off");
	xml_put_element(
		stream, setup, "        ", "AuthRequired", user ? "on" : "off");
	/* Without it, Outlook takes the address. */
	if (user && setup->user && strcmp(user, setup->user) != 0)
		xml_put_element(stream, setup, "        ", "LoginName", user);
	fputs("      </Protocol>\n", stream);
}

static void write_autodiscover(FILE *stream, const struct setup *setup)
{
	const char *domain = xml_domain_in_comment(setup);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", stream);
	xml_put_checked(stream, setup);
	fprintf(stream,
		"<!-- Answer POST requests with this, as text/xml and over "
		"https, at\n"
		"     https://autodiscover.%s/autodiscover/autodiscover.xml "
		"or\n"
		"     https://%s/autodiscover/autodiscover.xml -->\n",
		domain, domain);
	fputs("<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/"
	      "autodiscover/responseschema/2006\">\n"
	      "  <Response xmlns=\"http://schemas.microsoft.com/exchange/"
	      "autodiscover/outlook/responseschema/2006a\">\n"
	      "    <Account>\n"
	      "      <AccountType>email</AccountType>\n"
	      "      <Action>settings</Action>\n",
		stream);
	for (size_t i = 0; i < setup->incoming_count; i++)
		put_protocol(stream, setup, setup->incoming[i]);
	for (size_t i = 0; i < setup->outgoing_count; i++)
		put_protocol(stream, setup, setup->outgoing[i]);
	fputs("    </Account>\n  </Response>\n</Autodiscover>\n", stream);
}

const struct client client_autodiscover = {
	.name = "autodiscover",
	.title = "for the administrator: what a web server has to answer "
		 "Outlook",
	.file = "autodiscover.xml",
	.type = "text/xml; charset=utf-8",
	.needs_domain = true,
	.needs_incoming = true,
	.write = write_autodiscover,
};
