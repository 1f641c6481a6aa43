/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/options.h"

#include "model/text/escape.h"
#include "src/options/operands.h"
#include "src/options/outputs.h"
#include "src/options/rows.h"

#include <getopt.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#define TIMEOUT_S 10
#define ARRIVAL_S 60
#define WATCH_S 600
#define JOBS 64
#define PER_HOST 16

#define FIRST_VALUE 256 /* above any letter */

struct getopt_tables {
	char letters[3 * OPTION_ROWS_MAX + 3];
	struct option names[OPTION_ROWS_MAX + 1];
};

/* ":" first: a missing argument is told from an unknown option. */
static void make_tables(struct getopt_tables *tables)
{
	char *at = tables->letters;
	size_t count = 0;

	*at++ = ':';
	for (size_t i = 0; i < option_row_count; i++) {
		if (option_rows[i].letter) {
			*at++ = option_rows[i].letter;
			if (option_rows[i].argument)
				*at++ = ':';
		}
		if (option_rows[i].name)
			tables->names[count++] = (struct option){
				.name = option_rows[i].name,
				.has_arg = option_rows[i].argument
						   ? required_argument
						   : no_argument,
				.val = FIRST_VALUE + (int)i,
			};
	}
	*at = '\0';
	tables->names[count] = (struct option){0};
}

static const struct option_row *find_row(int value)
{
	if (value >= FIRST_VALUE && value < FIRST_VALUE + (int)option_row_count)
		return &option_rows[value - FIRST_VALUE];
	for (size_t i = 0; i < option_row_count; i++)
		if (option_rows[i].letter == value)
			return &option_rows[i];
	return NULL;
}

static const char *shown_name(struct arena *arena, const struct option_row *row)
{
	if (row->name)
		return arena_printf(arena, "--%s", row->name);
	return arena_printf(arena, "-%c", row->letter);
}

static void complain(struct reading *r, int value, const char *word)
{
	char *shown = escape_excerpt(r->arena,
		(struct octets){(const unsigned char *)word, strlen(word)}, 60);

	if (value == ':')
		r->error = arena_printf(r->arena,
			"%s requires an argument; see mailsonde --help", shown);
	else
		r->error = arena_printf(r->arena,
			"%s is an unknown or ambiguous option; see mailsonde "
			"--help",
			shown);
}

/* The first error is told. What stands behind it is read all the same: the
 * outputs decide how it is told. */
static void read_options(struct reading *r, int argc, char **argv)
{
	struct getopt_tables tables;
	const char *first = NULL;
	int value;

	make_tables(&tables);
	opterr = 0;
	optind = 0; /* forgets whatever was read before */
	while ((value = getopt_long(argc, argv, tables.letters, tables.names,
			NULL)) != -1) {
		const struct option_row *row = find_row(value);

		r->error = NULL;
		if (value == ':' || value == '?' || !row) {
			complain(r, value, argv[optind - 1]);
		} else {
			r->name = shown_name(r->arena, row);
			row->set(r, optarg);
		}
		if (!first)
			first = r->error;
	}
	r->error = first;
}

bool options_read(struct arena *arena, int argc, char **argv,
	struct options *ret_options, const char **ret_error)
{
	struct reading r = {.arena = arena, .options = ret_options};

	*ret_options = (struct options){
		.audience = AUDIENCE_HELPDESK,
		.run = {.tls_versions = TLS_PROBED,
			.family = AF_UNSPEC,
			.timeout_us = TIMEOUT_S * INT64_C(1000000),
			.follow_up = true},
		.limits = {.jobs = JOBS, .per_host = PER_HOST},
		.login = {.password = {.fd = -1},
			.token = {.fd = -1},
			.sender_password = {.fd = -1},
			.sender_token = {.fd = -1},
			.watch_us = WATCH_S * INT64_C(1000000),
			.arrive_us = ARRIVAL_S * INT64_C(1000000)},
	};
	read_options(&r, argc, argv);
	if (!r.error) {
		operands_read(&r, argc, argv, optind);
		if (!r.error)
			r.error = outputs_problem(arena, ret_options);
	}
	if (!r.error)
		operands_check(&r);
	*ret_error = r.error;
	return !r.error;
}
