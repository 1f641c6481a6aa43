/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/tls/versions.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/version.h"

unsigned versions_of(const char *list)
{
	unsigned versions = 0;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (rule_list_has(list, tls_version_name((enum tls_version)v)))
			versions |= TLS_BIT(v);
	return versions;
}

unsigned versions_all(const struct rule_view *view)
{
	return TLS_PROBED | (view->facts->offered ? TLS_BIT(TLS_SSL3) : 0);
}

unsigned versions_spoken(const struct rule_view *view)
{
	return version_spoken_with(
		view->facts, versions_all(view), VERSION_ACCEPTED);
}

bool versions_are_off(const struct rule_view *view, unsigned versions)
{
	size_t mark = basis_mark(view->facts);

	if (versions && version_spoken_with(view->facts, versions,
				VERSION_REFUSED) == versions)
		return true;
	basis_rewind(view->facts, mark);
	return false;
}

unsigned versions_open(const struct rule_view *view, unsigned versions)
{
	return version_spoken_with(view->facts, versions, VERSION_NOT_ASKED) |
	       version_spoken_with(view->facts, versions, VERSION_UNKNOWN);
}

const char *versions_say_open(const struct rule_view *view, unsigned open)
{
	if (!versions_spoken(view))
		return NULL;
	return arena_printf(view->arena, "no clear answer about %s",
		say_versions(view->arena, open));
}
