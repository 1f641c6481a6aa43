/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The words of the design, one for each thing, and their spelling in
 * settings, reports and options. Every `..._name` answers with a constant
 * string; every `..._from_name` compares exactly and answers whether the name
 * is known, writing `*ret_...` only then. */
#ifndef MAILSONDE_MODEL_NAMES_H
#define MAILSONDE_MODEL_NAMES_H

#include <stdbool.h>

/* RFC 8314: implicit TLS, STARTTLS or STLS, cleartext. */
enum tls_mode {
	MODE_IMPLICIT,
	MODE_EXPLICIT,
	MODE_CLEARTEXT,
	MODE_COUNT,
};

/* SSL 3.0 is never offered; a server may answer with it all the same. */
enum tls_version {
	TLS_NONE = -1,
	TLS_SSL3,
	TLS_1_0,
	TLS_1_1,
	TLS_1_2,
	TLS_1_3,
	TLS_VERSION_COUNT,
};

/* A set of TLS versions: bits 1 << version. */
#define TLS_BIT(version) (1u << (version))
#define TLS_PROBED                                                             \
	(TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) | TLS_BIT(TLS_1_2) |              \
		TLS_BIT(TLS_1_3))

enum demand {
	DEMAND_NONE, /* the settings say nothing */
	DEMAND_REQUIRED,
	DEMAND_ALLOWED,
	DEMAND_FORBIDDEN,
};

enum severity {
	SEVERITY_INFO,
	SEVERITY_WARNING,
	SEVERITY_ERROR,
	SEVERITY_COUNT,
};

/* What a finding, an endpoint and a report conclude. The last two are only
 * ever pass, fail or not-tested. */
enum verdict {
	VERDICT_PASS,
	VERDICT_FAIL,
	VERDICT_WARNING,
	VERDICT_INFO,
	VERDICT_NOT_TESTED,
	VERDICT_COUNT,
};

/* How grave it is when a rule is broken, in a report on mail access. */
enum rating {
	RATING_NONE,
	RATING_INFO,
	RATING_LOW,
	RATING_MEDIUM,
	RATING_HIGH,
	RATING_CRITICAL,
	RATING_COUNT,
};

/* How well the words of a source are known. */
enum certainty {
	CERTAINTY_NONE,
	CERTAINTY_CONFIRMED, /* the source's text was read */
	CERTAINTY_REPORTED,  /* from a rendering or another text that quotes it
			      */
	CERTAINTY_UNCERTAIN, /* section or wording were not confirmed */
	CERTAINTY_COUNT,
};

enum purpose {
	PURPOSE_BEST,        /* everything offered, the full dialogue */
	PURPOSE_TLS_VERSION, /* one TLS version alone */
	PURPOSE_FOLLOW_UP,   /* answers a question that a failure raised */
	PURPOSE_RULE,        /* offers what a policy's rule asks about */
	PURPOSE_COUNT,
};

/* What a follow-up wants to know. */
enum question {
	QUESTION_NONE,
	QUESTION_OTHER_MODE,    /* the same port in the other mode */
	QUESTION_DROPPED_AGAIN, /* the hello that was dropped, once more */
	QUESTION_CONTROL,       /* a version that works, once more */
	QUESTION_OTHER_PORT,    /* another usual port of the service */
	QUESTION_PORT_443,      /* does the host answer at all (TCP only) */
	QUESTION_UNUSED_PORT,   /* does just anything connect (TCP only) */
	QUESTION_ADDRESS,       /* one address of the host alone */
	QUESTION_NO_SNI,        /* without a server name */
	QUESTION_SMALL_HELLO,   /* TLS 1.2 alone, few suites, one group */
	QUESTION_COUNT,
};

/* How a peer answered what a rule had said in the dialogue. */
enum answer {
	ANSWER_NONE,
	ANSWER_POSITIVE,
	ANSWER_NEGATIVE,
	ANSWER_COUNT,
};

/* Why nobody made the connection that a rule rests on. */
enum unasked {
	UNASKED_NONE,        /* it was made, or no rule rests on it */
	UNASKED_KNOWN,       /* an ordinary connection showed it already */
	UNASKED_NO_STEP,     /* service or mode have no such step */
	UNASKED_VERSIONS,    /* no version that it is of was taken */
	UNASKED_ONE_ADDRESS, /* nothing to compare with */
	UNASKED_LIBRARY,     /* GnuTLS cannot offer it */
	UNASKED_UNREACHED,   /* no connection of the usual kind was made */
	UNASKED_STOPPED,     /* the server puts off or drops connections */
	UNASKED_TIME,
	UNASKED_BUDGET,      /* as many as are made to one endpoint */
	UNASKED_INTERRUPTED, /* by the user */
	UNASKED_COUNT,
};

/* How sure a diagnosis is. */
enum confidence {
	CONFIDENCE_CERTAIN,  /* nothing else looks like this */
	CONFIDENCE_LIKELY,   /* mostly this, seldom something else */
	CONFIDENCE_POSSIBLE, /* one of several */
	CONFIDENCE_COUNT,
};

/* Who can act. */
enum audience {
	AUDIENCE_USER,
	AUDIENCE_HELPDESK,
	AUDIENCE_ADMIN,
	AUDIENCE_NETWORK,
	AUDIENCE_COUNT,
};

enum outcome {
	OUTCOME_COMPLETED,
	OUTCOME_REFUSED,
	OUTCOME_FAILED,
	OUTCOME_COUNT,
};

/* Where a probe is, or where it stopped. */
enum stage {
	STAGE_RESOLVE,
	STAGE_CONNECT,
	STAGE_GREETING,
	STAGE_CAPABILITIES, /* CAPA, CAPABILITY or EHLO, before or inside TLS */
	STAGE_STARTTLS,
	STAGE_HANDSHAKE,
	STAGE_QUIT, /* all was learned; only the farewell is left */
	STAGE_DONE,
	STAGE_COUNT,
};

/* Why a probe stopped. All but the last are data about the network or the
 * peer, not errors of ours. */
enum status {
	ST_OK,
	ST_NO_NAME,        /* the name does not exist */
	ST_NO_ADDRESS,     /* the name has no address of the family asked for */
	ST_NO_RESOLVER,    /* the name service here does not answer */
	ST_NO_NETWORK,     /* no route from here to any address */
	ST_NOT_PUBLIC,     /* nobody allowed what is not of the Internet */
	ST_UNREACHABLE,    /* a router said that the host is not there */
	ST_CONN_REFUSED,   /* RST to the SYN: nothing listens there */
	ST_TIMEOUT,        /* silence until the deadline */
	ST_CANCELLED,      /* interrupted, or no longer needed */
	ST_EOF,            /* closed by the peer where more was due */
	ST_RESET,          /* reset by the peer */
	ST_LINE_TOO_LONG,  /* more than LINE_OCTETS without an end of line */
	ST_REPLY_TOO_LONG, /* more than REPLY_LINES in one reply */
	ST_PROBE_TOO_LONG, /* more than PROBE_OCTETS, or than a list may have */
	ST_SYNTAX,         /* not a reply of this protocol */
	ST_WRONG_SERVICE,  /* the greeting of another protocol */
	ST_REFUSED,     /* a negative reply that asking again cannot change */
	ST_THROTTLED,   /* a negative reply that says: later */
	ST_NOT_OFFERED, /* the capability was not advertised */
	ST_PREAUTH,     /* IMAP greeted PREAUTH: STARTTLS is impossible */
	ST_NOT_TLS,     /* octets that are not TLS came in its place */
	ST_ALERT,       /* the peer sent a fatal alert */
	ST_TLS_VERSION, /* the peer answered with a version not offered */
	ST_TLS,         /* the handshake broke for another reason */
	ST_LOCAL,       /* a fault here: see the errno or the detail */
	ST_COUNT,
};

const char *mode_name(enum tls_mode mode);
const char *tls_version_name(enum tls_version version); /* "1.2", "SSL3" */
const char *demand_name(enum demand demand);
const char *severity_name(enum severity severity);
const char *verdict_name(enum verdict verdict);
const char *purpose_name(enum purpose purpose);
const char *question_name(enum question question); /* "other-port" */
const char *answer_name(enum answer answer);       /* "positive" */
const char *unasked_name(enum unasked unasked);    /* "no-step" */
const char *unasked_words(enum unasked unasked);   /* for a person */
const char *confidence_name(enum confidence confidence);
const char *audience_name(enum audience audience);    /* "user", "admin" */
const char *rating_name(enum rating rating);          /* "critical" */
const char *certainty_name(enum certainty certainty); /* "confirmed" */
const char *outcome_name(enum outcome outcome);
const char *stage_name(enum stage stage);
const char *status_name(enum status status);  /* "timeout", "not-tls" */
const char *status_words(enum status status); /* for a person */

bool mode_from_name(const char *name, enum tls_mode *ret_mode);
bool tls_version_from_name(const char *name, enum tls_version *ret_version);
bool demand_from_name(const char *name, enum demand *ret_demand);
bool audience_from_name(const char *name, enum audience *ret_audience);
bool rating_from_name(const char *name, enum rating *ret_rating);
bool certainty_from_name(const char *name, enum certainty *ret_certainty);
bool verdict_from_name(const char *name, enum verdict *ret_verdict);
bool purpose_from_name(const char *name, enum purpose *ret_purpose);
bool question_from_name(const char *name, enum question *ret_question);
bool answer_from_name(const char *name, enum answer *ret_answer);
bool unasked_from_name(const char *name, enum unasked *ret_unasked);
bool confidence_from_name(const char *name, enum confidence *ret_confidence);
bool outcome_from_name(const char *name, enum outcome *ret_outcome);
bool stage_from_name(const char *name, enum stage *ret_stage);
bool status_from_name(const char *name, enum status *ret_status);
bool severity_from_name(const char *name, enum severity *ret_severity);

/* IANA names of the TLS alerts (RFC 8446 section 6, RFC 6066, RFC 7507);
 * "unknown" for a number that has none. */
const char *name_of_alert(unsigned alert);

#endif
