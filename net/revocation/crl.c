/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/revocation/crl.h"

#include "model/table.h"
#include "net/x509/der.h"

#include <gnutls/abstract.h>
#include <string.h>

#define SKEW_S 300 /* that clocks may differ by */

#define BOOLEAN 0x01
#define ENUMERATED 0x0a
#define EXPLICIT 0xa0 /* [0], with elements inside */
#define URI 0x86      /* a GeneralName */
#define REMOVED 8     /* a reasonCode (RFC 5280 section 5.3.1) */

static const char unreadable[] = "the list cannot be read";

/* CertificateList = SEQUENCE { tbsCertList, signatureAlgorithm, signature } */
struct list {
	struct octets tbs; /* with its tag: what is signed */
	struct cursor algorithm, inner_algorithm;
	struct cursor signature;
	struct octets issuer; /* with its tag */
	int64_t this_update, next_update;
	struct cursor revoked;
	struct cursor extensions;
};

/* The whole element that comes next, its tag and length included. */
static struct octets take_whole(struct cursor *from)
{
	const unsigned char *begin = from->at;
	unsigned tag;

	der_take_any(from, &tag);
	return (struct octets){begin, (size_t)(from->at - begin)};
}

static bool is_time(const struct cursor *from)
{
	return der_is_next(from, DER_UTC_TIME) ||
	       der_is_next(from, DER_GENERALIZED_TIME);
}

static bool take_time(struct cursor *from, int64_t *ret_s)
{
	unsigned tag;
	struct cursor content = der_take_any(from, &tag);

	return der_read_time(tag, content, ret_s);
}

static bool read_tbs(struct octets whole, struct list *list)
{
	struct cursor all = cursor_of(whole);
	struct cursor tbs = der_take(&all, DER_SEQUENCE);

	if (der_is_next(&tbs, DER_INTEGER))
		der_take(&tbs, DER_INTEGER); /* version */
	list->inner_algorithm = der_take(&tbs, DER_SEQUENCE);
	list->issuer = take_whole(&tbs);
	if (!take_time(&tbs, &list->this_update) ||
		(is_time(&tbs) && !take_time(&tbs, &list->next_update)))
		return false;
	if (der_is_next(&tbs, DER_SEQUENCE))
		list->revoked = der_take(&tbs, DER_SEQUENCE);
	if (der_is_next(&tbs, EXPLICIT)) {
		struct cursor wrapped = der_take(&tbs, EXPLICIT);

		list->extensions = der_take(&wrapped, DER_SEQUENCE);
	}
	return !tbs.bad && !tbs.left && !list->extensions.bad;
}

static bool read_list(struct octets octets, struct list *list)
{
	struct cursor all = cursor_of(octets);
	struct cursor outer = der_take(&all, DER_SEQUENCE);

	list->tbs = take_whole(&outer);
	list->algorithm = der_take(&outer, DER_SEQUENCE);
	list->signature = der_take(&outer, DER_BIT_STRING);
	cursor_take(&list->signature, 1); /* unused bits */
	return !outer.bad && !all.left && !list->signature.bad &&
	       read_tbs(list->tbs, list);
}

static bool is_same(struct octets a, struct octets b)
{
	return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* None that a collision of MD5 or SHA-1 could turn into another list's. */
static gnutls_sign_algorithm_t algorithm_of(struct cursor identifier)
{
	static const struct {
		const char *oid; /* the content of its element */
		gnutls_sign_algorithm_t algorithm;
	} known[] = {
		{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b",
			GNUTLS_SIGN_RSA_SHA256},
		{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c",
			GNUTLS_SIGN_RSA_SHA384},
		{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d",
			GNUTLS_SIGN_RSA_SHA512},
		{"\x2a\x86\x48\xce\x3d\x04\x03\x02", GNUTLS_SIGN_ECDSA_SHA256},
		{"\x2a\x86\x48\xce\x3d\x04\x03\x03", GNUTLS_SIGN_ECDSA_SHA384},
		{"\x2a\x86\x48\xce\x3d\x04\x03\x04", GNUTLS_SIGN_ECDSA_SHA512},
		{"\x2b\x65\x70", GNUTLS_SIGN_EDDSA_ED25519},
		{"\x2b\x65\x71", GNUTLS_SIGN_EDDSA_ED448},
	};
	struct cursor oid = der_take(&identifier, DER_OBJECT);

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (oid.left == strlen(known[i].oid) &&
			memcmp(oid.at, known[i].oid, oid.left) == 0)
			return known[i].algorithm;
	return GNUTLS_SIGN_UNKNOWN;
}

static bool may_sign_lists(gnutls_x509_crt_t issuer)
{
	unsigned usage = 0;

	return gnutls_x509_crt_get_key_usage(issuer, &usage, NULL) < 0 ||
	       (usage & GNUTLS_KEY_CRL_SIGN);
}

static gnutls_datum_t datum_of(struct octets octets)
{
	return (gnutls_datum_t){(unsigned char *)(uintptr_t)octets.data,
		(unsigned)octets.length};
}

static bool is_signed_by(const struct list *list, gnutls_x509_crt_t issuer,
	gnutls_sign_algorithm_t algorithm)
{
	const gnutls_datum_t tbs = datum_of(list->tbs);
	const gnutls_datum_t signature =
		datum_of(cursor_octets(&list->signature));
	gnutls_pubkey_t key;
	bool good;

	if (gnutls_pubkey_init(&key) < 0)
		return false;
	good = gnutls_pubkey_import_x509(key, issuer, 0) >= 0 &&
	       gnutls_pubkey_verify_data2(
		       key, algorithm, 0, &tbs, &signature) >= 0;
	gnutls_pubkey_deinit(key);
	return good;
}

static const char *check_signature(
	const struct list *list, gnutls_x509_crt_t issuer)
{
	gnutls_sign_algorithm_t algorithm = algorithm_of(list->algorithm);
	gnutls_datum_t name = {0};
	bool same;

	if (gnutls_x509_crt_get_raw_dn(issuer, &name) < 0)
		return "the name of the certificate's issuer cannot be read";
	same = is_same(list->issuer, (struct octets){name.data, name.size});
	gnutls_free(name.data);
	if (!same)
		return "the list is from another issuer";
	if (algorithm == GNUTLS_SIGN_UNKNOWN ||
		!is_same(cursor_octets(&list->algorithm),
			cursor_octets(&list->inner_algorithm)))
		return "the list is signed with an algorithm that is too weak "
		       "or not supported";
	if (!may_sign_lists(issuer) || !is_signed_by(list, issuer, algorithm))
		return "the list is not signed by the certificate's issuer";
	return NULL;
}

/* The names of a DistributionPointName (RFC 5280 section 4.2.1.13). */
static bool names_place(
	struct cursor point, const struct crl_question *question)
{
	struct cursor names = der_take(&point, EXPLICIT);

	while (names.left && !names.bad) {
		unsigned tag;
		struct cursor name = der_take_any(&names, &tag);

		for (size_t i = 0; tag == URI && i < question->url_count; i++)
			if (name.left == strlen(question->urls[i]) &&
				memcmp(name.at, question->urls[i], name.left) ==
					0)
				return true;
	}
	return false;
}

/* Whether a list with this part leaves certificates like ours out, or tells
 * less of them. */
static bool narrows(unsigned tag, struct cursor part, bool is_authority)
{
	switch (tag) {
	case 0x81: /* onlyContainsUserCerts */
		return is_authority && part.left && *part.at;
	case 0x82: /* onlyContainsCACerts */
		return !is_authority && part.left && *part.at;
	case 0x84: /* indirectCRL */
	case 0x85: /* onlyContainsAttributeCerts */
		return part.left && *part.at;
	default: /* onlySomeReasons, and whatever comes in future */
		return true;
	}
}

/* issuingDistributionPoint (RFC 5280 section 5.2.5): a list of some of the
 * issuer's certificates, in place of the list of this one, would hide that it
 * is revoked. */
static const char *check_scope(
	struct cursor value, const struct crl_question *question)
{
	static const char *const elsewhere =
		"the list is not about this certificate";
	struct cursor point = der_take(&value, DER_SEQUENCE);
	bool is_authority =
		gnutls_x509_crt_get_ca_status(question->leaf, NULL) > 0;

	while (point.left && !point.bad) {
		unsigned tag;
		struct cursor part = der_take_any(&point, &tag);

		if (tag == EXPLICIT ? !names_place(part, question)
				    : narrows(tag, part, is_authority))
			return elsewhere;
	}
	return value.bad || point.bad ? unreadable : NULL;
}

static bool is_oid(const struct cursor *oid, const char *what)
{
	return oid->left == 3 && memcmp(oid->at, what, 3) == 0;
}

static const char *check_extensions(
	const struct list *list, const struct crl_question *question)
{
	struct cursor all = list->extensions;

	while (all.left && !all.bad) {
		struct cursor one = der_take(&all, DER_SEQUENCE);
		struct cursor oid = der_take(&one, DER_OBJECT);
		struct cursor critical = {0};
		const char *why = NULL;

		if (der_is_next(&one, BOOLEAN))
			critical = der_take(&one, BOOLEAN);
		if (is_oid(&oid, "\x55\x1d\x1c"))
			why = check_scope(
				der_take(&one, DER_OCTET_STRING), question);
		else if (is_oid(&oid, "\x55\x1d\x1b"))
			why = "the list has only changes of another list";
		else if (critical.left && *critical.at)
			why = "the list has a critical extension that is not "
			      "supported";
		if (why)
			return why;
	}
	return all.bad ? unreadable : NULL;
}

/* What the extensions of an entry say (RFC 5280 section 5.3). */
struct entry_extensions {
	bool strange; /* of another issuer, or there is what nobody knows */
	bool removed; /* from the list: not revoked any more */
	int64_t invalid_s; /* which may be before the date of the revocation; 0:
			    * not told */
};

static void read_extension(struct cursor one, struct entry_extensions *entry)
{
	struct cursor oid = der_take(&one, DER_OBJECT), critical = {0};
	struct cursor value, reason;

	if (der_is_next(&one, BOOLEAN))
		critical = der_take(&one, BOOLEAN);
	value = der_take(&one, DER_OCTET_STRING);
	if (is_oid(&oid, "\x55\x1d\x15")) { /* reasonCode */
		reason = der_take(&value, ENUMERATED);
		entry->removed = reason.left == 1 && *reason.at == REMOVED;
	} else if (is_oid(&oid, "\x55\x1d\x18")) { /* invalidityDate */
		if (!take_time(&value, &entry->invalid_s))
			entry->invalid_s = 0;
	} else if ((critical.left && *critical.at) ||
		   is_oid(&oid, "\x55\x1d\x1d")) { /* certificateIssuer */
		entry->strange = true;
	}
}

static struct entry_extensions read_extensions(struct cursor entry)
{
	struct entry_extensions extensions = {0};
	struct cursor all = {0};

	if (entry.left)
		all = der_take(&entry, DER_SEQUENCE);
	while (all.left && !all.bad)
		read_extension(der_take(&all, DER_SEQUENCE), &extensions);
	extensions.strange |= all.bad;
	return extensions;
}

/* Looks for the serial number, in all entries. NULL, or why the list does not
 * count: one that has what nobody knows must not (RFC 5280 section 5.3). */
static const char *find_entry(const struct list *list, gnutls_x509_crt_t leaf,
	struct crl_answer *answer)
{
	struct cursor all = list->revoked;
	unsigned char serial[64];
	size_t size = sizeof(serial);

	if (gnutls_x509_crt_get_serial(leaf, serial, &size) < 0)
		return unreadable;
	while (all.left && !all.bad) {
		struct cursor entry = der_take(&all, DER_SEQUENCE);
		struct cursor number = der_take(&entry, DER_INTEGER);
		struct entry_extensions extensions;
		int64_t revoked_s = 0;

		if (!take_time(&entry, &revoked_s))
			revoked_s = 0;
		if (entry.bad)
			return unreadable;
		extensions = read_extensions(entry);
		if (extensions.strange)
			return "the list has entries of another issuer, or "
			       "with a critical extension that is not "
			       "supported";
		if (answer->revoked || extensions.removed ||
			number.left != size ||
			memcmp(number.at, serial, size) != 0)
			continue;
		answer->revoked = true;
		answer->revoked_s = revoked_s;
		answer->invalid_s = revoked_s ? extensions.invalid_s : 0;
	}
	return all.bad ? unreadable : NULL;
}

static const char *check_dates(const struct list *list, int64_t now_s)
{
	if (list->this_update > now_s + SKEW_S)
		return "the list is not valid yet";
	/* RFC 5280 section 5.1.2.5: every list has it. */
	if (!list->next_update)
		return "the list does not say how long it is valid";
	if (list->next_update < now_s)
		return "the list has expired";
	return NULL;
}

const char *crl_judge(struct octets octets, const struct crl_question *question,
	struct crl_answer *ret_answer)
{
	struct crl_answer answer = {0};
	struct list list = {0};
	const char *why;

	if (!read_list(octets, &list))
		return "what was sent is not a list of revoked certificates in "
		       "DER form";
	why = check_signature(&list, question->issuer);
	if (!why)
		why = check_extensions(&list, question);
	if (!why)
		why = find_entry(&list, question->leaf, &answer);
	if (!why && !answer.revoked)
		why = check_dates(&list, question->now_s);
	if (why)
		return why;
	answer.this_update = list.this_update;
	answer.next_update = list.next_update;
	*ret_answer = answer;
	return NULL;
}
