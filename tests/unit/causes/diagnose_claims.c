/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/unit.h"

#include "tests/unit/causes/diagnose_claims.h"
#include "tests/unit/causes/diagnose_clauses.h"
#include "tests/unit/causes/diagnose_grounds.h"

#include "checks/causes/greeting/origin.h"
#include "model/table.h"

#include <stdlib.h>
#include <string.h>

static bool is_connected(const struct probe_facts *p)
{
	return p->stage > STAGE_CONNECT || p->outcome == OUTCOME_COMPLETED;
}

static bool no_octets(const struct probe_facts *p)
{
	return !p->greeting.text.length && !p->reply.length &&
	       !p->unexpected.length && !p->begun.length &&
	       !p->tls.server_hello;
}

static bool as_silent(const struct probe_facts *p)
{
	return p->question == QUESTION_OTHER_MODE && no_octets(p) &&
	       p->status == ST_TIMEOUT;
}

static bool web_silent(const struct probe_facts *p)
{
	return p->question == QUESTION_PORT_443 && p->status == ST_TIMEOUT;
}

static bool web_refuses(const struct probe_facts *p)
{
	return p->question == QUESTION_PORT_443 && p->status == ST_CONN_REFUSED;
}

static bool not_tls(const struct probe_facts *p)
{
	return p->unexpected.length ||
	       (p->mode != MODE_IMPLICIT && p->greeting.text.length);
}

static bool hung_up(const struct probe_facts *p)
{
	return p->status == ST_EOF || p->status == ST_RESET;
}

static bool was_dropped(const struct probe_facts *p)
{
	return hung_up(p) || p->status == ST_CONN_REFUSED;
}

static bool fell_silent(const struct probe_facts *p)
{
	return p->status == ST_TIMEOUT;
}

static bool chain_holds(const struct probe_facts *p)
{
	return p->tls.chain_count && p->tls.trust == TRUST_OK;
}

static bool was_served(const struct probe_facts *p)
{
	return p->outcome == OUTCOME_COMPLETED && p->status == ST_OK &&
	       p->greeting.seen;
}

static bool last_is_wanted(const struct probe_facts *p)
{
	const struct tls_facts *tls = &p->tls;
	struct octets wanted = tls->trust_wanted, last;

	if (!tls->chain_count || tls->trust == TRUST_OK)
		return false;
	last = tls->chain[tls->chain_count - 1].issuer;
	return !wanted.length ||
	       (wanted.length == last.length &&
		       memcmp(wanted.data, last.data, last.length) == 0);
}

static bool wants_another(const struct probe_facts *p)
{
	return p->tls.trust_wanted.length && !last_is_wanted(p);
}

static bool namesake_sent(const struct probe_facts *p)
{
	return p->tls.trust_wanted_sent;
}

static bool namesake_known(const struct probe_facts *p)
{
	return p->tls.trust_wanted_known;
}

static bool anchor_ended(const struct probe_facts *p)
{
	return p->tls.anchor.length && p->tls.anchor_not_after < NOW;
}

/* The host's name in the certificate, and what follows it. */
static bool writes(const struct probe_facts *p, char first, bool dot)
{
	const struct certificate *leaf = p->tls.chain;
	struct octets name;

	if (!p->tls.chain_count || !leaf->name_count)
		return false;
	name = leaf->names[0].value;
	return name.data[0] == first &&
	       (name.data[name.length - 1] == '.') == dot;
}

static bool has_dot(const struct probe_facts *p)
{
	return writes(p, 'm', true);
}

static bool writes_address(const struct probe_facts *p)
{
	return writes(p, '1', false);
}

static bool names_nobody(const struct probe_facts *p)
{
	return p->tls.chain_count && !p->tls.chain->name_count;
}

static bool issuer_ended(const struct probe_facts *p)
{
	for (size_t i = 1; i < p->tls.chain_count; i++)
		if (p->tls.chain[i].not_after < NOW)
			return true;
	return false;
}

static bool implicit_works(const struct probe_facts *p)
{
	return p->mode == MODE_IMPLICIT && p->outcome == OUTCOME_COMPLETED;
}

static bool tls_up(const struct probe_facts *p)
{
	return p->tls.completed;
}

static bool unlisted(const struct probe_facts *p)
{
	return p->cleartext.seen && !p->cleartext.starttls;
}

static bool nameless_works(const struct probe_facts *p)
{
	return p->question == QUESTION_NO_SNI && p->tls.completed;
}

static bool small_works(const struct probe_facts *p)
{
	return p->question == QUESTION_SMALL_HELLO && p->tls.completed;
}

static bool agreed(const struct probe_facts *p)
{
	return p->starttls_agreed;
}

static bool turned_away(const struct probe_facts *p)
{
	return p->status == ST_THROTTLED || p->status == ST_REFUSED ||
	       p->unexpected.length;
}

static bool was_nudged(const struct probe_facts *p)
{
	return p->nudged;
}

static bool says_http(const struct probe_facts *p)
{
	const struct octets texts[] = {
		p->unexpected, p->greeting.text, p->reply};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (texts[i].length > 4 &&
			(*texts[i].data == 'H' || *texts[i].data == '<'))
			return true;
	return false;
}

static bool says_error(const struct probe_facts *p)
{
	const struct octets texts[] = {
		p->unexpected, p->greeting.text, p->reply};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (texts[i].length && origin_of(texts[i]))
			return true;
	return false;
}

static bool says_no_service(const struct probe_facts *p)
{
	const struct octets texts[] = {
		p->unexpected, p->greeting.text, p->reply};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (texts[i].length > 15 &&
			memmem(texts[i].data, texts[i].length,
				"No SMTP service", 15))
			return true;
	return false;
}

static bool is_explicit(const struct probe_facts *p)
{
	return p->mode == MODE_EXPLICIT && p->purpose != PURPOSE_FOLLOW_UP;
}

/* What may be said only if a probe of the run shows it. */
static const struct claim {
	const char *phrase;
	bool (*holds)(const struct probe_facts *probe);
} claims[] = {
	{"the same port is as silent", as_silent},
	{"for the web, does not answer", web_silent},
	{"for the web, refuses", web_refuses},
	{"for the web, answers", is_connected},
	{"instead of TLS, this arrived", not_tls},
	{"closes it at once", hung_up},
	{"and closes it after", hung_up},
	{"before any word", hung_up},
	{"connected, then silent", fell_silent},
	{"the intermediate certificate is missing", chain_holds},
	{"works with SSL/TLS: use that", implicit_works},
	{"it starts encryption", tls_up},
	{"some were served", was_served},
	{"while others were served", was_served},
	{"the issuer of the last one", last_is_wanted},
	{"were sent, and not the one of", wants_another},
	{"do not belong together", namesake_sent},
	{"another key than the one that signed", namesake_sent},
	{"has another key", namesake_known},
	{"only by a certificate that has expired", anchor_ended},
	{"sends an intermediate certificate that has expired", issuer_ended},
	{"but with a dot at its end", has_dot},
	{"as if it were a name", writes_address},
	{"names no server", names_nobody},
	{"does not list", unlisted},
	{"inside TLS, ", tls_up},
	{"without a server name, the handshake succeeds", nameless_works},
	{"with a smaller ClientHello", small_works},
	{"a smaller request with", small_works},
	{"agrees to encrypt", agreed},
	{"is too busy for more", turned_away},
	{"drops some connections", was_dropped},
	{"a command gets no answer", was_nudged},
	{"answers like a web server", says_http},
	{"sends an error message", says_error},
	{"that looks like a message of", says_error},
	{"offers no such service", says_no_service},
	{"not a server for this", says_no_service},
	{"keep STARTTLS", is_explicit},
	{"instead of STARTTLS", is_explicit},
};

static bool shows(const struct report *report, const struct claim *claim)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		for (size_t j = 0; j < report->endpoints[i].facts.probe_count;
			j++)
			if (claim->holds(report->endpoints[i].facts.probes[j]))
				return true;
	return false;
}

struct place {
	const char *name;
	const char *id;
	size_t wrong;
};

static void hold(
	struct place *place, const struct report *report, const char *text)
{
	for (size_t i = 0; text && i < COUNT_OF(claims); i++) {
		if (!strstr(text, claims[i].phrase) ||
			shows(report, &claims[i]))
			continue;
		print_error("%s: %s: nothing shows \"%s\" in: %s\n",
			place->name, place->id, claims[i].phrase, text);
		place->wrong++;
	}
}

/* Whether the port refused a connection and took none. */
static bool is_closed(const struct report *report, unsigned port)
{
	bool closed = false;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_facts *facts =
			&report->endpoints[i].facts;

		for (size_t j = 0; j < facts->probe_count; j++) {
			const struct probe_facts *probe = facts->probes[j];

			if (probe->port != port)
				continue;
			if (probe->outcome == OUTCOME_COMPLETED)
				return false;
			closed = closed || probe->status == ST_CONN_REFUSED;
		}
	}
	return closed;
}

/* Advice of the endpoint's own host: not of a port that is closed, nor of what
 * is set already. */
static void hold_advice(struct place *place, const struct report *report,
	const struct endpoint_report *endpoint, const char *text)
{
	const char *at = strstr(text, "Set the port to ");
	const struct endpoint *own = &endpoint->facts.endpoint;
	unsigned long port;
	bool same;

	if (!at || strstr(text, "enter the server name"))
		return;
	port = strtoul(at + strlen("Set the port to "), NULL, 10);
	same = port == own->port && !endpoint->entry->remark_count &&
	       strstr(text, own->mode == MODE_IMPLICIT ? "to SSL/TLS."
						       : "to STARTTLS.") &&
	       own->mode != MODE_CLEARTEXT;
	if (!same && !is_closed(report, (unsigned)port))
		return;
	print_error("%s: %s: %s: %s\n", place->name, place->id,
		same ? "set already" : "closed", text);
	place->wrong++;
}

/* What is named beside a likelier cause is not claimed. */
static void hold_ground(struct place *place, const struct report *report,
	const struct diagnosis *diagnosis)
{
	if (strncmp(diagnosis->summary, "Another possible", 16) == 0 ||
		diagnosis->confidence == CONFIDENCE_POSSIBLE ||
		grounds_hold(report, diagnosis))
		return;
	print_error("%s: %s: nothing shows it: %s\n", place->name, place->id,
		diagnosis->summary);
	place->wrong++;
}

static void hold_sentences(struct place *place, const struct report *report,
	const struct diagnosis *diagnosis)
{
	const char *unproven = clauses_find_unproven(report, diagnosis);

	if (!unproven)
		return;
	print_error(
		"%s: %s: no fact for: %s\n", place->name, place->id, unproven);
	place->wrong++;
}

static size_t hold_all(const char *name, const struct report *report)
{
	struct place place = {.name = name};

	for (size_t i = 0; i < report->diagnosis_count; i++) {
		const struct diagnosis *diagnosis = &report->diagnoses[i];

		place.id = diagnosis->id;
		hold_ground(&place, report, diagnosis);
		hold_sentences(&place, report, diagnosis);
		hold(&place, report, diagnosis->summary);
		hold(&place, report, diagnosis->user_summary);
		for (size_t j = 0; j < diagnosis->evidence_count; j++)
			hold(&place, report, diagnosis->evidence[j]);
		for (size_t j = 0; j < diagnosis->remedy_count; j++) {
			hold(&place, report, diagnosis->remedies[j].text);
			hold_advice(&place, report,
				&report->endpoints[diagnosis->endpoints[0]],
				diagnosis->remedies[j].text);
		}
	}
	return place.wrong;
}

/* Facts that are others. */

static void closes(struct probe_facts *p)
{
	p->status = p->status == ST_EOF ? ST_TIMEOUT : ST_EOF;
}

static void falls_silent(struct probe_facts *p)
{
	p->status = ST_TIMEOUT;
	p->outcome = OUTCOME_FAILED;
	p->reply.length = 0;
}

static void says_nothing(struct probe_facts *p)
{
	p->unexpected.length = 0;
	p->begun.length = 0;
}

static void is_web(struct probe_facts *p)
{
	p->stage = STAGE_GREETING;
	p->status = ST_SYNTAX;
	p->outcome = OUTCOME_FAILED;
	p->greeting = (struct greeting){
		.seen = true, .text = octets("HTTP/1.1 400 Bad Request")};
	p->unexpected.length = 0;
}

static void loses_tls(struct probe_facts *p)
{
	p->tls.completed = p->tls.confirmed = p->tls.server_hello = false;
	p->outcome = OUTCOME_FAILED;
	p->stage = STAGE_HANDSHAKE;
	p->status = ST_RESET;
}

static void is_refused(struct probe_facts *p)
{
	p->stage = STAGE_CONNECT;
	p->status = ST_CONN_REFUSED;
	p->outcome = OUTCOME_FAILED;
	p->attempt = p->attempt_count;
	p->greeting = (struct greeting){0};
	p->tls.completed = p->tls.started = p->tls.server_hello = false;
}

static void lists_otherwise(struct probe_facts *p)
{
	p->cleartext.starttls = !p->cleartext.starttls;
}

static void (*const others[])(struct probe_facts *probe) = {closes,
	falls_silent, says_nothing, is_web, loses_tls, is_refused,
	lists_otherwise};

/* The probes whose facts are changed: the first, and the follow-ups. */
static struct probe_facts *find_probe(struct run *run, size_t number)
{
	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		struct endpoint_facts *facts = &run->report.endpoints[i].facts;

		for (size_t j = 0; j < facts->probe_count; j++)
			if ((!j || facts->probes[j]->purpose ==
					    PURPOSE_FOLLOW_UP) &&
				number-- == 0)
				return facts->probes[j];
	}
	return NULL;
}

static size_t check_scene(const char *name, void (*build)(struct run *run))
{
	size_t wrong = 0;
	bool more = true;

	for (size_t number = 0; more; number++)
		for (size_t i = 0; i <= COUNT_OF(others); i++) {
			struct run *run = run_new();
			struct probe_facts *probe;

			build(run);
			probe = find_probe(run, number);
			more = probe != NULL;
			if (probe && i < COUNT_OF(others))
				others[i](probe);
			run_diagnose(run);
			wrong += hold_all(name, &run->report);
			run_free(run);
			if (!more)
				break;
		}
	return wrong;
}

void claims_check(const struct diagnose_case *cases, size_t count)
{
	size_t wrong = 0;

	if (grounds_missing())
		fail_msg("%s: what it rests on is not told", grounds_missing());
	for (size_t i = 0; i < count; i++)
		wrong += check_scene(cases[i].name, cases[i].build);
	assert_int_equal(wrong, 0);
}
