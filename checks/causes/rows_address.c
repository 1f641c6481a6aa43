/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/cause.h"

const struct cause cause_connection_dropped = {
	.id = "connection-dropped",
	.first = AUDIENCE_HELPDESK,
	.title = "The server ends the connection without a word",
	.explanation = "The connection comes about and is ended at once. "
		       "Servers and firewalls do so with addresses that "
		       "connect too often, that they distrust, or that come "
		       "from a country they do not serve; a faulty service "
		       "does so with everybody.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close other mail programs, wait ten "
					  "minutes and try again. If it stays "
					  "so, try from another network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it "
				"works there, the server turns this "
				"network away; if not, the service is "
				"faulty. Tell the provider which.",
			[AUDIENCE_ADMIN] = "Look in the log for this client's "
					   "address: a limit, a block list, a "
					   "country filter, or a service that "
					   "stops as it starts.",
		},
	.confirm = "From another network the server greets: it turns "
		   "this one away.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "-  closed by the server before any greeting",
};
