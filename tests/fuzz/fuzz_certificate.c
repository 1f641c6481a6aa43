/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a certificate: what is kept of it is within its bounds and fit
 * to be shown. */

#include "model/facts.h"
#include "model/text/escape.h"
#include "net/tls.h"
#include "net/x509/certificate.h"
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
	struct probe_facts *facts = probe_facts_new();
	struct arena *arena = facts->arena;
	const struct octets der = arena_octets(arena, data, size);
	struct certificate certificate = {0};
	int64_t from, to;

	FUZZ_HOLDS(certificate_read(arena, der, &certificate) ||
		   !certificate.name_count);
	for (size_t i = 0; i < certificate.name_count; i++)
		fuzz_check_shown(
			escape_octets(arena, certificate.names[i].value));
	fuzz_check_shown(escape_octets(arena, certificate.subject));
	fuzz_check_shown(escape_octets(arena, certificate.issuer));
	fuzz_check_shown(escape_octets(arena, certificate_name(arena, der)));
	(void)certificate_read_dates(der, &from, &to);
	probe_facts_free(facts);
	return 0;
}
