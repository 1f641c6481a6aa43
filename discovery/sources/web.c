/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/sources/web.h"

#include "discovery/domain.h"
#include "model/text/ascii.h"
#include "settings/forms/forms.h"

#include <string.h>

#define ENDPOINTS 32 /* of one file: far more than any provider has */

/* One file that is asked for, over all of its redirects. */
struct web_source {
	struct run *run;
	struct source_answer *source;
	struct web_question question;
	const char *url; /* as it is asked for now */
	bool post;
	bool cleartext;
	const char *plain_url; /* without the address; NULL if it has none */
	bool without;          /* ... and that was asked for in its place */
	unsigned redirects;
};

static void web_heard(void *context, const struct fetched *fetched);

static const char *url_host(struct arena *arena, const char *url)
{
	struct url_parts parts;

	return fetch_read_url(arena, url, &parts) ? parts.host : "";
}

static void end_web(
	struct web_source *web, enum source_state state, const char *detail)
{
	source_done(web->run->d, web->source, state, detail);
}

static void ask(struct web_source *web)
{
	struct run *run = web->run;
	const char *post = web->post ? web->question.request : NULL;
	const struct fetch_order order = {
		.url = web->url,
		.cleartext = web->cleartext,
		.post = {(const unsigned char *)post, post ? strlen(post) : 0},
	};

	if (!fetch_ask(run->fetcher, &order, web_heard, web))
		end_web(web, SOURCE_FAILED, "the request could not be made");
}

/* The domain stands for itself in a file that serves many. */
static struct octets fill_domain(
	struct arena *arena, struct octets text, const char *domain)
{
	static const char sign[] = "%EMAILDOMAIN%";
	const char *at = (const char *)text.data, *end = at + text.length;
	const char *next;
	size_t count = 0, used = 0, length = strlen(domain);
	char *filled;

	for (next = at; (next = memmem(next, (size_t)(end - next), sign,
				 sizeof(sign) - 1));
		next += sizeof(sign) - 1)
		count++;
	if (!count)
		return text;
	filled = arena_alloc(arena, text.length + count * length + 1);
	while ((next = memmem(
			at, (size_t)(end - at), sign, sizeof(sign) - 1))) {
		memcpy(filled + used, at, (size_t)(next - at));
		used += (size_t)(next - at);
		memcpy(filled + used, domain, length);
		used += length;
		at = next + sizeof(sign) - 1;
	}
	memcpy(filled + used, at, (size_t)(end - at));
	used += (size_t)(end - at);
	filled[used] = '\0';
	return (struct octets){(const unsigned char *)filled, used};
}

/* What is to be said of settings that came from outside, and whether they are
 * to be used at all. */
static void judge_file(struct web_source *web)
{
	struct discovery *d = web->run->d;
	const struct matrix *matrix = &web->source->matrix;
	bool named = !matrix->domain_count;

	/* Whoever answers must not have us knock at doors all day. */
	if (matrix->entry_count > ENDPOINTS) {
		end_web(web, SOURCE_STOPPED,
			arena_printf(d->arena,
				"the file names %zu servers and ports, which "
				"is implausible",
				matrix->entry_count));
		return;
	}
	for (size_t i = 0; i < matrix->entry_count; i++)
		if (!domain_is_public(matrix->entries[i].endpoint.host)) {
			end_web(web, SOURCE_STOPPED,
				arena_printf(d->arena,
					"the file names the server %s, which "
					"cannot exist on the internet",
					matrix->entries[i].endpoint.host));
			return;
		}
	for (size_t i = 0; i < matrix->domain_count; i++)
		named = named ||
			ascii_compare(matrix->domains[i], d->domain) == 0;
	end_web(web, SOURCE_FOUND,
		named ? NULL
		      : arena_printf(d->arena,
				"the file is for %s and does not name %s",
				source_shown(d->arena, matrix->domains[0]),
				d->domain));
}

static void take_file(struct web_source *web, const struct fetched *fetched)
{
	struct discovery *d = web->run->d;
	const struct form *form = forms_find(web->question.form);
	struct problem error = {0};
	const char *place = url_host(d->arena, web->url);

	if (form->likeness(fetched->body) == LIKE_NOT) {
		end_web(web, SOURCE_NOTHING,
			"the response is not a settings file");
		return;
	}
	if (forms_read(d->arena, place,
		    fill_domain(d->arena, fetched->body, d->domain), form, NULL,
		    &web->source->matrix, &error))
		judge_file(web);
	else
		end_web(web, SOURCE_STOPPED, problem_say(d->arena, &error));
}

/* Where a redirect must not lead, whoever says so; NULL: it may be followed. */
static const char *find_obstacle(struct web_source *web, const char *target,
	const struct url_parts *parts)
{
	struct arena *arena = web->run->d->arena;

	if (strcmp(parts->scheme, "https") != 0)
		return arena_printf(arena,
			"a redirect to %s, which is not https: not followed",
			source_shown(arena, target));
	if (parts->has_user)
		return arena_printf(arena,
			"a redirect to %s with credentials in it: not followed",
			source_shown(arena, parts->host));
	if (!domain_is_public(parts->host))
		return arena_printf(arena,
			"a redirect to %s, which cannot exist on the internet: "
			"not followed",
			source_shown(arena, parts->host));
	if (++web->redirects > REDIRECTS)
		return "more than 10 redirects: not followed";
	return NULL;
}

/* By a name in clear text anybody could have pointed here. */
static bool leave_cleartext(struct web_source *web, const char *host)
{
	struct discovery *d = web->run->d;

	if (!domain_is_within(host, d->domain) || !d->address) {
		end_web(web, SOURCE_STOPPED,
			arena_printf(d->arena,
				"an unencrypted redirect to %s: nothing was "
				"sent there",
				source_shown(d->arena, host)));
		return false;
	}
	web->source->kind = SOURCE_AUTODISCOVER;
	web->source->rank = RANK_CLEARTEXT;
	web->post = true;
	web->cleartext = false;
	return true;
}

/* Beyond the mail domain nothing goes that holds the address. Answers whether
 * the redirect is to be followed as it is. */
static bool leave_domain(struct web_source *web, const char *host)
{
	struct arena *arena = web->run->d->arena;

	if (!web->post && web->plain_url && !web->without) {
		/* Whatever the redirect holds, it was made for the address:
		 * what is told without one may be followed. */
		web->without = true;
		web->url = web->plain_url;
		ask(web);
		return false;
	}
	if (web->post || (web->plain_url && !web->without)) {
		end_web(web, SOURCE_STOPPED,
			arena_printf(arena,
				"a redirect to another domain (%s): the "
				"address was not sent there",
				source_shown(arena, host)));
		return false;
	}
	if (web->source->rank < RANK_INDIRECT)
		web->source->rank = RANK_INDIRECT;
	web->source->name = arena_printf(arena, "%s, by way of %s",
		web->source->name, source_shown(arena, host));
	return true;
}

/* A redirect is followed where it stays with https, and an address goes along
 * only within the mail domain. */
static void follow(struct web_source *web, const char *target)
{
	struct discovery *d = web->run->d;
	struct url_parts parts = {.scheme = "", .host = ""};
	const char *obstacle;

	if (!fetch_read_url(d->arena, target, &parts))
		parts.scheme = "";
	obstacle = find_obstacle(web, target, &parts);
	if (obstacle) {
		end_web(web, SOURCE_STOPPED, obstacle);
		return;
	}
	if (web->source->kind == SOURCE_REDIRECT) {
		if (!leave_cleartext(web, parts.host))
			return;
	} else if (!domain_is_within(parts.host, d->domain)) {
		if (!leave_domain(web, parts.host))
			return;
	}
	web->url = target;
	ask(web);
}

static const char *http_words(struct arena *arena, long status)
{
	if (status == 401 || status == 407)
		return "the server requires credentials, which are not sent";
	if (status == 404 || status == 410)
		return "not found";
	return arena_printf(arena, "HTTP status %ld", status);
}

static void web_failed(struct web_source *web, const struct fetched *fetched)
{
	if (fetched->bad_certificate)
		end_web(web, SOURCE_STOPPED,
			"the server's certificate is not trusted");
	else if (fetched->too_large)
		end_web(web, SOURCE_STOPPED,
			"the response is larger than 1 MiB");
	else if (fetched->refused)
		end_web(web, SOURCE_STOPPED,
			arena_printf(web->run->d->arena,
				"the name leads to %s, which is not a public "
				"address: not contacted",
				fetched->refused));
	else if (fetched->no_name)
		end_web(web, SOURCE_NOTHING, "no such server");
	else if (fetched->closed)
		end_web(web, SOURCE_NOTHING, "the connection was refused");
	else
		end_web(web, SOURCE_FAILED, fetched->problem);
}

static void web_heard(void *context, const struct fetched *fetched)
{
	struct web_source *web = context;
	struct arena *arena = web->run->d->arena;
	const char *redirect;

	if (!fetched->answered)
		web_failed(web, fetched);
	else if (fetched->status >= 300 && fetched->status < 400 &&
		 fetched->redirect)
		follow(web, fetched->redirect);
	else if (web->source->kind == SOURCE_REDIRECT)
		end_web(web, SOURCE_NOTHING, "no redirect to https");
	else if (fetched->status != 200)
		end_web(web,
			fetched->status >= 500 ? SOURCE_FAILED : SOURCE_NOTHING,
			http_words(arena, fetched->status));
	else if (web->question.find_redirect &&
		 (redirect = web->question.find_redirect(arena, fetched->body)))
		follow(web, redirect);
	else
		take_file(web, fetched);
}

void web_ask(struct run *run, const struct web_question *question)
{
	struct discovery *d = run->d;
	struct web_source *web = arena_alloc(d->arena, sizeof(*web));
	struct source_answer *source =
		source_add(d, question->kind, question->rank, question->name);

	if (!source)
		return;
	*web = (struct web_source){
		.run = run,
		.source = source,
		.question = *question,
		.url = question->url,
		.plain_url = strcmp(question->name, question->url) != 0
				     ? question->name
				     : NULL,
		.post = question->kind == SOURCE_AUTODISCOVER,
		.cleartext = question->kind == SOURCE_REDIRECT,
	};
	if ((web->post || web->cleartext) && !d->address) {
		source_done(d, source, SOURCE_SKIPPED,
			"only queried with an address");
		return;
	}
	ask(web);
}
