/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* First octets: TLS or clear text, and whose? */

#include "checks/causes/advice.h"
#include "checks/causes/follow_up.h"
#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/product.h"
#include "checks/say.h"
#include "evidence/greeting.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"

#include <string.h>

/* What came where the endpoint should have spoken as its settings say. */
struct heard {
	struct octets text;
	bool inside_tls;
	const struct probe_facts *probe;
};

static bool greeted(const struct probe_facts *probe)
{
	return probe->greeting.text.length > 0;
}

static struct octets first_words(const struct probe_facts *probe)
{
	if (probe->unexpected.length)
		return probe->unexpected;
	if (probe->greeting.text.length)
		return probe->greeting.text;
	return probe->reply;
}

/* A probe that heard something else than its service in its mode. */
static bool heard_otherwise(const struct probe_facts *probe)
{
	if (probe->mode == MODE_IMPLICIT && !probe->tls.server_hello &&
		probe->unexpected.length)
		return true;
	return probe->stage == STAGE_GREETING &&
	       (probe->status == ST_WRONG_SERVICE ||
		       probe->status == ST_SYNTAX ||
		       probe->status == ST_LINE_TOO_LONG ||
		       probe->status == ST_REPLY_TOO_LONG ||
		       probe->status == ST_PROBE_TOO_LONG);
}

static bool listen_to(const struct view *view, struct heard *ret_heard)
{
	const struct probe_facts *probe;

	for (size_t i = 0; i < view->facts->probe_count; i++) {
		probe = view->facts->probes[i];
		if (!witness_is(probe) || !heard_otherwise(probe))
			continue;
		*ret_heard = (struct heard){
			first_words(probe), probe->tls.completed, probe};
		return true;
	}
	if (view->endpoint->mode != MODE_IMPLICIT)
		return false;
	probe = follow_up_find(view->facts, QUESTION_OTHER_MODE, greeted);
	if (!probe)
		return false;
	*ret_heard = (struct heard){probe->greeting.text, false, probe};
	return true;
}

static bool service_of(enum speaker speaker, enum service *ret_service)
{
	switch (speaker) {
	case SPEAKER_POP3:
		*ret_service = SERVICE_POP3;
		return true;
	case SPEAKER_IMAP:
		*ret_service = SERVICE_IMAP;
		return true;
	case SPEAKER_SMTP:
		*ret_service = SERVICE_SMTP;
		return true;
	default:
		return false;
	}
}

static bool is_explicit_port(const struct endpoint *endpoint)
{
	return endpoint->port ==
		       service_port(endpoint->service, MODE_EXPLICIT) ||
	       (endpoint->service == SERVICE_SMTP && endpoint->port == 25);
}

static bool starttls_worked(const struct probe_facts *probe)
{
	return probe->mode == MODE_EXPLICIT &&
	       (probe->starttls_agreed || probe->cleartext.starttls);
}

static bool starttls_absent(const struct probe_facts *probe)
{
	return probe->mode == MODE_EXPLICIT && probe->cleartext.seen &&
	       !probe->cleartext.starttls;
}

static bool is_refusal(struct octets text)
{
	return wording_have((struct octets){text.data,
				    text.length < 5 ? text.length : 5},
		       "-ERR|* BYE") ||
	       (text.length && (*text.data == '4' || *text.data == '5'));
}

static void suppose_no_encryption(
	struct work *work, const struct view *view, const struct heard *heard)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_missing,
			CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));

	theory_tell(theory,
		"{places} speaks in clear text and has no encryption to offer, "
		"neither at once nor later.",
		"{Server} offers no encryption at this place, so a password "
		"would travel readable for anybody.");
	theory_add_evidence(work, theory, "in place of TLS came %s",
		say_quote(work->arena, heard->text));
	theory_add_evidence(work, theory,
		"asked for its capabilities, it does not "
		"list STARTTLS");
	theory_beside(work, view, theory, &cause_starttls_stripped,
		CONFIDENCE_POSSIBLE, view_place(work, view));
}

void match_mode_beside(
	struct work *work, const struct view *view, struct theory *first)
{
	theory_tell(
		theory_beside(work, view, first, &cause_mode_starttls_wanted,
			CONFIDENCE_POSSIBLE, view_place(work, view)),
		"{places} may begin in clear text and turn to encryption "
		"afterwards: then the mail program must be set to STARTTLS in "
		"place of SSL/TLS.",
		"It may also be that one setting of the encryption for "
		"{server} does not fit the port number beside it.");
}

static void suppose_starttls(
	struct work *work, const struct view *view, const struct heard *heard)
{
	const struct endpoint *endpoint = view->endpoint;
	const struct probe_facts *proof = follow_up_find(
		view->facts, QUESTION_OTHER_MODE, starttls_worked);
	struct theory *theory =
		theory_suppose(work, view, &cause_mode_starttls_wanted,
			proof ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
			OF_ALL | OF_SETTINGS, view_place(work, view));

	theory_tell(theory,
		arena_printf(work->arena,
			"{places} begins in clear text and turns to encryption "
			"afterwards: the mail program must be set to %s in "
			"place of SSL/TLS for this port.",
			endpoint->service == SERVICE_POP3 ? "STARTTLS (STLS)"
							  : "STARTTLS"),
		"Name and password are not the problem: one setting of the "
		"encryption for {server} does not fit the port number beside "
		"it.");
	theory_add_evidence(work, theory, "in place of TLS came %s",
		say_quote(work->arena, heard->text));
	if (proof)
		theory_add_evidence(work, theory,
			"asked for %s, the same port %s",
			say_starttls(endpoint->service),
			proof->tls.completed ? "turned to encryption"
					     : "offers it");
	if (is_explicit_port(endpoint))
		theory_advise(theory, AUDIENCE_HELPDESK,
			arena_printf(work->arena,
				"Have the caller choose STARTTLS in place of "
				"SSL/TLS for port %u; or keep SSL/TLS and set "
				"the port to %u.",
				endpoint->port,
				service_port(
					endpoint->service, MODE_IMPLICIT)));
	advice_settings(
		work, theory, view, NULL, endpoint->port, MODE_EXPLICIT);
}

/* Whether another endpoint hears what this one should: two fields of the
 * settings in each other's place. */
static const struct view *find_partner(
	const struct work *work, const struct view *view, enum service service)
{
	for (size_t i = 0; i < work->view_count; i++) {
		const struct view *other = &work->views[i];
		struct heard heard;
		enum service theirs;

		if (other->endpoint->service == service &&
			listen_to(other, &heard) &&
			service_of(speaker_of(heard.text), &theirs) &&
			theirs == view->endpoint->service)
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
			"%s, set up as %s, answers as %s: the two are in each "
			"other's place",
			view_place(work, partner),
			service_label(partner->endpoint->service),
			service_label(endpoint->service));
		advice_settings(work, theory, view, partner->endpoint->host,
			partner->endpoint->port, partner->endpoint->mode);
		return;
	}
	if (endpoint->port == service_port(service, MODE_IMPLICIT) ||
		endpoint->port == service_port(service, MODE_EXPLICIT) ||
		endpoint->port == 25) {
		theory_add_evidence(work, theory, "port %u is the one of %s",
			endpoint->port, service_label(service));
		advice_settings(work, theory, view, NULL,
			service_port(endpoint->service, mode), mode);
	}
}

static void suppose_swapped(struct work *work, const struct view *view,
	const struct heard *heard, enum service service)
{
	bool sure = service != SERVICE_SMTP ||
		    wording_have(heard->text, "SMTP") ||
		    product_of_greeting(service, heard->text);
	struct theory *theory =
		theory_suppose(work, view, &cause_service_swapped,
			sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, OF_ALL,
			view_place(work, view));

	theory_tell(theory,
		arena_printf(work->arena,
			"{places} is %s, not %s: two settings are in each "
			"other's place, or the port is another service's.",
			say_server(service),
			say_server(view->endpoint->service)),
		"Two entries of the server settings have changed places: a "
		"server for one purpose stands where one for another is "
		"asked for.");
	theory_add_evidence(work, theory, "%s answers %s%s",
		view_place(work, view), say_quote(work->arena, heard->text),
		heard->inside_tls ? " inside TLS" : "");
	advise_unswapped(work, theory, view, service);
}

static const char *name_other(struct octets text)
{
	if (wording_have(text, "FTP"))
		return "an FTP server, for files";
	if (text.length && text.data[0] == 0xff)
		return "a Telnet server or a device's console";
	switch (speaker_of(text)) {
	case SPEAKER_HTTP:
		return "a web server or a web proxy";
	case SPEAKER_SSH:
		return "an SSH server, for remote log-in";
	default:
		return NULL;
	}
}

static void suppose_other(struct work *work, const struct view *view,
	const struct heard *heard, const char *other)
{
	struct theory *theory = theory_suppose(work, view, &cause_service_other,
		CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));

	theory_tell(theory,
		arena_printf(work->arena,
			"What answers at {places} is no mail server but %s.",
			other),
		"At the place where your program looks for {server} there is "
		"something else, which has nothing to do with mail.");
	theory_add_evidence(work, theory, "%s answers %s",
		view_place(work, view), say_quote(work->arena, heard->text));
}

static void suppose_broken(
	struct work *work, const struct view *view, const struct heard *heard)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_greeting_broken,
			CONFIDENCE_POSSIBLE, OF_ALL, view_place(work, view));

	theory_tell(theory,
		"Something answers at {places}, but not as any mail server "
		"does: another service, or something broken on the way.",
		"What answers in place of {server} cannot be understood.");
	theory_add_evidence(work, theory, "%s: %s", view_place(work, view),
		status_words(heard->probe->status));
	if (heard->text.length)
		theory_add_evidence(work, theory, "it says %s",
			say_quote(work->arena, heard->text));
}

static void match_clear_words(
	struct work *work, const struct view *view, const struct heard *heard)
{
	enum service service;
	const char *other = name_other(heard->text);

	if (other) {
		suppose_other(work, view, heard, other);
	} else if (!service_of(speaker_of(heard->text), &service)) {
		suppose_broken(work, view, heard);
	} else if (service != view->endpoint->service) {
		suppose_swapped(work, view, heard, service);
	} else if (view->endpoint->mode != MODE_IMPLICIT || heard->inside_tls) {
		suppose_broken(work, view, heard);
	} else if (is_refusal(heard->text) &&
		   !is_explicit_port(view->endpoint)) {
		return; /* match_refusal() reads the words */
	} else if (match_is_connector(view, heard->text)) {
		match_connector(work, view, heard->text);
	} else if (follow_up_find(
			   view->facts, QUESTION_OTHER_MODE, starttls_absent)) {
		suppose_no_encryption(work, view, heard);
	} else {
		suppose_starttls(work, view, heard);
	}
}

static bool tls_came(const struct probe_facts *probe)
{
	return probe->mode == MODE_IMPLICIT &&
	       (probe->tls.completed || probe->tls.server_hello);
}

/* What speaks inside TLS there may be another service yet. */
static bool match_inside(struct work *work, const struct view *view,
	const struct probe_facts *proof)
{
	struct heard heard = {first_words(proof), true, proof};
	const char *other = name_other(heard.text);
	enum service service;

	if (proof->greeting.known_service &&
		proof->greeting.service == view->endpoint->service)
		return false;
	if (view->endpoint->port == 443 && !heard.text.length)
		other = "a web server";
	if (other)
		suppose_other(work, view, &heard, other);
	else if (service_of(speaker_of(heard.text), &service) &&
		 service != view->endpoint->service)
		suppose_swapped(work, view, &heard, service);
	else
		return false;
	return true;
}

static void match_tls_at_once(struct work *work, const struct view *view)
{
	const struct endpoint *endpoint = view->endpoint;
	const struct probe_facts *proof =
		follow_up_find(view->facts, QUESTION_OTHER_MODE, tls_came);
	bool sure = proof && proof->greeting.known_service;
	struct theory *theory;

	if (proof && match_inside(work, view, proof))
		return;
	theory = theory_suppose(work, view, &cause_mode_tls_wanted,
		sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
		OF_ALL | OF_SETTINGS, view_place(work, view));

	theory_tell(theory,
		"{places} is encrypted from the first moment: the mail program "
		"must be set to SSL/TLS in place of STARTTLS for this port.",
		"Name and password are not the problem: one setting of the "
		"encryption for {server} does not fit the port number beside "
		"it.");
	theory_add_evidence(work, theory,
		"no greeting in clear text came from port %u", endpoint->port);
	theory_add_evidence(work, theory,
		proof ? "tried with TLS from the first octet, the same port "
			"answered with TLS"
		      : "octets of TLS came in place of a greeting");
	if (endpoint->port == service_port(endpoint->service, MODE_IMPLICIT))
		theory_advise(theory, AUDIENCE_HELPDESK,
			arena_printf(work->arena,
				"Have the caller choose SSL/TLS in place of "
				"STARTTLS for port %u; or keep STARTTLS and "
				"set the port to %u.",
				endpoint->port,
				service_port(
					endpoint->service, MODE_EXPLICIT)));
	advice_settings(
		work, theory, view, NULL, endpoint->port, MODE_IMPLICIT);
}

/* FTP greets with a 220 too, and does not know EHLO. */
static bool is_file_server(const struct probe_facts *probe)
{
	return witness_is(probe) && probe->cleartext.refused &&
	       wording_have(probe->greeting.text, "FTP") &&
	       !wording_have(probe->greeting.text, "SMTP");
}

void match_first_octets(struct work *work, const struct view *view)
{
	struct heard heard;

	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!is_file_server(probe))
			continue;
		heard = (struct heard){probe->greeting.text, false, probe};
		suppose_other(work, view, &heard, name_other(heard.text));
		return;
	}
	if (!(open_checks(view) & (OF_MODE | OF_GREETING)) ||
		!view_connected(view))
		return;
	if (view->endpoint->mode != MODE_IMPLICIT &&
		greeting_was_tls(view->facts)) {
		match_tls_at_once(work, view);
		return;
	}
	if (listen_to(view, &heard))
		match_clear_words(work, view, &heard);
}
