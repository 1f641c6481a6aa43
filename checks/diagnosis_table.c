/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The most fundamental first: the order of the table is the order in which
 * they are told. */
#include "checks/diagnose.h"

const struct diagnosis_row diagnosis_table[] = {
/* The tool that formats would sort these. */
/* clang-format off */
#include "checks/diagnosis_rows_name.inc"
#include "checks/diagnosis_rows_network.inc"
#include "checks/diagnosis_rows_address.inc"
#include "checks/diagnosis_rows_first.inc"
#include "checks/diagnosis_rows_refusal.inc"
#include "checks/diagnosis_rows_starttls.inc"
#include "checks/diagnosis_rows_tls.inc"
#include "checks/diagnosis_rows_version.inc"
#include "checks/diagnosis_rows_certificate.inc"
#include "checks/diagnosis_rows_trust.inc"
#include "checks/diagnosis_rows_login.inc"
	/* clang-format on */
};
const size_t diagnosis_count =
	sizeof(diagnosis_table) / sizeof(diagnosis_table[0]);
