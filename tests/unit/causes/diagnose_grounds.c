/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/causes/diagnose_grounds.h"

#include "checks/causes/cause.h"
#include "evidence/chain.h"
#include "model/table.h"

#include <string.h>

typedef struct probe_facts facts;

static bool at_name(const facts *p)
{
	return p->stage == STAGE_RESOLVE;
}

static bool denied(const facts *p)
{
	return p->status == ST_NO_NAME;
}

static bool absent(const facts *p)
{
	return p->status == ST_NO_ADDRESS;
}

static bool local(const facts *p)
{
	return p->status == ST_LOCAL;
}

static bool cancelled(const facts *p)
{
	return p->status == ST_CANCELLED || p->status == ST_LOCAL;
}

static bool attempt_is(const facts *p, bool (*fits)(enum status status))
{
	for (size_t i = 0; i < p->attempt_count; i++)
		if (!p->attempts[i].connected && fits(p->attempts[i].status))
			return true;
	return fits(p->status);
}

static bool is_unreachable(enum status status)
{
	return status == ST_UNREACHABLE || status == ST_NO_NETWORK;
}

static bool is_unanswered(enum status status)
{
	return status == ST_TIMEOUT || is_unreachable(status) ||
	       status == ST_CONN_REFUSED || status == ST_RESET;
}

static bool is_refused(enum status status)
{
	return status == ST_CONN_REFUSED;
}

static bool unreachable(const facts *p)
{
	return attempt_is(p, is_unreachable);
}

static bool unanswered(const facts *p)
{
	return attempt_is(p, is_unanswered);
}

static bool denied_or_failed(const facts *p)
{
	return denied(p) || (p->attempt_count && unanswered(p));
}

static bool absent_or_silent(const facts *p)
{
	return absent(p) || p->status == ST_TIMEOUT;
}

static bool refused(const facts *p)
{
	return attempt_is(p, is_refused);
}

static bool connected(const facts *p)
{
	return p->stage > STAGE_CONNECT || p->outcome == OUTCOME_COMPLETED;
}

static bool hung_up(const facts *p)
{
	return p->status == ST_EOF || p->status == ST_RESET;
}

static bool broke_off(const facts *p)
{
	return p->outcome == OUTCOME_FAILED && connected(p);
}

static bool fails_somehow(const facts *p)
{
	return broke_off(p) || unanswered(p) ||
	       (p->purpose != PURPOSE_TLS_VERSION &&
		       p->outcome != OUTCOME_COMPLETED);
}

static bool no_family(const facts *p)
{
	return at_name(p) || unreachable(p);
}

static bool words(const facts *p)
{
	return p->greeting.text.length || p->reply.length ||
	       p->unexpected.length || p->begun.length;
}

static bool words_or_alert(const facts *p)
{
	return words(p) || p->tls.alert_count > 0 || p->tls.completed;
}

static bool tls(const facts *p)
{
	return p->tls.completed || p->tls.server_hello || p->tls.alert_count ||
	       words(p);
}

static bool tls_or_silence(const facts *p)
{
	return tls(p) || p->status == ST_TIMEOUT || hung_up(p);
}

static bool turned_away(const facts *p)
{
	return p->status == ST_THROTTLED || p->status == ST_REFUSED || words(p);
}

static bool turned_away_or_dropped(const facts *p)
{
	return turned_away(p) || hung_up(p) || p->status == ST_CONN_REFUSED;
}

static bool list_refused(const facts *p)
{
	return p->cleartext.refused || p->protected.refused;
}

static bool timed_out(const facts *p)
{
	return p->status == ST_TIMEOUT;
}

static bool nudged(const facts *p)
{
	return p->nudged;
}

static bool slow(const facts *p)
{
	return timed_out(p) || p->duration_us > 1000000;
}

static bool listed(const facts *p)
{
	return p->cleartext.seen || p->cleartext.announced ||
	       p->protected.seen || p->protected.announced;
}

static bool listed_in_clear(const facts *p)
{
	return p->cleartext.seen || p->cleartext.announced;
}

static bool masked(const facts *p)
{
	return p->cleartext.masked || words(p);
}

static bool unlisted(const facts *p)
{
	return listed(p) && !p->cleartext.starttls;
}

static bool starttls_sent(const facts *p)
{
	return p->starttls_sent;
}

static bool preauth(const facts *p)
{
	return p->greeting.preauth;
}

static bool injected(const facts *p)
{
	return p->injected.length || p->act.said;
}

static bool agreed(const facts *p)
{
	return p->starttls_agreed;
}

static bool hello(const facts *p)
{
	return p->tls.started;
}

static bool alert(const facts *p)
{
	return p->tls.alert_count > 0 || p->tls.library_error || p->tls.started;
}

static bool nameless(const facts *p)
{
	return p->no_sni || p->question == QUESTION_NO_SNI ||
	       p->tls.chain_count || p->tls.alert_count;
}

static bool chain(const facts *p)
{
	return p->tls.chain_count > 0;
}

static bool distrusted(const facts *p)
{
	return chain(p) && (p->tls.trust != TRUST_OK || p->tls.trust_dates_bad);
}

static bool chain_or_clock(const facts *p)
{
	return chain(p) || p->greeting.time_s;
}

static bool self_signed(const facts *p)
{
	return chain(p) && p->tls.trust == TRUST_SELF_SIGNED;
}

static bool no_issuer(const facts *p)
{
	return chain(p) && (p->tls.trust == TRUST_NO_ISSUER ||
				   p->tls.trust == TRUST_INCOMPLETE ||
				   p->tls.trust == TRUST_SELF_SIGNED);
}

static bool revoked(const facts *p)
{
	return p->tls.trust == TRUST_REVOKED || p->tls.ocsp == OCSP_REVOKED ||
	       p->tls.revocation.status == REVOCATION_REVOKED;
}

static bool issuer_revoked(const facts *p)
{
	return p->tls.trust == TRUST_REVOKED &&
	       chain_revoked_issuer(&p->tls) != NULL;
}

static bool bad_chain(const facts *p)
{
	return chain(p) && p->tls.trust == TRUST_BAD;
}

static bool flawed(const facts *p, unsigned flaw)
{
	return bad_chain(p) && (p->tls.trust_flaws & flaw);
}

static bool of_purpose(const facts *p)
{
	return flawed(p, FLAW_PURPOSE) || flawed(p, FLAW_NOT_CA);
}

static bool of_signature(const facts *p)
{
	return flawed(p, FLAW_SIGNATURE);
}

static bool group(const facts *p)
{
	return p->tls.dh_bits > 0;
}

static bool greeted(const facts *p)
{
	return p->greeting.text.length > 0 || p->unexpected.length > 0;
}

/* Of a login, or of what is behind it. */
static bool turned_down(const facts *p)
{
	return p->login.held || p->login.answer == ANSWER_NEGATIVE ||
	       p->mailbox.answer == ANSWER_NEGATIVE ||
	       p->send.answer == ANSWER_NEGATIVE ||
	       p->trip.answer == ANSWER_NEGATIVE;
}

static bool as_tnef(const facts *p)
{
	return p->option.invited && strcmp(p->option.invitation, "tnef") == 0;
}

static bool no_login(const facts *p)
{
	return p->protected.seen || p->cleartext.seen;
}

/* Of an endpoint as a whole. */

static bool not_offered(const struct endpoint_report *endpoint)
{
	const char *target = endpoint->facts.name.srv_target;

	return target && strcmp(target, ".") == 0;
}

static bool contradicted(const struct endpoint_report *endpoint)
{
	return endpoint->entry->remark_count > 0;
}

static bool is_open(const struct endpoint_report *endpoint)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (endpoint->findings[i].status == VERDICT_FAIL ||
			endpoint->findings[i].status == VERDICT_NOT_TESTED)
			return true;
	return false;
}

/* Of the check, with what was expected of its list. */
static bool fails_list(const struct endpoint_report *endpoint)
{
	static const char *const checks[] = {"capability-auth",
		"capability-list", "capability-starttls", "cleartext-login",
		"mode", "greeting"};

	for (size_t i = 0; i < endpoint->finding_count; i++)
		for (size_t j = 0; j < COUNT_OF(checks); j++)
			if (strcmp(endpoint->findings[i].check, checks[j]) ==
					0 &&
				endpoint->findings[i].status != VERDICT_PASS)
				return true;
	return false;
}

static bool fails_check(
	const struct endpoint_report *endpoint, const char *prefix)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (strncmp(endpoint->findings[i].check, prefix,
			    strlen(prefix)) == 0 &&
			endpoint->findings[i].status != VERDICT_PASS)
			return true;
	return false;
}

static bool fails_certificate(const struct endpoint_report *endpoint)
{
	return fails_check(endpoint, "certificate-") ||
	       fails_check(endpoint, "key-strength");
}

static bool fails_version(const struct endpoint_report *endpoint)
{
	return fails_check(endpoint, "tls-");
}

static bool fails_greeting(const struct endpoint_report *endpoint)
{
	return fails_check(endpoint, "greeting") ||
	       fails_check(endpoint, "mode") ||
	       fails_check(endpoint, "connect") ||
	       fails_check(endpoint, "capability");
}

static bool fails_greeting_or_varies(const struct endpoint_report *endpoint)
{
	return fails_greeting(endpoint) || fails_check(endpoint, "tls-varies");
}

/* Each cause, with what at least one probe of its endpoints must show, and
 * what one of them must show as a whole. A server in order shows neither, or
 * not both. */
static const struct ground {
	const char *cause;
	bool (*shows)(const facts *probe);
	bool (*whole)(const struct endpoint_report *endpoint);
} grounds[] = {
	{"interrupted", cancelled, NULL},
	{"local-fault", local, NULL},
	{"network-down", unreachable, NULL},
	{"name-service-down", at_name, NULL},
	{"name-servers-failing", at_name, NULL},
	{"name-service-wrong", denied_or_failed, NULL},
	{"name-misspelt", denied_or_failed, NULL},
	{"name-is-mail-domain", absent_or_silent, NULL},
	{"name-without-address", at_name, NULL},
	{"service-not-offered", at_name, not_offered},
	{"name-unknown", at_name, NULL},
	{"captive-portal", connected, is_open},
	{"transparent-proxy", connected, is_open},
	{"address-family-missing", no_family, NULL},
	{"port-25-blocked", unanswered, NULL},
	{"mail-ports-filtered", unanswered, NULL},
	{"network-blocked", unanswered, NULL},
	{"host-unreachable", unanswered, NULL},
	{"port-filtered", unanswered, NULL},
	{"host-down", unanswered, NULL},
	{"port-closed", refused, NULL},
	{"ipv6-broken", unanswered, NULL},
	{"ipv4-broken", unanswered, NULL},
	{"one-server-down", unanswered, NULL},
	{"members-differ", fails_somehow, NULL},
	{"answers-differ", words_or_alert, fails_greeting_or_varies},
	{"connection-dropped", hung_up, NULL},
	{"backend-down", hung_up, NULL},
	{"antivirus-proxy", words, fails_greeting},
	{"mode-starttls-wanted", tls_or_silence, fails_greeting},
	{"mode-tls-wanted", tls_or_silence, fails_greeting},
	{"greeting-preceded", words, fails_greeting},
	{"service-swapped", words, fails_greeting},
	{"service-other", tls, is_open},
	{"client-name-refused", list_refused, NULL},
	{"throttled", turned_away_or_dropped, is_open},
	{"connections-limit", turned_away_or_dropped, is_open},
	{"maintenance", turned_away, is_open},
	{"service-fault", turned_away, is_open},
	{"greylisted", turned_away, is_open},
	{"address-blocked", turned_away, is_open},
	{"server-refuses", turned_away, is_open},
	{"server-silent", timed_out, NULL},
	{"greeting-withheld", nudged, NULL},
	{"greeting-unended", words, fails_greeting},
	{"server-slow", slow, NULL},
	{"greeting-broken", words, fails_greeting},
	{"starttls-masked", masked, is_open},
	{"starttls-misnamed", listed, fails_list},
	{"starttls-unlisted", agreed, is_open},
	{"starttls-stripped", unlisted, is_open},
	{"starttls-missing", unlisted, is_open},
	{"starttls-unavailable", starttls_sent, is_open},
	{"starttls-unanswered", starttls_sent, is_open},
	{"preauth", preauth, NULL},
	{"starttls-injection", injected, NULL},
	{"starttls-proxy", agreed, is_open},
	{"capability-refused", list_refused, NULL},
	{"reply-broken", broke_off, NULL},
	{"dialogue-broken", broke_off, NULL},
	{"certificate-intercepted", chain, fails_certificate},
	{"client-certificate-wanted", hello, fails_version},
	{"sni-needed", nameless, is_open},
	{"server-name-unknown", nameless, is_open},
	{"hello-too-large", hello, fails_version},
	{"tls-intolerant", hello, fails_version},
	{"tls-too-old-server", hello, fails_version},
	{"tls-no-common", alert, fails_version},
	{"handshake-cut", hello, fails_version},
	{"hello-dropped", hung_up, NULL},
	{"tls-server-fault", alert, fails_version},
	{"key-refused", hello, fails_version},
	{"certificate-key-usage", hello, fails_version},
	{"certificate-malformed", hello, fails_version},
	{"tls-damaged", hello, fails_version},
	{"tls-old-required", hello, fails_version},
	{"tls-version-refused", hello, fails_version},
	{"tls-version-accepted", hello, fails_version},
	{"certificate-mixed", chain, fails_certificate},
	{"dh-group-weak", group, fails_certificate},
	{"anchors-missing", distrusted, NULL},
	{"clock-wrong", chain_or_clock, fails_certificate},
	{"certificate-expired", chain, fails_certificate},
	{"certificate-not-yet-valid", chain, fails_certificate},
	{"certificate-issuer-expired", distrusted, NULL},
	{"certificate-name-cn-only", chain, fails_certificate},
	{"certificate-name-mismatch", chain, fails_certificate},
	{"certificate-self-signed", self_signed, NULL},
	{"certificate-chain-incomplete", no_issuer, NULL},
	{"certificate-private-issuer", no_issuer, NULL},
	{"certificate-weak", chain, fails_certificate},
	{"certificate-wrong-purpose", of_purpose, NULL},
	{"certificate-bad-signature", of_signature, NULL},
	{"certificate-revoked", revoked, NULL},
	{"certificate-issuer-revoked", issuer_revoked, NULL},
	{"certificate-ocsp", chain, fails_certificate},
	{"certificate-invalid", bad_chain, NULL},
	{"settings-contradict", NULL, contradicted},
	{"wrong-connector", greeted, is_open},
	{"other-product", greeted, is_open},
	{"encryption-required", no_login, fails_list},
	{"passwords-off", no_login, fails_list},
	{"auth-domain-only", no_login, fails_list},
	{"auth-none", no_login, fails_list},
	{"auth-missing", no_login, fails_list},
	{"auth-unexpected", no_login, fails_list},
	{"capability-differs", listed, fails_list},
	{"passwords-in-clear", listed_in_clear, fails_list},
	{"unknown", NULL, is_open},
	{"login-unsafe", turned_down, NULL},
	{"login-method", turned_down, NULL},
	{"login-ticket", turned_down, NULL},
	{"smtp-auth-off", turned_down, NULL},
	{"login-policy", turned_down, NULL},
	{"login-service-off", turned_down, NULL},
	{"login-browser", turned_down, NULL},
	{"login-locked", turned_down, NULL},
	{"login-attempts", turned_down, NULL},
	{"login-administrator", turned_down, NULL},
	{"sending-blocked", turned_down, NULL},
	{"login-expired", turned_down, NULL},
	{"login-app-password", turned_down, NULL},
	{"login-user-name", turned_down, NULL},
	{"login-token", turned_down, NULL},
	{"login-refused", turned_down, NULL},
	{"login-connections", turned_down, NULL},
	{"login-throttled", turned_down, NULL},
	{"login-backend", turned_down, NULL},
	{"mailbox-needs-id", turned_down, NULL},
	{"invitation-tnef", as_tnef, NULL},
	{"mailbox-not-connected", turned_down, NULL},
	{"mailbox-full", turned_down, NULL},
	{"mailbox-in-use", turned_down, NULL},
	{"message-refused", turned_down, NULL},
	{"send-as-denied", turned_down, NULL},
};

static const struct ground *find_ground(const char *cause)
{
	for (size_t i = 0; i < COUNT_OF(grounds); i++)
		if (strcmp(grounds[i].cause, cause) == 0)
			return &grounds[i];
	return NULL;
}

static bool lacks_route(const struct report *report)
{
	return !report->local.has_ipv4_route || !report->local.has_ipv6_route;
}

static bool one_shows(
	const struct ground *ground, const struct endpoint_facts *all)
{
	for (size_t j = 0; j < all->probe_count; j++)
		if (ground->shows(all->probes[j]))
			return true;
	for (size_t j = 0; j < all->login_count; j++)
		if (ground->shows(all->logins[j]))
			return true;
	return false;
}

bool grounds_hold(
	const struct report *report, const struct diagnosis *diagnosis)
{
	const struct ground *ground = find_ground(diagnosis->id);

	for (size_t i = 0; ground && i < diagnosis->endpoint_count; i++) {
		const struct endpoint_report *endpoint =
			&report->endpoints[diagnosis->endpoints[i]];

		if ((endpoint->facts.interrupted &&
			    ground->shows == cancelled) ||
			(lacks_route(report) &&
				(ground->shows == unreachable ||
					ground->shows == no_family)))
			return true;
		if ((!ground->shows || one_shows(ground, &endpoint->facts)) &&
			(!ground->whole || ground->whole(endpoint)))
			return true;
	}
	return false;
}

const char *grounds_missing(void)
{
	for (size_t i = 0; i < cause_count; i++)
		if (!find_ground(cause_table[i]->id))
			return cause_table[i]->id;
	return NULL;
}
