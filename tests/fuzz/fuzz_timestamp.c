/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a time stamp (RFC 3161), in DER or PEM: none is good where
 * nobody is trusted. */

#include "net/tls.h"
#include "net/x509/timestamp.h"
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
	static const unsigned char stamped[] = "signature";
	const struct octets pieces[] = {
		{stamped, sizeof(stamped) - 1}, {NULL, 0}};
	struct arena *arena = arena_new();
	const char *problem;
	struct path_anchors *anchors = path_anchors_new(NULL, false, &problem);
	struct timestamp timestamp;

	timestamp_check(arena, arena_octets(arena, data, size), pieces, 2,
		anchors, 1763896340, &timestamp);
	FUZZ_HOLDS(timestamp.result != TIMESTAMP_GOOD);
	FUZZ_HOLDS(timestamp.problem);
	if (timestamp.authority)
		fuzz_check_shown(timestamp.authority);
	path_anchors_free(anchors);
	arena_free(arena);
	return 0;
}
