/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as what a visitor of mailsonde serve wants checked: a row of the
 * form (service, host, port, encryption), policies, a file's name and the
 * settings, each on a line but the last. */

#include "src/serve/order.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

/* The next line, as text; "" if there is none. */
static const char *take_line(struct arena *arena, struct octets *rest)
{
	const unsigned char *end;
	const char *line;
	size_t length;

	if (!rest->length)
		return "";
	end = memchr(rest->data, '\n', rest->length);
	length = end ? (size_t)(end - rest->data) : rest->length;
	line = arena_printf(arena, "%.*s", (int)length, rest->data);
	length += end != NULL;
	rest->data += length;
	rest->length -= length;
	return line;
}

static void check_problem(struct arena *arena, const struct problem *problem)
{
	FUZZ_HOLDS(problem->text && problem->kind);
	fuzz_check_shown(problem_say(arena, problem));
}

static void read_policies(struct arena *arena, const struct order *order)
{
	const struct policy *policies[ORDER_POLICIES];
	struct problem problem = {0};
	size_t count;

	if (order_policies(arena, order, policies, &count, &problem))
		FUZZ_HOLDS(count <= ORDER_POLICIES);
	else
		check_problem(arena, &problem);
}

static void read_order(struct arena *arena, const struct order *order)
{
	struct problem problem = {0};
	struct order copy = order_copy(arena, order);
	struct matrix matrix;

	FUZZ_HOLDS(
		strcmp(order_key(arena, order), order_key(arena, &copy)) == 0);
	if (!order_read(arena, order, &matrix, &problem)) {
		check_problem(arena, &problem);
		return;
	}
	if (!order_has_few(arena, &matrix, &problem) ||
		!order_has_hosts(arena, &matrix, &problem))
		check_problem(arena, &problem);
	if (order->row_count)
		FUZZ_HOLDS(matrix.entry_count == order->row_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct octets rest = {data, size};
	const char *words[6];
	struct problem problem = {0};
	struct endpoint row = {0};
	struct order order;

	for (size_t i = 0; i < 6; i++)
		words[i] = take_line(arena, &rest);
	order = (struct order){
		.policies = words[4],
		.name = *words[5] ? words[5] : NULL,
		.text = rest,
		.rows = &row,
	};
	read_policies(arena, &order);
	read_order(arena, &order);
	if (order_read_row(arena, words[0], words[1], words[2], words[3], &row,
		    &problem)) {
		FUZZ_HOLDS(row.host && row.port && row.port < 65536);
		order.row_count = 1;
		read_order(arena, &order);
	} else {
		check_problem(arena, &problem);
	}
	arena_free(arena);
	return 0;
}
