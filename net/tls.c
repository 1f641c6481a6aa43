/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/tls.h"

#include "model/memory.h"
#include "model/table.h"
#include "model/tls/cipher_suite.h"
#include "net/offer.h"
#include "net/revocation/ocsp.h"
#include "net/x509/certificate.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CERTIFICATES_MAX 16 /* of one chain */

/* What every session offers beside its versions. 3DES and RC4 come last and
 * SHA-1 signatures too: a server that has nothing better still accepts the
 * version, and the report shows what it took. The large FFDHE groups are left
 * out: one handshake with them costs the client a quarter of a second, and a
 * hostile server would choose them. */
#define OFFER                                                                  \
	"NORMAL:+3DES-CBC:+ARCFOUR-128:+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:"       \
	"+SIGN-DSA-SHA1:+SIGN-DSA-SHA256:"                                     \
	"-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:"          \
	"+GROUP-SECP521R1:+GROUP-X448:+GROUP-FFDHE2048:+GROUP-FFDHE3072:"      \
	"-VERS-ALL"

/* TLS 1.2 with what every server of its time has, and nothing else. */
#define SMALL_OFFER                                                            \
	"NONE:+VERS-TLS1.2:+ECDHE-RSA:+ECDHE-ECDSA:+RSA:+AES-128-GCM:"         \
	"+AES-128-CBC:+AEAD:+SHA1:+COMP-NULL:+CTYPE-X509:"                     \
	"+SIGN-RSA-SHA256:+SIGN-ECDSA-SHA256:+GROUP-SECP256R1"

static const char *const version_priorities[] = {
	[TLS_1_0] = ":+VERS-TLS1.0",
	[TLS_1_1] = ":+VERS-TLS1.1",
	[TLS_1_2] = ":+VERS-TLS1.2",
	[TLS_1_3] = ":+VERS-TLS1.3",
};
static_assert(
	COUNT_OF(version_priorities) == TLS_VERSION_COUNT, "a version's word");

struct tls_context {
	struct trust_store *trust;
	struct certificate_memo *memo;
	struct turn *turn;
	gnutls_certificate_credentials_t credentials;
	gnutls_anon_client_credentials_t anonymous;
	/* By set of versions, made when it is first asked for: a run needs one
	 * or five of the fifteen, and each takes 50 us. */
	pthread_mutex_t lock;
	gnutls_priority_t priorities[1u << TLS_VERSION_COUNT];
	gnutls_priority_t small_priority;
};

/* GnuTLS initialises itself before main() and reads the system-wide settings
 * then; this symbol keeps it from doing so. Having it found by name in the
 * program is how the library wants to be told. */
int _gnutls_global_init_skip(void);
int _gnutls_global_init_skip(void)
{
	return 1;
}

const char *tls_library_version(void)
{
	return gnutls_check_version(NULL);
}

bool tls_library_init(void)
{
	return setenv("GNUTLS_SYSTEM_PRIORITY_FILE", "/dev/null", 1) == 0 &&
	       unsetenv("GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID") == 0 &&
	       gnutls_global_init() == 0;
}

static bool make_priority(
	gnutls_priority_t *priority, unsigned versions, bool small)
{
	char text[512] = OFFER;

	if (small)
		return gnutls_priority_init(priority, SMALL_OFFER, NULL) == 0;
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (versions & TLS_BIT(v))
			strncat(text, version_priorities[v],
				sizeof(text) - strlen(text) - 1);
	return gnutls_priority_init(priority, text, NULL) == 0;
}

struct tls_context *tls_context_new(struct trust_store *trust)
{
	struct tls_context *context = memory_calloc(1, sizeof(*context));

	context->trust = trust;
	context->memo = certificate_memo_new();
	context->turn = turn_new();
	pthread_mutex_init(&context->lock, NULL);
	if (gnutls_certificate_allocate_credentials(&context->credentials) ==
			0 &&
		gnutls_anon_allocate_client_credentials(&context->anonymous) ==
			0)
		return context;
	tls_context_free(context);
	return NULL;
}

void tls_context_free(struct tls_context *context)
{
	if (!context)
		return;
	for (unsigned set = 1; set <= TLS_PROBED; set++)
		if (context->priorities[set])
			gnutls_priority_deinit(context->priorities[set]);
	if (context->small_priority)
		gnutls_priority_deinit(context->small_priority);
	if (context->credentials)
		gnutls_certificate_free_credentials(context->credentials);
	if (context->anonymous)
		gnutls_anon_free_client_credentials(context->anonymous);
	certificate_memo_free(context->memo);
	turn_free(context->turn);
	pthread_mutex_destroy(&context->lock);
	free(context);
}

struct turn *tls_turn(const struct tls_context *context)
{
	return context->turn;
}

/* NULL if GnuTLS cannot make it. */
static gnutls_priority_t find_priority(
	struct tls_context *context, unsigned versions, bool small)
{
	gnutls_priority_t *priority =
		small ? &context->small_priority
		      : &context->priorities[versions & TLS_PROBED];

	pthread_mutex_lock(&context->lock);
	if (!*priority && !make_priority(priority, versions, small))
		*priority = NULL;
	pthread_mutex_unlock(&context->lock);
	return *priority;
}

static gnutls_session_t new_session(
	struct tls_context *context, gnutls_priority_t priority, bool tickets)
{
	gnutls_session_t session;

	/* One key share, X25519's: a second one costs more than it saves. */
	if (gnutls_init(
		    &session, GNUTLS_CLIENT | GNUTLS_NONBLOCK |
				      GNUTLS_NO_SIGNAL | GNUTLS_KEY_SHARE_TOP |
				      (tickets ? 0 : GNUTLS_NO_TICKETS)) < 0)
		return NULL;
	if (gnutls_priority_set(session, priority) < 0 ||
		gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE,
			context->credentials) < 0) {
		gnutls_deinit(session);
		return NULL;
	}
	return session;
}

gnutls_priority_t tls_priority(struct tls_context *context, unsigned versions)
{
	return find_priority(context, versions, false);
}

gnutls_session_t tls_session_new(
	struct tls_context *context, unsigned versions, bool small)
{
	gnutls_priority_t priority = find_priority(context, versions, small);

	return priority ? new_session(context, priority, false) : NULL;
}

/* NULL if GnuTLS has nothing of the kind. To be freed with
 * gnutls_priority_deinit(). */
static gnutls_priority_t new_offer_priority(
	enum offer_id offer, unsigned versions)
{
	gnutls_priority_t priority;
	char text[1024];

	if (!offer_priority(offer, versions, text, sizeof(text)))
		return NULL;
	return gnutls_priority_init(&priority, text, NULL) == 0 ? priority
								: NULL;
}

bool tls_can_offer(enum offer_id offer)
{
	gnutls_priority_t priority;

	if (offer_table[offer].by_hand)
		return false;
	if (!offer_has_priority(offer))
		return true;
	priority = new_offer_priority(offer, offer_table[offer].versions);
	if (!priority)
		return false;
	gnutls_priority_deinit(priority);
	return true;
}

gnutls_session_t tls_offer_session_new(
	struct tls_context *context, enum offer_id offer, unsigned versions)
{
	gnutls_priority_t priority;
	gnutls_session_t session;

	if (!offer_has_priority(offer)) {
		priority = find_priority(context, versions, false);
		return priority ? new_session(context, priority,
					  offer_table[offer].resume)
				: NULL;
	}
	priority = new_offer_priority(offer, versions);
	if (!priority)
		return NULL;
	session = new_session(context, priority, false);
	/* The session keeps a reference of its own. */
	gnutls_priority_deinit(priority);
	if (session && offer_is_anonymous(offer) &&
		gnutls_credentials_set(
			session, GNUTLS_CRD_ANON, context->anonymous) < 0) {
		gnutls_deinit(session);
		return NULL;
	}
	return session;
}

enum tls_version tls_version_from_gnutls(gnutls_protocol_t version)
{
	switch (version) {
	case GNUTLS_SSL3:
		return TLS_SSL3;
	case GNUTLS_TLS1_0:
		return TLS_1_0;
	case GNUTLS_TLS1_1:
		return TLS_1_1;
	case GNUTLS_TLS1_2:
		return TLS_1_2;
	case GNUTLS_TLS1_3:
		return TLS_1_3;
	default:
		return TLS_NONE;
	}
}

enum tls_version tls_version_of_hello(
	const unsigned char *flight, size_t length)
{
	/* record: type 22, version, length; handshake: type 2, length of 3
	 * octets, version */
	if (length < 11 || flight[0] != 22 || flight[5] != 2 ||
		flight[9] != 3 || flight[10] > 3)
		return TLS_NONE;
	return (enum tls_version)(TLS_SSL3 + flight[10]);
}

bool tls_looks_like_record(const unsigned char *octets, size_t length)
{
	return length > 0 && octets[0] >= 0x14 && octets[0] <= 0x17 &&
	       (length < 2 || octets[1] == 3) && (length < 3 || octets[2] <= 4);
}

/* The suite's number is found by its place in GnuTLS's own list. */
static const char *negotiated_suite(
	gnutls_session_t session, struct arena *arena)
{
	const char *name = gnutls_ciphersuite_get(session);
	unsigned char id[2];

	for (size_t i = 0; name; i++) {
		const char *listed =
			gnutls_cipher_suite_info(i, id, NULL, NULL, NULL, NULL);

		if (!listed)
			break;
		if (strcmp(listed, name) == 0)
			return cipher_suite_name((unsigned)id[0] << 8 | id[1]);
	}
	return arena_strdup(arena, name);
}

/* GnuTLS writes IANA's names in capitals: "SECP256R1". */
static const char *negotiated_group(
	gnutls_session_t session, struct arena *arena)
{
	const char *name = gnutls_group_get_name(gnutls_group_get(session));
	char *copy = arena_strdup(arena, name);

	for (char *at = copy; at && *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

static const char *server_signature(gnutls_session_t session)
{
	int algorithm = gnutls_sign_algorithm_get(session);

	return algorithm ? gnutls_sign_get_name(
				   (gnutls_sign_algorithm_t)algorithm)
			 : NULL;
}

static void keep_parameters(gnutls_session_t session, struct probe_facts *facts)
{
	struct tls_facts *tls = &facts->tls;
	gnutls_datum_t alpn = {0};
	int bits;

	tls->version =
		tls_version_from_gnutls(gnutls_protocol_get_version(session));
	tls->cipher_suite = negotiated_suite(session, facts->arena);
	tls->group = negotiated_group(session, facts->arena);
	tls->signature = server_signature(session);
	/* TLS 1.3 has both built in (RFC 8446 appendix D). */
	tls->extended_master_secret =
		tls->version == TLS_1_3 ||
		gnutls_session_ext_master_secret_status(session);
	tls->renegotiation_info = tls->version == TLS_1_3 ||
				  gnutls_safe_renegotiation_status(session);
	tls->resumed = gnutls_session_is_resumed(session) != 0;
	tls->encrypt_then_mac = gnutls_session_etm_status(session) != 0;
	bits = gnutls_dh_get_prime_bits(session);
	tls->dh_bits = bits > 0 ? (unsigned)bits : 0;
	if (gnutls_alpn_get_selected_protocol(session, &alpn) == 0)
		tls->alpn = arena_octets(facts->arena, alpn.data, alpn.size);
}

static void keep_sent(const gnutls_datum_t *certificates, size_t count,
	struct probe_facts *facts)
{
	struct tls_facts *tls = &facts->tls;

	tls->sent_count = count < CERTIFICATES_MAX ? count : CERTIFICATES_MAX;
	tls->sent = arena_alloc(
		tls->chain_arena, tls->sent_count * sizeof(*tls->sent));
	for (size_t i = 0; i < tls->sent_count; i++)
		tls->sent[i] = arena_octets(tls->chain_arena,
			certificates[i].data, certificates[i].size);
}

void tls_keep_facts(const struct tls_context *context, gnutls_session_t session,
	bool chain, struct probe_facts *facts)
{
	unsigned count = 0;
	const gnutls_datum_t *certificates;

	keep_parameters(session, facts);
	certificates = gnutls_certificate_get_peers(session, &count);
	if (!certificates || !count)
		return;
	if (!chain) {
		certificate_keep_fingerprint(&certificates[0], facts);
		return;
	}
	certificate_keep_chain(context->memo, certificates, count, facts);
	if (facts->keeps_sent)
		keep_sent(certificates, count, facts);
	trust_judge(context->trust, certificates, count, facts);
	ocsp_keep(context->trust, session, certificates, count, facts);
}
