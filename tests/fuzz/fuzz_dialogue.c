/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as what a server says: greeting, capabilities, replies, before TLS
 * and inside it, for the service that FUZZ_FORM names. The first octet chooses
 * the mode, the purpose and how the rest is cut. */

#include "probes/probe.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

struct feed {
	struct wire wire;
	const uint8_t *data;
	size_t left;
	size_t piece;
};

static enum service service;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("FUZZ_FORM");

	(void)argc;
	(void)argv;
	FUZZ_HOLDS(name && service_from_name(name, &service));
	return 0;
}

static enum status feed_read(
	struct wire *wire, void *data, size_t size, size_t *ret_length)
{
	struct feed *feed = (struct feed *)wire;
	size_t length = feed->left < feed->piece ? feed->left : feed->piece;

	if (!length)
		return ST_EOF;
	if (length > size)
		length = size;
	memcpy(data, feed->data, length);
	feed->data += length;
	feed->left -= length;
	*ret_length = length;
	return ST_OK;
}

static enum status feed_write(
	struct wire *wire, const void *data, size_t length)
{
	(void)wire;
	(void)data;
	(void)length;
	return ST_OK;
}

static enum status feed_start_tls(struct wire *wire, struct octets early)
{
	wire->facts->tls.started = true;
	wire->facts->tls.completed = true;
	wire->facts->tls.version = TLS_1_2;
	if (early.length)
		wire->facts->injected = early;
	return ST_OK;
}

static enum status feed_renegotiate(struct wire *wire, enum answer *ret_answer)
{
	(void)wire;
	*ret_answer = ANSWER_NEGATIVE;
	return ST_OK;
}

static void feed_hurry(struct wire *wire, int64_t duration_us)
{
	(void)wire;
	(void)duration_us;
}

static void feed_finish(struct wire *wire)
{
	(void)wire;
}

static const struct wire_ops feed_ops = {
	.read = feed_read,
	.write = feed_write,
	.start_tls = feed_start_tls,
	.renegotiate = feed_renegotiate,
	.hurry = feed_hurry,
	.finish = feed_finish,
};

/* Answers how many octets its items have. */
static size_t check_list(const struct capabilities *list)
{
	size_t octets = 0;

	FUZZ_HOLDS(list->item_count <= LIST_ITEMS);
	FUZZ_HOLDS(list->mechanism_count <= LIST_MECHANISMS);
	for (size_t i = 0; i < list->item_count; i++)
		octets += list->items[i].length;
	return octets;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct probe_facts *facts = probe_facts_new();
	struct feed feed = {.wire = {.ops = &feed_ops, .facts = facts}};

	if (size) {
		facts->mode = (enum tls_mode)(data[0] % MODE_COUNT);
		facts->full = data[0] & 0x80;
		facts->offer =
			(enum offer_id)(data[0] / MODE_COUNT % OFFER_COUNT);
		feed.piece = 1 + data[0] % 64;
		feed.data = data + 1;
		feed.left = size - 1;
		probe_speak(&feed.wire, service, true);
		FUZZ_HOLDS(facts->outcome < OUTCOME_COUNT);
		FUZZ_HOLDS(facts->stage < STAGE_COUNT);
		FUZZ_HOLDS(facts->status < ST_COUNT);
		FUZZ_HOLDS(check_list(&facts->cleartext) +
				   check_list(&facts->protected) <=
			   LISTS_OCTETS);
	}
	probe_facts_free(facts);
	return 0;
}
