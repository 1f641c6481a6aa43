/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/token/sign_in.h"

#include "model/text/escape.h"
#include "src/complain.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

const char *token_shown(struct arena *arena, const char *text)
{
	return escape_excerpt(arena,
		(struct octets){(const unsigned char *)text, strlen(text)},
		300);
}

bool token_wants_browser(const struct token *t)
{
	enum token_flow flow = t->options->token.flow;

	return flow == TOKEN_FLOW_BROWSER ||
	       (flow == TOKEN_FLOW_ANY && t->provider.no_device);
}

/* With the provider's own words, if it has any. */
static void complain_of_refusal(
	const struct token *t, const struct grant_refusal *refusal)
{
	const char *meaning = grant_explain(refusal);
	const char *code = token_shown(t->arena, refusal->code);
	const char *words = token_shown(t->arena, refusal->description);

	if (meaning && *words)
		complain_to_stderr("token: the provider refused: %s (%s: %s)",
			meaning, code, words);
	else if (meaning)
		complain_to_stderr(
			"token: the provider refused: %s (%s)", meaning, code);
	else if (*words)
		complain_to_stderr("token: the provider refused with the error "
				   "%s: %s",
			code, words);
	else
		complain_to_stderr(
			"token: the provider refused with the error %s", code);
}

int token_conclude(const struct token *t, enum oauth_result result)
{
	switch (result) {
	case OAUTH_GRANTED:
		return EX_OK;
	case OAUTH_REFUSED:
		complain_of_refusal(t, &t->oauth.refusal);
		return 1;
	case OAUTH_UNUSABLE:
		complain_to_stderr("token: %s", t->oauth.why);
		return 1;
	case OAUTH_FAILED:
		complain_to_stderr("token: %s", t->oauth.why);
		return 2;
	case OAUTH_TIMEOUT:
		complain_to_stderr(
			"token: the time limit passed before anyone signed in; "
			"nothing was stored");
		return 2;
	case OAUTH_INTERRUPTED:
		break;
	}
	complain_to_stderr("token: interrupted; nothing was stored");
	return 2;
}

static enum oauth_result discover(struct token *t)
{
	const char *why;
	enum http_result result = provider_discover(t->arena, t->oauth.http,
		&t->provider, t->options->token.tenant, &why);

	if (result == HTTP_ANSWERED && !why)
		return OAUTH_GRANTED;
	t->oauth.why = arena_printf(t->arena, "%s: %s",
		token_shown(t->arena, t->provider.name), why);
	if (result == HTTP_INTERRUPTED)
		return OAUTH_INTERRUPTED;
	return result == HTTP_ANSWERED || result == HTTP_REDIRECTED ||
			       result == HTTP_TOO_LARGE
		       ? OAUTH_UNUSABLE
		       : OAUTH_FAILED;
}

static enum oauth_result by_device(struct token *t)
{
	enum oauth_result result = OAUTH_UNUSABLE;
	struct device device;

	t->oauth.why = "the provider does not offer sign-in by device code; "
		       "use --flow browser";
	if (t->provider.no_device || !t->provider.device_endpoint)
		return result;
	result = device_begin(&t->oauth, &device);
	if (result == OAUTH_GRANTED) {
		fprintf(stderr,
			"Open %s in a browser and enter this code: %s\n",
			token_shown(t->arena, device.uri),
			token_shown(t->arena, device.user_code));
		result = device_wait(&t->oauth, &device, &t->grant);
	}
	device_clear(&device);
	return result;
}

static enum oauth_result by_browser(struct token *t)
{
	enum oauth_result result = OAUTH_UNUSABLE;
	struct browser browser;

	t->oauth.why = "the provider does not offer sign-in in a browser; use "
		       "--flow device";
	if (!t->provider.authorization_endpoint)
		return result;
	result = browser_begin(&t->oauth, &browser);
	if (result == OAUTH_GRANTED) {
		fprintf(stderr,
			"Open this address in a browser on this computer and "
			"sign in:\n%s\n",
			browser.url);
		result = browser_wait(&t->oauth, &browser, t->interrupt_fd,
			t->deadline_us, &t->grant);
	}
	browser_clear(&browser);
	return result;
}

enum oauth_result token_sign_in(struct token *t)
{
	enum oauth_result result = discover(t);

	if (result != OAUTH_GRANTED)
		return result;
	t->grant.provider = t->provider.name;
	t->grant.client = t->oauth.client;
	t->grant.token_endpoint = t->provider.token_endpoint;
	t->grant.scope = t->oauth.scope;
	return token_wants_browser(t) ? by_browser(t) : by_device(t);
}
