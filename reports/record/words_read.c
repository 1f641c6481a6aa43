/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The words of reports, read back. */
#include "reports/record/xml_read_parts.h"

#include <string.h>

/* Names are told from each other by asking for each of them. */
#define FIND(name, enumeration, last, name_of, ret_found)                      \
	do {                                                                   \
		for (int i_ = 0; i_ <= (int)(last); i_++) {                    \
			if (strcmp(name_of((enumeration)i_), name) != 0)       \
				continue;                                      \
			*(ret_found) = (enumeration)i_;                        \
			return true;                                           \
		}                                                              \
		return false;                                                  \
	} while (0)

bool trust_from_name(const char *name, enum trust *ret_trust)
{
	FIND(name, enum trust, TRUST_BAD, spell_trust, ret_trust);
}

bool ocsp_from_name(const char *name, enum ocsp *ret_ocsp)
{
	FIND(name, enum ocsp, OCSP_INVALID, spell_ocsp, ret_ocsp);
}

bool peer_close_from_name(const char *name, enum peer_close *ret_peer_close)
{
	FIND(name, enum peer_close, CLOSE_RESET, spell_peer_close,
		ret_peer_close);
}

bool name_type_from_name(const char *name, enum name_type *ret_type)
{
	FIND(name, enum name_type, NAME_OTHER, spell_name_type, ret_type);
}

bool remark_kind_from_name(const char *name, enum remark_kind *ret_kind)
{
	FIND(name, enum remark_kind, REMARK_COUNT - 1, spell_remark_kind,
		ret_kind);
}
