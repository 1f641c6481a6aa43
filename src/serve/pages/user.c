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

#include <stdlib.h>
#include <string.h>

/* Those that were verified, and that the program can say. */
static struct handing_list verified(struct arena *arena,
	const struct report *report, const struct client *client)
{
	struct handing_list list = {0};

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		if (handing_is_good(endpoint) &&
			(!client->can_say || client->can_say(endpoint->entry)))
			handing_add(arena, &list, endpoint->entry);
	}
	return list;
}

static enum handing_lack make_setup(struct arena *arena,
	const struct report *report, const struct client *client,
	const char *user, struct setup *ret_setup)
{
	const struct handing_list list = verified(arena, report, client);
	const char *checked =
		arena_printf(arena, "verified by mailsonde on %.10s",
			spell_time(arena, report->started_s));

	return handing_make(arena, client, &report->matrices[0], &list, user,
		checked, ret_setup);
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
				NULL, &setup) != HANDING_LACKS_NOTHING)
			continue;
		if (!count++)
			markup_raw(out, "<h3>What to enter, program by "
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
		       anybody, &setup) == HANDING_LACKS_NOTHING;
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
				"class=\"line screen\"><label>Address of the "
				"user, if it is to stand in them<input "
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

void answer_put_user(const struct shown *answer)
{
	const struct markup *out = &answer->sheet.out;

	markup_raw(out, "<section aria-labelledby=\"user\">"
			"<h2 id=\"user\">For the user</h2>\n");
	put_remedy(answer);
	if (!put_programs(answer))
		markup_raw(out,
			"<p>Settings to hand on need a server for incoming and "
			"one for outgoing mail that passed; there are none "
			"here.</p>\n");
	put_files(answer);
	markup_raw(out, "</section>\n");
}

static const char *lack_words(enum handing_lack lack)
{
	switch (lack) {
	case HANDING_LACKS_USER:
	case HANDING_LACKS_DOMAIN:
		return "These settings need the user's address: give it beside "
		       "them.";
	case HANDING_LACKS_WORDS:
		return "This program cannot use STARTTLS for one server and no "
		       "encryption for another.";
	default:
		return "No server passed that this program needs.";
	}
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
		user && *user ? user : NULL, &setup);
	if (lack != HANDING_LACKS_NOTHING) {
		decline_visit(visit, MHD_HTTP_BAD_REQUEST, lack_words(lack));
		return;
	}
	visit_answer(visit, MHD_HTTP_OK, "application/octet-stream");
	visit->file = arena_printf(visit->arena, "mailsonde-%s", client->name);
	client->write(visit->stream, &setup);
}
