/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What signing in brought. */
#include "model/record/rows.h"

#define OWNER struct login_facts

static const struct record_field login_fields[] = {
	{ATTRIBUTE("user", words, user)},
	{ATTRIBUTE("visit", flag, visit)},
	{ATTRIBUTE("token", flag, token)},
	{ATTRIBUTE("held", login_held, held)},
	{ATTRIBUTE("mechanism", words, mechanism)},
	{ATTRIBUTE("sent", truth, sent), .required = true},
	{ATTRIBUTE("answer", answer, answer), .required = true},
	{ATTRIBUTE("code", number, code)},
	{TEXT("reply", octets, reply)},
	{TEXT("reason", octets, reason)},
};

const struct record_type record_login = {
	RECORD_TYPE("login", login_fields),
};
#undef OWNER

#define OWNER struct mailbox_facts

static const struct record_field mailbox_fields[] = {
	{ATTRIBUTE("answer", answer, answer), .required = true},
	{ATTRIBUTE("messages", number, messages), RECORD_SEEN(counted),
		.always = true},
	{ATTRIBUTE("uidl", answer, uidl)},
	{ATTRIBUTE("identifiers", number, identifiers), RECORD_SEEN(listed),
		.always = true},
	{ATTRIBUTE("id", answer, id)},
	{ATTRIBUTE("namespaces", answer, namespaces)},
	{ATTRIBUTE("idle", flag, idle)},
	{TEXT("reply", octets, reply)},
	{TEXT("uidl-reply", octets, uidl_reply)},
	{TEXT("namespace", octets, namespace)},
};

const struct record_type record_mailbox = {
	RECORD_TYPE("mailbox", mailbox_fields),
};
#undef OWNER

#define OWNER struct send_facts

static const struct record_field send_fields[] = {
	{ATTRIBUTE("address", words, address)},
	{ATTRIBUTE("answer", answer, answer), .required = true},
	{ATTRIBUTE("code", number, code)},
	{TEXT("reply", octets, reply)},
};

const struct record_type record_send = {
	RECORD_TYPE("send", send_fields),
};
#undef OWNER

#define OWNER struct trip_facts

static const struct record_field trip_fields[] = {
	{ATTRIBUTE("message-id", words, message_id)},
	{ATTRIBUTE("to", words, to)},
	{ATTRIBUTE("answer", answer, answer), .required = true},
	{ATTRIBUTE("code", number, code)},
	{ATTRIBUTE("send-ms", ms, send_us)},
	{ATTRIBUTE("imap-waited", flag, imap.waited)},
	{ATTRIBUTE("imap-cut", flag, imap.cut)},
	{ATTRIBUTE("imap-ms", ms, imap.after_us), RECORD_SEEN(imap.arrived),
		.always = true},
	{ATTRIBUTE("pop3-waited", flag, pop3.waited)},
	{ATTRIBUTE("pop3-cut", flag, pop3.cut)},
	{ATTRIBUTE("pop3-ms", ms, pop3.after_us), RECORD_SEEN(pop3.arrived),
		.always = true},
	{ATTRIBUTE("hops", number, hops)},
	{ATTRIBUTE("deleted", flag, deleted)},
	{ATTRIBUTE("leftovers", number, leftovers)},
	{ATTRIBUTE("why-not", words, why_not)},
	{TEXT("reply", octets, reply)},
	{TEXT("from", octets, from)},
	{TEXT("path", octets, path)},
	{TEXT("spf", octets, spf)},
	{TEXT("dkim", octets, dkim)},
	{TEXT("dmarc", octets, dmarc)},
};

const struct record_type record_trip = {
	RECORD_TYPE("trip", trip_fields),
};
#undef OWNER

#define OWNER struct option_facts

static const struct record_field option_fields[] = {
	{ATTRIBUTE("sender", words, sender)},
	{ATTRIBUTE("why-not", words, why_not)},
	{ATTRIBUTE("invited", flag, invited)},
	{ATTRIBUTE("invitation", words, invitation)},
	{ATTRIBUTE("requested", flag, requested)},
	{ATTRIBUTE("read", flag, read)},
	{ATTRIBUTE("receipt-early", flag, receipt_early)},
	{ATTRIBUTE("receipt", flag, receipt)},
	{ATTRIBUTE("receipt-ms", ms, receipt_us)},
	{ATTRIBUTE("watched-ms", ms, watched_us)},
	{ATTRIBUTE("unwatched", flag, unwatched)},
	{ATTRIBUTE("control", flag, control)},
	{ATTRIBUTE("invitation-wanted", words, wanted_form)},
	{ATTRIBUTE("receipts-wanted", words, wanted_receipts)},
	{ATTRIBUTE("littered", flag, littered)},
};

const struct record_type record_option = {
	RECORD_TYPE("option", option_fields),
};
#undef OWNER

#define OWNER struct token_facts

static const struct record_field token_fields[] = {
	{ATTRIBUTE("opaque", flag, opaque)},
	{ATTRIBUTE("fit", words, misfit)},
	{ATTRIBUTE("needed", words, needed)},
	{ATTRIBUTE("issuer", words, issuer)},
	{ATTRIBUTE("audience", words, audience)},
	{ATTRIBUTE("scope", words, scope)},
	{ATTRIBUTE("tenant", words, tenant)},
	{ATTRIBUTE("user", words, user)},
	{ATTRIBUTE("client", words, client)},
	{ATTRIBUTE("expires", time, expires)},
	{ATTRIBUTE("application", flag, application)},
};

const struct record_type record_token = {
	RECORD_TYPE("access-token", token_fields),
};
