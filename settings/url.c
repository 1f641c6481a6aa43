/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* URL = scheme "://" host [ ":" port ] [ "/" ] [ "?mode=" mode ]
 *
 * The generic syntax is that of RFC 3986; the schemes are those that mail
 * programs and RFC 8314 use for the services. */

#include "settings/url.h"
#include "model/text/ascii.h"
#include "settings/expect.h"
#include "settings/host.h"
#include "settings/lexicon.h"
#include "settings/refuse.h"

#include <stdlib.h>
#include <string.h>

/* What an endpoint given by URL alone is held to. */
static const struct source sources[] = {
	{
		.title = "RFC 8314: Cleartext Considered Obsolete",
		.url = "https://www.rfc-editor.org/rfc/rfc8314",
		.looked_up = "2026-11-22",
		.certainty = "confirmed",
		.note = "TLS 1.2 or newer for mail programs",
	},
	{
		.title = "RFC 8996: Deprecating TLS 1.0 and TLS 1.1",
		.url = "https://www.rfc-editor.org/rfc/rfc8996",
		.looked_up = "2026-11-22",
		.certainty = "confirmed",
		.note = "no TLS 1.0 and no TLS 1.1",
	},
};

/* The parts of a URL; each is NULL where it is missing. */
struct parts {
	char *scheme;
	char *host;
	char *port;
	char *path; /* without its slash */
	char *query;
};

struct url_reader {
	struct arena *arena;
	const char *shown; /* the URL in quotes, safe to show */
	struct problem *ret_problem;
};

static bool refuse(struct url_reader *r, const char *why)
{
	return problem_set(
		r->arena, PROBLEM_USAGE, r->shown, r->ret_problem, "%s", why);
}

/* Ends the string at the first of `separators`, and answers with what stands
 * behind it; NULL if there is none. */
static char *cut(char *text, const char *separators)
{
	char *at = strpbrk(text, separators);

	if (!at)
		return NULL;
	*at = '\0';
	return at + 1;
}

/* host = IP-literal / IPv4address / reg-name, RFC 3986 section 3.2.2 */
static void split_authority(char *authority, struct parts *parts)
{
	char *behind = authority;

	parts->host = authority;
	if (authority[0] == '[' && strchr(authority, ']'))
		behind = strchr(authority, ']') + 1;
	/* Several colons without brackets are an address, not a port. */
	if (strchr(behind, ':') == strrchr(behind, ':'))
		parts->port = cut(behind, ":");
}

static void split(struct arena *arena, const char *url, struct parts *parts)
{
	char *authority;

	*parts = (struct parts){.scheme = arena_strdup(arena, url)};
	authority = strstr(parts->scheme, "://");
	*authority = '\0';
	authority += 3;
	parts->query = cut(authority, "?");
	parts->path = cut(authority, "/");
	split_authority(authority, parts);
}

static const char *list_schemes(struct arena *arena)
{
	const struct service_way *way = NULL;
	const char *list = NULL, *last = NULL;
	enum service service;

	while (service_next_way(&service, &way)) {
		if (last)
			list = list ? arena_printf(arena, "%s, %s", list, last)
				    : last;
		last = way->scheme;
	}
	return arena_printf(arena, "%s and %s", list, last);
}

/* What other programs call a scheme of ours. */
static bool refuse_scheme(struct url_reader *r, const char *name)
{
	enum mode_word word;
	enum service service;
	const struct service_way *way = NULL;

	/* The lexicon forgives blanks and quotes; a URL has none. */
	if (!strpbrk(name, " \t\"'") &&
		lexicon_service(name, strlen(name), &service, &word))
		way = service_way_of_mode(service,
			word == WORD_IMPLICIT ? MODE_IMPLICIT : MODE_EXPLICIT);
	if (way)
		return refuse(r, arena_printf(r->arena, "write %s:// for this",
					 way->scheme));
	return refuse(r,
		arena_printf(r->arena, "the scheme is not known; known are %s",
			list_schemes(r->arena)));
}

static bool find_scheme(const char *name, struct endpoint *ret_endpoint)
{
	const struct service_way *way = NULL;
	enum service service;

	while (service_next_way(&service, &way))
		if (ascii_compare(name, way->scheme) == 0) {
			ret_endpoint->service = service;
			ret_endpoint->mode = way->mode;
			ret_endpoint->port = way->port;
			return true;
		}
	return false;
}

/* mode-parameter = "mode=" ( "implicit" / "explicit" / "cleartext" ) */
static bool read_query(
	struct url_reader *r, const char *query, struct endpoint *endpoint)
{
	enum tls_mode mode;

	if (strncmp(query, "mode=", 5) != 0)
		return refuse(r,
			"the only thing known behind \"?\" is mode=cleartext"
			", mode=explicit or mode=implicit");
	if (!mode_from_name(query + 5, &mode))
		return refuse(r, "a mode is cleartext, explicit or implicit");
	if (mode == endpoint->mode)
		return true;
	if (endpoint->mode == MODE_IMPLICIT)
		return refuse(
			r, arena_printf(r->arena,
				   "%s means implicit TLS; write %s:// for "
				   "another mode",
				   service_way_of_mode(
					   endpoint->service, MODE_IMPLICIT)
					   ->scheme,
				   service_way_of_mode(
					   endpoint->service, MODE_EXPLICIT)
					   ->scheme));
	if (mode == MODE_IMPLICIT && service_port(endpoint->service, mode))
		endpoint->port = service_port(endpoint->service, mode);
	endpoint->mode = mode;
	return true;
}

static bool read_port(
	struct url_reader *r, const char *text, unsigned *ret_port)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long port;

	if (!digits || text[digits])
		return refuse(r, "the port behind the colon is not a number");
	port = digits > 5 ? 0 : strtoul(text, NULL, 10);
	if (port < 1 || port > 65535)
		return refuse(r, "a port is a number from 1 to 65535");
	*ret_port = (unsigned)port;
	return true;
}

static bool read_host(
	struct url_reader *r, const char *text, const char **ret_host)
{
	const char *zone = strstr(text, "%25");
	const char *reason;

	/* RFC 6874: the percent sign before a zone id is itself encoded. */
	if (text[0] == '[' && zone)
		text = arena_printf(r->arena, "%.*s%%%s", (int)(zone - text),
			text, zone + 3);
	if (text[0] != '[' && strchr(text, ':'))
		return refuse(r, "an IPv6 address stands in brackets, as in "
				 "imaps://[2001:db8::1]:993");
	if (host_read(r->arena, text, ret_host, &reason))
		return true;
	return refuse(r, arena_printf(r->arena, "the host: %s", reason));
}

static struct matrix make_matrix(
	struct arena *arena, const char *url, const struct endpoint *endpoint)
{
	struct matrix_entry *entry = arena_alloc(arena, sizeof(*entry));
	bool ipv6 = strchr(endpoint->host, ':') != NULL;
	bool tls = endpoint->mode != MODE_CLEARTEXT;

	*entry = (struct matrix_entry){.endpoint = *endpoint};
	entry->expectation.tls_at_least = TLS_NONE;
	if (tls)
		expect_usual(&entry->expectation);
	return (struct matrix){
		.kind = "url",
		.name = arena_strdup(arena, url),
		.title = arena_printf(arena, "%s at %s%s%s, port %u",
			service_label(endpoint->service), ipv6 ? "[" : "",
			endpoint->host, ipv6 ? "]" : "", endpoint->port),
		.sources = sources,
		.source_count = tls ? sizeof(sources) / sizeof(*sources) : 0,
		.entries = entry,
		.entry_count = 1,
	};
}

/* Refuses what cannot be split. A password may stand before an "@" and
 * contain any sign, so that nothing of such a URL is shown. */
static bool inspect(struct url_reader *r, const char *url)
{
	if (!strstr(url, "://"))
		return refuse(r, "this is not a URL such as "
				 "imaps://mail.example.com");
	if (strchr(url, '@')) {
		r->shown = "a URL with an \"@\" (not shown here)";
		return refuse(r, "leave the user out: mailsonde does not log "
				 "in, and nothing secret may stand on a "
				 "command line");
	}
	if (strchr(url, '#'))
		return refuse(r, "leave out \"#\" and what follows");
	return true;
}

bool url_read_target(struct arena *arena, const char *url,
	struct matrix *ret_matrix, struct problem *ret_problem)
{
	struct url_reader r = {arena, refuse_quote(arena, url), ret_problem};
	struct endpoint endpoint = {0};
	struct parts parts;

	if (!inspect(&r, url))
		return false;
	split(arena, url, &parts);
	if (!find_scheme(parts.scheme, &endpoint))
		return refuse_scheme(&r, parts.scheme);
	if (parts.path && parts.path[0])
		return refuse(&r, "leave out the path: mailsonde opens no "
				  "mailbox");
	if (parts.query && !read_query(&r, parts.query, &endpoint))
		return false;
	if (parts.port && !read_port(&r, parts.port, &endpoint.port))
		return false;
	if (!read_host(&r, parts.host, &endpoint.host))
		return false;
	*ret_matrix = make_matrix(arena, url, &endpoint);
	return true;
}
