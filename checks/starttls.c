/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is STARTTLS or STLS offered, and does it work when it is asked for? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/witness.h"

/* What all the probes were told about STARTTLS. The probes are those that
 * were told so first; NULL if none was. */
struct told {
	const struct probe_facts *offered; /* before TLS */
	const struct probe_facts *missing; /* not in a whole reply */
	const struct probe_facts *masked;
	const struct probe_facts *preauth;
	const struct probe_facts *agreed;
	const struct probe_facts *refused;    /* when it was asked for */
	const struct probe_facts *unanswered; /* the same */
	const struct probe_facts *denied;     /* refused, be it listed or not */
	const struct probe_facts *no_list;    /* the list was refused */
	const struct probe_facts *broken;     /* the reply breaks a bound */
	const struct probe_facts *offered_in; /* inside TLS */
	const struct probe_facts *gone_in;
};

static bool is_offered(const struct probe_facts *probe)
{
	return probe->cleartext.starttls;
}

static bool is_missing(const struct probe_facts *probe)
{
	return probe->cleartext.seen && !probe->cleartext.starttls;
}

static bool is_masked(const struct probe_facts *probe)
{
	return probe->cleartext.masked && !probe->cleartext.starttls;
}

static bool is_preauth(const struct probe_facts *probe)
{
	return probe->greeting.preauth;
}

static bool was_agreed(const struct probe_facts *probe)
{
	return probe->starttls_agreed;
}

static bool was_refused(const struct probe_facts *probe)
{
	return probe->starttls_sent && !probe->starttls_agreed &&
	       probe->status == ST_REFUSED;
}

static bool was_denied(const struct probe_facts *probe)
{
	return was_refused(probe) ||
	       (probe->starttls_sent && !probe->starttls_agreed &&
		       probe->status == ST_NOT_OFFERED);
}

static bool was_unanswered(const struct probe_facts *probe)
{
	return probe->starttls_sent && !probe->starttls_agreed &&
	       (probe->status == ST_TIMEOUT || probe->status == ST_EOF ||
		       probe->status == ST_RESET);
}

static bool has_no_list(const struct probe_facts *probe)
{
	return probe->cleartext.refused && probe->status != ST_THROTTLED;
}

static bool breaks_protocol(const struct probe_facts *probe)
{
	if (probe->tls.started || (probe->stage != STAGE_CAPABILITIES &&
					  probe->stage != STAGE_STARTTLS))
		return false;
	return probe->status == ST_SYNTAX ||
	       probe->status == ST_LINE_TOO_LONG ||
	       probe->status == ST_REPLY_TOO_LONG ||
	       probe->status == ST_PROBE_TOO_LONG;
}

static bool is_offered_inside(const struct probe_facts *probe)
{
	return probe->protected.seen && probe->protected.starttls;
}

static bool is_gone_inside(const struct probe_facts *probe)
{
	return probe->protected.seen && !probe->protected.starttls;
}

static struct told ask_probes(const struct endpoint_facts *facts)
{
	return (struct told){
		.offered = witness_first(facts, is_offered),
		.missing = witness_first(facts, is_missing),
		.masked = witness_first(facts, is_masked),
		.preauth = witness_first(facts, is_preauth),
		.agreed = witness_first(facts, was_agreed),
		.refused = witness_first(facts, was_refused),
		.unanswered = witness_first(facts, was_unanswered),
		.denied = witness_first(facts, was_denied),
		.no_list = witness_first(facts, has_no_list),
		.broken = witness_first(facts, breaks_protocol),
		.offered_in = witness_first(facts, is_offered_inside),
		.gone_in = witness_first(facts, is_gone_inside),
	};
}

/* Whichever connections it was that were told so */
static bool conclude_varies(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct told *told,
	struct finding *finding)
{
	const char *starttls = say_starttls(facts->endpoint.service);

	finding->remedy =
		"Run the check again. If the result is the same, the server's "
		"administrator should make sure that all computers of this "
		"name are configured identically.";
	if (told->missing && told->offered) {
		finding->expected = "advertised before TLS";
		finding->observed = "advertised only on some connections";
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} advertises %s only on some connections.",
			starttls);
	}
	finding->expected = "accepted";
	finding->observed = "accepted only on some connections";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} accepts %s only on some connections.", starttls);
}

static bool conclude_offered(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct told *told,
	struct finding *finding)
{
	const char *starttls = say_starttls(facts->endpoint.service);

	if (told->offered_in) {
		finding->observed =
			"advertised before TLS, and again inside TLS";
		finding->explanation =
			"Inside TLS, a server must not advertise STARTTLS "
			"again. It can confuse mail programs.";
		finding->remedy =
			"The server's administrator should report this to the "
			"software's vendor; there is no security risk.";
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} still advertises %s inside TLS.", starttls);
	}
	finding->observed =
		"advertised before TLS, no longer advertised inside TLS";
	if (!told->gone_in) {
		/* No more is claimed than was looked at. */
		finding->expected = "advertised before TLS";
		finding->observed = told->offered ? "advertised before TLS; "
						    "not checked inside TLS"
						  : "accepted; no list of "
						    "capabilities was received";
	}
	return say_verdict(facts, context, finding, VERDICT_PASS,
		told->offered ? "{endpoint} advertises %s."
			      : "{endpoint} accepts %s.",
		starttls);
}

static bool conclude_unlisted(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->expected = "advertised before TLS";
	finding->observed = "not advertised, but accepted on request";
	finding->explanation = "Mail programs that are set to STARTTLS look "
			       "for it in the server's list, and refuse to go "
			       "on without encryption if it is not there.";
	finding->remedy = "The server's administrator must make the server "
			  "list it. Until then, use SSL/TLS from the start, if "
			  "the provider offers that.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} accepts %s, but does not advertise it.",
		say_starttls(facts->endpoint.service));
}

static bool conclude_unanswered(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	finding->expected = "accepted";
	finding->observed = say_stop(context->arena, probe);
	finding->remedy =
		"The server's administrator must check its certificate and its "
		"TLS configuration. Compare with another network, too.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} advertises %s, but does not answer when it is "
		"asked for.",
		say_starttls(facts->endpoint.service));
}

static bool conclude_missing(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct told *told,
	const char *starttls, struct finding *finding)
{
	if (!told->masked) {
		finding->observed = "not advertised";
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"{endpoint} does not advertise %s, so encryption is "
			"not possible on this port.",
			starttls);
	}
	finding->observed = "overwritten with X in transit";
	finding->explanation =
		"The capability list contains a row of the letter X instead of "
		"STARTTLS. Some firewalls overwrite commands that they do not "
		"allow, and so prevent encryption.";
	finding->remedy =
		"The administrator of the firewall (in front of this computer "
		"or of the server) must disable its inspection of mail, or "
		"allow TLS. Until then, use SSL/TLS from the start, if the "
		"provider offers that.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} cannot advertise %s: a device in between "
		"overwrites it.",
		starttls);
}

static bool conclude_refused(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	bool no_list, struct finding *finding)
{
	const char *starttls = say_starttls(facts->endpoint.service);

	finding->observed = say_stop(context->arena, probe);
	if (probe->cleartext.refusal.length > 0 && !probe->starttls_sent)
		finding->observed =
			say_quote(context->arena, probe->cleartext.refusal);
	finding->remedy =
		"Read the server's message. The server's administrator must "
		"check its certificate and its TLS configuration.";
	return no_list ? say_verdict(facts, context, finding, VERDICT_FAIL,
				 "{endpoint} refuses to list its capabilities, "
				 "so %s is not available.",
				 starttls)
		       : say_verdict(facts, context, finding, VERDICT_FAIL,
				 "{endpoint} refuses %s.", starttls);
}

static bool conclude_preauth(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->observed = "already logged in by the greeting (PREAUTH): "
			    "encryption is impossible";
	finding->explanation =
		"The server declares the connection authenticated before any "
		"login. After that, encryption cannot be started, so this is "
		"either a special configuration or an attack.";
	finding->remedy =
		"Use the port for SSL/TLS. The server's administrator must not "
		"use PREAUTH on a public port.";
	finding->reference = "RFC 9051 section 7.1.4";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} declares the connection already authenticated, "
		"which makes encryption impossible.");
}

static bool conclude_unasked(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct told *told,
	const char *starttls, struct finding *finding)
{
	if (!told->broken)
		return say_not_reached(finding);
	finding->observed = say_stop(context->arena, told->broken);
	finding->remedy = "Verify the host and port. If they are correct, the "
			  "server's administrator must check the server.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} gives no usable answer before %s: %s.", starttls,
		status_words(told->broken->status));
}

static bool judge_starttls(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const char *starttls = say_starttls(facts->endpoint.service);
	struct told told = ask_probes(facts);

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode != MODE_EXPLICIT)
		return false;
	finding->expected =
		"advertised before TLS, no longer advertised inside TLS";
	finding->reference =
		service_row(facts->endpoint.service)->references.starttls;
	if (told.preauth && !told.agreed)
		return conclude_preauth(facts, context, finding);
	if (told.agreed && ((told.missing && told.offered) || told.denied))
		return conclude_varies(facts, context, &told, finding);
	if (told.agreed && told.missing && !told.offered)
		return conclude_unlisted(facts, context, finding);
	if (told.offered && told.unanswered && !told.agreed && !told.refused)
		return conclude_unanswered(
			facts, context, told.unanswered, finding);
	if (told.agreed || (told.offered && !told.refused))
		return conclude_offered(facts, context, &told, finding);
	/* Asked for where it is not offered, it is refused, of course. */
	if (told.refused && (told.offered || !(told.missing || told.masked)))
		return conclude_refused(
			facts, context, told.refused, false, finding);
	if (told.missing || told.masked)
		return conclude_missing(
			facts, context, &told, starttls, finding);
	if (told.no_list)
		return conclude_refused(
			facts, context, told.no_list, true, finding);
	return conclude_unasked(facts, context, &told, starttls, finding);
}

const struct check check_capability_starttls = {
	.id = "capability-starttls",
	.severity = SEVERITY_ERROR,
	.title = "STARTTLS is advertised before TLS and no longer advertised "
		 "after it",
	.explanation = "On a port that starts unencrypted, a program can "
		       "switch to TLS only if the server advertises STARTTLS. "
		       "If it is not advertised, the connection stays "
		       "unencrypted: either the server has no TLS, or a device "
		       "in between removes the advertisement.",
	.remedy = "Use the port for SSL/TLS if there is one. Check from "
		  "another network: if STARTTLS is advertised there, a device "
		  "in this network removes it. Otherwise the server's "
		  "administrator must enable TLS.",
	.reference = "RFC 2595 section 4; RFC 9051 section 6.2.1; RFC "
		     "3207 section 4",
	.judge = judge_starttls,
};
