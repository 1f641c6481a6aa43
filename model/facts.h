/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What probes saw; never a judgement. Plain data: everything that a probe's
 * facts point to is in the arena of that probe (`arena`), or in that of its
 * certificates, and probe_facts_free() frees it all. Octets from the peer are
 * kept as they came; whoever shows them escapes them (model/escape.h).
 * Durations are microseconds from the start of the probe. */
#ifndef MAILSONDE_MODEL_FACTS_H
#define MAILSONDE_MODEL_FACTS_H

#include "model/arena.h"
#include "model/login/login.h"
#include "model/login/option.h"
#include "model/login/token.h"
#include "model/login/trip.h"
#include "model/names.h"
#include "model/offer.h"
#include "model/settings.h"
#include "model/tls/certificate.h"
#include "model/tls/offered.h"
#include "model/tls/revocation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_OCTETS 16384          /* of one line, its CRLF included */
#define REPLY_LINES 1000           /* of one reply */
#define REPLY_OCTETS 16384         /* of one whose text is kept */
#define LIST_ITEMS 1000            /* of one list of capabilities */
#define LISTS_OCTETS 32768         /* of all those lists of one probe */
#define LIST_MECHANISMS 100        /* of them, each counted once */
#define PROBE_OCTETS (1024 * 1024) /* from the peer, TLS included */

/* One address of the host, tried as RFC 8305 does it. */
struct attempt {
	char address[64]; /* numeric, with a scope id if it has one */
	unsigned port;
	bool ipv6;
	bool tried;
	bool connected;     /* the one that the probe went on with */
	bool from_itself;   /* by way of the same address: the server is this
			     * computer */
	bool overtaken;     /* given up because another one connected */
	enum status status; /* of one that was tried to its end */
	int sys_errno;
	int64_t started_us;
	int64_t ended_us;
};

/* A greeting (RFC 1939 section 3, RFC 3501 section 7.1, RFC 5321 section
 * 4.2). Lines of an SMTP greeting are joined by LF. */
struct greeting {
	bool seen; /* all of it */
	struct octets text;
	enum service service; /* of the grammar that it follows */
	bool known_service;
	unsigned code;  /* SMTP; 0 otherwise */
	bool preauth;   /* IMAP */
	bool wait_seen; /* SMTP `220-` lines came before the last one */
	int64_t time_s; /* the server's clock, as an SMTP greeting may tell it
			 * (RFC 5322 section 3.3); 0 if it does not */
};

/* What CAPA, CAPABILITY or EHLO answered. */
struct capabilities {
	bool seen;      /* a whole, positive reply */
	bool refused;   /* a whole, negative reply: see `refusal` */
	bool announced; /* in the greeting or beside a reply, unasked */
	struct octets refusal;
	struct octets *items; /* POP3 and EHLO: lines; IMAP: words */
	size_t item_count;
	bool starttls;       /* STARTTLS or STLS is among them */
	bool masked;         /* STARTTLS overwritten with X, as by a firewall */
	bool login_disabled; /* IMAP LOGINDISABLED */
	bool user;           /* POP3 USER */
	bool imap4rev1;
	bool imap4rev2;
	const char **mechanisms; /* upper case; SASL of POP3, AUTH of SMTP */
	size_t mechanism_count;
};

struct alert {
	bool received; /* sent by us otherwise */
	bool fatal;
	unsigned code;
};

/* How the chain stands to the trust anchors (RFC 5280 section 6), apart from
 * names and dates, which are judged by the checks. */
enum trust {
	TRUST_UNKNOWN, /* not judged: see `trust_detail` */
	TRUST_OK,
	TRUST_NO_ANCHORS,  /* none are installed here */
	TRUST_SELF_SIGNED, /* the server's own certificate, by itself */
	TRUST_NO_ISSUER,   /* ends at an issuer that is not known here */
	TRUST_INCOMPLETE,  /* the same, and the server sent no intermediate */
	TRUST_REVOKED,     /* says a stapled answer, or the issuer */
	TRUST_BAD,         /* signature, constraint, purpose, algorithm */
};

/* What is wrong with a chain that is TRUST_BAD; bits of `trust_flaws`. */
enum trust_flaw {
	FLAW_WEAK = 1 << 0,        /* algorithm or key */
	FLAW_SIGNATURE = 1 << 1,   /* does not verify */
	FLAW_NOT_CA = 1 << 2,      /* an issuer that may not issue */
	FLAW_CONSTRAINTS = 1 << 3, /* names or path length of the issuer */
	FLAW_PURPOSE = 1 << 4,     /* not for servers */
	FLAW_OCSP = 1 << 5,        /* stapled answer missing or not valid */
	FLAW_CRITICAL = 1 << 6,    /* a critical extension not understood */
};

enum ocsp {
	OCSP_NONE,
	OCSP_GOOD,
	OCSP_REVOKED,
	OCSP_UNKNOWN,
	OCSP_INVALID,
	OCSP_UNVERIFIED, /* no path to an anchor says who may answer */
};

struct tls_facts {
	bool started;               /* our ClientHello went out */
	bool completed;             /* both Finished messages */
	bool confirmed;             /* and the peer answered inside TLS */
	bool server_hello;          /* the peer chose a version: `version` */
	bool wants_certificate;     /* CertificateRequest */
	struct octets *authorities; /* in TLS 1.3, that may have issued it:
				     * names in RFC 4514's form */
	size_t authority_count;
	bool authorities_cut; /* there are more */
	enum tls_version version;
	const char *cipher_suite; /* IANA name, NULL if not known */
	const char *group;
	const char *signature;
	bool extended_master_secret; /* RFC 7627, or TLS 1.3 */
	bool renegotiation_info;     /* RFC 5746, or TLS 1.3 */
	bool encrypt_then_mac;       /* RFC 7366, asked for and granted */
	unsigned dh_bits;            /* of a finite-field group; 0 otherwise */
	bool resumed;                /* a session of before was taken up */
	bool tickets;                /* a session ticket came */
	unsigned max_early_data;     /* octets that a ticket allows (0-RTT) */
	bool session_offered;        /* a session of before was offered */
	bool key_share;              /* TLS 1.3: the ServerHello has one */
	unsigned ticket_lifetime_s;  /* as the ticket says; 0: it does not */
	unsigned point_formats;      /* bits 1 << format (RFC 8422 section
				      * 5.1.2); 0: the extension is missing */
	char server_key[65];         /* SHA-256 of the server's ephemeral public
				      * key, in hexadecimal; "" if not seen */
	struct octets alpn;
	struct alert *alerts;
	size_t alert_count;
	int library_error;        /* of GnuTLS, 0 if none */
	const char *library_name; /* "GNUTLS_E_..." */
	struct octets session;    /* takes it up again; never told to anybody */
	struct octets *sent; /* the certificates in DER, where issuers are asked
			      * about them; never told to anybody */
	size_t sent_count;
	struct certificate *chain;
	size_t chain_count;
	struct arena *chain_arena; /* NULL, or where `chain` and `sent` are,
				    * apart from the rest */
	enum trust trust;
	const char *trust_detail; /* what the verifier said, for people */
	unsigned trust_flaws;     /* of TRUST_BAD; 0 if they are not known */
	bool trust_dates_bad; /* some certificate of the path is out of date */
	struct octets trust_wanted; /* with no issuer: whose certificate is
				     * neither sent nor known here */
	bool trust_wanted_sent;     /* but one of that name and another key */
	bool trust_wanted_known;    /* the same of an anchor */
	struct octets anchor;       /* with bad dates: what the path ends at */
	int64_t anchor_not_before;
	int64_t anchor_not_after;
	bool trust_own_anchors; /* of a file that the user named, in place of
				 * the system's: who is in it is no public
				 * authority by that */
	enum ocsp ocsp;
	int64_t ocsp_this_update;
	int64_t ocsp_next_update;
	struct revocation_facts revocation; /* asked for, beside the staple */
	struct issuer_revocation *issuer_revocations; /* upwards */
	size_t issuer_revocation_count;
};

enum peer_close {
	CLOSE_NOT_SEEN, /* we went first, or it never came */
	CLOSE_NOTIFY,   /* TLS close_notify */
	CLOSE_FIN,
	CLOSE_RESET,
};

/* One entry of the transcript: a line, or an event of the connection. */
struct transcript_line {
	char from; /* 'C' client, 'S' server, '-' event */
	bool inside_tls;
	int64_t at_us;
	struct octets text;
};

/* How the peer answered what a rule had said in the dialogue (enum act in
 * model/offer.h). */
struct act_facts {
	bool said; /* the command went out */
	enum answer answer;
	unsigned code; /* SMTP; 0 otherwise */
	struct octets reply;
};

struct probe_facts {
	struct arena *arena;
	enum purpose purpose;
	enum tls_mode mode;     /* the mode that it spoke */
	unsigned tls_offered;   /* TLS_BIT() of each version; 0 in cleartext */
	enum question question; /* of a follow-up */
	unsigned port;          /* connected to; as the settings name it unless
				 * the question is about another one */
	bool full;              /* asks for capabilities, too */
	bool connect_only;      /* TCP alone */
	bool no_sni;
	bool small_hello;
	bool keeps_sent; /* certificates: see `sent` */
	bool by_hello;   /* a ClientHello made by hand, and the answer to it: no
			  * handshake */
	const char
		*reason; /* of a follow-up or a rule's probe: why it was made */
	enum offer_id offer; /* what a rule had asked (model/offer.h);
			      * OFFER_NONE: what everybody is asked */

	enum outcome outcome;
	enum stage stage; /* reached or stopped at */
	enum status status;
	int sys_errno;       /* 0 if none */
	const char *detail;  /* NULL, or more words of ours */
	struct octets reply; /* the peer's words that ended it */
	unsigned reply_code; /* SMTP, 0 otherwise */

	int64_t started_us; /* from the start of the run */
	int64_t duration_us;
	/* When each stage was left; -1 if it was not. */
	int64_t stage_us[STAGE_COUNT];

	struct attempt *attempts;
	size_t attempt_count;
	size_t attempt; /* the one that connected; == count if none */

	struct greeting greeting;
	struct capabilities cleartext; /* void once TLS is up, kept as fact */
	struct capabilities protected; /* inside TLS */
	bool bare_lf;                  /* lines came that end with LF alone */
	bool nudged; /* silent, it was sent a command before it had greeted */
	bool starttls_sent;
	bool starttls_agreed;

	struct octets injected;   /* behind the reply to STARTTLS */
	struct octets unexpected; /* where TLS records were due */
	struct octets begun;      /* of TLS records, up to 16: the handshake
				   * broke before a ServerHello was whole */
	int64_t heard_us; /* when the peer's last octet came; -1 if none did */

	struct tls_facts tls;
	struct act_facts act;
	struct capabilities signed_in; /* once the login was accepted */
	struct login_facts login;
	struct mailbox_facts mailbox;
	struct send_facts send;
	struct trip_facts trip;
	struct option_facts option;
	struct token_facts token;
	enum peer_close peer_close;

	struct transcript_line *transcript;
	size_t transcript_count;
};

/* Returns facts with an arena of their own and nothing seen, stopped at
 * STAGE_RESOLVE with OUTCOME_FAILED. */
struct probe_facts *probe_facts_new(void);
/* The same for one in somebody else's arena; probe_facts_free() leaves it. */
void facts_probe_init(struct probe_facts *facts);
void probe_facts_free(struct probe_facts *facts);

/* What the name service says of a host that has no address, asked once the
 * look-up failed. */
struct name_facts {
	bool asked;
	bool answered;      /* the name service answers at all */
	bool domain_exists; /* the host's parent domain */
	const char *domain; /* that was asked for: "example.com" */
	const char *mx;     /* mail for this name goes there; NULL if none */
	const char *srv_target; /* RFC 6186; "." says: not offered */
};

/* What was true here when the run was made. */
struct local_facts {
	int64_t now_s;            /* the local clock */
	const char *clock_source; /* what keeps it right: "synchronized", "not
				   * synchronized"; NULL if it is not known */
	bool has_ipv4_route;      /* to anywhere beyond this computer */
	bool has_ipv6_route;
	const char *resolvers; /* "192.0.2.53, 192.0.2.54"; NULL if none */
};

struct basis;

/* All that is known of one endpoint. `probes` in the order of their start,
 * the best connection first. */
struct endpoint_facts {
	struct endpoint endpoint;
	struct probe_facts **probes;
	size_t probe_count;
	unsigned versions_asked; /* the versions that the run owed */
	/* Made for policies' rules, apart from what everybody is asked: they
	 * offer less, or say strange things. In the order of their start. */
	struct probe_facts **rule_probes;
	size_t rule_probe_count;
	/* [OFFER_COUNT] (model/offer.h): why an offer that a rule rests on has
	 * no probe; UNASKED_NONE if it has, or no rule rests on it. NULL: no
	 * rule rests on any. */
	enum unasked *unasked;
	struct offered_facts *offered; /* NULL: not asked */
	/* That signed in, in the order of their start, apart from the others:
	 * a login that is refused says nothing of the rest. */
	struct probe_facts **logins;
	size_t login_count;
	bool login_wanted; /* by the user, of a service that has one */
	bool trip_wanted;  /* and a message was to be sent through it */
	struct name_facts name;
	const char *connected_to; /* the host in place of the endpoint's, by
				   * --connect-to or --resolve; else NULL */
	bool interrupted;         /* the run was broken off */
	bool out_of_time;         /* ... at its deadline */
	struct basis *basis; /* NULL: nobody is judging. Belongs to whoever is
			      * (evidence/basis.h) */
};

/* Whether the server listed this SASL mechanism, whose name is in capitals, as
 * the list has it. */
bool capabilities_have(const struct capabilities *caps, const char *mechanism);

#endif
