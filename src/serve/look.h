/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the pages look like, and what their few lines of script do. Built in
 * from data/serve/ (tools/embed-page.sh). */
#ifndef MAILSONDE_SRC_SERVE_LOOK_H
#define MAILSONDE_SRC_SERVE_LOOK_H

extern const char look_style[]; /* behind the report's own */
extern const char look_script[];
extern const char look_icon[];
extern const char look_openapi[]; /* what programs can ask */

#endif
