/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

#include <string.h>

static cause_match match_clear_passwords;

const struct cause cause_passwords_in_clear = {
	.id = "passwords-in-clear",
	.first = AUDIENCE_ADMIN,
	.title = "The server lists password login before encryption",
	.summary = "The server at {places} lists password login before the "
		   "connection is encrypted, which leads programs into sending "
		   "a password unencrypted.",
	.user_summary =
		"{Server} lists password login even without encryption. Make "
		"sure that your mail program encrypts.",
	.explanation = "With one wrong setting in a mail program, the password "
		       "is sent unencrypted and anyone in between can read it, "
		       "even if the server refuses it then. A server should "
		       "list password login only after the connection is "
		       "encrypted.",
	.remedies =
		{
			[AUDIENCE_USER] = "Make sure that your mail program is "
					  "set to SSL/TLS or STARTTLS, and not "
					  "to \"none\" or \"if available\".",
			[AUDIENCE_HELPDESK] =
				"Make sure that the caller's mail program has "
				"encryption turned on.",
			[AUDIENCE_ADMIN] =
				"Accept logins over encrypted connections "
				"only.",
		},
	.example = "S: * CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN",
	.reference = "RFC 8314 section 4.1; RFC 2595 section 2.3",
	.match = match_clear_passwords,
};

static void suppose_clear_passwords(struct work *work, const struct view *view)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_passwords_in_clear,
			CONFIDENCE_CERTAIN, OF_CLEARTEXT, view->endpoint->host);

	remedy_advise(work, theory, view, REMEDY_LOGIN);
	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (strcmp(finding->check, "cleartext-login") == 0)
			theory_add_evidence(work, theory,
				"%s, before encryption: %s",
				view_place(work, view), finding->observed);
	}
}

static void match_clear_passwords(struct work *work, const struct view *view)
{
	if (open_failures(view) & OF_CLEARTEXT)
		suppose_clear_passwords(work, view);
}
