/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/try_version.h"

#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"
#include "net/hello/version.h"
#include "net/x509/certificate.h"

static enum tls_version version_of_wire(unsigned number)
{
	if (number < HELLO_SSL_3 || number > HELLO_TLS_1_3)
		return TLS_NONE;
	return (enum tls_version)(TLS_SSL3 + (int)(number - HELLO_SSL_3));
}

static void keep_alert(
	const struct hello_answer *answer, struct probe_facts *facts)
{
	struct tls_facts *tls = &facts->tls;

	if (!answer->alerted)
		return;
	tls->alerts = arena_grow(facts->arena, tls->alerts, tls->alert_count,
		sizeof(*tls->alerts));
	tls->alerts[tls->alert_count++] = (struct alert){.received = true,
		.fatal = answer->alert_fatal,
		.code = answer->alert};
}

/* Which certificate it was is all that counts beside another connection's. */
static void keep_leaf(
	const struct hello_answer *answer, struct probe_facts *facts)
{
	struct certificate leaf;

	if (!answer->certificate_count ||
		!certificate_read_fingerprint(
			facts->arena, answer->certificates[0], &leaf))
		return;
	facts->tls.chain = arena_alloc(facts->arena, sizeof(leaf));
	facts->tls.chain[0] = leaf;
	facts->tls.chain_count = 1;
}

static unsigned count_bits(struct octets number)
{
	unsigned bits = (unsigned)number.length * 8;

	for (size_t i = 0; i < number.length; i++)
		for (unsigned bit = 0x80; bit; bit >>= 1, bits--)
			if (number.data[i] & bit)
				return bits;
	return 0;
}

static void keep_choice(
	const struct hello_answer *answer, struct probe_facts *facts)
{
	struct tls_facts *tls = &facts->tls;

	tls->server_hello = true;
	tls->version = version_of_wire(answer->version);
	tls->cipher_suite = cipher_suite_name(answer->suite);
	tls->group = numbers_group_name(answer->group);
	tls->dh_bits = count_bits(answer->prime);
	tls->wants_certificate = answer->wants_certificate;
	keep_leaf(answer, facts);
	if (tls->version == TLS_NONE ||
		!(facts->tls_offered & TLS_BIT(tls->version))) {
		facts->status = ST_TLS_VERSION;
		facts->outcome = OUTCOME_REFUSED;
		return;
	}
	facts->status = ST_OK;
	facts->stage = STAGE_DONE;
	facts->outcome = OUTCOME_COMPLETED;
}

/* close_notify where a handshake was due. */
static bool is_farewell(const struct hello_answer *answer)
{
	return answer->result == HELLO_NOTHING && answer->alerted &&
	       answer->alert == 0;
}

void try_version_keep(
	const struct hello_answer *answer, struct probe_facts *facts)
{
	keep_alert(answer, facts);
	if (answer->result == HELLO_CHOSEN || answer->result == HELLO_RETRY) {
		keep_choice(answer, facts);
	} else if (answer->result == HELLO_ALERTED || is_farewell(answer)) {
		facts->status = ST_ALERT;
		facts->outcome = OUTCOME_REFUSED;
	} else if (answer->result != HELLO_NOTHING) {
		facts->status = ST_TLS;
	}
}

/* Nobody needs the certificates until the end of the run. */
static void forget_octets(struct hello_answer *answer)
{
	answer->alpn = answer->prime = answer->generator = answer->strange =
		(struct octets){0};
	answer->certificate_count = answer->authority_count = 0;
}

bool try_version(const struct connection_target *target, enum service service,
	bool keep_transcript, struct probe_facts *facts,
	struct hello_answer *ret_answer)
{
	struct hello hello;
	enum tls_version version = TLS_1_0;
	bool asked = false;

	while (!(facts->tls_offered & TLS_BIT(version)))
		version++;
	if (hello_of_version(target->tls, version, target->server_name,
		    facts->arena, &hello))
		asked = probe_ask(target, service, keep_transcript, &hello,
			HELLO_TO_KEY, facts, ret_answer);
	else
		facts->status = ST_LOCAL;
	if (asked) {
		try_version_keep(ret_answer, facts);
		forget_octets(ret_answer);
	}
	arena_free(facts->tls.chain_arena);
	facts->tls.chain_arena = NULL;
	facts->duration_us = io_now_us() - target->begin_us;
	return asked;
}
