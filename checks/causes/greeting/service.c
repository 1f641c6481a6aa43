/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Another service answers than the one that the settings name. */

#include "model/service.h"
#include "checks/causes/advice.h"
#include "checks/causes/greeting/heard.h"
#include "checks/causes/greeting/origin.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/product.h"
#include "checks/say.h"

static cause_match match_service_swapped;
static cause_match match_service_other;
static cause_match match_greeting_broken;

const struct cause cause_service_swapped = {
	.id = "service-swapped",
	.first = AUDIENCE_USER,
	.title = "The settings name the server of another service",
	.explanation = "Receiving mail (IMAP or POP3) and sending it (SMTP) "
		       "are different services, on different ports and often "
		       "on different hosts. Here the server of one service "
		       "answers where another is expected.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in your "
				"mail program, and compare the host and port "
				"of both the incoming and the outgoing mail "
				"server with those that your provider "
				"publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare both servers and both ports with the "
				"provider's instructions: two of them are "
				"probably swapped.",
		},
	.confirm = "The provider publishes this host and port for the other "
		   "service.",
	.example = "-  connected to 192.0.2.25 port 995\n"
		   "-  TLS is up\n"
		   "S: +OK POP3 ready",
	.reference = "RFC 8314 section 3",
	.match = match_service_swapped,
};

const struct cause cause_service_other = {
	.id = "service-other",
	.first = AUDIENCE_USER,
	.title = "Something other than a mail server answers",
	.explanation =
		"The connection reaches a web server, a file server or "
		"something else. Either the host or the port in the settings "
		"is wrong, or a proxy answers instead of the mail server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in your "
				"mail program, and compare the server name and "
				"the port number with those that your provider "
				"publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the provider's "
				"instructions. If they are correct, compare "
				"with another network.",
			[AUDIENCE_ADMIN] =
				"Check which program listens on this port, and "
				"whether a load balancer or a proxy in front "
				"of it answers instead.",
			[AUDIENCE_NETWORK] =
				"Check whether a proxy in this network answers "
				"instead of the server.",
		},
	.confirm = "The provider publishes a different host or port.",
	.example = "S: SSH-2.0-OpenSSH_9.2",
	.match = match_service_other,
};

const struct cause cause_greeting_broken = {
	.id = "greeting-broken",
	.first = AUDIENCE_HELPDESK,
	.title = "The answer cannot be understood",
	.summary = "Something answers at {places}, but not the way a mail "
		   "server does.",
	.user_summary =
		"What answers instead of {server} cannot be understood.",
	.explanation =
		"The data that was received does not follow any mail protocol. "
		"It comes from another kind of service, from a device in "
		"between that damages the data, or from a service that is "
		"broken.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the server name and the port number "
				"with those that your provider publishes, and "
				"try another network.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the provider's "
				"instructions, and the result with another "
				"network.",
			[AUDIENCE_ADMIN] =
				"Check which program listens on this port.",
		},
	.confirm = "If the same data arrives in another network, it comes from "
		   "the server.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "S: \\x00\\x00\\x00\\x01",
	.match = match_greeting_broken,
};

/* Whether another endpoint hears what this one should: two fields of the
 * settings in each other's place. */
static const struct view *find_partner(
	const struct work *work, const struct view *view, enum service service)
{
	for (size_t i = 0; i < view_other_count(work); i++) {
		const struct view *other = &work->views[i];
		struct heard heard;

		if (other->endpoint->service != service)
			continue;
		heard = heard_from(other);
		if (heard.kind == HEARD_SERVICE &&
			heard.service == view->endpoint->service)
			return other;
	}
	return NULL;
}

static void advise_unswapped(struct work *work, struct theory *theory,
	const struct view *view, enum service service)
{
	const struct endpoint *endpoint = view->endpoint;
	const struct view *partner = find_partner(work, view, service);
	enum tls_mode mode = endpoint->mode == MODE_CLEARTEXT ? MODE_EXPLICIT
							      : endpoint->mode;

	if (partner) {
		theory_add_evidence(work, theory,
			"%s, configured as %s, answers as %s: the two are "
			"swapped",
			view_place(work, partner),
			service_label(partner->endpoint->service),
			service_label(endpoint->service));
		advice_settings(work, theory, view, partner->endpoint->host,
			partner->endpoint->port, partner->endpoint->mode);
		return;
	}
	if (service_way_of_port(service, endpoint->port)) {
		theory_add_evidence(work, theory,
			"port %u is a usual port for %s", endpoint->port,
			service_label(service));
		advice_settings(work, theory, view, NULL,
			service_port(endpoint->service, mode), mode);
	}
}

static void suppose_swapped(struct work *work, const struct view *view,
	const struct heard *heard, enum service service)
{
	bool sure = !service_row(service)->greets_as_ftp ||
		    wording_have(heard->text, service_label(service)) ||
		    product_of_greeting(service, heard->text);
	struct theory *theory =
		theory_suppose(work, view, &cause_service_swapped,
			sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, OF_ALL,
			view_place(work, view));

	theory_tell(theory,
		arena_printf(work->arena,
			"What answers at {places} is %s, not %s. Two settings "
			"are swapped, or the port belongs to another service.",
			say_server(work->arena, service),
			say_server(work->arena, view->endpoint->service)),
		"Two of your server settings are swapped: the settings name a "
		"server for one purpose where another is needed.");
	theory_add_evidence(work, theory,
		heard->inside_tls ? "inside TLS, %s answers %s"
				  : "%s answers %s",
		view_place(work, view), say_quote(work->arena, heard->text));
	advise_unswapped(work, theory, view, service);
}

static void match_service_swapped(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (heard.kind == HEARD_SERVICE)
		suppose_swapped(work, view, &heard, heard.service);
}

static void suppose_other(
	struct work *work, const struct view *view, const struct heard *heard)
{
	struct theory *theory = theory_suppose(work, view, &cause_service_other,
		heard->other.sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
		OF_ALL, view_place(work, view));

	theory_tell(theory,
		arena_printf(work->arena,
			"What answers at {places} is not a mail server but %s.",
			heard->other.name),
		"Your mail program looks for {server}, but something else "
		"answers there that has nothing to do with mail.");
	theory_add_evidence(work, theory, "%s answers %s",
		view_place(work, view), say_quote(work->arena, heard->text));
}

static void match_service_other(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (heard.kind == HEARD_OTHER)
		suppose_other(work, view, &heard);
}

static void tell_error(struct theory *theory)
{
	theory_tell(theory,
		"Where the mail server's greeting should be, {places} sends an "
		"error message: the service behind the port does not start "
		"properly.",
		"{Server} does not work: it sends an error message instead of "
		"its greeting.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Inform the provider, and quote the words below.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Start the service by hand, and fix what its message names. "
		"Make sure that its errors go to the log.");
}

static void suppose_broken(
	struct work *work, const struct view *view, const struct heard *heard)
{
	const char *origin = origin_of(heard->text);
	struct theory *theory =
		theory_suppose(work, view, &cause_greeting_broken,
			origin ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
			OF_ALL, view_place(work, view));

	if (origin)
		tell_error(theory);

	theory_add_evidence(work, theory, "%s: %s", view_place(work, view),
		status_words(heard->probe->status));
	if (heard->text.length)
		theory_add_evidence(work, theory, "it sends %s",
			say_quote(work->arena, heard->text));
	if (origin)
		theory_add_evidence(work, theory, "that looks like %s", origin);
}

static void match_greeting_broken(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (heard.kind == HEARD_BROKEN)
		suppose_broken(work, view, &heard);
}
