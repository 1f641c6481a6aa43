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
	const struct probe_facts *no_list;    /* the list was refused */
	const struct probe_facts *broken;     /* the reply breaks a bound */
	const struct probe_facts *offered_in; /* inside TLS */
	const struct probe_facts *gone_in;
};

static void note(const struct probe_facts **first,
	const struct probe_facts *probe, bool holds)
{
	if (holds && !*first)
		*first = probe;
}

static bool breaks_protocol(enum status status)
{
	return status == ST_SYNTAX || status == ST_LINE_TOO_LONG ||
	       status == ST_REPLY_TOO_LONG || status == ST_PROBE_TOO_LONG;
}

static void note_probe(struct told *told, const struct probe_facts *probe)
{
	const struct capabilities *clear = &probe->cleartext;
	const struct capabilities *inside = &probe->protected;
	bool before_tls =
		!probe->tls.started && (probe->stage == STAGE_CAPABILITIES ||
					       probe->stage == STAGE_STARTTLS);

	note(&told->offered, probe, clear->starttls);
	note(&told->missing, probe, clear->seen && !clear->starttls);
	note(&told->masked, probe, clear->masked && !clear->starttls);
	note(&told->preauth, probe, probe->greeting.preauth);
	note(&told->agreed, probe, probe->starttls_agreed);
	note(&told->refused, probe,
		probe->starttls_sent && !probe->starttls_agreed &&
			probe->status == ST_REFUSED);
	note(&told->no_list, probe,
		clear->refused && probe->status != ST_THROTTLED);
	note(&told->broken, probe,
		before_tls && breaks_protocol(probe->status));
	note(&told->offered_in, probe, inside->seen && inside->starttls);
	note(&told->gone_in, probe, inside->seen && !inside->starttls);
}

static struct told ask_probes(const struct endpoint_facts *facts)
{
	struct told told = {0};

	for (size_t i = 0; i < facts->probe_count; i++)
		if (witness_is(facts->probes[i]))
			note_probe(&told, facts->probes[i]);
	return told;
}

static bool conclude_offered(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct told *told,
	struct finding *finding)
{
	const char *starttls = say_starttls(facts->endpoint.service);

	if (told->offered_in) {
		finding->observed = "offered before TLS, and again inside TLS";
		finding->explanation =
			"Inside TLS there is nothing left to start, and a "
			"server must not offer it again. Some programs are "
			"confused by that.";
		finding->remedy = "Whoever runs the server should tell its "
				  "maker; nothing is at risk.";
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"still offers %s inside TLS.", starttls);
	}
	if (told->missing) {
		finding->expected = "offered before TLS";
		finding->observed =
			told->offered
				? "offered on some connections only"
				: "not offered, but accepted when asked for";
		finding->remedy =
			"Check again. If it stays so, whoever runs the server "
			"should see that all the computers behind its name are "
			"set up alike.";
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			told->offered ? "offers %s on some connections only."
				      : "accepts %s, but does not offer it.",
			starttls);
	}
	finding->observed = "offered before TLS, gone inside TLS";
	if (!told->gone_in) {
		/* No more is claimed than was looked at. */
		finding->expected = "offered before TLS";
		finding->observed =
			told->offered
				? "offered before TLS; not looked at inside TLS"
				: "accepted; no list of capabilities was seen";
	}
	return say_verdict(facts, context, finding, VERDICT_PASS, "%s %s.",
		told->offered ? "offers" : "accepts", starttls);
}

static bool conclude_missing(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct told *told,
	const char *starttls, struct finding *finding)
{
	if (!told->masked) {
		finding->observed = "not offered";
		return say_verdict(facts, context, finding, VERDICT_FAIL,
			"does not offer %s, so nothing can be encrypted here.",
			starttls);
	}
	finding->observed = "overwritten with X on the way";
	finding->explanation =
		"Where STARTTLS should stand, the list holds a row of the "
		"letter X. Some firewalls write over what they do not want to "
		"let through, and so keep mail unencrypted.";
	finding->remedy =
		"Whoever runs the firewall before this computer or before the "
		"server must turn its inspection of SMTP off, or let TLS "
		"through. Until then use port 465 with SSL/TLS.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"cannot offer %s: something on the way has written over it.",
		starttls);
}

static bool conclude_refused(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	const char *what, struct finding *finding)
{
	finding->observed = say_stop(context->arena, probe);
	if (probe->cleartext.refusal.length > 0 && !probe->starttls_sent)
		finding->observed =
			say_quote(context->arena, probe->cleartext.refusal);
	finding->remedy =
		"Read the server's own words. Whoever runs the server must "
		"look at its certificate and its TLS settings.";
	return say_verdict(
		facts, context, finding, VERDICT_FAIL, "refuses %s.", what);
}

static bool conclude_preauth(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->observed = "already logged in by the greeting (PREAUTH): "
			    "encryption is impossible";
	finding->explanation =
		"The server calls the connection logged in before anybody "
		"did so. From there on encryption cannot be started, so this "
		"is either a special set-up or an attack on the way.";
	finding->remedy =
		"Use the port for SSL/TLS from the first octet. Whoever runs "
		"the server must not greet so on a port that is open to all.";
	finding->reference = "RFC 9051 section 7.1.4";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"says that the connection is logged in already, which makes "
		"encryption impossible.");
}

static bool conclude_unasked(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct told *told,
	const char *starttls, struct finding *finding)
{
	if (!told->broken)
		return say_not_reached(finding);
	finding->observed = say_stop(context->arena, told->broken);
	finding->remedy =
		"Check host and port. If they are right, whoever runs the "
		"server must look at it.";
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"gives no usable answer before %s: %s.", starttls,
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
	finding->expected = "offered before TLS, gone inside TLS";
	finding->reference =
		service_row(facts->endpoint.service)->references.starttls;
	if (told.preauth && !told.agreed)
		return conclude_preauth(facts, context, finding);
	if (told.agreed || (told.offered && !told.refused))
		return conclude_offered(facts, context, &told, finding);
	/* Asked for where it is not offered, it is refused, of course. */
	if (told.refused && (told.offered || !(told.missing || told.masked)))
		return conclude_refused(
			facts, context, told.refused, starttls, finding);
	if (told.missing || told.masked)
		return conclude_missing(
			facts, context, &told, starttls, finding);
	if (told.no_list)
		return conclude_refused(facts, context, told.no_list,
			arena_printf(context->arena,
				"to list its capabilities, so %s is not "
				"offered",
				starttls),
			finding);
	return conclude_unasked(facts, context, &told, starttls, finding);
}

const struct check check_capability_starttls = {
	.id = "capability-starttls",
	.severity = SEVERITY_ERROR,
	.title = "STARTTLS is offered before TLS, and gone inside it",
	.explanation = "On a port that greets in clear text a program turns "
		       "to TLS only if the server offers it. Where the offer "
		       "is missing there is no encryption: the server has "
		       "none, or something on the way took the offer out.",
	.remedy = "Use the port for SSL/TLS from the first octet if "
		  "there is one. Check from another network: if the "
		  "offer is there, whoever runs this network takes it "
		  "out. Otherwise whoever runs the server must turn "
		  "TLS on.",
	.reference = "RFC 2595 section 4; RFC 9051 section 6.2.1; RFC "
		     "3207 section 4",
	.judge = judge_starttls,
};
