/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/causes/diagnose_clauses.h"

#include "tests/unit/causes/diagnose_run.h"

#include "evidence/chain.h"
#include "model/table.h"

#include <string.h>

typedef struct probe_facts facts;
typedef bool shows(const facts *probe);

static bool has(struct octets text, const char *word)
{
	return text.length &&
	       memmem(text.data, text.length, word, strlen(word));
}

static bool says(const facts *p, const char *word)
{
	return has(p->greeting.text, word) || has(p->reply, word) ||
	       has(p->unexpected, word) || has(p->begun, word);
}

static bool says_anything(const facts *p)
{
	return p->greeting.text.length || p->reply.length ||
	       p->unexpected.length || p->begun.length;
}

static bool misbehaves(const facts *p)
{
	return says_anything(p) || p->status == ST_LINE_TOO_LONG ||
	       p->status == ST_REPLY_TOO_LONG || p->status == ST_PROBE_TOO_LONG;
}

static bool served(const facts *p)
{
	return p->outcome == OUTCOME_COMPLETED;
}

static bool connected(const facts *p)
{
	return p->stage > STAGE_CONNECT || served(p);
}

static bool attempt_is(const facts *p, enum status status)
{
	for (size_t i = 0; i < p->attempt_count; i++)
		if (!p->attempts[i].connected &&
			p->attempts[i].status == status)
			return true;
	return !connected(p) && p->status == status;
}

static bool hung_up(const facts *p)
{
	return p->status == ST_EOF || p->status == ST_RESET;
}

static bool silent(const facts *p)
{
	return p->status == ST_TIMEOUT;
}

static bool refused(const facts *p)
{
	return attempt_is(p, ST_CONN_REFUSED);
}

static bool unanswered(const facts *p)
{
	return attempt_is(p, ST_TIMEOUT) || attempt_is(p, ST_UNREACHABLE) ||
	       attempt_is(p, ST_NO_NETWORK);
}

static bool unreachable(const facts *p)
{
	return attempt_is(p, ST_UNREACHABLE);
}

static bool no_route(const facts *p)
{
	return attempt_is(p, ST_NO_NETWORK) || attempt_is(p, ST_UNREACHABLE);
}

static bool at_lookup(const facts *p, enum status status)
{
	return p->status == status ||
	       (status == ST_NO_RESOLVER && p->stage == STAGE_RESOLVE &&
		       p->status == ST_TIMEOUT);
}

static bool no_name(const facts *p)
{
	return at_lookup(p, ST_NO_NAME);
}

static bool no_address(const facts *p)
{
	return at_lookup(p, ST_NO_ADDRESS);
}

static bool no_resolver(const facts *p)
{
	return at_lookup(p, ST_NO_RESOLVER);
}

static bool unused_answers(const facts *p)
{
	return p->question == QUESTION_UNUSED_PORT && connected(p);
}

static bool is_web(const facts *p)
{
	return says(p, "HTTP/") || says(p, "<html") || says(p, "<HTML") ||
	       (p->question == QUESTION_UNUSED_PORT && connected(p)) ||
	       p->tls.chain_count;
}

static bool bare_close(const facts *p)
{
	return hung_up(p) && p->tls.started && !p->tls.server_hello;
}

static bool one_version_only(const facts *p)
{
	return !served(p) && p->purpose == PURPOSE_TLS_VERSION;
}

static bool tls_then_closed(const facts *p)
{
	return p->tls.completed && hung_up(p);
}

static bool silent_inside(const facts *p)
{
	return p->tls.completed && silent(p);
}

static bool stopped_answering(const facts *p)
{
	return silent(p) && p->greeting.text.length;
}

static bool clear_words(const facts *p)
{
	return p->mode != MODE_IMPLICIT ? p->greeting.text.length > 0
					: p->unexpected.length > 0;
}

static bool answers_tls(const facts *p)
{
	return p->mode == MODE_IMPLICIT &&
	       (p->tls.server_hello || p->tls.completed || p->tls.alert_count);
}

static bool implicit_or_silent(const facts *p)
{
	return answers_tls(p) || silent(p);
}

static bool unlisted(const facts *p)
{
	return (p->cleartext.seen || p->cleartext.announced) &&
	       !p->cleartext.starttls;
}

static bool listed(const facts *p)
{
	return p->cleartext.seen || p->cleartext.announced ||
	       p->protected.seen || p->protected.announced;
}

static bool lists_no_login(const facts *p)
{
	return listed(p) &&
	       (p->protected.login_disabled || p->cleartext.login_disabled ||
		       !p->protected.mechanism_count);
}

static bool list_refused(const facts *p)
{
	return p->cleartext.refused || p->protected.refused;
}

static bool overwritten(const facts *p)
{
	return p->cleartext.masked || says(p, "***") || says(p, "XXX") ||
	       p->cleartext.refused;
}

static bool agreed(const facts *p)
{
	return p->starttls_agreed;
}

static bool agreed_in_vain(const facts *p)
{
	return agreed(p) && !p->tls.completed;
}

static bool asked_starttls(const facts *p)
{
	return p->starttls_sent;
}

static bool denied_starttls(const facts *p)
{
	return p->starttls_sent && !p->starttls_agreed;
}

static bool injected(const facts *p)
{
	return p->injected.length || p->act.said;
}

static bool preauth(const facts *p)
{
	return p->greeting.preauth;
}

static bool certificate_wanted(const facts *p)
{
	return p->tls.wants_certificate && !served(p) && !silent(p);
}

static bool named_alert(const facts *p, unsigned code)
{
	for (size_t i = 0; i < p->tls.alert_count; i++)
		if (p->tls.alerts[i].code == code)
			return true;
	return false;
}

static bool certificate_demanded(const facts *p)
{
	return certificate_wanted(p) || named_alert(p, 116);
}

static bool failed_tls(const facts *p)
{
	return p->tls.started && !served(p);
}

static bool alerted(const facts *p)
{
	return p->tls.alert_count > 0 || bare_close(p);
}

static bool took_old(const facts *p)
{
	return p->tls.completed && p->tls.version < TLS_1_2;
}

static bool garbled(const facts *p)
{
	return failed_tls(p) && (p->tls.alert_count || p->tls.library_error ||
					p->status == ST_TLS);
}

static bool library_reads_no_certificate(const facts *p)
{
	const char *name = p->tls.library_name;

	return name && (strstr(name, "CERTIFICATE") || strstr(name, "X509") ||
			       strstr(name, "ASN1_TIME"));
}

static bool usage_forbidden(const facts *p)
{
	return p->tls.library_name &&
	       strcmp(p->tls.library_name, "GNUTLS_E_KEY_USAGE_VIOLATION") == 0;
}

static bool cut(const facts *p)
{
	return failed_tls(p) && (p->begun.length || p->tls.server_hello);
}

static bool small_works(const facts *p)
{
	return p->question == QUESTION_SMALL_HELLO && p->tls.completed;
}

static bool version_works(const facts *p)
{
	return (p->purpose == PURPOSE_TLS_VERSION ||
		       p->purpose == PURPOSE_FOLLOW_UP) &&
	       p->tls.completed;
}

static bool old_works(const facts *p)
{
	return p->tls.server_hello || p->tls.completed;
}

static bool version_refused(const facts *p)
{
	return p->outcome == OUTCOME_REFUSED || failed_tls(p);
}

static bool version_accepted(const facts *p)
{
	return p->tls.completed || p->tls.server_hello;
}

static bool odd_key(const facts *p)
{
	return failed_tls(p) && (p->tls.library_name || p->detail);
}

static bool chain(const facts *p)
{
	return p->tls.chain_count > 0;
}

static bool leaf_ended(const facts *p)
{
	return chain(p) && p->tls.chain->not_after < NOW;
}

static bool leaf_not_begun(const facts *p)
{
	return chain(p) && p->tls.chain->not_before > NOW;
}

static bool leaf_out_of_date(const facts *p)
{
	return leaf_ended(p) || leaf_not_begun(p);
}

static bool leaf_in_date(const facts *p)
{
	return chain(p) && !leaf_out_of_date(p) && p->tls.trust_dates_bad;
}

static bool self_signed(const facts *p)
{
	return chain(p) && p->tls.trust == TRUST_SELF_SIGNED;
}

static bool no_issuer(const facts *p)
{
	return chain(p) && (p->tls.trust == TRUST_NO_ISSUER ||
				   p->tls.trust == TRUST_INCOMPLETE);
}

static bool distrusted(const facts *p)
{
	return chain(p) && p->tls.trust != TRUST_OK;
}

static bool no_anchors(const facts *p)
{
	return p->tls.trust == TRUST_NO_ANCHORS;
}

static bool revoked(const facts *p)
{
	return p->tls.trust == TRUST_REVOKED || p->tls.ocsp == OCSP_REVOKED;
}

static bool issuer_revoked(const facts *p)
{
	return p->tls.trust == TRUST_REVOKED &&
	       chain_revoked_issuer(&p->tls) != NULL;
}

static bool flawed(const facts *p, unsigned flaws)
{
	return p->tls.trust == TRUST_BAD && (p->tls.trust_flaws & flaws);
}

static bool of_purpose(const facts *p)
{
	return flawed(p, FLAW_PURPOSE | FLAW_NOT_CA);
}

static bool of_signature(const facts *p)
{
	return flawed(p, FLAW_SIGNATURE);
}

static bool of_staple(const facts *p)
{
	return flawed(p, FLAW_OCSP) || p->tls.ocsp == OCSP_INVALID ||
	       (chain(p) && p->tls.chain->must_staple);
}

static bool of_rules(const facts *p)
{
	return p->tls.trust == TRUST_BAD;
}

static bool weak(const facts *p)
{
	return flawed(p, FLAW_WEAK) ||
	       (chain(p) && p->tls.chain->key_bits < 2048);
}

static bool small_group(const facts *p)
{
	return p->tls.dh_bits && p->tls.dh_bits <= 1024;
}

static bool nudged(const facts *p)
{
	return p->nudged;
}

static bool took_long(const facts *p)
{
	return silent(p) || p->duration_us > 1000000;
}

static bool turned_away(const facts *p)
{
	return p->status == ST_THROTTLED || p->status == ST_REFUSED ||
	       p->unexpected.length || p->protected.refused;
}

static bool dropped(const facts *p)
{
	return hung_up(p) || p->status == ST_CONN_REFUSED;
}

static bool broke_off(const facts *p)
{
	return connected(p) && !served(p);
}

static bool fails(const facts *p)
{
	return broke_off(p) || unanswered(p) || refused(p) ||
	       attempt_is(p, ST_RESET) || attempt_is(p, ST_EOF);
}

static bool cut_short(const facts *p)
{
	return p->status == ST_CANCELLED || p->status == ST_LOCAL;
}

/* Of the run, or of the endpoint as a whole. */

static bool lacks_route(
	const struct report *report, const struct endpoint_report *endpoint)
{
	(void)endpoint;
	return !report->local.has_ipv4_route || !report->local.has_ipv6_route;
}

static bool is_contradicted(
	const struct report *report, const struct endpoint_report *endpoint)
{
	(void)report;
	return endpoint->entry->remark_count > 0;
}

static bool asks_cleartext(
	const struct report *report, const struct endpoint_report *endpoint)
{
	(void)report;
	return endpoint->facts.endpoint.mode == MODE_CLEARTEXT;
}

static bool expects(
	const struct report *report, const struct endpoint_report *endpoint)
{
	const struct expectation *expected = &endpoint->entry->expectation;

	(void)report;
	return expected->mechanism_count || expected->capability_count ||
	       expected->greeting_count;
}

static bool demands_version(
	const struct report *report, const struct endpoint_report *endpoint)
{
	(void)report;
	for (int i = 0; i < TLS_VERSION_COUNT; i++)
		if (endpoint->entry->expectation.tls[i].demand !=
			DEMAND_ALLOWED)
			return true;
	return false;
}

static bool is_open(
	const struct report *report, const struct endpoint_report *endpoint)
{
	(void)report;
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (endpoint->findings[i].status == VERDICT_FAIL ||
			endpoint->findings[i].status == VERDICT_NOT_TESTED)
			return true;
	return false;
}

static bool was_interrupted(
	const struct report *report, const struct endpoint_report *endpoint)
{
	(void)report;
	return endpoint->facts.interrupted;
}

static bool is_denied(
	const struct report *report, const struct endpoint_report *endpoint)
{
	(void)report;
	return endpoint->facts.name.asked;
}

static const struct clause {
	const char *phrase;
	shows *probe; /* one of its endpoints' must show it */
	bool (*whole)(const struct report *report,
		const struct endpoint_report *endpoint);
} clauses[] = {
	{"no list of trusted certificate authorities", no_anchors, NULL},
	{"The date of this computer is wrong", leaf_out_of_date, NULL},
	{"and that date has not come yet", leaf_not_begun, NULL},
	{"and was not replaced", leaf_ended, NULL},
	{"that vouches for it has expired", leaf_in_date, NULL},
	{"only by a certificate that has expired", leaf_in_date, NULL},
	{"sends an intermediate certificate that has expired", leaf_in_date,
		NULL},
	{"is too weak", weak, NULL},
	{"for another purpose than identifying a server", of_purpose, NULL},
	{"has an invalid signature", of_signature, NULL},
	{"breaks the rules", of_rules, NULL},
	{"requires a recent confirmation", of_staple, NULL},
	{"decrypts the connection", chain, NULL},
	{"shows a certificate from an unknown issuer", distrusted, NULL},
	{"show the same certificate", chain, NULL},
	{"is self-signed", self_signed, NULL},
	{"do not belong together", no_issuer, NULL},
	{"the intermediate certificate is missing", no_issuer, NULL},
	{"end at an issuer that is not known here", no_issuer, NULL},
	{"from an authority whose key", no_issuer, NULL},
	{"from an authority that this computer does not know", no_issuer, NULL},
	{"shows a good certificate to some", chain, NULL},
	{"addresses of", chain, NULL},
	{"in a field that current programs", chain, NULL},
	{"with a dot at its end", chain, NULL},
	{"as if it were a name", chain, NULL},
	{"names no server at all", chain, NULL},
	{"is valid for names, not for this address", chain, NULL},
	{"is for other names", chain, NULL},
	{"has a different name from", chain, NULL},
	{"has revoked the certificate", revoked, NULL},
	{"intermediate certificate in the chain of", issuer_revoked, NULL},
	{"is encrypted and then closed", tls_then_closed, NULL},
	{"is too busy for more connections", turned_away, NULL},
	{"already has too many connections", turned_away, NULL},
	{"says that it is out of service", turned_away, NULL},
	{"says that something that it needs fails", turned_away, NULL},
	{"some were served, and others turned away", served, NULL},
	{"refuses the name that the client gives", list_refused, NULL},
	{"starts unencrypted and is upgraded", clear_words, NULL},
	{"ask for no encryption", NULL, asks_cleartext},
	{"is encrypted from the start", answers_tls, NULL},
	{"mail program to STARTTLS", clear_words, NULL},
	{"program must be set to STARTTLS", clear_words, NULL},
	{"sends something else before its greeting", says_anything, NULL},
	{"puts off this client", turned_away, NULL},
	{"rejects the Internet address", turned_away, NULL},
	{"answers only to refuse", turned_away, NULL},
	{"says that it offers no such service", turned_away, NULL},
	{"drops some connections", dropped, NULL},
	{"answers instead of the mail server", says_anything, NULL},
	{"a program on this computer that scans", says_anything, NULL},
	{"but not the way a mail server does", misbehaves, NULL},
	{"What answers at", says_anything, NULL},
	{"Two settings are swapped, or", says_anything, NULL},
	{"sends an error message", says_anything, NULL},
	{"accepts the connection and closes it", hung_up, NULL},
	{"sends nothing, and closes it after", hung_up, NULL},
	{"or a firewall rejects", hung_up, NULL},
	{"completes the TLS handshake", silent_inside, NULL},
	{"and then sends nothing", silent, NULL},
	{"waits for encryption to start", silent, NULL},
	{"did not complete its first line", silent, NULL},
	{"some answers did not arrive", took_long, NULL},
	{"is slow", took_long, NULL},
	{"without the end of its line", says_anything, NULL},
	{"greets only after the client", nudged, NULL},
	{"Mail programs wait for the greeting", nudged, NULL},
	{"was interrupted before", cut_short, was_interrupted},
	{"stopped for a reason on this computer", cut_short, NULL},
	{"lists password login before", listed, NULL},
	{"is an Exchange connector", says_anything, NULL},
	{"passwords only over an encrypted", NULL, asks_cleartext},
	{"does not offer exactly what", NULL, expects},
	{"was changed, or the settings are outdated", NULL, expects},
	{"no longer accepts passwords", listed, NULL},
	{"must sign in through a web page", listed, NULL},
	{"only accepts computers of its own", listed, NULL},
	{"offers no way to log in", lists_no_login, NULL},
	{"offers encryption once more inside", listed, NULL},
	{"does not offer the authentication methods", NULL, expects},
	{"that the settings rule out", NULL, expects},
	{"a different server than", says_anything, NULL},
	{"but the port is for", NULL, is_contradicted},
	{"is a mail domain", no_address, NULL},
	{"exists but has no IP address", no_address, NULL},
	{"is the domain of mail addresses", unanswered, NULL},
	{"is not offered there", NULL, is_denied},
	{"There is no server called", no_name, NULL},
	{"could not be looked up", no_resolver, NULL},
	{"Nothing is known about the mail servers", no_resolver, NULL},
	{"although %s publishes", no_name, NULL},
	{"cannot be that server's address", connected, is_open},
	{"gives a wrong answer", no_name, NULL},
	{"Connections over IPv", unanswered, NULL},
	{"at least one of them does not answer", fails, NULL},
	{"answers differently from one connection", says_anything, NULL},
	{"on some connections and accepts", alerted, NULL},
	{"an outdated TLS version on some connections", took_old, NULL},
	{"blocks port 25", unanswered, NULL},
	{"Port 25 of", unanswered, NULL},
	{"Almost all Internet providers", unanswered, NULL},
	{"This network blocks mail", unanswered, NULL},
	{"No server that was tried answers", unanswered, NULL},
	{"nothing listens there", refused, NULL},
	{"no route to the Internet", no_route, lacks_route},
	{"can only be reached over", no_route, lacks_route},
	{"A router on the path reports", unreachable, NULL},
	{"gets no answer", unanswered, NULL},
	{"does not respond on any port", unanswered, NULL},
	{"The server is down or disconnected", unanswered, NULL},
	{"they behave differently", fails, NULL},
	{"even on a port where no server listens", unused_answers, NULL},
	{"greets, and then stops answering", stopped_answering, NULL},
	{"is closed in the middle", hung_up, NULL},
	{"closed without a greeting after", hung_up, NULL},
	{"answers a PROXY line", says_anything, NULL},
	{"greets, and then breaks off", broke_off, NULL},
	{"greets, and then refuses to continue", broke_off, NULL},
	{"no certificate is assigned to this service", clear_words, NULL},
	{"turns this client away for now", says_anything, NULL},
	{"a reply that the protocol does not allow", broke_off, NULL},
	{"unencrypted data at the moment", injected, NULL},
	{"could slip in commands", injected, NULL},
	{"seems to answer one command late", injected, NULL},
	{"refuses to list what it supports", list_refused, NULL},
	{"does not know LHLO", list_refused, NULL},
	{"overwrites what the server says", overwritten, NULL},
	{"removes the server's offer", unlisted, NULL},
	{"does not offer encryption", unlisted, NULL},
	{"is unencrypted and does not offer", clear_words, NULL},
	{"as if the client were already logged in", preauth, NULL},
	{"does not answer when it is asked", asked_starttls, NULL},
	{"offers STARTTLS but refuses", denied_starttls, NULL},
	{"but does not list it", agreed, NULL},
	{"under a name that", listed, NULL},
	{"present a certificate of their own", certificate_demanded, NULL},
	{"begins to answer as encryption starts", cut, NULL},
	{"closes the connection without a word", bare_close, NULL},
	{"only certain older or newer", one_version_only, NULL},
	{"fails with an internal error", alerted, NULL},
	{"is garbled", garbled, NULL},
	{"does not allow its key to be used", usage_forbidden, NULL},
	{"so that it cannot be read", library_reads_no_certificate, NULL},
	{"says that it cannot", agreed_in_vain, NULL},
	{"so small that current mail programs", small_group, NULL},
	{"several TLS versions at once", version_works, NULL},
	{"of a size that programs refuse", odd_key, NULL},
	{"large ones do not", small_works, NULL},
	{"finds no encryption method", alerted, NULL},
	{"are misconfigured or outdated", alerted, NULL},
	{"supports no newer encryption", old_works, NULL},
	{"answers in SSL 2.0", says_anything, NULL},
	{"no encryption comes", agreed_in_vain, NULL},
	{"does not accept the name", failed_tls, NULL},
	{"must be addressed by name", failed_tls, NULL},
	{"shows a placeholder certificate", chain, NULL},
	{"is the placeholder for clients", chain, NULL},
	{"no other version was offered", version_refused, NULL},
	{"which the settings forbid", version_accepted, NULL},
	{"require TLS versions that", NULL, demands_version},
	{"which the settings require", NULL, demands_version},
	{"The cause of the problem", NULL, is_open},
	{"shows what was seen", NULL, is_open},
	{"A firewall", unanswered, NULL},
	{"instead of", is_web, NULL},
	{"address of", unanswered, NULL},
	{"answers instead", NULL, is_open},
	{"does not exist", no_name, NULL},
	{"to SSL/TLS", implicit_or_silent, NULL},
	{", not ", says_anything, NULL},
};

static bool holds(const struct clause *clause, const struct report *report,
	const struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < diagnosis->endpoint_count; i++) {
		const struct endpoint_report *endpoint =
			&report->endpoints[diagnosis->endpoints[i]];

		if (clause->whole && clause->whole(report, endpoint))
			return true;
		for (size_t j = 0;
			clause->probe && j < endpoint->facts.probe_count; j++)
			if (clause->probe(endpoint->facts.probes[j]))
				return true;
	}
	return false;
}

/* Those that say how sure they are not. */
static bool is_hedged(struct octets sentence)
{
	static const char *const words[] = {
		"?", "Usually", "ost likely", "robably", "may "};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (has(sentence, words[i]))
			return true;
	return false;
}

static bool is_proven(struct octets sentence, const struct report *report,
	const struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < COUNT_OF(clauses); i++)
		if (has(sentence, clauses[i].phrase))
			return holds(&clauses[i], report, diagnosis);
	return is_hedged(sentence);
}

const char *clauses_find_unproven(
	const struct report *report, const struct diagnosis *diagnosis)
{
	const char *text = diagnosis->summary;

	if (strncmp(text, "Another possible", 16) == 0)
		return NULL;
	while (*text) {
		const char *end = strstr(text, ". ");
		size_t length = end ? (size_t)(end - text) : strlen(text);
		struct octets sentence = {(const unsigned char *)text, length};

		if (!is_proven(sentence, report, diagnosis))
			return text;
		text += length + (end ? 2 : 0);
	}
	return NULL;
}
