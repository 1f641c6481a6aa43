/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A server that shows a good certificate to some connections and a bad one to
 * others. */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/name.h"
#include "checks/say.h"
#include "checks/several/shown.h"
#include "evidence/address.h"
#include "evidence/chain.h"
#include "evidence/witness.h"
#include "model/text/plural.h"

#include <string.h>

static cause_match match_mixed;

const struct cause cause_certificate_mixed = {
	.id = "certificate-mixed",
	.first = AUDIENCE_ADMIN,
	.title = "Only some connections get a valid certificate",
	.summary = "{places} shows a good certificate to some connections and "
		   "a bad one to others.",
	.user_summary =
		"{Server} shows a good certificate on some connections and a "
		"bad one on others. Whether mail works depends on which one "
		"your mail program reaches.",
	.explanation =
		"Several servers share this name, or one server has several "
		"certificates, and one of them was forgotten: it is expired, "
		"for another name, or not issued by a trusted authority. The "
		"fault comes and goes with the connection.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try again; the next attempt may reach a "
				"working server. Do not accept the certificate "
				"in your mail program; tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider which certificate is bad, "
				"and to which connections it is shown.",
			[AUDIENCE_ADMIN] =
				"Replace the bad certificate with the good "
				"one, or with a new one, on every server and "
				"in every place of the configuration, and "
				"reload the services.",
		},
	.confirm = "The same connections are shown the same certificates "
		   "again.",
	.example = "-  192.0.2.25: certificate valid until 2027-01-31\n"
		   "-  192.0.2.26: certificate valid until 2025-01-31",
	.reference = "RFC 9525 section 6",
	.match = match_mixed,
};

/* What is wrong with it; NULL if nothing. */
static const char *find_fault(
	const struct view *view, const struct tls_facts *tls, int64_t now_s)
{
	const struct certificate *leaf = &tls->chain[0];

	if (!certificate_has_dates(leaf))
		return "a certificate without readable dates";
	if (now_s > leaf->not_after)
		return "an expired certificate";
	if (now_s < leaf->not_before)
		return "a certificate that is not valid yet";
	if (tls->trust == TRUST_SELF_SIGNED)
		return "a self-signed certificate";
	if (!leaf->names_cut &&
		!name_in_certificate(view->endpoint->host, leaf))
		return "a certificate for another name";
	if (tls->trust == TRUST_INCOMPLETE)
		return "an incomplete certificate chain";
	if (tls->trust == TRUST_REVOKED)
		return "a revoked certificate";
	if ((tls->trust != TRUST_OK && tls->trust != TRUST_UNKNOWN) ||
		tls->trust_dates_bad)
		return "a certificate that is not trusted";
	return NULL;
}

struct tally {
	size_t addresses, bad; /* that connected, and that show a bad one */
	bool both;             /* some address shows a good one, too */
};

static void look_at(const struct view *view, const char *address, int64_t now_s,
	struct tally *tally)
{
	bool good = false, bad = false;
	const struct tls_facts *tls;

	for (size_t at = 0; (tls = chain_each(view->facts, &at));) {
		if (!chain_shown_at(view->facts, tls, address))
			continue;
		if (find_fault(view, tls, now_s))
			bad = true;
		else
			good = true;
	}
	tally->addresses += good || bad;
	tally->bad += bad;
	tally->both = tally->both || (good && bad);
}

static struct tally count_addresses(
	struct work *work, const struct view *view, int64_t now_s)
{
	struct address_list all = address_all(work->arena, view->facts);
	struct tally tally = {0};

	for (size_t i = 0; i < all.count; i++)
		look_at(view, all.attempts[i]->address, now_s, &tally);
	return tally;
}

static bool was_shown(const struct view *view, const struct probe_facts *probe,
	bool bad, int64_t now_s)
{
	const struct tls_facts *tls;

	for (size_t at = 0; (tls = chain_each(view->facts, &at));)
		if (chain_was_shown_to(tls, probe) &&
			(find_fault(view, tls, now_s) != NULL) == bad)
			return true;
	return false;
}

static void tell_connections(struct work *work, struct theory *theory,
	const struct view *view, const char *fault, int64_t now_s)
{
	const struct probe_facts *probe;
	size_t bad = 0, good = 0;

	for (size_t at = 0; (probe = witness_next(view->facts, &at));) {
		bad += was_shown(view, probe, true, now_s);
		good += was_shown(view, probe, false, now_s);
	}
	theory_tell(theory,
		arena_printf(work->arena,
			"{places} shows a good certificate to some connections "
			"and %s to others: %zu of %zu.",
			fault, bad, bad + good),
		NULL);
}

static void tell(struct work *work, struct theory *theory,
	const struct view *view, const char *fault, int64_t now_s)
{
	struct tally tally = count_addresses(work, view, now_s);

	if (tally.addresses < 2 || tally.both) {
		tell_connections(work, theory, view, fault, now_s);
		return;
	}
	theory_tell(theory,
		arena_printf(work->arena,
			plural_form(tally.bad,
				"%zu of %zu addresses of {hosts} shows %s.",
				"%zu of %zu addresses of {hosts} show %s."),
			tally.bad, tally.addresses, fault),
		NULL);
}

static void add_chains(struct work *work, struct theory *theory,
	const struct view *view, int64_t now_s)
{
	const struct tls_facts *tls;

	for (size_t at = 0; (tls = chain_each(view->facts, &at));) {
		const char *fault = find_fault(view, tls, now_s);
		const char *where = shown_where(work->arena, view->facts, tls);

		theory_add_evidence(work, theory,
			"%s, %s: %s, valid from %s to %s (%s)",
			view_place(work, view), where ? where : "at times",
			say_quote(work->arena, tls->chain[0].subject),
			say_date(work->arena, tls->chain[0].not_before),
			say_date(work->arena, tls->chain[0].not_after),
			fault ? fault : "good");
	}
}

static void match_mixed(struct work *work, const struct view *view)
{
	int64_t now_s = work->report->local.now_s;
	const char *fault = NULL;
	const struct tls_facts *tls;
	struct theory *theory;
	bool good = false;

	if (!(open_failures(view) & OF_CERTIFICATE) || !now_s)
		return;
	for (size_t at = 0; (tls = chain_each(view->facts, &at));) {
		const char *its = find_fault(view, tls, now_s);

		good = good || !its;
		if (!fault)
			fault = its;
	}
	if (!good || !fault)
		return;
	theory = theory_suppose(work, view, &cause_certificate_mixed,
		CONFIDENCE_CERTAIN, OF_CERTIFICATE, view->endpoint->host);
	tell(work, theory, view, fault, now_s);
	add_chains(work, theory, view, now_s);
}
