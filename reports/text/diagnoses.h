/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Causes: how sure they are, what speaks for them, and who can do what. */
#ifndef MAILSONDE_REPORTS_TEXT_DIAGNOSES_H
#define MAILSONDE_REPORTS_TEXT_DIAGNOSES_H

#include "reports/text/page.h"
#include "reports/text/text.h"

/* What speaks for the diagnosis and what to do, but for the remedy `told`. */
void text_diagnosis(const struct page *page, const struct report *report,
	const struct diagnosis *diagnosis, const struct text_style *style,
	const struct remedy *told);

/* All but `told`, with an empty line before each. */
void text_diagnoses(const struct page *page, const struct report *report,
	const struct diagnosis *told, const struct text_style *style);

#endif
