/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/causes/diagnose_grounds.h"

#include "checks/causes/cause.h"
#include "model/table.h"

#include <string.h>

typedef struct probe_facts facts;

static bool anything(const facts *p)
{
	(void)p;
	return true;
}

static bool at_name(const facts *p)
{
	return p->stage == STAGE_RESOLVE;
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
	return p->outcome != OUTCOME_COMPLETED && connected(p);
}

static bool fails_somehow(const facts *p)
{
	return broke_off(p) || unanswered(p);
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
	return p->tls.trust == TRUST_REVOKED || p->tls.ocsp == OCSP_REVOKED;
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
	       p->send.answer == ANSWER_NEGATIVE;
}

static bool no_login(const facts *p)
{
	return p->protected.seen || p->cleartext.seen;
}

/* Each cause, with what at least one probe of its endpoints must show. */
static const struct ground {
	const char *cause;
	bool (*shows)(const facts *probe);
} grounds[] = {
	{"interrupted", cancelled},
	{"local-fault", local},
	{"network-down", unreachable},
	{"name-service-down", at_name},
	{"name-servers-failing", at_name},
	{"name-service-wrong", anything},
	{"name-misspelt", anything},
	{"name-is-mail-domain", anything},
	{"name-without-address", at_name},
	{"service-not-offered", anything},
	{"name-unknown", at_name},
	{"captive-portal", connected},
	{"transparent-proxy", connected},
	{"address-family-missing", no_family},
	{"port-25-blocked", unanswered},
	{"mail-ports-filtered", unanswered},
	{"network-blocked", unanswered},
	{"host-unreachable", unanswered},
	{"port-filtered", unanswered},
	{"host-down", unanswered},
	{"port-closed", refused},
	{"ipv6-broken", unanswered},
	{"ipv4-broken", unanswered},
	{"one-server-down", unanswered},
	{"members-differ", fails_somehow},
	{"answers-differ", words},
	{"connection-dropped", hung_up},
	{"backend-down", hung_up},
	{"antivirus-proxy", words},
	{"mode-starttls-wanted", tls_or_silence},
	{"mode-tls-wanted", tls_or_silence},
	{"greeting-preceded", words},
	{"service-swapped", words},
	{"service-other", tls},
	{"client-name-refused", list_refused},
	{"throttled", turned_away_or_dropped},
	{"connections-limit", turned_away_or_dropped},
	{"maintenance", turned_away},
	{"service-fault", turned_away},
	{"greylisted", turned_away},
	{"address-blocked", turned_away},
	{"server-refuses", turned_away},
	{"server-silent", timed_out},
	{"greeting-withheld", nudged},
	{"greeting-unended", words},
	{"server-slow", slow},
	{"greeting-broken", words},
	{"starttls-masked", masked},
	{"starttls-misnamed", listed},
	{"starttls-unlisted", agreed},
	{"starttls-stripped", unlisted},
	{"starttls-missing", unlisted},
	{"starttls-unavailable", starttls_sent},
	{"starttls-unanswered", starttls_sent},
	{"preauth", preauth},
	{"starttls-injection", injected},
	{"starttls-proxy", agreed},
	{"capability-refused", list_refused},
	{"reply-broken", broke_off},
	{"dialogue-broken", broke_off},
	{"certificate-intercepted", chain},
	{"client-certificate-wanted", hello},
	{"sni-needed", nameless},
	{"server-name-unknown", nameless},
	{"hello-too-large", hello},
	{"tls-intolerant", hello},
	{"tls-too-old-server", hello},
	{"tls-no-common", alert},
	{"handshake-cut", hello},
	{"hello-dropped", hung_up},
	{"tls-server-fault", alert},
	{"key-refused", hello},
	{"tls-damaged", hello},
	{"tls-old-required", hello},
	{"tls-version-refused", hello},
	{"tls-version-accepted", hello},
	{"certificate-mixed", chain},
	{"dh-group-weak", group},
	{"anchors-missing", distrusted},
	{"clock-wrong", chain_or_clock},
	{"certificate-expired", chain},
	{"certificate-not-yet-valid", chain},
	{"certificate-issuer-expired", distrusted},
	{"certificate-name-cn-only", chain},
	{"certificate-name-mismatch", chain},
	{"certificate-self-signed", self_signed},
	{"certificate-chain-incomplete", no_issuer},
	{"certificate-private-issuer", no_issuer},
	{"certificate-weak", chain},
	{"certificate-wrong-purpose", of_purpose},
	{"certificate-bad-signature", of_signature},
	{"certificate-revoked", revoked},
	{"certificate-ocsp", chain},
	{"certificate-invalid", bad_chain},
	{"settings-contradict", anything},
	{"wrong-connector", greeted},
	{"other-product", greeted},
	{"encryption-required", no_login},
	{"passwords-off", no_login},
	{"auth-domain-only", no_login},
	{"auth-none", no_login},
	{"auth-missing", no_login},
	{"auth-unexpected", no_login},
	{"capability-differs", listed},
	{"passwords-in-clear", listed_in_clear},
	{"unknown", anything},
	{"login-unsafe", turned_down},
	{"login-method", turned_down},
	{"smtp-auth-off", turned_down},
	{"login-policy", turned_down},
	{"login-service-off", turned_down},
	{"login-browser", turned_down},
	{"login-locked", turned_down},
	{"login-expired", turned_down},
	{"login-app-password", turned_down},
	{"login-user-name", turned_down},
	{"login-token", turned_down},
	{"login-refused", turned_down},
	{"login-connections", turned_down},
	{"login-throttled", turned_down},
	{"login-backend", turned_down},
	{"mailbox-not-connected", turned_down},
	{"mailbox-full", turned_down},
	{"mailbox-in-use", turned_down},
	{"send-as-denied", turned_down},
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

bool grounds_hold(
	const struct report *report, const struct diagnosis *diagnosis)
{
	const struct ground *ground = find_ground(diagnosis->id);

	for (size_t i = 0; ground && i < diagnosis->endpoint_count; i++) {
		const struct endpoint_facts *all =
			&report->endpoints[diagnosis->endpoints[i]].facts;

		if ((all->interrupted && ground->shows == cancelled) ||
			(lacks_route(report) &&
				(ground->shows == unreachable ||
					ground->shows == no_family)))
			return true;
		for (size_t j = 0; j < all->probe_count; j++)
			if (ground->shows(all->probes[j]))
				return true;
		for (size_t j = 0; j < all->login_count; j++)
			if (ground->shows(all->logins[j]))
				return true;
	}
	return ground && ground->shows == anything;
}

const char *grounds_missing(void)
{
	for (size_t i = 0; i < cause_count; i++)
		if (!find_ground(cause_table[i]->id))
			return cause_table[i]->id;
	return NULL;
}
