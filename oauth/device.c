/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "oauth/oauth.h"

#include "model/text/json.h"
#include "net/io.h"

#include <string.h>

#define SECOND_US INT64_C(1000000)
#define FORM_OCTETS ((size_t)32 * 1024)
#define CODE_OCTETS ((size_t)4 * 1024)
#define SHOWN_OCTETS 512 /* of what the user is to read */

/* RFC 8628 section 3.2 and 3.5; no server is asked more often, or less. */
#define INTERVAL_S 5
#define INTERVAL_MOST_S 60
#define LIFETIME_S 900
#define LIFETIME_MOST_S 3600
#define FAILURES 5 /* one after the other */

static int64_t find_seconds(
	struct octets object, const char *name, int64_t usual, int64_t most)
{
	struct octets value;
	int64_t seconds = usual;

	if (json_find(object, name, &value))
		json_read_integer(value, &seconds);
	if (seconds < 1)
		seconds = usual;
	return seconds < most ? seconds : most;
}

static const char *find_shown(
	struct arena *arena, struct octets object, const char *name)
{
	struct octets value;

	return json_find(object, name, &value) && value.length < SHOWN_OCTETS
		       ? json_string(arena, value)
		       : NULL;
}

/* Some servers still write "verification_url", as an early draft had it. */
static bool read_device(
	struct arena *arena, struct octets object, struct device *device)
{
	struct octets value;

	device->user_code = find_shown(arena, object, "user_code");
	device->uri = find_shown(arena, object, "verification_uri");
	if (!device->uri)
		device->uri = find_shown(arena, object, "verification_url");
	device->interval_us = SECOND_US * find_seconds(object, "interval",
						  INTERVAL_S, INTERVAL_MOST_S);
	device->expires_us =
		io_now_us() + SECOND_US * find_seconds(object, "expires_in",
						  LIFETIME_S, LIFETIME_MOST_S);
	return device->user_code && device->uri && http_may_ask(device->uri) &&
	       json_find(object, "device_code", &value) &&
	       json_read_string(value, device->code->text,
		       device->code->size + 1, &device->code->length) &&
	       device->code->length;
}

static enum oauth_result take_device(struct oauth *oauth, struct device *device)
{
	struct octets body = http_body(oauth->http), object, value;

	oauth->why = "the device authorization endpoint's response contains no "
		     "device code with an https address to open";
	if (!json_read(body, &object) || json_kind_of(object) != JSON_OBJECT)
		return OAUTH_UNUSABLE;
	if (json_find(object, "error", &value)) {
		struct grant none = {0};

		grant_read_answer(
			oauth->arena, body, 0, &none, &oauth->refusal);
		return oauth->refusal.code ? OAUTH_REFUSED : OAUTH_UNUSABLE;
	}
	return read_device(oauth->arena, object, device) ? OAUTH_GRANTED
							 : OAUTH_UNUSABLE;
}

enum oauth_result device_begin(struct oauth *oauth, struct device *ret_device)
{
	const char *url = oauth->provider->device_endpoint;
	struct locked *form = locked_new(FORM_OCTETS);
	enum http_result result = HTTP_FAILED;

	*ret_device = (struct device){.code = locked_new(CODE_OCTETS)};
	oauth->why = "the request would be too large";
	if (!locked_add_field(form, "client_id", oauth->client) ||
		!locked_add_field(form, "scope", oauth->scope)) {
		locked_free(form);
		return OAUTH_FAILED;
	}
	result = http_ask(oauth->http, url, form);
	locked_free(form);
	if (result == HTTP_ANSWERED)
		return take_device(oauth, ret_device);
	oauth->why = http_problem(oauth->http, url);
	return result == HTTP_INTERRUPTED ? OAUTH_INTERRUPTED : OAUTH_FAILED;
}

static enum oauth_result poll_once(
	struct oauth *oauth, struct device *device, struct grant *grant)
{
	struct locked *form = locked_new(FORM_OCTETS);
	enum oauth_result result = OAUTH_FAILED;

	if (locked_add_field(form, "grant_type",
		    "urn:ietf:params:oauth:grant-type:device_code") &&
		locked_add_field(form, "device_code", device->code->text))
		result = oauth_ask_token(
			oauth, oauth->provider->token_endpoint, form, grant);
	locked_free(form);
	return result;
}

static void slow_down(struct device *device, int64_t interval_us)
{
	device->interval_us = interval_us < INTERVAL_MOST_S * SECOND_US
				      ? interval_us
				      : INTERVAL_MOST_S * SECOND_US;
}

/* Whether a refusal only says: not yet. */
static bool is_pending(const struct oauth *oauth, struct device *device)
{
	if (strcmp(oauth->refusal.code, "slow_down") == 0)
		slow_down(device, device->interval_us + 5 * SECOND_US);
	else if (strcmp(oauth->refusal.code, "authorization_pending") != 0)
		return false;
	return true;
}

enum oauth_result device_wait(
	struct oauth *oauth, struct device *device, struct grant *grant)
{
	unsigned failures = 0;

	while (io_now_us() < device->expires_us) {
		enum http_result waited = http_wait(
			oauth->http, io_now_us() + device->interval_us);
		enum oauth_result result;

		if (waited != HTTP_ANSWERED)
			return waited == HTTP_INTERRUPTED ? OAUTH_INTERRUPTED
							  : OAUTH_TIMEOUT;
		result = poll_once(oauth, device, grant);
		if (result == OAUTH_FAILED && ++failures < FAILURES)
			slow_down(device, 2 * device->interval_us);
		else if (result != OAUTH_REFUSED || !is_pending(oauth, device))
			return result;
		else
			failures = 0;
	}
	return OAUTH_TIMEOUT;
}

void device_clear(struct device *device)
{
	locked_free(device->code);
	device->code = NULL;
}
