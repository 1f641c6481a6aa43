/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/check.h"

#include "checks/judges.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Causes before effects. */
const struct check check_table[] = {
	{
		.id = "settings-mode",
		.severity = SEVERITY_ERROR,
		.title = "The settings' word for encryption goes with the port",
		.explanation =
			"A port knows one way to encrypt: 993, 995 and 465 "
			"begin with TLS (programs call it SSL or SSL/TLS), "
			"143, 110 and 587 turn to it after the greeting "
			"(STARTTLS). The bare words SSL and TLS are used for "
			"both, so that the port has to tell which is meant.",
		.remedy = "Choose the security that goes with the port, or the "
			  "port that goes with the security.",
		.reference = "RFC 8314 sections 3.1 to 3.3",
		.judge = judge_settings_mode,
	},
	{
		.id = "settings-provider",
		.severity = SEVERITY_WARNING,
		.title = "The settings are what their provider documents",
		.explanation =
			"Other servers or ports may work today, and be turned "
			"off tomorrow: the provider promises only what it "
			"documents.",
		.remedy = "Use what the provider documents.",
		.reference = "the provider's own documentation (mailsonde "
			     "profiles)",
		.judge = judge_settings_provider,
	},
	{
		.id = "settings-sources",
		.severity = SEVERITY_WARNING,
		.title = "The sources of the settings agree",
		.explanation =
			"Mail programs ask different sources, and take the "
			"first that answers. Where these say different things, "
			"one program works and another does not, or somebody "
			"else answers for the domain.",
		.remedy = "Have whoever runs the mail of the domain make all "
			  "of them say the same.",
		.reference = "RFC 6186; RFC 8314 section 5.1",
		.judge = judge_settings_sources,
	},
	{
		.id = "settings-options",
		.severity = SEVERITY_WARNING,
		.title = "The mail program checks certificates and may use TLS "
			 "of today",
		.explanation =
			"A program that takes any certificate hands the "
			"password to whoever sits between, and one that is "
			"kept to old TLS versions is refused by servers of "
			"today.",
		.remedy = "Let the program check certificates.",
		.reference = "RFC 8314 section 4.4; RFC 8996",
		.judge = judge_settings_options,
	},
	{
		.id = "connect",
		.severity = SEVERITY_ERROR,
		.title = "The server's name is known and its port answers",
		.explanation =
			"Before anything else the host name must lead to an "
			"address, and something must answer there on the "
			"port. Every other check waits for this one.",
		.remedy = "Compare host and port with what the provider "
			  "publishes, try from another network, and then ask "
			  "whoever runs the server.",
		.reference = "RFC 9293 section 3.5; RFC 8305 section 5",
		.judge = judge_connect,
	},
	{
		.id = "mode",
		.severity = SEVERITY_ERROR,
		.title = "The port begins the connection in the expected mode",
		.explanation =
			"A port speaks TLS from the first octet (programs "
			"call it SSL/TLS), or greets in clear text and turns "
			"to TLS when asked (STARTTLS, for POP3 also called "
			"STLS). With the other mode chosen, a program only "
			"sees a failed or silent connection.",
		.remedy = "In the mail program choose the other of SSL/TLS and "
			  "STARTTLS, or the other port.",
		.reference = "RFC 8314 section 3",
		.judge = judge_mode,
	},
	{
		.id = "greeting",
		.severity = SEVERITY_ERROR,
		.title = "The server of the right service and product greets",
		.explanation =
			"A mail server speaks first, and its first line tells "
			"its protocol and often its product. Another protocol "
			"or another product means that the connection does "
			"not end where the settings say.",
		.remedy = "Compare host and port with what the provider "
			  "publishes: the settings of two services are easily "
			  "swapped. If they are right, ask whoever runs the "
			  "server, and look for a virus scanner or a proxy on "
			  "the way.",
		.reference = "RFC 1939 section 4; RFC 9051 section 7.1; RFC "
			     "5321 section 3.1",
		.judge = judge_greeting,
	},
	{
		.id = "capability-starttls",
		.severity = SEVERITY_ERROR,
		.title = "STARTTLS is offered before TLS, and gone inside it",
		.explanation =
			"On a port that greets in clear text a program turns "
			"to TLS only if the server offers it. Where the offer "
			"is missing there is no encryption: the server has "
			"none, or something on the way took the offer out.",
		.remedy = "Use the port for SSL/TLS from the first octet if "
			  "there is one. Check from another network: if the "
			  "offer is there, whoever runs this network takes it "
			  "out. Otherwise whoever runs the server must turn "
			  "TLS on.",
		.reference = "RFC 2595 section 4; RFC 9051 section 6.2.1; RFC "
			     "3207 section 4",
		.judge = judge_starttls,
	},
	{
		.id = "starttls-injection",
		.severity = SEVERITY_ERROR,
		.title = "Nothing stands between STARTTLS and TLS",
		.explanation =
			"What comes in clear text behind the server's consent "
			"to TLS could have been put there by anybody on the "
			"way. A program that takes it for a part of the "
			"encrypted dialogue is fooled. A faulty server does "
			"this by itself; so it need not be an attack.",
		.remedy = "Check from another network. If it is there too, "
			  "whoever runs the server must update its software; "
			  "if not, something on the way meddles: send no "
			  "password from here.",
		.reference = "RFC 2595 section 4; RFC 9051 section 6.2.1; RFC "
			     "3207 section 4.2",
		.judge = judge_injection,
	},
	{
		.id = "tls-best",
		.severity = SEVERITY_ERROR,
		.title = "The TLS handshake succeeds, with a version that is "
			 "good enough",
		.explanation =
			"With every TLS version on offer, as a program of "
			"today offers them, the server must agree on a good "
			"one and complete the handshake. Without it no "
			"program can log in safely.",
		.remedy = "Try from another network, to rule out a firewall or "
			  "a virus scanner on the way. If it stays so, whoever "
			  "runs the server must look at its TLS settings and "
			  "its log.",
		.reference = "RFC 9325 section 3.1.1; RFC 8314 section 4.1; "
			     "RFC 8997 section 3",
		.judge = judge_tls_best,
	},
	{
		.id = "tls-1.0",
		.severity = SEVERITY_WARNING,
		.title = "TLS 1.0 is accepted or refused as expected",
		.explanation =
			"TLS 1.0 is of 1999 and must not be used any more: its "
			"building blocks are broken. Only very old programs "
			"and devices still need it.",
		.remedy = "Whoever runs the server should turn TLS 1.0 off.",
		.reference = "RFC 8996 section 4",
		.judge = judge_tls_version,
	},
	{
		.id = "tls-1.1",
		.severity = SEVERITY_WARNING,
		.title = "TLS 1.1 is accepted or refused as expected",
		.explanation =
			"TLS 1.1 is of 2006 and must not be used any more: its "
			"building blocks are broken. Hardly any program needs "
			"it.",
		.remedy = "Whoever runs the server should turn TLS 1.1 off.",
		.reference = "RFC 8996 section 5",
		.judge = judge_tls_version,
	},
	{
		.id = "tls-1.2",
		.severity = SEVERITY_ERROR,
		.title = "TLS 1.2 is accepted or refused as expected",
		.explanation =
			"TLS 1.2 is what nearly every program in use can do, "
			"and is safe when set up well.",
		.remedy = "Whoever runs the server must turn TLS 1.2 on.",
		.reference = "RFC 9325 section 3.1.1",
		.judge = judge_tls_version,
	},
	{
		.id = "tls-1.3",
		.severity = SEVERITY_ERROR,
		.title = "TLS 1.3 is accepted or refused as expected",
		.explanation =
			"TLS 1.3 is the newest version: faster, and with the "
			"weak parts taken out. Programs that cannot do it use "
			"TLS 1.2.",
		.remedy = "Whoever runs the server should turn TLS 1.3 on.",
		.reference = "RFC 9325 section 3.1.1",
		.judge = judge_tls_version,
	},
	{
		.id = "capability-auth",
		.severity = SEVERITY_ERROR,
		.title = "The expected ways to log in are offered",
		.explanation =
			"The server lists the ways to log in that it accepts "
			"once the connection is encrypted. A program that "
			"knows none of them cannot log in, whatever the "
			"password. That a way is listed does not mean that it "
			"is open to every account.",
		.remedy = "In the mail program choose a way that the server "
			  "lists, or use a program that knows one. Whoever "
			  "runs the server can change the list.",
		.reference = "RFC 5034 section 3; RFC 9051 section 6.2.2; RFC "
			     "4954 section 3",
		.judge = judge_auth,
	},
	{
		.id = "capability-list",
		.severity = SEVERITY_ERROR,
		.title = "The other expected capabilities are offered",
		.explanation =
			"The settings name capabilities that this server "
			"offers, or does not. Programs that build on them "
			"misbehave where the list differs, and another list "
			"may mean another server.",
		.remedy = "See that host and port are the ones that are meant. "
			  "If they are, whoever runs the server can change the "
			  "list; otherwise the settings are out of date.",
		.reference = "RFC 2449 section 5; RFC 9051 section 6.1.1; RFC "
			     "5321 section 4.1.1.1",
		.judge = judge_capability_list,
	},
	{
		.id = "cleartext-login",
		.severity = SEVERITY_ERROR,
		.title = "No password can be sent before TLS",
		.explanation =
			"The server invites programs to send the password in "
			"readable form before the connection is encrypted. One "
			"wrong setting in a program, and anybody on the way "
			"can read it.",
		.remedy = "In mail programs make TLS compulsory. Whoever runs "
			  "the server should accept passwords inside TLS only.",
		.reference = "RFC 8314 section 4.1; RFC 2595 section 2.3; RFC "
			     "9051 section 6.2.3; RFC 4954 section 4",
		.judge = judge_cleartext_login,
	},
	{
		.id = "certificate-trust",
		.severity = SEVERITY_ERROR,
		.title = "The certificate is issued by a trusted authority",
		.explanation =
			"The certificate is how a server shows who it is. An "
			"authority that this computer trusts must vouch for "
			"it; otherwise anybody could stand in for the server.",
		.remedy = "Whoever runs the server must install a certificate "
			  "of a trusted authority, with its whole chain.",
		.reference = "RFC 5280 section 6.1; RFC 8314 section 5.3",
		.judge = judge_trust,
	},
	{
		.id = "certificate-name",
		.severity = SEVERITY_ERROR,
		.title = "The certificate is issued for the configured host",
		.explanation =
			"The certificate must name the very host that the "
			"program was told to connect to. A different name "
			"means a different server, or a host name in the "
			"settings that the server does not go by.",
		.remedy = "Use one of the certificate's names as the host name "
			  "in the mail program, if the provider publishes it. "
			  "Otherwise whoever runs the server must have a "
			  "certificate issued for this name.",
		.reference = "RFC 9525 section 6; RFC 7817 section 3",
		.judge = judge_name,
	},
	{
		.id = "certificate-expiry",
		.severity = SEVERITY_ERROR,
		.title = "The certificate is in date, and stays so for a while",
		.explanation =
			"A certificate is good from one date to another. "
			"Outside of them every program warns or refuses to "
			"connect. A wrong date on this computer has the same "
			"effect.",
		.remedy = "See first that the date of this computer is right. "
			  "If it is, whoever runs the server must install a "
			  "certificate that is in date.",
		.reference = "RFC 5280 section 4.1.2.5",
		.judge = judge_expiry,
	},
};
const size_t check_count = COUNT_OF(check_table);

const struct check *check_find(const char *id)
{
	for (size_t i = 0; i < check_count; i++)
		if (strcmp(check_table[i].id, id) == 0)
			return &check_table[i];
	return NULL;
}

/* The way that a connection takes. A check that failed stands in the way of
 * what follows, unless some probe passed all the same: a greeting of another
 * product, say, hinders nothing. */
struct gate {
	const char *check;
	bool (*passed)(const struct endpoint_facts *facts);
};

static const struct gate implicit_way[] = {
	{"connect", reached_connection},
	{"mode", reached_tls_record},
	{"tls-best", reached_tls},
	{"greeting", reached_greeting},
	{NULL, NULL},
};

static const struct gate explicit_way[] = {
	{"connect", reached_connection},
	{"mode", reached_greeting},
	{"greeting", reached_greeting},
	{"capability-starttls", reached_starttls},
	{"tls-best", reached_tls},
	{NULL, NULL},
};

/* The finding of that check if it can be the cause of others, or NULL. */
static const struct finding *find_obstacle(
	const struct endpoint_report *endpoint, const char *check)
{
	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];

		if (strcmp(finding->check, check) == 0 &&
			(finding->status == VERDICT_FAIL ||
				finding->status == VERDICT_NOT_TESTED))
			return finding;
	}
	return NULL;
}

/* The first check that stands in the way of `finding`, or NULL. */
static const char *find_cause(
	const struct endpoint_report *endpoint, const struct finding *finding)
{
	const struct gate *gate = implicit_way;

	if (endpoint->facts.endpoint.mode != MODE_IMPLICIT)
		gate = explicit_way;
	for (; gate->check; gate++) {
		const struct finding *obstacle =
			find_obstacle(endpoint, gate->check);

		if (obstacle == finding)
			return NULL;
		if (!obstacle || gate->passed(&endpoint->facts))
			continue;
		/* One that was itself kept from its answer names the root. */
		if (obstacle->cause &&
			find_obstacle(endpoint, obstacle->cause) == finding)
			return NULL;
		return obstacle->cause ? obstacle->cause : obstacle->check;
	}
	return NULL;
}

static const char *not_reached_words(
	struct arena *arena, const struct endpoint_facts *facts)
{
	const struct probe_facts *most = witness_furthest(facts);

	if (!most)
		return facts->interrupted
			       ? "not reached: interrupted before it was tried"
			       : "not reached: it was not tried";
	if (most->status == ST_OK)
		return "not seen";
	return arena_printf(arena, "not reached: %s", say_stop(arena, most));
}

void checks_explain_not_tested(const struct endpoint_report *endpoint,
	const struct judge_context *context, struct finding *finding)
{
	const struct endpoint_facts *facts = &endpoint->facts;

	if (finding->cause && !find_obstacle(endpoint, finding->cause))
		finding->cause = NULL;
	if (!finding->observed && !finding->cause && facts->probe_count > 0)
		finding->cause = find_cause(endpoint, finding);
	if (!finding->observed) {
		finding->observed = not_reached_words(context->arena, facts);
		finding->remedy = "Check again.";
	}
	if (finding->cause)
		finding->remedy = arena_printf(context->arena,
			"Settle what \"%s\" says first, then check again.",
			finding->cause);
	if (!finding->summary)
		say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"was not tested for \"%s\": %s.", finding->check,
			finding->observed);
}

static void judge_row(const struct check *check,
	struct endpoint_report *endpoint, const struct judge_context *context)
{
	struct finding finding = {
		.check = check->id,
		.status = VERDICT_NOT_TESTED,
		.severity = check->severity,
		.explanation = check->explanation,
		.remedy = check->remedy,
		.reference = check->reference,
	};

	if (!check->judge(check, &endpoint->facts,
		    &endpoint->entry->expectation, context, &finding))
		return;
	if (finding.status == VERDICT_PASS || finding.status == VERDICT_INFO)
		finding.remedy = NULL;
	endpoint->findings = arena_grow(context->arena, endpoint->findings,
		endpoint->finding_count, sizeof(finding));
	endpoint->findings[endpoint->finding_count++] = finding;
}

void checks_judge(
	struct endpoint_report *endpoint, const struct judge_context *context)
{
	struct judge_context own = *context;

	own.entry = endpoint->entry;
	endpoint->findings = NULL;
	endpoint->finding_count = 0;
	for (size_t i = 0; i < check_count; i++)
		judge_row(&check_table[i], endpoint, &own);
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (endpoint->findings[i].status == VERDICT_NOT_TESTED)
			checks_explain_not_tested(
				endpoint, &own, &endpoint->findings[i]);
}
