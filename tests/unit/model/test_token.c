/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/login/token.h"
#include "model/oauth/scope.h"

#include "model/table.h"
#include "model/text/escape.h"
#include "tests/unit/unit.h"

#include <nettle/base64.h>
#include <string.h>

#define NOW 1700000000

static struct octets octets_of(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

static const char *encode(struct arena *arena, const char *text)
{
	char *encoded =
		arena_alloc(arena, BASE64_ENCODE_RAW_LENGTH(strlen(text)) + 1);
	struct base64_encode_ctx context;
	size_t length;

	base64url_encode_init(&context);
	length = base64_encode_update(
		&context, encoded, strlen(text), (const uint8_t *)text);
	length += base64_encode_final(&context, encoded + length);
	encoded[strcspn(encoded, "=")] = '\0';
	return encoded;
}

static const char *make(struct arena *arena, const char *claims)
{
	return arena_printf(arena, "%s.%s.c2ln",
		encode(arena, "{\"alg\":\"RS256\"}"), encode(arena, claims));
}

static void test_claims(void **state)
{
	struct arena *arena = arena_new();
	struct jwt jwt;

	(void)state;
	/* Each length of what padding would be needed for */
	for (int blanks = 0; blanks < 4; blanks++) {
		assert_true(jwt_read(arena,
			octets_of(make(arena,
				arena_printf(arena,
					"{\"aud\": [\"a\", \"b\"], \"scp\": "
					"\"X Y\", \"tid\": \"t\", \"upn\": "
					"\"u\\u00e9@x\", \"appid\": \"c\", "
					"\"exp\": 17, \"nbf\": 16.5, "
					"\"iss\": \"i\"}%*s",
					blanks, ""))),
			&jwt));
		assert_string_equal(jwt.audience, "a");
		assert_string_equal(jwt.scope, "X Y");
		assert_string_equal(jwt.tenant, "t");
		assert_string_equal(jwt.user, "u\xc3\xa9@x");
		assert_string_equal(jwt.client, "c");
		assert_string_equal(jwt.issuer, "i");
		assert_true(jwt.expires == 17 && jwt.not_before == 16);
		assert_false(jwt.application);
	}
	assert_true(jwt_read(arena,
		octets_of(make(arena, "{\"roles\": [\"IMAP.AccessAsApp\", 1, "
				      "\"B\"], \"aud\": 7, \"exp\": \"x\"}")),
		&jwt));
	assert_true(jwt.application);
	assert_string_equal(jwt.scope, "IMAP.AccessAsApp B");
	assert_null(jwt.audience);
	assert_true(jwt.expires == 0);
	arena_free(arena);
}

static void test_no_token(void **state)
{
	static const char *const rows[] = {"", ".", "..", "ya29.a0AfB_by",
		"a.b", "a.e30.c.d", "a.e30.c.d.e", "a.W10.c", "a.e3.c",
		"a.!!!!.c", "a.e30=.c.", "a.ImEi.c", "a.bnVsbA.c"};
	struct arena *arena = arena_new();
	struct jwt jwt;
	char *large = arena_alloc(arena, JWT_OCTETS + 8);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (jwt_read(arena, octets_of(rows[i]), &jwt))
			fail_msg("%s", rows[i]);
	memset(large, 'A', JWT_OCTETS + 1);
	memcpy(large, "a.e30.", 6);
	assert_false(jwt_read(arena, octets_of(large), &jwt));
	large[JWT_OCTETS] = '\0';
	assert_true(jwt_read(arena, octets_of(large), &jwt));
	arena_free(arena);
}

#define OUTLOOK "\"aud\": \"https://outlook.office.com\""
#define ISSUER ", \"iss\": \"https://sts.windows.net/t/\""

static void test_misfits(void **state)
{
	static const struct {
		const char *claims;
		const char *provider;
		enum service service;
		enum token_misfit misfit;
	} rows[] = {
		{"{" OUTLOOK ", \"scp\": \"IMAP.AccessAsUser.All\"}",
			"microsoft", SERVICE_IMAP, TOKEN_FITS},
		{"{" OUTLOOK ", \"scp\": \"A IMAP.AccessAsUser.All B\"" ISSUER
		 "}",
			NULL, SERVICE_IMAP, TOKEN_FITS},
		{"{" OUTLOOK ", \"scp\": \"IMAP.AccessAsUser.All\"}",
			"microsoft", SERVICE_POP3, TOKEN_NO_SCOPE},
		{"{" OUTLOOK ", \"scp\": \"XIMAP.AccessAsUser.All\"}",
			"microsoft", SERVICE_IMAP, TOKEN_NO_SCOPE},
		{"{\"scope\": "
		 "\"https://outlook.office.com/SMTP.Send offline_access\"}",
			"microsoft", SERVICE_SMTP, TOKEN_FITS},
		{"{" OUTLOOK ", \"roles\": [\"POP.AccessAsApp\"]}", "microsoft",
			SERVICE_POP3, TOKEN_FITS},
		{"{" OUTLOOK ", \"roles\": [\"POP.AccessAsApp\"]}", "microsoft",
			SERVICE_IMAP, TOKEN_NO_SCOPE},
		{"{\"aud\": \"00000003-0000-0000-c000-000000000000\", "
		 "\"scp\": \"IMAP.AccessAsUser.All\"}",
			"microsoft", SERVICE_IMAP, TOKEN_OTHER_AUDIENCE},
		{"{\"aud\": \"00000002-0000-0ff1-ce00-000000000000\", "
		 "\"scp\": \"IMAP.AccessAsUser.All\"}",
			"microsoft", SERVICE_IMAP, TOKEN_FITS},
		{"{" OUTLOOK ", \"exp\": 1699999999, \"scp\": \"x\"}",
			"microsoft", SERVICE_IMAP, TOKEN_EXPIRED},
		{"{\"exp\": 1700000000}", NULL, SERVICE_IMAP, TOKEN_EXPIRED},
		{"{\"exp\": 1700000001}", NULL, SERVICE_IMAP, TOKEN_UNKNOWN},
		{"{\"nbf\": 1700000301}", NULL, SERVICE_IMAP,
			TOKEN_NOT_YET_VALID},
		{"{\"nbf\": 1700000300}", NULL, SERVICE_IMAP, TOKEN_UNKNOWN},
		{"{" OUTLOOK ", \"tid\": \"other\", \"scp\": "
		 "\"SMTP.Send\"}",
			"microsoft", SERVICE_SMTP, TOKEN_OTHER_TENANT},
		{"{" OUTLOOK ", \"tid\": \"OURS\", \"upn\": \"U@x\", "
		 "\"scp\": \"SMTP.Send\"}",
			"microsoft", SERVICE_SMTP, TOKEN_FITS},
		{"{" OUTLOOK ", \"upn\": \"other@x\", \"scp\": "
		 "\"SMTP.Send\"}",
			"microsoft", SERVICE_SMTP, TOKEN_OTHER_USER},
		{"{" OUTLOOK "}", "microsoft", SERVICE_SIEVE, TOKEN_UNKNOWN},
		{"{\"scope\": \"https://mail.google.com/ email\"}", "google",
			SERVICE_POP3, TOKEN_FITS},
		{"{\"scope\": \"email\"}", "google", SERVICE_POP3,
			TOKEN_NO_SCOPE},
		{"{}", "google", SERVICE_POP3, TOKEN_FITS},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct token_purpose purpose = {
			.provider = rows[i].provider,
			.service = rows[i].service,
			.user = "u@x",
			.tenant = "ours",
			.now = NOW,
		};
		const struct token_scope *scope;
		enum token_misfit misfit;
		struct jwt jwt;

		assert_true(jwt_read(
			arena, octets_of(make(arena, rows[i].claims)), &jwt));
		misfit = scope_compare(&jwt, &purpose, &scope);
		if (misfit != rows[i].misfit)
			fail_msg("%s: %s", rows[i].claims,
				token_misfit_name(misfit));
		assert_true(!scope || scope->service == rows[i].service);
	}
	arena_free(arena);
}

/* What a probe notes of a token, whoever it is for. */
static void test_facts(void **state)
{
	struct arena *arena = arena_new();
	struct token_facts facts;
	const char *token = make(arena,
		"{\"aud\": \"https://outlook.office.com\", \"scp\": "
		"\"SMTP.Send\", \"iss\": \"https://sts.windows.net/x/\", "
		"\"upn\": \"jo\\u001b@example.com\", \"exp\": 200}");

	struct token_purpose purpose = {
		.service = SERVICE_IMAP, .user = "jo", .now = 100};

	(void)state;
	token_look_into(arena, octets_of(token), &purpose, &facts);
	assert_true(facts.looked_into && !facts.opaque);
	assert_string_equal(facts.misfit, "no-scope");
	assert_string_equal(facts.needed,
		"https://outlook.office.com/IMAP.AccessAsUser.All");
	assert_string_equal(facts.user, "jo\\x1b@example.com");
	purpose = (struct token_purpose){.service = SERVICE_SMTP, .now = 200};
	token_look_into(arena, octets_of(token), &purpose, &facts);
	assert_string_equal(facts.misfit, "expired");
	token_look_into(arena, octets_of("ya29.opaque"), &purpose, &facts);
	assert_true(facts.looked_into && facts.opaque);
	assert_string_equal(facts.misfit, "unknown");
	assert_null(facts.scope);
	arena_free(arena);
}

/* A tenant has an id, which the token names, and other names. */
static void test_tenants(void **state)
{
	static const struct {
		const char *tenant, *misfit;
	} rows[] = {
		{NULL, "fits"},
		{"7C4D5E60-1111-4222-8333-944444444444", "fits"},
		{"7c4d5e60-1111-4222-8333-900000000000", "other-tenant"},
		{"example.com", "fits"},
		{"common", "fits"},
		{"organizations", "fits"},
	};
	struct arena *arena = arena_new();
	const char *token = make(arena,
		"{" OUTLOOK ISSUER ", \"scp\": \"SMTP.Send\", \"tid\": "
		"\"7c4d5e60-1111-4222-8333-944444444444\"}");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct token_purpose purpose = {.service = SERVICE_SMTP,
			.tenant = rows[i].tenant,
			.now = NOW};
		struct token_facts facts;

		token_look_into(arena, octets_of(token), &purpose, &facts);
		assert_string_equal(facts.misfit, rows[i].misfit);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_no_token),
		cmocka_unit_test(test_misfits),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_tenants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
