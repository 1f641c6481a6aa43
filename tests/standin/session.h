/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_SESSION_H
#define STANDIN_SESSION_H

#include "tests/standin/io/channel.h"
#include "tests/standin/io/listener.h"
#include "tests/standin/io/log.h"
#include "tests/standin/persona.h"

/* One client, from accept to close. */
struct session {
	struct listener *listener;
	struct log *log;
	unsigned long id;
	enum admission admission;
	char client[64];

	/* How it appears; faults let these differ from the listener's. */
	enum service service;
	enum mode mode;

	struct channel channel;
	/* The version bit of the TLS in use; 0 before that. */
	unsigned tls_version;
	/* EHLO or HELO was said since the last change to TLS. */
	bool said_hello;
	/* The close is an RST. */
	bool resets;
};

/* Speaks with the client until either has had enough.  The socket stays the
 * caller's to close. */
void session_run(struct session *s);

static inline const struct fault_setting *session_fault(
	const struct session *s, enum fault fault)
{
	return &s->listener->faults.of[fault];
}

static inline bool session_has(const struct session *s, enum fault fault)
{
	return session_fault(s, fault)->on;
}

void session_log(
	const struct session *s, const char *event, const char *detail);

#endif
