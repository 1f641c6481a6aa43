/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates that stand for another name. */

#include "checks/name.h"
#include "checks/causes/certificate/usable.h"
#include "checks/causes/name/known.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "model/text/ascii.h"
#include "model/text/plural.h"

#include <string.h>

static cause_match match_certificate_name;

const struct cause cause_certificate_name_cn_only = {
	.id = "certificate-name-cn-only",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate has the server's name in the wrong field",
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
		list = plural_more(
			work->arena, list, leaf->name_count - NAMES_SHOWN);
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

static void advise_name(struct work *work, struct theory *theory,
	const struct view *view, const struct certificate *leaf)
{
	struct octets name = usable_name(leaf);
	struct octets domain = usable_domain(leaf);

	if (name.length)
		theory_advise(theory, AUDIENCE_HELPDESK,
			arena_printf(work->arena,
				"Check the provider's instructions: should the "
				"%s be called %s, as the certificate says? If "
				"so, have the caller enter that name instead "
				"of %s. Never have the caller accept the "
				"warning.",
				service_row(view->endpoint->service)->server,
				quote(work, name), view->endpoint->host));
	else if (domain.length)
		theory_advise(theory, AUDIENCE_HELPDESK,
			arena_printf(work->arena,
				"The certificate covers the names with one "
				"part before %s. Look for such a name in the "
				"provider's instructions, and have the caller "
				"enter it. Never have the caller accept the "
				"warning.",
				quote(work, domain)));
	else
		theory_advise(theory, AUDIENCE_HELPDESK,
			"Compare the server name with the provider's "
			"instructions. If it is correct, inform the provider: "
			"no name that a program can use is in the certificate. "
			"Never have the caller accept the warning.");
}

/* The host's name, written so that programs do not take it. */
static bool has_written(
	const struct certificate *leaf, const char *host, const char *end)
{
	size_t length = strlen(host);

	for (size_t i = 0; i < leaf->name_count; i++) {
		struct octets name = leaf->names[i].value;

		if (leaf->names[i].type == NAME_DNS &&
			name.length == length + strlen(end) &&
			ascii_compare_n(
				(const char *)name.data, host, length) == 0 &&
			memcmp(name.data + length, end, strlen(end)) == 0)
			return true;
	}
	return false;
}

static bool is_written(const struct view *view, const struct certificate *leaf)
{
	const char *host = view->endpoint->host;

	return has_written(leaf, host, ".") ||
	       (view_is_address(view) && has_written(leaf, host, ""));
}

/* Told and advised before all else. */
static void tell_writing(struct theory *theory, const struct view *view,
	const struct certificate *leaf)
{
	const char *host = view->endpoint->host;

	if (has_written(leaf, host, ".")) {
		theory_tell(theory,
			"The certificate of {places} has the right name, but "
			"with a dot at its end, which programs do not accept.",
			"The certificate of {server} has the server's name in "
			"a form that mail programs do not accept.");
		theory_advise(theory, AUDIENCE_HELPDESK,
			"Inform the provider: the name must be in the "
			"certificate without the dot.");
	} else if (is_written(view, leaf)) {
		theory_tell(theory,
			"The certificate of {places} has the right address, "
			"but as if it were a name, which programs do not "
			"accept.",
			"The certificate of {server} has the server's address "
			"in a form that mail programs do not accept.");
		theory_advise(theory, AUDIENCE_HELPDESK,
			"Use the server's name instead of the address if the "
			"provider publishes one. Otherwise inform the "
			"provider: the address must be in the certificate as "
			"an address (iPAddress).");
	}
}

/* A certificate that the server made for itself, and that names nobody, is
 * told as such. */
static bool is_makeshift(const struct tls_facts *tls)
{
	return tls->trust == TRUST_SELF_SIGNED &&
	       !usable_name(&tls->chain[0]).length &&
	       !usable_domain(&tls->chain[0]).length;
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
	if (name_in_common_name(host, leaf) && !is_written(view, leaf)) {
		suppose_cn_only(work, view, leaf);
		return;
	}
	if (is_makeshift(tls) && !is_written(view, leaf))
		return;
	theory = theory_suppose(work, view, &cause_certificate_name_mismatch,
		CONFIDENCE_LIKELY, OF_NAME, host);
	tell_writing(theory, view, leaf);
	if (!leaf->name_count)
		theory_tell(theory,
			"The certificate of {places} names no server at all, "
			"so it fits none.",
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
