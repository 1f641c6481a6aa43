/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as the body of a handshake message that is read beside GnuTLS: the
 * first one chooses which. */

#include "model/facts.h"
#include "net/message.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct probe_facts *facts = probe_facts_new();

	if (size) {
		const struct octets body =
			arena_octets(facts->arena, data + 1, size - 1);

		switch (data[0] % 5) {
		case 0:
			message_keep_hello(body, &facts->tls);
			break;
		case 1:
		case 2:
			message_keep_key(body, data[0] % 5 == 1, &facts->tls);
			break;
		default:
			message_keep_ticket(
				body, data[0] % 5 == 3, &facts->tls);
		}
	}
	probe_facts_free(facts);
	return 0;
}
