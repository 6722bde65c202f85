/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The value of a stage, and the currency it is in, as far as the row says. Amounts in two currencies have no
 * sum: whoever adds them up leaves it empty, and says why.
 *
 * A row says it twice: by a mark in the cell ($, EUR), for which one in the header stands where the cell has
 * none (`Amount (EUR)`), and by the word in the column of currencies that stands beside the amounts. Neither
 * may differ between the rows of a sum. What says nothing fits all.
 *
 * A value is converted, and then in no currency that is said, if it is computed with a cell of a side table,
 * a column of rates or the column of currencies itself.
 */
#ifndef LEAD_MONEY_H
#define LEAD_MONEY_H

#include "lead/stage.h"

enum currency_said { SAID_BY_MARK, SAID_BY_WORD, SAID_MOST };

/* Bound once, shared by all threads. */
struct money {
	const struct step *stage;
	const struct code *value;   /* NULL: the stage has none */
	const struct code **marked; /* cells that may have a mark */
	struct str *headed;	    /* the mark in the header of each; none is empty */
	size_t nmarked;
	const struct code *words; /* of the column beside them; NULL: there is none */
};

/* Returns false after mistakes, which are reported. */
bool money_bind(struct money *m, const struct step *stage, struct names *n);

/* The currencies of one sum, by their numbers in its `currencies`. */
#define CURRENCY_UNSAID 0
#define CURRENCY_MIXED	UINT32_MAX
struct currency {
	uint32_t said[SAID_MOST];
};

static inline bool currency_mixed(struct currency c)
{
	return c.said[SAID_BY_MARK] == CURRENCY_MIXED || c.said[SAID_BY_WORD] == CURRENCY_MIXED;
}

/* That of two sums together. */
struct currency currency_of_both(struct currency a, struct currency b);

/* The currencies of one stage that a thread has met, and the rows of each. */
struct currencies {
	struct currency_met {
		struct str name;
		uint64_t rows[SAID_MOST];
	} * at; /* number i + 1 */
	size_t n, cap;
	struct arena arena;
	struct map number;
	struct buf last[SAID_MOST]; /* what a cell said last, and its number */
	uint32_t last_number[SAID_MOST];
};

void currencies_release(struct currencies *c);

/* The number of a currency, by its name as it is kept. */
uint32_t currencies_number(struct currencies *c, struct str name);

/* Is it the header of a column of currencies? */
bool currency_column(struct str header);

/* A cell in one more row says its currency, which is added to that of a sum. `again`: in another sum, its row
 * was counted already. */
void currency_meet(struct currencies *met, struct currency *sum, enum currency_said by, struct str said,
		   bool again);

/* Adds another's, and gives each of the other's numbers its new one, in room for n + 1 of them. */
void currencies_merge(struct currencies *into, const struct currencies *from, uint32_t *number);
struct currency currency_renumbered(struct currency c, const uint32_t *number);

/* The lead's value, in millionths; its currency is added to that of the sum, as by currency_meet. Returns
 * false if there is none, or if it is too large to be summed, which ends the run. */
bool money_read(const struct money *m, struct frame *f, bool again, struct currencies *met,
		struct currency *sum, __int128 *out);

/* Reads the cells that money_read will ask for of those rows, together. They are valid until they are given
 * back, in reverse order. */
struct money_cells {
	const double *value;
	const struct str *mark; /* the only cells that may say a currency; NULL: there are others */
};
struct money_cells money_ask(const struct money *m, struct rows *rows, struct asked ask);
void money_ask_back(struct rows *rows);

/* False: the value of that row is to be read, for it isn't just a whole number, or its cell isn't. */
bool money_is_plain(const struct money_cells *x, size_t row, __int128 *out);

/* Says, whatever is silenced, that sums are left empty. */
void currencies_say(const struct currencies *c, struct str stage, struct diags *diags);

#endif
