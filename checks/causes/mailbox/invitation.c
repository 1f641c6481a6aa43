/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Meeting invitations that come in a form which only Outlook can read. */

#include "checks/causes/cause.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

#include <string.h>

static cause_match match_tnef;

const struct cause cause_invitation_tnef = {
	.id = "invitation-tnef",
	.first = AUDIENCE_ADMIN,
	.title = "Meeting invitations arrive as winmail.dat",
	.summary = "{places} hands out meeting invitations as winmail.dat "
		   "(TNEF), which only Outlook can read.",
	.user_summary = "{Server} hands out meeting invitations as an "
			"attachment that only Outlook can read.",
	.explanation =
		"The invitation was sent in iCalendar format and arrived as "
		"TNEF, Microsoft's own format. Exchange converts messages to "
		"TNEF if the mailbox's format for POP and IMAP is set to it. "
		"The option for meeting invitations has no effect then, so it "
		"could not be measured.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Accept or decline meetings in Outlook or in "
				"Outlook on the web, and ask your "
				"administrator to change the format of "
				"messages for POP and IMAP.",
			[AUDIENCE_HELPDESK] =
				"Ask the administrator to set the mailbox's "
				"message format for POP and IMAP to \"best "
				"body format\", then run the check again.",
			[AUDIENCE_ADMIN] =
				"In Exchange: Set-CASMailbox USER "
				"-ImapUseProtocolDefaults $false "
				"-ImapMessagesRetrievalMimeFormat "
				"BestBodyFormat "
				"-ImapForceICalForCalendarRetrievalOption "
				"$true, and the same parameters that begin "
				"with Pop. For the whole server: "
				"Set-ImapSettings and Set-PopSettings, "
				"-MessageRetrievalMimeFormat.",
		},
	.confirm = "Get-CASMailbox shows the format; another invitation "
		   "arrives without winmail.dat.",
	.example = "S: * 1 FETCH (BODYSTRUCTURE ((...)(\"application\" "
		   "\"ms-tnef\" (\"name\" \"winmail.dat\") ...",
	.reference = "Set-CASMailbox; MS-OXTNEF; RFC 6047",
	.match = match_tnef,
};

static void match_tnef(struct work *work, const struct view *view)
{
	for (size_t i = 0; i < view->facts->login_count; i++) {
		const struct option_facts *option =
			&view->facts->logins[i]->option;
		struct theory *theory;

		if (!(open_checks(view) & OF_INVITATION) || !option->asked ||
			!option->invited ||
			strcmp(option->invitation, "tnef") != 0)
			continue;
		theory = theory_suppose(work, view, &cause_invitation_tnef,
			CONFIDENCE_LIKELY, OF_INVITATION, view->endpoint->host);
		theory_add_evidence(work, theory,
			"The invitation arrived with a part of the type "
			"application/ms-tnef");
	}
}
