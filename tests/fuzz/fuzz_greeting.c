/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a greeting: which service greets so, and what date is in it. */

#include "evidence/speaker.h"
#include "model/service.h"
#include "model/text/date.h"
#include "tests/fuzz/fuzz.h"

#define YEAR_9999 INT64_C(253402300800)

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct octets text = {data, size};
	int64_t date = date_find(text);
	enum service service;

	FUZZ_HOLDS(date >= 0 && date < YEAR_9999 + 86400);
	for (int expected = 0; expected < SERVICE_COUNT; expected++)
		if (service_of_greeting(text, (enum service)expected, &service))
			FUZZ_HOLDS(service < SERVICE_COUNT);
	(void)speaker_of(text);
	return 0;
}
