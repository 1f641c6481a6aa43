/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "evidence/tls/alert.h"

static cause_match match_client_certificate;

const struct cause cause_client_certificate_wanted = {
	.id = "client-certificate-wanted",
	.first = AUDIENCE_HELPDESK,
	.title = "The server requires a client certificate",
	.summary = "The server at {places} only accepts programs that present "
		   "a certificate of their own, as some organisations issue to "
		   "their members.",
	.user_summary = "{Server} asks your mail program for a personal "
			"certificate, which some organisations issue.",
	.explanation = "Besides proving its own identity, this server asks "
		       "each program for a certificate, which the organisation "
		       "issues to its users. Without it there is no "
		       "connection, whatever the password.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Ask the organisation that runs the mail "
				"server whether you should have received a "
				"personal certificate, and how to install it.",
			[AUDIENCE_HELPDESK] =
				"Find out whether the organisation uses client "
				"certificates, and install the caller's.",
			[AUDIENCE_ADMIN] =
				"If you did not intend to require client "
				"certificates, turn that off.",
		},
	.confirm = "With a certificate from the organisation, the connection "
		   "succeeds.",
	.example = "-  TLS handshake begins\n"
		   "-  alert 116 (certificate_required)",
	.reference = "RFC 8446 section 4.3.2 and section 6.2",
	.match = match_client_certificate,
};

static void suppose_client_certificate(struct work *work,
	const struct view *view, const struct probe_facts *probe)
{
	const struct alert *alert = alert_fatal(probe);
	bool sure = alert && alert->code == 116;
	struct theory *theory =
		theory_suppose(work, view, &cause_client_certificate_wanted,
			sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
			OF_HANDSHAKE, view->endpoint->host);

	handshake_add_evidence(work, theory, view, probe);
	if (probe->tls.wants_certificate)
		theory_add_evidence(work, theory,
			"%s requests a client certificate in the handshake",
			view_place(work, view));
}

static void match_client_certificate(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_CERTIFICATE)
		suppose_client_certificate(work, view, handshake.probe);
}
