/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Versions of TLS. */

#include "checks/causes/cause.h"

const struct cause cause_tls_damaged = {
	.id = "tls-damaged",
	.first = AUDIENCE_NETWORK,
	.title = "The encryption breaks down on the way",
	.explanation = "What arrived was not what was sent, or one side sent "
		       "what the rules do not allow. A device on the way that "
		       "meddles with connections, a faulty network card, or a "
		       "bug at either end does so.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try from another network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network and "
				"another computer.",
			[AUDIENCE_ADMIN] = "See the server's log and "
					   "update its TLS software.",
			[AUDIENCE_NETWORK] =
				"Look for a device in this network "
				"that inspects TLS.",
		},
	.confirm = "From another network it works.",
	.example = "-  TLS handshake begins\n"
		   "-  alert 20 (bad_record_mac)",
	.reference = "RFC 8446 section 6.2",
};

const struct cause cause_tls_old_required = {
	.id = "tls-old-required",
	.first = AUDIENCE_HELPDESK,
	.title = "The settings call for encryption that has been given "
		 "up",
	.explanation = "The settings say that the server must accept TLS 1.0 "
		       "or 1.1. It refuses them, and is right: they were "
		       "given up in 2021. The server takes newer versions.",
	.remedies =
		{
			[AUDIENCE_USER] = "If your mail program cannot do TLS "
					  "1.2, update it. Otherwise there is "
					  "nothing to do: the server works.",
			[AUDIENCE_HELPDESK] =
				"Take the provider's current "
				"instructions. Only a program that is "
				"too old for TLS 1.2 is affected.",
			[AUDIENCE_ADMIN] = "Bring the published "
					   "settings up to date.",
		},
	.example = "-  TLS handshake begins (1.0 alone)\n"
		   "-  alert 70 (protocol_version)\n"
		   "-  TLS handshake begins (1.2 alone)\n"
		   "-  TLS 1.2 is up",
	.reference = "RFC 8996 section 4 and section 5",
};

const struct cause cause_tls_version_refused = {
	.id = "tls-version-refused",
	.first = AUDIENCE_ADMIN,
	.title = "The server refuses a version of TLS that is asked for",
	.explanation = "The settings or the options of this run call "
		       "for a version of TLS that the server does not "
		       "take, though it takes others.",
	.remedies =
		{
			[AUDIENCE_USER] = "Update your mail program if "
					  "it is old. Otherwise there "
					  "is nothing to set.",
			[AUDIENCE_HELPDESK] = "See which version the caller's "
					      "program uses at the most.",
			[AUDIENCE_ADMIN] =
				"Turn the version on if it is 1.2 or "
				"1.3; if it is older, bring the "
				"settings up to date.",
		},
	.confirm = "Another program with this version alone is "
		   "refused, too.",
	.example = "-  TLS handshake begins (1.3 alone)\n"
		   "-  alert 70 (protocol_version)",
	.reference = "RFC 9325 section 3.1.1",
};

const struct cause cause_tls_version_accepted = {
	.id = "tls-version-accepted",
	.first = AUDIENCE_ADMIN,
	.title = "The server accepts a version of TLS that it should "
		 "refuse",
	.explanation = "The settings rule this version out, and the server "
		       "still takes it. That hinders nobody; but a program "
		       "that is tricked into using it is not safe.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing for you to set; mail "
				"works. See that your mail program is "
				"up to date.",
			[AUDIENCE_HELPDESK] =
				"Tell whoever runs the server. Callers "
				"are not affected.",
			[AUDIENCE_ADMIN] = "Turn the version off, after seeing "
					   "that no program in use needs it.",
		},
	.confirm = "A program that offers this version alone can log in.",
	.example = "-  TLS handshake begins (1.0 alone)\n"
		   "-  TLS 1.0 is up",
	.reference = "RFC 8996",
};
