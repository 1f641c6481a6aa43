/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as what FUZZ_FORM names: the answer of a token endpoint and the
 * file that it is kept in ("grant"), what a browser asks of the port that it is
 * led back to ("redirect"), or a file and the metadata that describe a provider
 * ("provider"). Nobody is asked for anything. */

#include "oauth/oauth.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static const char *form;
static struct octets answer; /* to whatever is asked */

bool http_may_ask(const char *url)
{
	return strncmp(url, "https://", 8) == 0 && url[8] && url[8] != '/';
}

enum http_result http_ask(
	struct http *http, const char *url, const struct locked *text)
{
	(void)http;
	(void)text;
	FUZZ_HOLDS(http_may_ask(url));
	return HTTP_ANSWERED;
}

long http_status(const struct http *http)
{
	(void)http;
	return 200;
}

struct octets http_body(const struct http *http)
{
	(void)http;
	return answer;
}

const char *http_problem(const struct http *http, const char *url)
{
	(void)http;
	(void)url;
	return "it failed";
}

enum oauth_result oauth_ask_token(struct oauth *oauth, const char *url,
	struct locked *text, struct grant *grant)
{
	(void)oauth;
	(void)url;
	(void)text;
	(void)grant;
	return OAUTH_FAILED;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	form = getenv("FUZZ_FORM");
	FUZZ_HOLDS(form);
	return 0;
}

static void read_grant(struct arena *arena, struct octets octets)
{
	struct grant_refusal refusal = {"", ""};
	struct problem problem;
	struct grant grant;

	grant_init(&grant);
	switch (grant_read_answer(
		arena, octets, 1800000000, &grant, &refusal)) {
	case GRANT_GIVEN:
		FUZZ_HOLDS(grant.access->length);
		break;
	case GRANT_REFUSED:
		FUZZ_HOLDS(refusal.code && refusal.description);
		grant_explain(&refusal);
		break;
	case GRANT_UNUSABLE:
		break;
	}
	grant_clear(&grant);
	grant_init(&grant);
	if (grant_read(arena, octets, "kept", &grant, &problem))
		FUZZ_HOLDS(grant.access->length && grant.token_endpoint &&
			   http_may_ask(grant.token_endpoint));
	grant_clear(&grant);
}

static void read_redirect(struct arena *arena, struct octets octets)
{
	static const char state[] = "state-of-this-sign-in";
	static const struct provider provider = {
		.asked = "https://login.example.com"};
	struct locked *code = locked_new(4096);
	struct grant_refusal refusal = {"", ""};
	enum browser_answer said = browser_read_request(
		arena, octets, &provider, state, code, &refusal);

	FUZZ_HOLDS(said < BROWSER_ANSWER_COUNT);
	/* Nobody who does not know the state gives a code. */
	if (said == BROWSER_CODE || said == BROWSER_REFUSED)
		FUZZ_HOLDS(memmem(octets.data, octets.length, "state=", 6));
	FUZZ_HOLDS(said != BROWSER_CODE || code->length);
	locked_free(code);
}

static void read_provider(struct arena *arena, struct octets octets)
{
	struct provider provider;
	struct problem problem;
	const char *why = NULL;

	answer = octets;
	if (!provider_read(arena, octets, "file", &provider, &problem))
		return;
	FUZZ_HOLDS(!provider.token_endpoint ||
		   http_may_ask(provider.token_endpoint));
	if (provider_discover(arena, NULL, &provider, NULL, &why) ==
			HTTP_ANSWERED &&
		!why)
		FUZZ_HOLDS(!provider.token_endpoint ||
			   http_may_ask(provider.token_endpoint));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct octets octets = {data, size};

	if (strcmp(form, "grant") == 0)
		read_grant(arena, octets);
	else if (strcmp(form, "redirect") == 0)
		read_redirect(arena, octets);
	else
		read_provider(arena, octets);
	arena_free(arena);
	return 0;
}
