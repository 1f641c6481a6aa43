/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What servers offer in TLS, one thing a line; of the form of csv.h. */

#include "reports/format.h"
#include "reports/monitor/csv.h"

#include "evidence/chain.h"
#include "evidence/offered/attack.h"
#include "evidence/tls/session.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"

#include <assert.h>

enum { COLUMNS = 12, NAME_COLUMNS = 200 };

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

/* `rank` from 1; 0: it has none. `certainty` is NULL but for what rests on less
 * than the server's word. */
static void put_doubted(const struct sheet *sheet, const char *version,
	const char *kind, size_t rank, const char *name, const char *openssl,
	const char *state, const char *certainty)
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
		certainty,
	};

	csv_put_row(sheet->stream, sheet->arena, columns, COLUMNS);
}

static void put_row(const struct sheet *sheet, const char *version,
	const char *kind, size_t rank, const char *name, const char *openssl,
	const char *state)
{
	put_doubted(sheet, version, kind, rank, name, openssl, state, NULL);
}

static const char *unknown(const struct sheet *sheet, unsigned number)
{
	return arena_printf(sheet->arena, "0x%04x", number);
}

/* Whether the server refused all that the list has not, or why that is not
 * known. */
static void put_list(const struct sheet *sheet, const char *version,
	const char *kind, const struct offered_list *list)
{
	if (list->asked)
		put_row(sheet, version, kind, 0, list->whole ? NULL : list->gap,
			NULL, list->whole ? "complete" : "incomplete");
}

static void put_suites(const struct sheet *sheet, const char *version,
	const struct offered_list *suites)
{
	for (size_t i = 0; i < suites->count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(suites->numbers[i]);

		put_row(sheet, version, "suite", i + 1,
			suite ? suite->name
			      : unknown(sheet, suites->numbers[i]),
			suite ? suite->openssl_name : NULL, "accepted");
	}
}

static void put_numbers(const struct sheet *sheet, const char *version,
	const char *kind, const struct offered_list *list,
	const char *(*name_of)(unsigned number))
{
	for (size_t i = 0; i < list->count; i++) {
		const char *name = name_of(list->numbers[i]);

		put_row(sheet, version, kind, i + 1,
			name ? name : unknown(sheet, list->numbers[i]), NULL,
			"accepted");
	}
}

static void put_version(const struct sheet *sheet, enum tls_version number,
	const struct offered_version *version)
{
	const char *name = tls_version_name(number);

	if (version->state == OFFERED_NOT_ASKED)
		return;
	put_row(sheet, name, "version", 0, NULL, NULL,
		state_name(version->state));
	if (version->order != ORDER_UNKNOWN)
		put_row(sheet, name, "order", 0,
			version->order == ORDER_SERVER ? "server" : "client",
			NULL, "accepted");
	if (version->chacha_first)
		put_row(sheet, name, "order", 0, "chacha-first", NULL,
			"accepted");
	put_suites(sheet, name, &version->suites);
	put_list(sheet, name, "suites", &version->suites);
	put_numbers(sheet, name, "group", &version->groups, numbers_group_name);
	put_numbers(sheet, name, "signature", &version->signatures,
		numbers_signature_name);
	put_list(sheet, name, "groups", &version->groups);
	put_list(sheet, name, "signatures", &version->signatures);
}

static void put_client(const struct sheet *sheet, enum tls_client_id id,
	const struct offered_client *client)
{
	const struct cipher_suite *suite = cipher_suite_find(client->suite);
	bool connects = client->state == OFFERED_ACCEPTED;

	if (client->state == OFFERED_NOT_ASKED)
		return;
	put_doubted(sheet, connects ? tls_version_name(client->version) : NULL,
		"client", 0, tls_client_table[id].id,
		connects && suite ? suite->name : NULL,
		state_name(client->state),
		tls_client_table[id].uncertain ? "uncertain" : NULL);
}

static void put_request(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	const struct session_request request = session_request(facts);

	if (request.made)
		put_row(sheet, NULL, "client-certificate", 0, NULL, NULL,
			"requested");
	for (size_t i = 0; i < request.count; i++)
		put_row(sheet, NULL, "authority", i + 1,
			escape_name(sheet->arena, request.authorities[i],
				NAME_COLUMNS),
			NULL, "accepted");
}

static void put_shown(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	const struct offered_facts *offered = facts->offered;
	const struct certificate *sealed = chain_sealed(facts);
	static const char *const to[] = {
		[SHOWN_RSA] = "rsa-clients",
		[SHOWN_ECDSA] = "ecdsa-clients",
		[SHOWN_NO_NAME] = "no-name",
		[SHOWN_STRANGE_NAME] = "strange-name",
	};
	static_assert(sizeof(to) / sizeof(to[0]) == SHOWN_COUNT,
		"whom a certificate is shown");

	if (sealed)
		put_row(sheet, NULL, "certificate", 0, "tls-1.3-clients",
			sealed->sha256, "accepted");
	for (int i = 0; i < SHOWN_COUNT; i++)
		if (offered->shown[i])
			put_row(sheet, NULL, "certificate", 0, to[i],
				offered->shown[i]->sha256, "accepted");
}

static void put_primes(
	const struct sheet *sheet, const struct offered_facts *offered)
{
	for (size_t i = 0; i < offered->prime_count; i++)
		put_row(sheet, NULL, "prime", 0,
			arena_printf(sheet->arena, "%u bits",
				offered->primes[i].bits),
			offered->primes[i].known, "accepted");
}

static void put_sessions(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	enum answer answer = session_renegotiation(facts);

	if (answer != ANSWER_NONE)
		put_row(sheet, NULL, "renegotiation", 0, NULL, NULL,
			answer == ANSWER_POSITIVE ? "accepted" : "refused");
	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		const struct tls_facts *tls =
			session_tickets(facts, (enum tls_version)v);
		const char *version = tls_version_name((enum tls_version)v);

		if (!tls)
			continue;
		put_row(sheet, version, "tickets", 0,
			arena_printf(sheet->arena, "%u seconds",
				tls->ticket_lifetime_s),
			NULL, "accepted");
		if (v == TLS_1_3)
			put_row(sheet, version, "early-data", 0, NULL, NULL,
				tls->max_early_data ? "accepted" : "refused");
	}
}

static void put_attacks(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	static const char *const states[] = {
		[ATTACK_NOT_TESTED] = "not-tested",
		[ATTACK_OPEN] = "vulnerable",
		[ATTACK_POSSIBLE] = "possible",
		[ATTACK_CLOSED] = "not-vulnerable",
	};
	static_assert(sizeof(states) / sizeof(states[0]) == ATTACK_STATE_COUNT,
		"an attack's state");
	enum answer injection = session_injection(facts);

	for (int i = 0; i < ATTACK_COUNT; i++) {
		const char *why;
		enum attack_state state = attack_judge(
			sheet->arena, facts->offered, (enum attack)i, &why);

		put_row(sheet, NULL, "attack", 0, attack_table[i].id, NULL,
			states[state]);
	}
	if (injection != ANSWER_NONE)
		put_row(sheet, NULL, "attack", 0, "starttls-injection", NULL,
			states[injection == ANSWER_POSITIVE ? ATTACK_OPEN
							    : ATTACK_CLOSED]);
}

static void put_offers(
	const struct sheet *sheet, const struct endpoint_facts *facts)
{
	const struct offered_facts *offered = facts->offered;

	for (int v = TLS_VERSION_COUNT - 1; v >= 0; v--)
		put_version(sheet, (enum tls_version)v, &offered->versions[v]);
	if (offered->ssl2 != OFFERED_NOT_ASKED)
		put_row(sheet, "SSL2", "version", 0, NULL, NULL,
			state_name(offered->ssl2));
	put_primes(sheet, offered);
	for (int i = 0; i < TRAIT_COUNT; i++)
		if (offered->traits[i] != OFFERED_NOT_ASKED)
			put_row(sheet, NULL, "trait", 0,
				offered_trait_name((enum offered_trait)i), NULL,
				state_name(offered->traits[i]));
	put_sessions(sheet, facts);
	put_attacks(sheet, facts);
	put_shown(sheet, facts);
	put_request(sheet, facts);
	for (int i = 0; i < CLIENT_COUNT; i++)
		put_client(sheet, (enum tls_client_id)i, &offered->clients[i]);
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	(void)style;
	fputs("started,service,host,port,mode,tls,kind,rank,name,openssl,"
	      "state,certainty\r\n",
		stream);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];
		struct sheet sheet = {stream, report,
			&endpoint->entry->endpoint, arena_new()};

		if (endpoint->facts.offered)
			put_offers(&sheet, &endpoint->facts);
		arena_free(sheet.arena);
	}
	return true;
}

const struct format_row format_csv_offers = {
	.name = "csv-offers", .write = write_format};
