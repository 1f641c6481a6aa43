/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a stapled OCSP response with its chain, each behind its length.
 * Where nobody is trusted, none is good. */

#include "net/revocation/ocsp.h"
#include "net/tls.h"
#include "tests/fuzz/fuzz.h"

#include <stdint.h>

#define CHAIN 2

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	FUZZ_HOLDS(tls_library_init());
	return 0;
}

/* In two octets; the last one takes the rest. */
static size_t take_length(const uint8_t *data, size_t *at, size_t size)
{
	size_t length;

	if (size - *at < 2)
		return 0;
	length = data[*at] * 256u + data[*at + 1];
	*at += 2;
	return length < size - *at ? length : size - *at;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct trust_store *trust = trust_store_new("/dev/null");
	struct probe_facts *facts = probe_facts_new();
	gnutls_datum_t chain[CHAIN];
	struct octets response;
	size_t at = 0, length = take_length(data, &at, size);

	response = arena_octets(facts->arena, data + at, length);
	at += length;
	for (size_t i = 0; i < CHAIN; i++) {
		length = i + 1 < CHAIN ? take_length(data, &at, size)
				       : size - at;
		chain[i] = (gnutls_datum_t){
			(unsigned char *)(uintptr_t)(data + at),
			(unsigned)length};
		at += length;
	}
	ocsp_read(trust, response, chain, CHAIN, facts);
	FUZZ_HOLDS(facts->tls.ocsp != OCSP_GOOD);
	probe_facts_free(facts);
	trust_store_free(trust);
	return 0;
}
