/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the visitor is asked, and what becomes of the answer. */

#include "src/serve/pages.h"

#include "settings/forms/forms.h"
#include "settings/target.h"
#include "src/serve/decline.h"
#include "src/serve/layout.h"
#include "src/serve/pages/ask.h"

#include <string.h>

static void put_examples(const struct markup *out)
{
	markup_raw(out,
		"<p class=\"examples small\" id=\"hint\">It may be a mail "
		"address, the name of a server or of a provider, the settings "
		"of any mail program, or a file of them. For example: "
		"<a href=\"/?settings=user@outlook.com\">user@outlook.com</a> "
		"<a href=\"/?settings=office365\">office365</a> "
		"<a href=\"/?settings=imaps://mail.example.com\">"
		"imaps://mail.example.com</a> A password is never needed; "
		"leave it out.</p>\n");
}

static void show_front(struct visit *visit, unsigned status,
	const struct order *order, const char *wrong)
{
	const struct layout layout = {
		.title = wrong ? "These settings cannot be read"
			       : "Check mail settings",
		.path = "/",
		.class = "ask",
	};
	const struct markup out = layout_begin(visit, status, &layout);

	markup_raw(&out, "<h1>What does the mail program say?</h1>\n");
	if (wrong)
		markup_put(&out, "<p role=\"alert\">%</p>\n", wrong);
	else
		markup_raw(&out,
			"<p class=\"lead\">Paste it here unchanged. mailsonde "
			"checks the servers, and explains what is wrong, why, "
			"and how to fix it.</p>\n");
	ask_put_text(&out, visit, order);
	put_examples(&out);
	layout_end(&out);
}

void pages_front_again(struct visit *visit)
{
	const struct fields sent = fields_read(visit);
	const struct order order = ask_order(&sent);

	show_front(visit, MHD_HTTP_OK, &order, NULL);
}

void pages_front(struct visit *visit)
{
	const char *text = visit_query(visit, "settings");
	const struct order order = {
		.policies = "",
		.text = {(const unsigned char *)text, text ? strlen(text) : 0},
	};

	show_front(visit, MHD_HTTP_OK, &order, NULL);
}

/* The recognised settings, to be reviewed, corrected and sent; `domain` is the
 * mail domain that they might be instead, or NULL. */
static void show_rows_of(struct visit *visit, const struct order *order,
	const struct rows *rows, const char *wrong, const char *hint,
	const char *domain)
{
	const struct layout layout = {
		.title = "Recognised settings", .path = "/"};
	const struct markup out = layout_begin(
		visit, wrong ? MHD_HTTP_BAD_REQUEST : MHD_HTTP_OK, &layout);

	markup_raw(&out, "<h1>Recognised settings</h1>\n");
	if (wrong)
		markup_put(&out, "<p role=\"alert\">%</p>\n", wrong);
	if (hint)
		markup_put(&out, "<p class=\"lead\">%</p>\n", hint);
	if (domain)
		ask_put_search(&out, visit, domain);
	ask_put_rows(&out, visit, order, rows, "Check these");
	layout_end(&out);
}

static void show_rows(struct visit *visit, const struct order *order,
	const struct rows *rows, const char *wrong, const char *hint)
{
	show_rows_of(visit, order, rows, wrong, hint, NULL);
}

/* For someone who pasted something: no names of files or forms. */
static const char *say_wrong(struct visit *visit, const struct order *order,
	const struct problem *problem)
{
	static const char pasted[] = "settings:";
	const char *place = problem->place ? problem->place : "";

	if (order->name || strncmp(place, pasted, strlen(pasted)) != 0)
		return problem_say(visit->arena, problem);
	if (!forms_could_be(order->text))
		return "There are no mail settings in this text. Paste a mail "
		       "address, the name of a server, or the lines with "
		       "server, port and encryption that the mail program "
		       "shows, such as: Incoming mail (IMAP): "
		       "imap.example.com, port 993, SSL/TLS";
	return arena_printf(visit->arena, "Line %s: %s", place + strlen(pasted),
		problem->text);
}

static void begin(struct visit *visit, const struct order *order)
{
	struct problem problem = {0};
	struct job *job = jobs_begin(
		visit->server->jobs, visit->arena, order, true, &problem);

	if (!job && problem.kind == PROBLEM_SYSTEM) {
		decline_problem(visit, &problem);
	} else if (!job) {
		show_front(visit, MHD_HTTP_BAD_REQUEST, order,
			say_wrong(visit, order, &problem));
	} else {
		visit_redirect(visit,
			arena_printf(visit->arena, "/r/%s", job_id(job)));
		job_release(job);
	}
}

/* Settings begin their check at once, unless something is missing or the
 * visitor wants to look at them first. */
static void take_settings(
	struct visit *visit, const struct order *order, bool only_look)
{
	struct problem problem = {0};
	struct matrix matrix;
	struct rows rows;

	if (!order_read(visit->arena, order, &matrix, &problem)) {
		begin(visit, order);
		return;
	}
	rows = rows_of(visit->arena, &matrix);
	if (!rows_can_edit(order, &rows))
		begin(visit, order);
	else if (!order_has_hosts(visit->arena, &matrix, &problem))
		show_rows(visit, order, &rows, NULL,
			"The settings do not name the server: add its name.");
	else if (only_look)
		show_rows(visit, order, &rows, NULL, NULL);
	else
		begin(visit, order);
}

static void take_text(
	struct visit *visit, const struct fields *sent, struct order *order)
{
	const char *word = NULL;
	struct rows rows;
	enum target_typed typed =
		target_typed(visit->arena, order->text, &word);

	if (typed == TARGET_TYPED_HOST && *fields_text(sent, "search"))
		typed = TARGET_TYPED_ADDRESS;
	switch (typed) {
	case TARGET_TYPED_ADDRESS:
		order->discover = word;
		begin(visit, order);
		break;
	case TARGET_TYPED_HOST:
		rows = rows_of_host(visit->arena, word);
		show_rows_of(visit, order, &rows, NULL,
			"This is the name of a server. These are its usual "
			"services: leave out the ones that you do not need.",
			word);
		break;
	default:
		take_settings(visit, order, *fields_text(sent, "look") != '\0');
	}
}

static void take_rows(
	struct visit *visit, const struct fields *sent, struct order *order)
{
	const struct rows rows = rows_sent(sent);
	struct problem problem = {0};

	if (rows_take(visit->arena, &rows, order, &problem))
		begin(visit, order);
	else
		show_rows(visit, order, &rows,
			problem_say(visit->arena, &problem), NULL);
}

void pages_begin(struct visit *visit)
{
	const struct fields sent = fields_read(visit);
	struct order order = ask_order(&sent);

	if (!ask_is_own(visit, &sent))
		show_front(visit, MHD_HTTP_FORBIDDEN, &order,
			"This form is out of date, or was sent from another "
			"site. Please send it again.");
	else if (*fields_text(&sent, "rows"))
		take_rows(visit, &sent, &order);
	else
		take_text(visit, &sent, &order);
}
