/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates that stand for another name. */

#include "checks/name.h"
#include "checks/causes/name/known.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "model/text/ascii.h"

#include <string.h>

static cause_match match_certificate_name;

const struct cause cause_certificate_name_cn_only = {
	.id = "certificate-name-cn-only",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate has its name in the wrong field",
	.summary = "The certificate of {places} has the right name, but in a "
		   "field that current programs no longer read.",
	.user_summary = "The certificate of {server} has an outdated form that "
			"mail programs no longer accept.",
	.explanation = "Certificates used to carry the server's name in the "
		       "common name, and now carry it in the alternative "
		       "names. Programs no longer read the old field.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] = "Inform the provider.",
			[AUDIENCE_ADMIN] =
				"Have the certificate issued again with the "
				"name among its alternative names "
				"(subjectAltName).",
		},
	.example = "-  certificate: CN=mail.example.com, no subjectAltName",
	.reference = "RFC 9525 section 6.3; RFC 7817 section 3",
	.match = match_certificate_name,
};

const struct cause cause_certificate_name_mismatch = {
	.id = "certificate-name-mismatch",
	.first = AUDIENCE_USER,
	.title = "The certificate is for another name",
	.explanation =
		"The server proves its identity, but not under the name in the "
		"settings. Usually the provider's server has a different name "
		"from the one that was entered. Otherwise the wrong "
		"certificate is installed, or another server answers.",
	.remedies =
		{
			[AUDIENCE_USER] = "Compare the server name in your "
					  "mail program with the one that your "
					  "provider publishes. Do not tell the "
					  "program to accept the certificate.",
			[AUDIENCE_HELPDESK] =
				"Check whether one of the certificate's names "
				"is the one that the provider publishes. If "
				"so, have the caller enter it. Never have the "
				"caller accept the warning.",
			[AUDIENCE_ADMIN] = "Have a certificate issued for this "
					   "name too, or publish the name that "
					   "is in the certificate.",
		},
	.confirm = "With a name from the certificate, which the provider "
		   "publishes, the warning is gone.",
	.example = "-  server name asked for: mail.example.com\n"
		   "-  certificate for: server17.example.net",
	.reference = "RFC 9525 section 6",
	.match = match_certificate_name,
};

#define NAMES_SHOWN 6

static const char *quote(struct work *work, struct octets text)
{
	return say_quote(work->arena, text);
}

static const char *list_names(struct work *work, const struct certificate *leaf)
{
	const char *list = NULL;

	for (size_t i = 0; i < leaf->name_count && i < NAMES_SHOWN; i++)
		list = say_list(
			work->arena, list, quote(work, leaf->names[i].value));
	if (leaf->name_count > NAMES_SHOWN)
		list = arena_printf(work->arena, "%s and %zu more", list,
			leaf->name_count - NAMES_SHOWN);
	return list ? list : "no name";
}

/* "*.example.com" stands for one label; not for a.b.example.com. */
static const struct presented_name *shallow_wildcard(
	const char *host, const struct certificate *leaf)
{
	size_t length = strlen(host);

	for (size_t i = 0; i < leaf->name_count; i++) {
		struct octets name = leaf->names[i].value;

		if (name.length > 2 && name.length - 1 < length &&
			memcmp(name.data, "*.", 2) == 0 &&
			ascii_compare_n((const char *)name.data + 1,
				host + length - (name.length - 1),
				name.length - 1) == 0)
			return &leaf->names[i];
	}
	return NULL;
}

static void suppose_cn_only(struct work *work, const struct view *view,
	const struct certificate *leaf)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_name_cn_only,
			CONFIDENCE_CERTAIN, OF_NAME, view->endpoint->host);

	theory_add_evidence(work, theory,
		"the common name is %s; the alternative names are %s",
		quote(work, leaf->common_name), list_names(work, leaf));
}

static size_t count_dots(struct octets name)
{
	size_t count = 0;

	for (size_t i = 0; i < name.length; i++)
		count += name.data[i] == '.';
	return count;
}

static bool ends_in(struct octets name, const char *end)
{
	size_t length = strlen(end);

	return name.length >= length &&
	       ascii_compare_n((const char *)name.data + name.length - length,
		       end, length) == 0;
}

/* Whether a name could be typed into a program, and lead to a server. */
static bool is_usable(const struct presented_name *presented)
{
	struct octets name = presented->value;

	return presented->type == NAME_DNS && count_dots(name) &&
	       !memchr(name.data, '*', name.length) &&
	       !memchr(name.data, '\0', name.length) &&
	       name.data[name.length - 1] != '.' && name.data[0] != '.' &&
	       !ends_in(name, ".localdomain") && !ends_in(name, ".invalid") &&
	       !ends_in(name, ".localhost");
}

static const char *usable_name(
	struct work *work, const struct certificate *leaf)
{
	for (size_t i = 0; i < leaf->name_count; i++)
		if (is_usable(&leaf->names[i]))
			return quote(work, leaf->names[i].value);
	return NULL;
}

/* What stands behind the asterisk of a name that programs accept: not all names
 * below "com". */
static const char *usable_domain(
	struct work *work, const struct certificate *leaf)
{
	for (size_t i = 0; i < leaf->name_count; i++) {
		struct octets name = leaf->names[i].value;

		if (leaf->names[i].type == NAME_DNS && count_dots(name) > 1 &&
			name.data[0] == '*' && name.data[1] == '.' &&
			!memchr(name.data + 1, '*', name.length - 1))
			return quote(work, (struct octets){name.data + 2,
						   name.length - 2});
	}
	return NULL;
}

static void advise_name(struct work *work, struct theory *theory,
	const struct view *view, const struct certificate *leaf)
{
	const char *name = usable_name(work, leaf);
	const char *domain = name ? NULL : usable_domain(work, leaf);

	if (domain)
		theory_advise(theory, AUDIENCE_HELPDESK,
			arena_printf(work->arena,
				"The certificate covers the names with one "
				"part before %s. Look for such a name in the "
				"provider's instructions, and have the caller "
				"enter it. Never have the caller accept the "
				"warning.",
				domain));
	else if (!name)
		theory_advise(theory, AUDIENCE_HELPDESK,
			"Compare the server name with the provider's "
			"instructions. If it is correct, inform the provider: "
			"no name that a program can use is in the certificate. "
			"Never have the caller accept the warning.");
	if (!name)
		return;
	theory_advise(theory, AUDIENCE_HELPDESK,
		arena_printf(work->arena,
			"Check the provider's instructions: should the %s be "
			"called %s, as the certificate says? If so, have the "
			"caller enter that name instead of %s. Never have the "
			"caller accept the warning.",
			service_row(view->endpoint->service)->server, name,
			view->endpoint->host));
}

static void match_certificate_name(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	const char *host = view->endpoint->host;
	const struct certificate *leaf;
	const struct presented_name *wildcard;
	struct theory *theory;

	if (!tls || !(open_failures(view) & OF_NAME))
		return;
	leaf = &tls->chain[0];
	if (name_in_common_name(host, leaf)) {
		suppose_cn_only(work, view, leaf);
		return;
	}
	theory = theory_suppose(work, view, &cause_certificate_name_mismatch,
		CONFIDENCE_LIKELY, OF_NAME, host);
	if (!leaf->name_count)
		theory_tell(theory,
			"The certificate of {places} names no server at all, "
			"so "
			"it fits none.",
			"{Server} shows a certificate without a name.");
	theory_tell(theory,
		view_is_address(view)
			? "The settings name the IP address {hosts}; the "
			  "certificate is valid for names, not for this "
			  "address."
			: "The certificate of {places} is for other names. The "
			  "server has a different name from the one in the "
			  "settings, or the wrong certificate.",
		"{Server} shows a certificate for another name. Usually the "
		"server name in the settings is not the one that the provider "
		"uses.");
	theory_add_evidence(work, theory, "%s: the certificate is for %s",
		view_place(work, view), list_names(work, leaf));
	wildcard = shallow_wildcard(host, leaf);
	if (wildcard)
		theory_add_evidence(work, theory,
			"the asterisk in %s stands for one part of a name, and "
			"%s has more",
			quote(work, wildcard->value), host);
	advise_name(work, theory, view, leaf);
	if (known_by_host(host, view->endpoint->service) &&
		!view->facts->connected_to)
		theory_beside(work, view, theory, &cause_captive_portal,
			CONFIDENCE_POSSIBLE, "");
}
