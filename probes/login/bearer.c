/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Access tokens: XOAUTH2 as Google and Microsoft document it, OAUTHBEARER of
 * RFC 7628. Both are one message, and one more to hear an error out. */

#include "probes/login/sasl.h"

#include "model/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sasl_exchange {
	const struct sasl_account *account;
	bool standard; /* OAUTHBEARER */
	bool said;
};

static bool bearer_can(const char *mechanism)
{
	return strcmp(mechanism, "XOAUTH2") == 0 ||
	       strcmp(mechanism, "OAUTHBEARER") == 0;
}

static struct sasl_exchange *bearer_begin(
	const char *mechanism, const struct sasl_account *account)
{
	struct sasl_exchange *exchange;

	if (!account->token)
		return NULL;
	exchange = memory_calloc(1, sizeof(*exchange));
	exchange->account = account;
	exchange->standard = strcmp(mechanism, "OAUTHBEARER") == 0;
	return exchange;
}

/* saslname = 1*(value-safe-char / "=2C" / "=3D"), RFC 5801 section 4 */
static void add_name(struct secret *message, const char *name)
{
	for (; *name; name++)
		if (*name == ',')
			secret_add_text(message, "=2C");
		else if (*name == '=')
			secret_add_text(message, "=3D");
		else
			secret_add(message, name, 1);
}

/* client-resp = gs2-header kvsep *kvpair kvsep, RFC 7628 section 3.1 */
static struct secret *first_message(const struct sasl_exchange *exchange)
{
	const struct sasl_account *account = exchange->account;
	struct octets token = secret_octets(account->token);
	struct secret *message =
		secret_new(token.length + 3 * strlen(account->user) +
			   strlen(account->host) + 64);
	char port[32];

	if (exchange->standard) {
		secret_add_text(message, "n,a=");
		add_name(message, account->user);
		secret_add_text(message, ",\1host=");
		secret_add_text(message, account->host);
		snprintf(port, sizeof(port), "\1port=%u", account->port);
		secret_add_text(message, port);
	} else {
		secret_add_text(message, "user=");
		secret_add_text(message, account->user);
	}
	secret_add_text(message, "\1auth=Bearer ");
	secret_add(message, token.data, token.length);
	secret_add_text(message, "\1\1");
	return message;
}

/* What comes after the first message tells of an error, which the server waits
 * to be heard (RFC 7628 section 3.2.3). */
static enum sasl_state bearer_step(struct sasl_exchange *exchange,
	struct octets challenge, struct secret **ret_response)
{
	(void)challenge;
	if (!exchange->said) {
		exchange->said = true;
		*ret_response = first_message(exchange);
		return SASL_DONE;
	}
	*ret_response = secret_new(1);
	if (exchange->standard)
		secret_add(*ret_response, "\1", 1);
	return SASL_DONE;
}

static void bearer_end(struct sasl_exchange *exchange)
{
	free(exchange);
}

const struct sasl_ops sasl_bearer = {
	.can = bearer_can,
	.begin = bearer_begin,
	.step = bearer_step,
	.end = bearer_end,
};
