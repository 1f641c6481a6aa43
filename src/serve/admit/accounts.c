/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/accounts.h"

#include "model/io/file.h"
#include "model/memory.h"

#include <crypt.h>
#include <errno.h>
#include <netinet/in.h>
#include <nettle/hmac.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define ACCOUNTS 1000
#define NAME_OCTETS 256
#define PASSWORD_OCTETS 256
#define HASHING 2 /* at a time: a hash is made to cost much */
#define KEY_OCTETS 32
#define REMEMBER_MS 300000
#define PLACES 256 /* addresses that are told apart */
#define WRONG 20   /* at once, from one of them */
#define WRONG_MS 6000

struct digest_of_password {
	unsigned char octets[SHA256_DIGEST_SIZE];
};

struct account {
	const char *name;
	const char *hash;
	int64_t until_ms; /* for so long the digest is remembered */
	struct digest_of_password digest;
};

/* How many more wrong ones are looked at, in the time that they take. */
struct place {
	int64_t credit_ms, counted_ms;
};

/* What the file says. */
struct rows {
	struct arena *arena;
	struct account *list; /* [ACCOUNTS] */
	size_t count;
};

struct accounts {
	pthread_rwlock_t reading; /* of `rows`, while a visitor is looked up */
	struct rows rows;
	unsigned char key[KEY_OCTETS];
	pthread_mutex_t lock; /* of all that follows, and what is remembered */
	pthread_cond_t changed;
	unsigned hashing;
	struct place places[PLACES];
};

/* Old kinds of hashes are found too soon by whoever gets hold of the file. */
static bool is_good_hash(const char *hash)
{
	return crypt_checksalt(hash) == CRYPT_SALT_OK && *hash == '$';
}

static bool take_account(char *line, struct rows *rows)
{
	char *hash = strchr(line, ':');

	line[strcspn(line, "\r\n")] = '\0';
	if (!*line || *line == '#')
		return true;
	if (!hash || hash == line || rows->count == ACCOUNTS)
		return false;
	*hash++ = '\0';
	if (!is_good_hash(hash))
		return false;
	rows->list[rows->count++] =
		(struct account){.name = arena_strdup(rows->arena, line),
			.hash = arena_strdup(rows->arena, hash)};
	return true;
}

static struct accounts *new_accounts(struct arena *arena)
{
	struct accounts *accounts = arena_alloc(arena, sizeof(*accounts));

	if (getrandom(accounts->key, KEY_OCTETS, 0) != KEY_OCTETS)
		return NULL;
	pthread_rwlock_init(&accounts->reading, NULL);
	pthread_mutex_init(&accounts->lock, NULL);
	pthread_cond_init(&accounts->changed, NULL);
	for (size_t i = 0; i < PLACES; i++)
		accounts->places[i].credit_ms = (int64_t)WRONG * WRONG_MS;
	return accounts;
}

static bool read_lines(struct arena *arena, const char *path, FILE *file,
	struct rows *rows, struct problem *ret_problem)
{
	char line[1024];
	unsigned number = 0;
	bool good = true;

	while (good && fgets(line, sizeof(line), file)) {
		number++;
		good = take_account(line, rows);
	}
	if (good && rows->count)
		return true;
	return problem_set(arena, PROBLEM_DATA,
		good ? path : arena_printf(arena, "%s:%u", path, number),
		ret_problem,
		"lines like \"name:$2y$...\" were expected, as "
		"htpasswd -B writes them");
}

/* What is read is to be freed with its arena. */
static bool read_rows(struct arena *arena, const char *path,
	struct rows *ret_rows, struct problem *ret_problem)
{
	FILE *file = file_stream(file_open(path));
	struct rows rows;
	bool good;

	if (!file)
		return problem_set(arena, PROBLEM_NO_INPUT, path, ret_problem,
			"%s", strerror(errno));
	rows = (struct rows){.arena = arena_new()};
	rows.list = arena_alloc(rows.arena, ACCOUNTS * sizeof(*rows.list));
	good = read_lines(arena, path, file, &rows, ret_problem);
	fclose(file);
	if (good)
		*ret_rows = rows;
	else
		arena_free(rows.arena);
	return good;
}

bool accounts_read(struct arena *arena, const char *path,
	struct accounts **ret_accounts, struct problem *ret_problem)
{
	struct accounts *accounts = new_accounts(arena);

	if (!accounts)
		return problem_set(arena, PROBLEM_SYSTEM, path, ret_problem,
			"the system has no random numbers");
	if (!read_rows(arena, path, &accounts->rows, ret_problem))
		return false;
	*ret_accounts = accounts;
	return true;
}

bool accounts_read_again(struct arena *arena, struct accounts *accounts,
	const char *path, struct problem *ret_problem)
{
	struct rows rows, former;

	if (!read_rows(arena, path, &rows, ret_problem))
		return false;
	pthread_rwlock_wrlock(&accounts->reading);
	former = accounts->rows;
	accounts->rows = rows;
	pthread_rwlock_unlock(&accounts->reading);
	arena_free(former.arena);
	return true;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* In a time that does not tell where they differ. */
static bool is_same(const void *one, const void *other, size_t length)
{
	const unsigned char *a = one, *b = other;
	unsigned char difference = 0;

	for (size_t i = 0; i < length; i++)
		difference |= (unsigned char)(a[i] ^ b[i]);
	return !difference;
}

/* The same password of another account has another. */
static void make_digest(const struct accounts *accounts,
	const struct account *row, const char *password,
	struct digest_of_password *ret_digest)
{
	struct hmac_sha256_ctx hmac;

	hmac_sha256_set_key(&hmac, KEY_OCTETS, accounts->key);
	hmac_sha256_update(
		&hmac, strlen(row->hash) + 1, (const uint8_t *)row->hash);
	hmac_sha256_update(&hmac, strlen(password), (const uint8_t *)password);
	hmac_sha256_digest(&hmac, SHA256_DIGEST_SIZE, ret_digest->octets);
	explicit_bzero(&hmac, sizeof(hmac));
}

static bool remembers(struct accounts *accounts, const struct account *row,
	const struct digest_of_password *digest)
{
	bool same;

	pthread_mutex_lock(&accounts->lock);
	same = is_same(row->digest.octets, digest->octets,
		       sizeof(digest->octets)) &&
	       row->until_ms > now_ms();
	pthread_mutex_unlock(&accounts->lock);
	return same;
}

static void remember(struct accounts *accounts, struct account *row,
	const struct digest_of_password *digest)
{
	pthread_mutex_lock(&accounts->lock);
	row->digest = *digest;
	row->until_ms = now_ms() + REMEMBER_MS;
	pthread_mutex_unlock(&accounts->lock);
}

/* A network of IPv6 is one place, as an address of IPv4 is. */
static struct place *place_of(
	struct accounts *accounts, const struct sockaddr *from)
{
	struct hmac_sha256_ctx hmac;
	uint8_t digest[1];

	hmac_sha256_set_key(&hmac, KEY_OCTETS, accounts->key);
	if (from && from->sa_family == AF_INET6)
		hmac_sha256_update(&hmac, 8,
			((const struct sockaddr_in6 *)from)->sin6_addr.s6_addr);
	else if (from)
		hmac_sha256_update(&hmac, 4,
			(const uint8_t *)&((const struct sockaddr_in *)from)
				->sin_addr);
	hmac_sha256_digest(&hmac, sizeof(digest), digest);
	return &accounts->places[digest[0]];
}

/* Takes one of those that may be wrong; false if there is none. */
static bool take_try(struct accounts *accounts, struct place *place)
{
	int64_t now = now_ms(), most = (int64_t)WRONG * WRONG_MS;
	bool taken;

	pthread_mutex_lock(&accounts->lock);
	place->credit_ms += now - place->counted_ms;
	if (place->credit_ms > most)
		place->credit_ms = most;
	place->counted_ms = now;
	taken = place->credit_ms >= WRONG_MS;
	if (taken)
		place->credit_ms -= WRONG_MS;
	pthread_mutex_unlock(&accounts->lock);
	return taken;
}

static void give_back(struct accounts *accounts, struct place *place)
{
	pthread_mutex_lock(&accounts->lock);
	place->credit_ms += WRONG_MS;
	pthread_mutex_unlock(&accounts->lock);
}

static void begin_hashing(struct accounts *accounts)
{
	pthread_mutex_lock(&accounts->lock);
	while (accounts->hashing == HASHING)
		pthread_cond_wait(&accounts->changed, &accounts->lock);
	accounts->hashing++;
	pthread_mutex_unlock(&accounts->lock);
}

static void end_hashing(struct accounts *accounts)
{
	pthread_mutex_lock(&accounts->lock);
	accounts->hashing--;
	pthread_cond_signal(&accounts->changed);
	pthread_mutex_unlock(&accounts->lock);
}

static bool hashes_to(struct accounts *accounts, const struct account *row,
	const char *password)
{
	struct crypt_data *data = memory_calloc(1, sizeof(*data));
	const char *hash;
	bool same;

	begin_hashing(accounts);
	hash = crypt_r(password, row->hash, data);
	end_hashing(accounts);
	same = hash && strlen(hash) == strlen(row->hash) &&
	       is_same(hash, row->hash, strlen(hash));
	explicit_bzero(data, sizeof(*data));
	free(data);
	return same;
}

static enum accounts_answer look_up(struct accounts *accounts,
	const struct sockaddr *from, const char *name, const char *password)
{
	/* A name that is not known costs as much time. */
	struct account *row = &accounts->rows.list[0];
	struct place *place = place_of(accounts, from);
	struct digest_of_password digest;
	bool known = false, right;

	if (strlen(name) > NAME_OCTETS || strlen(password) > PASSWORD_OCTETS)
		return ACCOUNTS_UNKNOWN;
	for (size_t i = 0; i < accounts->rows.count && !known; i++)
		if (strcmp(accounts->rows.list[i].name, name) == 0) {
			row = &accounts->rows.list[i];
			known = true;
		}
	make_digest(accounts, row, password, &digest);
	if (known && remembers(accounts, row, &digest))
		return ACCOUNTS_KNOWN;
	if (!take_try(accounts, place))
		return ACCOUNTS_LATER;
	right = hashes_to(accounts, row, password) && known;
	if (right) {
		remember(accounts, row, &digest);
		give_back(accounts, place);
	}
	return right ? ACCOUNTS_KNOWN : ACCOUNTS_UNKNOWN;
}

enum accounts_answer accounts_ask(struct accounts *accounts,
	const struct sockaddr *from, const char *name, const char *password)
{
	enum accounts_answer answer;

	pthread_rwlock_rdlock(&accounts->reading);
	answer = look_up(accounts, from, name, password);
	pthread_rwlock_unlock(&accounts->reading);
	return answer;
}
