/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How far any witness of the endpoint came. */
#ifndef MAILSONDE_EVIDENCE_REACHED_H
#define MAILSONDE_EVIDENCE_REACHED_H

#include "model/facts.h"

/* The same of one probe, of whatever kind. */
bool reached_by(const struct probe_facts *probe);

/* Whether any probe connected. */
bool reached_connection(const struct endpoint_facts *facts);

/* Up to a greeting of the endpoint's service that welcomes us. */
bool reached_greeting(const struct endpoint_facts *facts);

/* Up to the server's consent to STARTTLS or STLS. */
bool reached_starttls(const struct endpoint_facts *facts);

/* Up to TLS. */
bool reached_tls(const struct endpoint_facts *facts);

/* Up to any TLS record of the server's: a ServerHello or an alert. */
bool reached_tls_record(const struct endpoint_facts *facts);

/* Whether the witness that went furthest was cut short, put off or left
 * waiting, and was told nothing of what it had asked. */
bool reached_cut(const struct endpoint_facts *facts);

/* The longest that the server let a witness wait for one stage; 0 if none was
 * left behind. */
int64_t reached_longest_us(const struct endpoint_facts *facts);

/* From the start of the first probe to the end of the last one; 0 if there is
 * none. */
int64_t reached_duration_us(const struct endpoint_facts *facts);

/* How a way to the endpoint's service fared: a port of its host, in a mode. */
enum reached_way {
	REACHED_WAY_UNTRIED, /* or put off, or interrupted */
	REACHED_WAY_FAILS,
	REACHED_WAY_WORKS, /* a whole dialogue */
};

/* By the endpoint's own connections and its follow-ups. */
enum reached_way reached_way_of(
	const struct endpoint_facts *facts, unsigned port, enum tls_mode mode);

/* For how many milliseconds the peer kept the connection after that stage was
 * left; 0 if it closed it within a second. */
int64_t reached_kept_ms(const struct probe_facts *probe, enum stage stage);

#endif
