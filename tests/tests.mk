# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors

# What make check runs, and what it needs for that.
if HAVE_CMOCKA
unit_tests = $(UNIT_TESTS) $(discovery_unit_tests)
else
cmocka_check = cmocka-is-missing
endif
cmocka-is-missing:
	@echo "make check: the unit tests need cmocka, which configure did not" \
		"find; ./autogen.sh --install would install it" >&2
	@exit 1

if WITH_DISCOVER
discovery_unit_tests = tests/unit/settings/test_discovery
endif

UNIT_TESTS = \
	tests/unit/causes/test_diagnose \
	tests/unit/causes/test_diagnose_certificate \
	tests/unit/causes/test_diagnose_greeting \
	tests/unit/causes/test_diagnose_login \
	tests/unit/causes/test_diagnose_mailbox \
	tests/unit/causes/test_diagnose_network \
	tests/unit/causes/test_diagnose_starttls \
	tests/unit/causes/test_diagnose_tls \
	tests/unit/checks/test_checks \
	tests/unit/checks/test_checks_capability \
	tests/unit/checks/test_checks_certificate \
	tests/unit/checks/test_checks_greeting \
	tests/unit/checks/test_checks_mailbox \
	tests/unit/checks/test_checks_network \
	tests/unit/checks/test_checks_tls \
	tests/unit/checks/test_compare \
	tests/unit/checks/test_cuts \
	tests/unit/checks/test_stranger \
	tests/unit/engine/test_issuers \
	tests/unit/engine/test_link \
	tests/unit/engine/test_options \
	tests/unit/engine/test_own_policy \
	tests/unit/engine/test_pair \
	tests/unit/engine/test_patience \
	tests/unit/engine/test_place \
	tests/unit/engine/test_plan \
	tests/unit/engine/test_policy \
	tests/unit/engine/test_pool \
	tests/unit/engine/test_rule_plan \
	tests/unit/evidence/test_evidence_address \
	tests/unit/evidence/test_evidence_attack \
	tests/unit/evidence/test_evidence_capability \
	tests/unit/evidence/test_evidence_chain \
	tests/unit/evidence/test_evidence_greeting \
	tests/unit/evidence/test_evidence_handshake \
	tests/unit/evidence/test_evidence_lapse \
	tests/unit/evidence/test_evidence_offer \
	tests/unit/evidence/test_evidence_offered \
	tests/unit/evidence/test_evidence_pick \
	tests/unit/evidence/test_evidence_version \
	tests/unit/evidence/test_evidence_witness \
	tests/unit/model/test_arena \
	tests/unit/model/test_ascii \
	tests/unit/model/test_blot \
	tests/unit/model/test_builder \
	tests/unit/model/test_escape \
	tests/unit/model/test_json \
	tests/unit/model/test_linear \
	tests/unit/model/test_memory \
	tests/unit/model/test_names \
	tests/unit/model/test_plural \
	tests/unit/model/test_problem \
	tests/unit/model/test_record \
	tests/unit/model/test_secret \
	tests/unit/model/test_service \
	tests/unit/model/test_token \
	tests/unit/model/test_xml_guard \
	tests/unit/net/test_anchors \
	tests/unit/net/test_bulk \
	tests/unit/net/test_certificate_memo \
	tests/unit/net/test_der \
	tests/unit/net/test_hello \
	tests/unit/net/test_hello_version \
	tests/unit/net/test_key_size \
	tests/unit/net/test_net \
	tests/unit/net/test_offers \
	tests/unit/net/test_public \
	tests/unit/net/test_turn \
	tests/unit/net/test_weak_key \
	tests/unit/probes/test_chain \
	tests/unit/probes/test_letter \
	tests/unit/probes/test_login \
	tests/unit/probes/test_probes \
	tests/unit/probes/test_structure \
	tests/unit/probes/test_trace \
	tests/unit/probes/test_trip \
	tests/unit/probes/test_try_version \
	tests/unit/reports/test_nagios \
	tests/unit/reports/test_page \
	tests/unit/reports/test_report_read \
	tests/unit/reports/test_report_schema \
	tests/unit/reports/test_report_strict \
	tests/unit/reports/test_reports \
	tests/unit/rules/test_rules_act \
	tests/unit/rules/test_rules_certificate \
	tests/unit/rules/test_rules_dialogue \
	tests/unit/rules/test_rules_grade \
	tests/unit/rules/test_rules_identity \
	tests/unit/rules/test_rules_listed \
	tests/unit/rules/test_rules_mailbox \
	tests/unit/rules/test_rules_mode \
	tests/unit/rules/test_rules_offer \
	tests/unit/rules/test_rules_version \
	tests/unit/serve/test_media \
	tests/unit/serve/test_room \
	tests/unit/serve/test_share \
	tests/unit/serve/test_table \
	tests/unit/settings/test_forms \
	tests/unit/settings/test_providers \
	tests/unit/settings/test_settings_builtin \
	tests/unit/settings/test_settings_profiles \
	tests/unit/settings/test_settings_targets \
	tests/unit/settings/test_settings_urls \
	tests/unit/settings/test_setup \
	tests/unit/settings/test_setup_profiles \
	tests/unit/settings/test_setup_read_back

integration_tests = \
	tests/integration/command/cli.sh \
	tests/integration/command/deadline.sh \
	tests/integration/command/engine.sh \
	tests/integration/command/exit-status-replies.sh \
	tests/integration/command/exit-status.sh \
	tests/integration/command/interrupt.sh \
	tests/integration/command/locale.sh \
	tests/integration/command/manual-tables.sh \
	tests/integration/command/manual.sh \
	tests/integration/command/settings.sh \
	tests/integration/command/setup-refused.sh \
	tests/integration/command/setup.sh \
	tests/integration/command/wire.sh \
	tests/integration/diagnoses/addresses.sh \
	tests/integration/diagnoses/answers-differ.sh \
	tests/integration/diagnoses/diagnoses-broken.sh \
	tests/integration/diagnoses/diagnoses-certificate.sh \
	tests/integration/diagnoses/diagnoses-greeting.sh \
	tests/integration/diagnoses/diagnoses-mode.sh \
	tests/integration/diagnoses/diagnoses-refusal.sh \
	tests/integration/diagnoses/diagnoses-starttls.sh \
	tests/integration/diagnoses/diagnoses-tls.sh \
	tests/integration/diagnoses/drops.sh \
	tests/integration/diagnoses/faults-certificate.sh \
	tests/integration/diagnoses/faults-dialogue.sh \
	tests/integration/diagnoses/faults-mode.sh \
	tests/integration/diagnoses/faults-none.sh \
	tests/integration/diagnoses/faults-throttle.sh \
	tests/integration/diagnoses/faults-tls.sh \
	tests/integration/hostile/cuts.sh \
	tests/integration/hostile/deceiving.sh \
	tests/integration/hostile/descriptors.sh \
	tests/integration/hostile/drip.sh \
	tests/integration/hostile/floods.sh \
	tests/integration/hostile/hostile-files.sh \
	tests/integration/hostile/injection.sh \
	tests/integration/hostile/interrupts.sh \
	tests/integration/hostile/judged.sh \
	tests/integration/hostile/key-process.sh \
	tests/integration/hostile/limits.sh \
	tests/integration/hostile/memory.sh \
	tests/integration/hostile/pipes.sh \
	tests/integration/hostile/poor.sh \
	tests/integration/hostile/printing.sh \
	tests/integration/hostile/revocation-helper.sh \
	tests/integration/hostile/safety.sh \
	tests/integration/hostile/sandbox.sh \
	tests/integration/hostile/watchdog.sh \
	tests/integration/mailbox/binding.sh \
	tests/integration/mailbox/courier.sh \
	tests/integration/mailbox/cyrus.sh \
	tests/integration/mailbox/kerberos.sh \
	tests/integration/mailbox/mailbox-secrets.sh \
	tests/integration/mailbox/mailbox.sh \
	tests/integration/mailbox/mechanisms.sh \
	tests/integration/mailbox/oauth-dovecot.sh \
	tests/integration/mailbox/options.sh \
	tests/integration/mailbox/password-sources.sh \
	tests/integration/mailbox/processes.sh \
	tests/integration/mailbox/round-trip.sh \
	tests/integration/mailbox/states.sh \
	tests/integration/mailbox/token.sh \
	tests/integration/network/discover-private.sh \
	tests/integration/network/discover.sh \
	tests/integration/network/dovecot.sh \
	tests/integration/network/network-clock.sh \
	tests/integration/network/network-families.sh \
	tests/integration/network/network-firewall.sh \
	tests/integration/network/network-names.sh \
	tests/integration/network/postfix.sh \
	tests/integration/network/rebinding.sh \
	tests/integration/network/sieve-lmtp.sh \
	tests/integration/reports/attached-timestamps.sh \
	tests/integration/reports/formats.sh \
	tests/integration/reports/html.sh \
	tests/integration/reports/kept-reports.sh \
	tests/integration/reports/monitor.sh \
	tests/integration/reports/output.sh \
	tests/integration/reports/own-policy.sh \
	tests/integration/reports/rules.sh \
	tests/integration/reports/signatures.sh \
	tests/integration/reports/split.sh \
	tests/integration/reports/tampered.sh \
	tests/integration/reports/timestamps.sh \
	tests/integration/serve/browser.sh \
	tests/integration/serve/packaging.sh \
	tests/integration/serve/serve-door.sh \
	tests/integration/serve/serve-fuzz.sh \
	tests/integration/serve/serve-guests.sh \
	tests/integration/serve/serve-keep.sh \
	tests/integration/serve/serve-networks.sh \
	tests/integration/serve/serve-tls.sh \
	tests/integration/serve/serve.sh \
	tests/integration/tls/certificates-several.sh \
	tests/integration/tls/certificates.sh \
	tests/integration/tls/chain-order.sh \
	tests/integration/tls/depth-connections.sh \
	tests/integration/tls/depth-hostile.sh \
	tests/integration/tls/depth-tired.sh \
	tests/integration/tls/depth.sh \
	tests/integration/tls/odd-versions.sh \
	tests/integration/tls/offers-rare.sh \
	tests/integration/tls/offers.sh \
	tests/integration/tls/old-suites.sh \
	tests/integration/tls/other-ports.sh \
	tests/integration/tls/revocation-asked.sh \
	tests/integration/tls/revocation.sh \
	tests/integration/tls/revocation-issuers.sh \
	tests/integration/tls/staples.sh \
	tests/integration/tls/weak-keys.sh \
	tests/integration/truth/truth-certificates.sh \
	tests/integration/truth/truth-chains.sh \
	tests/integration/truth/truth-ciphers.sh \
	tests/integration/truth/truth-dovecot.sh \
	tests/integration/truth/truth-exim.sh \
	tests/integration/truth/truth-groups.sh \
	tests/integration/truth/truth-holes.sh \
	tests/integration/truth/truth-lists.sh \
	tests/integration/truth/truth-odd.sh \
	tests/integration/truth/truth-postfix.sh \
	tests/integration/truth/truth-servers.sh \
	tests/integration/truth/truth-suites.sh \
	tests/integration/truth/truth-versions.sh
integration_parts = \
	tests/integration/network/authority.sh \
	tests/integration/diagnoses/diagnoses-table.sh \
	tests/integration/network/discovery_server.py \
	tests/integration/mailbox/binding_server.py \
	tests/integration/mailbox/exchange_server.py \
	tests/integration/expect.sh \
	tests/integration/reports/formats.py \
	tests/integration/tls/hello_server.py \
	tests/integration/tls/old_server.py \
	tests/integration/tls/old_servers.json \
	tests/integration/hostile/deceiving.py \
	tests/integration/hostile/deceiving_chains.py \
	tests/integration/hostile/deceiving_issuers.py \
	tests/integration/hostile/deceiving_signatures.py \
	tests/integration/hostile/hostile_server.py \
	tests/integration/hostile/interrupts.py \
	tests/integration/hostile/pipes.py \
	tests/integration/hostile/pki.py \
	tests/integration/hostile/printing.py \
	tests/integration/mailbox/introspection.py \
	tests/integration/mailbox/mailbox_memory.py \
	tests/integration/mailbox/oauth_browser.py \
	tests/integration/mailbox/oauth_server.py \
	tests/integration/mailbox/processes.py \
	tests/integration/mailbox/prompt.py \
	tests/integration/mailbox/syslog.py \
	tests/integration/mail_servers.sh \
	tests/integration/serve/key_memory.py \
	tests/integration/serve/openapi.py \
	tests/integration/serve/openapi_fuzz.py \
	tests/integration/command/interrupted.py \
	tests/integration/serve/serve.py \
	tests/integration/serve/serve_guests.py \
	tests/integration/serve/serve_networks.py \
	tests/integration/serve/start.sh \
	tests/integration/lib.sh \
	tests/integration/mounts.sh \
	tests/integration/netns.sh \
	tests/integration/network/odd.sh \
	tests/integration/network/odd_server.py \
	tests/integration/serve/packaging.py \
	tests/integration/tls/issuer.sh \
	tests/integration/tls/ocsp_times.py \
	tests/integration/tls/revocation_server.py \
	tests/integration/tls/tired_server.py \
	tests/integration/tls/weak_key.py \
	tests/integration/openssl.sh \
	tests/integration/servers.sh \
	tests/integration/reports/stamp_time.py \
	tests/integration/hostile/dripping_server.py \
	tests/integration/hostile/escape.c \
	tests/integration/hostile/stuck.c \
	tests/integration/table.sh \
	tests/integration/truth/scanners.py \
	tests/integration/truth/chains.py \
	tests/integration/truth/truth.py \
	tests/integration/truth/truth.sh \
	tests/integration/command/wire.py \
	tests/integration/command/wire_more.py \
	tests/integration/hostile/wordy_server.py

# Of the unit tests; what else is linked here brings its own.
LDADD = libmailsonde.a $(GNUTLS_LIBS) $(NETTLE_LIBS) $(IDN_LIBS) $(PLIST_LIBS) $(XML_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS = $(unit_tests) $(standin_programs) $(bench_programs) \
	$(replay_programs) \
	tests/integration/command/engine_checks \
	tests/integration/hostile/flood \
	tests/integration/hostile/measured tests/integration/hostile/without
TESTS = $(unit_tests) $(integration_tests) tests/english.sh \
	tests/fuzz/replay.sh tests/hardening.sh tests/layers.sh
TEST_EXTENSIONS = .sh
# A test that hangs fails, and its log says where.
SH_LOG_COMPILER = timeout -k 10 $(TEST_SECONDS) sh
LOG_COMPILER = timeout -k 10 $(TEST_SECONDS)
TEST_SECONDS = 600
AM_TESTS_ENVIRONMENT = \
	srcdir='$(abs_srcdir)'; export srcdir; \
	builddir='$(abs_builddir)'; export builddir; \
	PATH="$$PATH:/usr/sbin:/sbin"; export PATH; \
	unset MAILSONDE_PROFILE_PATH MAILSONDE_POLICY_PATH NO_COLOR COLUMNS \
		GNUTLS_SYSTEM_PRIORITY_FILE SSL_CERT_FILE;

tests_unit_probes_test_chain_SOURCES = tests/unit/probes/test_chain.c tests/unit/unit.h
tests_unit_model_test_arena_SOURCES = tests/unit/model/test_arena.c tests/unit/unit.h
tests_unit_model_test_ascii_SOURCES = tests/unit/model/test_ascii.c tests/unit/unit.h
tests_unit_model_test_blot_SOURCES = tests/unit/model/test_blot.c tests/unit/unit.h
tests_unit_model_test_builder_SOURCES = tests/unit/model/test_builder.c tests/unit/unit.h
check_scene = \
	tests/unit/checks/check_scene.c \
	tests/unit/checks/check_scene.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_checks_test_checks_SOURCES = \
	tests/unit/checks/test_checks.c $(check_scene)
tests_unit_checks_test_checks_capability_SOURCES = \
	tests/unit/checks/test_checks_capability.c $(check_scene)
tests_unit_checks_test_checks_certificate_SOURCES = \
	tests/unit/checks/test_checks_certificate.c $(check_scene)
tests_unit_checks_test_checks_greeting_SOURCES = \
	tests/unit/checks/test_checks_greeting.c $(check_scene)
tests_unit_checks_test_checks_mailbox_SOURCES = \
	tests/unit/checks/test_checks_mailbox.c $(check_scene)
tests_unit_checks_test_checks_network_SOURCES = \
	tests/unit/checks/test_checks_network.c $(check_scene)
tests_unit_checks_test_checks_tls_SOURCES = \
	tests/unit/checks/test_checks_tls.c $(check_scene)
tests_unit_net_test_anchors_SOURCES = tests/unit/net/test_anchors.c tests/unit/unit.h
tests_unit_net_test_bulk_SOURCES = tests/unit/net/test_bulk.c tests/unit/unit.h
tests_unit_net_test_certificate_memo_SOURCES = \
	tests/unit/net/test_certificate_memo.c tests/unit/unit.h
tests_unit_net_test_der_SOURCES = tests/unit/net/test_der.c tests/unit/unit.h
tests_unit_model_test_escape_SOURCES = tests/unit/model/test_escape.c tests/unit/unit.h
tests_unit_serve_test_media_SOURCES = src/serve/pages/media.c \
	src/serve/pages/media.h tests/unit/serve/test_media.c tests/unit/unit.h
tests_unit_serve_test_room_SOURCES = src/serve/admit/room.c \
	src/serve/admit/room.h src/serve/admit/share.c \
	src/serve/admit/share.h tests/unit/serve/test_room.c tests/unit/unit.h
tests_unit_serve_test_share_SOURCES = src/serve/admit/share.c \
	src/serve/admit/share.h tests/unit/serve/test_share.c tests/unit/unit.h
tests_unit_serve_test_table_SOURCES = src/serve/job/table.c \
	src/serve/job/table.h tests/unit/serve/test_table.c tests/unit/unit.h
tests_unit_settings_test_forms_SOURCES = \
	tests/unit/settings/test_forms.c \
	tests/unit/settings/forms.inc \
	tests/unit/settings/forms_more.inc \
	tests/unit/settings/panels.inc \
	tests/unit/settings/panels_advice.inc \
	tests/unit/settings/panels_answers.inc \
	tests/unit/settings/panels_cleartext.inc \
	tests/unit/settings/panels_code.inc \
	tests/unit/settings/panels_devices.inc \
	tests/unit/settings/panels_field.inc \
	tests/unit/settings/panels_labels.inc \
	tests/unit/settings/panels_tables.inc \
	tests/unit/settings/panels_world.inc \
	tests/unit/unit.h
tests_unit_net_test_weak_key_SOURCES = tests/unit/net/test_weak_key.c tests/unit/unit.h
tests_unit_net_test_key_size_SOURCES = tests/unit/net/test_key_size.c tests/unit/unit.h
tests_unit_model_test_memory_SOURCES = tests/unit/model/test_memory.c tests/unit/unit.h
tests_unit_reports_test_nagios_SOURCES = \
	tests/unit/reports/test_nagios.c \
	tests/unit/reports/sample_build.c \
	tests/unit/reports/sample_build.h \
	tests/unit/reports/sample_diagnosed.c \
	tests/unit/reports/sample_judged.c \
	tests/unit/reports/sample_reports.c \
	tests/unit/reports/sample_reports.h \
	tests/unit/unit.h
tests_unit_net_test_hello_SOURCES = tests/unit/net/test_hello.c tests/unit/unit.h
tests_unit_net_test_hello_version_SOURCES = tests/unit/net/test_hello_version.c tests/unit/unit.h
tests_unit_model_test_linear_SOURCES = tests/unit/model/test_linear.c tests/unit/unit.h
tests_unit_model_test_names_SOURCES = tests/unit/model/test_names.c tests/unit/unit.h
tests_unit_reports_test_page_SOURCES = \
	tests/unit/reports/test_page.c \
	tests/unit/reports/sample_build.c \
	tests/unit/reports/sample_build.h \
	tests/unit/reports/sample_diagnosed.c \
	tests/unit/reports/sample_judged.c \
	tests/unit/reports/sample_reports.c \
	tests/unit/reports/sample_reports.h \
	tests/unit/reports/sample_table.c \
	tests/unit/unit.h
tests_unit_engine_test_pair_SOURCES = tests/unit/engine/test_pair.c tests/unit/unit.h
tests_unit_engine_test_place_SOURCES = tests/unit/engine/test_place.c tests/unit/unit.h
tests_unit_engine_test_place_LDFLAGS = \
	-Wl,--wrap=fsync,--wrap=renameat,--wrap=fstatat,--wrap=umask,--wrap=access
tests_unit_engine_test_issuers_SOURCES = tests/unit/engine/test_issuers.c tests/unit/unit.h
tests_unit_engine_test_link_SOURCES = tests/unit/engine/test_link.c tests/unit/unit.h
tests_unit_engine_test_patience_SOURCES = tests/unit/engine/test_patience.c tests/unit/unit.h

tests_unit_engine_test_plan_SOURCES = tests/unit/engine/test_plan.c tests/unit/unit.h
tests_unit_engine_test_pool_SOURCES = tests/unit/engine/test_pool.c tests/unit/unit.h
tests_unit_model_test_problem_SOURCES = tests/unit/model/test_problem.c tests/unit/unit.h
tests_unit_model_test_record_SOURCES = tests/unit/model/test_record.c tests/unit/unit.h
tests_unit_probes_test_login_SOURCES = \
	tests/unit/probes/test_login.c \
	tests/unit/probes/login_rows.inc \
	tests/unit/unit.h \
	tests/unit/script.c \
	tests/unit/script.h
tests_unit_probes_test_probes_SOURCES = \
	tests/unit/probes/dialogue_imap.c \
	tests/unit/probes/dialogue_pop3.c \
	tests/unit/probes/dialogue_rows.h \
	tests/unit/probes/dialogue_sieve.c \
	tests/unit/probes/dialogue_smtp.c \
	tests/unit/probes/test_probes.c \
	tests/unit/unit.h \
	tests/unit/script.c \
	tests/unit/script.h
tests_unit_model_test_secret_SOURCES = tests/unit/model/test_secret.c tests/unit/unit.h
tests_unit_model_test_service_SOURCES = tests/unit/model/test_service.c tests/unit/unit.h
settings_run = \
	tests/unit/settings/settings_run.c \
	tests/unit/settings/settings_run.h \
	tests/unit/unit.h
tests_unit_settings_test_providers_SOURCES = tests/unit/settings/test_providers.c tests/unit/unit.h
tests_unit_settings_test_settings_builtin_SOURCES = \
	tests/unit/settings/test_settings_builtin.c $(settings_run)
tests_unit_settings_test_settings_profiles_SOURCES = \
	tests/unit/settings/test_settings_profiles.c $(settings_run)
tests_unit_settings_test_settings_targets_SOURCES = \
	tests/unit/settings/test_settings_targets.c $(settings_run)
tests_unit_settings_test_settings_urls_SOURCES = \
	tests/unit/settings/test_settings_urls.c $(settings_run)
tests_unit_reports_test_reports_SOURCES = \
	tests/unit/reports/test_reports.c \
	tests/unit/reports/sample_build.c \
	tests/unit/reports/sample_build.h \
	tests/unit/reports/sample_diagnosed.c \
	tests/unit/reports/sample_judged.c \
	tests/unit/reports/sample_reports.c \
	tests/unit/reports/sample_reports.h \
	tests/unit/reports/sample_table.c \
	tests/unit/unit.h
tests_unit_net_test_net_SOURCES = tests/unit/net/test_net.c tests/unit/unit.h
tests_unit_net_test_public_SOURCES = tests/unit/net/test_public.c tests/unit/unit.h
tests_unit_net_test_turn_SOURCES = tests/unit/net/test_turn.c tests/unit/unit.h
tests_unit_net_test_offers_SOURCES = tests/unit/net/test_offers.c tests/unit/unit.h
tests_unit_engine_test_options_SOURCES = tests/unit/engine/test_options.c tests/unit/unit.h
diagnose_run = \
	tests/unit/causes/diagnose_claims.c \
	tests/unit/causes/diagnose_claims.h \
	tests/unit/causes/diagnose_clauses.c \
	tests/unit/causes/diagnose_clauses.h \
	tests/unit/causes/diagnose_grounds.c \
	tests/unit/causes/diagnose_grounds.h \
	tests/unit/causes/diagnose_run.c \
	tests/unit/causes/diagnose_run.h \
	tests/unit/causes/diagnose_scenes.c \
	tests/unit/causes/diagnose_scenes.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_causes_test_diagnose_SOURCES = \
	tests/unit/causes/test_diagnose.c $(diagnose_run)
tests_unit_causes_test_diagnose_certificate_SOURCES = \
	tests/unit/causes/test_diagnose_certificate.c $(diagnose_run)
tests_unit_causes_test_diagnose_starttls_SOURCES = \
	tests/unit/causes/test_diagnose_starttls.c $(diagnose_run)
tests_unit_causes_test_diagnose_greeting_SOURCES = \
	tests/unit/causes/test_diagnose_greeting.c $(diagnose_run)
tests_unit_causes_test_diagnose_login_SOURCES = \
	tests/unit/causes/test_diagnose_login.c $(diagnose_run)
tests_unit_causes_test_diagnose_mailbox_SOURCES = \
	tests/unit/causes/test_diagnose_mailbox.c \
	tests/unit/causes/fresh_replies.inc \
	tests/unit/causes/kinds_of_replies.inc \
	tests/unit/causes/known_replies.inc \
	tests/unit/causes/more_replies.inc \
	tests/unit/causes/replies_of_the_world.inc $(diagnose_run)
tests_unit_causes_test_diagnose_network_SOURCES = \
	tests/unit/causes/test_diagnose_network.c $(diagnose_run)
tests_unit_causes_test_diagnose_tls_SOURCES = \
	tests/unit/causes/test_diagnose_tls.c $(diagnose_run)
evidence_run = \
	tests/unit/causes/diagnose_run.c \
	tests/unit/causes/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/evidence/evidence_run.c \
	tests/unit/evidence/evidence_run.h \
	tests/unit/unit.h
tests_unit_evidence_test_evidence_address_SOURCES = \
	tests/unit/evidence/test_evidence_address.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_attack_SOURCES = \
	tests/unit/evidence/test_evidence_attack.c \
	tests/unit/unit.h
tests_unit_evidence_test_evidence_capability_SOURCES = \
	tests/unit/evidence/test_evidence_capability.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_chain_SOURCES = \
	tests/unit/evidence/test_evidence_chain.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_greeting_SOURCES = \
	tests/unit/evidence/test_evidence_greeting.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_handshake_SOURCES = \
	tests/unit/evidence/test_evidence_handshake.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_lapse_SOURCES = \
	tests/unit/evidence/test_evidence_lapse.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_offer_SOURCES = \
	tests/unit/evidence/test_evidence_offer.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_offered_SOURCES = \
	tests/unit/evidence/test_evidence_offered.c \
	tests/unit/unit.h
tests_unit_evidence_test_evidence_pick_SOURCES = \
	tests/unit/evidence/test_evidence_pick.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_version_SOURCES = \
	tests/unit/evidence/test_evidence_version.c \
	$(evidence_run)
tests_unit_evidence_test_evidence_witness_SOURCES = \
	tests/unit/evidence/test_evidence_witness.c \
	$(evidence_run)
rule_run = \
	tests/unit/causes/diagnose_run.c \
	tests/unit/causes/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/rules/rule_basis.c \
	tests/unit/rules/rule_basis.h \
	tests/unit/rules/rule_run.c \
	tests/unit/rules/rule_run.h \
	tests/unit/unit.h
tests_unit_engine_test_own_policy_SOURCES = \
	tests/unit/engine/test_own_policy.c \
	tests/unit/causes/diagnose_run.c \
	tests/unit/causes/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_model_test_plural_SOURCES = tests/unit/model/test_plural.c tests/unit/unit.h
tests_unit_engine_test_policy_SOURCES = \
	tests/unit/engine/test_policy.c \
	tests/unit/causes/diagnose_run.c \
	tests/unit/causes/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_engine_test_rule_plan_SOURCES = \
	tests/unit/engine/test_rule_plan.c \
	tests/unit/causes/diagnose_run.c \
	tests/unit/causes/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_checks_test_cuts_SOURCES = \
	tests/unit/checks/test_cuts.c \
	tests/unit/checks/cut_peer.c \
	tests/unit/checks/cut_peer.h \
	$(rule_run)
tests_unit_rules_test_rules_act_SOURCES = \
	tests/unit/rules/test_rules_act.c \
	$(rule_run)
tests_unit_rules_test_rules_certificate_SOURCES = \
	tests/unit/rules/test_rules_certificate.c \
	$(rule_run)
tests_unit_reports_test_report_read_SOURCES = \
	tests/unit/reports/test_report_read.c \
	tests/unit/reports/sample_build.c \
	tests/unit/reports/sample_build.h \
	tests/unit/reports/sample_diagnosed.c \
	tests/unit/reports/sample_judged.c \
	tests/unit/reports/sample_reports.c \
	tests/unit/reports/sample_reports.h \
	tests/unit/unit.h
tests_unit_reports_test_report_schema_SOURCES = \
	tests/unit/reports/test_report_schema.c \
	tests/unit/reports/sample_build.c \
	tests/unit/reports/sample_build.h \
	tests/unit/reports/sample_diagnosed.c \
	tests/unit/reports/sample_judged.c \
	tests/unit/reports/sample_reports.c \
	tests/unit/reports/sample_reports.h \
	tests/unit/reports/sample_table.c \
	tests/unit/unit.h
tests_unit_reports_test_report_strict_SOURCES = \
	tests/unit/reports/test_report_strict.c \
	tests/unit/reports/sample_build.c \
	tests/unit/reports/sample_build.h \
	tests/unit/reports/sample_diagnosed.c \
	tests/unit/reports/sample_judged.c \
	tests/unit/reports/sample_reports.c \
	tests/unit/reports/sample_reports.h \
	tests/unit/unit.h
tests_unit_checks_test_compare_SOURCES = \
	tests/unit/checks/test_compare.c \
	tests/unit/causes/diagnose_run.c \
	tests/unit/causes/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_rules_test_rules_dialogue_SOURCES = \
	tests/unit/rules/test_rules_dialogue.c \
	$(rule_run)
tests_unit_rules_test_rules_grade_SOURCES = \
	tests/unit/rules/test_rules_grade.c \
	$(rule_run)
tests_unit_rules_test_rules_identity_SOURCES = \
	tests/unit/rules/test_rules_identity.c \
	$(rule_run)
tests_unit_rules_test_rules_listed_SOURCES = \
	tests/unit/rules/test_rules_listed.c \
	$(rule_run)
tests_unit_rules_test_rules_mailbox_SOURCES = \
	tests/unit/rules/test_rules_mailbox.c \
	$(rule_run)
tests_unit_rules_test_rules_mode_SOURCES = \
	tests/unit/rules/test_rules_mode.c \
	$(rule_run)
tests_unit_rules_test_rules_offer_SOURCES = \
	tests/unit/rules/test_rules_offer.c \
	$(rule_run)
tests_unit_rules_test_rules_version_SOURCES = \
	tests/unit/rules/test_rules_version.c \
	$(rule_run)
tests_unit_settings_test_discovery_SOURCES = \
	tests/unit/settings/test_discovery.c \
	tests/unit/unit.h \
	$(discovery_sources)
tests_unit_settings_test_discovery_CPPFLAGS = $(mailsonde_discover_CPPFLAGS)
tests_unit_settings_test_discovery_LDADD = $(LDADD) $(CURL_LIBS) $(UNBOUND_LIBS)
tests_unit_probes_test_try_version_SOURCES = tests/unit/probes/test_try_version.c tests/unit/unit.h
tests_unit_model_test_xml_guard_SOURCES = tests/unit/model/test_xml_guard.c tests/unit/unit.h
tests_unit_model_test_json_SOURCES = tests/unit/model/test_json.c tests/unit/unit.h
tests_unit_model_test_token_SOURCES = tests/unit/model/test_token.c tests/unit/unit.h
tests_unit_probes_test_letter_SOURCES = tests/unit/probes/test_letter.c tests/unit/unit.h
tests_unit_probes_test_letter_CPPFLAGS = $(AM_CPPFLAGS) $(ICAL_CFLAGS)
tests_unit_probes_test_letter_LDADD = $(LDADD) $(ICAL_LIBS)
tests_unit_probes_test_structure_SOURCES = tests/unit/probes/test_structure.c tests/unit/unit.h
tests_unit_probes_test_trace_SOURCES = tests/unit/probes/test_trace.c tests/unit/unit.h
tests_unit_probes_test_trip_SOURCES = \
	tests/unit/probes/test_trip.c \
	tests/unit/unit.h \
	tests/unit/script.c \
	tests/unit/script.h
tests_unit_checks_test_stranger_SOURCES = \
	tests/unit/checks/test_stranger.c \
	tests/unit/unit.h
tests_unit_settings_test_setup_SOURCES = tests/unit/settings/test_setup.c tests/unit/unit.h
tests_unit_settings_test_setup_read_back_SOURCES = \
	tests/unit/settings/test_setup_read_back.c tests/unit/unit.h
tests_unit_settings_test_setup_profiles_SOURCES = \
	tests/unit/settings/test_setup_profiles.c \
	tests/unit/unit.h

# The stand-in is no part of what ships, and shares no code with it.
standin_programs = \
	tests/standin/mkcerts \
	tests/standin/resolver \
	tests/standin/standin
tests_standin_resolver_SOURCES = tests/standin/resolver.c
tests_standin_resolver_LDADD =
tests_standin_mkcerts_SOURCES = tests/standin/mkcerts.c
tests_standin_mkcerts_LDADD = $(GNUTLS_LIBS)
tests_standin_standin_SOURCES = \
	tests/standin/faults.c \
	tests/standin/faults.h \
	tests/standin/io/channel.c \
	tests/standin/io/channel.h \
	tests/standin/io/listener.c \
	tests/standin/io/listener.h \
	tests/standin/io/log.c \
	tests/standin/io/log.h \
	tests/standin/io/octets.c \
	tests/standin/io/octets.h \
	tests/standin/misbehave.c \
	tests/standin/misbehave.h \
	tests/standin/persona.c \
	tests/standin/persona.h \
	tests/standin/reply.c \
	tests/standin/reply.h \
	tests/standin/server.c \
	tests/standin/server.h \
	tests/standin/service.c \
	tests/standin/service.h \
	tests/standin/session.c \
	tests/standin/session.h \
	tests/standin/standin.c \
	tests/standin/tls/hello.c \
	tests/standin/tls/hello.h \
	tests/standin/tls/tls.c \
	tests/standin/tls/tls.h \
	tests/standin/tls/versions.c \
	tests/standin/tls/versions.h
tests_standin_standin_LDADD = $(GNUTLS_LIBS)

# Many checks at once
tests_integration_command_engine_checks_SOURCES = tests/integration/command/engine_checks.c
tests_integration_command_engine_checks_LDADD = $(LDADD)

# What a run takes of time and memory
tests_integration_hostile_flood_SOURCES = tests/integration/hostile/flood.c
tests_integration_hostile_flood_LDADD = $(GNUTLS_LIBS)
tests_integration_hostile_measured_SOURCES = tests/integration/hostile/measured.c
tests_integration_hostile_measured_LDADD =
tests_integration_hostile_without_SOURCES = tests/integration/hostile/without.c
tests_integration_hostile_without_LDADD =

# What the watchdog is tested by
check_DATA = $(cmocka_check) tests/integration/hostile/escape.so \
	tests/integration/hostile/stuck.so
tests/integration/hostile/escape.so: tests/integration/hostile/escape.c
	$(AM_V_GEN)$(MKDIR_P) tests/integration && \
		$(CC) $(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ \
		$(srcdir)/tests/integration/hostile/escape.c
tests/integration/hostile/stuck.so: tests/integration/hostile/stuck.c
	$(AM_V_GEN)$(MKDIR_P) tests/integration && \
		$(CC) $(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ \
		$(srcdir)/tests/integration/hostile/stuck.c

# The benchmark
bench_programs = tests/bench/formats tests/bench/loop tests/bench/relay tests/bench/stopwatch
tests_bench_formats_SOURCES = tests/bench/formats.c
tests_bench_formats_LDADD = libmailsonde.a $(GNUTLS_LIBS) $(NETTLE_LIBS) $(IDN_LIBS) $(PLIST_LIBS) $(XML_LIBS)
tests_bench_loop_SOURCES = tests/bench/loop.c
tests_bench_loop_LDADD = $(GNUTLS_LIBS)
tests_bench_relay_SOURCES = \
	tests/bench/relay.c \
	tests/bench/relay.h \
	tests/bench/relay_packets.c \
	tests/bench/relay_streams.c
tests_bench_relay_LDADD =
tests_bench_stopwatch_SOURCES = tests/bench/stopwatch.c
tests_bench_stopwatch_LDADD =

bench: mailsonde $(standin_programs) $(bench_programs)
	@srcdir='$(srcdir)' builddir='$(abs_builddir)' \
		$(SHELL) $(srcdir)/tests/bench/bench.sh

# Makes so many checks in one process, and looks whether it grows.
SOAK_CHECKS = 20000
soak: mailsonde $(standin_programs) $(bench_programs)
	@srcdir='$(srcdir)' builddir='$(abs_builddir)' \
		$(SHELL) $(srcdir)/tests/bench/bench.sh --soak $(SOAK_CHECKS)

# The fuzz targets, which clang alone can link: make fuzz builds them apart.
EXTRA_PROGRAMS = $(fuzz_programs)
fuzz_programs = \
	tests/fuzz/fuzz_bodystructure \
	tests/fuzz/fuzz_certificate \
	tests/fuzz/fuzz_crl \
	tests/fuzz/fuzz_dialogue \
	tests/fuzz/fuzz_dns \
	tests/fuzz/fuzz_form \
	tests/fuzz/fuzz_greeting \
	tests/fuzz/fuzz_hello \
	tests/fuzz/fuzz_json \
	tests/fuzz/fuzz_jwt \
	tests/fuzz/fuzz_login \
	tests/fuzz/fuzz_message \
	tests/fuzz/fuzz_mime \
	tests/fuzz/fuzz_oauth \
	tests/fuzz/fuzz_ocsp \
	tests/fuzz/fuzz_policy \
	tests/fuzz/fuzz_report \
	tests/fuzz/fuzz_signature \
	tests/fuzz/fuzz_timestamp \
	tests/fuzz/fuzz_url
tests_fuzz_fuzz_certificate_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_certificate.c
tests_fuzz_fuzz_certificate_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_crl_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_crl.c
tests_fuzz_fuzz_crl_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_dialogue_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_dialogue.c
tests_fuzz_fuzz_dialogue_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_dns_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_dns.c \
	discovery/dns_record.c discovery/dns_record.h
tests_fuzz_fuzz_dns_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_form_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_form.c
tests_fuzz_fuzz_form_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_greeting_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_greeting.c
tests_fuzz_fuzz_greeting_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_hello_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_hello.c
tests_fuzz_fuzz_hello_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_message_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_message.c
tests_fuzz_fuzz_message_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_ocsp_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_ocsp.c
tests_fuzz_fuzz_ocsp_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_policy_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_policy.c
tests_fuzz_fuzz_policy_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_report_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_report.c
tests_fuzz_fuzz_report_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_signature_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_signature.c
tests_fuzz_fuzz_signature_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_json_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_json.c
tests_fuzz_fuzz_json_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_jwt_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_jwt.c
tests_fuzz_fuzz_jwt_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_bodystructure_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_bodystructure.c
tests_fuzz_fuzz_bodystructure_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_mime_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_mime.c
tests_fuzz_fuzz_mime_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_login_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_login.c
tests_fuzz_fuzz_login_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_oauth_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_oauth.c \
	oauth/browser.c oauth/grant.c oauth/grant.h oauth/http.h oauth/locked.c \
	oauth/locked.h oauth/oauth.h oauth/provider.c oauth/provider.h
tests_fuzz_fuzz_oauth_CPPFLAGS = $(AM_CPPFLAGS)
tests_fuzz_fuzz_oauth_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_timestamp_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_timestamp.c
tests_fuzz_fuzz_timestamp_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_url_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_url.c
tests_fuzz_fuzz_url_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

if WITH_MAILBOX
tests_fuzz_fuzz_login_SOURCES += \
	src/mailbox/gsasl.c src/mailbox/gsasl.h \
	src/mailbox/ticket.c src/mailbox/ticket.h
endif
tests_fuzz_fuzz_login_CPPFLAGS = \
	$(AM_CPPFLAGS) $(GSASL_CFLAGS) $(GSSAPI_CFLAGS)
tests_fuzz_fuzz_login_LDADD = $(LDADD) $(GSASL_LIBS) $(GSSAPI_LIBS)
tests_fuzz_replay_login_CPPFLAGS = $(tests_fuzz_fuzz_login_CPPFLAGS)
tests_fuzz_replay_login_LDADD = $(tests_fuzz_fuzz_login_LDADD)

if WITH_SERVE
fuzz_programs += tests/fuzz/fuzz_order tests/fuzz/fuzz_serve
endif
tests_fuzz_fuzz_order_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_order.c \
	src/serve/order.c src/serve/order.h
tests_fuzz_fuzz_order_CPPFLAGS = $(AM_CPPFLAGS)
tests_fuzz_fuzz_order_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_serve_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_serve.c \
	src/serve/admit/accounts.c src/serve/admit/accounts.h \
	src/serve/admit/configuration.c src/serve/admit/configuration.h \
	src/serve/pages/media.c src/serve/pages/media.h
tests_fuzz_fuzz_serve_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(XCRYPT_CFLAGS)
tests_fuzz_fuzz_serve_LDADD = $(LDADD) $(JANSSON_LIBS) $(XCRYPT_LIBS)
tests_fuzz_fuzz_serve_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

if WITH_XSLT
fuzz_programs += tests/fuzz/fuzz_stylesheet
endif
tests_fuzz_fuzz_stylesheet_SOURCES = tests/fuzz/fuzz.h \
	tests/fuzz/fuzz_stylesheet.c src/html/stylesheet.c src/html/stylesheet.h
tests_fuzz_fuzz_stylesheet_CPPFLAGS = $(AM_CPPFLAGS) $(XSLT_CFLAGS)
tests_fuzz_fuzz_stylesheet_LDADD = libmailsonde.a $(XSLT_LIBS) $(XML_LIBS)
tests_fuzz_fuzz_stylesheet_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

# The same with the seeds alone, for any compiler
replay_programs = \
	tests/fuzz/replay_bodystructure \
	tests/fuzz/replay_certificate \
	tests/fuzz/replay_crl \
	tests/fuzz/replay_dialogue \
	tests/fuzz/replay_dns \
	tests/fuzz/replay_form \
	tests/fuzz/replay_greeting \
	tests/fuzz/replay_hello \
	tests/fuzz/replay_json \
	tests/fuzz/replay_jwt \
	tests/fuzz/replay_login \
	tests/fuzz/replay_message \
	tests/fuzz/replay_mime \
	tests/fuzz/replay_oauth \
	tests/fuzz/replay_ocsp \
	tests/fuzz/replay_policy \
	tests/fuzz/replay_report \
	tests/fuzz/replay_signature \
	tests/fuzz/replay_timestamp \
	tests/fuzz/replay_url
tests_fuzz_replay_certificate_SOURCES = $(tests_fuzz_fuzz_certificate_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_crl_SOURCES = $(tests_fuzz_fuzz_crl_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_dialogue_SOURCES = $(tests_fuzz_fuzz_dialogue_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_dns_SOURCES = $(tests_fuzz_fuzz_dns_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_form_SOURCES = $(tests_fuzz_fuzz_form_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_greeting_SOURCES = $(tests_fuzz_fuzz_greeting_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_hello_SOURCES = $(tests_fuzz_fuzz_hello_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_message_SOURCES = $(tests_fuzz_fuzz_message_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_ocsp_SOURCES = $(tests_fuzz_fuzz_ocsp_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_policy_SOURCES = $(tests_fuzz_fuzz_policy_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_report_SOURCES = $(tests_fuzz_fuzz_report_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_signature_SOURCES = $(tests_fuzz_fuzz_signature_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_json_SOURCES = $(tests_fuzz_fuzz_json_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_jwt_SOURCES = $(tests_fuzz_fuzz_jwt_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_bodystructure_SOURCES = $(tests_fuzz_fuzz_bodystructure_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_mime_SOURCES = $(tests_fuzz_fuzz_mime_SOURCES) tests/fuzz/replay.c
if WITH_SERVE
replay_programs += tests/fuzz/replay_order tests/fuzz/replay_serve
endif
tests_fuzz_replay_order_SOURCES = $(tests_fuzz_fuzz_order_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_order_CPPFLAGS = $(tests_fuzz_fuzz_order_CPPFLAGS)
tests_fuzz_replay_serve_SOURCES = $(tests_fuzz_fuzz_serve_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_serve_CPPFLAGS = $(tests_fuzz_fuzz_serve_CPPFLAGS)
tests_fuzz_replay_serve_LDADD = $(tests_fuzz_fuzz_serve_LDADD)
if WITH_XSLT
replay_programs += tests/fuzz/replay_stylesheet
endif
tests_fuzz_replay_stylesheet_SOURCES = $(tests_fuzz_fuzz_stylesheet_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_stylesheet_CPPFLAGS = $(AM_CPPFLAGS) $(XSLT_CFLAGS)
tests_fuzz_replay_stylesheet_LDADD = libmailsonde.a $(XSLT_LIBS) $(XML_LIBS)
tests_fuzz_replay_login_SOURCES = $(tests_fuzz_fuzz_login_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_oauth_SOURCES = $(tests_fuzz_fuzz_oauth_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_oauth_CPPFLAGS = $(tests_fuzz_fuzz_oauth_CPPFLAGS)
tests_fuzz_replay_timestamp_SOURCES = $(tests_fuzz_fuzz_timestamp_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_url_SOURCES = $(tests_fuzz_fuzz_url_SOURCES) tests/fuzz/replay.c

fuzz:
	@srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' MAKE='$(MAKE)' \
		FUZZ_SECONDS='$(FUZZ_SECONDS)' FUZZ_JOBS='$(FUZZ_JOBS)' \
		FUZZ_TARGETS='$(FUZZ_TARGETS)' \
		$(SHELL) $(srcdir)/tests/fuzz/fuzz.sh

EXTRA_DIST += $(integration_tests) $(integration_parts) tests/english.sh \
	tests/browser/.npmrc tests/browser/package-lock.json \
	tests/browser/package.json tests/browser/visit.mjs \
	tests/hardening.sh \
	tests/layers.sh \
	tests/fuzz/corpus tests/fuzz/fuzz.sh tests/fuzz/replay.sh \
	tests/fuzz/targets.sh \
	tests/bench/bench.sh tests/bench/mailbox.sh tests/bench/offers.sh tests/bench/serve.py tests/bench/trip.sh tests/golden tests/schemas tests/standin/README.md \
	tests/standin/personas

.PHONY: bench cmocka-is-missing fuzz soak
