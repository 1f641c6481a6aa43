/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The matchers, and what they share with each other. */
#ifndef MAILSONDE_CHECKS_CAUSES_MATCH_H
#define MAILSONDE_CHECKS_CAUSES_MATCH_H

#include "checks/causes/theory.h"

cause_match match_interrupted;
cause_match match_unknown;
cause_match match_name_service;
cause_match match_name_wrong;
cause_match match_name_unknown;
cause_match match_name_without_address;
cause_match match_service_not_offered;
cause_match match_portal;
cause_match match_network_down;
cause_match match_mail_domain;
cause_match match_address_family;
cause_match match_port_25;
cause_match match_mail_ports;
cause_match match_network_blocked;
cause_match match_host_unreachable;
cause_match match_port_filtered;
cause_match match_host_down;
cause_match match_port_closed;
cause_match match_members;
cause_match match_anything;
cause_match match_addresses;
cause_match match_silence;
cause_match match_scanner;
cause_match match_mode_starttls;
cause_match match_mode_tls;
cause_match match_service_swapped;
cause_match match_service_other;
cause_match match_greeting_broken;
cause_match match_connector;
cause_match match_busy;
cause_match match_busy_rest;
cause_match match_refused;
cause_match match_refused_rest;
cause_match match_dripping;
cause_match match_slow;
cause_match match_dialogue;
cause_match match_masked;
cause_match match_missing;
cause_match match_unavailable;
cause_match match_preauth;
cause_match match_injection;
cause_match match_list_refused;
cause_match match_client_certificate;
cause_match match_not_relayed;
cause_match match_large;
cause_match match_server_name;
cause_match match_intolerant;
cause_match match_too_old;
cause_match match_no_common;
cause_match match_dropped;
cause_match match_quiet_versions;
cause_match match_tls_fault;
cause_match match_tls_damaged;
cause_match match_limited;
cause_match match_sni;
cause_match match_versions;
cause_match match_clock;
cause_match match_certificate_name;
cause_match match_product;
cause_match match_settings;

cause_match match_intercepted;
cause_match match_early;
cause_match match_expired;
cause_match match_issuer_expired;
cause_match match_no_anchors;
cause_match match_issuer;
cause_match match_flaw;
cause_match match_revoked;
cause_match match_encryption;
cause_match match_passwords_off;
cause_match match_domain_only;
cause_match match_auth_missing;
cause_match match_auth_unexpected;
cause_match match_clear_passwords;
cause_match match_differing_list;

#endif
