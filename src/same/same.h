/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows that are one lead: the `same lead` statement of an agreement, bound to an input. While rows stream by,
 * each thread keeps them and their keys (same_count.c); when all are known they are joined, key by key in the
 * order of the agreement (same_join.c), and what comes of it is a sameness, which reports and outputs read.
 *
 * Everything is decided by the rows and their order in the input; which thread has seen which makes no
 * difference.
 */
#ifndef SAME_SAME_H
#define SAME_SAME_H

#include "agreement/fields.h"
#include "figures/counter.h"
#include "lead/id_map.h"

struct same_plan;
struct same_count;

/* NULL after a mistake, which is reported. The files are those that are read, by the names that batches say;
 * each is a system of its own, by its place. */
struct same_plan *same_bind(const struct same_lead *same, struct names *n, const char *const *file,
			    size_t files);
void same_free(struct same_plan *p);

/*
 * Has rows of one id be one lead, and those of old ids that of the id which the map keeps, whatever else they
 * say; and keeps the rows of a kept id that is parted from those of any other. `id`: the columns of ids,
 * which are copied; of several each has ids of its own. The map outlives the plan, and is not changed before
 * the rows are joined. Call it before the first row.
 */
void same_follow(struct same_plan *p, const struct id_map *map, const size_t *id, size_t ids);

extern const struct counter_kind same_counter; /* of such a plan */

enum { KEY_NONE = UINT16_MAX, KEY_MAP = UINT16_MAX - 1 };

/* A row that was read, in the order of the input. */
struct same_row {
	uint32_t lead;	 /* which lead it is: 0, 1, 2 … in the order of their first rows */
	uint32_t to;	 /* the row that it was joined to; its own number where none was before */
	uint16_t key;	 /* by which key of the agreement; KEY_NONE: none; KEY_MAP: by its id */
	uint16_t system; /* which of several files it comes from; 0 */
	uint32_t next;	 /* the lead's next row; UINT32_MAX: the last */
};

/* A join that was left out, because it would have brought together what is apart; or a value that joins
 * nobody. */
struct same_spared {
	enum { SPARED_APART, SPARED_NAMES, SPARED_NOBODY } why;
	uint16_t key;
	struct str value; /* as the row has it */
	uint32_t row, to; /* APART: the two; otherwise `row` is the first that has the value */
	uint32_t rows;	  /* not APART: how many have it */
	uint32_t names;	  /* NAMES: how many different names, at least */
	size_t apart;	  /* APART: which of the agreement's columns; APART_MAP: the map of ids parts them */
};
#define APART_MAP (SIZE_MAX - 1)

/* Of a key with the name: the rows whose name doesn't say who it is. */
struct same_vague {
	uint16_t key;
	uint64_t part; /* it is one word, by which the key joins nobody */
	uint64_t
		several; /* it may be that of several people who have the value, and they are none of these */
	uint32_t row;	 /* the first of the latter */
};

struct sameness {
	const struct same_plan *plan;
	struct same_row *row;
	size_t rows, leads;
	uint32_t *first; /* of each lead, its first row */
	uint32_t *size;	 /* and how many it has */
	struct same_spared *spared;
	size_t nspared, spared_cap;
	struct same_vague *vague;
	size_t nvague;
	size_t by_map;	      /* leads that are one by their ids alone: by the keys they would be several */
	uint32_t by_map_lead; /* the first of them */
	struct same_count *count; /* private: where the rows are */
};

/* After settling: what was found. Valid as long as the counter. */
const struct sameness *same_found(const void *counter);

/* A row's bytes as they came, with its file and line. */
struct kept_row same_kept(const struct sameness *s, uint32_t row);

/* Rows in any order, at most RUN_MOST of them, as a run; valid until the next. It pays to ask so many, of
 * about so many bytes. */
enum { SAME_ROWS = 256, SAME_ROWS_BYTES = 1 << 18 };
struct rows *same_rows(const struct sameness *s, const uint32_t *row, size_t n);

/* Asks some of that run together what same_value will ask of each. */
void same_foresee(const struct sameness *s, uint16_t key, struct rows *r, struct asked ask);

/* What a key saw in a row, which is the current one of that run, in the words of its cells:
 * "j.smith@acme.com", "acme.com, John Smith"; KEY_MAP: its kept id. Into the buffer, which is cleared. */
struct str same_value(const struct sameness *s, uint32_t row, uint16_t key, struct buf *out);

#endif
