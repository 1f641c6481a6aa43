/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings within the source of a program or in its configuration: names with
 * dots, underscores and capitals, of which none is a server's. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_CODE_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_CODE_H

#include "settings/forms/panel/reader.h"

/* Whether the token is a name of a program's, which may look like a server's:
 * "nodemailer.createTransport", "spring.mail.port". `next` is what follows. */
bool panel_code_is_name(const char *token, const char *next);

/* Whether the line begins a section: "[accounts.work]". */
bool panel_code_is_section(const char *line);

/* What follows a name. */
enum panel_code_next {
	CODE_ANY,
	CODE_VALUE,  /* the name is a label */
	CODE_SECRET, /* a call that signs in: nothing more may be read */
};

/* Whether a constant ends there whose value follows: define('SMTP_PORT', */
bool panel_code_is_constant(const char *text, const char *end);

/* Whether options of TLS begin there, and not its use: "tls: {". */
bool panel_code_is_options(const char *token, const char *next);

/* Reads such a name: the service and the word for the mode in it. */
enum panel_code_next panel_code_take_name(
	struct panel_reader *r, const char *token, const char *next);

/* Whether a label is a program's: "poolSize", "SMTP_PORT", "mail.host". */
bool panel_code_is_key(const char *label);

/* The service that is a part of "smtpHost", "MAIL_SMTP_PORT" and the like. */
bool panel_code_take_service(struct panel_reader *r, const char *token);

/* Whether it belongs to a library or a framework that only sends mail. */
bool panel_code_is_sender(struct arena *arena, const char *token);

/* What a yes or a no behind the label means: "EMAIL_USE_TLS", "secure". */
enum mode_word panel_code_answer(
	const struct panel_reader *r, const char *label, bool yes);

/* What a level behind the label means: "smtp_tls_security_level = may";
 * WORD_NONE if it is none. */
enum mode_word panel_code_level(
	struct arena *arena, const char *label, const char *value);

/* The end of the line without the comment that may stand there. */
size_t panel_code_length(const char *line, size_t length);

#endif
