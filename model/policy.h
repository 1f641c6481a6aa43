/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a standard demands of any endpoint: plain data, kept as XML
 * (urn:mailsonde:policy:1, data/schemas/policy-1.xsd). Strings live in the
 * arena of whoever read the policy. */
#ifndef MAILSONDE_MODEL_POLICY_H
#define MAILSONDE_MODEL_POLICY_H

#include "model/names.h"

#include <stdbool.h>
#include <stddef.h>

struct rule_parameter {
	const char *name;
	const char *value;
};

struct rule {
	const char *id;        /* "VER-003"; stable, the same in every policy */
	const char *level;     /* the source's keyword: "MUST NOT", "SHOULD",
				* "GRADE", "REQ", "LIMIT", "INFO" */
	const char *title;     /* what must hold, in one line */
	const char *reference; /* "RFC 8996 section 4" */
	const char *edition;   /* "2021-03"; NULL: the policy's */
	const char *url;       /* NULL if there is none */
	enum rating rating;
	enum certainty certainty; /* of the wording and the section */
	const char *explanation;  /* why it matters; NULL if nothing is said */
	const char *fix;          /* what to do where it is broken */
	/* The judge in checks/rules/rule.h that decides it; NULL where this
	 * version cannot observe it, for `reason`. */
	const char *check;
	const char *reason;
	unsigned services; /* bits by enum service that it speaks of */
	unsigned modes;    /* bits by enum tls_mode */
	const char *host;  /* NULL for any; "*.example.com" */
	unsigned port;     /* 0 for any */
	const struct rule_parameter *parameters;
	size_t parameter_count;
	unsigned line; /* in the policy's file */
};

/* A change that somebody made for an endpoint, with a reason. */
struct exception {
	const char *rule;    /* id, or "*" */
	const char *service; /* name, NULL for any */
	const char *host;    /* NULL for any; "*.example.com" */
	unsigned port;       /* 0 for any */
	const char *level;   /* in place of the rule's; NULL: it does not count
			      * at all */
	const char *reason;
	const char *until; /* "2027-01-31", the last day; NULL: no end, which
			    * only a change of level may have */
};

struct policy {
	const char *name; /* "rfc8314" */
	const char *title;
	const char *publisher;
	const char *edition;
	const char *url;
	const char *looked_up; /* "2026-11-22" */
	const char *note;
	const char *place;  /* "built in", or the file's name */
	const char *digest; /* SHA-256 of its octets, hexadecimal */
	const struct rule *rules;
	size_t rule_count;
	const struct exception *exceptions;
	size_t exception_count;
};

/* The value of that parameter, or NULL. */
const char *rule_parameter(const struct rule *rule, const char *name);

/* What breaking a rule of this level concludes: fail for MUST, MUST NOT,
 * REQUIRED, SHALL and REQ; warning for SHOULD, SHOULD NOT, RECOMMENDED and
 * GRADE (whose judges fail what the source calls insufficient); info for the
 * rest. */
enum verdict policy_level_verdict(const char *level);

#endif
