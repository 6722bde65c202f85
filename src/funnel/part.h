/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The counts of a funnel as a CSV that is read back, so that the funnel of
 * many files or machines is the sum of its parts, medians included: a part of
 * the whole and the parts of any split of its rows come to the same bytes.
 *
 * The header is part,name,n,value,detail and the heads of the groups. Rows
 * that are `about` the part come first and are alike in all parts that go
 * together, but for `now`; of the other rows the counts add up; `end` is the
 * last. Zeros have no row, spellings and spans stand in their order, so that
 * equal counts are equal bytes. leadfunnel(1) lists the rows.
 *
 * A part is read as strictly as it is written: a cell that could not stand
 * where it does is an error, and so is a part without its end.
 */
#ifndef FUNNEL_PART_H
#define FUNNEL_PART_H

#include "funnel/funnel.h"

/* A funnel that was merged but not settled, as funnel_counter writes it. */
void part_write(void *self, int64_t now, struct buf *out);

/* Of parts that are being read, by a counter whose plan is a pointer to this; funnel and plan are there for
 * all to see, once parts_close is done. */
struct parts {
	struct funnel_plan plan;
	struct grouping grouping;
	struct funnel *funnel;
	int64_t now, oldest; /* of the parts that counted latest and earliest */
	struct buf error;    /* what is wrong: "jan.part:17: …" */

	const char **files;
	size_t nfiles, whole;	     /* parts read to their end: one of each file */
	const char *file;	     /* of the part at hand; NULL: it has ended */
	const struct record *record; /* the row at hand */
	uint64_t rows;		     /* of this part, before that one */
	size_t nabout;		     /* of this part */
	bool about;		     /* it is still about the part */
	struct said *said;	     /* what the first part says about itself */
	size_t nsaid, said_cap;
	enum period cohort;
	bool cohorts;
	uint64_t leads, spans; /* of all, which are not to grow beyond measure, */
	__int128 money;	       /* nor are the values, whatever their sign */
	struct buf cell[5];    /* decoded, as the header names them */
	struct buf *value;     /* per item of the groups */
	struct str *values;
	struct arena arena;
};

extern const struct counter_kind parts_counter;

/* The header, and the files in their order (none: standard input), which outlive it as the agreement does.
 * False: this is no part, and `error` says so. parts_release is due whatever it said. */
bool parts_open(struct parts *p, const struct agreement *a, const struct str *head, size_t n,
		const char *const *files, size_t nfiles);
void parts_release(struct parts *p);

/* The next row; and the end of them all. False: see `error`. */
bool parts_row(struct parts *p, const struct record *r);
bool parts_close(struct parts *p);

#endif
