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
discovery_unit_tests = tests/unit/test_discovery
endif

UNIT_TESTS = \
	tests/unit/test_arena \
	tests/unit/test_ascii \
	tests/unit/test_chain \
	tests/unit/test_blot \
	tests/unit/test_builder \
	tests/unit/test_checks \
	tests/unit/test_checks_capability \
	tests/unit/test_checks_certificate \
	tests/unit/test_checks_greeting \
	tests/unit/test_checks_network \
	tests/unit/test_checks_tls \
	tests/unit/test_compare \
	tests/unit/test_diagnose \
	tests/unit/test_diagnose_certificate \
	tests/unit/test_diagnose_greeting \
	tests/unit/test_diagnose_login \
	tests/unit/test_diagnose_mailbox \
	tests/unit/test_diagnose_network \
	tests/unit/test_diagnose_tls \
	tests/unit/test_escape \
	tests/unit/test_evidence_address \
	tests/unit/test_evidence_attack \
	tests/unit/test_evidence_capability \
	tests/unit/test_cuts \
	tests/unit/test_der \
	tests/unit/test_evidence_chain \
	tests/unit/test_evidence_greeting \
	tests/unit/test_evidence_handshake \
	tests/unit/test_evidence_lapse \
	tests/unit/test_evidence_offer \
	tests/unit/test_evidence_offered \
	tests/unit/test_evidence_pick \
	tests/unit/test_evidence_version \
	tests/unit/test_evidence_witness \
	tests/unit/test_forms \
	tests/unit/test_json \
	tests/unit/test_key_size \
	tests/unit/test_letter \
	tests/unit/test_linear \
	tests/unit/test_memory \
	tests/unit/test_nagios \
	tests/unit/test_hello \
	tests/unit/test_hello_version \
	tests/unit/test_names \
	tests/unit/test_net \
	tests/unit/test_offers \
	tests/unit/test_options \
	tests/unit/test_place \
	tests/unit/test_plan \
	tests/unit/test_own_policy \
	tests/unit/test_page \
	tests/unit/test_plural \
	tests/unit/test_policy \
	tests/unit/test_pool \
	tests/unit/test_probes \
	tests/unit/test_providers \
	tests/unit/test_record \
	tests/unit/test_problem \
	tests/unit/test_public \
	tests/unit/test_report_read \
	tests/unit/test_report_strict \
	tests/unit/test_reports \
	tests/unit/test_rule_plan \
	tests/unit/test_rules_act \
	tests/unit/test_rules_certificate \
	tests/unit/test_rules_dialogue \
	tests/unit/test_rules_grade \
	tests/unit/test_rules_identity \
	tests/unit/test_rules_listed \
	tests/unit/test_rules_mode \
	tests/unit/test_rules_offer \
	tests/unit/test_rules_version \
	tests/unit/test_secret \
	tests/unit/test_service \
	tests/unit/test_settings_builtin \
	tests/unit/test_settings_profiles \
	tests/unit/test_settings_targets \
	tests/unit/test_settings_urls \
	tests/unit/test_setup \
	tests/unit/test_stranger \
	tests/unit/test_structure \
	tests/unit/test_token \
	tests/unit/test_trace \
	tests/unit/test_try_version \
	tests/unit/test_xml_guard

integration_tests = \
	tests/integration/addresses.sh \
	tests/integration/answers-differ.sh \
	tests/integration/browser.sh \
	tests/integration/certificates-several.sh \
	tests/integration/certificates.sh \
	tests/integration/cli.sh \
	tests/integration/depth-connections.sh \
	tests/integration/depth-hostile.sh \
	tests/integration/depth.sh \
	tests/integration/cuts.sh \
	tests/integration/deadline.sh \
	tests/integration/descriptors.sh \
	tests/integration/diagnoses-broken.sh \
	tests/integration/diagnoses-certificate.sh \
	tests/integration/diagnoses-greeting.sh \
	tests/integration/diagnoses-mode.sh \
	tests/integration/diagnoses-refusal.sh \
	tests/integration/diagnoses-starttls.sh \
	tests/integration/diagnoses-tls.sh \
	tests/integration/discover-private.sh \
	tests/integration/discover.sh \
	tests/integration/dovecot.sh \
	tests/integration/drops.sh \
	tests/integration/drip.sh \
	tests/integration/engine.sh \
	tests/integration/faults-certificate.sh \
	tests/integration/faults-dialogue.sh \
	tests/integration/faults-mode.sh \
	tests/integration/faults-none.sh \
	tests/integration/faults-throttle.sh \
	tests/integration/faults-tls.sh \
	tests/integration/formats.sh \
	tests/integration/hostile-files.sh \
	tests/integration/html.sh \
	tests/integration/exit-status-replies.sh \
	tests/integration/exit-status.sh \
	tests/integration/injection.sh \
	tests/integration/interrupt.sh \
	tests/integration/kept-reports.sh \
	tests/integration/key-process.sh \
	tests/integration/limits.sh \
	tests/integration/locale.sh \
	tests/integration/manual-tables.sh \
	tests/integration/mailbox-secrets.sh \
	tests/integration/mailbox.sh \
	tests/integration/manual.sh \
	tests/integration/memory.sh \
	tests/integration/monitor.sh \
	tests/integration/network-clock.sh \
	tests/integration/network-families.sh \
	tests/integration/network-firewall.sh \
	tests/integration/network-names.sh \
	tests/integration/odd-versions.sh \
	tests/integration/offers.sh \
	tests/integration/options.sh \
	tests/integration/output.sh \
	tests/integration/own-policy.sh \
	tests/integration/packaging.sh \
	tests/integration/postfix.sh \
	tests/integration/round-trip.sh \
	tests/integration/rules.sh \
	tests/integration/safety.sh \
	tests/integration/sandbox.sh \
	tests/integration/settings.sh \
	tests/integration/serve-door.sh \
	tests/integration/serve-guests.sh \
	tests/integration/serve.sh \
	tests/integration/setup-refused.sh \
	tests/integration/setup.sh \
	tests/integration/sieve-lmtp.sh \
	tests/integration/signatures.sh \
	tests/integration/split.sh \
	tests/integration/staples.sh \
	tests/integration/tampered.sh \
	tests/integration/timestamps.sh \
	tests/integration/token.sh \
	tests/integration/truth-certificates.sh \
	tests/integration/truth-ciphers.sh \
	tests/integration/truth-groups.sh \
	tests/integration/truth-holes.sh \
	tests/integration/truth-lists.sh \
	tests/integration/truth-odd.sh \
	tests/integration/truth-servers.sh \
	tests/integration/truth-suites.sh \
	tests/integration/truth-versions.sh \
	tests/integration/watchdog.sh \
	tests/integration/wire.sh
integration_parts = \
	tests/integration/authority.sh \
	tests/integration/diagnoses-table.sh \
	tests/integration/discovery_server.py \
	tests/integration/exchange_server.py \
	tests/integration/expect.sh \
	tests/integration/formats.py \
	tests/integration/hello_server.py \
	tests/integration/hostile_server.py \
	tests/integration/mailbox_memory.py \
	tests/integration/oauth_browser.py \
	tests/integration/oauth_server.py \
	tests/integration/openapi.py \
	tests/integration/interrupted.py \
	tests/integration/serve.py \
	tests/integration/serve_guests.py \
	tests/integration/lib.sh \
	tests/integration/netns.sh \
	tests/integration/odd.sh \
	tests/integration/odd_server.py \
	tests/integration/packaging.py \
	tests/integration/ocsp_times.py \
	tests/integration/openssl.sh \
	tests/integration/servers.sh \
	tests/integration/stamp_time.py \
	tests/integration/dripping_server.py \
	tests/integration/escape.c \
	tests/integration/stuck.c \
	tests/integration/table.sh \
	tests/integration/truth.py \
	tests/integration/truth.sh \
	tests/integration/wire.py \
	tests/integration/wordy_server.py

# Of the unit tests; what else is linked here brings its own.
LDADD = libmailsonde.a $(GNUTLS_LIBS) $(NETTLE_LIBS) $(IDN_LIBS) $(PLIST_LIBS) $(XML_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS = $(unit_tests) $(standin_programs) $(bench_programs) \
	$(replay_programs) \
	tests/integration/engine_checks tests/integration/measured
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

tests_unit_test_chain_SOURCES = tests/unit/test_chain.c tests/unit/unit.h
tests_unit_test_arena_SOURCES = tests/unit/test_arena.c tests/unit/unit.h
tests_unit_test_ascii_SOURCES = tests/unit/test_ascii.c tests/unit/unit.h
tests_unit_test_blot_SOURCES = tests/unit/test_blot.c tests/unit/unit.h
tests_unit_test_builder_SOURCES = tests/unit/test_builder.c tests/unit/unit.h
check_scene = \
	tests/unit/check_scene.c \
	tests/unit/check_scene.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_test_checks_SOURCES = \
	tests/unit/test_checks.c $(check_scene)
tests_unit_test_checks_capability_SOURCES = \
	tests/unit/test_checks_capability.c $(check_scene)
tests_unit_test_checks_certificate_SOURCES = \
	tests/unit/test_checks_certificate.c $(check_scene)
tests_unit_test_checks_greeting_SOURCES = \
	tests/unit/test_checks_greeting.c $(check_scene)
tests_unit_test_checks_network_SOURCES = \
	tests/unit/test_checks_network.c $(check_scene)
tests_unit_test_checks_tls_SOURCES = \
	tests/unit/test_checks_tls.c $(check_scene)
tests_unit_test_der_SOURCES = tests/unit/test_der.c tests/unit/unit.h
tests_unit_test_escape_SOURCES = tests/unit/test_escape.c tests/unit/unit.h
tests_unit_test_forms_SOURCES = \
	tests/unit/test_forms.c \
	tests/unit/forms.inc \
	tests/unit/forms_more.inc \
	tests/unit/panels.inc \
	tests/unit/panels_advice.inc \
	tests/unit/panels_answers.inc \
	tests/unit/panels_cleartext.inc \
	tests/unit/panels_code.inc \
	tests/unit/panels_labels.inc \
	tests/unit/panels_tables.inc \
	tests/unit/unit.h
tests_unit_test_key_size_SOURCES = tests/unit/test_key_size.c tests/unit/unit.h
tests_unit_test_memory_SOURCES = tests/unit/test_memory.c tests/unit/unit.h
tests_unit_test_nagios_SOURCES = \
	tests/unit/test_nagios.c \
	tests/unit/sample_build.c \
	tests/unit/sample_build.h \
	tests/unit/sample_diagnosed.c \
	tests/unit/sample_judged.c \
	tests/unit/sample_reports.c \
	tests/unit/sample_reports.h \
	tests/unit/unit.h
tests_unit_test_hello_SOURCES = tests/unit/test_hello.c tests/unit/unit.h
tests_unit_test_hello_version_SOURCES = tests/unit/test_hello_version.c tests/unit/unit.h
tests_unit_test_linear_SOURCES = tests/unit/test_linear.c tests/unit/unit.h
tests_unit_test_names_SOURCES = tests/unit/test_names.c tests/unit/unit.h
tests_unit_test_page_SOURCES = tests/unit/test_page.c tests/unit/unit.h
tests_unit_test_place_SOURCES = tests/unit/test_place.c tests/unit/unit.h
tests_unit_test_place_LDFLAGS = \
	-Wl,--wrap=fsync,--wrap=renameat,--wrap=fstatat
tests_unit_test_plan_SOURCES = tests/unit/test_plan.c tests/unit/unit.h
tests_unit_test_pool_SOURCES = tests/unit/test_pool.c tests/unit/unit.h
tests_unit_test_problem_SOURCES = tests/unit/test_problem.c tests/unit/unit.h
tests_unit_test_record_SOURCES = tests/unit/test_record.c tests/unit/unit.h
tests_unit_test_probes_SOURCES = \
	tests/unit/test_probes.c \
	tests/unit/unit.h \
	tests/unit/script.c \
	tests/unit/script.h
tests_unit_test_secret_SOURCES = tests/unit/test_secret.c tests/unit/unit.h
tests_unit_test_service_SOURCES = tests/unit/test_service.c tests/unit/unit.h
settings_run = \
	tests/unit/settings_run.c \
	tests/unit/settings_run.h \
	tests/unit/unit.h
tests_unit_test_providers_SOURCES = tests/unit/test_providers.c tests/unit/unit.h
tests_unit_test_settings_builtin_SOURCES = \
	tests/unit/test_settings_builtin.c $(settings_run)
tests_unit_test_settings_profiles_SOURCES = \
	tests/unit/test_settings_profiles.c $(settings_run)
tests_unit_test_settings_targets_SOURCES = \
	tests/unit/test_settings_targets.c $(settings_run)
tests_unit_test_settings_urls_SOURCES = \
	tests/unit/test_settings_urls.c $(settings_run)
tests_unit_test_reports_SOURCES = \
	tests/unit/test_reports.c \
	tests/unit/sample_build.c \
	tests/unit/sample_build.h \
	tests/unit/sample_diagnosed.c \
	tests/unit/sample_judged.c \
	tests/unit/sample_reports.c \
	tests/unit/sample_reports.h \
	tests/unit/unit.h
tests_unit_test_net_SOURCES = tests/unit/test_net.c tests/unit/unit.h
tests_unit_test_public_SOURCES = tests/unit/test_public.c tests/unit/unit.h
tests_unit_test_offers_SOURCES = tests/unit/test_offers.c tests/unit/unit.h
tests_unit_test_options_SOURCES = tests/unit/test_options.c tests/unit/unit.h
diagnose_run = \
	tests/unit/diagnose_claims.c \
	tests/unit/diagnose_claims.h \
	tests/unit/diagnose_grounds.c \
	tests/unit/diagnose_grounds.h \
	tests/unit/diagnose_run.c \
	tests/unit/diagnose_run.h \
	tests/unit/diagnose_scenes.c \
	tests/unit/diagnose_scenes.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_test_diagnose_SOURCES = \
	tests/unit/test_diagnose.c $(diagnose_run)
tests_unit_test_diagnose_certificate_SOURCES = \
	tests/unit/test_diagnose_certificate.c $(diagnose_run)
tests_unit_test_diagnose_greeting_SOURCES = \
	tests/unit/test_diagnose_greeting.c $(diagnose_run)
tests_unit_test_diagnose_login_SOURCES = \
	tests/unit/test_diagnose_login.c $(diagnose_run)
tests_unit_test_diagnose_mailbox_SOURCES = \
	tests/unit/test_diagnose_mailbox.c $(diagnose_run)
tests_unit_test_diagnose_network_SOURCES = \
	tests/unit/test_diagnose_network.c $(diagnose_run)
tests_unit_test_diagnose_tls_SOURCES = \
	tests/unit/test_diagnose_tls.c $(diagnose_run)
evidence_run = \
	tests/unit/diagnose_run.c \
	tests/unit/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/evidence_run.c \
	tests/unit/evidence_run.h \
	tests/unit/unit.h
tests_unit_test_evidence_address_SOURCES = \
	tests/unit/test_evidence_address.c \
	$(evidence_run)
tests_unit_test_evidence_attack_SOURCES = \
	tests/unit/test_evidence_attack.c \
	tests/unit/unit.h
tests_unit_test_evidence_capability_SOURCES = \
	tests/unit/test_evidence_capability.c \
	$(evidence_run)
tests_unit_test_evidence_chain_SOURCES = \
	tests/unit/test_evidence_chain.c \
	$(evidence_run)
tests_unit_test_evidence_greeting_SOURCES = \
	tests/unit/test_evidence_greeting.c \
	$(evidence_run)
tests_unit_test_evidence_handshake_SOURCES = \
	tests/unit/test_evidence_handshake.c \
	$(evidence_run)
tests_unit_test_evidence_lapse_SOURCES = \
	tests/unit/test_evidence_lapse.c \
	$(evidence_run)
tests_unit_test_evidence_offer_SOURCES = \
	tests/unit/test_evidence_offer.c \
	$(evidence_run)
tests_unit_test_evidence_offered_SOURCES = \
	tests/unit/test_evidence_offered.c \
	tests/unit/unit.h
tests_unit_test_evidence_pick_SOURCES = \
	tests/unit/test_evidence_pick.c \
	$(evidence_run)
tests_unit_test_evidence_version_SOURCES = \
	tests/unit/test_evidence_version.c \
	$(evidence_run)
tests_unit_test_evidence_witness_SOURCES = \
	tests/unit/test_evidence_witness.c \
	$(evidence_run)
rule_run = \
	tests/unit/diagnose_run.c \
	tests/unit/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/rule_basis.c \
	tests/unit/rule_basis.h \
	tests/unit/rule_run.c \
	tests/unit/rule_run.h \
	tests/unit/unit.h
tests_unit_test_own_policy_SOURCES = \
	tests/unit/test_own_policy.c \
	tests/unit/diagnose_run.c \
	tests/unit/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_test_plural_SOURCES = tests/unit/test_plural.c tests/unit/unit.h
tests_unit_test_policy_SOURCES = \
	tests/unit/test_policy.c \
	tests/unit/diagnose_run.c \
	tests/unit/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_test_rule_plan_SOURCES = \
	tests/unit/test_rule_plan.c \
	tests/unit/diagnose_run.c \
	tests/unit/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_test_cuts_SOURCES = \
	tests/unit/test_cuts.c \
	tests/unit/cut_peer.c \
	tests/unit/cut_peer.h \
	$(rule_run)
tests_unit_test_rules_act_SOURCES = \
	tests/unit/test_rules_act.c \
	$(rule_run)
tests_unit_test_rules_certificate_SOURCES = \
	tests/unit/test_rules_certificate.c \
	$(rule_run)
tests_unit_test_report_read_SOURCES = \
	tests/unit/test_report_read.c \
	tests/unit/sample_build.c \
	tests/unit/sample_build.h \
	tests/unit/sample_diagnosed.c \
	tests/unit/sample_judged.c \
	tests/unit/sample_reports.c \
	tests/unit/sample_reports.h \
	tests/unit/unit.h
tests_unit_test_report_strict_SOURCES = \
	tests/unit/test_report_strict.c \
	tests/unit/sample_build.c \
	tests/unit/sample_build.h \
	tests/unit/sample_diagnosed.c \
	tests/unit/sample_judged.c \
	tests/unit/sample_reports.c \
	tests/unit/sample_reports.h \
	tests/unit/unit.h
tests_unit_test_compare_SOURCES = \
	tests/unit/test_compare.c \
	tests/unit/diagnose_run.c \
	tests/unit/diagnose_run.h \
	tests/unit/greeting.h \
	tests/unit/unit.h
tests_unit_test_rules_dialogue_SOURCES = \
	tests/unit/test_rules_dialogue.c \
	$(rule_run)
tests_unit_test_rules_grade_SOURCES = \
	tests/unit/test_rules_grade.c \
	$(rule_run)
tests_unit_test_rules_identity_SOURCES = \
	tests/unit/test_rules_identity.c \
	$(rule_run)
tests_unit_test_rules_listed_SOURCES = \
	tests/unit/test_rules_listed.c \
	$(rule_run)
tests_unit_test_rules_mode_SOURCES = \
	tests/unit/test_rules_mode.c \
	$(rule_run)
tests_unit_test_rules_offer_SOURCES = \
	tests/unit/test_rules_offer.c \
	$(rule_run)
tests_unit_test_rules_version_SOURCES = \
	tests/unit/test_rules_version.c \
	$(rule_run)
tests_unit_test_discovery_SOURCES = \
	tests/unit/test_discovery.c \
	tests/unit/unit.h \
	$(discovery_sources)
tests_unit_test_discovery_CPPFLAGS = $(mailsonde_discover_CPPFLAGS)
tests_unit_test_discovery_LDADD = $(LDADD) $(CURL_LIBS) $(UNBOUND_LIBS)
tests_unit_test_try_version_SOURCES = tests/unit/test_try_version.c tests/unit/unit.h
tests_unit_test_xml_guard_SOURCES = tests/unit/test_xml_guard.c tests/unit/unit.h
tests_unit_test_json_SOURCES = tests/unit/test_json.c tests/unit/unit.h
tests_unit_test_token_SOURCES = tests/unit/test_token.c tests/unit/unit.h
tests_unit_test_letter_SOURCES = tests/unit/test_letter.c tests/unit/unit.h
tests_unit_test_letter_CPPFLAGS = $(AM_CPPFLAGS) $(ICAL_CFLAGS)
tests_unit_test_letter_LDADD = $(LDADD) $(ICAL_LIBS)
tests_unit_test_structure_SOURCES = tests/unit/test_structure.c tests/unit/unit.h
tests_unit_test_trace_SOURCES = tests/unit/test_trace.c tests/unit/unit.h
tests_unit_test_stranger_SOURCES = \
	tests/unit/test_stranger.c \
	tests/unit/unit.h
tests_unit_test_setup_SOURCES = tests/unit/test_setup.c tests/unit/unit.h

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
	tests/standin/channel.c \
	tests/standin/channel.h \
	tests/standin/faults.c \
	tests/standin/faults.h \
	tests/standin/hello.c \
	tests/standin/hello.h \
	tests/standin/listener.c \
	tests/standin/listener.h \
	tests/standin/log.c \
	tests/standin/log.h \
	tests/standin/misbehave.c \
	tests/standin/misbehave.h \
	tests/standin/octets.c \
	tests/standin/octets.h \
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
	tests/standin/tls.c \
	tests/standin/tls.h \
	tests/standin/versions.c \
	tests/standin/versions.h
tests_standin_standin_LDADD = $(GNUTLS_LIBS)

# Many checks at once
tests_integration_engine_checks_SOURCES = tests/integration/engine_checks.c
tests_integration_engine_checks_LDADD = $(LDADD)

# What a run takes of time and memory
tests_integration_measured_SOURCES = tests/integration/measured.c
tests_integration_measured_LDADD =

# What the watchdog is tested by
check_DATA = $(cmocka_check) tests/integration/escape.so \
	tests/integration/stuck.so
tests/integration/escape.so: tests/integration/escape.c
	$(AM_V_GEN)$(MKDIR_P) tests/integration && \
		$(CC) $(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ \
		$(srcdir)/tests/integration/escape.c
tests/integration/stuck.so: tests/integration/stuck.c
	$(AM_V_GEN)$(MKDIR_P) tests/integration && \
		$(CC) $(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ \
		$(srcdir)/tests/integration/stuck.c

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
	tests/fuzz/fuzz_dialogue \
	tests/fuzz/fuzz_dns \
	tests/fuzz/fuzz_form \
	tests/fuzz/fuzz_greeting \
	tests/fuzz/fuzz_hello \
	tests/fuzz/fuzz_json \
	tests/fuzz/fuzz_jwt \
	tests/fuzz/fuzz_message \
	tests/fuzz/fuzz_mime \
	tests/fuzz/fuzz_ocsp \
	tests/fuzz/fuzz_policy \
	tests/fuzz/fuzz_report \
	tests/fuzz/fuzz_signature \
	tests/fuzz/fuzz_timestamp \
	tests/fuzz/fuzz_url
tests_fuzz_fuzz_certificate_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_certificate.c
tests_fuzz_fuzz_certificate_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
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
tests_fuzz_fuzz_timestamp_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_timestamp.c
tests_fuzz_fuzz_timestamp_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_url_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_url.c
tests_fuzz_fuzz_url_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

if WITH_XSLT
fuzz_programs += tests/fuzz/fuzz_stylesheet
endif
tests_fuzz_fuzz_stylesheet_SOURCES = tests/fuzz/fuzz.h \
	tests/fuzz/fuzz_stylesheet.c src/html/stylesheet.c src/html/stylesheet.h
tests_fuzz_fuzz_stylesheet_CPPFLAGS = $(AM_CPPFLAGS) $(XSLT_CFLAGS)
tests_fuzz_fuzz_stylesheet_LDADD = $(XSLT_LIBS) $(XML_LIBS)
tests_fuzz_fuzz_stylesheet_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

# The same with the seeds alone, for any compiler
replay_programs = \
	tests/fuzz/replay_bodystructure \
	tests/fuzz/replay_certificate \
	tests/fuzz/replay_dialogue \
	tests/fuzz/replay_dns \
	tests/fuzz/replay_form \
	tests/fuzz/replay_greeting \
	tests/fuzz/replay_hello \
	tests/fuzz/replay_json \
	tests/fuzz/replay_jwt \
	tests/fuzz/replay_message \
	tests/fuzz/replay_mime \
	tests/fuzz/replay_ocsp \
	tests/fuzz/replay_policy \
	tests/fuzz/replay_report \
	tests/fuzz/replay_signature \
	tests/fuzz/replay_timestamp \
	tests/fuzz/replay_url
tests_fuzz_replay_certificate_SOURCES = $(tests_fuzz_fuzz_certificate_SOURCES) tests/fuzz/replay.c
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
if WITH_XSLT
replay_programs += tests/fuzz/replay_stylesheet
endif
tests_fuzz_replay_stylesheet_SOURCES = $(tests_fuzz_fuzz_stylesheet_SOURCES) tests/fuzz/replay.c
tests_fuzz_replay_stylesheet_CPPFLAGS = $(AM_CPPFLAGS) $(XSLT_CFLAGS)
tests_fuzz_replay_stylesheet_LDADD = $(XSLT_LIBS) $(XML_LIBS)
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
	tests/bench/bench.sh tests/bench/offers.sh tests/bench/serve.py tests/golden tests/schemas tests/standin/README.md \
	tests/standin/personas

.PHONY: bench cmocka-is-missing fuzz soak
