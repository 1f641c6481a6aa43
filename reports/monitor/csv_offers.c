/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What servers offer in TLS, one thing a line; of the form of csv.h. */

#include "reports/format.h"
#include "reports/monitor/csv.h"

#include "model/text/spell.h"
#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"

#include <assert.h>

enum { COLUMNS = 11 };

struct sheet {
	FILE *stream;
	const struct report *report;
	const struct endpoint *endpoint;
	struct arena *arena; /* of one endpoint */
};

static const char *state_name(enum offered_state state)
{
	static const char *const names[] = {
		[OFFERED_NOT_ASKED] = "not-asked",
		[OFFERED_ACCEPTED] = "accepted",
		[OFFERED_REFUSED] = "refused",
		[OFFERED_UNKNOWN] = "unknown",
	};
	static_assert(sizeof(names) / sizeof(names[0]) == OFFERED_STATE_COUNT,
		"a state's name");

	return names[state];
}

/* `rank` from 1; 0: it has none. */
static void put_row(const struct sheet *sheet, const char *version,
	const char *kind, size_t rank, const char *name, const char *openssl,
	const char *state)
{
	const struct endpoint *endpoint = sheet->endpoint;
	const char *const columns[COLUMNS] = {
		spell_instant(sheet->arena, sheet->report->started_s,
			sheet->report->started_ms),
		service_name(endpoint->service),
		endpoint->host,
		arena_printf(sheet->arena, "%u", endpoint->port),
		mode_name(endpoint->mode),
		version,
		kind,
		rank ? arena_printf(sheet->arena, "%zu", rank) : NULL,
		name,
		openssl,
		state,
	};

	csv_put_row(sheet->stream, sheet->arena, columns, COLUMNS);
}

static void put_suites(const struct sheet *sheet, const char *version,
	const struct offered_list *suites)
{
	for (size_t i = 0; i < suites->count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(suites->numbers[i]);

		if (suite)
			put_row(sheet, version, "suite", i + 1, suite->name,
				suite->openssl_name, "accepted");
	}
}

static void put_numbers(const struct sheet *sheet, const char *version,
	const char *kind, const struct offered_list *list,
	const char *(*name_of)(unsigned number))
{
	for (size_t i = 0; i < list->count; i++)
		put_row(sheet, version, kind, i + 1, name_of(list->numbers[i]),
			NULL, "accepted");
}

static void put_version(const struct sheet *sheet, enum tls_version number,
	const struct offered_version *version)
{
	const char *name = tls_version_name(number);

	if (version->state == OFFERED_NOT_ASKED)
		return;
	put_row(sheet, name, "version", 0, NULL, NULL,
		state_name(version->state));
	put_suites(sheet, name, &version->suites);
	put_numbers(sheet, name, "group", &version->groups, numbers_group_name);
	put_numbers(sheet, name, "signature", &version->signatures,
		numbers_signature_name);
}

static void put_client(const struct sheet *sheet, enum tls_client_id id,
	const struct offered_client *client)
{
	const struct cipher_suite *suite = cipher_suite_find(client->suite);
	bool connects = client->state == OFFERED_ACCEPTED;

	if (client->state == OFFERED_NOT_ASKED)
		return;
	put_row(sheet, connects ? tls_version_name(client->version) : NULL,
		"client", 0, tls_client_table[id].id,
		connects && suite ? suite->name : NULL,
		state_name(client->state));
}

static void put_offers(
	const struct sheet *sheet, const struct offered_facts *offered)
{
	for (int v = TLS_VERSION_COUNT - 1; v >= 0; v--)
		put_version(sheet, (enum tls_version)v, &offered->versions[v]);
	for (int i = 0; i < TRAIT_COUNT; i++)
		if (offered->traits[i] != OFFERED_NOT_ASKED)
			put_row(sheet, NULL, "trait", 0,
				offered_trait_name((enum offered_trait)i), NULL,
				state_name(offered->traits[i]));
	for (int i = 0; i < CLIENT_COUNT; i++)
		put_client(sheet, (enum tls_client_id)i, &offered->clients[i]);
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	(void)style;
	fputs("started,service,host,port,mode,tls,kind,rank,name,openssl,"
	      "state\r\n",
		stream);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];
		struct sheet sheet = {stream, report,
			&endpoint->entry->endpoint, arena_new()};

		if (endpoint->facts.offered)
			put_offers(&sheet, endpoint->facts.offered);
		arena_free(sheet.arena);
	}
	return true;
}

const struct format_row format_csv_offers = {
	.name = "csv-offers", .write = write_format};
