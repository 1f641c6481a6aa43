/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The signature of a report that was kept. */
#ifndef MAILSONDE_SRC_COMMANDS_SIGNATURE_H
#define MAILSONDE_SRC_COMMANDS_SIGNATURE_H

#include "src/options/options.h"

/* Checks the signature in FILE.p7s over the report's octets, and says who
 * signed, or what is wrong. Answers 0 if it is good, 1 if it is not, or
 * another exit status after a complaint. */
int signature_verify_kept(const struct options *options, struct arena *arena,
	struct octets report) __attribute__((warn_unused_result));

/* What a page says of the signature in FILE.p7s over the report in FILE, which
 * is the first operand: one sentence for each signer. NULL if there is none, or
 * it cannot be read. */
const char *signature_describe_kept(
	const struct options *options, struct arena *arena);

/* Writes the request for a time stamp of the signature in FILE.p7s to the file
 * of --timestamp-query, which a time stamp authority answers. Answers an exit
 * status, after a complaint where one is due; so does the next one. */
int signature_write_query(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Puts the time stamp in the file of --attach-timestamp into FILE.p7s. */
int signature_attach_stamp(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

#endif
