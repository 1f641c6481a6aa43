/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The most fundamental first: the order of the table is the order in which
 * they are told. */
#include "checks/causes/diagnose.h"

const struct diagnosis_row diagnosis_table[] = {
/* The tool that formats would sort these. */
/* clang-format off */
#include "checks/causes/rows_name.inc"
#include "checks/causes/rows_network.inc"
#include "checks/causes/rows_address.inc"
#include "checks/causes/rows_first.inc"
#include "checks/causes/rows_refusal.inc"
#include "checks/causes/rows_starttls.inc"
#include "checks/causes/rows_tls.inc"
#include "checks/causes/rows_version.inc"
#include "checks/causes/rows_certificate.inc"
#include "checks/causes/rows_trust.inc"
#include "checks/causes/rows_login.inc"
	/* clang-format on */
};
const size_t diagnosis_count =
	sizeof(diagnosis_table) / sizeof(diagnosis_table[0]);
