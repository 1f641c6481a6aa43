/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/trust/anchors.h"

#include "model/memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BUNDLE_OCTETS ((size_t)16 * 1024 * 1024)

/* Where systems keep their bundle: Debian and Alpine, Fedora, SUSE, BSD and
 * macOS. */
static const char *const bundles[] = {
#ifdef DEFAULT_TRUST_STORE_FILE
	DEFAULT_TRUST_STORE_FILE,
#endif
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/ssl/cert.pem",
};

void anchors_init(struct anchors *anchors, const char *file)
{
	*anchors = (struct anchors){0};
	if (file) {
		size_t size = strlen(file) + 1;

		anchors->file = memcpy(memory_calloc(1, size), file, size);
	}
}

void anchors_clear(struct anchors *anchors)
{
	for (size_t i = 0; i < anchors->count; i++)
		gnutls_free(anchors->ders[i].data);
	gnutls_free(anchors->bundle.data);
	free(anchors->ders);
	free(anchors->file);
}

static bool starts_block(const char *text)
{
	return strncmp(text, "-----BEGIN CERTIFICATE-----", 27) == 0 ||
	       strncmp(text, "-----BEGIN TRUSTED CERTIFICATE-----", 35) == 0 ||
	       strncmp(text, "-----BEGIN X509 CERTIFICATE-----", 32) == 0;
}

static void add_block(struct anchors *anchors, const char *block)
{
	const char *end = strstr(block, "-----END ");
	gnutls_datum_t pem, der;

	if (!end)
		return;
	end = strchr(end, '\n') ? strchr(end, '\n') : end + strlen(end);
	pem.data = (unsigned char *)(uintptr_t)block;
	pem.size = (unsigned)(end - block);
	if (gnutls_pem_base64_decode2(NULL, &pem, &der) < 0)
		return;
	anchors->ders = memory_realloc(
		anchors->ders, (anchors->count + 1) * sizeof(*anchors->ders));
	anchors->ders[anchors->count++] = der;
}

static bool open_bundle(struct anchors *anchors, const char *path)
{
	errno = 0;
	if (gnutls_load_file(path, &anchors->bundle) < 0) {
		anchors->problem = errno ? strerror(errno) : "cannot be read";
		return false;
	}
	if (anchors->bundle.size <= BUNDLE_OCTETS && anchors->bundle.data)
		anchors->rest = (const char *)anchors->bundle.data;
	return true;
}

void anchors_open(struct anchors *anchors)
{
	if (anchors->opened)
		return;
	anchors->opened = true;
	if (anchors->file) {
		open_bundle(anchors, anchors->file);
		return;
	}
	for (size_t i = 0; i < sizeof(bundles) / sizeof(*bundles); i++)
		if (open_bundle(anchors, bundles[i]))
			return;
}

void anchors_decode(struct anchors *anchors, bool only_first)
{
	while (anchors->rest && !(only_first && anchors->count)) {
		const char *block = strstr(anchors->rest, "-----BEGIN ");

		if (block && starts_block(block))
			add_block(anchors, block);
		anchors->rest = block ? block + 11 : NULL;
	}
	if (anchors->bundle.data && !anchors->rest) {
		gnutls_free(anchors->bundle.data);
		anchors->bundle.data = NULL;
		anchors->problem = anchors->count
					   ? NULL
					   : "the file contains no certificate "
					     "in PEM form";
	}
}

/* Whether the anchor's subject could be `name`: cheap, and never wrong in
 * saying no. */
static bool may_be_named(const gnutls_datum_t *anchor, gnutls_datum_t name)
{
	return memmem(anchor->data, anchor->size, name.data, name.size);
}

size_t anchors_find(const struct anchors *anchors,
	gnutls_x509_crt_t certificate, gnutls_x509_crt_t *ret_anchors,
	size_t room)
{
	gnutls_datum_t issuer = {0}, subject = {0};
	size_t count = 0;

	if (gnutls_x509_crt_get_raw_issuer_dn(certificate, &issuer) < 0)
		return 0;
	for (size_t i = 0; i < anchors->count && count < room; i++) {
		gnutls_x509_crt_t anchor;

		if (!may_be_named(&anchors->ders[i], issuer) ||
			gnutls_x509_crt_init(&anchor) < 0)
			continue;
		if (gnutls_x509_crt_import(anchor, &anchors->ders[i],
			    GNUTLS_X509_FMT_DER) == 0 &&
			gnutls_x509_crt_get_raw_dn(anchor, &subject) == 0) {
			bool same = subject.size == issuer.size &&
				    memcmp(subject.data, issuer.data,
					    issuer.size) == 0;

			gnutls_free(subject.data);
			if (same) {
				ret_anchors[count++] = anchor;
				continue;
			}
		}
		gnutls_x509_crt_deinit(anchor);
	}
	gnutls_free(issuer.data);
	return count;
}
