/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is asked, and what is made of each answer. An address goes only into
 * what the user was told of, and only to hosts within the mail domain. */

#include "discovery/dns.h"
#include "discovery/fetch.h"

#include "model/text/ascii.h"
#include "model/text/escape.h"
#include "net/io.h"
#include "settings/forms/forms.h"
#include "settings/library/profile.h"
#include "settings/library/provider.h"
#include "settings/refuse.h"
#include "settings/url.h"
#include "settings/xml/document.h"

#include <arpa/nameser.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define SRV_LABELS 6
#define SLICE_US 100000
#define SHOWN 160
#define ENDPOINTS 32 /* of one file: far more than any provider has */

struct run {
	struct discovery *d;
	struct dns *dns;
	struct fetcher *fetcher;
	/* SRV records answer together: what each label has, and how it is. */
	struct source_answer *srv;
	struct dns_answer srv_answers[SRV_LABELS];
	size_t srv_left;
	bool guessed[4]; /* which of the usual names have an address */
};

static const struct srv_label {
	const char *label;
	enum service service;
	enum tls_mode mode;
} srv_labels[SRV_LABELS] = {
	{"_imaps", SERVICE_IMAP, MODE_IMPLICIT},
	{"_imap", SERVICE_IMAP, MODE_EXPLICIT},
	{"_pop3s", SERVICE_POP3, MODE_IMPLICIT},
	{"_pop3", SERVICE_POP3, MODE_EXPLICIT},
	{"_submissions", SERVICE_SMTP, MODE_IMPLICIT},
	{"_submission", SERVICE_SMTP, MODE_EXPLICIT},
};

/* One file that is asked for, over all of its redirects. */
struct web_source {
	struct run *run;
	struct source_answer *source;
	const char *url; /* as it is asked for now */
	bool post;
	bool cleartext;
	const char *plain_url; /* without the address; NULL if it has none */
	bool without;          /* ... and that was asked for in its place */
	unsigned redirects;
};

static void web_heard(void *context, const struct fetched *fetched);

struct source_answer *discovery_add(struct discovery *d, enum source_kind kind,
	enum rank rank, const char *name)
{
	struct source_answer *source;

	if (d->source_count == SOURCES)
		return NULL;
	source = &d->sources[d->source_count++];
	*source = (struct source_answer){
		.kind = kind, .rank = rank, .name = name};
	return source;
}

void discovery_done(struct discovery *d, struct source_answer *source,
	enum source_state state, const char *detail)
{
	source->state = state;
	source->detail = detail;
	source->duration_us = io_now_us() - d->begin_us;
	if (d->told)
		d->told(d, source);
}

static const char *shown(struct arena *arena, const char *text)
{
	return escape_excerpt(arena,
		(struct octets){(const unsigned char *)text, strlen(text)},
		SHOWN);
}

bool is_within(const char *host, const char *domain)
{
	size_t length = strlen(host), part = strlen(domain);

	return length >= part &&
	       ascii_compare(host + length - part, domain) == 0 &&
	       (length == part || host[length - part - 1] == '.');
}

static size_t count_labels(const char *host)
{
	size_t count = 1;

	for (; *host; host++)
		count += *host == '.';
	return count;
}

const char *mx_full_domain(struct arena *arena, const char *host)
{
	const char *dot = strchr(host, '.');
	const char *base = mx_base_domain(arena, host);

	/* What lies above the registered domain is everybody's. */
	if (!dot || count_labels(dot + 1) < 2 || !base ||
		!is_within(dot + 1, base))
		return NULL;
	return arena_strdup(arena, dot + 1);
}

/* Second labels below which others register: enough not to ask somebody else
 * where the MX lies in one of these. */
static bool is_shared(const char *label, size_t length)
{
	static const char *const shared[] = {"co", "com", "net", "org", "ac",
		"gov", "edu", "or", "ne", "go", "gob", "gouv", "mil", "nom",
		"ltd", "plc", "sch", "gen", "ind", "firm", "web", "asn", "id"};

	for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++)
		if (strlen(shared[i]) == length &&
			ascii_compare_n(shared[i], label, length) == 0)
			return true;
	return false;
}

const char *mx_base_domain(struct arena *arena, const char *host)
{
	size_t labels = count_labels(host), wanted = 2;
	const char *at = host;

	if (labels < 2)
		return NULL;
	for (size_t left = labels; left > 2; left--)
		at = strchr(at, '.') + 1;
	/* mail.example.co.uk: three labels */
	if (is_shared(at, strcspn(at, ".")) &&
		strlen(strrchr(host, '.') + 1) == 2)
		wanted = 3;
	if (labels < wanted)
		return NULL;
	at = host;
	for (size_t left = labels; left > wanted; left--)
		at = strchr(at, '.') + 1;
	return arena_strdup(arena, at);
}

static const char *url_host(struct arena *arena, const char *url)
{
	struct url_parts parts;

	return url_read(arena, url, &parts) ? parts.host : "";
}

/* A name of the internet's, as a server for everybody has it: whoever answers
 * must not have us look at this machine or the network around it. */
bool is_public_name(const char *host)
{
	static const char *const local[] = {
		"localhost", "local", "internal", "localdomain", "home.arpa"};
	const char *dot = strrchr(host, '.');

	if (!dot || strpbrk(host, ":[]%") ||
		strspn(dot + 1, "0123456789") == strlen(dot + 1))
		return false;
	for (size_t i = 0; i < sizeof(local) / sizeof(*local); i++)
		if (is_within(host, local[i]))
			return false;
	return true;
}

/* Built-in providers */

static bool take_profile(
	struct discovery *d, struct source_answer *source, const char *domain)
{
	const char *name = provider_of_domain(d->arena, domain);
	struct problem error = {0};

	if (!name ||
		!profile_find(d->arena, name, NULL, &source->matrix, &error))
		return false;
	discovery_done(d, source, SOURCE_FOUND,
		arena_printf(d->arena, "the profile %s", name));
	return true;
}

/* Files over https */

static const char *request_of(struct discovery *d)
{
	return arena_printf(d->arena,
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/"
		"autodiscover/outlook/requestschema/2006\">\n"
		"  <Request>\n"
		"    <EMailAddress>%s</EMailAddress>\n"
		"    <AcceptableResponseSchema>http://schemas.microsoft.com/"
		"exchange/autodiscover/outlook/responseschema/2006a"
		"</AcceptableResponseSchema>\n"
		"  </Request>\n"
		"</Autodiscover>\n",
		d->address);
}

static void end_web(
	struct web_source *web, enum source_state state, const char *detail)
{
	discovery_done(web->run->d, web->source, state, detail);
}

static void ask_web(struct web_source *web)
{
	struct run *run = web->run;

	if (!fetch(run->fetcher, web->url,
		    web->post ? request_of(run->d) : NULL, web->cleartext,
		    web_heard, web))
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
		if (!is_public_name(matrix->entries[i].endpoint.host)) {
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
				shown(d->arena, matrix->domains[0]),
				d->domain));
}

static void take_file(struct web_source *web, const struct fetched *fetched)
{
	struct discovery *d = web->run->d;
	const struct form *form = forms_find(
		web->source->kind == SOURCE_AUTOCONFIG ? "autoconfig"
						       : "autodiscover");
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

/* A redirect is followed where it stays with https, and an address goes along
 * only within the mail domain. */
static void follow(struct web_source *web, const char *target)
{
	struct discovery *d = web->run->d;
	struct url_parts parts;
	const char *host;
	bool within;

	if (!url_read(d->arena, target, &parts) ||
		strcmp(parts.scheme, "https") != 0) {
		end_web(web, SOURCE_STOPPED,
			arena_printf(d->arena,
				"a redirect to %s, which is not https: not "
				"followed",
				shown(d->arena, target)));
		return;
	}
	host = parts.host;
	within = is_within(host, d->domain);
	if (parts.has_user || !is_public_name(host)) {
		end_web(web, SOURCE_STOPPED,
			arena_printf(d->arena,
				parts.has_user
					? "a redirect to %s with credentials "
					  "in it: not followed"
					: "a redirect to %s, which cannot "
					  "exist on the internet: not followed",
				shown(d->arena, host)));
		return;
	}
	if (++web->redirects > REDIRECTS) {
		end_web(web, SOURCE_STOPPED,
			"more than 10 redirects: not followed");
		return;
	}
	if (web->source->kind == SOURCE_REDIRECT) {
		/* By a name in clear text anybody could have pointed here. */
		if (!within || !d->address) {
			end_web(web, SOURCE_STOPPED,
				arena_printf(d->arena,
					"an unencrypted redirect to %s: "
					"nothing was sent there",
					shown(d->arena, host)));
			return;
		}
		web->source->kind = SOURCE_AUTODISCOVER;
		web->source->rank = RANK_CLEARTEXT;
		web->post = true;
		web->cleartext = false;
	} else if (!within) {
		if (!web->post && web->plain_url && !web->without) {
			/* Whatever the redirect holds, it was made for the
			 * address: what is told without one may be followed. */
			web->without = true;
			web->url = web->plain_url;
			ask_web(web);
			return;
		}
		if (web->post || (web->plain_url && !web->without)) {
			end_web(web, SOURCE_STOPPED,
				arena_printf(d->arena,
					"a redirect to another domain (%s): "
					"the address was not sent there",
					shown(d->arena, host)));
			return;
		}
		if (web->source->rank < RANK_INDIRECT)
			web->source->rank = RANK_INDIRECT;
		web->source->name = arena_printf(d->arena, "%s, by way of %s",
			web->source->name, shown(d->arena, host));
	}
	web->url = target;
	ask_web(web);
}

static const xmlNode *child_of(const xmlNode *parent, const char *name)
{
	for (xmlNode *node = parent ? parent->children : NULL; node;
		node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
			ascii_compare((const char *)node->name, name) == 0)
			return node;
	return NULL;
}

/* Autodiscover/Response/Account/RedirectUrl; NULL if there is none. */
static const char *find_redirect(
	struct web_source *web, const struct fetched *fetched)
{
	struct arena *arena = web->run->d->arena;
	struct problem error = {0};
	xmlDoc *document;
	const xmlNode *node;
	const char *url = NULL;

	if (web->source->kind != SOURCE_AUTODISCOVER)
		return NULL;
	document = document_read(arena, &document_foreign, "",
		fetched->body.data, fetched->body.length, &error);
	node = document ? child_of(xmlDocGetRootElement(document), "Response")
			: NULL;
	node = child_of(child_of(node, "Account"), "RedirectUrl");
	if (node)
		url = document_content(arena, node);
	xmlFreeDoc(document);
	return url;
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
	else if (fetched->unreachable)
		end_web(web, SOURCE_NOTHING, "no such server");
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
	else if ((redirect = find_redirect(web, fetched)))
		follow(web, redirect);
	else
		take_file(web, fetched);
}

static void add_web(struct run *run, enum source_kind kind, enum rank rank,
	const char *name, const char *url)
{
	struct discovery *d = run->d;
	struct web_source *web = arena_alloc(d->arena, sizeof(*web));
	struct source_answer *source = discovery_add(d, kind, rank, name);

	if (!source)
		return;
	*web = (struct web_source){
		.run = run,
		.source = source,
		.url = url,
		.plain_url = strcmp(name, url) != 0 ? name : NULL,
		.post = kind == SOURCE_AUTODISCOVER,
		.cleartext = kind == SOURCE_REDIRECT,
	};
	if ((web->post || web->cleartext) && !d->address) {
		discovery_done(d, source, SOURCE_SKIPPED,
			"only queried with an address");
		return;
	}
	ask_web(web);
}

/* What RFC 3986 leaves alone in a query stays, the rest becomes %XX. */
static const char *query_of(struct arena *arena, const char *address)
{
	char *text = arena_alloc(arena, 3 * strlen(address) + 1), *to = text;

	for (; *address; address++) {
		bool plain = (*address >= 'a' && *address <= 'z') ||
			     (*address >= 'A' && *address <= 'Z') ||
			     (*address >= '0' && *address <= '9') ||
			     strchr("-._~", *address);

		if (plain)
			*to++ = *address;
		else
			to += snprintf(
				to, 4, "%%%02X", (unsigned char)*address);
	}
	return text;
}

/* The local part goes along only to the mail domain's own server. */
static void add_autoconfig(struct run *run, const char *domain, enum rank rank)
{
	struct discovery *d = run->d;
	const char *name = arena_printf(
		d->arena, "https://autoconfig.%s/mail/config-v1.1.xml", domain);
	const char *url = name;

	if (d->address && strcmp(domain, d->domain) == 0)
		url = arena_printf(d->arena, "%s?emailaddress=%s", name,
			query_of(d->arena, d->address));
	add_web(run, SOURCE_AUTOCONFIG, rank, name, url);
}

static void add_database(struct run *run, const char *domain, enum rank rank)
{
	const char *url = arena_printf(run->d->arena,
		"https://autoconfig.thunderbird.net/v1.1/%s", domain);

	add_web(run, SOURCE_AUTOCONFIG, rank, url, url);
}

static void add_pox(struct run *run, const char *host, enum rank rank)
{
	const char *url = arena_printf(run->d->arena,
		"https://%s/autodiscover/autodiscover.xml", host);

	add_web(run, SOURCE_AUTODISCOVER, rank, url, url);
}

static void ask_the_web(struct run *run)
{
	struct discovery *d = run->d;
	const char *url;

	add_autoconfig(run, d->domain, RANK_DOMAIN_HTTPS);
	url = arena_printf(d->arena,
		"https://%s/.well-known/autoconfig/mail/config-v1.1.xml",
		d->domain);
	add_web(run, SOURCE_AUTOCONFIG, RANK_DOMAIN_HTTPS, url, url);
	add_database(run, d->domain, RANK_DATABASE);
	add_pox(run, d->domain, RANK_AUTODISCOVER);
	add_pox(run, arena_printf(d->arena, "autodiscover.%s", d->domain),
		RANK_AUTODISCOVER);
	url = arena_printf(d->arena,
		"http://autodiscover.%s/autodiscover/autodiscover.xml",
		d->domain);
	add_web(run, SOURCE_REDIRECT, RANK_CLEARTEXT, url, url);
}

/* DNS */

static void add_record(struct records *records, const struct srv_label *label,
	const struct dns_record *record)
{
	const struct record found = {
		.service = label->service,
		.host = record->target,
		.port = record->port,
		.word = label->mode == MODE_IMPLICIT ? WORD_IMPLICIT
						     : WORD_EXPLICIT,
		.said = label->label,
		.account.user_name = "%EMAILADDRESS%",
	};
	struct problem error;

	if (is_public_name(record->target))
		records_add(records, &found, &error);
}

/* The smaller priority first, whatever the label (RFC 6186 section 3.4). */
static void add_by_priority(struct run *run, struct records *records)
{
	size_t next[SRV_LABELS] = {0};

	for (;;) {
		size_t best = SRV_LABELS;

		for (size_t i = 0; i < SRV_LABELS; i++) {
			const struct dns_answer *answer = &run->srv_answers[i];

			if (next[i] < answer->count &&
				(best == SRV_LABELS ||
					answer->records[next[i]].priority <
						run->srv_answers[best]
							.records[next[best]]
							.priority))
				best = i;
		}
		if (best == SRV_LABELS)
			return;
		add_record(records, &srv_labels[best],
			&run->srv_answers[best].records[next[best]++]);
	}
}

/* "not offered" labels are worth a word. */
static const char *denied_words(struct run *run)
{
	const char *list = NULL;

	for (size_t i = 0; i < SRV_LABELS; i++) {
		const struct dns_answer *answer = &run->srv_answers[i];

		if (answer->count &&
			strcmp(answer->records[0].target, ".") == 0)
			list = arena_printf(run->d->arena, "%s%s%s",
				list ? list : "declared as not offered: ",
				list ? ", " : "", srv_labels[i].label);
	}
	return list;
}

static bool srv_is_sure(const struct run *run)
{
	for (size_t i = 0; i < SRV_LABELS; i++) {
		const struct dns_answer *answer = &run->srv_answers[i];
		bool signed_ = strcmp(answer->state ? answer->state : "",
				       "signed") == 0;

		for (size_t k = 0; k < answer->count; k++)
			if (!signed_ &&
				strcmp(answer->records[k].target, ".") != 0 &&
				!is_within(answer->records[k].target,
					run->d->domain))
				return false;
	}
	return true;
}

static void conclude_srv(struct run *run)
{
	struct discovery *d = run->d;
	struct records *records = records_new(d->arena, "SRV records");
	struct source_answer *source = run->srv;
	struct problem error;
	size_t failed = 0;

	for (size_t i = 0; i < SRV_LABELS; i++) {
		const struct dns_answer *answer = &run->srv_answers[i];

		failed += answer->failed;
		if (answer->bogus) {
			source->dnssec = "forged";
			discovery_done(d, source, SOURCE_STOPPED,
				answer->reason ? shown(d->arena, answer->reason)
					       : "DNSSEC validation failed");
			return;
		}
		/* The weakest of them is what it is worth. */
		if (answer->count &&
			(!source->dnssec ||
				strcmp(source->dnssec, "signed") == 0))
			source->dnssec = answer->state;
	}
	add_by_priority(run, records);
	source->rank = srv_is_sure(run) ? RANK_SRV_SURE : RANK_INDIRECT;
	if (records_count(records) &&
		records_conclude(records, "srv", &source->matrix, &error))
		discovery_done(d, source, SOURCE_FOUND, denied_words(run));
	else
		discovery_done(d, source,
			failed == SRV_LABELS ? SOURCE_FAILED : SOURCE_NOTHING,
			failed == SRV_LABELS
				? "the name server does not respond"
				: denied_words(run));
}

struct srv_context {
	struct run *run;
	size_t index;
};

static void srv_heard(void *context, const struct dns_answer *answer)
{
	struct srv_context *srv = context;

	srv->run->srv_answers[srv->index] = *answer;
	if (--srv->run->srv_left == 0)
		conclude_srv(srv->run);
}

static void void_forged(struct run *run, const char *what)
{
	struct discovery *d = run->d;
	struct source_answer *source =
		discovery_add(d, SOURCE_SRV, RANK_INDIRECT,
			arena_printf(d->arena, "%s of %s", what, d->domain));

	if (!source)
		return;
	source->dnssec = "forged";
	discovery_done(d, source, SOURCE_STOPPED, "DNSSEC validation failed");
}

static void autodiscover_srv_heard(
	void *context, const struct dns_answer *answer)
{
	struct run *run = context;
	const struct dns_record *record = &answer->records[0];

	if (answer->bogus) {
		void_forged(run, "_autodiscover._tcp");
		return;
	}
	if (!answer->count || !is_public_name(record->target) ||
		record->port != 443)
		return;
	/* The address goes nowhere beyond the domain on DNS's word alone. */
	if (is_within(record->target, run->d->domain)) {
		add_pox(run, record->target, RANK_INDIRECT);
	} else {
		struct source_answer *source = discovery_add(run->d,
			SOURCE_AUTODISCOVER, RANK_INDIRECT,
			arena_printf(run->d->arena, "_autodiscover._tcp.%s",
				run->d->domain));

		if (source)
			discovery_done(run->d, source, SOURCE_STOPPED,
				arena_printf(run->d->arena,
					"the record points to another domain "
					"(%s): the address was not sent there",
					record->target));
	}
}

static void ask_by_mx(struct run *run, const char *mx)
{
	struct discovery *d = run->d;
	const char *full = mx_full_domain(d->arena, mx);
	const char *base = mx_base_domain(d->arena, mx);
	const char *domains[] = {full, base};
	struct source_answer *source = discovery_add(d, SOURCE_BUILTIN,
		RANK_INDIRECT,
		arena_printf(d->arena, "built-in provider of the MX %s", mx));

	if (source && !(full && take_profile(d, source, full)) &&
		!(base && take_profile(d, source, base)))
		discovery_done(
			d, source, SOURCE_NOTHING, "no built-in provider");
	for (size_t i = 0; i < 2; i++) {
		if (!domains[i] || strcmp(domains[i], d->domain) == 0 ||
			is_within(d->domain, domains[i]) ||
			(i == 1 && full && strcmp(full, base) == 0))
			continue;
		add_autoconfig(run, domains[i], RANK_INDIRECT);
		add_database(run, domains[i], RANK_INDIRECT);
	}
}

static void mx_heard(void *context, const struct dns_answer *answer)
{
	struct run *run = context;

	if (answer->bogus) {
		void_forged(run, "MX records");
		return;
	}
	if (answer->count && is_public_name(answer->records[0].target))
		ask_by_mx(run, answer->records[0].target);
}

static void ask_dns(struct run *run)
{
	struct discovery *d = run->d;
	const char *problem;

	run->srv = discovery_add(d, SOURCE_SRV, RANK_INDIRECT,
		arena_printf(d->arena, "SRV records of %s", d->domain));
	run->dns = dns_new(d, &problem);
	if (!run->dns) {
		discovery_done(d, run->srv, SOURCE_FAILED, problem);
		return;
	}
	run->srv_left = SRV_LABELS;
	for (size_t i = 0; i < SRV_LABELS; i++) {
		struct srv_context *srv = arena_alloc(d->arena, sizeof(*srv));
		static const struct dns_answer none = {.failed = true};

		*srv = (struct srv_context){run, i};
		if (!dns_ask(run->dns,
			    arena_printf(d->arena, "%s._tcp.%s",
				    srv_labels[i].label, d->domain),
			    ns_t_srv, srv_heard, srv))
			srv_heard(srv, &none);
	}
	dns_ask(run->dns,
		arena_printf(d->arena, "_autodiscover._tcp.%s", d->domain),
		ns_t_srv, autodiscover_srv_heard, run);
	dns_ask(run->dns, d->domain, ns_t_mx, mx_heard, run);
}

static void ask_builtin(struct run *run)
{
	struct source_answer *source =
		discovery_add(run->d, SOURCE_BUILTIN, RANK_BUILTIN,
			arena_printf(run->d->arena, "built-in provider of %s",
				run->d->domain));

	if (!take_profile(run->d, source, run->d->domain))
		discovery_done(
			run->d, source, SOURCE_NOTHING, "no built-in provider");
}

/* The last resort: names that many have. Nothing says that these are the
 * servers of the domain but that they exist. */

static const char *const usual_names[4] = {"imap", "pop", "smtp", "mail"};

struct guess_context {
	struct run *run;
	size_t index;
};

static void guess_heard(void *context, const struct dns_answer *answer)
{
	struct guess_context *guess = context;

	if (answer->count && !answer->bogus)
		guess->run->guessed[guess->index] = true;
}

static void ask_usual_names(struct run *run)
{
	struct arena *arena = run->d->arena;

	for (size_t i = 0; i < 4; i++) {
		struct guess_context *guess =
			arena_alloc(arena, sizeof(*guess));
		const char *name = arena_printf(
			arena, "%s.%s", usual_names[i], run->d->domain);

		*guess = (struct guess_context){run, i};
		dns_ask(run->dns, name, ns_t_a, guess_heard, guess);
		dns_ask(run->dns, name, ns_t_aaaa, guess_heard, guess);
	}
}

/* The service's own name, or "mail"; implicit TLS before explicit. */
static void add_guess(struct run *run, struct records *records, size_t index,
	enum service service, enum tls_mode mode)
{
	struct problem error;
	const char *name = run->guessed[index] ? usual_names[index] : "mail";
	const struct record record = {
		.service = service,
		.host = arena_printf(
			run->d->arena, "%s.%s", name, run->d->domain),
		.port = service_port(service, mode),
		.word = mode == MODE_IMPLICIT ? WORD_IMPLICIT : WORD_EXPLICIT,
		.account.user_name = "%EMAILADDRESS%",
	};

	if (run->guessed[index] || run->guessed[3])
		records_add(records, &record, &error);
}

static void conclude_guess(struct run *run, struct source_answer *source)
{
	struct records *records = records_new(run->d->arena, "a guess");
	struct problem error;

	add_guess(run, records, 0, SERVICE_IMAP, MODE_IMPLICIT);
	add_guess(run, records, 1, SERVICE_POP3, MODE_IMPLICIT);
	add_guess(run, records, 2, SERVICE_SMTP, MODE_IMPLICIT);
	add_guess(run, records, 2, SERVICE_SMTP, MODE_EXPLICIT);
	if (records_count(records) &&
		records_conclude(records, "guess", &source->matrix, &error))
		discovery_done(run->d, source, SOURCE_FOUND,
			"a guess: these names exist, but nothing else is "
			"known");
	else
		discovery_done(run->d, source, SOURCE_NOTHING,
			"none of these names exists");
}

static bool has_settings(const struct discovery *d)
{
	for (size_t i = 0; i < d->source_count; i++)
		if (d->sources[i].state == SOURCE_FOUND)
			return true;
	return false;
}

/* What did not answer in time */
static void give_up(struct run *run)
{
	for (size_t i = 0; i < run->d->source_count; i++) {
		struct source_answer *source = &run->d->sources[i];

		if (source->state == SOURCE_WAITING)
			discovery_done(run->d, source, SOURCE_FAILED,
				run->d->interrupted ? "interrupted"
						    : "no response in time");
	}
}

static bool is_waiting(const struct run *run)
{
	return fetcher_waiting(run->fetcher) > 0 ||
	       (run->dns && dns_waiting(run->dns) > 0);
}

static bool is_interrupted(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

	return fd >= 0 && poll(&poll_fd, 1, 0) > 0;
}

static void wait_for_answers(struct run *run)
{
	struct discovery *d = run->d;

	while (is_waiting(run)) {
		int64_t left_us = d->deadline_us - io_now_us();
		int fds[2];
		size_t count = 0;

		if (is_interrupted(d->interrupt_fd))
			d->interrupted = true;
		if (left_us <= 0 || d->interrupted)
			break;
		if (run->dns)
			fds[count++] = dns_fd(run->dns);
		if (d->interrupt_fd >= 0)
			fds[count++] = d->interrupt_fd;
		fetcher_process(run->fetcher, fds, count,
			left_us < SLICE_US ? left_us : SLICE_US);
		if (run->dns)
			dns_process(run->dns);
	}
}

static void guess(struct run *run)
{
	struct source_answer *source =
		discovery_add(run->d, SOURCE_GUESS, RANK_GUESS,
			arena_printf(run->d->arena,
				"usual names in %s (imap, pop, smtp, mail)",
				run->d->domain));

	if (source)
		conclude_guess(run, source);
}

bool discovery_run(struct discovery *d)
{
	struct run *run = arena_alloc(d->arena, sizeof(*run));

	*run = (struct run){.d = d};
	d->begin_us = io_now_us();
	d->deadline_us = d->begin_us + d->options->run.timeout_us;
	run->fetcher = fetcher_new(d);
	if (!run->fetcher)
		return false;
	ask_builtin(run);
	ask_dns(run);
	ask_the_web(run);
	/* Looked up now, for they cost nothing; told if nothing else is. */
	if (run->dns)
		ask_usual_names(run);
	wait_for_answers(run);
	give_up(run);
	if (!has_settings(d) && run->dns && !d->interrupted)
		guess(run);
	fetcher_free(run->fetcher);
	dns_free(run->dns);
	return true;
}
