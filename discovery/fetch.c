/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "discovery/fetch.h"

#include "model/memory.h"
#include "model/text/ascii.h"
#include "net/address/public.h"
#include "net/io.h"
#include "net/web.h"

#include <curl/curl.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define HEADER_OCTETS ((size_t)64 * 1024)
#define HTTP_PORT 80
#define HTTPS_PORT 443

struct fetcher {
	struct discovery *d;
	CURLM *multi;
	struct curl_slist *resolve;
	struct curl_slist *connect_to;
	struct transfer *first; /* of those that are under way */
	size_t waiting;
};

struct transfer {
	struct fetcher *fetcher;
	struct transfer *next;
	CURL *easy;
	struct curl_slist *headers; /* of a POST */
	size_t most;                /* octets */
	char *body;
	size_t length;
	size_t header_length;
	bool too_large;
	bool public_only;             /* what it leads to was not named */
	char refused[NI_MAXHOST + 1]; /* an address that it led to; "" */
	void (*heard)(void *context, const struct fetched *fetched);
	void *context;
};

/* --resolve HOST:ADDRESS is curl's HOST:PORT:ADDRESS for both of its ports. */
static void add_overrides(struct fetcher *f)
{
	const struct discovery_request *run = &f->d->request;
	struct arena *arena = f->d->arena;

	for (size_t i = 0; i < run->resolve_count; i++) {
		const struct resolve_override *o = &run->resolves[i];

		f->resolve = curl_slist_append(
			f->resolve, arena_printf(arena, "%s:%d:%s", o->host,
					    HTTPS_PORT, o->address));
		f->resolve = curl_slist_append(
			f->resolve, arena_printf(arena, "%s:%d:%s", o->host,
					    HTTP_PORT, o->address));
	}
	for (size_t i = 0; i < run->connect_count; i++) {
		const struct connect_override *o = &run->connects[i];
		const char *port =
			o->port ? arena_printf(arena, "%u", o->port) : "";
		const char *to =
			o->to_port ? arena_printf(arena, "%u", o->to_port) : "";

		f->connect_to = curl_slist_append(
			f->connect_to, arena_printf(arena, "%s:%s:%s:%s",
					       o->host, port, o->to_host, to));
	}
}

static const char *part_of(struct arena *arena, CURLU *url, CURLUPart part)
{
	char *text = NULL, *copy;

	if (curl_url_get(url, part, &text, 0) != CURLUE_OK)
		return NULL;
	copy = arena_strdup(arena, text);
	curl_free(text);
	for (char *at = copy; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at += 'a' - 'A';
	return copy;
}

/* That of the scheme if none is given. */
static unsigned port_of(CURLU *url)
{
	char *text = NULL;
	unsigned long port = 0;

	if (curl_url_get(url, CURLUPART_PORT, &text, CURLU_DEFAULT_PORT) ==
		CURLUE_OK)
		port = strtoul(text, NULL, 10);
	curl_free(text);
	return (unsigned)port;
}

bool fetch_read_url(struct arena *arena, const char *url, struct url_parts *ret)
{
	CURLU *parts = curl_url();

	*ret = (struct url_parts){0};
	if (parts && curl_url_set(parts, CURLUPART_URL, url,
			     CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK) {
		ret->scheme = part_of(arena, parts, CURLUPART_SCHEME);
		ret->host = part_of(arena, parts, CURLUPART_HOST);
		ret->port = port_of(parts);
		ret->has_user = part_of(arena, parts, CURLUPART_USER) ||
				part_of(arena, parts, CURLUPART_PASSWORD);
	}
	curl_url_cleanup(parts);
	return ret->scheme && ret->host && *ret->host;
}

struct fetcher *fetch_new(struct discovery *d)
{
	struct fetcher *f = memory_calloc(1, sizeof(*f));

	f->d = d;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) == 0)
		f->multi = curl_multi_init();
	if (!f->multi) {
		free(f);
		return NULL;
	}
	add_overrides(f);
	return f;
}

static void end_transfer(struct transfer *transfer)
{
	struct transfer **at = &transfer->fetcher->first;

	while (*at && *at != transfer)
		at = &(*at)->next;
	if (*at)
		*at = transfer->next;
	curl_multi_remove_handle(transfer->fetcher->multi, transfer->easy);
	curl_easy_cleanup(transfer->easy);
	curl_slist_free_all(transfer->headers);
	free(transfer->body);
	free(transfer);
}

void fetch_free(struct fetcher *f)
{
	if (!f)
		return;
	while (f->first)
		end_transfer(f->first);
	curl_multi_cleanup(f->multi);
	curl_slist_free_all(f->resolve);
	curl_slist_free_all(f->connect_to);
	curl_global_cleanup();
	free(f);
}

static const struct connect_override *find_override(
	const struct discovery_request *request, const char *host,
	unsigned port)
{
	for (size_t i = 0; i < request->connect_count; i++) {
		const struct connect_override *to = &request->connects[i];

		if ((!*to->host || ascii_compare(to->host, host) == 0) &&
			(!to->port || to->port == port))
			return to;
	}
	return NULL;
}

/* Whether the user said where `url` leads to: the addresses that he gave hold
 * for two ports (add_overrides()), at others the name server's are asked. */
static bool is_named(const struct discovery *d, const char *url)
{
	const struct discovery_request *request = &d->request;
	const struct connect_override *to;
	struct url_parts parts;

	if (!fetch_read_url(d->arena, url, &parts))
		return false;
	to = find_override(request, parts.host, parts.port);
	if (to && *to->to_host)
		return true;
	for (size_t i = 0; i < request->resolve_count; i++)
		if (ascii_compare(request->resolves[i].host, parts.host) == 0)
			return parts.port == HTTP_PORT ||
			       parts.port == HTTPS_PORT;
	return false;
}

/* Asked for each address, with the very one that is connected to next: a name
 * cannot have another by then. */
static curl_socket_t open_socket(
	void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = context;

	(void)purpose;
	if (!transfer->public_only || address_is_public(&address->addr))
		return socket(address->family, address->socktype | SOCK_CLOEXEC,
			address->protocol);
	if (getnameinfo(&address->addr, address->addrlen, transfer->refused,
		    sizeof(transfer->refused), NULL, 0, NI_NUMERICHOST) != 0)
		strcpy(transfer->refused, "?");
	return CURL_SOCKET_BAD;
}

static size_t take(char *data, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	size_t length = size * count;

	if (transfer->length + length > transfer->most) {
		transfer->too_large = true;
		return 0;
	}
	transfer->body =
		memory_realloc(transfer->body, transfer->length + length + 1);
	memcpy(transfer->body + transfer->length, data, length);
	transfer->length += length;
	return length;
}

/* Headers and trailers: libcurl bounds the one, and would keep all of the
 * other. */
static size_t hear_header(char *data, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;

	(void)data;
	transfer->header_length += size * count;
	if (transfer->header_length <= HEADER_OCTETS)
		return size * count;
	transfer->too_large = true;
	return 0;
}

static void set_post(struct transfer *transfer, const struct fetch_order *order)
{
	CURL *easy = transfer->easy;
	const char *type = arena_printf(transfer->fetcher->d->arena,
		"Content-Type: %s", order->type ? order->type : "text/xml");

	transfer->headers = curl_slist_append(NULL, type);
	transfer->headers = curl_slist_append(transfer->headers, "Expect:");
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)order->post.length);
	curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, order->post.data);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
}

static void set_up(struct transfer *transfer, const struct fetch_order *order)
{
	struct fetcher *f = transfer->fetcher;
	CURL *easy = transfer->easy;
	int64_t left_us =
		(order->deadline_us ? order->deadline_us : f->d->deadline_us) -
		io_now_us();
	const struct web_way way = {
		.family = f->d->request.family,
		.ca_file = f->d->request.ca_file,
		.resolve = f->resolve,
		.connect_to = f->connect_to,
	};

	web_set_up(easy, order->url, order->cleartext ? "http" : "https", &way,
		left_us, transfer->most);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	transfer->public_only =
		f->d->request.public_only && !is_named(f->d, order->url);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
	if (order->post.data)
		set_post(transfer, order);
}

bool fetch_ask(struct fetcher *f, const struct fetch_order *order,
	void (*heard)(void *context, const struct fetched *fetched),
	void *context)
{
	struct transfer *transfer = memory_calloc(1, sizeof(*transfer));

	*transfer = (struct transfer){.fetcher = f,
		.most = order->most ? order->most : FETCH_OCTETS,
		.heard = heard,
		.context = context};
	transfer->easy = curl_easy_init();
	if (!transfer->easy) {
		free(transfer);
		return false;
	}
	set_up(transfer, order);
	if (curl_multi_add_handle(f->multi, transfer->easy) != CURLM_OK) {
		curl_easy_cleanup(transfer->easy);
		curl_slist_free_all(transfer->headers);
		free(transfer);
		return false;
	}
	transfer->next = f->first;
	f->first = transfer;
	f->waiting++;
	return true;
}

static bool is_certificate_problem(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION ||
	       code == CURLE_SSL_CACERT_BADFILE ||
	       code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_CRL_BADFILE;
}

static void conclude(struct transfer *transfer, CURLcode code)
{
	struct fetcher *f = transfer->fetcher;
	struct arena *arena = f->d->arena;
	struct fetched fetched = {
		.answered = code == CURLE_OK,
		.too_large =
			transfer->too_large || code == CURLE_FILESIZE_EXCEEDED,
		.bad_certificate = is_certificate_problem(code),
		.no_name = code == CURLE_COULDNT_RESOLVE_HOST,
		.refused = code == CURLE_COULDNT_CONNECT && *transfer->refused
				   ? arena_strdup(arena, transfer->refused)
				   : NULL,
		.problem = code == CURLE_OK ? NULL : curl_easy_strerror(code),
	};
	char *redirect = NULL;
	long number = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
	fetched.closed =
		code == CURLE_COULDNT_CONNECT && number == ECONNREFUSED;
	curl_easy_getinfo(
		transfer->easy, CURLINFO_RESPONSE_CODE, &fetched.status);
	curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &redirect);
	fetched.redirect = arena_strdup(arena, redirect);
	fetched.body = arena_octets(
		arena, transfer->body ? transfer->body : "", transfer->length);
	f->waiting--;
	transfer->heard(transfer->context, &fetched);
	end_transfer(transfer);
}

static void conclude_all(struct fetcher *f)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(f->multi, &left))) {
		struct transfer *transfer = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
			(char **)&transfer);
		conclude(transfer, code);
	}
}

void fetch_process(
	struct fetcher *f, const int *fds, size_t fd_count, int64_t timeout_us)
{
	struct curl_waitfd extra[4];
	int running;

	if (fd_count > 4)
		fd_count = 4;
	for (size_t i = 0; i < fd_count; i++)
		extra[i] = (struct curl_waitfd){
			.fd = fds[i], .events = CURL_WAIT_POLLIN};
	curl_multi_perform(f->multi, &running);
	conclude_all(f);
	curl_multi_poll(f->multi, extra, (unsigned)fd_count,
		(int)(timeout_us > 0 ? timeout_us / 1000 : 0), NULL);
	curl_multi_perform(f->multi, &running);
	conclude_all(f);
}

size_t fetch_waiting(const struct fetcher *f)
{
	return f->waiting;
}
