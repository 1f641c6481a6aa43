/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the user has to set, in the words of each mail program's own dialog, and
 * the same as a file. */

#include "src/serve/pages/answer.h"

#include "model/text/spell.h"
#include "reports/diagnosed.h"
#include "settings/clients/clients.h"
#include "src/handing.h"
#include "src/serve/decline.h"
#include "src/serve/pages/ask.h"

#include <stdlib.h>
#include <string.h>

/* What to set where the endpoint fails; NULL if nobody knows. */
static const struct endpoint *advised_for(
	const struct report *report, size_t endpoint)
{
	for (size_t i = 0; i < report->diagnosis_count; i++) {
		const struct diagnosis *diagnosis = &report->diagnoses[i];

		if (diagnosis->advised && diagnosis->endpoints[0] == endpoint)
			return diagnosis->advised;
	}
	return NULL;
}

/* The entry with what is advised in its place. */
static const struct matrix_entry *mended(struct arena *arena,
	const struct matrix_entry *entry, const struct endpoint *advised)
{
	struct matrix_entry *copy = arena_alloc(arena, sizeof(*copy));

	*copy = *entry;
	copy->endpoint = *advised;
	return copy;
}

/* What can be handed on, and how far that was seen to work. */
struct handed {
	struct handing_list list;
	bool advised; /* some of it only is what the check advises */
};

/* Those that were verified and that the program can say; and what is advised in
 * place of others, if that is wanted. */
static struct handed find_handed(struct arena *arena,
	const struct report *report, const struct client *client, bool mend)
{
	struct handed handed = {0};

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];
		const struct matrix_entry *entry = endpoint->entry;

		if (!handing_is_good(endpoint)) {
			const struct endpoint *advised =
				mend ? advised_for(report, i) : NULL;

			if (!advised)
				continue;
			entry = mended(arena, entry, advised);
			handed.advised = true;
		}
		if (!client->can_say || client->can_say(entry))
			handing_add(arena, &handed.list, entry);
	}
	return handed;
}

static enum handing_lack make_setup(struct arena *arena,
	const struct report *report, const struct client *client,
	const char *user, bool mend, struct setup *ret_setup)
{
	const struct handed handed = find_handed(arena, report, client, mend);
	const char *day = spell_time(arena, report->started_s);
	const char *checked = arena_printf(arena,
		handed.advised
			? "as mailsonde advised on %.10s, and not verified yet"
			: "verified by mailsonde on %.10s",
		day);

	return handing_make(arena, client, &report->matrices[0], &handed.list,
		user, checked, ret_setup);
}

static void put_remedy(const struct shown *answer)
{
	const struct markup *out = &answer->sheet.out;
	const struct remedy *remedy =
		answer->lead ? diagnosed_remedy(answer->lead, AUDIENCE_USER)
			     : NULL;

	if (!remedy)
		return;
	markup_put(out, "<div class=\"card\" data-copy=\"Copy for the user\">");
	if (answer->lead->user_summary)
		markup_put(out, "<p>%</p>\n", answer->lead->user_summary);
	markup_put(out, "<p>%</p></div>\n", remedy->text);
}

static void put_program(const struct markup *out, const struct client *client,
	const struct setup *setup)
{
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);

	if (!stream)
		return;
	client->write(stream, setup);
	if (fclose(stream) == 0)
		markup_put(out,
			"<details name=\"program\"><summary>%</summary>"
			"<pre data-copy=\"Copy the steps\">%</pre></details>\n",
			client->title, text);
	free(text);
}

static bool is_for_people(const struct client *client)
{
	return strstr(client->title, "step by step") != NULL;
}

static size_t put_programs(const struct shown *answer)
{
	const struct markup *out = &answer->sheet.out;
	struct setup setup;
	size_t count = 0;

	for (size_t i = 0; i < clients_count; i++) {
		const struct client *client = clients_table[i];

		if (!is_for_people(client) ||
			make_setup(out->arena, answer->sheet.report, client,
				NULL, true, &setup) != HANDING_LACKS_NOTHING)
			continue;
		if (!count++)
			markup_raw(out, "<h3 class=\"screen\">What to enter, "
					"program by "
					"program</h3>\n");
		put_program(out, client, &setup);
	}
	return count;
}

/* Whether it can be written for somebody. */
static bool can_write(const struct shown *answer, const struct client *client)
{
	static const char anybody[] = "user@example.com";
	struct setup setup;

	return make_setup(answer->sheet.out.arena, answer->sheet.report, client,
		       anybody, false, &setup) == HANDING_LACKS_NOTHING;
}

static void put_files(const struct shown *answer)
{
	const struct markup *out = &answer->sheet.out;
	size_t count = 0;

	for (size_t i = 0; i < clients_count; i++) {
		if (!can_write(answer, clients_table[i]))
			continue;
		if (!count++)
			markup_put(out,
				"<h3 class=\"screen\">Send me the settings"
				"</h3>\n<form method=\"get\" action=\"/r/%\" "
				"class=\"line screen\"><label>User's address "
				"(optional)<input "
				"type=\"email\" name=\"user\"></label>\n"
				"<label>As<select name=\"setup\">\n",
				job_id(answer->job));
		markup_put(out, "<option value=\"%\">%</option>\n",
			clients_table[i]->name, clients_table[i]->title);
	}
	if (count)
		markup_raw(out, "</select></label>\n<button type=\"submit\">"
				"Download</button></form>\n");
}

void answer_put_advised(const struct shown *answer)
{
	const struct markup *out = &answer->sheet.out;
	const struct report *report = answer->sheet.report;
	struct matrix matrix = *job_matrix(answer->job);
	struct rows rows = rows_of(out->arena, &matrix);
	size_t advised = 0;

	if (rows.count != report->endpoint_count ||
		!rows_can_edit(job_order(answer->job), &rows))
		return;
	for (size_t i = 0; i < rows.count; i++) {
		const struct endpoint *instead = advised_for(report, i);

		if (!instead)
			continue;
		rows.list[i] = rows_row_of(out->arena, instead);
		advised++;
	}
	if (advised)
		ask_put_button(out, answer->visit, job_order(answer->job),
			&rows, "Check the advised settings");
}

void answer_put_user(const struct shown *answer)
{
	const struct markup *out = &answer->sheet.out;

	markup_raw(out, "<section aria-labelledby=\"user\">"
			"<h2 id=\"user\">For the user</h2>\n");
	put_remedy(answer);
	if (!put_programs(answer))
		markup_raw(out,
			"<p>Settings for mail programs, step by step, appear "
			"here once a server for incoming mail and one for "
			"outgoing mail have passed.</p>\n");
	put_files(answer);
	markup_raw(out, "</section>\n");
}

static const char *lack_words(enum handing_lack lack)
{
	switch (lack) {
	case HANDING_LACKS_USER:
	case HANDING_LACKS_DOMAIN:
		return "These settings need the user's address: enter it next "
		       "to them.";
	case HANDING_LACKS_WORDS:
		return "This program cannot use STARTTLS for one server and no "
		       "encryption for another.";
	default:
		return "None of the servers that this program needs has "
		       "passed.";
	}
}

/* Thunderbird looks for a file by the domain. */
static const char *file_name(
	const struct client *client, const struct setup *setup)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";

	if (client->file)
		return client->file;
	if (!setup->domain || setup->domain[strspn(setup->domain, plain)])
		return "mail.xml";
	return arena_printf(setup->arena, "%s.xml", setup->domain);
}

void answer_send_setup(
	struct visit *visit, const struct report *report, const char *name)
{
	const struct client *client = clients_find(name);
	const char *user = visit_query(visit, "user");
	enum handing_lack lack;
	struct setup setup;

	if (!client) {
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"There is no mail program of this name.");
		return;
	}
	if (user && *user && !handing_is_address(visit->arena, user)) {
		decline_visit(visit, MHD_HTTP_BAD_REQUEST,
			"This is not an address that settings can hold, such "
			"as user@example.com.");
		return;
	}
	lack = make_setup(visit->arena, report, client,
		user && *user ? user : NULL, false, &setup);
	if (lack != HANDING_LACKS_NOTHING) {
		decline_visit(visit, MHD_HTTP_BAD_REQUEST, lack_words(lack));
		return;
	}
	visit_answer(visit, MHD_HTTP_OK,
		client->type ? client->type : "text/plain; charset=utf-8");
	visit->file = file_name(client, &setup);
	client->write(visit->stream, &setup);
}
