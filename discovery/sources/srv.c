/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/sources/srv.h"

#include "discovery/domain.h"
#include "model/text/builder.h"
#include "settings/records.h"

#include <arpa/nameser.h>
#include <string.h>

static const struct srv_label {
	const char *label;
	enum service service;
	enum tls_mode mode;
} srv_labels[SRV_LABELS] = {
	{"_imaps", SERVICE_IMAP, MODE_IMPLICIT},
	{"_imap", SERVICE_IMAP, MODE_EXPLICIT},
	{"_pop3s", SERVICE_POP3, MODE_IMPLICIT},
	{"_pop3", SERVICE_POP3, MODE_EXPLICIT},
	{"_submissions", SERVICE_SMTP, MODE_IMPLICIT},
	{"_submission", SERVICE_SMTP, MODE_EXPLICIT},
};

static void add_record(struct records *records, const struct srv_label *label,
	const struct dns_record *record)
{
	const struct record found = {
		.service = label->service,
		.host = record->target,
		.port = record->port,
		.word = label->mode == MODE_IMPLICIT ? WORD_IMPLICIT
						     : WORD_EXPLICIT,
		.said = label->label,
		.account.user_name = "%EMAILADDRESS%",
	};
	struct problem error;

	if (domain_is_public(record->target) &&
		!records_add(records, &found, &error))
		records_skip(records, 0, record->target, error.text);
}

/* The smaller priority first, whatever the label (RFC 6186 section 3.4). */
static void add_by_priority(struct run *run, struct records *records)
{
	size_t next[SRV_LABELS] = {0};

	for (;;) {
		size_t best = SRV_LABELS;

		for (size_t i = 0; i < SRV_LABELS; i++) {
			const struct dns_answer *answer = &run->srv_answers[i];

			if (next[i] < answer->count &&
				(best == SRV_LABELS ||
					answer->records[next[i]].priority <
						run->srv_answers[best]
							.records[next[best]]
							.priority))
				best = i;
		}
		if (best == SRV_LABELS)
			return;
		add_record(records, &srv_labels[best],
			&run->srv_answers[best].records[next[best]++]);
	}
}

/* "not offered" labels are worth a word. */
static const char *denied_words(struct run *run)
{
	struct builder list = {.arena = run->d->arena};

	for (size_t i = 0; i < SRV_LABELS; i++) {
		const struct dns_answer *answer = &run->srv_answers[i];

		if (answer->count &&
			strcmp(answer->records[0].target, ".") == 0)
			builder_item(&list, ", ", srv_labels[i].label);
	}
	return list.length ? arena_printf(run->d->arena,
				     "declared as not offered: %s",
				     builder_text(&list))
			   : NULL;
}

static bool srv_is_sure(const struct run *run)
{
	for (size_t i = 0; i < SRV_LABELS; i++) {
		const struct dns_answer *answer = &run->srv_answers[i];
		bool signed_ = strcmp(answer->state ? answer->state : "",
				       "signed") == 0;

		for (size_t k = 0; k < answer->count; k++)
			if (!signed_ &&
				strcmp(answer->records[k].target, ".") != 0 &&
				!domain_is_within(answer->records[k].target,
					run->d->domain))
				return false;
	}
	return true;
}

static void conclude_srv(struct run *run)
{
	struct discovery *d = run->d;
	struct records *records = records_new(d->arena, "SRV records");
	struct source_answer *source = run->srv;
	struct problem error;
	size_t failed = 0;

	for (size_t i = 0; i < SRV_LABELS; i++) {
		const struct dns_answer *answer = &run->srv_answers[i];

		failed += answer->failed;
		if (answer->bogus) {
			source->dnssec = "forged";
			source_done(d, source, SOURCE_STOPPED,
				answer->reason
					? source_shown(d->arena, answer->reason)
					: "DNSSEC validation failed");
			return;
		}
		/* The weakest of them is what it is worth. */
		if (answer->count &&
			(!source->dnssec ||
				strcmp(source->dnssec, "signed") == 0))
			source->dnssec = answer->state;
	}
	add_by_priority(run, records);
	source->rank = srv_is_sure(run) ? RANK_SRV_SURE : RANK_INDIRECT;
	if (records_count(records) &&
		records_conclude(records, "srv", &source->matrix, &error))
		source_done(d, source, SOURCE_FOUND, denied_words(run));
	else
		source_done(d, source,
			failed == SRV_LABELS ? SOURCE_FAILED : SOURCE_NOTHING,
			failed == SRV_LABELS
				? "the name server does not respond"
				: denied_words(run));
}

struct srv_context {
	struct run *run;
	size_t index;
};

static void srv_heard(void *context, const struct dns_answer *answer)
{
	struct srv_context *srv = context;

	srv->run->srv_answers[srv->index] = *answer;
	if (--srv->run->srv_left == 0)
		conclude_srv(srv->run);
}

static void ask_label(struct run *run, size_t index)
{
	static const struct dns_answer none = {.failed = true};
	struct arena *arena = run->d->arena;
	struct srv_context *srv = arena_alloc(arena, sizeof(*srv));

	*srv = (struct srv_context){run, index};
	if (!dns_ask(run->dns,
		    arena_printf(arena, "%s._tcp.%s", srv_labels[index].label,
			    run->d->domain),
		    ns_t_srv, srv_heard, srv))
		srv_heard(srv, &none);
}

void srv_ask(struct run *run)
{
	struct discovery *d = run->d;

	run->srv = source_add(d, SOURCE_SRV, RANK_INDIRECT,
		arena_printf(d->arena, "SRV records of %s", d->domain));
	if (!run->dns) {
		source_done(d, run->srv, SOURCE_FAILED, run->dns_problem);
		return;
	}
	run->srv_left = SRV_LABELS;
	for (size_t i = 0; i < SRV_LABELS; i++)
		ask_label(run, i);
}
