/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/mailbox/gsasl.h"

#include "model/memory.h"
#include "model/text/ascii.h"
#include "src/mailbox/ticket.h"

#include <gsasl.h>
#include <stdlib.h>
#include <string.h>

/* RFC 7677 section 4 wants 4,096 at least; a hundred times as many rounds of
 * HMAC are in use. More would only keep us busy. */
#define MOST_ITERATIONS 1000000

struct sasl_exchange {
	Gsasl *library;
	Gsasl_session *session;
	bool is_scram;
	const struct sasl_account *account;
};

bool gsasl_set_up(void)
{
	Gsasl *library;

	if (gsasl_init(&library) != GSASL_OK)
		return false;
	gsasl_done(library);
	return true;
}

static bool driver_can(const char *mechanism)
{
	Gsasl *library;
	bool can;

	if (gsasl_init(&library) != GSASL_OK)
		return false;
	can = gsasl_client_support_p(library, mechanism);
	gsasl_done(library);
	return can;
}

static bool stays_with(
	const struct secret *password, Gsasl_saslprep_flags flags)
{
	char *prepared;
	bool same;

	if (gsasl_saslprep(secret_text(password), flags, &prepared, NULL) !=
		GSASL_OK)
		return false;
	same = strcmp(prepared, secret_text(password)) == 0;
	explicit_bzero(prepared, strlen(prepared));
	gsasl_free(prepared);
	return same;
}

/* Characters that Unicode 3.2 does not have are an error to the mechanisms; the
 * library means the opposite of what its flag says. */
static bool driver_keeps(const struct secret *password)
{
	return stays_with(password, 0) &&
	       stays_with(password, GSASL_ALLOW_UNASSIGNED);
}

static void driver_end(struct sasl_exchange *exchange)
{
	if (!exchange)
		return;
	if (exchange->session)
		gsasl_finish(exchange->session);
	if (exchange->library)
		gsasl_done(exchange->library);
	free(exchange);
}

static void set_binding(
	Gsasl_session *session, Gsasl_property property, struct octets binding)
{
	struct secret *coded;

	if (!binding.length)
		return;
	coded = secret_new(secret_base64_length(binding.length));
	secret_add_base64(coded, binding);
	gsasl_property_set(session, property, secret_text(coded));
	secret_free(coded);
}

/* With a binding, SCRAM tells the server that it would bind if it could: only
 * for mechanisms that do, since others may have been asked for by name. */
static void set_properties(struct sasl_exchange *exchange,
	const char *mechanism, const struct sasl_account *account)
{
	Gsasl_session *session = exchange->session;

	gsasl_property_set(session, GSASL_AUTHID, account->user);
	gsasl_property_set(session, GSASL_SERVICE, account->service);
	gsasl_property_set(session, GSASL_HOSTNAME, account->host);
	if (account->password)
		gsasl_property_set(session, GSASL_PASSWORD,
			secret_text(account->password));
	exchange->is_scram = strncmp(mechanism, "SCRAM-", 6) == 0;
	if (!strstr(mechanism, "-PLUS"))
		return;
	set_binding(session, GSASL_CB_TLS_EXPORTER, account->exporter);
	set_binding(session, GSASL_CB_TLS_UNIQUE, account->unique);
}

static struct sasl_exchange *driver_begin(
	const char *mechanism, const struct sasl_account *account)
{
	struct sasl_exchange *exchange = memory_calloc(1, sizeof(*exchange));

	if (gsasl_init(&exchange->library) != GSASL_OK ||
		gsasl_client_start(exchange->library, mechanism,
			&exchange->session) != GSASL_OK) {
		driver_end(exchange);
		return NULL;
	}
	set_properties(exchange, mechanism, account);
	exchange->account = account;
	return exchange;
}

/* iteration-count = "i=" posit-number, in the server's first message (RFC 5802
 * section 7). */
static bool asks_too_much(struct octets message)
{
	unsigned long count = 0;

	for (size_t i = 0; i + 3 < message.length; i++) {
		if (memcmp(message.data + i, ",i=", 3) != 0)
			continue;
		for (i += 3;
			i < message.length && ascii_is_digit(message.data[i]) &&
			count <= MOST_ITERATIONS;
			i++)
			count = 10 * count +
				(unsigned long)(message.data[i] - '0');
	}
	return count > MOST_ITERATIONS;
}

static enum sasl_state driver_step(struct sasl_exchange *exchange,
	struct octets challenge, struct secret **ret_response)
{
	char *response = NULL;
	size_t length = 0;
	int result;

	if (exchange->is_scram && asks_too_much(challenge))
		return SASL_FAILED;
	result = gsasl_step(exchange->session,
		challenge.length ? (const char *)challenge.data : "",
		challenge.length, &response, &length);
	if (result != GSASL_OK && result != GSASL_NEEDS_MORE)
		return SASL_FAILED;
	if (response) {
		struct secret *kept = secret_new(length);

		secret_add(kept, response, length);
		explicit_bzero(response, length);
		gsasl_free(response);
		*ret_response = kept;
	}
	return result == GSASL_OK ? SASL_DONE : SASL_MORE;
}

static enum login_held driver_why(const struct sasl_exchange *exchange)
{
	return ticket_trouble(
		exchange->account->service, exchange->account->host);
}

const struct sasl_ops gsasl_driver = {
	.can = driver_can,
	.keeps = driver_keeps,
	.begin = driver_begin,
	.step = driver_step,
	.why = driver_why,
	.end = driver_end,
};
