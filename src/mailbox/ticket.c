/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "src/mailbox/ticket.h"

#ifdef HAVE_GSSAPI

#include "model/table.h"

#include <gssapi/gssapi.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_OCTETS 300

/* Codes of Kerberos (RFC 4120 section 7.5.9, and MIT's own), as libgssapi's
 * minor status has them: those of the protocol begin at this number. */
#define PROTOCOL (-1765328384)

static const struct {
	int32_t minor;
	enum login_held held;
} troubles[] = {
	{PROTOCOL + 7, LOGIN_HELD_TICKET_SERVICE}, /* unknown principal */
	{PROTOCOL + 32, LOGIN_HELD_TICKET_EXPIRED},
	{PROTOCOL + 33, LOGIN_HELD_TICKET_EARLY},
	{PROTOCOL + 37, LOGIN_HELD_TICKET_CLOCK},
	{PROTOCOL + 68, LOGIN_HELD_TICKET_REALM},    /* wrong realm */
	{PROTOCOL + 141, LOGIN_HELD_TICKET_MISSING}, /* not in the cache */
	{PROTOCOL + 154, LOGIN_HELD_TICKET_KDC}, /* none found for a realm */
	{PROTOCOL + 156, LOGIN_HELD_TICKET_KDC}, /* unreachable */
	{PROTOCOL + 195, LOGIN_HELD_TICKET_MISSING}, /* no file */
};

/* RFC 4121 section 1: 1.2.840.113554.1.2.2. The library's types know no const.
 */
#define KERBEROS                                                               \
	{                                                                      \
		9, (void *)(uintptr_t) "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02"  \
	}

static bool says(OM_uint32 minor, const char *words)
{
	gss_OID_desc kerberos = KERBEROS;
	OM_uint32 ignored, context = 0;
	gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
	bool found;

	if (GSS_ERROR(gss_display_status(&ignored, minor, GSS_C_MECH_CODE,
		    &kerberos, &context, &text)))
		return false;
	found = memmem(text.value, text.length, words, strlen(words));
	gss_release_buffer(&ignored, &text);
	return found;
}

/* residual = type ":" name; a file needs no type */
static bool is_elsewhere(OM_uint32 minor)
{
	static const char *const types[] = {
		"KCM:", "KEYRING:", "MEMORY:", "API:", "MSLSA:"};
	const char *cache = getenv("KRB5CCNAME");

	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (cache ? strncmp(cache, types[i], strlen(types[i])) == 0
			  : says(minor, types[i]))
			return true;
	return false;
}

static enum login_held held_of(OM_uint32 minor)
{
	for (size_t i = 0; i < COUNT_OF(troubles); i++) {
		if ((int32_t)minor != troubles[i].minor)
			continue;
		if (troubles[i].held == LOGIN_HELD_TICKET_MISSING &&
			is_elsewhere(minor))
			return LOGIN_HELD_TICKET_CACHE;
		/* The way into another realm is a principal, too. */
		if (troubles[i].held == LOGIN_HELD_TICKET_SERVICE &&
			says(minor, "krbtgt/"))
			return LOGIN_HELD_TICKET_REALM;
		return troubles[i].held;
	}
	return LOGIN_HELD_TICKET;
}

enum login_held ticket_trouble(const char *service, const char *host)
{
	gss_OID_desc kerberos = KERBEROS;
	char text[NAME_OCTETS];
	int length = snprintf(text, sizeof(text), "%s@%s", service, host);
	gss_buffer_desc words = {(size_t)length, text};
	gss_buffer_desc token = GSS_C_EMPTY_BUFFER;
	gss_ctx_id_t context = GSS_C_NO_CONTEXT;
	OM_uint32 major, minor, ignored;
	gss_name_t name;

	if (length < 0 || (size_t)length >= sizeof(text) ||
		GSS_ERROR(gss_import_name(
			&minor, &words, GSS_C_NT_HOSTBASED_SERVICE, &name)))
		return LOGIN_HELD_TICKET;
	major = gss_init_sec_context(&minor, GSS_C_NO_CREDENTIAL, &context,
		name, &kerberos, GSS_C_MUTUAL_FLAG, 0,
		GSS_C_NO_CHANNEL_BINDINGS, GSS_C_NO_BUFFER, NULL, &token, NULL,
		NULL);
	gss_release_buffer(&ignored, &token);
	if (context != GSS_C_NO_CONTEXT)
		gss_delete_sec_context(&ignored, &context, GSS_C_NO_BUFFER);
	gss_release_name(&ignored, &name);
	return GSS_ERROR(major) ? held_of(minor) : LOGIN_HELD_TICKET;
}

#else

enum login_held ticket_trouble(const char *service, const char *host)
{
	(void)service;
	(void)host;
	return LOGIN_HELD_TICKET;
}

#endif
