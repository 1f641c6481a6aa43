/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What to set instead of what does not work: the one place that gives advice
 * of ports and of encryption. It never names what was just seen to fail, nor
 * what is set already. */
#ifndef MAILSONDE_CHECKS_CAUSES_ADVICE_H
#define MAILSONDE_CHECKS_CAUSES_ADVICE_H

#include "checks/causes/theory.h"

/* Tells the user which port and which security to set for the endpoint's
 * server, and at which host unless that is NULL. Of the endpoint's own host,
 * nothing is told that is set already or is known to fail. */
void advice_settings(struct work *work, struct theory *theory,
	const struct view *view, const char *host, unsigned port,
	enum tls_mode mode);

/* A way to the same service on the same host that worked: another port of the
 * run or of a follow-up. */
struct other_way {
	unsigned port;
	enum tls_mode mode;
};
bool advice_other_way(const struct view *view, struct other_way *ret_way)
	__attribute__((warn_unused_result));

/* Says what works in place of the endpoint: seen to work, or published. */
void advice_instead(
	struct work *work, struct theory *theory, const struct view *view);

/* What the words of causes may hold, and what stands for it: a sentence that
 * tells to use implicit TLS, "" where that is set or fails; ways to submit
 * mail, such as "port 465 with SSL/TLS"; and the ports of mail programs. */
#define ADVICE_ENCRYPTED "{encrypted}"
#define ADVICE_SUBMISSION "{submission}"
#define ADVICE_MAIL_PORTS "{mail ports}"
const char *advice_encrypted(struct work *work, const struct theory *theory);
const char *advice_submission(struct work *work, const struct theory *theory);
const char *advice_mail_ports(struct arena *arena);

/* The text with `value` in place of the first `word`, if it is there. */
const char *advice_put(struct arena *arena, const char *text, const char *word,
	const char *value);

/* The text as it holds without any run; NULL for NULL. */
const char *advice_in_general(struct arena *arena, const char *text);

#endif
