/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/configuration.h"

#include "model/io/file.h"
#include "model/table.h"
#include "model/text/builder.h"
#include "settings/lexicon.h"
#include "settings/refuse.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#define SECOND_US 1000000
#define TIMEOUT_S 3600
#define MOST_DAYS 36500

struct reading {
	struct arena *arena;
	const char *path;
	struct problem *ret_problem;
	const char *within; /* "modules.strict."; "" at the top */
};

/* The name may hold whatever JSON can. */
static const char *shown_as(const struct reading *r, const char *member)
{
	return refuse_escape(
		r->arena, arena_printf(r->arena, "%s%s", r->within, member));
}

static bool refuse(
	const struct reading *r, const char *member, const char *expected)
{
	return problem_set(r->arena, PROBLEM_DATA, r->path, r->ret_problem,
		"\"%s\": expected %s", shown_as(r, member), expected);
}

/* A member of an object: where it is kept, and how it is read. */
struct member {
	const char *name;
	bool (*take)(struct reading *r, const char *name, const json_t *value,
		void *into);
};

static bool take_text(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	if (!json_is_string(value) || !json_string_length(value))
		return refuse(r, name, "a text");
	*(const char **)into = arena_strdup(r->arena, json_string_value(value));
	return true;
}

/* Hands each text of a list on. */
static bool each_text(struct reading *r, const char *name, const json_t *value,
	void (*take)(struct reading *r, const char *text, void *into),
	void *into)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return refuse(r, name, "a list of texts");
	json_array_foreach(value, i, item)
	{
		if (!json_is_string(item) || !json_string_length(item))
			return refuse(r, name, "a list of texts");
		take(r, json_string_value(item), into);
	}
	return true;
}

struct texts {
	const char *const **list;
	size_t *count;
};

static void add_text(struct reading *r, const char *text, void *into)
{
	const struct texts *texts = into;
	const char **list =
		arena_alloc(r->arena, (*texts->count + 1) * sizeof(*list));

	if (*texts->count)
		memcpy(list, *texts->list, *texts->count * sizeof(*list));
	list[(*texts->count)++] = arena_strdup(r->arena, text);
	*texts->list = list;
}

static bool take_listen(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	return take_text(
		r, name, value, &((struct configuration *)into)->listen);
}

static bool take_auth_file(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	return take_text(
		r, name, value, &((struct configuration *)into)->auth_file);
}

static bool take_certificate(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	return take_text(
		r, name, value, &((struct configuration *)into)->files.chain);
}

static bool take_key(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	return take_text(
		r, name, value, &((struct configuration *)into)->files.key);
}

static bool take_client_ca(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	return take_text(
		r, name, value, &((struct configuration *)into)->files.clients);
}

static bool take_allow(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	struct configuration *config = into;
	struct texts texts = {&config->allow, &config->allow_count};

	return each_text(r, name, value, add_text, &texts);
}

static bool take_names(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	struct configuration *config = into;
	struct texts texts = {&config->names, &config->name_count};

	return each_text(r, name, value, add_text, &texts);
}

static bool take_boolean(
	struct reading *r, const char *name, const json_t *value, bool *into)
{
	if (!json_is_boolean(value))
		return refuse(r, name, "true or false");
	*into = json_is_true(value);
	return true;
}

static bool take_allow_private(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	return take_boolean(
		r, name, value, &((struct configuration *)into)->allow_private);
}

static bool take_behind_proxy(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	return take_boolean(
		r, name, value, &((struct configuration *)into)->behind_proxy);
}

static bool take_keep_days(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	json_int_t days = json_integer_value(value);

	if (days < 1 || days > MOST_DAYS)
		return refuse(r, name, "a number of days from 1 to 36500");
	((struct configuration *)into)->keep_days = (unsigned)days;
	return true;
}

static void add_policy(struct reading *r, const char *text, void *into)
{
	struct configuration_module *module = into;

	module->policies = arena_printf(r->arena, "%s%s%s", module->policies,
		*module->policies ? "," : "", text);
}

static bool take_policies(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	return each_text(r, name, value, add_policy, into);
}

static bool take_depth(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	struct configuration_module *module = into;
	const char *depth =
		json_is_string(value) ? json_string_value(value) : "";

	module->full_depth = strcmp(depth, "full") == 0;
	module->best_only = strcmp(depth, "best") == 0;
	return module->full_depth || module->best_only ||
	       strcmp(depth, "usual") == 0 ||
	       refuse(r, name, "\"best\", \"usual\" or \"full\"");
}

static bool take_timeout(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	double seconds = json_number_value(value);

	if (!(seconds > 0 && seconds <= TIMEOUT_S))
		return refuse(r, name, "a number of seconds, up to 3600");
	((struct configuration_module *)into)->timeout_us =
		(int64_t)(seconds * SECOND_US);
	return true;
}

static bool take_tls(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	struct configuration_module *module = into;
	const json_t *item;
	size_t i;

	if (!json_is_array(value) || !json_array_size(value))
		return refuse(r, name, "a list like [\"1.2\", \"1.3\"]");
	json_array_foreach(value, i, item)
	{
		unsigned bits = lexicon_tls_versions(
			json_is_string(item) ? json_string_value(item) : "",
			json_string_length(item));

		if (!bits)
			return refuse(
				r, name, "a list like [\"1.2\", \"1.3\"]");
		module->tls_versions |= bits;
	}
	return true;
}

static bool take_members(struct reading *r, const json_t *object,
	const struct member *members, size_t count, void *into)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)object, name, value)
	{
		const struct member *member = NULL;

		for (size_t i = 0; i < count && !member; i++)
			if (strcmp(members[i].name, name) == 0)
				member = &members[i];
		if (!member)
			return problem_set(r->arena, PROBLEM_DATA, r->path,
				r->ret_problem, "\"%s\" is not known here",
				shown_as(r, name));
		if (!member->take(r, name, value, into))
			return false;
	}
	return true;
}

static bool take_modules(
	struct reading *r, const char *name, const json_t *value, void *into)
{
	static const struct member members[] = {
		{"policies", take_policies},
		{"depth", take_depth},
		{"timeout", take_timeout},
		{"tls", take_tls},
	};
	struct configuration *config = into;
	struct configuration_module *modules = arena_alloc(
		r->arena, (json_object_size(value) + 1) * sizeof(*modules));
	const char *key;
	json_t *module;
	bool good = true;

	if (!json_is_object(value))
		return refuse(r, name, "an object of modules");
	config->modules = modules;
	json_object_foreach((json_t *)value, key, module)
	{
		struct configuration_module *now =
			&modules[config->module_count++];

		*now = (struct configuration_module){
			.name = arena_strdup(r->arena, key),
			.policies = "",
		};
		if (!json_is_object(module))
			return refuse(r, key, "an object");
		r->within = arena_printf(r->arena, "modules.%s.", key);
		good = take_members(r, module, members, COUNT_OF(members), now);
		r->within = "";
		if (!good)
			return false;
	}
	return true;
}

bool configuration_read(struct arena *arena, const char *path,
	struct configuration *ret_config, struct problem *ret_problem)
{
	static const struct member members[] = {
		{"listen", take_listen},
		{"auth_file", take_auth_file},
		{"certificate", take_certificate},
		{"key", take_key},
		{"client_ca", take_client_ca},
		{"behind_proxy", take_behind_proxy},
		{"allow", take_allow},
		{"allow_private", take_allow_private},
		{"keep_days", take_keep_days},
		{"names", take_names},
		{"modules", take_modules},
	};
	struct reading r = {arena, path, ret_problem, ""};
	json_error_t error;
	int fd = file_open(path);
	json_t *root;
	bool good;

	*ret_config = (struct configuration){0};
	if (fd < 0)
		return problem_set(arena, PROBLEM_NO_INPUT, path, ret_problem,
			"%s", strerror(errno));
	root = json_loadfd(fd, JSON_REJECT_DUPLICATES, &error);
	close(fd);
	if (!root)
		return problem_set(arena, PROBLEM_DATA, path, ret_problem,
			"line %d: %s", error.line,
			refuse_escape(arena, error.text));
	good = json_is_object(root)
		       ? take_members(&r, root, members, COUNT_OF(members),
				 ret_config)
		       : problem_set(arena, PROBLEM_DATA, path, ret_problem,
				 "one object, { ... }, was expected");
	json_decref(root);
	return good;
}

const struct configuration_module *configuration_find(
	const struct configuration *config, const char *name)
{
	for (size_t i = 0; i < config->module_count; i++)
		if (strcmp(config->modules[i].name, name) == 0)
			return &config->modules[i];
	return NULL;
}
