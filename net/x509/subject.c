/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/subject.h"

#include "model/text/ascii.h"
#include "model/text/escape.h"

#define SHOWN 200

static struct octets alternative(
	struct arena *arena, gnutls_x509_crt_t certificate, unsigned index)
{
	unsigned char value[512];
	size_t size = sizeof(value);
	int type = gnutls_x509_crt_get_subject_alt_name(
		certificate, index, value, &size, NULL);

	if (type != GNUTLS_SAN_RFC822NAME && type != GNUTLS_SAN_DNSNAME)
		return (struct octets){0};
	return arena_octets(arena, value, size);
}

const char *subject_shown(struct arena *arena, gnutls_x509_crt_t certificate)
{
	gnutls_datum_t name = {0};
	struct octets shown = {0};

	if (gnutls_x509_crt_get_dn3(certificate, &name, 0) >= 0 && name.size)
		shown = arena_octets(arena, name.data, name.size);
	gnutls_free(name.data);
	for (unsigned i = 0; i < 16 && !shown.length; i++)
		shown = alternative(arena, certificate, i);
	return shown.length ? escape_excerpt(arena, shown, SHOWN) : "(no name)";
}

static bool is_name(struct octets presented, const char *name)
{
	return presented.length && ascii_equals(presented, name);
}

bool subject_is(
	struct arena *arena, gnutls_x509_crt_t certificate, const char *name)
{
	unsigned char common[512];
	size_t size = sizeof(common);
	gnutls_datum_t whole = {0};
	bool same = gnutls_x509_crt_get_dn3(certificate, &whole, 0) >= 0 &&
		    is_name((struct octets){whole.data, whole.size}, name);

	gnutls_free(whole.data);
	if (!same &&
		gnutls_x509_crt_get_dn_by_oid(certificate,
			GNUTLS_OID_X520_COMMON_NAME, 0, 0, common, &size) >= 0)
		same = is_name((struct octets){common, size}, name);
	for (unsigned i = 0; i < 64 && !same; i++)
		same = is_name(alternative(arena, certificate, i), name);
	return same;
}
