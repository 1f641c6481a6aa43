/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Can the user sign in? */

#include "evidence/login/login.h"
#include "checks/check.h"
#include "checks/name.h"
#include "checks/say.h"
#include "model/table.h"
#include "model/text/escape.h"

#include <string.h>

/* Why nothing secret was sent, whose fault that is, and what to do. */
static const struct held {
	enum verdict verdict;
	const char *sentence; /* see say_sentence() */
	const char *remedy;
} held_rows[] = {
	[LOGIN_HELD_CLEARTEXT] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because the connection is "
		"not encrypted. No password was sent.",
		"Use an endpoint with TLS. To send the password unencrypted "
		"all the same, name the host as one to sign in to insecurely."},
	[LOGIN_HELD_VERSION] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because the connection uses "
		"a TLS version older than 1.2. No password was sent.",
		"Ask the server's administrator to enable TLS 1.2 or newer."},
	[LOGIN_HELD_CERTIFICATE] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because its certificate "
		"could not be verified. No password was sent.",
		"Fix the problem with the certificate first, then run the "
		"check again."},
	[LOGIN_HELD_MECHANISM] = {VERDICT_FAIL,
		"{endpoint} offers no login method that can be used. No "
		"password was sent.",
		"Look at the login methods that the server offers, and use "
		"one of them."},
	[LOGIN_HELD_TICKET] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because there is no valid "
		"Kerberos ticket for it on this computer.",
		"Get a new Kerberos ticket with kinit, then run the check "
		"again."},
	[LOGIN_HELD_TICKET_MISSING] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because there is no Kerberos "
		"ticket on this computer.",
		"Get a Kerberos ticket with kinit, then run the check again."},
	[LOGIN_HELD_TICKET_CACHE] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because no Kerberos ticket "
		"was found: mailsonde reads only caches of the types FILE and "
		"DIR.",
		"Get a ticket into a file: set KRB5CCNAME to FILE: and a file "
		"name, run kinit, then run the check again."},
	[LOGIN_HELD_TICKET_EXPIRED] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because the Kerberos ticket "
		"on this computer has expired.",
		"Get a new Kerberos ticket with kinit, then run the check "
		"again."},
	[LOGIN_HELD_TICKET_EARLY] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because the Kerberos ticket "
		"on this computer is not yet valid.",
		"Check this computer's clock. Get a new ticket with kinit, "
		"then run the check again."},
	[LOGIN_HELD_TICKET_SERVICE] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because the Kerberos realm "
		"does not know its mail service by this host name.",
		"Use the host name that the organisation publishes, or ask its "
		"Kerberos administrator to create a principal for the "
		"service."},
	[LOGIN_HELD_TICKET_REALM] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because it belongs to "
		"another Kerberos realm than the ticket on this computer.",
		"Get a ticket of the server's realm, or correct the realm of "
		"the host in the configuration of Kerberos."},
	[LOGIN_HELD_TICKET_KDC] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because no Kerberos server "
		"(KDC) can be reached.",
		"Connect to the organisation's network, for example by VPN, "
		"then run the check again."},
	[LOGIN_HELD_TICKET_CLOCK] = {VERDICT_NOT_TESTED,
		"{endpoint} was not signed in to, because the clocks of this "
		"computer and of the Kerberos server differ too much.",
		"Set this computer's clock, then run the check again."},
};

static_assert(COUNT_OF(held_rows) == LOGIN_HELD_COUNT, "a reason's words");

/* The check that did not let the certificate pass. */
static const char *held_cause(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	const struct tls_facts *tls = &probe->tls;

	if (probe->login.held != LOGIN_HELD_CERTIFICATE)
		return NULL;
	if (tls->trust != TRUST_OK || !tls->chain_count)
		return check_certificate_trust.id;
	if (!name_in_certificate(facts->endpoint.host, &tls->chain[0]))
		return check_certificate_name.id;
	return check_certificate_expiry.id;
}

static bool conclude_held(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	const struct held *held = &held_rows[probe->login.held];

	finding->observed = login_held_words(probe->login.held);
	finding->remedy = held->remedy;
	return say_sentence(
		facts, context, finding, held->verdict, held->sentence);
}

/* The last line of a reply says as much as all of them. */
static const char *reply_words(
	struct arena *arena, const struct login_facts *login)
{
	return escape_excerpt(arena, login->reply, 200);
}

static bool conclude_refused(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	const struct login_facts *login = &probe->login;
	const char *reply = reply_words(context->arena, login);

	finding->observed = arena_printf(
		context->arena, "refused by %s: %s", login->mechanism, reply);
	if (login_is_transient(probe)) {
		finding->remedy = "Wait, then run the check again.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} put the login of %s off: %s.", login->user,
			reply);
	}
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} refused the login of %s: %s.", login->user, reply);
}

/* What the server did not get to say. */
static bool conclude_stopped(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	finding->observed = say_stop(context->arena, probe);
	finding->remedy = "Run the check again.";
	if (!probe->login.sent)
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} was not signed in to: %s.",
			finding->observed);
	if (probe->status == ST_CANCELLED || probe->status == ST_THROTTLED ||
		probe->status == ST_LOCAL)
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} did not say whether the login of %s is "
			"accepted: %s.",
			probe->login.user, finding->observed);
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} did not answer the login of %s: %s.",
		probe->login.user, finding->observed);
}

/* "PLAIN accepted, CRAM-MD5 refused" */
static const char *each_result(
	struct arena *arena, const struct endpoint_facts *facts)
{
	const char *list = NULL;

	for (size_t i = 0; i < login_tries(facts); i++) {
		const struct login_facts *login = &facts->logins[i]->login;

		if (!login->mechanism)
			continue;
		list = say_list(arena, list,
			arena_printf(arena, "%s as %s %s", login->mechanism,
				login->user,
				login->answer == ANSWER_POSITIVE ? "accepted"
				: login->answer == ANSWER_NEGATIVE
					? "refused"
					: "not answered"));
	}
	return list;
}

/* Those that were made on the user's word are told one by one. */
static bool conclude_several(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	bool by_name =
		strcmp(facts->logins[0]->login.user, probe->login.user) != 0;

	finding->observed = each_result(context->arena, facts);
	if (by_name) {
		finding->remedy = "Enter this user name in the mail program.";
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} accepts the login only as %s, not as %s.",
			probe->login.user, facts->logins[0]->login.user);
	}
	for (size_t i = 0; i < login_tries(facts); i++)
		if (facts->logins[i]->login.answer == ANSWER_NEGATIVE) {
			finding->remedy = "Use a login method that is "
					  "accepted, and ask the server's "
					  "administrator to stop offering "
					  "those that are not.";
			return say_verdict(facts, context, finding,
				VERDICT_WARNING,
				"{endpoint} refuses login methods that it "
				"offers: %s.",
				finding->observed);
		}
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} accepts each login method that was tried: %s.",
		finding->observed);
}

static bool conclude_accepted(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	const struct login_facts *login = &probe->login;

	if (login_tries(facts) > 1)
		return conclude_several(facts, context, probe, finding);
	finding->observed = arena_printf(
		context->arena, "accepted by %s", login->mechanism);
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} accepts the login of %s (%s).", login->user,
		login->mechanism);
}

static bool judge_login(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = login_judged(facts);
	const char *service = service_name(facts->endpoint.service);

	(void)expectation;
	if (!facts->login_wanted ||
		strcmp(check->id + strlen("login-"), service) != 0)
		return false;
	finding->expected = "the login is accepted";
	if (!probe)
		return say_not_reached(finding);
	if (probe->login.held) {
		finding->cause = held_cause(facts, probe);
		return conclude_held(facts, context, probe, finding);
	}
	if (probe->login.answer == ANSWER_POSITIVE)
		return conclude_accepted(facts, context, probe, finding);
	if (probe->login.answer == ANSWER_NEGATIVE)
		return conclude_refused(facts, context, probe, finding);
	return conclude_stopped(facts, context, probe, finding);
}

#define LOGIN_EXPLANATION                                                      \
	"A mail program can use the account only if the server accepts its "   \
	"user name and password, or its access token. It was tried once."
#define LOGIN_REMEDY                                                           \
	"Check the user name. Then check whether the provider wants an app "   \
	"password or OAuth instead of the password, and whether this service " \
	"is enabled for the mailbox."

#define LOGIN_CHECK(name, service, where)                                      \
	const struct check check_login_##name = {                              \
		.id = "login-" #name,                                          \
		.severity = SEVERITY_ERROR,                                    \
		.title = "The user can sign in to " service,                   \
		.explanation = LOGIN_EXPLANATION,                              \
		.remedy = LOGIN_REMEDY,                                        \
		.reference = where,                                            \
		.judge = judge_login,                                          \
	}

LOGIN_CHECK(imap, "IMAP", "RFC 9051 section 6.2.2 and section 6.2.3");
LOGIN_CHECK(pop3, "POP3", "RFC 5034 section 4; RFC 1939 section 7");
LOGIN_CHECK(smtp, "SMTP", "RFC 4954 section 4; RFC 6409 section 4.3");
