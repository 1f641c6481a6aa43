/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The matchers, and what they share with each other. */
#ifndef MAILSONDE_CHECKS_CAUSES_MATCH_H
#define MAILSONDE_CHECKS_CAUSES_MATCH_H

#include "checks/causes/theory.h"

/* The same with "mode-starttls-wanted". */
void match_mode_beside(
	struct work *work, const struct view *view, struct theory *first);

/* What is said of handshakes and of versions alike. */
void match_handshake_end(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe);
const char *match_list_versions(struct work *work, unsigned versions);
void match_old_server(
	struct work *work, const struct view *view, enum tls_version version);
void match_nothing_common(struct work *work, const struct view *view,
	const struct probe_facts *probe);

/* Whether the words are those of Exchange Server at a port 465, which is for
 * servers among themselves; and what is said then. */
bool match_is_connector(const struct view *view, struct octets words);
void match_connector(
	struct work *work, const struct view *view, struct octets words);

/* The matchers, in the order of their files. Each looks at one endpoint, or
 * with `view` NULL at the run as a whole. */
typedef void match_function(struct work *work, const struct view *view);

match_function match_interrupted, match_unknown;
match_function match_name_service, match_name;
match_function match_portal, match_network, match_addresses;
match_function match_first_octets, match_silence;
match_function match_scanner, match_refusal, match_throttle, match_rest;
match_function match_starttls, match_dialogue;
match_function match_sni, match_interception;
match_function match_handshake, match_versions;
match_function match_clock, match_dates, match_trust, match_certificate_name;
match_function match_product, match_auth, match_settings;

#endif
