/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Who signed a report, and whether it is still what was signed: detached CMS
 * signatures (RFC 5652, PKCS #7) of net/x509/signer.h, openssl cms or openssl
 * smime, in DER or PEM. */
#ifndef MAILSONDE_NET_X509_SIGNATURE_H
#define MAILSONDE_NET_X509_SIGNATURE_H

#include "net/x509/timestamp.h"

/* From the best to the worst. */
enum signature_result {
	SIGNATURE_GOOD,
	SIGNATURE_OTHER_SIGNER, /* good, but not by whom the user expects */
	/* Good, but no list that was given tells whether the signer's
	 * certificate was revoked. */
	SIGNATURE_UNTOLD,
	SIGNATURE_EXPIRED,    /* the signer's certificate has expired */
	SIGNATURE_EARLY,      /* ... is not valid yet */
	SIGNATURE_UNSUITABLE, /* ... is not for signing documents */
	SIGNATURE_UNKNOWN,    /* no anchor confirms it */
	SIGNATURE_REVOKED,    /* the signer's certificate was, before */
	SIGNATURE_WEAK,       /* MD5, SHA-1 or a key that is too short */
	SIGNATURE_NO_CERTIFICATE,
	SIGNATURE_CHANGED, /* it is for other octets than these */
	SIGNATURE_UNREADABLE,
	SIGNATURE_RESULT_COUNT,
};

struct signature_signer {
	enum signature_result result;
	const char *name;  /* escaped; NULL where no certificate matches */
	int64_t time_s;    /* of signing, as the signer says; 0 if not told */
	int64_t stamped_s; /* of signing at the latest, by a good time stamp of
			    * the signature; 0 if there is none */
	int64_t date_s;    /* of SIGNATURE_EXPIRED, _EARLY and _REVOKED */
	bool suspect;      /* of SIGNATURE_REVOKED: the date is not that of the
			    * revocation, but since when it is suspect */
	int64_t listed_s;  /* when the list was made that does not name the
			    * certificate; 0: none was asked */
	const char *why;   /* of SIGNATURE_UNSUITABLE and _UNTOLD; else NULL */
};

struct signature_request {
	struct octets data;
	struct octets signature;
	const char *ca_file;     /* anchors; NULL: see `signer` */
	const char *signer;      /* one has to be named so; NULL: whoever. By
				  * itself, the system's anchors count */
	struct octets timestamp; /* of a file of its own; empty: none */
	const char *timestamp_ca_file; /* anchors of time stamps alone; NULL:
					* those of signatures */
	int64_t now_s;
	const struct octets *crls; /* lists of revoked certificates, in DER or
				    * PEM */
	size_t crl_count;
};

/* What a time stamp in a file of its own is for. */
enum signature_covered {
	SIGNATURE_COVERS_SIGNATURE,
	SIGNATURE_COVERS_REPORT, /* which may have been signed later */
};

struct signature_facts {
	enum signature_result result; /* the worst of the signers' */
	struct signature_signer *signers;
	size_t count;
	const char *problem; /* of SIGNATURE_UNREADABLE; else NULL */
	bool has_timestamp;
	struct timestamp timestamp; /* of the file of its own */
	enum signature_covered covered;
};

/* Checks every signer. Answers false with the reason in `*ret_problem` if the
 * anchors cannot be read, and the file in `*ret_file` (NULL: the system's). All
 * texts are `arena`'s or static. */
bool signature_check(struct arena *arena,
	const struct signature_request *request,
	struct signature_facts *ret_facts, const char **ret_problem,
	const char **ret_file) __attribute__((warn_unused_result));

#endif
