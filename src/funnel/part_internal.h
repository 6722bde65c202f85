/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that write parts, read them, and know what they say about themselves tell each other. */
#ifndef FUNNEL_PART_INTERNAL_H
#define FUNNEL_PART_INTERNAL_H

#include "funnel/funnel_internal.h"
#include "funnel/part.h"

enum { CELL_PART, CELL_NAME, CELL_N, CELL_VALUE, CELL_DETAIL, CELLS };
extern const char *const part_heads[CELLS];

/* By enum group_order. */
enum { ORDERS = GROUP_BY_PLACE + 1 };
extern const char *const order_words[ORDERS];

/* The first rows, in their order; behind them stand those of the groups' items. */
enum { ABOUTS = 7 };
struct about {
	const char *name;
	void (*write)(struct buf *out, const struct funnel *s, int64_t now);
	bool (*read)(struct parts *p, struct str detail);
	bool each; /* read in every part, and not only compared with the first */
};
extern const struct about abouts[ABOUTS];

/* Such a row, as the first part has it. */
struct said {
	struct str name, n, detail;
};

/* The number of a word; SIZE_MAX: it is none of them. */
size_t word_of(struct str word, const char *const *words, size_t n);

/* Says what is wrong with the row at hand; false. */
__attribute__((format(printf, 2, 3))) bool parts_wrong(struct parts *p, const char *format, ...);

/* A cell as messages quote it: not all of one that goes on and on. */
static inline struct str brief(struct str s)
{
	return s.n > 40 ? str_slice(s, 0, 40) : s;
}

#endif
