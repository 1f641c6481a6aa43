/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The parts of the page, in their order. Each writes a section with a heading
 * of its own, or nothing where there is nothing to say. */
#ifndef MAILSONDE_REPORTS_PAGE_PARTS_H
#define MAILSONDE_REPORTS_PAGE_PARTS_H

#include "reports/page/causes.h"
#include "reports/page/sheet.h"

/* The most endpoints that the first sheet shows one by one. */
#define PAGE_SHORT_LIST 20

void page_verdict(const struct sheet *sheet, const struct page_causes *causes);
/* What the verdict comes to, without a cause. */
const char *page_verdict_words(const struct sheet *sheet);
void page_scope(const struct sheet *sheet);
void page_glance(const struct sheet *sheet);
void page_causes(const struct sheet *sheet, const struct page_causes *causes);
void page_further_causes(
	const struct sheet *sheet, const struct page_causes *causes);
void page_untested(const struct sheet *sheet);
void page_contents(const struct sheet *sheet, const struct page_causes *causes);
void page_all_endpoints(const struct sheet *sheet);
void page_endpoints(const struct sheet *sheet);
void page_policies(const struct sheet *sheet);
void page_certificates(const struct sheet *sheet);
void page_offers(const struct sheet *sheet);
/* Of one endpoint that was asked: what its offers mean. */
void page_meaning(
	const struct sheet *sheet, const struct endpoint_facts *facts);
void page_method(const struct sheet *sheet);

/* Whether there is such a section. */
bool page_has_certificates(const struct sheet *sheet);
bool page_has_offers(const struct sheet *sheet);

#endif
