/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/view.h"

#include "checks/say.h"
#include "evidence/reached.h"
#include "model/text/ascii.h"
#include "model/text/sorted.h"

#include <arpa/inet.h>
#include <string.h>

static int by_host(const void *one, const void *other)
{
	return view_compare_hosts(one, other);
}

void view_group(struct work *work)
{
	struct sorted all = sorted_of(work->arena, work->views,
		work->view_count, sizeof(*work->views), by_host);
	const struct view *const *views = (const struct view *const *)all.items;
	size_t end;

	for (size_t first = 0; first < all.count; first = end) {
		end = first + 1;
		while (end < all.count &&
			view_same_host(views[first], views[end]))
			end++;
		for (size_t i = first; i < end; i++) {
			struct view *view = &work->views[views[i]->index];

			view->peers = views + first;
			view->peer_count = end - first < VIEW_PEERS
						   ? end - first
						   : VIEW_PEERS;
		}
	}
}

size_t view_other_count(const struct work *work)
{
	return work->view_count < VIEW_OTHERS ? work->view_count : VIEW_OTHERS;
}

const struct view *view_sibling(
	const struct view *view, bool (*holds)(const struct view *sibling))
{
	for (size_t i = 0; i < view->peer_count; i++)
		if (view->peers[i] != view && holds(view->peers[i]))
			return view->peers[i];
	return NULL;
}

bool view_connected(const struct view *view)
{
	return reached_connection(view->facts);
}

bool view_any_connected(const struct work *work)
{
	return work->any_connected;
}

bool view_has_tls(const struct view *view)
{
	return reached_tls(view->facts);
}

const char *view_host(const struct view *view)
{
	return view->facts->connected_to ? view->facts->connected_to
					 : view->endpoint->host;
}

bool view_same_host(const struct view *one, const struct view *other)
{
	return view_compare_hosts(one, other) == 0;
}

int view_compare_hosts(const struct view *one, const struct view *other)
{
	int order = ascii_compare(one->endpoint->host, other->endpoint->host);

	return order ? order : ascii_compare(view_host(one), view_host(other));
}

bool view_is_address(const struct view *view)
{
	unsigned char octets[16];

	return strchr(view->endpoint->host, ':') ||
	       inet_pton(AF_INET, view->endpoint->host, octets) == 1;
}

enum demand view_demand(const struct view *view, enum tls_version version)
{
	return view->report->entry->expectation.tls[version].demand;
}

const char *view_place(struct work *work, const struct view *view)
{
	return say_endpoint(work->arena, view->endpoint);
}

bool view_is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

/* The last two labels: enough to tell strangers. */
static const char *owner_part(const char *host)
{
	const char *dot = strrchr(host, '.');

	while (dot && dot > host && dot[-1] != '.')
		dot--;
	return dot ? dot : host;
}

/* The address that the endpoint's connection went to; "" if there is none. */
static const char *address_of(const struct view *view)
{
	const struct probe_facts *most = view->most;

	return most && most->attempt < most->attempt_count
		       ? most->attempts[most->attempt].address
		       : "";
}

bool view_is_stranger(const struct view *one, const struct view *other)
{
	return ascii_compare(owner_part(one->endpoint->host),
		       owner_part(other->endpoint->host)) != 0 &&
	       strcmp(address_of(one), address_of(other)) != 0;
}
