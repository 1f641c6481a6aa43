/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which product answers, and how it lets one log in; and what is left. */

#include "checks/causes/advice.h"
#include "checks/causes/greeting/heard.h"
#include "checks/causes/greeting/mode.h"
#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/product.h"
#include "checks/say.h"
#include "evidence/capability.h"
#include "evidence/greeting.h"
#include "evidence/witness.h"

#include <string.h>

static const struct probe_facts *find_welcome(const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++)
		if (witness_is(view->facts->probes[i]) &&
			greeting_is_welcome(view->facts->probes[i],
				view->endpoint->service))
			return view->facts->probes[i];
	return NULL;
}

void match_product(struct work *work, const struct view *view)
{
	const struct expectation *expectation =
		&view->report->entry->expectation;
	const struct probe_facts *probe = find_welcome(view);
	const struct product *product;
	const char *expected = expectation->product;
	struct theory *theory;

	if (!probe || !(open_failures(view) & OF_GREETING))
		return;
	product = product_of_greeting(
		view->endpoint->service, probe->greeting.text);
	theory = theory_suppose(work, view, &cause_other_product,
		CONFIDENCE_LIKELY,
		OF_GREETING | (open_failures(view) & (OF_AUTH | OF_LIST)),
		product ? product->id : "unknown");
	theory_tell(theory,
		arena_printf(work->arena,
			"What answers at {places} is %s%s%s%s: the settings "
			"lead to another server than they mean.",
			product ? product->name : "another product",
			expected ? ", and not " : "", expected ? expected : "",
			product ? "" : " than expected"),
		"The settings lead to another server than they were made "
		"for.");
	theory_add_evidence(work, theory, "%s greets with %s",
		view_place(work, view),
		say_quote(work->arena, probe->greeting.text));
	if (product_front_end(work->arena, probe->greeting.text))
		theory_add_evidence(work, theory, "it is the front end %s",
			product_front_end(work->arena, probe->greeting.text));
}

/* On Exchange Server, 465 is for the servers among themselves. */
void match_connector(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);
	struct theory *theory;

	if (heard.kind != HEARD_CONNECTOR)
		return;
	theory = theory_suppose(work, view, &cause_wrong_connector,
		CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
	theory_tell(theory,
		"{places} is an entrance of Exchange Server that is not meant "
		"for mail programs: those use port 587 with STARTTLS.",
		"Your program uses an entrance of {server} that is not meant "
		"for it.");
	theory_add_evidence(work, theory, "in place of TLS came %s",
		say_quote(work->arena, heard.text));
	advice_settings(work, theory, view, NULL,
		service_port(SERVICE_SMTP, MODE_EXPLICIT), MODE_EXPLICIT);
	mode_suppose_beside(work, view, theory);
}

/* The list of capabilities that a user's program goes by. */
static const struct capabilities *final_list(const struct view *view)
{
	bool clear = view->endpoint->mode == MODE_CLEARTEXT;

	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];
		const struct capabilities *caps =
			clear ? &probe->cleartext : &probe->protected;

		if (witness_is(probe) && caps->seen)
			return caps;
	}
	return NULL;
}

static bool only_these(const struct capabilities *caps, const char *words)
{
	for (size_t i = 0; i < caps->mechanism_count; i++) {
		const char *name = caps->mechanisms[i];
		const char *at = strstr(words, name);
		size_t length = strlen(name);

		if (!at || (at > words && at[-1] != '|') ||
			(at[length] && at[length] != '|'))
			return false;
	}
	return caps->mechanism_count > 0;
}

static const char *list_mechanisms(
	struct work *work, const struct capabilities *caps)
{
	const char *list = NULL;

	for (size_t i = 0; i < caps->mechanism_count; i++)
		list = say_list(work->arena, list, caps->mechanisms[i]);
	return list ? list : "none";
}

static bool lists_item(const struct capabilities *caps, const char *words)
{
	for (size_t i = 0; i < caps->item_count; i++)
		if (wording_have(caps->items[i], words))
			return true;
	return false;
}

/* What kind of thing keeps the ways to log in from being as expected. */
static struct theory *suppose_auth(struct work *work, const struct view *view,
	const struct capabilities *caps)
{
	bool password =
		capability_takes_password(view->endpoint->service, caps);
	const char *about = view->endpoint->host;

	if (view->endpoint->mode == MODE_CLEARTEXT &&
		(caps->login_disabled ||
			(caps->starttls && !caps->mechanism_count)))
		return theory_suppose(work, view, &cause_encryption_required,
			caps->starttls ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
			OF_AUTH, about);
	if (!password && only_these(caps, "XOAUTH2|OAUTHBEARER"))
		return theory_suppose(work, view, &cause_passwords_off,
			CONFIDENCE_LIKELY, OF_AUTH, about);
	if (!password && only_these(caps, "GSSAPI|NTLM|GSS-SPNEGO|NEGOTIATE"))
		return theory_suppose(work, view, &cause_auth_domain_only,
			CONFIDENCE_LIKELY, OF_AUTH, about);
	if (!password && !caps->mechanism_count &&
		view->endpoint->service == SERVICE_SMTP &&
		lists_item(caps, "X-ANONYMOUSTLS|XRDST|X-EXPS"))
		return theory_suppose(work, view, &cause_wrong_connector,
			CONFIDENCE_LIKELY, OF_AUTH, view_place(work, view));
	return theory_suppose(work, view, &cause_auth_missing,
		CONFIDENCE_LIKELY, OF_AUTH, about);
}

static void tell_auth(struct theory *theory)
{
	static const struct {
		const struct cause *cause;
		const char *summary, *user;
	} words[] = {
		{&cause_encryption_required,
			"{places} takes passwords only over an encrypted "
			"connection, and the settings say to use none.",
			"{Server} wants the connection to be encrypted before "
			"it takes a password, and the program is set not to "
			"do so."},
		{&cause_passwords_off,
			"{places} takes no passwords any more: programs must "
			"sign in through a web page (OAuth 2.0, \"modern "
			"authentication\").",
			"{Server} no longer takes a password from a mail "
			"program. The program has to show the provider's own "
			"sign-in page instead."},
		{&cause_auth_domain_only,
			"{places} lets in only computers of its own Windows "
			"domain (GSSAPI, NTLM), and takes no passwords.",
			"{Server} only lets in computers that belong to the "
			"organisation."},
		{&cause_wrong_connector,
			"{places} is an entrance of Exchange Server for other "
			"servers: it offers no way to log in.",
			"Your program uses an entrance of {server} that is not "
			"meant for it."},
		{&cause_auth_missing,
			"{places} does not offer the ways to log in that the "
			"settings name.",
			"{Server} does not offer the kind of log-in that your "
			"program is set to."},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].cause == theory->cause)
			theory_tell(theory, words[i].summary, words[i].user);
}

static bool breaks(const struct mechanism_expectation *claim,
	const struct view *view, const struct capabilities *caps,
	enum demand demand)
{
	bool offered = capability_has_login(
		view->endpoint->service, caps, claim->mechanism);

	return claim->demand == demand && claim->severity == SEVERITY_ERROR &&
	       offered == (demand == DEMAND_FORBIDDEN);
}

static const char *list_broken(struct work *work, const struct view *view,
	const struct capabilities *caps, enum demand demand)
{
	const struct expectation *expectation =
		&view->report->entry->expectation;
	const char *list = NULL;

	for (size_t i = 0; i < expectation->mechanism_count; i++)
		if (breaks(&expectation->mechanisms[i], view, caps, demand))
			list = say_list(work->arena, list,
				expectation->mechanisms[i].mechanism);
	return list;
}

static void suppose_unexpected(
	struct work *work, const struct view *view, const char *unwanted)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_auth_unexpected,
			CONFIDENCE_LIKELY, OF_AUTH, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"{places} offers ways to log in that the settings "
			"rule out: %s.",
			unwanted),
		"{Server} allows a kind of log-in that it should not. Mail "
		"works; its owner should look at it.");
	theory_add_evidence(
		work, theory, "%s offers %s", view_place(work, view), unwanted);
}

static void match_login(struct work *work, const struct view *view)
{
	const struct capabilities *caps = final_list(view);
	const char *missing, *unwanted;
	struct theory *theory;

	if (!caps)
		return;
	missing = list_broken(work, view, caps, DEMAND_REQUIRED);
	unwanted = list_broken(work, view, caps, DEMAND_FORBIDDEN);
	if (!missing && unwanted) {
		suppose_unexpected(work, view, unwanted);
		return;
	}
	theory = suppose_auth(work, view, caps);
	tell_auth(theory);
	theory_add_evidence(work, theory, "%s: ways to log in offered: %s%s",
		view_place(work, view), list_mechanisms(work, caps),
		caps->login_disabled ? "; LOGINDISABLED" : "");
	if (missing)
		theory_add_evidence(
			work, theory, "the settings name %s", missing);
	if (theory->cause == &cause_wrong_connector)
		advice_settings(work, theory, view, NULL,
			service_port(SERVICE_SMTP, MODE_EXPLICIT),
			MODE_EXPLICIT);
	if (theory->cause == &cause_encryption_required)
		advice_settings(work, theory, view, NULL, view->endpoint->port,
			MODE_EXPLICIT);
}

static void suppose_clear_passwords(struct work *work, const struct view *view)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_passwords_in_clear,
			CONFIDENCE_CERTAIN, OF_CLEARTEXT, view->endpoint->host);

	theory_tell(theory,
		"{places} takes passwords before the connection is encrypted.",
		"{Server} would take your password even over a line that "
		"anybody can read. Make sure that your program encrypts.");
	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (strcmp(finding->check, "cleartext-login") == 0)
			theory_add_evidence(work, theory,
				"%s, before any encryption: %s",
				view_place(work, view), finding->observed);
	}
}

static void suppose_differing_list(struct work *work, const struct view *view)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_capability_differs,
			CONFIDENCE_LIKELY, OF_LIST, view->endpoint->host);

	theory_tell(theory,
		"{places} does not offer just what the settings say: the "
		"server was changed, or the settings are out of date.",
		"{Server} does not offer all that the settings count on.");
	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (strcmp(finding->check, "capability-list") == 0)
			theory_add_evidence(work, theory, "%s: %s",
				view_place(work, view), finding->observed);
	}
}

void match_auth(struct work *work, const struct view *view)
{
	if (open_failures(view) & OF_AUTH)
		match_login(work, view);
	if (open_failures(view) & OF_CLEARTEXT)
		suppose_clear_passwords(work, view);
	if (open_failures(view) & OF_LIST)
		suppose_differing_list(work, view);
}

/* Says so where nothing fits. What was only not tested needs no confession if
 * something else about the endpoint was explained. */
void match_unknown(struct work *work, const struct view *view)
{
	struct theory *theory;
	size_t explained = 0;

	for (size_t i = 0; i < view->report->finding_count; i++)
		explained += view->report->findings[i].diagnosis != NULL;
	if (!open_failures(view) && (explained || !view->facts->probe_count))
		return;
	theory = theory_suppose(work, view, &cause_unknown, CONFIDENCE_POSSIBLE,
		0, view_place(work, view));
	theory_tell(theory,
		"mailsonde does not know what is wrong with {places}; what it "
		"saw stands below.",
		"Something is wrong with {server}, and this program cannot "
		"tell what. The helpdesk or the provider must look at it.");
	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (!finding->diagnosis &&
			(finding->status == VERDICT_FAIL ||
				finding->status == VERDICT_NOT_TESTED) &&
			!finding->cause)
			theory_add_evidence(work, theory, "%s: %s",
				finding->check,
				finding->observed ? finding->observed
						  : "not seen");
	}
	theory_suppose(work, view, &cause_unknown, CONFIDENCE_POSSIBLE, OF_ALL,
		view_place(work, view));
}
