/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The server does not want us. */

#include "checks/causes/greeting/refused.h"

#include "checks/causes/greeting/mode.h"
#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"

static cause_match match_refused;
static cause_match match_refused_rest;

const struct cause cause_greylisted = {
	.id = "greylisted",
	.first = AUDIENCE_USER,
	.title = "The server defers unknown senders (greylisting)",
	.summary = "The server at {places} puts off this client, as mail "
		   "servers do with senders that they do not know "
		   "(greylisting).",
	.user_summary = "{Server} puts off senders that it does not know.",
	.explanation =
		"Mail servers ask other servers that they do not know to try "
		"again later; spam software rarely does. A mail program meets "
		"this only if it uses the wrong port or does not authenticate.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the settings of the outgoing mail server "
				"in your mail program: use {submission}, and "
				"turn on authentication.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use {submission}, with "
				"authentication, instead of the port for mail "
				"between servers.",
			[AUDIENCE_ADMIN] = "Exempt clients that authenticate "
					   "from greylisting.",
		},
	.confirm = "After fifteen minutes, the same connection is accepted.",
	.example = "S: 451 4.7.1 Greylisted, please try again in 300 seconds",
	.reference = "RFC 6647 section 2",
	.match = match_refused,
	.match_rest = match_refused_rest,
};

const struct cause cause_address_blocked = {
	.id = "address-blocked",
	.first = AUDIENCE_HELPDESK,
	.title = "The server rejects this network's address",
	.summary = "The server at {places} rejects the Internet address of "
		   "this network: the address is on a blocklist, or the server "
		   "does not accept connections from here.",
	.user_summary = "{Server} does not accept connections from the network "
			"that you are in. It does not know yet who you are, so "
			"your account is not the reason.",
	.explanation =
		"The server sees the public Internet address that you connect "
		"from, and rejects it because the address is on a list of spam "
		"senders, or because the server only serves certain networks. "
		"All computers behind one router share that address.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try another network, for example "
					  "your mobile phone's.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If mail works "
				"there, have the administrator of this network "
				"look up its public address in the common "
				"blocklists.",
			[AUDIENCE_ADMIN] =
				"Exempt clients that log in from blocklists.",
			[AUDIENCE_NETWORK] =
				"If the address is on a blocklist, find the "
				"computer in this network that sends spam, "
				"stop it, and ask the blocklist for removal.",
		},
	.confirm = "From another network, the server accepts the connection.",
	.example = "S: 554 5.7.1 Service unavailable; client host [192.0.2.1] "
		   "blocked using a block list",
	.reference = "RFC 5321 section 3.1; RFC 5782",
	.match = match_refused,
	.match_rest = match_refused_rest,
};

const struct cause cause_server_refuses = {
	.id = "server-refuses",
	.first = AUDIENCE_HELPDESK,
	.title = "The server refuses the connection",
	.summary =
		"The server at {places} answers only to refuse the connection.",
	.user_summary = "{Server} answers, but refuses the connection.",
	.explanation = "The server answers only to say that it will not serve "
		       "this computer, and gives no reason that mailsonde "
		       "recognises. Too many connections, maintenance and a "
		       "blocked address are the usual ones.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close other mail programs, wait ten "
					  "minutes and try again. If it still "
					  "fails, try another network.",
			[AUDIENCE_HELPDESK] =
				"Read the server's own words below. Compare "
				"with another network and inform the provider.",
			[AUDIENCE_ADMIN] = "Look in the log for the reason why "
					   "this client was refused.",
		},
	.confirm =
		"From another network, or after some time, the server greets.",
	.example = "S: * BYE Connection refused",
	.reference = "RFC 9051 section 7.1.5",
	.match = match_refused,
	.match_rest = match_refused_rest,
};

/* RFC 5321 section 3.1: not for this client alone. */
static void tell_no_service(struct theory *theory)
{
	theory_tell(theory,
		"The server at {places} says that it offers no such service: "
		"it is not the server for this.",
		"{Server} says that it is not a server for this.");
	theory_explain(theory,
		"The computer answers on this port only to say that it does "
		"not offer the service. It does not refuse this client in "
		"particular: it gives everyone this answer.");
	theory_advise(theory, AUDIENCE_USER,
		"Compare the server name and the port number with those that "
		"your provider publishes.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Compare host and port with the provider's instructions. If "
		"they are correct, quote the server's own words to the "
		"provider.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Turn the service on for this host, or publish the host that "
		"offers it.");
	theory_confirm(theory, "The provider publishes a different host or "
			       "port.");
}

/* Exchange closes a port for implicit TLS so. */
static void tell_no_certificate(struct theory *theory)
{
	theory_tell(theory,
		"The server at {places} cannot encrypt: no certificate is "
		"assigned to this service in Exchange Server.",
		"{Server} cannot encrypt the connection. Your settings may be "
		"right.");
	theory_explain(theory,
		"Exchange Server answers with this number, unencrypted, on a "
		"port for SSL/TLS when its service has no certificate that it "
		"can use.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Assign a certificate with Enable-ExchangeCertificate "
		"-Services IMAP,POP, compare X509CertificateName of "
		"Get-ImapSettings and Get-PopSettings with the names in the "
		"certificate, and restart the service.");
}

/* After it has greeted, or done more. */
static void tell_second_thoughts(
	struct theory *theory, const struct probe_facts *probe)
{
	if (!probe->greeting.seen || theory->cause != &cause_server_refuses ||
		probe->stage == STAGE_GREETING)
		return;
	theory_tell(theory,
		"The server at {places} greets, and then refuses to continue.",
		"{Server} greets, and then refuses to continue.");
	theory_explain(theory,
		"The server welcomes this computer and then ends the "
		"connection, for a reason that mailsonde does not recognise.");
	theory_confirm(theory, "From another network, or after some time, the "
			       "server continues.");
}

/* A code says "not now"; what the words say is not known here. */
static void tell_code(struct theory *theory)
{
	theory_tell(theory,
		"The server at {places} turns this client away for now, for a "
		"reason that mailsonde does not recognise.",
		"{Server} does not accept connections from you at the moment.");
	theory_explain(theory,
		"The server answers with a code that means \"try again "
		"later\". "
		"Too many connections in a short time and maintenance are the "
		"usual reasons.");
}

struct theory *refused_suppose(struct work *work, const struct view *view,
	const struct cause *cause, const struct refusal *refusal,
	unsigned explains)
{
	struct theory *theory = theory_suppose(work, view, cause,
		refusal->confidence, explains, view->endpoint->host);

	if (!refusal->words.length)
		theory_tell(theory,
			"The server at {places} drops some connections and "
			"serves others, as it does when there are too many.",
			"{Server} drops some connections and serves others.");
	if (refusal->kind == REFUSAL_NO_SERVICE)
		tell_no_service(theory);
	if (refusal->kind == REFUSAL_NO_CERTIFICATE)
		tell_no_certificate(theory);
	if (refusal->by_code)
		tell_code(theory);
	if (refusal->words.length)
		tell_second_thoughts(theory, refusal->probe);
	if (refusal->kind == REFUSAL_LIMIT || refusal->kind == REFUSAL_BUSY)
		remedy_advise(work, theory, view, REMEDY_CONNECTIONS);
	refusal_add_evidence(work, theory, view, refusal);
	if (explains != OF_ALL || refusal->kind == REFUSAL_NO_CERTIFICATE)
		return theory;
	if (view->endpoint->mode == MODE_IMPLICIT &&
		refusal->probe->unexpected.length)
		mode_suppose_beside(work, view, theory);
	else if (refusal->confidence == CONFIDENCE_POSSIBLE)
		theory_beside(work, view, theory, &cause_server_refuses,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
	else if (refusal->kind == REFUSAL_OTHER && refusal->words.length &&
		 *refusal->words.data == '5')
		theory_beside(work, view, theory, &cause_address_blocked,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
	return theory;
}

static const struct cause *cause_of(enum refusal_kind kind)
{
	switch (kind) {
	case REFUSAL_GREYLIST:
		return &cause_greylisted;
	case REFUSAL_BLOCK:
		return &cause_address_blocked;
	case REFUSAL_NO_CERTIFICATE:
		return &cause_tls_server_fault;
	case REFUSAL_OTHER:
	case REFUSAL_NO_SERVICE:
		return &cause_server_refuses;
	default:
		return NULL;
	}
}

static void match_refused(struct work *work, const struct view *view)
{
	struct refusal refusal = refusal_of_all(view);

	if (cause_of(refusal.kind))
		refused_suppose(
			work, view, cause_of(refusal.kind), &refusal, OF_ALL);
}

static void match_refused_rest(struct work *work, const struct view *view)
{
	struct refusal refusal = refusal_of_some(view);
	unsigned open = open_checks(view) & ~open_failures(view);

	if (cause_of(refusal.kind))
		refused_suppose(
			work, view, cause_of(refusal.kind), &refusal, open);
}
