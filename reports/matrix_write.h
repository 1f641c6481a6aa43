/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was read of settings, for other programs: the same in each format. */
#ifndef MAILSONDE_REPORTS_MATRIX_WRITE_H
#define MAILSONDE_REPORTS_MATRIX_WRITE_H

#include "model/arena.h"
#include "model/settings.h"

#include <stdbool.h>
#include <stdio.h>

/* As data/schemas/settings-1.xsd has it. Answers false if memory ran out. */
bool matrix_write_xml(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count);

void matrix_write_json(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count);

/* A line for each server, below one of names that mailsonde reads back. */
void matrix_write_csv(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count);

#endif
