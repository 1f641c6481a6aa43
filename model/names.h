/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The words of the design, one for each thing, and their spelling in
 * settings, reports and options. Every `..._name` answers with a constant
 * string; every `..._from_name` compares exactly and answers whether the name
 * is known, writing `*ret_...` only then. */
#ifndef MAILSONDE_MODEL_NAMES_H
#define MAILSONDE_MODEL_NAMES_H

#include <stdbool.h>

/* Each list is of X(enumerator, name) or X(enumerator, name, words for a
 * person); the enumerators, the names and the words are made of it. */
#define NAME_ENUMERATOR(enumerator, ...) enumerator,

/* RFC 8314: implicit TLS, STARTTLS or STLS, cleartext. */
#define MODE_LIST(X)                                                           \
	X(MODE_IMPLICIT, "implicit")                                           \
	X(MODE_EXPLICIT, "explicit")                                           \
	X(MODE_CLEARTEXT, "cleartext")
enum tls_mode { MODE_LIST(NAME_ENUMERATOR) MODE_COUNT };

/* SSL 3.0 is never offered; a server may answer with it all the same. */
#define TLS_VERSION_LIST(X)                                                    \
	X(TLS_SSL3, "SSL3")                                                    \
	X(TLS_1_0, "1.0")                                                      \
	X(TLS_1_1, "1.1")                                                      \
	X(TLS_1_2, "1.2")                                                      \
	X(TLS_1_3, "1.3")
enum tls_version {
	TLS_NONE = -1,
	TLS_VERSION_LIST(NAME_ENUMERATOR) TLS_VERSION_COUNT
};

/* A set of TLS versions: bits 1 << version. */
#define TLS_BIT(version) (1u << (version))
#define TLS_PROBED                                                             \
	(TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) | TLS_BIT(TLS_1_2) |              \
		TLS_BIT(TLS_1_3))

#define DEMAND_LIST(X)                                                         \
	/* the settings say nothing */                                         \
	X(DEMAND_NONE, "unspecified")                                          \
	X(DEMAND_REQUIRED, "required")                                         \
	X(DEMAND_ALLOWED, "allowed")                                           \
	X(DEMAND_FORBIDDEN, "forbidden")
enum demand { DEMAND_LIST(NAME_ENUMERATOR) DEMAND_COUNT };

#define SEVERITY_LIST(X)                                                       \
	X(SEVERITY_INFO, "info")                                               \
	X(SEVERITY_WARNING, "warning")                                         \
	X(SEVERITY_ERROR, "error")
enum severity { SEVERITY_LIST(NAME_ENUMERATOR) SEVERITY_COUNT };

/* What a finding, an endpoint and a report conclude. The last two are only
 * ever pass, fail or not-tested. */
#define VERDICT_LIST(X)                                                        \
	X(VERDICT_PASS, "pass")                                                \
	X(VERDICT_FAIL, "fail")                                                \
	X(VERDICT_WARNING, "warning")                                          \
	X(VERDICT_INFO, "info")                                                \
	X(VERDICT_NOT_TESTED, "not-tested")
enum verdict { VERDICT_LIST(NAME_ENUMERATOR) VERDICT_COUNT };

/* How grave it is when a rule is broken, in a report on mail access. */
#define RATING_LIST(X)                                                         \
	X(RATING_NONE, "none")                                                 \
	X(RATING_INFO, "info")                                                 \
	X(RATING_LOW, "low")                                                   \
	X(RATING_MEDIUM, "medium")                                             \
	X(RATING_HIGH, "high")                                                 \
	X(RATING_CRITICAL, "critical")
enum rating { RATING_LIST(NAME_ENUMERATOR) RATING_COUNT };

/* How well the words of a source are known. */
#define CERTAINTY_LIST(X)                                                      \
	X(CERTAINTY_NONE, "none")                                              \
	/* the source's text was read */                                       \
	X(CERTAINTY_CONFIRMED, "confirmed")                                    \
	/* from a rendering or another text that quotes it */                  \
	X(CERTAINTY_REPORTED, "reported")                                      \
	/* section or wording were not confirmed */                            \
	X(CERTAINTY_UNCERTAIN, "uncertain")
enum certainty { CERTAINTY_LIST(NAME_ENUMERATOR) CERTAINTY_COUNT };

#define PURPOSE_LIST(X)                                                        \
	/* everything offered, the full dialogue */                            \
	X(PURPOSE_BEST, "best")                                                \
	/* one TLS version alone */                                            \
	X(PURPOSE_TLS_VERSION, "tls-version")                                  \
	/* answers a question that a failure raised */                         \
	X(PURPOSE_FOLLOW_UP, "follow-up")                                      \
	/* offers what a policy's rule asks about */                           \
	X(PURPOSE_RULE, "rule")                                                \
	/* signs in, on the user's word */                                     \
	X(PURPOSE_LOGIN, "login")
enum purpose { PURPOSE_LIST(NAME_ENUMERATOR) PURPOSE_COUNT };

/* What a follow-up wants to know. */
#define QUESTION_LIST(X)                                                       \
	X(QUESTION_NONE, "none")                                               \
	/* the same port in the other mode */                                  \
	X(QUESTION_OTHER_MODE, "other-mode")                                   \
	/* the hello that was dropped, once more */                            \
	X(QUESTION_DROPPED_AGAIN, "dropped-again")                             \
	/* a version that works, once more */                                  \
	X(QUESTION_CONTROL, "control")                                         \
	/* another usual port of the service */                                \
	X(QUESTION_OTHER_PORT, "other-port")                                   \
	/* does the host answer at all (TCP only) */                           \
	X(QUESTION_PORT_443, "port-443")                                       \
	/* does just anything connect (TCP only) */                            \
	X(QUESTION_UNUSED_PORT, "unused-port")                                 \
	/* one address of the host alone */                                    \
	X(QUESTION_ADDRESS, "address")                                         \
	/* without a server name */                                            \
	X(QUESTION_NO_SNI, "no-sni")                                           \
	/* TLS 1.2 alone, few suites, one group */                             \
	X(QUESTION_SMALL_HELLO, "small-hello")                                 \
	/* is a command taken that came in the clear behind STARTTLS */        \
	X(QUESTION_INJECTION, "injection")
enum question { QUESTION_LIST(NAME_ENUMERATOR) QUESTION_COUNT };

/* How a peer answered what a rule had said in the dialogue. */
#define ANSWER_LIST(X)                                                         \
	X(ANSWER_NONE, "none")                                                 \
	X(ANSWER_POSITIVE, "positive")                                         \
	X(ANSWER_NEGATIVE, "negative")
enum answer { ANSWER_LIST(NAME_ENUMERATOR) ANSWER_COUNT };

/* Why nobody made the connection that a rule rests on. */
#define UNASKED_LIST(X)                                                        \
	/* it was made, or no rule rests on it */                              \
	X(UNASKED_NONE, "none", "it was asked")                                \
	/* an ordinary connection showed it already */                         \
	X(UNASKED_KNOWN, "known", "a regular connection already showed this")  \
	/* service or mode have no such step */                                \
	X(UNASKED_NO_STEP, "no-step",                                          \
		"the service has no such step in this mode")                   \
	/* no version that it is of was taken */                               \
	X(UNASKED_VERSIONS, "versions",                                        \
		"the server accepts no TLS version that supports this")        \
	/* nothing to compare with */                                          \
	X(UNASKED_ONE_ADDRESS, "one-address",                                  \
		"there is no other address to compare with")                   \
	/* GnuTLS cannot offer it */                                           \
	X(UNASKED_LIBRARY, "library", "the TLS library does not support this") \
	/* no connection of the usual kind was made */                         \
	X(UNASKED_UNREACHED, "unreached", "no TLS connection was established") \
	/* the server puts off or drops connections */                         \
	X(UNASKED_STOPPED, "stopped",                                          \
		"the server deferred or dropped connections")                  \
	X(UNASKED_TIME, "time", "the time limit was reached")                  \
	/* as many as are made to one endpoint */                              \
	X(UNASKED_BUDGET, "budget",                                            \
		"the limit of connections to one server was reached")          \
	/* by the user */                                                      \
	X(UNASKED_INTERRUPTED, "interrupted", "the run was interrupted")
enum unasked { UNASKED_LIST(NAME_ENUMERATOR) UNASKED_COUNT };

/* How sure a diagnosis is. */
#define CONFIDENCE_LIST(X)                                                     \
	/* nothing else looks like this */                                     \
	X(CONFIDENCE_CERTAIN, "certain")                                       \
	/* mostly this, seldom something else */                               \
	X(CONFIDENCE_LIKELY, "likely")                                         \
	/* one of several */                                                   \
	X(CONFIDENCE_POSSIBLE, "possible")
enum confidence { CONFIDENCE_LIST(NAME_ENUMERATOR) CONFIDENCE_COUNT };

/* Who can act. */
#define AUDIENCE_LIST(X)                                                       \
	X(AUDIENCE_USER, "user")                                               \
	X(AUDIENCE_HELPDESK, "helpdesk")                                       \
	X(AUDIENCE_ADMIN, "admin")                                             \
	X(AUDIENCE_NETWORK, "network")
enum audience { AUDIENCE_LIST(NAME_ENUMERATOR) AUDIENCE_COUNT };

#define OUTCOME_LIST(X)                                                        \
	X(OUTCOME_COMPLETED, "completed")                                      \
	X(OUTCOME_REFUSED, "refused")                                          \
	X(OUTCOME_FAILED, "failed")
enum outcome { OUTCOME_LIST(NAME_ENUMERATOR) OUTCOME_COUNT };

/* Where a probe is, or where it stopped. */
#define STAGE_LIST(X)                                                          \
	X(STAGE_RESOLVE, "resolve")                                            \
	X(STAGE_CONNECT, "connect")                                            \
	X(STAGE_GREETING, "greeting")                                          \
	/* CAPA, CAPABILITY or EHLO, before or inside TLS */                   \
	X(STAGE_CAPABILITIES, "capabilities")                                  \
	X(STAGE_STARTTLS, "starttls")                                          \
	X(STAGE_HANDSHAKE, "handshake")                                        \
	X(STAGE_LOGIN, "login")                                                \
	/* what is behind the login of IMAP and POP3 */                        \
	X(STAGE_MAILBOX, "mailbox")                                            \
	/* MAIL, or a whole message */                                         \
	X(STAGE_SEND, "send")                                                  \
	/* a message that was sent is waited for */                            \
	X(STAGE_ARRIVE, "arrive")                                              \
	/* all was learned; only the farewell is left */                       \
	X(STAGE_QUIT, "quit")                                                  \
	X(STAGE_DONE, "done")
enum stage { STAGE_LIST(NAME_ENUMERATOR) STAGE_COUNT };

/* Why a probe stopped. All but the last are data about the network or the
 * peer, not errors of ours. */
#define STATUS_LIST(X)                                                         \
	X(ST_OK, "ok", "success")                                              \
	/* the name does not exist */                                          \
	X(ST_NO_NAME, "no-name", "the host name does not exist")               \
	/* the name has no address of the family asked for */                  \
	X(ST_NO_ADDRESS, "no-address",                                         \
		"the host name has no address of the requested kind")          \
	/* the name service here does not answer */                            \
	X(ST_NO_RESOLVER, "no-resolver",                                       \
		"this machine's DNS resolver does not respond")                \
	/* no route from here to any address */                                \
	X(ST_NO_NETWORK, "no-network",                                         \
		"this machine has no network route to the server")             \
	/* nobody allowed what is not of the Internet */                       \
	X(ST_NOT_PUBLIC, "not-public",                                         \
		"the address is not a public one, so it was not contacted")    \
	/* a router said that the host is not there */                         \
	X(ST_UNREACHABLE, "unreachable",                                       \
		"the network reported that the server cannot be reached")      \
	/* RST to the SYN: nothing listens there */                            \
	X(ST_CONN_REFUSED, "connection-refused",                               \
		"the connection was refused: no service listens on this port") \
	/* silence until the deadline */                                       \
	X(ST_TIMEOUT, "timeout", "no response arrived in time")                \
	/* interrupted, or no longer needed */                                 \
	X(ST_CANCELLED, "cancelled", "mailsonde ended this attempt early")     \
	/* closed by the peer where more was due */                            \
	X(ST_EOF, "closed", "the server closed the connection unexpectedly")   \
	/* reset by the peer */                                                \
	X(ST_RESET, "reset", "the connection was reset")                       \
	/* more than LINE_OCTETS without an end of line */                     \
	X(ST_LINE_TOO_LONG, "line-too-long",                                   \
		"the server sent an overlong line")                            \
	/* more than REPLY_LINES in one reply, or REPLY_OCTETS that are kept   \
	 */                                                                    \
	X(ST_REPLY_TOO_LONG, "reply-too-long",                                 \
		"the server sent an overlong reply")                           \
	/* more than PROBE_OCTETS, or than a list may have */                  \
	X(ST_PROBE_TOO_LONG, "probe-too-long",                                 \
		"the server sent too much data")                               \
	/* not a reply of this protocol */                                     \
	X(ST_SYNTAX, "syntax", "the server's reply violates the protocol")     \
	/* the greeting of another protocol */                                 \
	X(ST_WRONG_SERVICE, "wrong-service",                                   \
		"a server for another protocol answered")                      \
	/* a negative reply that asking again cannot change */                 \
	X(ST_REFUSED, "refused", "the server refused the request")             \
	/* a negative reply that says: later */                                \
	X(ST_THROTTLED, "throttled", "the server asked to try again later")    \
	/* the capability was not advertised */                                \
	X(ST_NOT_OFFERED, "not-offered",                                       \
		"the server does not offer what is required")                  \
	/* IMAP greeted PREAUTH: STARTTLS is impossible */                     \
	X(ST_PREAUTH, "preauth",                                               \
		"the server declares the connection already authenticated, "   \
		"which rules out STARTTLS")                                    \
	/* octets that are not TLS came in its place */                        \
	X(ST_NOT_TLS, "not-tls", "the server did not respond with TLS")        \
	/* the peer sent a fatal alert */                                      \
	X(ST_ALERT, "alert", "the server sent a fatal TLS alert")              \
	/* the peer answered with a version not offered */                     \
	X(ST_TLS_VERSION, "tls-version",                                       \
		"the server chose a TLS version that was not offered")         \
	/* the handshake broke for another reason */                           \
	X(ST_TLS, "tls", "the TLS handshake failed")                           \
	/* a fault here: see the errno or the detail */                        \
	X(ST_LOCAL, "local", "an error occurred on this machine")
enum status { STATUS_LIST(NAME_ENUMERATOR) ST_COUNT };

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

/* What the names above stand for, letter by letter. Answers false, and leaves
 * the output alone, if a name is unknown. */
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
