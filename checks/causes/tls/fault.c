/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The server fails, or what arrives is damaged. */

#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_tls_fault;
static cause_match match_tls_damaged;

const struct cause cause_tls_server_fault = {
	.id = "tls-server-fault",
	.first = AUDIENCE_ADMIN,
	.title = "The server has an internal error when encryption starts",
	.summary = "The server at {places} fails with an internal error when "
		   "encryption starts. Usually its certificate or key cannot "
		   "be read.",
	.user_summary = "{Server} has an internal error and cannot encrypt the "
			"connection.",
	.explanation = "The server reports, or shows by hanging up, that "
		       "something went wrong inside it. Usually its "
		       "certificate or key cannot be read.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"You do not need to change any settings. Wait "
				"until the provider has fixed the server.",
			[AUDIENCE_HELPDESK] = "Inform the provider.",
			[AUDIENCE_ADMIN] =
				"Look in the server's log at the time of the "
				"handshake. Make sure that certificate and key "
				"exist, match each other and can be read by "
				"the service.",
		},
	.confirm = "The server's log names the error.",
	.example = "-  TLS handshake begins\n"
		   "-  alert 80 (internal_error)",
	.reference = "RFC 8446 section 6.2",
	.match = match_tls_fault,
};

const struct cause cause_tls_damaged = {
	.id = "tls-damaged",
	.first = AUDIENCE_NETWORK,
	.title = "The encrypted connection is damaged in transit",
	.summary = "The handshake with {places} is garbled: something in "
		   "between damages it, or one side is faulty.",
	.user_summary =
		"The encryption with {server} breaks down. Something between "
		"you and the server, or the server itself, is faulty.",
	.explanation = "What arrived was not what was sent, or one side sent "
		       "what the protocol does not allow. The cause is a "
		       "device in between that tampers with connections, "
		       "faulty network hardware, or a bug at either end.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try another network.",
			[AUDIENCE_HELPDESK] = "Compare with another network "
					      "and another computer.",
			[AUDIENCE_ADMIN] = "Look in the server's log and "
					   "update its TLS software.",
			[AUDIENCE_NETWORK] = "Look for a device in this "
					     "network that inspects TLS.",
		},
	.confirm = "From another network, the connection works.",
	.example = "-  TLS handshake begins\n"
		   "-  alert 20 (bad_record_mac)",
	.reference = "RFC 8446 section 6.2",
	.match = match_tls_damaged,
};

static void suppose_fault(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct cause *cause,
	enum confidence confidence)
{
	struct theory *theory = theory_suppose(work, view, cause, confidence,
		OF_HANDSHAKE, view->endpoint->host);

	if (probe->unexpected.length) {
		theory_tell(theory,
			"The server at {places} agrees to encrypt and then "
			"says that it cannot: its TLS could not be started.",
			NULL);
		theory_add_evidence(work, theory,
			"%s agrees to encrypt and then says, unencrypted: %s",
			view_place(work, view),
			say_quote(work->arena, probe->unexpected));
	} else {
		handshake_add_evidence(work, theory, view, probe);
	}
	remedy_advise(work, theory, view, REMEDY_TLS);
	if (probe->detail)
		theory_add_evidence(work, theory, "%s", probe->detail);
}

static void match_tls_fault(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_FAULT)
		suppose_fault(work, view, handshake.probe,
			&cause_tls_server_fault, CONFIDENCE_LIKELY);
}

static void match_tls_damaged(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_DAMAGED)
		suppose_fault(work, view, handshake.probe, &cause_tls_damaged,
			CONFIDENCE_POSSIBLE);
}
