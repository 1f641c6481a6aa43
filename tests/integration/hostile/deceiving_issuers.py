# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""OCSP responses and lists of revoked certificates that are to deceive."""
import pki
from deceiving import Case
from pki import Certificate, DAY, NOW

NONCE = "1.3.6.1.5.5.7.48.1.2"
NO_CHECK = "1.3.6.1.5.5.7.48.1.5"
UNHEARD_OF = "1.2.3.4.5"


def prepare(answers, web):
    root = Certificate("root", extensions=[pki.basic()])
    ca = Certificate("ca", root, [pki.basic(), pki.usage(
        pki.SIGNS_CERTIFICATES | pki.SIGNS_LISTS | pki.SIGNS)])
    twin = Certificate("ca", extensions=[pki.basic()])  # another key
    leaf_key = pki.Key()
    cases = []

    def leaf(number, kind, issuer=None, **more):
        host = f"case{number}.example.test"
        url = f"http://127.0.0.1:{web}/{number}"
        return host, Certificate(
            host, issuer or ca, [pki.alternatives(pki.dns(host)), kind(url)],
            leaf_key, **more)

    def ocsp(title, expected, make, issuer=None, behind=None):
        """make(leaf) gives the response."""
        number = len(cases)
        host, one = leaf(number, pki.responders, issuer)
        answers[f"/{number}"] = make(one)
        cases.append(Case("OCSP: " + title, [one] + (behind or [ca]),
                          {"revocation": expected}, host))

    def crl(title, expected, make, issuer=None, behind=None):
        number = len(cases)
        host, one = leaf(number, pki.places, issuer)
        answers[f"/{number}"] = make(one)
        cases.append(Case("CRL: " + title, [one] + (behind or [ca]),
                          {"revocation": expected}, host))

    def good(one, **more):
        return pki.single(ca, one.serial, **more)

    def bad(one, **more):
        return pki.single(ca, one.serial, pki.gone(), **more)

    def by(signer, certificates=(), make=good, **more):
        return lambda one: pki.response([make(one)], signer, certificates,
                                        **more)

    def delegate(*extensions, issuer=ca, subject="responder", **more):
        return Certificate(subject, issuer, extensions, **more)

    purpose = pki.purposes(pki.OCSP_SIGNING)
    plain = delegate(purpose)
    ocsp("of the issuer", "good", by(ca))
    ocsp("of the issuer, by its key", "good", by(ca, by_name=False))
    ocsp("of the issuer, SHA-256", "good", by(ca, make=lambda one: good(
        one, digest="sha256")))
    ocsp("of a delegate", "good", by(plain, [plain]))
    ocsp("of a delegate, by its key", "good", by(plain, [plain],
                                                 by_name=False))
    ocsp("revoked", "revoked", by(ca, make=bad))
    ocsp("revoked, stale", "revoked", by(ca, make=lambda one: bad(
        one, begin=NOW - 90 * DAY, end=NOW - 80 * DAY)))
    ocsp("unknown", "unknown", by(ca, make=lambda one: pki.single(
        ca, one.serial, pki.UNKNOWN)))
    ocsp("of a delegate that is not sent", "unheard", by(plain))
    for title, *extensions in (
            ("without a purpose",), ("for servers", pki.purposes(
                pki.FOR_SERVERS)),
            ("for any purpose", pki.purposes("2.5.29.37.0")),
            ("for no purpose", pki.purposes())):
        one = delegate(*extensions)
        ocsp("of a delegate " + title, "unheard", by(one, [one]))
    one = delegate(purpose, end=NOW - DAY, begin=NOW - 9 * DAY)
    ocsp("of a delegate that expired", "unheard", by(one, [one]))
    one = delegate(purpose, begin=NOW + DAY)
    ocsp("of a delegate of tomorrow", "unheard", by(one, [one]))
    one = delegate(purpose, issuer=root)
    ocsp("of a delegate of the root", "unheard", by(one, [one]))
    one = delegate(purpose, issuer=twin)
    ocsp("of a delegate of the twin", "unheard", by(one, [one]))
    ocsp("... with the twin", "unheard", by(one, [one, twin]))
    ocsp("... with the issuer", "unheard", by(one, [one, ca]))
    one = delegate(purpose, digest="sha1")
    ocsp("of a delegate by SHA-1", "unheard", by(one, [one]))
    middle = delegate(purpose, pki.basic(), subject="middle")
    one = delegate(purpose, issuer=middle)
    ocsp("of a delegate's delegate", "unheard", by(one, [one, middle]))
    one = delegate(purpose, pki.usage(pki.SIGNS_CERTIFICATES))
    # As for openssl: RFC 6960 asks for the purpose alone.
    ocsp("of a delegate that signs certificates", "good", by(one, [one]))
    one = delegate(purpose, pki.extension(UNHEARD_OF, b"\5\0", True))
    ocsp("of a delegate with a critical extension that nobody knows",
         "unheard", by(one, [one]))
    one = delegate(purpose, pki.extension(NO_CHECK, b"\5\0"))
    ocsp("of a delegate that needs no check", "good", by(one, [one]))
    ocsp("of the twin", "unheard", by(twin))
    ocsp("of the twin, that is sent", "unheard", by(twin, [twin]))
    ocsp("of the twin, that says it is the issuer", "unheard",
         by(ca, key=twin.key))
    ocsp("of the twin, that sends the issuer", "unheard",
         by(ca, [ca], key=twin.key))
    ocsp("of the twin, by the issuer's key", "unheard",
         by(ca, by_name=False, key=twin.key))
    ocsp("of the root", "unheard", by(root, [root]))
    ocsp("of itself", "unheard", lambda one: pki.response(
        [good(one)], one, [one]))
    impostor = delegate(purpose, subject="ca", issuer=twin)
    ocsp("of a delegate called as the issuer", "unheard",
         by(impostor, [impostor]))
    ocsp("of a delegate whose certificate stands behind another's", "good",
         by(plain, [twin, plain]))
    ocsp("by SHA-1", "unheard", by(ca, digest="sha1"))
    ocsp("by SHA-1, and says SHA-256", "unheard", by(ca, digest="sha1",
                                                    named="sha256"))
    ocsp("stale", "unheard", by(ca, make=lambda one: good(
        one, begin=NOW - 9 * DAY, end=NOW - DAY)))
    ocsp("of the future", "unheard", by(ca, make=lambda one: good(
        one, begin=NOW + DAY, end=NOW + 9 * DAY)))
    ocsp("ends before it begins", "unheard", by(ca, make=lambda one: good(
        one, begin=NOW, end=NOW - 9 * DAY)))
    ocsp("without an end, new", "good", by(ca, make=lambda one: good(
        one, end=None)))
    ocsp("without an end, old", "unheard", by(ca, make=lambda one: good(
        one, end=None, begin=NOW - 40 * DAY)))
    ocsp("of no time", "unheard", by(ca, make=lambda one: good(
        one, begin="later")))
    ocsp("of a strange time zone", "unheard", by(ca, make=lambda one: good(
        one, begin="20260101000000+9999", end="20260102000000")))
    ocsp("of another serial number", "unheard", by(ca, make=lambda one:
         pki.single(ca, one.serial + 1)))
    ocsp("of the twin's", "unheard", by(ca, make=lambda one: pki.single(
        twin, one.serial)))
    ocsp("of a negative serial number", "unheard", by(ca, make=lambda one:
         pki.single(ca, -one.serial)))
    ocsp("of none", "unheard", lambda one: pki.response([], ca))

    def several(*makes):
        return lambda one: pki.response([make(one) for make in makes], ca)

    def other(one):
        return pki.single(ca, one.serial + 7)

    def other_bad(one):
        return pki.single(ca, one.serial + 7, pki.gone())

    def old(one):
        return good(one, begin=NOW - 9 * DAY, end=NOW - DAY)

    ocsp("good, behind another's", "good", several(other_bad, good))
    ocsp("another's, behind good", "good", several(good, other_bad))
    ocsp("another's alone", "unheard", several(other, other_bad))
    ocsp("good and revoked", "revoked", several(good, bad))
    ocsp("revoked and good", "revoked", several(bad, good))
    ocsp("old and good", "good", several(old, good))
    ocsp("good and old", "good", several(good, old))
    ocsp("revoked behind 100 of others", "unheard", several(
        *[other] * 100, bad))
    ocsp("good behind 100 of others", "unheard", several(*[other] * 100, good))
    ocsp("good, and revoked behind 100 of others", "unheard", several(
        good, *[other] * 100, bad))
    ocsp("a nonce that nobody asked for", "good", by(ca, extensions=[
        pki.extension(NONCE, pki.octet_string(b"nonce"))]))
    ocsp("a nonce of many octets", "good", by(ca, extensions=[
        pki.extension(NONCE, pki.octet_string(bytes(5000)))]))
    ocsp("a critical extension that nobody knows", "unheard", by(
        ca, extensions=[pki.extension(UNHEARD_OF, b"\5\0", True)]))
    ocsp("of its answer", "unheard", by(ca, make=lambda one: good(
        one, extensions=[pki.extension(UNHEARD_OF, b"\5\0", True)])))
    ocsp("an extension that nobody knows", "good", by(ca, extensions=[
        pki.extension(UNHEARD_OF, b"\5\0")]))
    for status in 1, 2, 3, 5, 6, 9:
        ocsp(f"status {status}", "unheard", by(ca, status=status))
    ocsp("of another version", "unheard", by(ca, version=7))
    ocsp("revoked, as a signature that is not one", "unheard", by(
        ca, make=bad, key=twin.key))
    ocsp("HTML", "unheard", lambda one: b"<html>good</html>")
    ocsp("nothing", "unheard", lambda one: b"")

    def listed(one):
        return pki.entry(one.serial)

    def reason(number):
        return pki.extension("2.5.29.21", pki.der(10, bytes([number])))

    def other_issuer(critical=True):
        return pki.extension("2.5.29.29", pki.sequence(
            pki.der(0xA4, twin2.subject)), critical)

    def lists(*entries, signer=ca, **more):
        return lambda one: pki.revocation_list(
            signer, [make(one) for make in entries], **more)

    twin2 = Certificate("other", extensions=[pki.basic()])
    delta = pki.extension("2.5.29.27", pki.integer(1), True)
    lazy_delta = pki.extension("2.5.29.27", pki.integer(1))

    def scope(*parts, critical=True):
        return pki.extension("2.5.29.28", pki.sequence(*parts), critical)

    def strange(one, *extensions):
        return pki.entry(one.serial + 7, extensions=extensions)

    true, false = b"\xff", b"\0"
    crl("empty", "good", lists())
    crl("lists another", "good", lists(strange))
    crl("lists it", "revoked", lists(listed))
    crl("lists it behind others", "revoked", lists(*[strange] * 50, listed))
    crl("lists it, stale", "revoked", lists(
        listed, begin=NOW - 9 * DAY, end=NOW - DAY))
    crl("stale", "unheard", lists(begin=NOW - 9 * DAY, end=NOW - DAY))
    crl("of the future", "unheard", lists(begin=NOW + DAY, end=NOW + 9 * DAY))
    crl("without an end", "unheard", lists(end=None))
    crl("lists it, without an end", "revoked", lists(listed, end=None))
    crl("of the twin", "unheard", lists(signer=twin))
    crl("of the twin, lists it", "unheard", lists(listed, signer=twin))
    crl("of another name", "unheard", lists(signer=twin2))
    crl("of another name, by the issuer's key", "unheard", lists(
        signer=twin2, key=ca.key))
    crl("of the root", "unheard", lists(signer=root))
    crl("SHA-1", "unheard", lists(digest="sha1"))
    crl("SHA-1 outside", "unheard", lists(named="sha1"))
    crl("SHA-1 inside", "unheard", lists(digest="sha1", named="sha256"))
    crl("changes", "unheard", lists(extensions=[delta]))
    crl("changes that are not critical", "unheard", lists(
        extensions=[lazy_delta]))
    crl("changes that list it", "unheard", lists(listed, extensions=[delta]))
    crl("of version 1", "good", lists(version=None))
    crl("a critical extension", "unheard", lists(extensions=[
        pki.extension(UNHEARD_OF, b"\5\0", True)]))
    crl("an extension", "good", lists(extensions=[
        pki.extension(UNHEARD_OF, b"\5\0")]))
    crl("indirect", "unheard", lists(extensions=[scope(
        pki.der(0x84, true))]))
    crl("indirect, lists it for another issuer", "unheard", lists(
        lambda one: pki.entry(one.serial, extensions=[other_issuer()]),
        extensions=[scope(pki.der(0x84, true))]))
    crl("for users", "good", lists(extensions=[scope(pki.der(0x81, true))]))
    crl("for authorities", "unheard", lists(extensions=[scope(
        pki.der(0x82, true))]))
    crl("for attributes", "unheard", lists(extensions=[scope(
        pki.der(0x85, true))]))
    crl("not for authorities", "good", lists(extensions=[scope(
        pki.der(0x82, false))]))
    crl("for some reasons", "unheard", lists(extensions=[scope(
        pki.der(0x83, b"\0\x40"))]))
    crl("of a scope that is not critical", "unheard", lists(extensions=[scope(
        pki.der(0x82, true), critical=False)]))
    # RFC 5280 section 5.3: an entry that cannot be understood
    crl("lists another with a critical extension that nobody knows",
        "unheard", lists(lambda one: strange(one, pki.extension(
            UNHEARD_OF, b"\5\0", True))))
    crl("lists it with a critical extension that nobody knows", "unheard",
        lists(lambda one: pki.entry(one.serial, extensions=[pki.extension(
            UNHEARD_OF, b"\5\0", True)])))
    crl("lists another's of this number", "unheard", lists(
        lambda one: pki.entry(one.serial, extensions=[other_issuer()])))
    crl("lists it, for a reason", "revoked", lists(lambda one: pki.entry(
        one.serial, extensions=[reason(1)])))
    crl("lists it on hold", "revoked", lists(lambda one: pki.entry(
        one.serial, extensions=[reason(6)])))
    crl("lists it as removed", "good", lists(lambda one: pki.entry(
        one.serial, extensions=[reason(8)])))
    crl("lists it, to be revoked later", "revoked", lists(
        lambda one: pki.entry(one.serial, NOW + 9 * DAY)))
    crl("lists it negative", "good", lists(lambda one: pki.entry(
        -one.serial)))
    mute = Certificate("mute", root, [pki.basic(), pki.usage(
        pki.SIGNS_CERTIFICATES)])
    crl("of an issuer that signs no lists", "unheard", lists(signer=mute),
        mute, [mute])
    crl("a certificate", "unheard", lambda one: one.der)
    crl("twice", "unheard", lambda one: lists()(one) * 2)
    crl("HTML", "unheard", lambda one: b"<html>none</html>")
    return cases, [root], ["--revocation", "--allow-private"]
