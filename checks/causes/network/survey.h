/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the neighbours of a port fare: the other ports of its host, and other
 * hosts. */
#ifndef MAILSONDE_CHECKS_CAUSES_NETWORK_SURVEY_H
#define MAILSONDE_CHECKS_CAUSES_NETWORK_SURVEY_H

#include "checks/causes/theory.h"

/* What was tried of a host, by all that the run knows. */
struct survey {
	size_t mail_ports;     /* tried, this one with them */
	size_t mail_connected; /* of them */
	unsigned one_connected;
	bool mail_refused; /* one of them, so that the host is there */
	const struct probe_facts *web; /* port 443; NULL if it was not asked */
	bool web_connected;
	bool web_refused;             /* so that the host is there */
	const struct view *elsewhere; /* another host that connected */
	size_t hosts_dead;            /* other hosts that did not at all */
};

struct survey survey_make(const struct work *work, const struct view *view);

/* Adds what the survey found. */
void survey_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct survey *survey);

#endif
