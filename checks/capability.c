/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the server offers, above all how to log in. */

#include "evidence/capability.h"
#include "checks/check.h"
#include "checks/say.h"
#include "evidence/greeting.h"
#include "model/table.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "model/text/escape.h"
#include "model/text/plural.h"

#include <string.h>

#define WORD_COLUMNS 40
#define WORDS_SHOWN 16

/* The list that counts; else the refusal to give one; else NULL. */
static const struct capabilities *find_list(const struct endpoint_facts *facts)
{
	const struct capabilities *list =
		capability_list(facts, CAPABILITY_FINAL);

	return list ? list : capability_refusal(facts, CAPABILITY_FINAL);
}

static const char *word(struct arena *arena, const char *text)
{
	struct octets octets = {(const unsigned char *)text, strlen(text)};

	return escape_excerpt(arena, octets, WORD_COLUMNS);
}

/* Every way to log in, "none" if there is none. */
static const char *list_ways(struct arena *arena, enum service service,
	const struct capabilities *caps)
{
	const struct service_row *row = service_row(service);
	bool takes = capability_takes_password(service, caps);
	struct builder list = {.arena = arena};

	if (takes && !row->password_unless)
		builder_add(&list, row->password_command);
	for (size_t i = 0; i < caps->mechanism_count && i < WORDS_SHOWN; i++)
		builder_item(&list, ", ", word(arena, caps->mechanisms[i]));
	if (row->password_unless)
		builder_item_printf(&list, ", ",
			takes ? "the %s command" : "%s command disabled",
			row->password_command);
	return list.length ? list.text : "none";
}

/* Claims, one after the other, and what came of them. */
struct tally {
	enum verdict verdict;
	enum severity severity; /* of the worst claim that does not hold */
	struct builder expected;
	struct builder missing;
	struct builder unwanted;
};

static struct tally begin_tally(struct arena *arena)
{
	return (struct tally){
		.verdict = VERDICT_PASS,
		.expected = {.arena = arena},
		.missing = {.arena = arena},
		.unwanted = {.arena = arena},
	};
}

/* From the best to the worst. */
static int badness(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_FAIL:
		return 3;
	case VERDICT_WARNING:
		return 2;
	case VERDICT_INFO:
		return 1;
	default:
		return 0;
	}
}

static void tally_broken(struct tally *tally, struct builder *list,
	const char *name, enum severity severity)
{
	builder_item(list, ", ", name);
	if (badness(say_broken(severity)) <= badness(tally->verdict))
		return;
	tally->verdict = say_broken(severity);
	tally->severity = severity;
}

static void tally_claim(struct tally *tally, const char *name,
	enum demand demand, enum severity severity, bool offered)
{
	if (demand == DEMAND_REQUIRED)
		builder_item(&tally->expected, ", ", name);
	if (demand == DEMAND_FORBIDDEN)
		builder_item_printf(
			&tally->expected, ", ", "%s not offered", name);
	if (demand == DEMAND_REQUIRED && !offered)
		tally_broken(tally, &tally->missing, name, severity);
	if (demand == DEMAND_FORBIDDEN && offered)
		tally_broken(tally, &tally->unwanted, name, severity);
}

static bool conclude_tally(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tally *tally,
	const char *offered, struct finding *finding)
{
	const char *missing = tally->missing.text;
	const char *unwanted = tally->unwanted.text;

	finding->expected =
		tally->expected.length ? tally->expected.text : "anything";
	finding->observed = offered;
	if (missing)
		finding->observed = arena_printf(context->arena,
			"%s; missing: %s", finding->observed, missing);
	if (unwanted)
		finding->observed = arena_printf(context->arena,
			"%s; unwanted: %s", finding->observed, unwanted);
	if (!missing && !unwanted)
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} offers what the settings require.");
	finding->severity = tally->severity;
	if (unwanted && !missing)
		finding->remedy =
			"The server's administrator should turn off what the "
			"settings rule out, or correct the settings. Mail "
			"programs need no change.";
	if (!unwanted)
		return say_verdict(facts, context, finding, tally->verdict,
			"{endpoint} does not offer %s.", missing);
	if (!missing)
		return say_verdict(facts, context, finding, tally->verdict,
			"{endpoint} should not offer %s.", unwanted);
	return say_verdict(facts, context, finding, tally->verdict,
		"{endpoint} does not offer %s, and should not offer %s.",
		missing, unwanted);
}

static bool judge_mechanisms(const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, const struct capabilities *caps,
	struct finding *finding)
{
	enum service service = facts->endpoint.service;
	struct tally tally = begin_tally(context->arena);

	for (size_t i = 0; i < expectation->mechanism_count; i++) {
		const struct mechanism_expectation *claim =
			&expectation->mechanisms[i];

		tally_claim(&tally, claim->mechanism, claim->demand,
			claim->severity,
			capability_has_login(service, caps, claim->mechanism));
	}
	return conclude_tally(facts, context, &tally,
		list_ways(context->arena, service, caps), finding);
}

/* What a mail program with a password or a token cannot use. */
static const struct {
	const char *mechanism;
	const char *needs;
} special[] = {
	{"ANONYMOUS", "no account"},
	{"EXTERNAL", "a certificate of the user's own"},
	{"GSSAPI", "a computer that is a member of the domain"},
	{"GSS-SPNEGO", "a computer that is a member of the domain"},
	{"KERBEROS_V4", "a computer that is a member of the domain"},
	{"NTLM", "a Windows account"},
};

static const char *find_need(const char *mechanism)
{
	for (size_t i = 0; i < COUNT_OF(special); i++)
		if (ascii_compare(special[i].mechanism, mechanism) == 0)
			return special[i].needs;
	return NULL;
}

/* The need of the first way to log in, if all have one; else NULL. */
static const char *need_of_all(
	enum service service, const struct capabilities *caps)
{
	if (capability_takes_password(service, caps) || !caps->mechanism_count)
		return NULL;
	for (size_t i = 0; i < caps->mechanism_count; i++)
		if (!find_need(caps->mechanisms[i]))
			return NULL;
	return find_need(caps->mechanisms[0]);
}

/* APOP takes a timestamp of the greeting, and is in no list (RFC 1939 section
 * 7). */
static bool offers_apop(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe = greeting_welcome(facts);
	const unsigned char *at, *end;
	struct octets text;

	if (facts->endpoint.service != SERVICE_POP3 || !probe)
		return false;
	text = probe->greeting.text;
	at = text.length ? memchr(text.data, '<', text.length) : NULL;
	end = at ? memchr(at, '>', text.length - (size_t)(at - text.data))
		 : NULL;
	return end && memchr(at, '@', (size_t)(end - at));
}

static bool wants_no_login(const struct judge_context *context)
{
	const struct matrix_entry *entry = context->entry;

	for (size_t i = 0; entry && i < entry->account.authentication_count;
		i++)
		if (ascii_compare(entry->account.authentications[i], "none") ==
			0)
			return true;
	return false;
}

/* Nobody can log in, or nobody with a password or a token. */
static bool conclude_no_way(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct capabilities *caps,
	struct finding *finding)
{
	const char *needs = need_of_all(facts->endpoint.service, caps);

	if (wants_no_login(context))
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} offers no login method, and the settings "
			"ask for none.");
	if (!needs || capabilities_have(caps, "ANONYMOUS"))
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} offers no login method.");
	finding->severity = SEVERITY_WARNING;
	finding->explanation =
		"The only login methods in the server's list need more than a "
		"user name and a password, so most mail programs cannot log "
		"in.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} offers only login methods that need %s: %s.", needs,
		list_ways(context->arena, facts->endpoint.service, caps));
}

/* Nothing is claimed; but a server for users lets them in somehow. */
static bool judge_any_way(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct capabilities *caps,
	struct finding *finding)
{
	enum service service = facts->endpoint.service;
	const struct service_way *way =
		service_way_of_port(service, facts->endpoint.port);
	bool relay = way && way->relay;

	finding->expected = "a login method";
	finding->observed = list_ways(context->arena, service, caps);
	if (offers_apop(facts))
		finding->observed =
			say_list(context->arena, "APOP", finding->observed);
	if ((capability_has_any_login(service, caps) &&
		    !need_of_all(service, caps)) ||
		offers_apop(facts))
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} offers a login method.");
	/* RFC 9051 section 6.2.3 and its like: the settings cannot work. */
	if (facts->endpoint.mode == MODE_CLEARTEXT && !relay &&
		(caps->starttls || caps->login_disabled))
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} accepts no login without encryption.");
	if (!relay)
		return conclude_no_way(facts, context, caps, finding);
	finding->severity = SEVERITY_INFO;
	finding->explanation = service_row(service)->hint;
	return say_verdict(facts, context, finding, VERDICT_INFO,
		"{endpoint} offers no login method.");
}

static bool judge_auth(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct capabilities *caps = find_list(facts);
	bool claims = expectation->mechanism_count > 0;

	(void)check;
	/* Those who deliver mail there are not its users. */
	if (!claims && service_row(facts->endpoint.service)->direction ==
			       DIRECTION_DELIVERY)
		return false;
	finding->reference =
		service_row(facts->endpoint.service)->references.login;
	finding->expected =
		claims ? "the login methods in the settings" : "a login method";
	if (!caps)
		return say_not_reached(finding);
	if (!caps->seen && !caps->announced)
		return say_no_list(facts, context, caps, claims, finding);
	if (claims)
		return judge_mechanisms(
			facts, expectation, context, caps, finding);
	return judge_any_way(facts, context, caps, finding);
}

static const char *list_items(
	struct arena *arena, const struct capabilities *caps)
{
	struct builder list = {.arena = arena};

	for (size_t i = 0; i < caps->item_count && i < WORDS_SHOWN; i++)
		builder_item(&list, ", ",
			escape_excerpt(arena, caps->items[i], WORD_COLUMNS));
	if (caps->item_count > WORDS_SHOWN)
		return plural_more(
			arena, list.text, caps->item_count - WORDS_SHOWN);
	return list.text ? list.text : "none";
}

/* RFC 9051 section 7.2.2: each list has the version in it. */
static bool conclude_no_revision(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct capabilities *caps,
	struct finding *finding)
{
	if (facts->endpoint.service != SERVICE_IMAP || !caps || !caps->seen ||
		caps->imap4rev1 || caps->imap4rev2)
		return false;
	finding->expected = "IMAP4rev1 or IMAP4rev2";
	finding->observed = list_items(context->arena, caps);
	finding->severity = SEVERITY_WARNING;
	finding->explanation =
		"Every list of an IMAP server must name the version of IMAP. "
		"Some programs refuse a server that names none.";
	finding->remedy = "The server's administrator should update the "
			  "server, or correct the list if it was written by "
			  "hand.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} does not list IMAP4rev1 or IMAP4rev2.");
}

static bool judge_capability_list(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct capabilities *caps = find_list(facts);
	struct tally tally = begin_tally(context->arena);

	(void)check;
	if (expectation->capability_count == 0)
		return conclude_no_revision(facts, context, caps, finding);
	finding->expected = "the capabilities in the settings";
	if (!caps)
		return say_not_reached(finding);
	if (!caps->seen && !caps->announced)
		return say_no_list(facts, context, caps, true, finding);
	for (size_t i = 0; i < expectation->capability_count; i++) {
		const struct capability_expectation *claim =
			&expectation->capabilities[i];

		tally_claim(&tally, claim->capability, claim->demand,
			claim->severity,
			capability_has(caps, claim->capability));
	}
	return conclude_tally(facts, context, &tally,
		list_items(context->arena, caps), finding);
}

const struct check check_capability_auth = {
	.id = "capability-auth",
	.severity = SEVERITY_ERROR,
	.title = "The expected login methods are offered",
	.explanation =
		"After the connection is encrypted, the server lists the login "
		"methods that it accepts. A mail program that supports none of "
		"them cannot log in, even with the right password. A listed "
		"method may still be disabled for an account.",
	.remedy = "In the mail program, choose a login method that the server "
		  "lists, or use a program that supports one. The server's "
		  "administrator can change the list.",
	.reference = "RFC 5034 section 3; RFC 9051 section 6.2.2; RFC "
		     "4954 section 3",
	.judge = judge_auth,
};

const struct check check_capability_list = {
	.id = "capability-list",
	.severity = SEVERITY_ERROR,
	.title = "The other expected capabilities are offered",
	.explanation = "The settings list capabilities that this server should "
		       "or should not offer. Programs that rely on them may "
		       "malfunction if the list differs, and a different list "
		       "may mean a different server.",
	.remedy = "Verify the host and port. If they are correct, the server's "
		  "administrator can change the list, or the settings are out "
		  "of date.",
	.reference = "RFC 2449 section 5; RFC 9051 section 6.1.1; RFC "
		     "5321 section 4.1.1.1",
	.judge = judge_capability_list,
};
