#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Servers that let nobody in just now: what was not asked is not-tested, never wrong.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/table.sh"
require xmllint

say "throttled at once: nothing can be said"
read_table <<'END'
throttle-421 smtp:explicit stage=greeting verdict=not-tested greeting=not-tested tls-*=not-tested tls-best=not-tested
throttle-421 imap:explicit stage=greeting verdict=not-tested greeting=not-tested tls-*=not-tested tls-best=not-tested
throttle-421 pop3:explicit stage=greeting verdict=not-tested greeting=not-tested tls-*=not-tested tls-best=not-tested
throttle-421 smtp:implicit stage=greeting verdict=not-tested mode=pass greeting=not-tested
throttle-421 imap:implicit stage=greeting verdict=not-tested mode=pass greeting=not-tested
END
play_table 5
expect_exit 2

say "throttled after some, or beside some: each verdict is right, or not there"
read_table <<'END'
throttle-after=3 smtp:explicit tls:1.0-1.2 tls-1.0=warning/not-tested tls-1.1=warning/not-tested tls-1.2=pass/not-tested tls-1.3=pass/not-tested
throttle-after=3 imap:explicit tls:1.2-1.3 tls-*=pass/not-tested
throttle-after=3 pop3:explicit tls:1.2-1.3 tls-*=pass/not-tested
throttle-after=1 imap:explicit tls:1.0-1.3 tls-1.0=not-tested/warning tls-1.1=not-tested/warning tls-1.2=not-tested/pass tls-1.3=not-tested/pass
throttle-concurrent=2 smtp:explicit tls:1.0-1.2 tls-1.0=warning/not-tested tls-1.1=warning/not-tested tls-1.2=pass/not-tested tls-1.3=pass/not-tested
throttle-concurrent=2 imap:explicit tls:1.2-1.3 tls-*=pass/not-tested
throttle-concurrent=2 imap:implicit tls:1.2-1.3 tls-*=pass/not-tested
throttle-concurrent=2 pop3:explicit tls:1.2-1.3 tls-*=pass/not-tested
reset-after=3 imap:implicit tls:1.0-1.3 tls-1.0=not-tested/warning tls-1.1=not-tested/warning tls-1.2=pass/not-tested tls-1.3=pass/not-tested
reset-after=3 smtp:explicit tls:1.0-1.3 tls-1.0=not-tested/warning tls-1.1=not-tested/warning tls-1.2=pass/not-tested tls-1.3=pass/not-tested
reset-after=3 pop3:implicit tls:1.2-1.3 tls-1.0=not-tested/pass tls-1.1=not-tested/pass tls-1.2=pass/not-tested tls-1.3=pass/not-tested
END
play_table 8
for endpoint in 1 4 9 10; do
	expect_verdict not-tested $endpoint
done

say "one connection at a time finds out everything"
read_table <<'END'
throttle-concurrent=1 imap:explicit tls:1.0-1.2 verdict=pass tls-1.0=warning tls-1.1=warning tls-1.2=pass tls-1.3=pass
throttle-concurrent=1 smtp:explicit tls:1.2-1.3 verdict=pass tls-*=pass
END
play_table 8 --jobs 1
expect_exit 0
