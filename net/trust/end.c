/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/trust/end.h"

#include "net/x509/path.h"

#include <stdlib.h>
#include <string.h>

typedef int get_name(gnutls_x509_crt_t certificate, gnutls_x509_dn_t *name);

static char *name_of(gnutls_x509_crt_t certificate, get_name *get)
{
	gnutls_datum_t text = {0};
	gnutls_x509_dn_t name;
	char *copy = NULL;

	if (get(certificate, &name) >= 0 &&
		gnutls_x509_dn_get_str2(name, &text, 0) >= 0)
		copy = strndup((char *)text.data, text.size);
	gnutls_free(text.data);
	return copy;
}

/* By the name alone: identifiers of keys may differ. */
static bool is_called_as_issuer(
	gnutls_x509_crt_t certificate, gnutls_x509_crt_t other)
{
	gnutls_datum_t issuer = {0}, subject = {0};
	bool same =
		gnutls_x509_crt_get_raw_issuer_dn(certificate, &issuer) == 0 &&
		gnutls_x509_crt_get_raw_dn(other, &subject) == 0 &&
		issuer.size == subject.size &&
		memcmp(issuer.data, subject.data, issuer.size) == 0;

	gnutls_free(issuer.data);
	gnutls_free(subject.data);
	return same;
}

/* The certificate of the chain that signed the one at `*at`, if the way was not
 * there before: authorities may vouch for each other. */
static bool step(const gnutls_x509_crt_t *chain, unsigned count,
	unsigned long *met, unsigned *at)
{
	for (unsigned i = 1; i < count; i++)
		if (!(*met & 1ul << i) &&
			path_is_issued_by(chain[*at], chain[i])) {
			*met |= 1ul << i;
			*at = i;
			return true;
		}
	return false;
}

static void keep_anchor(gnutls_x509_crt_t anchor, struct trust_end *end)
{
	end->anchor = name_of(anchor, gnutls_x509_crt_get_subject);
	if (!path_dates(
		    anchor, &end->anchor_not_before, &end->anchor_not_after)) {
		free(end->anchor);
		end->anchor = NULL;
	}
}

/* Looks for the anchor that signed it. */
static void find_anchor(gnutls_x509_crt_t certificate,
	gnutls_x509_trust_list_t anchors, struct trust_end *end)
{
	gnutls_x509_trust_list_iter_t iterator = NULL;
	gnutls_x509_crt_t anchor;

	while (!end->anchor && gnutls_x509_trust_list_iter_get_ca(
				       anchors, &iterator, &anchor) >= 0) {
		if (path_is_issued_by(certificate, anchor))
			keep_anchor(anchor, end);
		else if (is_called_as_issuer(certificate, anchor))
			end->wanted_known = true;
		gnutls_x509_crt_deinit(anchor);
	}
	gnutls_x509_trust_list_iter_deinit(iterator);
}

void trust_end_find(const gnutls_x509_crt_t *chain, unsigned count,
	gnutls_x509_trust_list_t anchors, struct trust_end *ret_end)
{
	struct trust_end end = {0};
	unsigned long met = 1;
	unsigned at = 0;

	do {
		end.wanted_known = false;
		find_anchor(chain[at], anchors, &end);
	} while (!end.anchor && step(chain, count, &met, &at));
	if (!end.anchor) {
		end.wanted = name_of(chain[at], gnutls_x509_crt_get_issuer);
		for (unsigned i = 1; i < count; i++)
			if (i != at &&
				is_called_as_issuer(chain[at], chain[i]) &&
				!path_is_issued_by(chain[at], chain[i]))
				end.wanted_sent = true;
	}
	*ret_end = end;
}

void trust_end_clear(struct trust_end *end)
{
	free(end->wanted);
	free(end->anchor);
	*end = (struct trust_end){0};
}
