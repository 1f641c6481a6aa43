/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/name_query.h"

#include "model/memory.h"

#include <arpa/nameser.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <resolv.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_OCTETS 4096

/* Shared by the asker and the thread; the last of the two frees it. */
struct name_query {
	atomic_int holders;
	atomic_bool done;
	int notify_fd;
	char host[NAME_QUERY_OCTETS];
	enum service service;
	enum tls_mode mode;
	struct name_facts facts; /* its strings are the buffers below */
	char mx[NAME_QUERY_OCTETS];
	char srv_target[NAME_QUERY_OCTETS];
};

static void release(struct name_query *query)
{
	if (atomic_fetch_sub(&query->holders, 1) != 1)
		return;
	close(query->notify_fd);
	free(query);
}

/* The name of a resource record's data: behind the preference of an MX (2
 * octets, RFC 1035 section 3.3.9) and priority, weight and port of an SRV (6
 * octets, RFC 2782). */
static bool read_target(const ns_msg *message, int type, char *target)
{
	for (int i = 0; i < ns_msg_count(*message, ns_s_an); i++) {
		int skip = type == ns_t_mx ? 2 : 6;
		ns_rr record;

		if (ns_parserr((ns_msg *)(uintptr_t)message, ns_s_an, i,
			    &record) != 0 ||
			(int)ns_rr_type(record) != type ||
			ns_rr_rdlen(record) <= skip)
			continue;
		if (dn_expand(ns_msg_base(*message), ns_msg_end(*message),
			    ns_rr_rdata(record) + skip, target,
			    NAME_QUERY_OCTETS) < 0)
			continue;
		if (!*target)
			memcpy(target, ".", 2); /* RFC 2782: not offered */
		return true;
	}
	return false;
}

bool name_query_read(struct octets answer, int type, char *target)
{
	ns_msg message;

	return ns_initparse(answer.data, (int)answer.length, &message) == 0 &&
	       read_target(&message, type, target);
}

enum dns_answer { ANSWER_UNKNOWN, ANSWER_NO_NAME, ANSWER_EMPTY, ANSWER_FOUND };

static enum dns_answer ask(
	struct __res_state *resolver, const char *name, int type, char *target)
{
	unsigned char octets[ANSWER_OCTETS];
	int length = res_nquery(
		resolver, name, ns_c_in, type, octets, sizeof(octets));
	ns_msg message;

	if (length < 0)
		return resolver->res_h_errno == HOST_NOT_FOUND ? ANSWER_NO_NAME
		       : resolver->res_h_errno == NO_DATA      ? ANSWER_EMPTY
							       : ANSWER_UNKNOWN;
	if (length > (int)sizeof(octets) ||
		ns_initparse(octets, length, &message) != 0)
		return ANSWER_UNKNOWN;
	if (!target)
		return ANSWER_FOUND;
	return read_target(&message, type, target) ? ANSWER_FOUND
						   : ANSWER_EMPTY;
}

/* "imap.example.com" has the domain "example.com"; that of "example.com" is
 * itself. */
static const char *domain_of(const char *host)
{
	const char *dot = strchr(host, '.');

	return dot && strchr(dot + 1, '.') ? dot + 1 : host;
}

/* RFC 6186 section 3, RFC 8314 section 5.1 */
static enum dns_answer ask_srv(struct name_query *query,
	struct __res_state *resolver, const char *name)
{
	const struct service_way *way =
		service_way_of_mode(query->service, query->mode);
	char label[NAME_QUERY_OCTETS + 32];

	if (!way || !way->srv)
		return ANSWER_EMPTY;
	snprintf(label, sizeof(label), "%s._tcp.%s", way->srv, name);
	return ask(resolver, label, ns_t_srv, query->srv_target);
}

static void ask_all(struct name_query *query, struct __res_state *resolver)
{
	struct name_facts *facts = &query->facts;
	enum dns_answer answer;

	facts->domain = domain_of(query->host);
	answer = ask(resolver, facts->domain, ns_t_soa, NULL);
	facts->answered = answer != ANSWER_UNKNOWN;
	facts->domain_exists = answer == ANSWER_FOUND || answer == ANSWER_EMPTY;
	if (!facts->answered)
		return;
	if (ask(resolver, query->host, ns_t_mx, query->mx) == ANSWER_FOUND)
		facts->mx = query->mx;
	answer = ask_srv(query, resolver, query->host);
	if (answer != ANSWER_FOUND)
		answer = ask_srv(query, resolver, facts->domain);
	if (answer == ANSWER_FOUND)
		facts->srv_target = query->srv_target;
}

static void *query_thread(void *argument)
{
	struct name_query *query = argument;
	struct __res_state resolver;
	const uint64_t one = 1;

	memset(&resolver, 0, sizeof(resolver));
	query->facts.asked = true;
	if (res_ninit(&resolver) == 0) {
		resolver.retrans = 1;
		resolver.retry = 1;
		resolver.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
		ask_all(query, &resolver);
		res_nclose(&resolver);
	}
	atomic_store(&query->done, true);
	(void)!write(query->notify_fd, &one, sizeof(one));
	release(query);
	return NULL;
}

static int start_thread(struct name_query *query)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	error = pthread_create(&thread, &attributes, query_thread, query);
	pthread_attr_destroy(&attributes);
	return error;
}

struct name_query *name_query_start(const char *host, enum service service,
	enum tls_mode mode, int notify_fd)
{
	struct name_query *query;

	if (strlen(host) >= NAME_QUERY_OCTETS)
		return NULL;
	query = memory_calloc(1, sizeof(*query));
	memcpy(query->host, host, strlen(host));
	query->service = service;
	query->mode = mode;
	query->notify_fd = fcntl(notify_fd, F_DUPFD_CLOEXEC, 3);
	atomic_init(&query->holders, 2);
	if (query->notify_fd < 0 || start_thread(query) != 0) {
		if (query->notify_fd >= 0)
			close(query->notify_fd);
		free(query);
		return NULL;
	}
	return query;
}

bool name_query_answer(struct name_query *query, struct arena *arena,
	struct name_facts *ret_name)
{
	if (!atomic_load(&query->done))
		return false;
	*ret_name = query->facts;
	ret_name->domain = arena_strdup(arena, query->facts.domain);
	ret_name->mx = arena_strdup(arena, query->facts.mx);
	ret_name->srv_target = arena_strdup(arena, query->facts.srv_target);
	return true;
}

void name_query_free(struct name_query *query)
{
	if (query)
		release(query);
}
