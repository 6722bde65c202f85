/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What expressions are computed from on this input, through the fields that they name. */
#ifndef AGREEMENT_ORIGINS_H
#define AGREEMENT_ORIGINS_H

#include "agreement/fields.h"

struct origins {
	struct names *names;
	bool *column; /* per column: it is one of them */
	bool table;   /* a cell of a side table is */
	bool *met;    /* per field of the agreement */
	size_t *ask;  /* of those met: what they are computed from has yet to be added */
	size_t n;
};

void origins_init(struct origins *o, struct names *n);
void origins_release(struct origins *o);

/* Adds those of one more expression; NULL: nothing. */
void origins_add(struct origins *o, const struct expr *e);

#endif
