/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Apple's configuration profile, a property list */

#include "model/text/digest.h"
#include "settings/clients/client.h"
#include "settings/clients/xml.h"
#include "settings/xml/quote.h"

#include <string.h>

static void put_key(FILE *stream, const struct setup *setup, const char *key,
	const char *type, const char *value)
{
	fprintf(stream, "\t\t\t<key>%s</key>\n\t\t\t<%s>%s</%s>\n", key, type,
		quote_xml(setup->arena, value), type);
}

/* A UUID that is the same for the same settings, so that a new profile takes
 * the place of the old one (RFC 9562 section 5.8). */
static const char *make_uuid(const struct setup *setup, const char *purpose)
{
	const char *text = arena_printf(setup->arena, "%s %s %s %u %s", purpose,
		setup->user ? setup->user : "",
		setup->incoming[0]->endpoint.host,
		setup->incoming[0]->endpoint.port,
		setup->outgoing[0]->endpoint.host);
	unsigned char hash[DIGEST_OCTETS];

	digest_octets(
		(struct octets){(const unsigned char *)text, strlen(text)},
		hash);
	hash[6] = (unsigned char)((hash[6] & 0x0f) | 0x80);
	hash[8] = (unsigned char)((hash[8] & 0x3f) | 0x80);
	return arena_printf(setup->arena,
		"%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-"
		"%02X%02X%02X%02X%02X%02X",
		hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6],
		hash[7], hash[8], hash[9], hash[10], hash[11], hash[12],
		hash[13], hash[14], hash[15]);
}

static const char *apple_authentication(const struct matrix_entry *entry)
{
	const char *first = entry->account.authentication_count
				    ? entry->account.authentications[0]
				    : "";

	if (setup_needs_no_login(entry))
		return "EmailAuthNone";
	if (strcmp(first, "password-encrypted") == 0)
		return "EmailAuthCRAMMD5";
	if (strcmp(first, "NTLM") == 0)
		return "EmailAuthNTLM";
	return "EmailAuthPassword";
}

static void put_mail_server(FILE *stream, const struct setup *setup,
	const char *direction, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	struct arena *arena = setup->arena;
	bool tls = endpoint->mode != MODE_CLEARTEXT;

	put_key(stream, setup,
		arena_printf(arena, "%sMailServerAuthentication", direction),
		"string", apple_authentication(entry));
	put_key(stream, setup,
		arena_printf(arena, "%sMailServerHostName", direction),
		"string", endpoint->host);
	put_key(stream, setup,
		arena_printf(arena, "%sMailServerPortNumber", direction),
		"integer", arena_printf(arena, "%u", endpoint->port));
	fprintf(stream, "\t\t\t<key>%sMailServerUseSSL</key>\n\t\t\t<%s/>\n",
		direction, tls ? "true" : "false");
	if (!setup_needs_no_login(entry))
		put_key(stream, setup,
			arena_printf(arena, "%sMailServerUsername", direction),
			"string", setup_user_name(setup, entry));
}

static void put_payload_head(FILE *stream, const struct setup *setup,
	const char *indent, const char *type, const char *purpose)
{
	fprintf(stream,
		"%s<key>PayloadDisplayName</key>\n%s<string>%s</string>\n",
		indent, indent, quote_xml(setup->arena, setup->title));
	fprintf(stream,
		"%s<key>PayloadIdentifier</key>\n"
		"%s<string>mailsonde.%s.%s.%.8s</string>\n",
		indent, indent, purpose, quote_xml(setup->arena, setup->domain),
		make_uuid(setup, purpose));
	fprintf(stream, "%s<key>PayloadType</key>\n%s<string>%s</string>\n",
		indent, indent, type);
	fprintf(stream, "%s<key>PayloadUUID</key>\n%s<string>%s</string>\n",
		indent, indent, make_uuid(setup, purpose));
	fprintf(stream, "%s<key>PayloadVersion</key>\n%s<integer>1</integer>\n",
		indent, indent);
}

static void write_apple(FILE *stream, const struct setup *setup)
{
	const struct matrix_entry *incoming = setup->incoming[0];

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
	      "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n",
		stream);
	xml_put_checked(stream, setup);
	fputs("<plist version=\"1.0\">\n<dict>\n"
	      "\t<key>PayloadContent</key>\n\t<array>\n\t\t<dict>\n",
		stream);
	put_key(stream, setup, "EmailAccountDescription", "string",
		setup->title);
	put_key(stream, setup, "EmailAccountType", "string",
		incoming->endpoint.service == SERVICE_POP3 ? "EmailTypePOP"
							   : "EmailTypeIMAP");
	put_key(stream, setup, "EmailAddress", "string", setup->user);
	put_mail_server(stream, setup, "Incoming", incoming);
	put_mail_server(stream, setup, "Outgoing", setup->outgoing[0]);
	fputs("\t\t\t<key>OutgoingPasswordSameAsIncomingPassword</key>\n"
	      "\t\t\t<true/>\n",
		stream);
	put_payload_head(
		stream, setup, "\t\t\t", "com.apple.mail.managed", "account");
	fputs("\t\t</dict>\n\t</array>\n", stream);
	put_payload_head(stream, setup, "\t", "Configuration", "profile");
	fputs("</dict>\n</plist>\n", stream);
}

const struct client client_apple = {
	.name = "apple",
	.title = "Apple Mail, iPhone and iPad: a configuration profile "
		 "(.mobileconfig)",
	.file = "mail.mobileconfig",
	.type = "application/x-apple-aspen-config",
	.needs_user = true,
	.needs_incoming = true,
	.needs_outgoing = true,
	.can_say = setup_switch_can_say,
	.write = write_apple,
};
