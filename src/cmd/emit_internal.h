/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two ways of writing rows share: one after the other (emit.c), and those of a run (emit_run.c). */
#ifndef CMD_EMIT_INTERNAL_H
#define CMD_EMIT_INTERNAL_H

#include "cmd/emit.h"

/* Is there anything to quote, escape or guard in a text? */
bool emit_needs_care(const struct emitter *e, struct str text);

/* One piece of the current row, or one that is no value of any row. */
void emit_piece(struct emitter *e, struct worker *w, const struct record *r, const struct piece *piece,
		struct buf *out);

#endif
