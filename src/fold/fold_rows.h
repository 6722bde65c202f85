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

/* Are rows laid out together, one after the other? Else each may be written by itself: all leads of a shard
 * into its `rows`, in which thread ever (returns where the row of each ends, to be freed), and one of those
 * to the output. */
bool rows_laid_out(const struct fold_writer *w);
size_t *rows_write(const struct fold_writer *w, struct shard *s);
bool rows_add_written(struct fold_writer *w, struct str row);

/* The last of it. */
bool rows_end(struct fold_writer *w);

#endif
