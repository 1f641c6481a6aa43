/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the server takes each TLS version, over all witnesses. */
#ifndef MAILSONDE_EVIDENCE_VERSION_H
#define MAILSONDE_EVIDENCE_VERSION_H

#include "model/facts.h"

enum version_result {
	VERSION_NOT_ASKED,
	VERSION_ACCEPTED,
	VERSION_REFUSED,
	VERSION_UNKNOWN, /* asked, and no answer that says either */
};

/* Answers for `version`, with the probe that decided or came furthest in
 * `*ret_probe` (NULL if none was made). `ret_probe` may be NULL. */
enum version_result version_result(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe);

/* With which version the probe made a connection for the endpoint; TLS_NONE if
 * it made none. */
enum tls_version version_made(const struct probe_facts *probe);

/* Whether the server completed the handshake of an old version alone, only to
 * say that it does not serve it. */
bool version_turned_away(const struct probe_facts *probe);

/* The versions with which some connection was made: TLS_BIT()s. */
unsigned version_accepted(const struct endpoint_facts *facts);

/* Of the set `versions`, those with that result; never SSL 3.0, which nobody is
 * asked about. */
unsigned version_with(const struct endpoint_facts *facts, unsigned versions,
	enum version_result result);

/* Whether the server is known to take none of them; not of an empty set. The
 * probe that decided about one goes to `*ret_probe`, which may be NULL. */
bool version_refuses_all(const struct endpoint_facts *facts, unsigned versions,
	const struct probe_facts **ret_probe);

/* Whether the server said of the version itself that it does not speak it, by
 * alert 70 or by answering with another one. A refusal otherwise may be one of
 * the usual cipher suites, and says nothing of others. The probe goes to
 * `*ret_probe`, which may be NULL. */
bool version_is_off(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe);

/* Whether that holds of all of them; not of an empty set. */
bool version_are_off(const struct endpoint_facts *facts, unsigned versions,
	const struct probe_facts **ret_probe);

/* The same for rules, which ask whether a version is spoken at all, whatever
 * the suites: hellos made by hand may have told, and a refusal of the usual
 * offer says nothing unless it names the version (version_is_off()). For SSL
 * 3.0, too. `*ret_probe` is NULL where hellos decided. */
enum version_result version_spoken(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe);

/* What is told of the version: as version_result(), but a hello made by hand
 * may have been accepted where the usual offer was not. `*ret_probe` is that of
 * version_result() in any case. */
enum version_result version_told(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe);

/* Of the set `versions`, those with that result of version_spoken(). */
unsigned version_spoken_with(const struct endpoint_facts *facts,
	unsigned versions, enum version_result result);

/* The next witness that completed a handshake in one of the versions, from
 * `*at` on, which begins as 0; NULL at the end. */
const struct probe_facts *version_completed(
	const struct endpoint_facts *facts, unsigned versions, size_t *at);

#endif
