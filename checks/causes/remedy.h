/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the administrator sets in the product that greeted: the rows of
 * remedies.inc, by the documentation of each product. */
#ifndef MAILSONDE_CHECKS_CAUSES_REMEDY_H
#define MAILSONDE_CHECKS_CAUSES_REMEDY_H

#include "checks/causes/theory.h"

enum remedy_topic {
	REMEDY_LOGIN,       /* no password before TLS */
	REMEDY_TLS,         /* certificate, key and STARTTLS */
	REMEDY_CERTIFICATE, /* the file of it, and its chain */
	REMEDY_VERSIONS,    /* TLS 1.2 and newer alone */
	REMEDY_MECHANISMS,  /* which ways to log in are offered */
	REMEDY_CLIENT_NAME, /* what EHLO may say */
	REMEDY_CONNECTIONS, /* how many at a time */
	REMEDY_TOPICS,
};

/* Of services, as a set: bits 1 << enum service. */
struct remedy_row {
	const char *product; /* product.h: its id begins so */
	enum remedy_topic topic;
	unsigned services; /* 0: all */
	const char *text;  /* whole sentences */
};

extern const struct remedy_row remedy_table[];
extern const size_t remedy_count;

/* Tells the server's administrator what the row of the cause says, and behind
 * it how that is set in the product which greeted, if that is known. */
void remedy_advise(struct work *work, struct theory *theory,
	const struct view *view, enum remedy_topic topic);

#endif
