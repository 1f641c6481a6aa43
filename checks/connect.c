/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does anything answer at the address and the port? */
#include "checks/check.h"
#include "checks/say.h"
#include "evidence/address.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/table.h"
#include "model/text/plural.h"

#include <string.h>

#define ADDRESSES_SHOWN 8

/* Ways in which no connection comes about that the settings or the server
 * answer for. */
static const struct miss {
	enum status status;
	const char *observed;
	const char *sentence; /* see say_sentence() */
	const char *remedy;
} misses[] = {
	{
		.status = ST_NO_NAME,
		.observed = "the host name does not exist",
		.sentence = "{endpoint} cannot be found: the host name does "
			    "not exist.",
		.remedy = "Compare the host name letter by letter with the one "
			  "in the provider's documentation. If it is correct, "
			  "the domain's administrator must add it to the DNS "
			  "again.",
	},
	{
		.status = ST_NO_ADDRESS,
		.observed = "the host name has no address",
		.sentence = "{endpoint} cannot be found: the host name exists, "
			    "but has no address of the requested kind.",
		.remedy =
			"Use the name of the mail server, which often differs "
			"from the mail domain. If it is correct, the domain's "
			"administrator must add an address for it to the DNS.",
	},
	{
		.status = ST_CONN_REFUSED,
		.observed = "connection refused",
		.sentence = "{endpoint} cannot be reached: the computer "
			    "responds, but no service listens on this port.",
		.remedy = "Compare the port with the provider's documentation. "
			  "If it is correct, the server's administrator must "
			  "start the service; on Exchange Server, for example, "
			  "POP3 and IMAP4 are stopped by default.",
	},
	{
		.status = ST_TIMEOUT,
		.observed = "no response",
		.sentence = "{endpoint} does not respond to the connection "
			    "request in time.",
		.remedy = "Try from another network, for example with a mobile "
			  "phone. If it works there, the network administrator "
			  "must open the port; port 25 is often blocked on "
			  "purpose, so use 587 or 465 instead. If it works "
			  "nowhere, the server's administrator must check the "
			  "server and its firewall.",
	},
	{
		.status = ST_UNREACHABLE,
		.observed = "unreachable",
		.sentence = "{endpoint} cannot be reached: the network reports "
			    "that there is no route to it.",
		.remedy = "Try from another network. If it works there, the "
			  "network administrator must check the routes or the "
			  "VPN; otherwise the server's administrator must "
			  "check the server.",
	},
	{
		.status = ST_RESET,
		.observed = "connection reset",
		.sentence = "{endpoint} cannot be reached: the connection was "
			    "reset before it was established.",
		.remedy =
			"Try again later and from another network. If it still "
			"fails, the administrator of the server or of its "
			"firewall must find out what resets the connection.",
	},
};

static const struct miss *find_miss(enum status status)
{
	for (size_t i = 0; i < COUNT_OF(misses); i++)
		if (misses[i].status == status)
			return &misses[i];
	return NULL;
}

static const char *attempt_words(const struct attempt *attempt)
{
	const struct miss *miss = find_miss(attempt->status);

	if (attempt->connected)
		return "connected";
	if (attempt->status == ST_NOT_PUBLIC)
		return "not contacted, because it is not a public address";
	if (!attempt->tried || attempt->overtaken || attempt->status == ST_OK)
		return "not needed";
	return miss ? miss->observed : status_words(attempt->status);
}

/* "192.0.2.1: connected, 2001:db8::1: no answer"; NULL if there is none. */
static const char *list_addresses(
	struct arena *arena, const struct address_list *addresses)
{
	const char *list = NULL;

	for (size_t i = 0; i < addresses->count && i < ADDRESSES_SHOWN; i++)
		list = say_list(arena, list,
			arena_printf(arena, "%s: %s",
				addresses->attempts[i]->address,
				attempt_words(addresses->attempts[i])));
	if (addresses->count > ADDRESSES_SHOWN)
		list = plural_more(
			arena, list, addresses->count - ADDRESSES_SHOWN);
	return list;
}

static bool conclude_connected(const struct endpoint_facts *facts,
	const struct judge_context *context,
	const struct address_list *addresses, struct finding *finding)
{
	size_t failed = 0;

	for (size_t i = 0; i < addresses->count; i++)
		failed += address_failed(addresses->attempts[i]);
	if (!finding->observed)
		finding->observed = "connected";
	if (failed == 0)
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} can be reached.");
	finding->explanation = "The server name has several addresses, and not "
			       "all of them work. Programs that use one that "
			       "does not work wait or give up.";
	finding->remedy =
		"Tell the server's administrator which address does not "
		"respond. If only IPv6 or only IPv4 fails, and other servers "
		"are affected too, the problem is in this network.";
	finding->summary = arena_printf(context->arena,
		plural_form(failed,
			"%zu of %zu addresses of %s does not respond on port "
			"%u (%s).",
			"%zu of %zu addresses of %s do not respond on port %u "
			"(%s)."),
		failed, addresses->count, facts->endpoint.host,
		facts->endpoint.port, service_label(facts->endpoint.service));
	finding->status = VERDICT_WARNING;
	return true;
}

static bool is_missed(const struct probe_facts *probe)
{
	return find_miss(probe->status) &&
	       (probe->stage == STAGE_CONNECT || probe->status != ST_TIMEOUT);
}

/* The first failure that tells of the server, or else of this computer. */
static const struct probe_facts *failed_connection(
	const struct endpoint_facts *facts)
{
	const struct probe_facts *failed = witness_first(facts, is_missed);
	size_t at = 0;

	return failed ? failed : witness_next(facts, &at);
}

static const char *remedy_unjudged(enum status status)
{
	switch (status) {
	case ST_CANCELLED:
		return "Run the check again without interrupting it.";
	case ST_NOT_PUBLIC:
		return "If the server really is in your own network, allow "
		       "private addresses or name its address yourself. "
		       "Otherwise the mail domain's administrator must correct "
		       "the name's addresses in the DNS.";
	default:
		return "Fix this computer's network connection and DNS "
		       "resolution, then run the check again; the server was "
		       "not contacted.";
	}
}

static bool conclude_unconnected(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = failed_connection(facts);
	const struct miss *miss = probe ? find_miss(probe->status) : NULL;

	if (!probe)
		return say_not_reached(finding);
	/* A resolver that is silent says nothing of the server. */
	if (probe->stage == STAGE_RESOLVE && probe->status == ST_TIMEOUT)
		miss = NULL;
	if (!miss) {
		finding->observed = say_stop(context->arena, probe);
		if (probe->status == ST_TIMEOUT)
			finding->observed =
				"the DNS resolver did not respond in time";
		finding->remedy = remedy_unjudged(probe->status);
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} was not contacted: %s.", finding->observed);
	}
	if (!finding->observed)
		finding->observed = miss->observed;
	finding->remedy = miss->remedy;
	return say_sentence(
		facts, context, finding, VERDICT_FAIL, miss->sentence);
}

static bool judge_connect(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	struct address_list addresses = address_all(context->arena, facts);

	(void)check;
	(void)expectation;
	finding->expected = "a connection";
	finding->observed = list_addresses(context->arena, &addresses);
	if (reached_connection(facts))
		return conclude_connected(facts, context, &addresses, finding);
	return conclude_unconnected(facts, context, finding);
}

const struct check check_connect = {
	.id = "connect",
	.severity = SEVERITY_ERROR,
	.title = "The host name resolves and the port accepts connections",
	.explanation = "The host name must resolve to an address, and a server "
		       "must accept connections on the port. All other checks "
		       "depend on this one.",
	.remedy = "Compare host and port with the provider's documentation, "
		  "try from another network, and then ask the server's "
		  "administrator.",
	.reference = "RFC 9293 section 3.5; RFC 8305 section 5",
	.judge = judge_connect,
};
