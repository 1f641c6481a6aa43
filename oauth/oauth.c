/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "oauth/oauth.h"

#include <string.h>
#include <time.h>

#define FORM_OCTETS ((size_t)64 * 1024)

static enum oauth_result failed(
	struct oauth *oauth, enum http_result result, const char *url)
{
	oauth->why = http_problem(oauth->http, url);
	if (result == HTTP_INTERRUPTED)
		return OAUTH_INTERRUPTED;
	return result == HTTP_REDIRECTED || result == HTTP_TOO_LARGE
		       ? OAUTH_UNUSABLE
		       : OAUTH_FAILED;
}

static bool add_client(const struct oauth *oauth, struct locked *form)
{
	return locked_add_field(form, "client_id", oauth->client) &&
	       (!oauth->secret || locked_add_field(form, "client_secret",
					  oauth->secret->text));
}

static enum oauth_result take_answer(struct oauth *oauth, struct grant *grant)
{
	switch (grant_read_answer(oauth->arena, http_body(oauth->http),
		(int64_t)time(NULL), grant, &oauth->refusal)) {
	case GRANT_GIVEN:
		if (http_status(oauth->http) == 200)
			return OAUTH_GRANTED;
		break;
	case GRANT_REFUSED:
		return OAUTH_REFUSED;
	case GRANT_UNUSABLE:
		break;
	}
	oauth->why = arena_printf(oauth->arena,
		"the token endpoint's response contains no token that can be "
		"used (HTTP status %ld)",
		http_status(oauth->http));
	return OAUTH_UNUSABLE;
}

enum oauth_result oauth_ask_token(struct oauth *oauth, const char *url,
	struct locked *form, struct grant *grant)
{
	enum http_result result;

	if (!add_client(oauth, form)) {
		oauth->why = "the request would be too large";
		return OAUTH_FAILED;
	}
	result = http_ask(oauth->http, url, form);
	return result == HTTP_ANSWERED ? take_answer(oauth, grant)
				       : failed(oauth, result, url);
}

enum oauth_result oauth_refresh(struct oauth *oauth, struct grant *grant)
{
	struct locked *form = locked_new(FORM_OCTETS);
	enum oauth_result result = OAUTH_FAILED;

	oauth->why = "the request would be too large";
	if (locked_add_field(form, "grant_type", "refresh_token") &&
		locked_add_field(form, "refresh_token", grant->refresh->text))
		result = oauth_ask_token(
			oauth, grant->token_endpoint, form, grant);
	locked_free(form);
	return result;
}
