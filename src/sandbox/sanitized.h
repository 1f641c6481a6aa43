/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* SANITIZED is defined in a build with a sanitizer, which asks the system for
 * what the program itself never does. */
#ifndef MAILSONDE_SRC_SANDBOX_SANITIZED_H
#define MAILSONDE_SRC_SANDBOX_SANITIZED_H

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#endif
