/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the matchers of the diagnoses share; for checks/causes/ alone.
 *
 * A matcher looks at what is still unexplained and supposes a theory. One that
 * explains something takes its findings, so that what is more fundamental must
 * be matched first. Theories of the same cause about the same thing are one. */
#ifndef MAILSONDE_CHECKS_CAUSES_THEORY_H
#define MAILSONDE_CHECKS_CAUSES_THEORY_H

#include "checks/causes/cause.h"
#include "checks/say.h"

/* Sets of checks. */
#define OF_CONNECT (1u << 0)
#define OF_MODE (1u << 1)
#define OF_GREETING (1u << 2)
#define OF_STARTTLS (1u << 3)
#define OF_INJECTION (1u << 4)
#define OF_TLS_BEST (1u << 5)
#define OF_AUTH (1u << 6)
#define OF_LIST (1u << 7)
#define OF_CLEARTEXT (1u << 8)
#define OF_TRUST (1u << 9)
#define OF_NAME (1u << 10)
#define OF_EXPIRY (1u << 11)
#define OF_SETTINGS (1u << 12)
#define OF_VERSION(version) (1u << (16 + (unsigned)(version)))
#define OF_VERSIONS                                                            \
	(OF_VERSION(TLS_1_0) | OF_VERSION(TLS_1_1) | OF_VERSION(TLS_1_2) |     \
		OF_VERSION(TLS_1_3))
#define OF_CERTIFICATE (OF_TRUST | OF_NAME | OF_EXPIRY)
#define OF_TLS (OF_TLS_BEST | OF_VERSIONS)
/* What a server does, or keeps from being seen; never the settings. */
#define OF_ALL (~OF_SETTINGS)
/* What a password sent too early means, TLS does not change. */
#define OF_HANDSHAKE (OF_ALL & ~OF_CLEARTEXT)

/* The set that the check is in; 0 for an id that is not known. */
unsigned set_of_check(const char *id);

struct theory {
	const struct cause *cause;
	enum confidence confidence;
	const char *about;    /* host, endpoint, fingerprint ... */
	struct theory *after; /* the likelier one that this stands beside */
	/* Texts may hold {places}, {hosts}, {server} and {Server}, which stand
	 * for all of the endpoints. NULL: the row's, if it has one. */
	const char *summary;
	const char *user_summary;
	const char *remedies[AUDIENCE_COUNT];
	const char *confirm;
	const char **evidence;
	size_t evidence_count;
	size_t evidence_left_out;
	size_t *endpoints;
	size_t endpoint_count;
	size_t failed;   /* findings explained that fail */
	size_t followed; /* and others */
};

/* One endpoint, looked at. */
struct view {
	struct endpoint_report *report;
	const struct endpoint_facts *facts;
	const struct endpoint *endpoint;
	const struct probe_facts *most; /* witness_furthest(); may be NULL */
	size_t index;
};

struct work {
	struct report *report;
	struct arena *arena;
	struct view *views;
	size_t view_count;
	struct theory **theories;
	size_t theory_count;
	struct clocks *clocks; /* once they were asked */
};

/* The checks that failed or were not tested, or warn of a dead address, and
 * that no theory has explained yet. */
unsigned open_checks(const struct view *view);

/* The same with those that fail alone. */
unsigned open_failures(const struct view *view);

/* Supposes the cause of what is open among `explains` and of what
 * followed from that. Returns the theory, perhaps one that is there already
 * from another endpoint; its confidence is the best that anybody had. */
struct theory *suppose(struct work *work, const struct view *view,
	const struct cause *cause, enum confidence confidence,
	unsigned explains, const char *about);

/* Names another cause that fits too, less likely than `first`. */
struct theory *suppose_beside(struct work *work, const struct view *view,
	struct theory *first, const struct cause *cause,
	enum confidence confidence, const char *about);

/* The same with "mode-starttls-wanted". */
void suppose_mode_beside(
	struct work *work, const struct view *view, struct theory *first);

/* What is said of handshakes and of versions alike. */
void add_handshake_end(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe);
const char *list_versions(struct work *work, unsigned versions);
void suppose_old_server(
	struct work *work, const struct view *view, enum tls_version version);
void suppose_nothing_common(struct work *work, const struct view *view,
	const struct probe_facts *probe);

/* Whether the words are those of Exchange Server at a port 465, which is for
 * servers among themselves; and what is said then. */
bool is_connector(const struct view *view, struct octets words);
void suppose_connector(
	struct work *work, const struct view *view, struct octets words);

/* Adds a fact that speaks for the theory; once, whoever says it. */
void add_evidence(struct work *work, struct theory *theory, const char *format,
	...) __attribute__((format(printf, 3, 4)));

/* Gives the words, unless the theory has some already. */
void tell(struct theory *theory, const char *summary, const char *user_summary);
void advise(struct theory *theory, enum audience audience, const char *text);
void confirm_by(struct theory *theory, const char *text);

/* What the probes of an endpoint, and of its neighbours, tell. */

bool probe_connected(const struct probe_facts *probe);

/* The first follow-up with this question that was made, or NULL; with
 * `answered`, only one for which that holds. */
const struct probe_facts *find_follow_up(const struct endpoint_facts *facts,
	enum question question,
	bool (*answered)(const struct probe_facts *probe));

/* The first probe of the endpoint that stopped so, or NULL. */
const struct probe_facts *find_stop(const struct endpoint_facts *facts,
	enum stage stage, enum status status);

/* Whether another endpoint of the run with this host got a connection. */
const struct view *find_sibling(const struct work *work,
	const struct view *view, bool (*holds)(const struct view *sibling));

bool view_connected(const struct view *view);
bool view_has_tls(const struct view *view);
bool same_host(const struct view *one, const struct view *other);

/* The host that was really looked up and connected to. */
const char *real_host(const struct view *view);

/* "imap.example.com:993 (IMAP)" */
const char *place(struct work *work, const struct view *view);
const char *port_text(struct work *work, unsigned port);

/* "SSL/TLS", "STARTTLS", as mail programs call the modes. */
const char *mode_words(enum tls_mode mode);

/* The chain to judge, as the checks choose it; NULL if there is none. */
const struct tls_facts *find_chain(const struct view *view);

/* Whether a public authority issued it, by the name of the issuer: a chain
 * that ends there lacks something, and is not a private one. */
bool is_public(const struct certificate *certificate);

/* Whether the endpoint is named by an address in place of a name. */
bool has_address_for_name(const struct view *view);

/* What is expected of the version. */
enum demand demand_of(const struct view *view, enum tls_version version);

/* "incoming" or "outgoing". */
const char *direction_words(enum service service);

/* Tells the user which port and which security to set for the endpoint's
 * server, and at which host unless that is NULL. */
void advise_settings(struct work *work, struct theory *theory,
	const struct view *view, const char *host, unsigned port,
	enum tls_mode mode);

/* A way to the same service on the same host that worked: another port of the
 * run or of a follow-up. */
struct other_way {
	unsigned port;
	enum tls_mode mode;
};
bool find_other_way(const struct work *work, const struct view *view,
	struct other_way *ret_way);

/* Whether the text has any of the words, which are separated by '|', without
 * regard to case. */
bool octets_have(struct octets text, const char *words);

/* The matchers, in the order of their files. Each looks at one endpoint, or
 * with `view` NULL at the run as a whole. */
typedef void match_function(struct work *work, const struct view *view);

match_function match_interrupted, match_unknown;
match_function match_name_service, match_name;
match_function match_portal, match_network, match_addresses;
match_function match_first_octets, match_silence;
match_function match_scanner, match_refusal, match_throttle, match_rest;
match_function match_starttls, match_dialogue;
match_function match_sni, match_interception;
match_function match_handshake, match_versions;
match_function match_clock, match_dates, match_trust, match_certificate_name;
match_function match_product, match_auth, match_settings;

#endif
