/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_FAULTS_H
#define STANDIN_FAULTS_H

#include <stdbool.h>
#include <stdio.h>

/* The ways to misbehave; faults.c describes each. */
enum fault {
	FAULT_CLOSE_AFTER_CONNECT,
	FAULT_RESET_AFTER_CONNECT,
	FAULT_RESET_AFTER,
	FAULT_SILENT,
	FAULT_PLAINTEXT_ON_IMPLICIT,
	FAULT_TLS_ON_EXPLICIT,
	FAULT_WRONG_SERVICE,
	FAULT_GARBAGE,
	FAULT_HTTP,
	FAULT_SSH,
	FAULT_THROTTLE_421,
	FAULT_THROTTLE_AFTER,
	FAULT_THROTTLE_CONCURRENT,
	FAULT_REFUSE_554,
	FAULT_GREETING_PAUSE,
	FAULT_ENDLESS_GREETING,
	FAULT_ENDLESS_LINE,
	FAULT_PREAUTH,
	FAULT_CONTROL_OCTETS,
	FAULT_SLOW,
	FAULT_CAPA_ERR,
	FAULT_BIG_EHLO,
	FAULT_ENDLESS_REPLY,
	FAULT_EOF_MID_REPLY,
	FAULT_EOF_MID_LINE,
	FAULT_STARTTLS_MISSING,
	FAULT_STARTTLS_REFUSED,
	FAULT_STARTTLS_THEN_PLAINTEXT,
	FAULT_STARTTLS_THEN_CLOSE,
	FAULT_STARTTLS_THEN_SILENT,
	FAULT_STARTTLS_STILL_OFFERED,
	FAULT_MASKED_STARTTLS,
	FAULT_INJECTED_REPLY,
	FAULT_INJECTED_REPLY_LATE,
	FAULT_RESET_IN_HANDSHAKE,
	FAULT_CLOSE_IN_HANDSHAKE,
	FAULT_SILENT_IN_HANDSHAKE,
	FAULT_RESET_VERSION,
	FAULT_CLOSE_VERSION,
	FAULT_SILENT_VERSION,
	FAULT_ALERT_VERSION,
	FAULT_REFUSE_VERSION,
	FAULT_NO_SNI_CLOSE,
	FAULT_WANTS_SNI,
	FAULT_CLIENT_CERTIFICATE,
	FAULT_ALERT_AFTER_HANDSHAKE,
	FAULT_PIPELINED_INSIDE,
	FAULT_TICKETS,
	FAULT_EARLY_DATA,
	FAULT_RENEGOTIATES,
	FAULT_QUIT_SILENT,
	FAULT_NO_CLOSE_NOTIFY,
	FAULT_COUNT,
};

/* A fault's argument; which fields count depends on the fault. */
struct fault_setting {
	bool on;
	unsigned long number;
	unsigned long window_ms;
	unsigned versions;
	char text[128];
};

struct fault_set {
	struct fault_setting of[FAULT_COUNT];
};

/* Reads "NAME[=ARGUMENT][,NAME[=ARGUMENT]]...", or "none", into the set, which
 * it replaces.  Complains to standard error and returns false when it
 * cannot. */
bool faults_parse(const char *list, struct fault_set *ret_set);

/* The table, a line a fault: its name with the form of its argument, and what
 * it does. */
void faults_print(FILE *to);

#endif
