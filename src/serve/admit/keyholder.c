/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/keyholder.h"

#include "model/memory.h"
#include "model/table.h"
#include "model/text/builder.h"
#include "net/served.h"
#include "src/sandbox/confine.h"
#include "src/sign/passing.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_OCTETS ((size_t)2 * 1024 * 1024)
#define CHAIN_MOST 16
#define KEPT 16 /* keys that an identity signs with; a listener has fewer */

/* What is asked for, and what comes back. */
enum word { WORD_READ, WORD_SIGN, WORD_DROP, WORD_DONE, WORD_PROBLEM };

struct sign_order {
	unsigned number; /* of the key */
	unsigned algorithm;
	bool hashed;
	/* and the octets */
};

struct read_answer {
	unsigned number;
	struct served_kind kind;
	size_t lengths[CHAIN_MOST]; /* of the certificates, which follow, and
				     * then the clients' anchors */
};

struct keyholder {
	pid_t process;
	int fd;
	pthread_mutex_t lock; /* one asks, and hears, at a time */
};

/* In the process */

struct kept {
	unsigned number;
	struct served_key *key; /* NULL: none */
};

static void drop(struct kept *kept)
{
	served_key_free(kept->key);
	*kept = (struct kept){0};
}

static struct kept *find_kept(struct kept kept[KEPT], unsigned number)
{
	for (size_t i = 0; i < KEPT; i++)
		if (kept[i].key && kept[i].number == number)
			return &kept[i];
	return NULL;
}

/* In place of none or, if there are too many, of the oldest. */
static struct kept *keep(struct kept kept[KEPT], struct served_key *key)
{
	struct kept *oldest = kept;
	unsigned newest = 0;

	for (size_t i = 0; i < KEPT; i++) {
		if (kept[i].number < oldest->number)
			oldest = &kept[i];
		if (kept[i].number > newest)
			newest = kept[i].number;
	}
	drop(oldest);
	*oldest = (struct kept){newest + 1, key};
	return oldest;
}

static void tell_problem(const struct problem *problem)
{
	struct arena *arena = arena_new();
	struct builder text = {.arena = arena};
	const char *place = problem->place ? problem->place : "";
	unsigned kind = problem->kind;

	builder_add_octets(
		&text, (struct octets){(unsigned char *)&kind, sizeof(kind)});
	builder_add_octets(&text, (struct octets){(const unsigned char *)place,
					  strlen(place) + 1});
	builder_add(&text, problem->text);
	(void)!passing_send(PASSING_FD, WORD_PROBLEM,
		(struct octets){
			(unsigned char *)builder_text(&text), text.length});
	arena_free(arena);
}

static void tell_read(const struct kept *kept, const struct secret *clients)
{
	struct arena *arena = arena_new();
	struct builder all = {.arena = arena};
	struct read_answer answer;

	memset(&answer, 0, sizeof(answer));
	answer.number = kept->number;
	answer.kind = served_key_kind(kept->key);
	for (unsigned i = 0; i < CHAIN_MOST; i++)
		answer.lengths[i] = served_key_certificate(kept->key, i).length;
	builder_add_octets(&all,
		(struct octets){(unsigned char *)&answer, sizeof(answer)});
	for (unsigned i = 0; i < CHAIN_MOST; i++)
		builder_add_octets(&all, served_key_certificate(kept->key, i));
	if (clients)
		builder_add_octets(&all, secret_octets(clients));
	(void)!passing_send(PASSING_FD, WORD_DONE,
		(struct octets){
			(unsigned char *)builder_text(&all), all.length});
	arena_free(arena);
}

static void read_files(
	const struct credentials_files *files, struct kept kept[KEPT])
{
	struct arena *arena = arena_new();
	struct credentials read;
	struct problem problem = {0};

	if (credentials_read(arena, files, &read, &problem)) {
		tell_read(keep(kept, read.key), read.clients);
		secret_free(read.clients);
	} else {
		tell_problem(&problem);
	}
	arena_free(arena);
}

static bool sign_with(struct kept kept[KEPT], struct arena *arena,
	struct octets asked, struct octets *ret_signature)
{
	struct sign_order order;
	struct served_text text;
	const struct kept *found;

	if (asked.length < sizeof(order))
		return false;
	memcpy(&order, asked.data, sizeof(order));
	text = (struct served_text){order.algorithm, order.hashed,
		{asked.data + sizeof(order), asked.length - sizeof(order)}};
	found = find_kept(kept, order.number);
	return found &&
	       served_key_sign(found->key, arena, &text, ret_signature);
}

static bool drop_asked(struct kept kept[KEPT], struct octets asked)
{
	struct kept *found = NULL;
	unsigned number;

	if (asked.length == sizeof(number)) {
		memcpy(&number, asked.data, sizeof(number));
		found = find_kept(kept, number);
	}
	if (found)
		drop(found);
	return found != NULL;
}

static bool serve_once(
	const struct credentials_files *files, struct kept kept[KEPT])
{
	struct arena *arena = arena_new();
	struct octets asked, signature = {0};
	unsigned word;
	bool open = passing_receive(
		PASSING_FD, arena, MESSAGE_OCTETS, &word, &asked);

	if (open && word == WORD_READ) {
		read_files(files, kept);
	} else if (open) {
		bool done = word == WORD_DROP
				    ? drop_asked(kept, asked)
				    : sign_with(kept, arena, asked, &signature);

		open = passing_send(
			PASSING_FD, done ? WORD_DONE : WORD_PROBLEM, signature);
	}
	arena_free(arena);
	return open;
}

static _Noreturn void hold(
	struct arena *arena, const struct credentials_files *files)
{
	const char *const again[] = {files->chain, files->key, files->clients};
	struct kept kept[KEPT] = {{0}};

	confine_keyholder(again, COUNT_OF(again), arena);
	while (serve_once(files, kept))
		continue;
	_exit(0);
}

/* In this one */

struct keyholder *keyholder_start(struct arena *arena,
	const struct credentials_files *files, struct problem *ret_problem)
{
	struct keyholder *holder = arena_alloc(arena, sizeof(*holder));

	pthread_mutex_init(&holder->lock, NULL);
	holder->process = passing_start(&holder->fd);
	if (holder->process == 0)
		hold(arena, files);
	if (holder->process > 0)
		return holder;
	problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
		"the process that is to hold the key cannot be started: %s",
		strerror(errno));
	return NULL;
}

/* Answers false if the process is gone. */
static bool ask(struct keyholder *holder, struct arena *arena, enum word word,
	struct octets octets, unsigned *ret_word, struct octets *ret_octets)
{
	bool heard;

	pthread_mutex_lock(&holder->lock);
	heard = passing_send(holder->fd, word, octets) &&
		passing_receive(holder->fd, arena, MESSAGE_OCTETS, ret_word,
			ret_octets);
	pthread_mutex_unlock(&holder->lock);
	return heard;
}

/* A key of the process, by its number. */
struct key {
	struct keyholder *holder;
	unsigned number;
};

static bool sign(void *context, struct arena *arena,
	const struct served_text *text, struct octets *ret_signature)
{
	const struct key *key = context;
	struct builder all = {.arena = arena};
	struct sign_order order;
	unsigned word;

	memset(&order, 0, sizeof(order));
	order.number = key->number;
	order.algorithm = text->algorithm;
	order.hashed = text->hashed;
	builder_add_octets(
		&all, (struct octets){(unsigned char *)&order, sizeof(order)});
	builder_add_octets(&all, text->octets);
	return ask(key->holder, arena, WORD_SIGN,
		       (struct octets){
			       (unsigned char *)builder_text(&all), all.length},
		       &word, ret_signature) &&
	       word == WORD_DONE;
}

/* Nobody signs with it any more. */
static void end_key(void *context)
{
	struct key *key = context;
	struct arena *arena = arena_new();
	struct octets nothing;
	unsigned word;

	(void)!ask(key->holder, arena, WORD_DROP,
		(struct octets){(const unsigned char *)&key->number,
			sizeof(key->number)},
		&word, &nothing);
	arena_free(arena);
	free(key);
}

static bool hear_problem(
	struct arena *arena, struct octets told, struct problem *ret_problem)
{
	const char *place = (const char *)told.data + sizeof(unsigned);
	unsigned kind;

	memcpy(&kind, told.data, sizeof(kind));
	return problem_set(arena, (enum problem_kind)kind,
		*place ? place : NULL, ret_problem, "%s",
		place + strlen(place) + 1);
}

/* NULL if it cannot be served with. */
static struct served_identity *hear_identity(struct keyholder *holder,
	const struct read_answer *answer, struct octets *rest,
	const char **ret_clients)
{
	struct octets chain[CHAIN_MOST];
	struct key *key = memory_calloc(1, sizeof(*key));
	const struct served_signer signer = {sign, end_key, key};
	size_t count = 0;

	*key = (struct key){holder, answer->number};
	for (; count < CHAIN_MOST && answer->lengths[count]; count++) {
		chain[count] =
			(struct octets){rest->data, answer->lengths[count]};
		rest->data += answer->lengths[count];
		rest->length -= answer->lengths[count];
	}
	*ret_clients = rest->length ? (const char *)rest->data : NULL;
	return served_identity_new(
		&answer->kind, chain, count, *ret_clients, &signer);
}

bool keyholder_read(struct keyholder *holder, struct arena *arena,
	struct held *ret_held, struct problem *ret_problem)
{
	struct octets told;
	struct read_answer answer;
	unsigned word;

	if (!ask(holder, arena, WORD_READ, (struct octets){0}, &word, &told))
		return problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
			"the process that holds the key ended");
	if (word != WORD_DONE)
		return hear_problem(arena, told, ret_problem);
	memcpy(&answer, told.data, sizeof(answer));
	told.data += sizeof(answer);
	told.length -= sizeof(answer);
	ret_held->identity =
		hear_identity(holder, &answer, &told, &ret_held->clients);
	return ret_held->identity ||
	       problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
		       "HTTPS cannot be served with this certificate and key");
}

int keyholder_fd(const struct keyholder *holder)
{
	return holder->fd;
}
