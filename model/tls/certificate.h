/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a certificate says (RFC 5280); never a judgement. Plain data in an
 * arena. */
#ifndef MAILSONDE_MODEL_TLS_CERTIFICATE_H
#define MAILSONDE_MODEL_TLS_CERTIFICATE_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum name_type { NAME_DNS, NAME_IP, NAME_OTHER };

struct presented_name {
	enum name_type type;
	struct octets value; /* NAME_IP as text */
};

/* Before every date that X.509 can write; one may subtract from it. */
#define CERTIFICATE_NO_DATE (-(INT64_C(1) << 50))

struct certificate {
	struct octets subject; /* RFC 4514; without data where nothing but the
				* fingerprint is known */
	struct octets issuer;
	struct octets common_name;    /* of the subject; for people only */
	struct presented_name *names; /* subjectAltName */
	size_t name_count;
	unsigned names_cut; /* names that it has beyond those */
	int64_t not_before; /* seconds since 1970; CERTIFICATE_NO_DATE if it
			     * cannot be read */
	int64_t not_after;
	const char *key; /* "RSA", "EC/ECDSA" */
	unsigned key_bits;
	const char *signature; /* "RSA-SHA256" */
	char sha256[65];       /* of the DER form, in hexadecimal */
	bool self_issued;      /* subject and issuer are the same */
	unsigned version;      /* 3; 0 if it is not known */
	char serial[128];      /* hexadecimal, with a leading 00 if it has one;
				* "-" first if it is negative */
	const char *curve;     /* of an EC key: "SECP256R1"; NULL otherwise */
	bool ca;               /* basicConstraints */
	int path_length;       /* -1 if unbounded */
	unsigned key_usage; /* KEY_USAGE_ bits; 0 if the extension is missing */
	bool has_purposes;  /* extendedKeyUsage is there */
	bool for_servers;   /* serverAuth or any purpose is among them */
	bool names_responder;  /* OCSP URL (RFC 5280 section 4.2.2.1) */
	bool must_staple;      /* TLS feature status_request (RFC 7633) */
	bool has_scts;         /* embedded (RFC 6962 section 3.3) */
	bool key_examined;     /* for the flaws below; keys of other kinds than
				* RSA have none of them */
	unsigned key_flaws;    /* KEY_FLAW_ bits */
	struct octets modulus; /* of an RSA key; never told to anybody */
	bool names_issuer_url; /* authority information access (RFC 5280) */
};

enum {
	KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
	KEY_USAGE_KEY_ENCIPHERMENT = 1 << 1,
	KEY_USAGE_KEY_AGREEMENT = 1 << 2,
	KEY_USAGE_CERT_SIGN = 1 << 3,
	KEY_USAGE_OTHER = 1 << 4,
};

/* Why others can compute the private key. */
enum {
	KEY_FLAW_ROCA = 1 << 0,          /* CVE-2017-15361 */
	KEY_FLAW_SMALL_FACTOR = 1 << 1,  /* a prime below 10,000 */
	KEY_FLAW_CLOSE_PRIMES = 1 << 2,  /* CVE-2022-26320 */
	KEY_FLAW_SHARED_FACTOR = 1 << 3, /* with another key of the run */
};

/* Whether more than its fingerprint is known. */
bool certificate_is_whole(const struct certificate *certificate);
/* Whether both of its dates could be read. */
bool certificate_has_dates(const struct certificate *certificate);

#endif
