# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
"""Certificates that are to deceive: chains and names."""
import pki
from deceiving import Case
from pki import Certificate, DAY, NOW, der

UNHEARD_OF = "1.2.3.4.5"
DOMAIN = "example.test"


def prepare(_, __):
    leaf_key = pki.Key()
    root = Certificate("root", extensions=[pki.basic()])
    short = Certificate("short", extensions=[pki.basic(length=0)])
    both = pki.SIGNS_CERTIFICATES | pki.SIGNS
    ca = Certificate("ca", root, [pki.basic(), pki.usage(both)])
    cases = []

    def add(title, expected, sent, host, what="certificate-trust"):
        cases.append(Case(title, sent, {what: expected}, host))

    def leaf(issuer, *extensions, host=None, names=None, subject=None, **more):
        host = host or f"case{len(cases)}.{DOMAIN}"
        if names is None:
            names = [pki.dns(host)]
        return host, Certificate(subject or host, issuer, [
            *([pki.alternatives(*names)] if names else []), *extensions],
            leaf_key, **more)

    def trust(title, expected, issuer, behind, *extensions, **more):
        host, one = leaf(issuer, *extensions, **more)
        add(title, expected, [one] + behind, host)

    def authority(*extensions, issuer=root, subject="middle", **more):
        return Certificate(subject, issuer, extensions, **more)

    trust("plain", "pass", ca, [ca])
    trust("of the root", "pass", root, [])
    for title, *extensions in (
            ("without constraints",), ("that is none", pki.basic(False)),
            ("that is none, but may sign certificates", pki.basic(False),
             pki.usage(both)),
            ("that may not sign certificates", pki.basic(),
             pki.usage(pki.SIGNS | pki.SIGNS_LISTS)),
            ("with a critical extension that nobody knows", pki.basic(),
             pki.extension(UNHEARD_OF, b"\5\0", True)),
            ("for clients", pki.basic(), pki.purposes(pki.FOR_CLIENTS)),
            ("with constraints of names that nobody can read", pki.basic(),
             pki.extension("2.5.29.30", b"\x30\x01", True))):
        one = authority(*extensions)
        trust("an authority " + title, "fail", one, [one])
    one = authority(version=0)
    trust("an authority of version 1", "fail", one, [one])
    one = authority(pki.basic(), pki.extension(UNHEARD_OF, b"\5\0"))
    trust("an authority with an extension that nobody knows", "pass", one,
          [one])
    one = authority(pki.basic(), digest="sha1")
    trust("an authority by SHA-1", "fail", one, [one])
    one = authority(pki.basic(), named="sha384")
    trust("an authority whose algorithm is another inside", "fail", one, [one])
    trust("SHA-1", "fail", ca, [ca], digest="sha1")
    for title, more in (("another algorithm inside", {"named": "sha384"}),
                        ("extensions in version 1", {"version": 0}),
                        ("a date with a fraction", {
                            "begin": "20200101000000.5Z"}),
                        ("a date with a zone", {"end": "20990101000000+0100"})):
        trust(title, "not-tested", ca, [ca], **more)
        cases[-1].expected["diagnosis"] = "certificate-malformed"
    host, one = leaf(ca)
    next_one = leaf(one, host=f"case{len(cases)}.{DOMAIN}")[1]
    add("of a server", "fail", [next_one, one, ca], host)

    # Lengths of paths (RFC 5280 section 4.2.1.9)
    zero = authority(pki.basic(length=0), subject="zero")
    below = authority(pki.basic(), issuer=zero, subject="below")
    trust("of an authority of length 0", "pass", zero, [zero])
    trust("below an authority of length 0", "fail", below, [below, zero])
    also = authority(pki.basic(length=5), issuer=zero, subject="also")
    trust("below it, with a longer one", "fail", also, [also, zero])
    one = authority(pki.basic(length=0), issuer=short, subject="second")
    trust("below an anchor of length 0", "fail", one, [one])
    line = [root]
    for i in range(8):
        line.append(authority(pki.basic(), issuer=line[-1],
                              subject=f"step{i}"))
    trust("8 authorities", "pass", line[-1], line[:0:-1])
    trust("8 authorities, mixed", "warning", line[-1], sorted(
        line[1:], key=lambda step: step.der[-8:]))
    for i in range(8, 40):
        line.append(authority(pki.basic(), issuer=line[-1],
                              subject=f"step{i}"))
    trust("40 authorities", "not-tested", line[-1], line[:0:-1])
    trust("80 of others", "not-tested", ca, line[1:] * 2 + [ca])
    trust("the way out, and 80 of others", "warning", ca, [ca] + line[1:] * 2)
    trust("200 of others", "not-tested", ca, [ca] + line[1:] * 5)

    # Names that are allowed (RFC 5280 section 4.2.1.10)
    def constrained(title, expected, permitted=(), excluded=(), names=None,
                    **more):
        one = authority(pki.basic(), pki.constraints(permitted, excluded),
                        subject="constrained")
        trust("constraints: " + title, expected, one, [one], names=names,
              **more)

    constrained("permits the domain", "pass", [pki.dns(DOMAIN)])
    constrained("permits another", "fail", [pki.dns("other.test")])
    constrained("excludes the domain", "fail", (), [pki.dns(DOMAIN)])
    constrained("excludes it in capitals", "fail", (),
                [pki.dns(DOMAIN.upper())])
    constrained("excludes another", "pass", (), [pki.dns("other.test")])
    constrained("excludes all", "fail", (), [pki.dns("")])
    constrained("permits and excludes", "fail", [pki.dns("test")],
                [pki.dns(DOMAIN)])
    constrained("permits the end of a label", "fail",
                [pki.dns("mple.test")])
    host = f"case{len(cases)}.{DOMAIN}"
    constrained("one name of two is not permitted", "fail",
                [pki.dns(DOMAIN)], names=[pki.dns(host), pki.dns("a.test")])
    host = f"case{len(cases)}.{DOMAIN}"
    constrained("a wildcard that is not permitted", "fail",
                [pki.dns(host)], names=[pki.dns("*." + DOMAIN)])
    constrained("addresses alone", "pass", (),
                [pki.address(*[0] * 8)])
    host = f"case{len(cases)}.{DOMAIN}"
    constrained("an address that is excluded", "fail", (),
                [pki.address(*[0] * 8)],
                names=[pki.dns(host), pki.address(127, 0, 0, 1)])
    middle = authority(pki.basic(), pki.constraints([pki.dns("other.test")]),
                       subject="upper")
    one = authority(pki.basic(), issuer=middle, subject="lower")
    trust("constraints: two above", "fail", one, [one, middle])

    # What servers show
    trust("for clients", "fail", ca, [ca], pki.purposes(pki.FOR_CLIENTS))
    trust("for no purpose that is known", "fail", ca, [ca],
          pki.purposes(UNHEARD_OF))
    trust("for servers and clients", "pass", ca, [ca],
          pki.purposes(pki.FOR_SERVERS, pki.FOR_CLIENTS))
    trust("for any purpose", "pass", ca, [ca], pki.purposes("2.5.29.37.0"))
    trust("a critical extension that nobody knows", "fail", ca, [ca],
          pki.extension(UNHEARD_OF, b"\5\0", True))
    trust("an authority", "pass", ca, [ca], pki.basic())
    trust("a serial number of 0", "pass", ca, [ca], serial=0)
    trust("a negative serial number", "pass", ca, [ca], serial=-9)

    # Crosses and loops
    partner = authority(pki.basic(), issuer=ca, subject="partner")
    back = Certificate("ca", partner, [pki.basic()], ca.key)
    trust("a loop, and the way out", "pass", ca, [back, partner, ca])
    lost = Certificate("lost", None, [pki.basic()])
    found = Certificate("found", lost, [pki.basic()])
    lost_back = Certificate("lost", found, [pki.basic()], lost.key)
    trust("a loop without a way out", "fail", lost, [lost_back, found])
    cases[-1].expected["@wanted-sent"] = None  # none has a wrong key
    unknown = Certificate("unknown", None, [pki.basic()])
    cross = Certificate("ca", unknown, [pki.basic()], ca.key)
    # GnuTLS and OpenSSL follow the first of a name; others find the second.
    trust("a cross to nobody, first", "fail", ca, [cross, ca])
    trust("a cross to nobody, with its root", "fail", ca,
          [cross, unknown, ca])
    trust("itself, many times", "warning", ca, [ca] * 12)
    twin = Certificate("ca", root, [pki.basic()])
    trust("another of that name, first", "fail", ca, [twin, ca])
    trust("many of that name", "fail", ca, [Certificate(
        "ca", unknown, [pki.basic()]) for _ in range(8)] + [ca])
    trust("another of that name alone", "fail", ca, [twin])
    stranger = Certificate("root", None, [pki.basic()])
    trust("another root of that name", "fail", stranger, [stranger])
    fake = Certificate("ca", stranger, [pki.basic()])
    trust("below another root of that name", "fail", fake, [fake, stranger])
    trust("below it, with the true one", "fail", fake, [fake, ca, root])
    forged = Certificate(pki.name("forged"), unknown, [pki.basic()],
                         called="root")
    trust("the anchor's name, and another's signature", "fail", forged,
          [forged])
    host, one = leaf(None)
    add("by itself", "fail", [one], host)
    host, one = leaf(None, pki.basic())
    add("by itself, an authority", "fail", [one, root], host)

    # Anchors of one name
    namesakes = [Certificate("namesake", extensions=[pki.basic()])
                 for _ in range(8)]
    for number in 0, 3, 7:
        trust(f"of namesake {number}", "pass", namesakes[number], [])
        one = authority(pki.basic(), issuer=namesakes[number])
        trust(f"below namesake {number}", "pass", one, [one])
    one = Certificate("namesake", extensions=[pki.basic()])
    trust("of a namesake that is no anchor", "fail", one, [one])

    # Names (RFC 9525 section 6)
    def named(title, expected, *names, host=None, **more):
        host = host or f"case{len(cases)}.{DOMAIN}"
        names = [pki.dns(one.replace("HOST", host)) if isinstance(one, str)
                 else one for one in names]
        add("name: " + title, expected, [leaf(
            ca, host=host, names=names, **more)[1], ca], host,
            "certificate-name")

    named("its own", "pass", "HOST")
    named("capitals", "pass", "CASE{}.EXAMPLE.TEST".format(len(cases)))
    named("a wildcard", "pass", "*." + DOMAIN)
    for text in ("case*." + DOMAIN, "c*." + DOMAIN, "*e*." + DOMAIN,
                 "**." + DOMAIN, "*", "*.*.test", "*.test", ".*",
                 "*.*", "." + DOMAIN, "*HOST", "*.HOST", ".HOST", "HOST ",
                 " HOST", "HOST.other.test", "x.HOST", DOMAIN,
                 "HOST:995", "pop3s://HOST", "*.case.*", "HOST\0",
                 "\0HOST", "HOST\0.other.test", "*\0." + DOMAIN, "HOST\n",
                 "\u200bHOST"):
        named("\"%r\"" % text, "fail", text)
    named("a dot at the end", "fail", "HOST.")
    named("a wildcard above it", "fail", "*." + DOMAIN,
          host=f"a.b.{DOMAIN}")
    named("an international wildcard", "pass", "*.xn--mnchen-3ya.test",
          host="mail.xn--mnchen-3ya.test")
    named("a wildcard in punycode", "fail", "xn--*." + DOMAIN,
          host="xn--mnchen-3ya." + DOMAIN)
    named("Unicode", "fail", "m\u00fcnchen.test", host="xn--mnchen-3ya.test")
    named("in the common name alone", "fail")
    named("in the common name, beside another's", "fail", "other.test")
    named("in the common name, beside an address of mail", "fail",
          pki.der(0x81, b"user@" + DOMAIN.encode()))
    named("in the common name, beside no names", "fail",
          subject=None)
    named("as an address of mail", "fail", pki.der(
        0x81, f"case{len(cases)}.{DOMAIN}".encode()))
    named("as a URI", "fail", pki.der(
        0x86, f"pop3s://case{len(cases)}.{DOMAIN}/".encode()))
    named("as a name of another kind", "fail", pki.der(0xA0, pki.oid(
        "1.3.6.1.5.5.7.8.7"), pki.der(0xA0, pki.der(
            0x16, f"_pop3s.case{len(cases)}.{DOMAIN}".encode()))))
    named("as a directory's name", "fail", pki.der(0xA4, pki.name(
        f"case{len(cases)}.{DOMAIN}")))
    # Addresses are compared as octets (RFC 9525 section 6.5)
    def addressed(title, expected, *names, **more):
        own = (127, 0, 0, len(cases))
        host = ".".join(map(str, own))
        names = [one(own, host) for one in names]
        add("address: " + title, expected, [leaf(
            ca, host=host, names=names, **more)[1], ca], host,
            "certificate-name")

    addressed("its own", "pass", lambda own, _: pki.address(*own))
    addressed("another", "fail", lambda own, _: pki.address(10, *own[1:]))
    addressed("behind another", "pass", lambda own, _: pki.address(
        10, *own[1:]), lambda own, _: pki.address(*own))
    addressed("as a name", "fail", lambda _, host: pki.dns(host))
    addressed("a wildcard", "fail", lambda _, host: pki.dns(
        "*" + host[host.index("."):]))
    addressed("as text", "fail", lambda _, host: der(0x87, host.encode()))
    addressed("with a mask", "fail", lambda own, _: pki.address(
        *own, 255, 255, 255, 255))
    addressed("in IPv6", "fail", lambda own, _: pki.address(
        *[0] * 10, 255, 255, *own))
    addressed("without its end", "fail", lambda own, _: pki.address(*own[:3]))
    addressed("as a URI", "fail", lambda _, host: der(
        0x86, f"pop3s://{host}/".encode()))
    addressed("in the common name", "fail")

    named("the last of many", "pass", *[f"n{i}.test" for i in range(600)],
          "HOST")
    return cases, [root, short, *namesakes], []
