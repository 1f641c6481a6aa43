/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "net/trust/anchors.h"

#include "model/memory.h"
#include "net/trust/pem_file.h"
#include "net/x509/path.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

/* Each digit's value, and 1 more, so that 0 is none (RFC 4648 section 4). */
static void set_values(unsigned char values[256])
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/";

	memset(values, 0, 256);
	for (unsigned i = 0; i < 64; i++)
		values[(unsigned char)digits[i]] = (unsigned char)(i + 1);
}

/* Decodes four digits. Answers false if there are not four. */
static bool take_group(const unsigned char values[256],
	const unsigned char *text, const unsigned char *end,
	unsigned char *ret_octets)
{
	unsigned bits = 0;

	if (end - text < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		unsigned value = values[text[i]];

		if (!value)
			return false;
		bits = bits << 6 | (value - 1);
	}
	ret_octets[0] = (unsigned char)(bits >> 16);
	ret_octets[1] = (unsigned char)(bits >> 8);
	ret_octets[2] = (unsigned char)bits;
	return true;
}

/* The last group, with padding. Returns how many octets it holds; 0 if it is
 * anything else. */
static size_t take_last(const unsigned char values[256],
	const unsigned char *text, const unsigned char *end,
	unsigned char *ret_octets)
{
	unsigned char group[4];
	size_t count = 3;

	if (end - text < 4)
		return 0;
	memcpy(group, text, sizeof(group));
	while (count > 1 && group[count] == '=')
		group[count--] = 'A';
	return take_group(values, group, group + 4, ret_octets) ? count : 0;
}

static bool is_line_end(unsigned char octet)
{
	return octet == '\n' || octet == '\r';
}

/* What stands between the lines of a block, if that is lines of base64 alone,
 * with whole groups in each. Returns how many octets it holds; 0 if it is
 * anything else. */
static size_t decode_plain(const unsigned char *text, const unsigned char *end,
	unsigned char *ret_octets)
{
	unsigned char values[256];
	size_t length = 0, last;

	set_values(values);
	while (text < end && is_line_end(end[-1]))
		end--;
	while (end - text > 4) {
		if (is_line_end(*text)) {
			text++;
			continue;
		}
		if (!take_group(values, text, end, ret_octets + length))
			return 0;
		text += 4;
		length += 3;
	}
	last = take_last(values, text, end, ret_octets + length);
	return last ? length + last : 0;
}

/* A bundle has more than a hundred of them, and GnuTLS takes its time. Answers
 * false if the block is not as simple as most. */
static bool decode_block(
	const char *block, const char *end, gnutls_datum_t *ret_der)
{
	const char *text = memchr(block, '\n', (size_t)(end - block));

	if (!text)
		return false;
	ret_der->data = gnutls_malloc((size_t)(end - text) / 4 * 3 + 3);
	if (!ret_der->data)
		return false;
	ret_der->size = (unsigned)decode_plain((const unsigned char *)text,
		(const unsigned char *)end, ret_der->data);
	if (ret_der->size)
		return true;
	gnutls_free(ret_der->data);
	return false;
}

static void add_block(struct anchors *anchors, const char *block)
{
	const char *end = strstr(block, "-----END ");
	gnutls_datum_t pem, der;

	if (!end)
		return;
	if (!decode_block(block, end, &der)) {
		end = strchr(end, '\n') ? strchr(end, '\n') : end + strlen(end);
		pem.data = (unsigned char *)(uintptr_t)block;
		pem.size = (unsigned)(end - block);
		if (gnutls_pem_base64_decode2(NULL, &pem, &der) < 0)
			return;
	}
	anchors->ders = memory_realloc(
		anchors->ders, (anchors->count + 1) * sizeof(*anchors->ders));
	anchors->ders[anchors->count++] = der;
}

static bool open_bundle(struct anchors *anchors, const char *path)
{
	errno = 0;
	if (!pem_file_read(path, &anchors->bundle)) {
		anchors->problem = errno ? strerror(errno) : "cannot be read";
		return false;
	}
	if (anchors->bundle.data)
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

/* NULL unless it is called so. */
static gnutls_x509_crt_t import_named(
	const gnutls_datum_t *anchor, gnutls_datum_t name)
{
	gnutls_datum_t subject = {0};
	gnutls_x509_crt_t certificate;
	bool same;

	if (!may_be_named(anchor, name) ||
		gnutls_x509_crt_init(&certificate) < 0)
		return NULL;
	same = gnutls_x509_crt_import(
		       certificate, anchor, GNUTLS_X509_FMT_DER) == 0 &&
	       gnutls_x509_crt_get_raw_dn(certificate, &subject) == 0 &&
	       subject.size == name.size &&
	       memcmp(subject.data, name.data, name.size) == 0;
	gnutls_free(subject.data);
	if (same)
		return certificate;
	gnutls_x509_crt_deinit(certificate);
	return NULL;
}

size_t anchors_find(const struct anchors *anchors,
	gnutls_x509_crt_t certificate, bool by_name,
	gnutls_x509_crt_t *ret_anchors, size_t room)
{
	gnutls_datum_t issuer = {0};
	size_t count = 0;

	if (gnutls_x509_crt_get_raw_issuer_dn(certificate, &issuer) < 0)
		return 0;
	for (size_t i = 0; i < anchors->count && count < room; i++) {
		gnutls_x509_crt_t anchor =
			import_named(&anchors->ders[i], issuer);

		if (!anchor)
			continue;
		if (by_name || path_is_issued_by(certificate, anchor))
			ret_anchors[count++] = anchor;
		else
			gnutls_x509_crt_deinit(anchor);
	}
	gnutls_free(issuer.data);
	return count;
}
