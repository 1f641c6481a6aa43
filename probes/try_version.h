/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One version of TLS, asked for by a ClientHello alone. */
#ifndef MAILSONDE_PROBES_TRY_VERSION_H
#define MAILSONDE_PROBES_TRY_VERSION_H

#include "probes/probe.h"

/* Connects to `target`, speaks up to where TLS begins, and asks for the single
 * version of `facts->tls_offered`. `facts` has purpose, mode, tls_offered and
 * by_hello set; the rest is filled in as by probe_run(), with what a
 * handshake that was broken off there would have shown. An answer that only a
 * handshake can make sense of is ST_TLS, with OUTCOME_FAILED. Answers whether
 * the hello went out, as probe_ask() does, but `*ret_answer` has numbers
 * alone. */
bool try_version(const struct connection_target *target, enum service service,
	bool keep_transcript, struct probe_facts *facts,
	struct hello_answer *ret_answer);

/* The second half: what the answer to such a hello means. `facts->status` is
 * how the connection ended. */
void try_version_keep(
	const struct hello_answer *answer, struct probe_facts *facts);

#endif
