# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors

# MAILSONDE_SANITIZER: --with-sanitizer=address,undefined or =thread. Sets
# SANITIZER_FLAGS, for compiler and linker alike.
AC_DEFUN([MAILSONDE_SANITIZER], [
	AC_ARG_WITH([sanitizer],
		[AS_HELP_STRING([--with-sanitizer=LIST],
			[build with these: address,undefined or thread])],
		[], [with_sanitizer=no])
	SANITIZER_FLAGS=
	AS_CASE([$with_sanitizer],
		[yes], [AC_MSG_ERROR(
			[--with-sanitizer wants a list, as address,undefined])],
		[no], [],
		[SANITIZER_FLAGS="-fsanitize=$with_sanitizer \
-fno-sanitize-recover=all -fno-omit-frame-pointer"])
	AS_IF([test -n "$SANITIZER_FLAGS"], [
		AC_MSG_CHECKING([whether $CC links with $SANITIZER_FLAGS])
		mailsonde_saved_cflags=$CFLAGS
		CFLAGS="$CFLAGS $SANITIZER_FLAGS"
		AC_LINK_IFELSE([AC_LANG_PROGRAM([[]], [[]])],
			[AC_MSG_RESULT([yes])],
			[AC_MSG_RESULT([no])
			AC_MSG_ERROR([cannot build with --with-sanitizer=$with_sanitizer])])
		CFLAGS=$mailsonde_saved_cflags
	])
	AC_SUBST([SANITIZER_FLAGS])
])
