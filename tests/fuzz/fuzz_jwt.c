/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as an access token, and as its claims. */

#include "model/oauth/scope.h"
#include "tests/fuzz/fuzz.h"

#include <nettle/base64.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static void read_token(struct arena *arena, struct octets token)
{
	const struct token_purpose purpose = {.service = SERVICE_IMAP,
		.user = "u@x",
		.tenant = "t",
		.now = 1};
	const struct token_scope *scope;
	struct jwt jwt;

	if (!jwt_read(arena, token, &jwt))
		return;
	FUZZ_HOLDS(!jwt.application || jwt.scope);
	FUZZ_HOLDS(jwt.expires >= 0 && jwt.not_before >= 0);
	FUZZ_HOLDS(scope_compare(&jwt, &purpose, &scope) < TOKEN_MISFIT_COUNT);
}

/* Random octets are seldom base64 of anything. */
static struct octets wrap(struct arena *arena, const uint8_t *data, size_t size)
{
	char *token = arena_alloc(arena, BASE64_ENCODE_RAW_LENGTH(size) + 6);
	struct base64_encode_ctx context;
	size_t length = 2;

	memcpy(token, "a.", 2);
	base64url_encode_init(&context);
	length += base64_encode_update(&context, token + 2, size, data);
	length += base64_encode_final(&context, token + length);
	while (token[length - 1] == '=')
		length--;
	token[length++] = '.';
	return (struct octets){(const unsigned char *)token, length};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();

	read_token(arena, (struct octets){data, size});
	read_token(arena, wrap(arena, data, size));
	arena_free(arena);
	return 0;
}
