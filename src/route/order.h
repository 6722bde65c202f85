/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `assign in order of EXPR`: the rows that are to be decided about are kept in a first reading, decided about
 * in the order of their values before any row is written, and what was decided is found again by the row's
 * number. Equal values stay in the order of the input; rows without a value come last.
 */
#ifndef ROUTE_ORDER_H
#define ROUTE_ORDER_H

#include "agreement/fields.h"

struct order;

/* Returns NULL after a mistake, which is reported. */
struct order *order_new(struct names *n, const struct assign_order *said);
void order_free(struct order *o);

/* Reads the values of those rows ahead, before one after the other is kept, or read again. */
void order_foresee(const struct order *o, struct rows *r, struct asked leads);

/* Keeps the current row, and returns its place among those kept. Rows come in the order of the input. */
size_t order_keep(struct order *o, struct frame *f);

/* Is one kept row decided about before another? */
bool order_before(const struct order *o, size_t a, size_t b);

/* When all are kept: the next in their order, and its place among them; NULL after the last. */
const struct kept_row *order_next(struct order *o, size_t *place);

/* The place of a row among those kept, which are asked for mostly in the order of the input; and how many
 * there are. */
size_t order_place(struct order *o, uint64_t row);
size_t order_size(const struct order *o);

/* Reads the value in the current row, so that a cell that can't be read is noted where it stands. */
void order_read(const struct order *o, struct frame *f);

#endif
