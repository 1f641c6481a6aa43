/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as what a name server answers: a whole message, and the data of a
 * record. The first octet chooses the type. */

#include "discovery/dns_record.h"
#include "net/name_query.h"
#include "tests/fuzz/fuzz.h"

#include <arpa/nameser.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct dns_answer answer = {0};
	char target[NAME_QUERY_OCTETS];

	if (size) {
		const struct octets octets = {data + 1, size - 1};
		int type = data[0] & 2   ? ns_t_a
			   : data[0] & 1 ? ns_t_mx
					 : ns_t_srv;

		if (type != ns_t_a && name_query_read(octets, type, target))
			FUZZ_HOLDS(*target && strlen(target) < sizeof(target));
		for (unsigned i = 0; i <= DNS_RECORDS; i++)
			dns_record_read(arena, type, octets, &answer);
		FUZZ_HOLDS(answer.count <=
			   (size_t)(type == ns_t_a ? 0 : DNS_RECORDS));
		dns_record_sort(&answer);
		for (size_t i = 0; i < answer.count; i++)
			fuzz_check_shown(answer.records[i].target);
	}
	arena_free(arena);
	return 0;
}
