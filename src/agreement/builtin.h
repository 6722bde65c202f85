/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is built into every tool: a default agreement, and the fields of the CRMs it was written for.
 */
#ifndef AGREEMENT_BUILTIN_H
#define AGREEMENT_BUILTIN_H

#include "expr/program.h"

/* A field that agreements may name on any export, and the headers it goes by, likeliest first. Its own name
 * is tried before them. */
struct builtin_field {
	const char *name;
	enum type kind;	     /* TYPE_NONE: as the other side says */
	const char *headers; /* separated by | */
	const char *noun;    /* what people call it */
};

extern const struct builtin_field builtin_fields[]; /* name NULL ends */

/* The built-in agreement's text. */
struct str agreement_builtin(void);

#endif
