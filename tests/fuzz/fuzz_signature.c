/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a detached signature, in DER or PEM, of a report: none is good,
 * whoever signed it, where nobody is trusted. */

#include "net/tls.h"
#include "net/x509/signature.h"
#include "net/x509/stamping.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	FUZZ_HOLDS(tls_library_init());
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned char report[] = "<report/>";
	struct arena *arena = arena_new();
	const struct signature_request request = {
		.data = {report, sizeof(report) - 1},
		.signature = arena_octets(arena, data, size),
		.ca_file = "/dev/null",
		.now_s = 1763896340,
	};
	struct signature_facts facts = {0};
	struct octets query;
	const char *problem, *file;

	if (signature_check(arena, &request, &facts, &problem, &file)) {
		FUZZ_HOLDS(facts.result != SIGNATURE_GOOD);
		for (size_t i = 0; i < facts.count; i++)
			if (facts.signers[i].name)
				fuzz_check_shown(facts.signers[i].name);
	}
	if (stamping_query(arena, request.signature, &query, &problem))
		FUZZ_HOLDS(query.length == 59);
	arena_free(arena);
	return 0;
}
