/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a fold on their way out; private to fold/. */
#ifndef FOLD_FOLD_ROWS_H
#define FOLD_FOLD_ROWS_H

#include "fold/fold_values.h"

struct fold_writer *rows_new(const struct fold_plan *p, struct rows_form form);
void rows_free(struct fold_writer *w);

/* Writes a lead. False: it can't be written, which was reported; nothing more will be. */
bool rows_add(struct fold_writer *w, const struct shard *s, const struct lead_head *lead);

/* Are rows laid out together, one after the other? Else threads may write them, piece by piece. */
bool rows_laid_out(const struct fold_writer *w);

/* Rows on their way into a piece, and what working them out needs: each thread has its own. */
struct rows_piece {
	struct fold_values values;
	struct buf cell, out;
};
void piece_init(struct rows_piece *r, const struct fold_plan *p);
void piece_release(struct rows_piece *r);
void piece_add(struct rows_piece *r, const struct fold_writer *w, const struct shard *s,
	       const struct lead_head *lead);

/* Writes a piece, behind those before it, and clears it; by one thread at a time. False: as above. */
bool rows_put(struct fold_writer *w, struct rows_piece *r);

/* The last of it. */
bool rows_end(struct fold_writer *w);

#endif
