/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/witness.h"
#include "model/service.h"

static cause_match match_helo;

const struct cause cause_helo_refused = {
	.id = "client-name-refused",
	.first = AUDIENCE_ADMIN,
	.title = "The server refuses the name with which clients introduce "
		 "themselves",
	.summary = "The server at {places} refuses the name that the client "
		   "gives in its first command (EHLO).",
	.user_summary = "{Server} does not accept the way in which computers "
			"without a name of their own introduce themselves. "
			"Your account is not the reason.",
	.explanation =
		"An SMTP client introduces itself with a name or with its "
		"address in brackets, as mail programs on home computers do. "
		"Servers check that name to keep spam software out. Applied to "
		"mail programs, the check keeps out users who could log in.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"You do not need to change any settings. If "
				"your mail program cannot send either, tell "
				"your provider.",
			[AUDIENCE_HELPDESK] =
				"Find out whether the caller's mail program "
				"can send: it may introduce itself with a name "
				"that the server accepts. Quote the server's "
				"own words to the provider.",
			[AUDIENCE_ADMIN] =
				"Let clients log in before their name is "
				"checked, and check the name of other servers "
				"only.",
		},
	.confirm = "With a fully qualified domain name in EHLO, the server "
		   "lists what it supports.",
	.example = "C: EHLO " SERVICE_CLIENT_NAME "\n"
		   "S: 501 5.5.4 Invalid domain name",
	.reference = "RFC 5321 section 4.1.4; RFC 6409 section 4.2",
	.match = match_helo,
};

static bool has_code(struct octets words, const char *codes)
{
	struct octets code = {words.data, words.length < 3 ? words.length : 3};

	return wording_have(code, codes);
}

/* That the argument is refused, 501 and 504 say by themselves; other codes
 * need words. */
static bool names_the_name(struct octets words)
{
	if ((*words.data != '4' && *words.data != '5') ||
		has_code(words, "421|500|502|503") ||
		wording_have(words, "blocked using|client host rejected"))
		return false;
	return has_code(words, "501|504") ||
	       wording_have(words, "helo|ehlo|invalid domain name|"
				   "fully-qualified|fully qualified|fqdn");
}

static bool is_refused(const struct capabilities *caps)
{
	return caps->refused && caps->refusal.length &&
	       names_the_name(caps->refusal);
}

static bool refuses_name(const struct probe_facts *probe)
{
	return is_refused(&probe->cleartext) || is_refused(&probe->protected);
}

static void match_helo(struct work *work, const struct view *view)
{
	const struct probe_facts *probe =
		witness_first(view->facts, refuses_name);
	struct theory *theory;

	if (!probe || !(open_checks(view) & OF_ALL))
		return;
	theory = theory_suppose(work, view, &cause_helo_refused,
		CONFIDENCE_LIKELY,
		OF_ALL & ~(open_failures(view) & (OF_CERTIFICATE | OF_TLS)),
		view->endpoint->host);
	remedy_advise(work, theory, view, REMEDY_CLIENT_NAME);
	theory_add_evidence(work, theory, "%s was told \"%s %s\" and says %s",
		view_place(work, view),
		service_row(view->endpoint->service)->capability_verb,
		SERVICE_CLIENT_NAME,
		say_quote(work->arena, is_refused(&probe->cleartext)
					       ? probe->cleartext.refusal
					       : probe->protected.refusal));
}
