/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Makes certificates for tests: mkcerts DIRECTORY [NAME...]
 *
 * A root, an intermediate, and leaves good and bad, each with its chain and its
 * key in one file.  NAMEs (host names and addresses) take the place of the
 * usual subject alternative names. */

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>

/* So that main() can keep the machine's own priority file from being read. */
GNUTLS_SKIP_GLOBAL_INIT

#define DAY (24 * 60 * 60)

enum key {
	KEY_ROOT,
	KEY_INTERMEDIATE,
	KEY_LEAF,
	KEY_LEAF_RSA1024,
	KEY_LEAF_ECDSA,
	KEY_COUNT,
};

enum issuer {
	ISSUER_INTERMEDIATE,
	ISSUER_ITSELF,
};

struct leaf {
	const char *file;
	enum key key;
	enum issuer issuer;
	gnutls_digest_algorithm_t digest;
	int from_days;
	int to_days;
	/* In place of the usual names. */
	const char *name;
	bool without_san;
	bool without_chain;
};

static const struct leaf leaves[] = {
	{.file = "good"},
	{.file = "expired", .from_days = -90, .to_days = -2},
	{.file = "not-yet", .from_days = 2, .to_days = 90},
	{.file = "soon", .from_days = -80, .to_days = 10},
	{.file = "self-signed", .issuer = ISSUER_ITSELF},
	{.file = "wrong-name", .name = "other.example.test"},
	{.file = "wildcard", .name = "*.example.test"},
	{.file = "cn-only", .without_san = true},
	{.file = "incomplete", .without_chain = true},
	{.file = "sha1", .digest = GNUTLS_DIG_SHA1},
	{.file = "rsa1024", .key = KEY_LEAF_RSA1024},
	{.file = "ecdsa", .key = KEY_LEAF_ECDSA},
};

static const char *const usual_names[] = {
	"mail.example.test",
	"pop.example.test",
	"imap.example.test",
	"smtp.example.test",
	"outlook.office365.com",
	"smtp.office365.com",
	"localhost",
	"127.0.0.1",
	"::1",
	NULL,
};

struct workshop {
	const char *directory;
	const char *const *names;
	time_t now;
	gnutls_x509_privkey_t key[KEY_COUNT];
	gnutls_x509_crt_t root;
	gnutls_x509_crt_t intermediate;
};

/* Ends the program: half a set of certificates is of no use. */
static void must(int ret, const char *what)
{
	if (ret >= 0)
		return;
	fprintf(stderr, "mkcerts: %s: %s\n", what, gnutls_strerror(ret));
	exit(EX_SOFTWARE);
}

static gnutls_x509_privkey_t make_key(enum key key)
{
	static const struct {
		gnutls_pk_algorithm_t algorithm;
		unsigned bits;
	} kinds[KEY_COUNT] = {
		[KEY_ROOT] = {GNUTLS_PK_RSA, 2048},
		[KEY_INTERMEDIATE] = {GNUTLS_PK_RSA, 2048},
		[KEY_LEAF] = {GNUTLS_PK_RSA, 2048},
		[KEY_LEAF_RSA1024] = {GNUTLS_PK_RSA, 1024},
		[KEY_LEAF_ECDSA] = {GNUTLS_PK_ECDSA,
			GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1)},
	};
	gnutls_x509_privkey_t made;

	must(gnutls_x509_privkey_init(&made), "key");
	must(gnutls_x509_privkey_generate(
		     made, kinds[key].algorithm, kinds[key].bits, 0),
		"key");
	return made;
}

static void set_serial(gnutls_x509_crt_t crt)
{
	unsigned char serial[16];

	must(gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial)), "serial");
	/* Positive, and of full length: RFC 5280 section 4.1.2.2. */
	serial[0] = (serial[0] & 0x3f) | 0x40;
	must(gnutls_x509_crt_set_serial(crt, serial, sizeof(serial)), "serial");
}

static void set_key_id(gnutls_x509_crt_t crt, gnutls_x509_crt_t issuer)
{
	unsigned char id[64];
	size_t len = sizeof(id);

	must(gnutls_x509_crt_get_key_id(crt, 0, id, &len), "key id");
	must(gnutls_x509_crt_set_subject_key_id(crt, id, len), "key id");
	if (issuer == NULL)
		return;
	len = sizeof(id);
	must(gnutls_x509_crt_get_subject_key_id(issuer, id, &len, NULL),
		"key id");
	must(gnutls_x509_crt_set_authority_key_id(crt, id, len), "key id");
}

static gnutls_x509_crt_t start_certificate(
	const struct workshop *w, enum key key, int from_days, int to_days)
{
	gnutls_x509_crt_t crt;

	must(gnutls_x509_crt_init(&crt), "certificate");
	must(gnutls_x509_crt_set_version(crt, 3), "version");
	must(gnutls_x509_crt_set_key(crt, w->key[key]), "key");
	set_serial(crt);
	must(gnutls_x509_crt_set_activation_time(
		     crt, w->now + (time_t)from_days * DAY),
		"time");
	must(gnutls_x509_crt_set_expiration_time(
		     crt, w->now + (time_t)to_days * DAY),
		"time");
	return crt;
}

static void set_name(gnutls_x509_crt_t crt, const char *name)
{
	must(gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0,
		     name, (unsigned)strlen(name)),
		"name");
}

static gnutls_x509_crt_t make_authority(const struct workshop *w, enum key key,
	const char *name, gnutls_x509_crt_t issuer)
{
	gnutls_x509_crt_t crt = start_certificate(w, key, -365, 3650);

	set_name(crt, name);
	must(gnutls_x509_crt_set_dn_by_oid(
		     crt, GNUTLS_OID_X520_ORGANIZATION_NAME, 0, "Example", 7),
		"name");
	must(gnutls_x509_crt_set_basic_constraints(
		     crt, 1, issuer == NULL ? 1 : 0),
		"basic constraints");
	must(gnutls_x509_crt_set_key_usage(
		     crt, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN),
		"key usage");
	set_key_id(crt, issuer);
	must(gnutls_x509_crt_sign2(crt, issuer == NULL ? crt : issuer,
		     w->key[KEY_ROOT], GNUTLS_DIG_SHA256, 0),
		"signature");
	return crt;
}

static void add_alternative(gnutls_x509_crt_t crt, const char *name)
{
	unsigned char address[16];
	unsigned len = 0;

	if (inet_pton(AF_INET, name, address) == 1)
		len = 4;
	else if (inet_pton(AF_INET6, name, address) == 1)
		len = 16;
	if (len > 0)
		must(gnutls_x509_crt_set_subject_alt_name(crt,
			     GNUTLS_SAN_IPADDRESS, address, len,
			     GNUTLS_FSAN_APPEND),
			"address");
	else
		must(gnutls_x509_crt_set_subject_alt_name(crt,
			     GNUTLS_SAN_DNSNAME, name, (unsigned)strlen(name),
			     GNUTLS_FSAN_APPEND),
			"alternative name");
}

static void set_leaf_names(const struct workshop *w, const struct leaf *leaf,
	gnutls_x509_crt_t crt)
{
	set_name(crt, leaf->name != NULL ? leaf->name : w->names[0]);
	if (leaf->without_san)
		return;
	if (leaf->name != NULL) {
		add_alternative(crt, leaf->name);
		return;
	}
	for (size_t i = 0; w->names[i] != NULL; i++)
		add_alternative(crt, w->names[i]);
}

static void sign_leaf(const struct workshop *w, const struct leaf *leaf,
	enum key key, gnutls_x509_crt_t crt)
{
	gnutls_digest_algorithm_t digest =
		leaf->digest != 0 ? leaf->digest : GNUTLS_DIG_SHA256;
	bool alone = leaf->issuer == ISSUER_ITSELF;

	set_key_id(crt, alone ? NULL : w->intermediate);
	must(gnutls_x509_crt_sign2(crt, alone ? crt : w->intermediate,
		     w->key[alone ? key : KEY_INTERMEDIATE], digest, 0),
		"signature");
}

static gnutls_x509_crt_t make_leaf(
	const struct workshop *w, const struct leaf *leaf, enum key key)
{
	bool has_days = leaf->to_days != 0;
	gnutls_x509_crt_t crt = start_certificate(w, key,
		has_days ? leaf->from_days : -1, has_days ? leaf->to_days : 90);

	set_leaf_names(w, leaf, crt);
	must(gnutls_x509_crt_set_basic_constraints(crt, 0, -1),
		"basic constraints");
	must(gnutls_x509_crt_set_key_usage(crt,
		     GNUTLS_KEY_DIGITAL_SIGNATURE |
			     (key == KEY_LEAF_ECDSA
					     ? 0
					     : GNUTLS_KEY_KEY_ENCIPHERMENT)),
		"key usage");
	must(gnutls_x509_crt_set_key_purpose_oid(
		     crt, GNUTLS_KP_TLS_WWW_SERVER, 0),
		"key purpose");
	sign_leaf(w, leaf, key, crt);
	return crt;
}

static FILE *create(const struct workshop *w, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.pem", w->directory, name);
	file = fopen(path, "we");
	if (file == NULL) {
		fprintf(stderr, "mkcerts: %s: %s\n", path, strerror(errno));
		exit(EX_CANTCREAT);
	}
	return file;
}

static void put_certificate(FILE *file, gnutls_x509_crt_t crt)
{
	gnutls_datum_t pem;

	must(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem), "PEM");
	fwrite(pem.data, 1, pem.size, file);
	gnutls_free(pem.data);
}

static void put_key(FILE *file, gnutls_x509_privkey_t key)
{
	gnutls_datum_t pem;

	must(gnutls_x509_privkey_export2_pkcs8(
		     key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem),
		"PEM");
	fwrite(pem.data, 1, pem.size, file);
	gnutls_free(pem.data);
}

static void finish(FILE *file)
{
	if (fclose(file) == 0)
		return;
	perror("mkcerts");
	exit(EX_IOERR);
}

static void write_leaf(const struct workshop *w, const struct leaf *leaf)
{
	enum key key = leaf->key != 0 ? leaf->key : KEY_LEAF;
	gnutls_x509_crt_t crt = make_leaf(w, leaf, key);
	FILE *file = create(w, leaf->file);

	put_certificate(file, crt);
	if (leaf->issuer == ISSUER_INTERMEDIATE && !leaf->without_chain)
		put_certificate(file, w->intermediate);
	put_key(file, w->key[key]);
	finish(file);
	gnutls_x509_crt_deinit(crt);
}

static void make_all(struct workshop *w)
{
	FILE *file;

	for (int key = 0; key < KEY_COUNT; key++)
		w->key[key] = make_key((enum key)key);
	w->root = make_authority(w, KEY_ROOT, "Example test root", NULL);
	w->intermediate = make_authority(
		w, KEY_INTERMEDIATE, "Example test intermediate", w->root);

	file = create(w, "ca");
	put_certificate(file, w->root);
	finish(file);
	for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++)
		write_leaf(w, &leaves[i]);
}

static void clear(struct workshop *w)
{
	for (int key = 0; key < KEY_COUNT; key++)
		gnutls_x509_privkey_deinit(w->key[key]);
	gnutls_x509_crt_deinit(w->root);
	gnutls_x509_crt_deinit(w->intermediate);
}

int main(int argc, char **argv)
{
	struct workshop w = {.names = usual_names, .now = time(NULL)};

	if (argc < 2 || argv[1][0] == '-') {
		fputs("Usage: mkcerts DIRECTORY [NAME...]\n", stderr);
		return EX_USAGE;
	}
	w.directory = argv[1];
	if (argc > 2)
		w.names = (const char *const *)argv + 2;
	if (mkdir(w.directory, 0777) < 0 && errno != EEXIST) {
		perror(w.directory);
		return EX_CANTCREAT;
	}
	umask(077);
	setenv("GNUTLS_SYSTEM_PRIORITY_FILE", "/dev/null", 1);
	must(gnutls_global_init(), "GnuTLS");
	make_all(&w);
	clear(&w);
	gnutls_global_deinit();
	return EX_OK;
}
