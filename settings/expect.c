/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/expect.h"

#include "model/table.h"

#include <string.h>

void expect_usual(struct expectation *ret_expectation)
{
	static const struct tls_expectation tls[] = {
		[TLS_SSL3] = {DEMAND_NONE, SEVERITY_INFO, NULL},
		[TLS_1_0] = {DEMAND_FORBIDDEN, SEVERITY_WARNING, NULL},
		[TLS_1_1] = {DEMAND_FORBIDDEN, SEVERITY_WARNING, NULL},
		[TLS_1_2] = {DEMAND_ALLOWED, SEVERITY_ERROR, NULL},
		[TLS_1_3] = {DEMAND_ALLOWED, SEVERITY_ERROR, NULL},
	};

	static_assert(COUNT_OF(tls) == TLS_VERSION_COUNT, "each version");
	memcpy(ret_expectation->tls, tls, sizeof(tls));
	ret_expectation->tls_at_least = TLS_1_2;
}

/* What the settings claim; versions that they do not name are undocumented. */
static void expect_versions(
	const struct record *record, struct expectation *expectation)
{
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		struct tls_expectation *tls = &expectation->tls[v];

		if (record->tls_required & TLS_BIT(v))
			*tls = (struct tls_expectation){
				DEMAND_REQUIRED, SEVERITY_ERROR, NULL};
		else if (record->tls_forbidden & TLS_BIT(v))
			*tls = (struct tls_expectation){
				DEMAND_FORBIDDEN, SEVERITY_ERROR, NULL};
		else
			*tls = (struct tls_expectation){
				DEMAND_ALLOWED, SEVERITY_INFO, "undocumented"};
	}
	expectation->tls_at_least = TLS_NONE;
}

/* The one SASL mechanism that a program takes for this, where there is but
 * one. */
static const char *mechanism_of(const char *authentication)
{
	static const struct {
		const char *authentication;
		const char *mechanism;
	} known[] = {
		{"OAuth2", "XOAUTH2"},
		{"password-encrypted", "CRAM-MD5"},
		{"GSSAPI", "GSSAPI"},
		{"NTLM", "NTLM"},
		{"TLS-client-cert", "EXTERNAL"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].authentication, authentication) == 0)
			return known[i].mechanism;
	return NULL;
}

/* Only where the settings name one way alone: of several, any will do. */
static void expect_mechanism(struct arena *arena, const struct account *account,
	struct expectation *expectation)
{
	const char *mechanism =
		account->authentication_count == 1
			? mechanism_of(account->authentications[0])
			: NULL;
	struct mechanism_expectation *row;

	if (!mechanism)
		return;
	row = arena_alloc(arena, sizeof(*row));
	*row = (struct mechanism_expectation){
		mechanism, DEMAND_REQUIRED, SEVERITY_WARNING};
	expectation->mechanisms = row;
	expectation->mechanism_count = 1;
}

void expect_record(struct arena *arena, const struct record *record,
	struct expectation *ret_expectation)
{
	expect_usual(ret_expectation);
	if (record->tls_required || record->tls_forbidden)
		expect_versions(record, ret_expectation);
	expect_mechanism(arena, &record->account, ret_expectation);
}
