/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of the source tree, taken into the program as it stands. The
 * assembler looks for it where the compiler looks for headers, so its path is
 * that of an #include, below src/, whatever folder the compiler is started in.
 * The Makefile names it as something that the object depends on.
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "base/str.h"

/* Defines the bytes of the file as `name`, for EMBEDDED(name) in the same C file. No other file may have the
 * same name. */
#define EMBED(name, path)                                              \
	__asm__(".pushsection .rodata\n"                               \
		".globl embed_" #name "_begin, embed_" #name "_end\n"  \
		".hidden embed_" #name "_begin, embed_" #name "_end\n" \
		"embed_" #name "_begin:\n"                             \
		".incbin \"" path "\"\n"                               \
		"embed_" #name "_end:\n"                               \
		".popsection\n");                                      \
	extern const char embed_##name##_begin[], embed_##name##_end[]

#define EMBEDDED(name) \
	((struct str){ embed_##name##_begin, (size_t)(embed_##name##_end - embed_##name##_begin) })

#endif
