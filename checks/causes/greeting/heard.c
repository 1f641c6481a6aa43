/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/greeting/heard.h"

#include "checks/causes/open.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/product.h"
#include "evidence/greeting.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"
#include "model/service.h"
#include "model/text/ascii.h"

#include <string.h>

static bool greeted(const struct probe_facts *probe)
{
	return probe->greeting.text.length > 0 &&
	       speaker_of(probe->greeting.text) != SPEAKER_TLS;
}

static struct octets first_words(const struct probe_facts *probe)
{
	if (probe->unexpected.length)
		return probe->unexpected;
	if (heard_is_echo(probe) && probe->begun.length)
		return probe->begun;
	if (probe->greeting.text.length)
		return probe->greeting.text;
	return probe->reply;
}

bool heard_is_echo(const struct probe_facts *probe)
{
	/* A handshake record whose message is a ClientHello. */
	if (probe->begun.length > 5 && probe->begun.data[0] == 22 &&
		probe->begun.data[5] == 1)
		return true;
	return probe->nudged &&
	       (ascii_equals(probe->greeting.text, "NOOP") ||
		       ascii_equals(probe->greeting.text, "x1 NOOP"));
}

/* Without the end of a line, too: not all services speak in lines. */
static bool began_as_stranger(const struct probe_facts *probe)
{
	return probe->stage == STAGE_GREETING &&
	       (probe->nudged || (!probe->greeting.seen &&
					 (probe->status == ST_TIMEOUT ||
						 probe->status == ST_EOF ||
						 probe->status == ST_RESET))) &&
	       stranger_of(probe->reply).name;
}

/* A probe that heard something else than its service in its mode. */
static bool heard_otherwise(const struct probe_facts *probe)
{
	if (probe->mode == MODE_IMPLICIT && !probe->tls.server_hello &&
		probe->unexpected.length)
		return true;
	if (heard_is_echo(probe) || began_as_stranger(probe))
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
	const struct probe_facts *probe =
		witness_first(view->facts, heard_otherwise);

	if (probe) {
		*ret_heard = (struct heard){.text = first_words(probe),
			.inside_tls = probe->tls.completed,
			.probe = probe};
		return true;
	}
	if (view->endpoint->mode != MODE_IMPLICIT)
		return false;
	probe = witness_follow_up(view->facts, QUESTION_OTHER_MODE, greeted);
	if (!probe)
		return false;
	*ret_heard =
		(struct heard){.text = probe->greeting.text, .probe = probe};
	return true;
}

/* Whatever came of the line and of what stood behind it. */
static struct octets all_words(const struct heard *heard)
{
	const struct probe_facts *probe = heard->probe;

	return probe && probe->reply.length > heard->text.length ? probe->reply
								 : heard->text;
}

static struct stranger find_stranger(const struct heard *heard)
{
	struct stranger stranger = stranger_of(all_words(heard));

	if (heard->probe && heard_is_echo(heard->probe))
		return (struct stranger){
			"an echo service, which repeats what it hears", true};
	return stranger;
}

/* Where a line begins as a greeting does, behind something else. */
static bool find_greeting_behind(
	struct octets words, enum service expected, enum service *ret_service)
{
	size_t at =
		words.length > 3 && memcmp(words.data, "\xef\xbb\xbf", 3) == 0
			? 3
			: 0;

	if (service_of_greeting(words, expected, ret_service))
		return false;
	while (at < words.length) {
		struct octets rest = {words.data + at, words.length - at};
		const unsigned char *end;

		if (at && service_of_greeting(rest, expected, ret_service))
			return true;
		end = memchr(rest.data, '\n', rest.length);
		if (!end)
			return false;
		at = (size_t)(end - words.data) + 1;
	}
	return false;
}

/* On Exchange Server, 465 is for the servers among themselves. */
static bool is_connector(const struct view *view, struct octets words)
{
	return view->endpoint->service == SERVICE_SMTP &&
	       service_port_is(
		       SERVICE_SMTP, view->endpoint->port, MODE_IMPLICIT) &&
	       product_is_exchange(product_of_greeting(SERVICE_SMTP, words));
}

/* The endpoint's own service, in clear text where TLS was due. */
static enum heard_kind judge_cleartext(
	const struct view *view, struct octets words)
{
	if (service_is_refusal(words) &&
		!service_port_is(view->endpoint->service, view->endpoint->port,
			MODE_EXPLICIT))
		return HEARD_REFUSAL;
	if (is_connector(view, words))
		return HEARD_CONNECTOR;
	return HEARD_CLEARTEXT;
}

static enum heard_kind judge(const struct view *view, struct heard *heard)
{
	if (speaker_of(heard->text) == SPEAKER_SSL2)
		return HEARD_NOTHING;
	if (find_greeting_behind(all_words(heard), view->endpoint->service,
		    &heard->service) &&
		heard->service == view->endpoint->service)
		return HEARD_PRECEDED;
	heard->other = find_stranger(heard);
	if (heard->other.name)
		return HEARD_OTHER;
	if (service_is_refusal(heard->text) &&
		!service_turns_away(view->endpoint->service, heard->text))
		return HEARD_REFUSAL;
	if (!service_of_greeting(
		    heard->text, view->endpoint->service, &heard->service))
		return HEARD_BROKEN;
	if (heard->service != view->endpoint->service)
		return HEARD_SERVICE;
	if (view->endpoint->mode != MODE_IMPLICIT || heard->inside_tls)
		return HEARD_BROKEN;
	return judge_cleartext(view, heard->text);
}

static bool tls_came(const struct probe_facts *probe)
{
	return probe->mode == MODE_IMPLICIT &&
	       (probe->tls.completed || probe->tls.server_hello);
}

/* What speaks inside TLS there may be another service yet. */
static struct heard hear_tls(const struct view *view)
{
	const struct probe_facts *proof =
		witness_follow_up(view->facts, QUESTION_OTHER_MODE, tls_came);
	struct heard heard = {.inside_tls = true, .probe = proof};

	if (!proof)
		return (struct heard){.kind = HEARD_TLS};
	heard.text = first_words(proof);
	heard.kind = judge(view, &heard);
	if (proof->greeting.known_service &&
		proof->greeting.service == view->endpoint->service)
		heard.kind = HEARD_TLS;
	else if (view->endpoint->port == 443 && !heard.text.length)
		heard.other = (struct stranger){"a web server", false};
	if (heard.other.name)
		heard.kind = HEARD_OTHER;
	if (heard.kind != HEARD_OTHER && heard.kind != HEARD_SERVICE)
		heard.kind = HEARD_TLS;
	return heard;
}

struct heard heard_from(const struct view *view)
{
	struct heard heard = {.kind = HEARD_NOTHING};

	if (view->endpoint->mode != MODE_IMPLICIT &&
		greeting_was_tls(view->facts))
		return hear_tls(view);
	if (listen_to(view, &heard))
		heard.kind = judge(view, &heard);
	return heard;
}

/* FTP and LMTP greet with a 220 too, and do not know EHLO. */
static bool is_no_smtp(const struct probe_facts *probe)
{
	return probe->cleartext.refused &&
	       probe->greeting.service == SERVICE_SMTP &&
	       wording_have(
		       probe->greeting.text, "FTP|FileZilla Server|LMTP") &&
	       !wording_have(probe->greeting.text, "SMTP");
}

struct heard heard_open(const struct view *view)
{
	const struct probe_facts *files =
		witness_first(view->facts, is_no_smtp);

	if (files && (open_checks(view) & OF_ALL))
		return (struct heard){.kind = HEARD_OTHER,
			.text = files->greeting.text,
			.probe = files,
			.other = wording_have(files->greeting.text, "LMTP")
					 ? (struct stranger){"an LMTP server, "
							     "which delivers "
							     "between servers",
						   true}
					 : stranger_of(files->greeting.text)};
	if (!(open_checks(view) & (OF_MODE | OF_GREETING)) ||
		!view_connected(view))
		return (struct heard){.kind = HEARD_NOTHING};
	return heard_from(view);
}
