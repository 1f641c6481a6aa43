# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors

# MAILSONDE_HARDENING: what makes a mistake of ours harder to use, as far as
# compiler and linker know it. Sets HARDENING_CPPFLAGS, HARDENING_CFLAGS and
# HARDENING_LDFLAGS; tests/hardening.sh reads from the programs what came of
# it. Where the C library's own start lacks the landing pads of CET, a program is
# not marked to have them all (-z ibt): that would be untrue.
AC_DEFUN([MAILSONDE_HARDENING], [
	AC_ARG_ENABLE([hardening],
		[AS_HELP_STRING([--disable-hardening],
			[build without stack protector, FORTIFY, RELRO and the like])],
		[], [enable_hardening=yes])
	HARDENING_CPPFLAGS=
	HARDENING_CFLAGS=
	HARDENING_LDFLAGS=
	AS_IF([test "$enable_hardening" != no], [
		MAILSONDE_HARDEN([CFLAGS], [-fPIE])
		MAILSONDE_HARDEN([CFLAGS], [-fstack-protector-strong])
		MAILSONDE_HARDEN([CFLAGS], [-fstack-clash-protection])
		MAILSONDE_HARDEN([CFLAGS], [-fcf-protection=full])
		MAILSONDE_HARDEN([CFLAGS], [-mbranch-protection=standard])
		MAILSONDE_HARDEN([LDFLAGS], [-pie])
		MAILSONDE_HARDEN([LDFLAGS], [-Wl,-z,relro])
		MAILSONDE_HARDEN([LDFLAGS], [-Wl,-z,now])
		MAILSONDE_HARDEN([LDFLAGS], [-Wl,-z,noexecstack])
		AS_CASE([$HARDENING_CFLAGS], [*-fcf-protection*],
			[MAILSONDE_HARDEN([LDFLAGS], [-Wl,-z,shstk])
			MAILSONDE_HARDEN([LDFLAGS], [-Wl,-z,ibtplt])
			MAILSONDE_LANDING_PADS
			AS_IF([test "$mailsonde_cv_landing_pads" = yes],
				[MAILSONDE_HARDEN([LDFLAGS], [-Wl,-z,ibt])])])
		MAILSONDE_FORTIFY
	])
	AC_SUBST([HARDENING_CPPFLAGS])
	AC_SUBST([HARDENING_CFLAGS])
	AC_SUBST([HARDENING_LDFLAGS])
])

# MAILSONDE_HARDEN(CFLAGS or LDFLAGS, FLAG): adds it to HARDENING_... if a
# program that is built with it links.
AC_DEFUN([MAILSONDE_HARDEN], [
	AS_VAR_PUSHDEF([known], [mailsonde_cv_harden_$2])
	AC_CACHE_CHECK([whether $CC hardens with $2], [known], [
		mailsonde_saved_cflags=$CFLAGS
		mailsonde_saved_ldflags=$LDFLAGS
		CFLAGS="$CFLAGS -Werror $HARDENING_CFLAGS"
		LDFLAGS="$LDFLAGS $HARDENING_LDFLAGS"
		$1="[$]$1 $2"
		AC_LINK_IFELSE([AC_LANG_PROGRAM([[]], [[]])],
			[AS_VAR_SET([known], [yes])],
			[AS_VAR_SET([known], [no])])
		CFLAGS=$mailsonde_saved_cflags
		LDFLAGS=$mailsonde_saved_ldflags
	])
	AS_VAR_IF([known], [yes], [HARDENING_$1="$HARDENING_$1 $2"])
	AS_VAR_POPDEF([known])
])

# Whether all of a program has landing pads: the linker names what has none.
AC_DEFUN([MAILSONDE_LANDING_PADS], [
	AC_CACHE_CHECK([whether the C library starts with landing pads],
		[mailsonde_cv_landing_pads], [
		mailsonde_saved_cflags=$CFLAGS
		mailsonde_saved_ldflags=$LDFLAGS
		CFLAGS="$CFLAGS $HARDENING_CFLAGS"
		LDFLAGS="$LDFLAGS $HARDENING_LDFLAGS -Wl,-z,cet-report=error"
		AC_LINK_IFELSE([AC_LANG_PROGRAM([[]], [[]])],
			[mailsonde_cv_landing_pads=yes],
			[mailsonde_cv_landing_pads=no])
		CFLAGS=$mailsonde_saved_cflags
		LDFLAGS=$mailsonde_saved_ldflags
	])
])

# The highest level that the C library has for these CFLAGS: it wants the
# optimizer, and the sanitizers look at the same functions themselves.
AC_DEFUN([MAILSONDE_FORTIFY], [
	AS_IF([test -z "$SANITIZER_FLAGS"], [
		AC_CACHE_CHECK([for the level of FORTIFY_SOURCE],
			[mailsonde_cv_fortify], [
			mailsonde_cv_fortify=none
			mailsonde_saved_cflags=$CFLAGS
			for level in 2 3; do
				CFLAGS="$mailsonde_saved_cflags -Werror \
-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$level"
				AC_COMPILE_IFELSE([AC_LANG_SOURCE([[
#include <string.h>
#if !defined __USE_FORTIFY_LEVEL || \
	__USE_FORTIFY_LEVEL < _FORTIFY_SOURCE
#error level
#endif
]])], [mailsonde_cv_fortify=$level])
			done
			CFLAGS=$mailsonde_saved_cflags
		])
		AS_IF([test "$mailsonde_cv_fortify" != none],
			[HARDENING_CPPFLAGS="-U_FORTIFY_SOURCE \
-D_FORTIFY_SOURCE=$mailsonde_cv_fortify"])
	])
])
