/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which way to sign in: what the server offers, the settings allow, and the
 * user has a secret for. */

#include "probes/login/login.h"

#include "model/table.h"
#include "model/text/ascii.h"

#include <string.h>

/* The strongest first: those that bind the login to the TLS connection, those
 * that do not show the server the password, the others. NTLM and GSSAPI are
 * for those who ask for them: the one is broken, the other needs a ticket. */
static const struct way {
	const char *name;
	const char *settings; /* the settings' word for it */
	enum login_need need;
	bool on_demand; /* only where the user or the settings name it */
	bool prepares;  /* the password, by SASLprep */
} ways[] = {
	{"SCRAM-SHA-256-PLUS", "password-encrypted", LOGIN_NEEDS_PASSWORD,
		false, true},
	{"SCRAM-SHA-1-PLUS", "password-encrypted", LOGIN_NEEDS_PASSWORD, false,
		true},
	{"SCRAM-SHA-256", "password-encrypted", LOGIN_NEEDS_PASSWORD, false,
		true},
	{"SCRAM-SHA-1", "password-encrypted", LOGIN_NEEDS_PASSWORD, false,
		true},
	{"DIGEST-MD5", "password-encrypted", LOGIN_NEEDS_PASSWORD, false,
		false},
	{"CRAM-MD5", "password-encrypted", LOGIN_NEEDS_PASSWORD, false, true},
	{LOGIN_APOP, "password-encrypted", LOGIN_NEEDS_PASSWORD, false, false},
	{"PLAIN", "password-cleartext", LOGIN_NEEDS_PASSWORD, false, false},
	{"LOGIN", "password-cleartext", LOGIN_NEEDS_PASSWORD, false, false},
	{LOGIN_COMMAND, "password-cleartext", LOGIN_NEEDS_PASSWORD, false,
		false},
	{LOGIN_USER, "password-cleartext", LOGIN_NEEDS_PASSWORD, false, false},
	{"NTLM", "NTLM", LOGIN_NEEDS_PASSWORD, true, false},
	{"OAUTHBEARER", "OAuth2", LOGIN_NEEDS_TOKEN, false, false},
	{"XOAUTH2", "OAuth2", LOGIN_NEEDS_TOKEN, false, false},
	{"GSSAPI", "GSSAPI", LOGIN_NEEDS_TICKET, true, false},
};

const char *login_way(size_t i)
{
	return i < COUNT_OF(ways) ? ways[i].name : NULL;
}

bool login_is_own(const char *way)
{
	return strcmp(way, LOGIN_COMMAND) == 0 ||
	       strcmp(way, LOGIN_USER) == 0 || strcmp(way, LOGIN_APOP) == 0;
}

static const struct capabilities *caps_of(const struct probe_facts *facts)
{
	return facts->tls.completed ? &facts->protected : &facts->cleartext;
}

/* timestamp of a greeting, RFC 1939 section 7 */
static bool has_timestamp(struct octets greeting)
{
	const unsigned char *begin =
		greeting.length ? memchr(greeting.data, '<', greeting.length)
				: NULL;
	size_t left =
		begin ? greeting.length - (size_t)(begin - greeting.data) : 0;

	return left && memchr(begin, '@', left) && memchr(begin, '>', left);
}

/* A POP3 server that gives no list has USER all the same. */
static bool takes_user(const struct capabilities *caps)
{
	return caps->user || !caps->seen;
}

bool login_is_offered(
	enum service service, const struct probe_facts *facts, const char *way)
{
	const struct capabilities *caps = caps_of(facts);

	if (strcmp(way, LOGIN_COMMAND) == 0)
		return service == SERVICE_IMAP && !caps->login_disabled;
	if (strcmp(way, LOGIN_USER) == 0)
		return service == SERVICE_POP3 && takes_user(caps);
	if (strcmp(way, LOGIN_APOP) == 0)
		return service == SERVICE_POP3 &&
		       has_timestamp(facts->greeting.text);
	return capabilities_have(caps, way);
}

const struct sasl_ops *login_driver(
	const struct login_request *request, const char *mechanism)
{
	if (sasl_bearer.can(mechanism))
		return &sasl_bearer;
	return request->sasl && request->sasl->can(mechanism) ? request->sasl
							      : NULL;
}

/* "LOGIN" is both a mechanism and a command, "USER" the beginning of one. */
static bool is_named(const char *name, const char *way)
{
	size_t length = strlen(name);

	return ascii_compare(name, way) == 0 ||
	       (login_is_own(way) && ascii_compare_n(name, way, length) == 0 &&
		       way[length] == ' ');
}

const char *login_way_named(const char *name, enum login_need *ret_need)
{
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		if (is_named(name, ways[i].name)) {
			*ret_need = ways[i].need;
			return ways[i].name;
		}
	return NULL;
}

static bool settings_name(
	const struct login_request *request, const struct way *way)
{
	for (size_t i = 0; i < request->authentication_count; i++)
		if (ascii_compare(request->authentications[i], way->settings) ==
			0)
			return true;
	return false;
}

static bool has_secret(
	const struct login_request *request, const struct way *way)
{
	if (way->need == LOGIN_NEEDS_TOKEN)
		return request->account.token;
	if (way->need == LOGIN_NEEDS_TICKET)
		return !request->account.password && !request->account.token;
	return request->account.password;
}

static bool is_bound(const struct way *way)
{
	return strstr(way->name, "-PLUS");
}

/* Cyrus binds by tls-unique in every version (cyrus-imapd's issue 4191), and
 * refuses whoever does as RFC 9266 says: with the right password, too. */
static bool binds_wrongly(const struct probe_facts *facts)
{
	return facts->tls.version == TLS_1_3 &&
	       (ascii_contains(facts->greeting.text, "Cyrus IMAP") ||
		       ascii_contains(facts->greeting.text, "Cyrus POP3"));
}

static bool can_bind(
	const struct dialogue *d, const struct login_request *request)
{
	const struct sasl_account *account = &request->account;

	return (account->exporter.length || account->unique.length) &&
	       (request->mechanism || !binds_wrongly(d->facts));
}

static bool can_use(const struct dialogue *d,
	const struct login_request *request, const struct way *way)
{
	return login_is_offered(d->service, d->facts, way->name) &&
	       has_secret(request, way) &&
	       (!is_bound(way) || can_bind(d, request)) &&
	       (login_is_own(way->name) || login_driver(request, way->name));
}

static bool is_wanted(const struct login_request *request,
	const struct way *way, bool by_settings)
{
	if (request->mechanism)
		return is_named(request->mechanism, way->name);
	return by_settings ? settings_name(request, way) : !way->on_demand;
}

static const char *first_way(const struct dialogue *d,
	const struct login_request *request, bool by_settings, bool prepare)
{
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		const struct way *way = &ways[i];

		if (is_wanted(request, way, by_settings) &&
			(prepare || !way->prepares) && can_use(d, request, way))
			return way->name;
	}
	return NULL;
}

static bool is_changed(const struct login_request *request)
{
	const struct sasl_ops *sasl = request->sasl;
	const struct secret *password = request->account.password;

	return password && sasl && sasl->keeps && !sasl->keeps(password);
}

bool login_changes_password(
	const struct login_request *request, const char *mechanism)
{
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		if (strcmp(ways[i].name, mechanism) == 0)
			return ways[i].prepares && is_changed(request);
	return false;
}

/* Dovecot and Cyrus store passwords as they are, and compare what SASLprep made
 * of them: where that differs, the right password would be refused. */
static const char *best_way(const struct dialogue *d,
	const struct login_request *request, bool by_settings)
{
	const char *way = NULL;

	if (is_changed(request))
		way = first_way(d, request, by_settings, false);
	return way ? way : first_way(d, request, by_settings, true);
}

const char *login_choose(
	const struct dialogue *d, const struct login_request *request)
{
	const char *way = NULL;

	if (request->authentication_count)
		way = best_way(d, request, true);
	/* Settings that name nothing usable are outdone by the server. */
	return way ? way : best_way(d, request, false);
}
