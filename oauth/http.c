/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "oauth/http.h"

#include "model/memory.h"
#include "model/table.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"
#include "net/address/reach.h"
#include "net/io.h"
#include "net/web.h"

#include <curl/curl.h>
#include <malloc.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define HTTPS_PORT 443

struct http {
	struct arena *arena;
	struct http_way way;
	CURLM *multi;
	struct curl_slist *resolve;
	struct curl_slist *connect_to;
	struct curl_slist *headers;
	struct locked *body;
	enum http_result result;
	long status;
	size_t header_length;
	bool too_large;
	const struct reach *reach;    /* NULL: what it leads to was named */
	char refused[NI_MAXHOST + 1]; /* an address that it led to; "" */
	const char *redirect;
	const char *problem; /* of libcurl */
};

/* What libcurl has had in its hands is wiped when it gives it back. */
static void wipe_free(void *pointer)
{
	if (pointer)
		explicit_bzero(pointer, malloc_usable_size(pointer));
	free(pointer);
}

static void *wipe_realloc(void *pointer, size_t size)
{
	size_t old = pointer ? malloc_usable_size(pointer) : 0;
	void *grown = malloc(size);

	if (!grown)
		return NULL;
	memcpy(grown, pointer ? pointer : "", old < size ? old : size);
	wipe_free(pointer);
	return grown;
}

/* --resolve HOST:ADDRESS is curl's HOST:PORT:ADDRESS. */
static void add_overrides(struct http *http)
{
	const struct engine_request *run = http->way.run;
	struct arena *arena = http->arena;

	for (size_t i = 0; i < run->resolve_count; i++)
		http->resolve = curl_slist_append(http->resolve,
			arena_printf(arena, "%s:%d:%s", run->resolves[i].host,
				HTTPS_PORT, run->resolves[i].address));
	for (size_t i = 0; i < run->connect_count; i++) {
		const struct connect_override *o = &run->connects[i];
		const char *port =
			o->port ? arena_printf(arena, "%u", o->port) : "";
		const char *to =
			o->to_port ? arena_printf(arena, "%u", o->to_port) : "";

		http->connect_to = curl_slist_append(http->connect_to,
			arena_printf(arena, "%s:%s:%s:%s", o->host, port,
				o->to_host, to));
	}
}

struct http *http_new(struct arena *arena, const struct http_way *way)
{
	struct http *http = arena_alloc(arena, sizeof(*http));

	*http = (struct http){.arena = arena, .way = *way};
	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_free,
		    wipe_realloc, strdup, calloc) != 0)
		return NULL;
	http->multi = curl_multi_init();
	http->body = locked_new(HTTP_OCTETS);
	http->headers = curl_slist_append(NULL, "Accept: application/json");
	http->headers = curl_slist_append(http->headers, "Expect:");
	add_overrides(http);
	if (http->multi)
		return http;
	http_free(http);
	return NULL;
}

void http_free(struct http *http)
{
	if (!http)
		return;
	curl_multi_cleanup(http->multi);
	curl_slist_free_all(http->resolve);
	curl_slist_free_all(http->connect_to);
	curl_slist_free_all(http->headers);
	curl_global_cleanup();
	locked_free(http->body);
	http->body = NULL;
}

/* In lower case; "" if it has none, or libcurl would not ask it. */
static const char *host_of(struct arena *arena, const char *url, bool *ret_fit)
{
	CURLU *parts = curl_url();
	char *host = NULL, *scheme = NULL, *user = NULL;
	const char *copy = "";

	*ret_fit = false;
	if (parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
		curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
		curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) ==
			CURLUE_OK) {
		copy = arena ? arena_strdup(arena, host) : "";
		*ret_fit = strcmp(scheme, "https") == 0 && *host &&
			   curl_url_get(parts, CURLUPART_USER, &user, 0) ==
				   CURLUE_NO_USER;
	}
	curl_free(host);
	curl_free(scheme);
	curl_free(user);
	curl_url_cleanup(parts);
	return copy;
}

bool http_may_ask(const char *url)
{
	bool fit;

	host_of(NULL, url, &fit);
	return fit;
}

/* That of https if none is given. */
static unsigned port_of(const char *url)
{
	CURLU *parts = curl_url();
	unsigned long port = 0;
	char *text = NULL;

	if (parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
		curl_url_get(parts, CURLUPART_PORT, &text,
			CURLU_DEFAULT_PORT) == CURLUE_OK)
		port = strtoul(text, NULL, 10);
	curl_free(text);
	curl_url_cleanup(parts);
	return (unsigned)port;
}

/* Whether the user said which computer this port of the host is on; the
 * overrides hold for no other port (add_overrides()). */
static bool is_named(const struct http *http, const char *host, unsigned port)
{
	const struct engine_request *run = http->way.run;

	for (size_t i = 0; i < run->connect_count; i++) {
		const struct connect_override *to = &run->connects[i];

		if ((!*to->host || ascii_compare(to->host, host) == 0) &&
			(!to->port || to->port == port))
			return *to->to_host != '\0';
	}
	for (size_t i = 0; i < run->resolve_count; i++)
		if (ascii_compare(run->resolves[i].host, host) == 0)
			return port == HTTPS_PORT;
	return false;
}

/* Asked for each address, with the very one that is connected to next. */
static curl_socket_t open_socket(
	void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct http *http = context;

	(void)purpose;
	if (reach_allows(http->reach, &address->addr))
		return socket(address->family, address->socktype | SOCK_CLOEXEC,
			address->protocol);
	if (getnameinfo(&address->addr, address->addrlen, http->refused,
		    sizeof(http->refused), NULL, 0, NI_NUMERICHOST) != 0)
		strcpy(http->refused, "?");
	return CURL_SOCKET_BAD;
}

static size_t take(char *data, size_t size, size_t count, void *context)
{
	struct http *http = context;

	if (locked_add(http->body, data, size * count))
		return size * count;
	http->too_large = true;
	return 0;
}

/* Headers and trailers: libcurl bounds the one, and would keep all of the
 * other. */
static size_t hear_header(char *data, size_t size, size_t count, void *context)
{
	struct http *http = context;

	(void)data;
	http->header_length += size * count;
	if (http->header_length <= HTTP_OCTETS)
		return size * count;
	http->too_large = true;
	return 0;
}

/* What is posted is not copied. */
static void set_request(struct http *http, CURL *easy, const char *url,
	const struct locked *form)
{
	const struct web_way way = {
		.family = http->way.run->family,
		.ca_file = http->way.ca_file,
		.resolve = http->resolve,
		.connect_to = http->connect_to,
	};
	int64_t left_us = http->way.deadline_us - io_now_us();

	if (left_us > http->way.run->timeout_us)
		left_us = http->way.run->timeout_us;
	web_set_up(easy, url, "https", &way, left_us, HTTP_OCTETS);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, http->headers);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, http);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, http);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, http);
	if (form) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, form->text);
		curl_easy_setopt(
			easy, CURLOPT_POSTFIELDSIZE, (long)form->length);
	}
}

static enum http_result result_of(const struct http *http, CURLcode code)
{
	switch (code) {
	case CURLE_OK:
		return http->redirect ? HTTP_REDIRECTED : HTTP_ANSWERED;
	case CURLE_FILESIZE_EXCEEDED:
		return HTTP_TOO_LARGE;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return HTTP_UNTRUSTED;
	case CURLE_COULDNT_RESOLVE_HOST:
		return HTTP_UNREACHABLE;
	case CURLE_COULDNT_CONNECT:
		return *http->refused ? HTTP_NOT_PUBLIC : HTTP_UNREACHABLE;
	case CURLE_OPERATION_TIMEDOUT:
		return HTTP_TIMEOUT;
	default:
		return http->too_large ? HTTP_TOO_LARGE : HTTP_FAILED;
	}
}

static bool is_interrupted(const struct http *http)
{
	struct pollfd fd = {.fd = http->way.interrupt_fd, .events = POLLIN};

	return poll(&fd, 1, 0) > 0;
}

/* Waits for the end. Answers false if the user interrupts it. */
static bool perform(struct http *http, CURLcode *ret_code)
{
	struct curl_waitfd extra = {
		.fd = http->way.interrupt_fd, .events = CURL_WAIT_POLLIN};
	int running = 1, left;
	CURLMsg *message;

	while (running) {
		curl_multi_perform(http->multi, &running);
		while ((message = curl_multi_info_read(http->multi, &left)))
			if (message->msg == CURLMSG_DONE)
				*ret_code = message->data.result;
		if (running && curl_multi_poll(http->multi, &extra, 1, 1000,
				       NULL) != CURLM_OK)
			return true;
		if (running && is_interrupted(http))
			return false;
	}
	return true;
}

static void note(struct http *http, CURL *easy, CURLcode code)
{
	char *redirect = NULL;

	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &http->status);
	curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &redirect);
	http->redirect = arena_strdup(http->arena, redirect);
	http->problem = curl_easy_strerror(code);
	http->result = result_of(http, code);
}

static void forget(struct http *http)
{
	locked_clear(http->body);
	http->status = 0;
	http->header_length = 0;
	http->too_large = false;
	*http->refused = '\0';
	http->redirect = NULL;
	http->problem = NULL;
}

enum http_result http_ask(
	struct http *http, const char *url, const struct locked *form)
{
	CURL *easy = curl_easy_init();
	CURLcode code = CURLE_FAILED_INIT;
	bool fit;

	forget(http);
	http->reach =
		is_named(http, host_of(http->arena, url, &fit), port_of(url))
			? NULL
			: http->way.run->reach;
	set_request(http, easy, url, form);
	if (curl_multi_add_handle(http->multi, easy) != CURLM_OK)
		http->result = HTTP_FAILED;
	else if (perform(http, &code))
		note(http, easy, code);
	else
		http->result = HTTP_INTERRUPTED;
	curl_multi_remove_handle(http->multi, easy);
	curl_easy_cleanup(easy);
	return http->result;
}

long http_status(const struct http *http)
{
	return http->status;
}

struct octets http_body(const struct http *http)
{
	return locked_octets(http->body);
}

static const char *shown(struct arena *arena, const char *text)
{
	return escape_excerpt(arena,
		(struct octets){(const unsigned char *)text, strlen(text)},
		100);
}

const char *http_problem(const struct http *http, const char *url)
{
	struct arena *arena = http->arena;
	bool fit;
	const char *host = shown(arena, host_of(arena, url, &fit));

	switch (http->result) {
	case HTTP_REDIRECTED:
		return arena_printf(arena,
			"%s redirects to %s; redirects are not followed, and "
			"nothing was sent there",
			host,
			shown(arena, host_of(arena, http->redirect, &fit)));
	case HTTP_TOO_LARGE:
		return arena_printf(
			arena, "%s sent a response larger than 64 KiB", host);
	case HTTP_UNTRUSTED:
		return arena_printf(arena,
			"the certificate of %s is not trusted; nothing was "
			"sent",
			host);
	case HTTP_NOT_PUBLIC:
		return arena_printf(arena,
			"%s leads to %s, which is not a public address: not "
			"contacted",
			host, http->refused);
	case HTTP_UNREACHABLE:
		return arena_printf(arena, "%s cannot be reached", host);
	case HTTP_TIMEOUT:
		return arena_printf(arena, "%s did not respond in time", host);
	case HTTP_INTERRUPTED:
		return "interrupted";
	case HTTP_FAILED:
	case HTTP_ANSWERED:
	case HTTP_RESULT_COUNT:
		break;
	}
	return arena_printf(arena, "%s: %s", host,
		http->problem ? http->problem : "the request failed");
}

enum http_result http_wait(const struct http *http, int64_t until_us)
{
	struct pollfd fd = {.fd = http->way.interrupt_fd, .events = POLLIN};
	int64_t now_us;

	if (until_us > http->way.deadline_us)
		until_us = http->way.deadline_us;
	while ((now_us = io_now_us()) < until_us)
		if (poll(&fd, 1, (int)((until_us - now_us) / 1000) + 1) > 0)
			return HTTP_INTERRUPTED;
	return now_us >= http->way.deadline_us ? HTTP_TIMEOUT : HTTP_ANSWERED;
}
