/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Can a password be sent before there is any encryption? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/address.h"
#include "evidence/capability.h"
#include "evidence/pick.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"

/* The ways to send a readable password that the list offers; NULL if none. */
static const char *password_ways(struct arena *arena, enum service service,
	const struct capabilities *caps)
{
	static const char *const readable[] = {"PLAIN", "LOGIN"};
	const struct service_row *row = service_row(service);
	struct builder list = {.arena = arena};
	bool login = row->password_command &&
		     capability_takes_password(service, caps);

	if (login && row->password_unless)
		builder_printf(&list, "the %s command (no %s)",
			row->password_command, row->password_unless);
	else if (login)
		builder_add(&list, row->password_command);
	for (size_t i = 0; i < 2; i++)
		if (capabilities_have(caps, readable[i]))
			builder_item_printf(&list, ", ", "%s%s",
				row->mechanism_prefix, readable[i]);
	return list.text;
}

struct readable {
	struct arena *arena;
	enum service service;
};

/* PREAUTH leaves nothing to log in to. */
static bool lists(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return !probe->greeting.preauth &&
	       (probe->cleartext.seen || probe->cleartext.announced);
}

static const char *ways_of(
	const struct probe_facts *probe, const struct readable *readable)
{
	return lists(probe, NULL)
		       ? password_ways(readable->arena, readable->service,
				 &probe->cleartext)
		       : NULL;
}

static bool lists_readable(
	const struct probe_facts *probe, const void *readable)
{
	return ways_of(probe, readable);
}

static bool refuses_list(const struct probe_facts *probe)
{
	return !probe->greeting.preauth && probe->cleartext.refused;
}

/* The list from before TLS that offers the most, or the first refusal to give
 * one; NULL if there is none. */
static const struct capabilities *find_cleartext(struct arena *arena,
	const struct endpoint_facts *facts, const char **ret_ways)
{
	const struct readable readable = {arena, facts->endpoint.service};
	const struct probe_facts *probe =
		pick_first(facts, PICK_WITNESSES, lists_readable, &readable);

	if (!probe)
		probe = pick_last(facts, PICK_WITNESSES, lists, NULL);
	if (!probe)
		probe = witness_first(facts, refuses_list);
	if (!probe)
		return NULL;
	*ret_ways = ways_of(probe, &readable);
	return &probe->cleartext;
}

static bool is_secured_here(const struct probe_facts *probe)
{
	const struct attempt *attempt = address_connected(probe);

	return attempt && attempt->from_itself &&
	       ascii_contains(probe->greeting.text, "Dovecot");
}

static bool conclude_readable(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct capabilities *caps,
	const char *ways, struct finding *finding)
{
	bool cleartext = facts->endpoint.mode == MODE_CLEARTEXT;
	const char *starttls = say_starttls(facts->endpoint.service);

	finding->observed = ways;
	if (!cleartext && caps->seen && !caps->starttls)
		finding->observed = arena_printf(context->arena,
			"%s; %s is not offered", ways, starttls);
	if (witness_first(facts, is_secured_here)) {
		finding->explanation =
			"This computer is the server itself. Dovecot treats "
			"connections from its own address as secured, so it "
			"may list login methods here that it does not list to "
			"other computers.";
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} lists password login before TLS to its own "
			"computer (%s); check from another one.",
			ways);
	}
	if (cleartext)
		finding->severity = SEVERITY_WARNING;
	return say_verdict(facts, context, finding,
		cleartext ? VERDICT_WARNING : VERDICT_FAIL,
		"{endpoint} lists password login without encryption: %s.",
		ways);
}

static bool judge_cleartext_login(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const char *ways = NULL;
	const struct capabilities *caps =
		find_cleartext(context->arena, facts, &ways);

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_IMPLICIT)
		return false;
	finding->expected = "no password login before TLS";
	finding->reference = service_row(facts->endpoint.service)
				     ->references.cleartext_login;
	if (!caps)
		return say_not_reached(finding);
	if (ways)
		return conclude_readable(facts, context, caps, ways, finding);
	if (!caps->seen && !caps->announced)
		return say_no_list(facts, context, caps, false, finding);
	finding->observed = "none offered";
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} does not list password login before TLS.");
}

const struct check check_cleartext_login = {
	.id = "cleartext-login",
	.severity = SEVERITY_ERROR,
	.title = "Password login is not listed before TLS",
	.explanation = "The server lists password login before the connection "
		       "is encrypted, and programs go by this list: one wrong "
		       "setting is enough to send the password unencrypted. "
		       "Whether the server would accept it was not tried.",
	.remedy = "In mail programs, require TLS. The server's administrator "
		  "should accept passwords only inside TLS.",
	.reference = "RFC 8314 section 4.1; RFC 2595 section 2.3; RFC "
		     "9051 section 6.2.3; RFC 4954 section 4",
	.judge = judge_cleartext_login,
};
