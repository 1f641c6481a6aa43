/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on how a login is refused. Nobody signs in wrongly to find out: what a
 * run's own login met is all that is judged. */
#include "checks/rules/rule.h"

#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/login/login.h"
#include "model/text/ascii.h"
#include "model/text/json.h"

#include <string.h>

/* Why nothing can be judged; NULL if a login was refused. */
static const char *find_obstacle(const struct endpoint_facts *facts,
	const struct probe_facts *probe, bool of_token)
{
	if (!facts->login_wanted)
		return "this needs a login, and no mailbox was given";
	if (!probe || !probe->login.sent || probe->login.answer == ANSWER_NONE)
		return "no login was answered";
	if (of_token && !probe->login.token)
		return "the login used a password, not an access token";
	if (probe->login.answer == ANSWER_POSITIVE)
		return "the login was accepted, so no refusal was seen";
	return NULL;
}

static const struct probe_facts *refused_login(
	const struct rule_view *view, bool of_token, const char **ret_observed)
{
	const struct probe_facts *probe = login_judged(view->facts);

	*ret_observed = find_obstacle(view->facts, probe, of_token);
	if (*ret_observed)
		return NULL;
	basis_add_probe(view->facts, probe);
	return probe;
}

/* enhanced status code = class "." subject "." detail, RFC 3463 section 2 */
static bool has_status_code(struct octets reply)
{
	struct octets word;
	unsigned dots = 0;

	if (reply.length < 4)
		return false;
	reply.data += 4; /* "535 " or "535-" */
	reply.length -= 4;
	word = ascii_take_word(&reply);
	for (size_t i = 0; i < word.length; i++)
		if (word.data[i] == '.')
			dots++;
		else if (!ascii_is_digit(word.data[i]))
			return false;
	return dots == 2;
}

/* resp-text = ["[" resp-text-code "]" SP] text; the same of POP3, RFC 2449
 * section 8: behind NO, BAD or -ERR. */
static bool has_response_code(struct octets reply)
{
	struct octets word;

	do
		word = ascii_take_word(&reply);
	while (word.length && !ascii_equals(word, "NO") &&
		!ascii_equals(word, "BAD") && !ascii_equals(word, "-ERR"));
	word = ascii_take_word(&reply);
	return word.length > 1 && word.data[0] == '[';
}

static enum ruling judge_refusal_code(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum service service = view->facts->endpoint.service;
	const struct probe_facts *probe =
		refused_login(view, false, ret_observed);
	bool coded;

	*ret_expected = service == SERVICE_SMTP
				? "an enhanced status code, such as 5.7.8"
				: "a response code, such as "
				  "[AUTHENTICATIONFAILED] or [AUTH]";
	if (!probe)
		return RULING_UNOBSERVABLE;
	coded = service == SERVICE_SMTP ? has_status_code(probe->login.reply)
					: has_response_code(probe->login.reply);
	*ret_observed = say_quote(view->arena, probe->login.reply);
	return coded ? RULING_HOLDS : RULING_BROKEN;
}

/* RFC 7628 section 3.2.2 */
static bool is_error_object(struct octets reason)
{
	struct octets value;

	return json_read(reason, &value) && json_kind_of(value) == JSON_OBJECT;
}

/* Google answers XOAUTH2 with JSON, too; Exchange refuses it at once. */
static enum ruling judge_token_refusal(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe =
		refused_login(view, true, ret_observed);
	const struct login_facts *login = probe ? &probe->login : NULL;
	bool standard;

	*ret_expected = "an error in JSON; or, for XOAUTH2, a plain refusal";
	if (!login)
		return RULING_UNOBSERVABLE;
	standard = strcmp(login->mechanism, "OAUTHBEARER") == 0;
	if (login->reason.length) {
		*ret_observed =
			arena_printf(view->arena, "%s: %s", login->mechanism,
				say_quote(view->arena, login->reason));
		return is_error_object(login->reason) ? RULING_HOLDS
						      : RULING_BROKEN;
	}
	*ret_observed = arena_printf(view->arena, "%s: refused at once, %s",
		login->mechanism, say_quote(view->arena, login->reply));
	return standard ? RULING_BROKEN : RULING_HOLDS;
}

const struct rule_check rule_checks_refusal[] = {
	{
		.name = "login-refusal-code",
		.title = "whether a refused login has a response code",
		.judge = judge_refusal_code,
	},
	{
		.name = "token-refusal-form",
		.title = "in which form an access token is refused",
		.judge = judge_token_refusal,
	},
	{.name = NULL},
};
