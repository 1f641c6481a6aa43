/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the tables of model/record/ are written with. A table defines OWNER, the
 * structure that its rows are about. */
#ifndef MAILSONDE_MODEL_RECORD_ROWS_H
#define MAILSONDE_MODEL_RECORD_ROWS_H

#include "model/record/record.h"

#include <stddef.h>

#define RECORD_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The values, and the type of the member that each is kept in. */
#define RECORD_VALUE(value, member)                                            \
	extern const struct record_value record_##value;                       \
	typedef member record_##value##_member

RECORD_VALUE(words, const char *);  /* text of ours or of the settings */
RECORD_VALUE(string, const char *); /* the same; any text by the schema */
RECORD_VALUE(id, const char *);
RECORD_VALUE(day, const char *);
RECORD_VALUE(digest, const char *);
RECORD_VALUE(source_kind, const char *);
RECORD_VALUE(source_certainty, const char *);
RECORD_VALUE(octets, struct octets);
RECORD_VALUE(length, size_t); /* of octets: what is read is left alone */
RECORD_VALUE(flag, bool);     /* written only where it is true */
RECORD_VALUE(truth, bool);    /* written either way */
RECORD_VALUE(number, unsigned);
RECORD_VALUE(total, size_t);
RECORD_VALUE(ordinal, unsigned);
RECORD_VALUE(port, unsigned);
RECORD_VALUE(reply_code, unsigned);
RECORD_VALUE(alert_code, unsigned);
RECORD_VALUE(integer, int);
RECORD_VALUE(limit, int);        /* -1: none */
RECORD_VALUE(ms, int64_t);       /* microseconds */
RECORD_VALUE(whole_ms, int64_t); /* microseconds */
RECORD_VALUE(time, int64_t);     /* seconds */
RECORD_VALUE(system_error, int);
RECORD_VALUE(version, enum tls_version);
RECORD_VALUE(versions, unsigned);
RECORD_VALUE(flaws, unsigned);
RECORD_VALUE(key_flaws, unsigned);
RECORD_VALUE(key_usage, unsigned);
RECORD_VALUE(answer, enum answer);
RECORD_VALUE(audience, enum audience);
RECORD_VALUE(certainty, enum certainty);
RECORD_VALUE(close, enum peer_close);
RECORD_VALUE(confidence, enum confidence);
RECORD_VALUE(demand, enum demand);
RECORD_VALUE(login_held, enum login_held);
RECORD_VALUE(mode, enum tls_mode);
RECORD_VALUE(name_type, enum name_type);
RECORD_VALUE(ocsp, enum ocsp);
RECORD_VALUE(outcome, enum outcome);
RECORD_VALUE(purpose, enum purpose);
RECORD_VALUE(question, enum question);
RECORD_VALUE(rating, enum rating);
RECORD_VALUE(remark_kind, enum remark_kind);
RECORD_VALUE(revocation, enum revocation);
RECORD_VALUE(service, enum service);
RECORD_VALUE(severity, enum severity);
RECORD_VALUE(stage, enum stage);
RECORD_VALUE(status, enum status);
RECORD_VALUE(trust, enum trust);
RECORD_VALUE(unasked, enum unasked);
RECORD_VALUE(verdict, enum verdict);        /* pass, fail, not-tested */
RECORD_VALUE(finding_status, enum verdict); /* any */

/* Text in the member itself, by the schema's words or fingerprint. */
extern const struct record_value record_chars;
extern const struct record_value record_hex;

/* A member that is no ..._member of its value does not compile. */
#define RECORD_IS(type, member) (0 * sizeof((type *)0 == &((OWNER *)0)->member))
#define RECORD_AT(member)                                                      \
	.offset = offsetof(OWNER, member), .size = sizeof(((OWNER *)0)->member)
#define RECORD_SEEN(member)                                                    \
	.seen = 1 + offsetof(OWNER, member) + RECORD_IS(bool, member)

#define RECORD_ROW(form_, name_, value_, member_)                              \
	.name = name_, .form = form_, .value = &record_##value_,               \
	.offset = offsetof(OWNER, member_) +                                   \
		  RECORD_IS(record_##value_##_member, member_),                \
	.size = sizeof(((OWNER *)0)->member_)
#define ATTRIBUTE(name_, value_, member_)                                      \
	RECORD_ROW(RECORD_ATTRIBUTE, name_, value_, member_)
#define TEXT(name_, value_, member_)                                           \
	RECORD_ROW(RECORD_TEXT, name_, value_, member_)
#define CONTENT(value_, member_)                                               \
	RECORD_ROW(RECORD_CONTENT, "text", value_, member_)

/* Of a char array. */
#define CHARS(name_, value_, member_)                                          \
	.name = name_, .form = RECORD_ATTRIBUTE, .value = &record_##value_,    \
	RECORD_AT(member_)

/* Of a value that is no member. */
#define DERIVED(name_, value_, get_, set_)                                     \
	.name = name_, .form = RECORD_ATTRIBUTE, .value = value_, .get = get_, \
	.set = set_

/* Elements with a structure inside: in the owner, or in the owner's member. */
#define PART(name_, type_) .name = name_, .form = RECORD_CHILD, .type = &type_
#define CHILD(name_, type_, member_)                                           \
	.name = name_, .form = RECORD_CHILD, .type = &type_, RECORD_AT(member_)
#define GROUP(type_, member_)                                                  \
	.form = RECORD_GROUP, .type = &type_, RECORD_AT(member_)

/* An array and its count, that JSON calls `list_`. */
#define LIST(name_, list_, type_, member_, count_)                             \
	.name = name_, .list = list_, .form = RECORD_LIST, .type = &type_,     \
	.offset = offsetof(OWNER, member_),                                    \
	.size = sizeof(*((OWNER *)0)->member_),                                \
	.count = offsetof(OWNER, count_) + RECORD_IS(size_t, count_)
#define TEXTS(name_, list_, value_, member_, count_)                           \
	.name = name_, .list = list_, .form = RECORD_TEXTS,                    \
	.value = &record_##value_, .offset = offsetof(OWNER, member_),         \
	.size = sizeof(*((OWNER *)0)->member_),                                \
	.count = offsetof(OWNER, count_) + RECORD_IS(size_t, count_)
#define ITEMS(name_, list_, type_, items_)                                     \
	.name = name_, .list = list_, .form = RECORD_LIST, .type = &type_,     \
	.items = &items_

#define RECORD_TYPE(name_, fields_)                                            \
	.name = name_, .fields = fields_, .count = RECORD_COUNT_OF(fields_),   \
	.size = sizeof(OWNER)

/* A row's `when` and `get`, from an expression about the object `o`. */
#define RECORD_WHEN(function, expression)                                      \
	static bool function(                                                  \
		const struct record_context *context, const void *object)      \
	{                                                                      \
		const OWNER *o = object;                                       \
                                                                               \
		(void)context;                                                 \
		return expression;                                             \
	}
#define RECORD_GET(function, expression)                                       \
	static const char *function(                                           \
		const struct record_context *context, const void *object)      \
	{                                                                      \
		const OWNER *o = object;                                       \
                                                                               \
		(void)context;                                                 \
		return expression;                                             \
	}

/* Whether `text` names one of the values, which goes to `*ret_number`. */
bool record_find_name(const struct record_value *value, const char *text,
	unsigned *ret_number) __attribute__((warn_unused_result));

/* Marks what is being read as wrong. Returns false. */
bool record_fail(struct record_context *context, const char *why);

extern const struct record_list record_diagnoses;
extern const struct record_type record_certificate;
extern const struct record_type record_diagnosis;
extern const struct record_type record_finding;
extern const struct record_type record_login;
extern const struct record_type record_mailbox;
extern const struct record_type record_offered;
extern const struct record_type record_send;
extern const struct record_type record_trip;
extern const struct record_type record_option;
extern const struct record_type record_token;
extern const struct record_type record_source;
extern const struct record_type record_expectation;
extern const struct record_type record_settings;

#endif
