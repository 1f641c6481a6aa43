/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/door.h"

#include "model/memory.h"
#include "model/service.h"
#include "model/text/ascii.h"
#include "net/resolve.h"
#include "settings/host.h"

#include <crypt.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ACCOUNTS 1000
#define NAME_OCTETS 256
#define PASSWORD_OCTETS 256
#define HASHING 2 /* at a time: a hash is made to cost much */

struct account_row {
	const char *name;
	const char *hash;
};

struct door_accounts {
	struct account_row rows[ACCOUNTS];
	size_t count;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	unsigned hashing;
};

bool door_read_allow(struct arena *arena, const char *const *texts,
	size_t count, struct door *ret_door, struct problem *ret_problem)
{
	struct network *networks =
		arena_alloc(arena, (count + 1) * sizeof(*networks));
	const char **domains =
		arena_alloc(arena, (count + 1) * sizeof(*domains));

	ret_door->limited = count > 0;
	ret_door->domains = domains;
	ret_door->reach.networks = networks;
	for (size_t i = 0; i < count; i++) {
		const char *reason;
		struct network *network = &networks[ret_door->reach.count];

		if (reach_read_network(texts[i], network))
			ret_door->reach.count++;
		else if (!strchr(texts[i], '/') &&
			 host_read(arena, texts[i],
				 &domains[ret_door->domain_count], &reason))
			ret_door->domain_count++;
		else
			return problem_set(arena, PROBLEM_USAGE, texts[i],
				ret_problem,
				"a network like 192.0.2.0/24 or a domain like "
				"example.com was expected");
	}
	return true;
}

/* Hashes of old are found too soon by whoever gets hold of the file. */
static bool is_good_hash(const char *hash)
{
	return crypt_checksalt(hash) == CRYPT_SALT_OK && *hash == '$';
}

static bool take_account(
	struct arena *arena, char *line, struct door_accounts *accounts)
{
	char *hash = strchr(line, ':');

	line[strcspn(line, "\r\n")] = '\0';
	if (!*line || *line == '#')
		return true;
	if (!hash || hash == line || accounts->count == ACCOUNTS)
		return false;
	*hash++ = '\0';
	if (!is_good_hash(hash))
		return false;
	accounts->rows[accounts->count++] = (struct account_row){
		arena_strdup(arena, line), arena_strdup(arena, hash)};
	return true;
}

bool door_read_accounts(struct arena *arena, const char *path,
	struct door_accounts **ret_accounts, struct problem *ret_problem)
{
	struct door_accounts *accounts = arena_alloc(arena, sizeof(*accounts));
	FILE *file = fopen(path, "re");
	char line[1024];
	unsigned number = 0;
	bool good = true;

	if (!file)
		return problem_set(arena, PROBLEM_NO_INPUT, path, ret_problem,
			"%s", strerror(errno));
	while (good && fgets(line, sizeof(line), file)) {
		number++;
		good = take_account(arena, line, accounts);
	}
	fclose(file);
	if (!good || !accounts->count)
		return problem_set(arena, PROBLEM_DATA,
			good ? path
			     : arena_printf(arena, "%s:%u", path, number),
			ret_problem,
			"lines like \"name:$2y$...\" were expected, as "
			"htpasswd -B writes them");
	pthread_mutex_init(&accounts->lock, NULL);
	pthread_cond_init(&accounts->changed, NULL);
	*ret_accounts = accounts;
	return true;
}

static void begin_hashing(struct door_accounts *accounts)
{
	pthread_mutex_lock(&accounts->lock);
	while (accounts->hashing == HASHING)
		pthread_cond_wait(&accounts->changed, &accounts->lock);
	accounts->hashing++;
	pthread_mutex_unlock(&accounts->lock);
}

static void end_hashing(struct door_accounts *accounts)
{
	pthread_mutex_lock(&accounts->lock);
	accounts->hashing--;
	pthread_cond_signal(&accounts->changed);
	pthread_mutex_unlock(&accounts->lock);
}

/* In a time that does not tell where they differ */
static bool is_same(const char *one, const char *other)
{
	size_t length = strlen(one);
	unsigned char difference = 0;

	if (strlen(other) != length)
		return false;
	for (size_t i = 0; i < length; i++)
		difference |= (unsigned char)(one[i] ^ other[i]);
	return !difference;
}

bool door_knows(
	struct door_accounts *accounts, const char *name, const char *password)
{
	/* A name that is not known costs as much time. */
	const struct account_row *row = &accounts->rows[0];
	struct crypt_data *data;
	const char *hash;
	bool known = false, same;

	if (strlen(name) > NAME_OCTETS || strlen(password) > PASSWORD_OCTETS)
		return false;
	for (size_t i = 0; i < accounts->count && !known; i++)
		if (strcmp(accounts->rows[i].name, name) == 0) {
			row = &accounts->rows[i];
			known = true;
		}
	data = memory_calloc(1, sizeof(*data));
	begin_hashing(accounts);
	hash = crypt_r(password, row->hash, data);
	end_hashing(accounts);
	same = hash && is_same(hash, row->hash);
	explicit_bzero(data, sizeof(*data));
	free(data);
	return known && same;
}

static bool is_within(const char *host, const char *domain)
{
	size_t length = strlen(host), part = strlen(domain);

	return length >= part &&
	       ascii_compare(host + length - part, domain) == 0 &&
	       (length == part || host[length - part - 1] == '.');
}

static bool is_allowed_host(const struct door *door, const char *host)
{
	struct address address;

	if (address_parse(host, &address)) {
		const struct reach reach = {
			door->reach.networks, door->reach.count, true};

		return reach_allows(&reach, (struct sockaddr *)&address.socket);
	}
	for (size_t i = 0; i < door->domain_count; i++)
		if (is_within(host, door->domains[i]))
			return true;
	return false;
}

bool door_allows_domain(struct arena *arena, const struct door *door,
	const char *address, struct problem *ret_problem)
{
	const char *at = strrchr(address, '@');
	const char *domain = at ? at + 1 : address;

	return !door->limited || is_allowed_host(door, domain) ||
	       problem_set(arena, PROBLEM_USAGE, NULL, ret_problem,
		       "%s is not among the domains that may be checked here",
		       domain);
}

static bool is_mail_port(unsigned port)
{
	const struct service_way *way = NULL;
	enum service service;

	while (service_next_way(&service, &way))
		if (way->port == port)
			return true;
	return false;
}

bool door_allows(struct arena *arena, const struct door *door,
	const struct matrix *matrix, struct problem *ret_problem)
{
	for (size_t i = 0; door->limited && i < matrix->entry_count; i++) {
		const struct endpoint *endpoint = &matrix->entries[i].endpoint;

		if (!is_allowed_host(door, endpoint->host))
			return problem_set(arena, PROBLEM_USAGE, NULL,
				ret_problem,
				"%s is not among the servers that may be "
				"checked here",
				endpoint->host);
		if (!is_mail_port(endpoint->port))
			return problem_set(arena, PROBLEM_USAGE, NULL,
				ret_problem,
				"port %u is no usual port for mail, and no "
				"other may be checked here",
				endpoint->port);
	}
	return true;
}
