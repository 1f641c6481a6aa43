/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/dns.h"

#include "discovery/dns_record.h"
#include "model/memory.h"
#include "net/resolve.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <stdlib.h>
#include <string.h>
#include <unbound.h>
#include <unistd.h>

struct dns {
	struct discovery *d;
	struct ub_ctx *context;
	bool validates;
	size_t waiting;
};

struct inquiry {
	struct dns *dns;
	int type;
	void (*heard)(void *context, const struct dns_answer *answer);
	void *context;
};

/* port = 1*5DIGIT, from 1 to 65535 */
static bool is_port(const char *text)
{
	unsigned long port = 0;
	size_t length = strlen(text);

	if (!length || length > 5 || strspn(text, "0123456789") != length)
		return false;
	for (; *text; text++)
		port = 10 * port + (unsigned long)(*text - '0');
	return port > 0 && port <= 65535;
}

bool dns_is_server(const char *server)
{
	const char *at = strchr(server, '@');
	size_t length = at ? (size_t)(at - server) : strlen(server);
	char text[INET6_ADDRSTRLEN + 1];
	struct address address;

	if (length >= sizeof(text))
		return false;
	memcpy(text, server, length);
	text[length] = '\0';
	if (!address_parse(text, &address))
		return false;
	return !at || is_port(at + 1);
}

/* Where distributions keep the root's anchor. */
static const char *find_anchor(const struct discovery_request *request)
{
	static const char *const files[] = {"/usr/share/dns/root.key",
		"/var/lib/unbound/root.key", "/etc/unbound/root.key",
		"/var/lib/unbound/root.anchor"};

	if (request->dns_anchor)
		return request->dns_anchor;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (access(files[i], R_OK) == 0)
			return files[i];
	return NULL;
}

static bool set_up(struct dns *dns, const char **ret_problem)
{
	const struct discovery_request *request = &dns->d->request;
	const char *anchor = find_anchor(request);
	int error;

	/* A name server on this machine is as good as any. */
	ub_ctx_set_option(dns->context, "do-not-query-localhost:", "no");
	if (request->dns_server)
		error = ub_ctx_set_fwd(dns->context, request->dns_server);
	else
		error = ub_ctx_resolvconf(dns->context, NULL);
	if (error) {
		*ret_problem = request->dns_server
				       ? "the name server is not an address; "
					 "give ADDRESS, or ADDRESS@PORT if the "
					 "port is not 53"
				       : "this computer's name servers are "
					 "unknown (/etc/resolv.conf)";
		return false;
	}
	dns->validates = anchor && access(anchor, R_OK) == 0 &&
			 ub_ctx_add_ta_file(dns->context, anchor) == 0;
	if (request->dns_anchor && !dns->validates) {
		*ret_problem = "the file of the DNSSEC trust anchor cannot be "
			       "read or contains none";
		return false;
	}
	return ub_ctx_async(dns->context, 1) == 0;
}

struct dns *dns_new(struct discovery *d, const char **ret_problem)
{
	struct dns *dns = memory_calloc(1, sizeof(*dns));

	*ret_problem = "libunbound could not be initialised";
	dns->d = d;
	dns->context = ub_ctx_create();
	if (dns->context && set_up(dns, ret_problem))
		return dns;
	dns_free(dns);
	return NULL;
}

void dns_free(struct dns *dns)
{
	if (dns && dns->context)
		ub_ctx_delete(dns->context);
	free(dns);
}

static void hear(void *data, int error, struct ub_result *result)
{
	struct inquiry *inquiry = data;
	struct dns *dns = inquiry->dns;
	struct arena *arena = dns->d->arena;
	struct dns_answer answer = {.state = "not checked"};

	dns->waiting--;
	if (error || !result) {
		answer.failed = true;
		answer.reason = error ? ub_strerror(error) : NULL;
	} else {
		answer.bogus = result->bogus;
		answer.failed = !result->bogus &&
				result->rcode != ns_r_noerror &&
				result->rcode != ns_r_nxdomain;
		if (result->rcode == ns_r_servfail && !result->bogus)
			answer.reason = "the name server failed";
		answer.state = result->bogus    ? "forged"
			       : result->secure ? "signed"
			       : dns->validates ? "not signed"
						: "not checked";
		if (result->bogus && result->why_bogus)
			answer.reason = arena_strdup(arena, result->why_bogus);
		if (!answer.failed && !answer.bogus)
			for (int i = 0; result->data && result->data[i]; i++)
				dns_record_read(arena, inquiry->type,
					(struct octets){(const unsigned char *)
								result->data[i],
						(size_t)result->len[i]},
					&answer);
	}
	dns_record_sort(&answer);
	inquiry->heard(inquiry->context, &answer);
	ub_resolve_free(result);
}

bool dns_ask(struct dns *dns, const char *name, int type,
	void (*heard)(void *context, const struct dns_answer *answer),
	void *context)
{
	struct inquiry *inquiry = arena_alloc(dns->d->arena, sizeof(*inquiry));

	*inquiry = (struct inquiry){dns, type, heard, context};
	if (ub_resolve_async(dns->context, name, type, ns_c_in, inquiry, hear,
		    NULL) != 0)
		return false;
	dns->waiting++;
	return true;
}

int dns_fd(const struct dns *dns)
{
	return ub_fd(dns->context);
}

void dns_process(struct dns *dns)
{
	ub_process(dns->context);
}

size_t dns_waiting(const struct dns *dns)
{
	return dns->waiting;
}
