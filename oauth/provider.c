/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "oauth/provider.h"

#include "model/table.h"
#include "model/text/escape.h"
#include "model/text/json.h"

#include <string.h>

#define TENANT "{tenant}"

static const struct provider providers[] = {
#include "oauth/providers.inc"
};

const struct provider *provider_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(providers); i++)
		if (strcmp(providers[i].name, name) == 0)
			return &providers[i];
	return NULL;
}

static const char *find_text(
	struct arena *arena, struct octets object, const char *name)
{
	struct octets value;

	return json_find(object, name, &value) ? json_string(arena, value)
					       : NULL;
}

/* What may be sent to these is a secret: https alone. */
static bool has_good_urls(const struct provider *provider)
{
	const char *const urls[] = {provider->device_endpoint,
		provider->authorization_endpoint, provider->token_endpoint};

	for (size_t i = 0; i < COUNT_OF(urls); i++)
		if (urls[i] && !http_may_ask(urls[i]))
			return false;
	return true;
}

static void take_endpoints(
	struct arena *arena, struct octets object, struct provider *provider)
{
	provider->device_endpoint =
		find_text(arena, object, "device_authorization_endpoint");
	provider->authorization_endpoint =
		find_text(arena, object, "authorization_endpoint");
	provider->token_endpoint = find_text(arena, object, "token_endpoint");
}

static const char *find_fault(const struct provider *provider)
{
	if (!provider->scope)
		return "\"scope\" is missing: what the mail server wants a "
		       "token to be for";
	if (provider->issuer && !http_may_ask(provider->issuer))
		return "\"issuer\" must be an https URL";
	if (!provider->issuer && !provider->token_endpoint)
		return "give \"issuer\", or \"token_endpoint\" and the other "
		       "endpoints";
	if (!has_good_urls(provider))
		return "every endpoint must be an https URL";
	return NULL;
}

bool provider_read(struct arena *arena, struct octets text, const char *place,
	struct provider *ret_provider, struct problem *ret_problem)
{
	struct provider provider = {
		.name = place, .redirect_host = "127.0.0.1", .parameters = ""};
	struct octets object;
	const char *name, *fault;

	if (!json_read(text, &object) || json_kind_of(object) != JSON_OBJECT)
		return problem_set(arena, PROBLEM_DATA, place, ret_problem,
			"not a JSON object; see TOKENS in the manual");
	name = find_text(arena, object, "name");
	if (name)
		provider.name = name;
	provider.issuer = find_text(arena, object, "issuer");
	provider.tenant = find_text(arena, object, "tenant");
	provider.scope = find_text(arena, object, "scope");
	take_endpoints(arena, object, &provider);
	fault = find_fault(&provider);
	if (fault)
		return problem_set(
			arena, PROBLEM_DATA, place, ret_problem, "%s", fault);
	*ret_provider = provider;
	return true;
}

/* The issuer with the tenant in its place. */
static const char *fill_in(
	struct arena *arena, const char *issuer, const char *tenant)
{
	const char *at = strstr(issuer, TENANT);

	if (!at)
		return issuer;
	return arena_printf(arena, "%.*s%s%s", (int)(at - issuer), issuer,
		tenant ? tenant : "common", at + strlen(TENANT));
}

/* RFC 8414 section 3.3: they must be the same. Microsoft writes {tenantid}, or
 * the tenant's number, for any name of it. */
static bool is_same_issuer(const char *said, const char *asked)
{
	size_t same = 0;
	const char *rest;

	while (asked[same] && said[same] == asked[same])
		same++;
	if (!asked[same] && !said[same])
		return true;
	while (same && asked[same - 1] != '/')
		same--;
	rest = strchr(asked + same, '/');
	said = strchr(said + same, '/');
	return strncmp(asked, "https://login.microsoftonline.", 30) == 0 &&
	       rest && said && strcmp(rest, said) == 0 &&
	       strcmp(rest, "/v2.0") == 0;
}

bool provider_sent(const struct provider *provider, const char *issuer)
{
	if (!issuer)
		return !provider->names_itself;
	return !provider->asked || is_same_issuer(issuer, provider->asked);
}

const char *provider_take_metadata(struct arena *arena, struct octets metadata,
	const char *issuer, struct provider *provider)
{
	struct octets object, value;
	const char *said;

	if (!json_read(metadata, &object) ||
		json_kind_of(object) != JSON_OBJECT)
		return "its metadata is not JSON";
	said = find_text(arena, object, "issuer");
	if (!said || !is_same_issuer(said, issuer))
		return "its metadata names another issuer (RFC 8414 section "
		       "3.3)";
	take_endpoints(arena, object, provider);
	provider->asked = issuer;
	provider->names_itself =
		json_find(object,
			"authorization_response_iss_parameter_supported",
			&value) &&
		json_kind_of(value) == JSON_TRUE;
	if (!provider->token_endpoint)
		return "its metadata names no token endpoint";
	if (!has_good_urls(provider))
		return "its metadata names an endpoint that is not https";
	return NULL;
}

/* OpenID Connect Discovery 1.0 section 4 puts its path last, RFC 8414 section 3
 * first. */
static const char *metadata_url(
	struct arena *arena, const char *issuer, bool openid)
{
	size_t length = strlen(issuer);
	const char *path = strchr(issuer + strlen("https://"), '/');

	while (length && issuer[length - 1] == '/')
		length--;
	if (openid)
		return arena_printf(arena,
			"%.*s/.well-known/openid-configuration", (int)length,
			issuer);
	if (!path || path > issuer + length)
		path = issuer + length;
	return arena_printf(arena,
		"%.*s/.well-known/oauth-authorization-server%.*s",
		(int)(path - issuer), issuer, (int)(issuer + length - path),
		path);
}

static enum http_result ask(struct arena *arena, struct http *http,
	struct provider *provider, const char *issuer, bool openid,
	const char **ret_why)
{
	const char *url = metadata_url(arena, issuer, openid);
	enum http_result result = http_ask(http, url, NULL);

	if (result != HTTP_ANSWERED)
		*ret_why = http_problem(http, url);
	else if (http_status(http) != 200)
		*ret_why = arena_printf(arena,
			"it publishes no metadata (HTTP status %ld)",
			http_status(http));
	else
		*ret_why = provider_take_metadata(
			arena, http_body(http), issuer, provider);
	return result;
}

enum http_result provider_discover(struct arena *arena, struct http *http,
	struct provider *provider, const char *tenant, const char **ret_why)
{
	enum http_result result;
	const char *issuer;

	*ret_why = NULL;
	if (provider->token_endpoint)
		return HTTP_ANSWERED;
	issuer = fill_in(
		arena, provider->issuer, tenant ? tenant : provider->tenant);
	result = ask(arena, http, provider, issuer, true, ret_why);
	if (result == HTTP_ANSWERED && *ret_why && http_status(http) != 200)
		result = ask(arena, http, provider, issuer, false, ret_why);
	return result;
}
