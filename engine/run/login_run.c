/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/login_run.h"

#include "engine/run/login_judge.h"
#include "engine/run/slot.h"
#include "evidence/login/login.h"
#include "model/memory.h"
#include "model/text/ascii.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct login_run {
	struct slot slot;
	struct cancel *cancel; /* of its own: that the server has had enough of
				* other probes ends no login */
	size_t way;            /* of --each-mechanism: the next one */
	unsigned form;         /* of the user's name */
	const char *mechanism; /* the only one to try; NULL */
	bool ended;
};

static const struct engine_login *wanted(const struct runner *runner)
{
	return runner->request->login;
}

/* Servers that pass mail on to each other have no users. */
static bool has_users(const struct endpoint *endpoint)
{
	const struct service_way *way =
		service_way_of_port(endpoint->service, endpoint->port);

	return login_has_service(endpoint->service) && !(way && way->relay);
}

void login_run_want(struct runner *runner, struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;

	facts->login_wanted = wanted(runner) && has_users(&facts->endpoint);
}

static void keep(struct endpoint_facts *facts, struct probe_facts *probe)
{
	facts->logins = memory_realloc(facts->logins,
		(facts->login_count + 1) * sizeof(struct probe_facts *));
	facts->logins[facts->login_count++] = probe;
}

void login_run_advance(struct runner *runner, struct endpoint_run *run)
{
	struct login_run *login = run->login;

	if (!login || login->ended)
		return;
	if (login->slot.facts) { /* it was abandoned */
		keep(&run->report->facts, login->slot.facts);
		login->slot.facts = NULL;
		login->ended = true;
		return;
	}
	if (!slot_waits(&login->slot)) {
		if (runner->interrupted)
			cancel_signal(login->cancel);
		return;
	}
	/* A server that has had enough is not asked for more. */
	if (runner->interrupted || run->cancelled)
		login->ended = true;
	else if (slot_launch(runner, run, &login->slot) && login->slot.facts)
		run->wake_us = 0; /* it could not be made */
}

static void order(struct runner *runner, struct endpoint_run *run)
{
	struct login_run *login = run->login;

	login->slot = (struct slot){
		.order = {.purpose = PURPOSE_LOGIN,
			.mode = run->report->entry->endpoint.mode,
			.versions = runner->request->tls_versions},
	};
	login_run_advance(runner, run);
}

bool login_run_goes_on(const struct endpoint_run *run)
{
	return run->login && !run->login->ended;
}

/* The value of a user name's place in settings, as autoconfig has them. */
static const char *filled_in(
	struct arena *arena, const char *name, const char *address)
{
	const char *at = strrchr(address, '@');
	int local = at ? (int)(at - address) : (int)strlen(address);

	if (strcmp(name, "%EMAILADDRESS%") == 0)
		return address;
	if (strcmp(name, "%EMAILLOCALPART%") == 0)
		return arena_printf(arena, "%.*s", local, address);
	/* Settings may be of another account than the user's. */
	return strchr(name, '%') ? address : name;
}

/* The forms of a user's name in which servers differ: as it is, the address,
 * its local part, and Windows' DOMAIN\\name. NULL at the end. */
static const char *user_form(struct arena *arena,
	const struct engine_login *login, const char *first, unsigned form)
{
	const char *address = login->address;
	const char *at = strrchr(address, '@');
	int local = at ? (int)(at - address) : (int)strlen(address);
	int label = at ? (int)strcspn(at + 1, ".") : 0;

	switch (form) {
	case 0:
		return first;
	case 1:
		return address;
	case 2:
		return arena_printf(arena, "%.*s", local, address);
	case 3:
		return at ? arena_printf(arena, "%.*s\\%.*s", label, at + 1,
				    local, address)
			  : NULL;
	default:
		return NULL;
	}
}

static const char *first_form(struct arena *arena,
	const struct engine_login *login, const struct endpoint_run *run)
{
	const char *named = run->report->entry->account.user_name;

	if (login->user)
		return login->user;
	return named ? filled_in(arena, named, login->address) : login->address;
}

static bool is_insecure(
	const struct engine_login *login, const struct endpoint *endpoint)
{
	for (size_t i = 0; i < login->insecure_count; i++)
		if (ascii_compare(login->insecure_hosts[i], endpoint->host) ==
			0)
			return true;
	return false;
}

static void equip(const struct runner *runner, struct endpoint_run *run,
	struct probe_job *job)
{
	const struct engine_login *login = wanted(runner);
	const struct matrix_entry *entry = run->report->entry;
	struct arena *arena = job->facts->arena;
	struct login_scruples *scruples = arena_alloc(arena, sizeof(*scruples));

	*scruples = (struct login_scruples){
		entry, is_insecure(login, &entry->endpoint)};
	cancel_free(job->cancel);
	job->cancel = cancel_hold(run->login->cancel);
	job->target.deadline.cancel_fd = cancel_fd(job->cancel);
	job->run = job_log_in;
	job->login = (struct login_request){
		.account = {.user = user_form(arena, login,
				    first_form(arena, login, run),
				    run->login->form),
			.password = login->password,
			.token = login->token,
			.service = service_row(job->service)->sasl_name,
			.host = entry->endpoint.host,
			.port = entry->endpoint.port},
		.address = login->address,
		.tenant = login->tenant,
		.now_s = (int64_t)time(NULL),
		.blot = login->blot,
		.sasl = login->sasl,
		.mechanism = run->login->mechanism,
		.authentications = entry->account.authentications,
		.authentication_count = entry->account.authentication_count,
		.judge = login_judge,
		.context = scruples,
	};
}

void login_run_begin(struct runner *runner, struct endpoint_run *run)
{
	if (!run->report->facts.login_wanted)
		return;
	run->login = memory_calloc(1, sizeof(*run->login));
	run->login->cancel = cancel_new();
	run->login_slot = &run->login->slot;
	run->equip_login = equip;
	run->login->mechanism = wanted(runner)->mechanism;
	if (run->login->cancel)
		order(runner, run);
	else
		run->login->ended = true;
}

static bool was_tried(const struct endpoint_facts *facts, const char *way)
{
	for (size_t i = 0; i < facts->login_count; i++)
		if (facts->logins[i]->login.mechanism &&
			strcmp(facts->logins[i]->login.mechanism, way) == 0)
			return true;
	return false;
}

/* The next mechanism that the server offers and that was not tried. */
static bool next_mechanism(const struct runner *runner,
	struct endpoint_run *run, const struct probe_facts *last)
{
	const struct endpoint_facts *facts = &run->report->facts;
	struct login_run *login = run->login;
	const char *way;

	if (!wanted(runner)->each_mechanism)
		return false;
	while ((way = login_way(login->way++))) {
		if (was_tried(facts, way) ||
			!login_is_offered(facts->endpoint.service, last, way))
			continue;
		login->mechanism = way;
		return true;
	}
	return false;
}

static bool was_tried_as(const struct endpoint_facts *facts, const char *user)
{
	for (size_t i = 0; i < facts->login_count; i++)
		if (strcmp(facts->logins[i]->login.user, user) == 0)
			return true;
	return false;
}

static bool next_form(const struct runner *runner, struct endpoint_run *run,
	const struct probe_facts *last)
{
	const struct engine_login *login = wanted(runner);
	struct arena *arena = last->arena;
	const char *user, *first = first_form(arena, login, run);

	if (!login->user_forms || last->login.answer != ANSWER_NEGATIVE)
		return false;
	while ((user = user_form(arena, login, first, ++run->login->form)))
		if (!was_tried_as(&run->report->facts, user))
			return true;
	return false;
}

/* What a later attempt could only make worse ends all. */
static bool is_over(const struct probe_facts *last)
{
	return !last->login.asked || last->login.held ||
	       last->login.answer == ANSWER_NONE || login_is_transient(last);
}

bool login_run_take(
	struct runner *runner, struct endpoint_run *run, struct probe_job *job)
{
	struct login_run *login = run->login;
	struct probe_facts *facts = job->facts;

	if (!login || login->slot.job != job)
		return false;
	login->slot.job = NULL;
	keep(&run->report->facts, facts);
	run->wake_us = 0;
	slot_hear(runner, run, job);
	if (runner->watcher->probe_ends)
		runner->watcher->probe_ends(
			runner->watcher->context, run->index, facts);
	slot_land(runner, run);
	if (is_over(facts) || runner->interrupted ||
		slot_is_stalled(runner, run) ||
		(!next_form(runner, run, facts) &&
			!next_mechanism(runner, run, facts)))
		login->ended = true;
	else
		order(runner, run);
	return true;
}

void login_run_free(struct endpoint_run *run)
{
	if (run->login)
		cancel_free(run->login->cancel);
	free(run->login);
	run->login = NULL;
	run->login_slot = NULL;
}
