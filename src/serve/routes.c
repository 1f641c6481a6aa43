/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/routes.h"

#include "model/table.h"
#include "model/text/builder.h"
#include "src/serve/layout.h"

#include <string.h>

#define GET(path, serve)                                                       \
	{                                                                      \
		"GET", path, serve, false, false                               \
	}
#define WORK(method, path, serve)                                              \
	{                                                                      \
		method, path, serve, true, true                                \
	}

static const struct route routes[] = {
	GET("/", pages_front),
	{"POST", "/", pages_front_again, false, false},
	GET("/style.css", layout_file),
	GET("/script.js", layout_file),
	GET("/icon.svg", layout_file),
	WORK("POST", "/check", pages_begin),
	{"GET", "/r/", pages_result, true, false},
	GET("/events/", pages_events),
	GET("/profiles", pages_profiles),
	GET("/profiles/", pages_profiles),
	GET("/policies", pages_policies),
	GET("/policies/", pages_policies),
	GET("/explain", pages_explain),
	GET("/explain/", pages_explain),
	GET("/compare", pages_compare),
	WORK("POST", "/compare", pages_comparison),
	WORK("POST", "/api/check", pages_api_check),
	GET("/api/explain/", pages_api_explain),
	GET("/api/profiles", pages_api_profiles),
	GET("/api/policies", pages_api_policies),
	WORK("GET", "/api/discover", pages_api_discover),
	GET("/api/openapi.json", pages_api_openapi),
	{"GET", "/probe", pages_probe, false, true},
	GET("/metrics", pages_metrics),
};

static bool matches(const struct route *route, const char *path)
{
	size_t length = strlen(route->path);

	if (length > 1 && route->path[length - 1] == '/')
		return strncmp(route->path, path, length) == 0;
	return strcmp(route->path, path) == 0;
}

static bool is_method(const struct route *route, const char *method)
{
	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	return strcmp(route->method, method) == 0;
}

const struct route *routes_find(struct arena *arena, const char *path,
	const char *method, const char **ret_allow)
{
	struct builder allow = {.arena = arena};

	for (size_t i = 0; i < COUNT_OF(routes); i++) {
		if (!matches(&routes[i], path))
			continue;
		if (is_method(&routes[i], method))
			return &routes[i];
		builder_item(&allow, ", ", routes[i].method);
		if (strcmp(routes[i].method, "GET") == 0)
			builder_item(&allow, ", ", "HEAD");
	}
	*ret_allow = allow.length ? builder_text(&allow) : NULL;
	return NULL;
}
