/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Causes of failures: what does not depend on the run, for the manual, and for
 * `mailsonde explain`. */
#ifndef MAILSONDE_CHECKS_CAUSES_CAUSE_H
#define MAILSONDE_CHECKS_CAUSES_CAUSE_H

#include "model/names.h"

#include <stdbool.h>
#include <stddef.h>

struct work;
struct view;

/* Looks at one endpoint, and supposes a cause of what is open there. */
typedef void cause_match(struct work *work, const struct view *view);

struct cause {
	const char *id;    /* never changes its meaning */
	const char *title; /* one line */
	/* What is said of it where a matcher has no better words; they may
	 * hold what those of a theory may. NULL: the title is all. */
	const char *summary;
	const char *user_summary;
	const char *explanation;              /* plain words */
	const char *remedies[AUDIENCE_COUNT]; /* NULL: can do nothing */
	const char *confirm;   /* what would make sure; NULL if nothing */
	const char *example;   /* what the wire shows, lines of a transcript */
	const char *reference; /* NULL if there is none */
	enum audience first;   /* who can act first */
	/* Recognise it: before those that stand behind it in the table, and
	 * once all have had their turn, among what is left over. One of them
	 * may be NULL. What several share is called once, in the turn of the
	 * last of them. */
	cause_match *match;
	cause_match *match_rest;
	bool supposed;    /* by the matcher of another one */
	bool at_times;    /* told behind what always keeps from working */
	bool of_settings; /* explains what the settings say, not the server */
};

/* All of them, in the order in which they are told: the most fundamental
 * first. */
#define CAUSE_LIST(CAUSE)                                                      \
	CAUSE(cause_interrupted)                                               \
	CAUSE(cause_local_fault)                                               \
	CAUSE(cause_network_down)                                              \
	CAUSE(cause_name_service_down)                                         \
	CAUSE(cause_name_servers_failing)                                      \
	CAUSE(cause_name_service_wrong)                                        \
	CAUSE(cause_name_misspelt)                                             \
	CAUSE(cause_name_is_mail_domain)                                       \
	CAUSE(cause_name_without_address)                                      \
	CAUSE(cause_service_not_offered)                                       \
	CAUSE(cause_name_unknown)                                              \
	CAUSE(cause_captive_portal)                                            \
	CAUSE(cause_transparent_proxy)                                         \
	CAUSE(cause_address_family_missing)                                    \
	CAUSE(cause_port_25_blocked)                                           \
	CAUSE(cause_mail_ports_filtered)                                       \
	CAUSE(cause_network_blocked)                                           \
	CAUSE(cause_host_unreachable)                                          \
	CAUSE(cause_port_filtered)                                             \
	CAUSE(cause_host_down)                                                 \
	CAUSE(cause_port_closed)                                               \
	CAUSE(cause_ipv6_broken)                                               \
	CAUSE(cause_ipv4_broken)                                               \
	CAUSE(cause_one_server_down)                                           \
	CAUSE(cause_members_differ)                                            \
	CAUSE(cause_answers_differ)                                            \
	CAUSE(cause_connection_dropped)                                        \
	CAUSE(cause_backend_down)                                              \
	CAUSE(cause_antivirus_proxy)                                           \
	CAUSE(cause_mode_starttls_wanted)                                      \
	CAUSE(cause_mode_tls_wanted)                                           \
	CAUSE(cause_greeting_preceded)                                         \
	CAUSE(cause_service_swapped)                                           \
	CAUSE(cause_service_other)                                             \
	CAUSE(cause_helo_refused)                                              \
	CAUSE(cause_throttled)                                                 \
	CAUSE(cause_connections_limit)                                         \
	CAUSE(cause_maintenance)                                               \
	CAUSE(cause_service_fault)                                             \
	CAUSE(cause_greylisted)                                                \
	CAUSE(cause_address_blocked)                                           \
	CAUSE(cause_server_refuses)                                            \
	CAUSE(cause_server_silent)                                             \
	CAUSE(cause_greeting_withheld)                                         \
	CAUSE(cause_greeting_unended)                                          \
	CAUSE(cause_server_slow)                                               \
	CAUSE(cause_greeting_broken)                                           \
	CAUSE(cause_starttls_masked)                                           \
	CAUSE(cause_starttls_misnamed)                                         \
	CAUSE(cause_starttls_unlisted)                                         \
	CAUSE(cause_starttls_stripped)                                         \
	CAUSE(cause_starttls_missing)                                          \
	CAUSE(cause_starttls_unavailable)                                      \
	CAUSE(cause_starttls_unanswered)                                       \
	CAUSE(cause_preauth)                                                   \
	CAUSE(cause_starttls_injection)                                        \
	CAUSE(cause_starttls_proxy)                                            \
	CAUSE(cause_capability_refused)                                        \
	CAUSE(cause_reply_broken)                                              \
	CAUSE(cause_dialogue_broken)                                           \
	CAUSE(cause_certificate_intercepted)                                   \
	CAUSE(cause_client_certificate_wanted)                                 \
	CAUSE(cause_sni_needed)                                                \
	CAUSE(cause_server_name_unknown)                                       \
	CAUSE(cause_hello_too_large)                                           \
	CAUSE(cause_tls_intolerant)                                            \
	CAUSE(cause_tls_too_old_server)                                        \
	CAUSE(cause_tls_no_common)                                             \
	CAUSE(cause_handshake_cut)                                             \
	CAUSE(cause_hello_dropped)                                             \
	CAUSE(cause_tls_server_fault)                                          \
	CAUSE(cause_key_refused)                                               \
	CAUSE(cause_certificate_key_usage)                                     \
	CAUSE(cause_certificate_malformed)                                     \
	CAUSE(cause_tls_damaged)                                               \
	CAUSE(cause_tls_old_required)                                          \
	CAUSE(cause_tls_version_refused)                                       \
	CAUSE(cause_tls_version_accepted)                                      \
	CAUSE(cause_certificate_mixed)                                         \
	CAUSE(cause_dh_group_weak)                                             \
	CAUSE(cause_anchors_missing)                                           \
	CAUSE(cause_clock_wrong)                                               \
	CAUSE(cause_certificate_expired)                                       \
	CAUSE(cause_certificate_not_yet_valid)                                 \
	CAUSE(cause_certificate_issuer_expired)                                \
	CAUSE(cause_certificate_name_cn_only)                                  \
	CAUSE(cause_certificate_name_mismatch)                                 \
	CAUSE(cause_certificate_self_signed)                                   \
	CAUSE(cause_certificate_chain_incomplete)                              \
	CAUSE(cause_certificate_private_issuer)                                \
	CAUSE(cause_certificate_weak)                                          \
	CAUSE(cause_certificate_wrong_purpose)                                 \
	CAUSE(cause_certificate_bad_signature)                                 \
	CAUSE(cause_certificate_revoked)                                       \
	CAUSE(cause_certificate_issuer_revoked)                                \
	CAUSE(cause_certificate_ocsp)                                          \
	CAUSE(cause_certificate_invalid)                                       \
	CAUSE(cause_login_unsafe)                                              \
	CAUSE(cause_login_method)                                              \
	CAUSE(cause_login_ticket)                                              \
	CAUSE(cause_smtp_auth_off)                                             \
	CAUSE(cause_login_policy)                                              \
	CAUSE(cause_login_service_off)                                         \
	CAUSE(cause_login_browser)                                             \
	CAUSE(cause_login_locked)                                              \
	CAUSE(cause_login_attempts)                                            \
	CAUSE(cause_login_administrator)                                       \
	CAUSE(cause_sending_blocked)                                           \
	CAUSE(cause_login_expired)                                             \
	CAUSE(cause_login_app_password)                                        \
	CAUSE(cause_login_user_name)                                           \
	CAUSE(cause_login_token)                                               \
	CAUSE(cause_login_refused)                                             \
	CAUSE(cause_login_connections)                                         \
	CAUSE(cause_login_throttled)                                           \
	CAUSE(cause_login_backend)                                             \
	CAUSE(cause_mailbox_needs_id)                                          \
	CAUSE(cause_invitation_tnef)                                           \
	CAUSE(cause_mailbox_not_connected)                                     \
	CAUSE(cause_mailbox_full)                                              \
	CAUSE(cause_mailbox_in_use)                                            \
	CAUSE(cause_message_refused)                                           \
	CAUSE(cause_send_as_denied)                                            \
	CAUSE(cause_settings_contradict)                                       \
	CAUSE(cause_wrong_connector)                                           \
	CAUSE(cause_other_product)                                             \
	CAUSE(cause_encryption_required)                                       \
	CAUSE(cause_passwords_off)                                             \
	CAUSE(cause_auth_domain_only)                                          \
	CAUSE(cause_auth_none)                                                 \
	CAUSE(cause_auth_missing)                                              \
	CAUSE(cause_auth_unexpected)                                           \
	CAUSE(cause_capability_differs)                                        \
	CAUSE(cause_passwords_in_clear)                                        \
	CAUSE(cause_unknown)

#define CAUSE_DECLARE(name) extern const struct cause name;
CAUSE_LIST(CAUSE_DECLARE)
#undef CAUSE_DECLARE

extern const struct cause *const cause_table[];
extern const size_t cause_count;

/* Returns the cause with this id, or NULL. */
const struct cause *cause_find(const char *id);

#endif
