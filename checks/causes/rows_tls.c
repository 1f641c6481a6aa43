/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/cause.h"

const struct cause cause_certificate_intercepted = {
	.id = "certificate-intercepted",
	.first = AUDIENCE_USER,
	.title = "Something on the way opens the encryption",
	.explanation = "Between this computer and the mail server a program "
		       "or a device opens the encrypted connection, reads "
		       "along, and closes it again with a certificate of its "
		       "own making. That may be wanted, by a virus scanner or "
		       "a company; but nobody can vouch for the server behind "
		       "it from here.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If the name below is that of your "
				"virus scanner, open its settings and "
				"turn off that it scans encrypted "
				"connections of mail programs. If you "
				"are in a network of a company or a "
				"school, ask its support.",
			[AUDIENCE_HELPDESK] =
				"Have the mail ports exempted from the "
				"scanning, or the scanner's root "
				"certificate installed in the mail "
				"program. What the check says of TLS "
				"and of the certificate is the "
				"interceptor's, not the server's.",
			[AUDIENCE_NETWORK] =
				"Exempt the mail ports from "
				"inspection, or install the gateway's "
				"root certificate on every computer "
				"and in every mail program.",
		},
	.confirm = "From another computer or network the same server "
		   "shows a certificate of another issuer.",
	.example = "-  certificate: CN=imap.example.com\n"
		   "-  issuer: CN=Avast Web/Mail Shield Root",
};
