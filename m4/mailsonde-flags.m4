# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors

# MAILSONDE_REQUIRE_CFLAG(FLAG): adds it to MAILSONDE_CFLAGS, or gives up.
AC_DEFUN([MAILSONDE_REQUIRE_CFLAG], [
	MAILSONDE_TRY_CFLAG([$1], [],
		[AC_MSG_ERROR([the C compiler $CC does not know $1])])
])

# MAILSONDE_CFLAG(FLAG): adds it to MAILSONDE_CFLAGS if the compiler knows it.
AC_DEFUN([MAILSONDE_CFLAG], [MAILSONDE_TRY_CFLAG([$1], [], [])])

AC_DEFUN([MAILSONDE_TRY_CFLAG], [
	AS_VAR_PUSHDEF([known], [mailsonde_cv_cflag_$1])
	AC_CACHE_CHECK([whether $CC knows $1], [known], [
		mailsonde_saved_cflags=$CFLAGS
		# Clang only warns of what it does not know.
		CFLAGS="$CFLAGS -Werror $1"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[]], [[]])],
			[AS_VAR_SET([known], [yes])],
			[AS_VAR_SET([known], [no])])
		CFLAGS=$mailsonde_saved_cflags
	])
	AS_VAR_IF([known], [yes],
		[MAILSONDE_CFLAGS="$MAILSONDE_CFLAGS $1"; $2], [$3])
	AS_VAR_POPDEF([known])
])
