/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/order.h"

#include "engine/policies.h"
#include "evidence/neighbour.h"
#include "model/text/builder.h"
#include "model/text/digest.h"
#include "settings/host.h"
#include "settings/library/policy.h"
#include "settings/library/provider.h"
#include "settings/target.h"
#include "settings/url.h"

#include <stdlib.h>
#include <string.h>

#define SERVERS 100 /* of one check: each leaves facts behind */

/* What the settings say of exactly that endpoint; NULL if nothing. */
static const struct matrix_entry *find_entry(
	const struct matrix *matrix, const struct endpoint *row)
{
	for (size_t i = 0; i < matrix->entry_count; i++)
		if (matrix->entries[i].endpoint.host &&
			neighbour_is_same(&matrix->entries[i].endpoint, row))
			return &matrix->entries[i];
	return NULL;
}

static const char *url_of(struct arena *arena, const struct endpoint *row)
{
	enum tls_mode mode =
		row->mode == MODE_IMPLICIT ? MODE_IMPLICIT : MODE_EXPLICIT;
	const struct service_way *way = service_way_of_mode(row->service, mode);

	if (!way || !way->scheme)
		return NULL;
	return arena_printf(arena,
		strchr(row->host, ':') ? "%s://[%s]:%u%s" : "%s://%s:%u%s",
		way->scheme, row->host, row->port,
		row->mode == MODE_CLEARTEXT ? "?mode=cleartext" : "");
}

static bool take_row(struct arena *arena, const struct matrix *said,
	const struct endpoint *row, struct matrix_entry *ret_entry,
	struct problem *ret_problem)
{
	const struct matrix_entry *entry = find_entry(said, row);
	const char *url = url_of(arena, row);
	struct matrix matrix;

	if (!entry && !url)
		return problem_set(arena, PROBLEM_DATA, NULL, ret_problem,
			"%s is not used in this mode",
			service_label(row->service));
	if (!entry && !url_read_target(arena, url, &matrix, ret_problem))
		return false;
	*ret_entry = entry ? *entry : matrix.entries[0];
	return true;
}

/* In place of the matrix's entries: each row that was left as it was keeps what
 * the settings say beside it. */
static bool take_rows(struct arena *arena, const struct order *order,
	struct matrix *matrix, struct problem *ret_problem)
{
	struct matrix_entry *entries =
		arena_alloc(arena, (order->row_count + 1) * sizeof(*entries));

	for (size_t i = 0; i < order->row_count; i++)
		if (!take_row(arena, matrix, &order->rows[i], &entries[i],
			    ret_problem))
			return false;
	matrix->entries = entries;
	matrix->entry_count = order->row_count;
	return true;
}

/* Several words that are all URLs; NULL if it is anything else. */
static const char *const *list_urls(
	struct arena *arena, struct octets text, size_t *ret_count)
{
	const char **urls = NULL;
	char *rest, *word;
	size_t count = 0;

	if (!text.length || memchr(text.data, '\0', text.length))
		return NULL;
	rest = arena_printf(
		arena, "%.*s", (int)text.length, (const char *)text.data);
	while ((word = strtok_r(rest, " \t\r\n", &rest))) {
		if (!strstr(word, "://"))
			return NULL;
		urls = arena_grow(arena, urls, count, sizeof(*urls));
		urls[count++] = word;
	}
	*ret_count = count;
	return count > 1 ? urls : NULL;
}

static bool read_urls(struct arena *arena, const char *const *urls,
	size_t count, struct matrix *matrix, struct problem *ret_problem)
{
	struct matrix_entry *entries =
		arena_alloc(arena, count * sizeof(*entries));
	struct matrix one;

	for (size_t i = 0; i < count; i++) {
		if (!url_read_target(arena, urls[i], &one, ret_problem))
			return false;
		entries[i] = one.entries[0];
	}
	matrix->entries = entries;
	matrix->entry_count = count;
	return provider_compare(arena, NULL, NULL, matrix, ret_problem);
}

static bool read_text(struct arena *arena, const struct order *order,
	struct matrix *matrix, struct problem *ret_problem)
{
	const struct target_options how = {0};
	size_t count;
	const char *const *urls = list_urls(arena, order->text, &count);

	if (urls)
		return read_urls(arena, urls, count, matrix, ret_problem);
	return target_read_typed(arena, order->name ? order->name : "settings",
		order->text, &how, matrix, ret_problem);
}

bool order_read(struct arena *arena, const struct order *order,
	struct matrix *ret_matrix, struct problem *ret_problem)
{
	struct matrix matrix = {.kind = "text", .name = "settings"};

	if (!read_text(arena, order, &matrix, ret_problem)) {
		if (!order->row_count)
			return false;
		matrix = (struct matrix){.kind = "text", .name = "settings"};
	}
	if (order->row_count && !take_rows(arena, order, &matrix, ret_problem))
		return false;
	*ret_matrix = matrix;
	return true;
}

bool order_has_few(struct arena *arena, const struct matrix *matrix,
	struct problem *ret_problem)
{
	return matrix->entry_count <= SERVERS ||
	       problem_set(arena, PROBLEM_DATA, NULL, ret_problem,
		       "the settings list %zu servers and ports; at most %d "
		       "can be checked here at once",
		       matrix->entry_count, SERVERS);
}

bool order_has_hosts(struct arena *arena, const struct matrix *matrix,
	struct problem *ret_problem)
{
	for (size_t i = 0; i < matrix->entry_count; i++)
		if (!matrix->entries[i].endpoint.host)
			return problem_set(arena, PROBLEM_DATA, NULL,
				ret_problem,
				"the settings do not name the server; add its "
				"name");
	return true;
}

bool order_policies(struct arena *arena, const struct order *order,
	const struct policy **policies, size_t *ret_count,
	struct problem *ret_problem)
{
	char *rest = arena_strdup(arena, order->policies), *name;
	size_t count = 0;

	while ((name = strtok_r(rest, ", ", &rest))) {
		struct policy *policy = arena_alloc(arena, sizeof(*policy));

		if (count == ORDER_POLICIES || strpbrk(name, "/\\."))
			return problem_set(arena, PROBLEM_USAGE, "policy",
				ret_problem,
				"give up to eight names of policies");
		if (!policy_find(arena, name, policy, ret_problem) ||
			!policies_judgeable(arena, policy, ret_problem))
			return false;
		policies[count++] = policy;
	}
	*ret_count = count;
	return true;
}

struct order order_copy(struct arena *arena, const struct order *order)
{
	struct order copy = *order;
	struct endpoint *rows =
		arena_alloc(arena, (order->row_count + 1) * sizeof(*rows));

	for (size_t i = 0; i < order->row_count; i++) {
		rows[i] = order->rows[i];
		rows[i].host = arena_strdup(arena, rows[i].host);
	}
	copy.rows = rows;
	copy.text = arena_octets(arena, order->text.data, order->text.length);
	copy.name = arena_strdup(arena, order->name);
	copy.policies = arena_strdup(arena, order->policies);
	copy.discover = arena_strdup(arena, order->discover);
	return copy;
}

const char *order_key(struct arena *arena, const struct order *order)
{
	struct builder whole = {.arena = arena};

	builder_printf(&whole, "%d%d%d|%s|%s|%s|%lld|%lld|%u|",
		order->full_depth, order->best_only, order->states_only,
		order->policies, order->discover ? order->discover : "",
		order->name ? order->name : "",
		(long long)(order->deadline_us / 1000000),
		(long long)order->timeout_us, order->tls_versions);
	for (size_t i = 0; i < order->row_count; i++)
		builder_printf(&whole, "%d %d %s %u|", order->rows[i].service,
			order->rows[i].mode, order->rows[i].host,
			order->rows[i].port);
	builder_add_octets(&whole, order->text);
	return digest_sha256(
		arena, (struct octets){(unsigned char *)builder_text(&whole),
			       whole.length});
}

static bool read_port(const char *text, unsigned *ret_port)
{
	char *end;
	unsigned long port = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || !port || port > 65535)
		return false;
	*ret_port = (unsigned)port;
	return true;
}

bool order_read_row(struct arena *arena, const char *service, const char *host,
	const char *port, const char *mode, struct endpoint *ret_row,
	struct problem *ret_problem)
{
	const char *reason;

	if (!service_from_name(service, &ret_row->service) ||
		!mode_from_name(mode, &ret_row->mode))
		return problem_set(arena, PROBLEM_DATA, NULL, ret_problem,
			"choose a service and an encryption");
	if (!host_read(arena, host, &ret_row->host, &reason))
		return problem_set(
			arena, PROBLEM_DATA, NULL, ret_problem, "%s", reason);
	if (!read_port(port, &ret_row->port))
		return problem_set(arena, PROBLEM_DATA, NULL, ret_problem,
			"a port is a number from 1 to 65535");
	return true;
}
