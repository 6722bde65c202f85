/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sheet that came back filled, through a spreadsheet that may have ruined what it didn't understand: ids
 * lose their digits, dates and decimals take the form of another country, letters are lost, rows are sorted,
 * columns are moved and deleted. Texts go in, and entries and mistakes come out; nothing is written here.
 *
 * In this order: filled_read, filled_wants while the leads stream by, filled_place, then the facts of the
 * leads that rows are about, filled_learn, and filled_judge for each row.
 *
 * A row that has a mistake gives no entry, and nothing that a person wrote is dropped in silence: it is in
 * an entry, or is a mistake.
 */
#ifndef REVIEW_FILLED_H
#define REVIEW_FILLED_H

#include "base/map.h"
#include "review/card.h"
#include "review/decisions.h"
#include "review/terms.h"
#include "table/side.h"

/* The columns of a sheet that are read; behind them, those that a person may answer. */
enum filled_column {
	FILLED_REF,
	FILLED_ID,
	FILLED_NAME,
	FILLED_HANDED,
	FILLED_DAYS,
	FILLED_DECISION,
	FILLED_REASON,
	FILLED_OWNER,
	FILLED_UNTIL,
	FILLED_NOTE,
	FILLED_COLUMNS
};

/* A hand-over in the leads. */
struct filled_lead {
	uint64_t ref;
	struct str id;
	int64_t at;
	bool asked;		      /* by filled_place: a row is about it. The rest is needed only then: */
	struct str word, name, owner; /* the ref as it is written; n 0: unknown */
	const struct str *answer;     /* what stands in each column that a person may answer */
};

struct filled_row {
	uint32_t line;
	size_t row;	    /* of the table */
	size_t lead;	    /* SIZE_MAX: none */
	bool left_out;	    /* counted as empty */
	bool says;	    /* a cell is filled that a person fills */
	bool again;	    /* it says what a row before it says of the same lead */
	struct str mistake; /* n 0: none */
	struct str old_id;  /* as it is written, where the lead is kept as another by now; n 0: it isn't */
};

/* How this spreadsheet writes, as far as it is known. */
struct ruler {
	enum date_order dates; /* of small numbers */
	char decimal;	       /* NUL: not known */
};

struct filled {
	const char *path;
	struct arena arena;
	struct side side;
	size_t column[FILLED_COLUMNS]; /* SIZE_MAX: it isn't there */
	const struct str *ask;	       /* the columns that a person may answer, as they are headed */
	size_t nasks, *ask_column;
	struct filled_row *row;
	size_t n;
	size_t empty, first_empty; /* rows without ref, id and decision; a line */
	struct filled_range {
		uint64_t low, high;
	} * range; /* of the refs, ascending and apart */
	size_t nranges;
	struct map ids;	  /* as they are written */
	struct str *bare; /* ids of rows without a ref, which others may look like */
	size_t nbare;
	struct ruler ruler;
	struct map told; /* words that were taken for others */
};

/* `ask`, `path` and `map` are used until the release. An id that `map` (NULL: there is none) calls old is
 * read as the one that it is kept as, for the leads may have been folded since the sheet was made. False: a
 * mistake, which is reported. */
bool filled_read(struct filled *f, const char *path, struct str bytes, const struct str *ask, size_t nasks,
		 const struct id_map *map, struct diags *diags);
void filled_release(struct filled *f);

/* May a row be about that hand-over? Threads may ask at the same time. */
bool filled_wants(const struct filled *f, uint64_t ref, struct str id);

/* Finds the lead of each row among those that were wanted, or more, no two of one ref. `leads` is what the
 * export is called. */
void filled_place(struct filled *f, struct filled_lead *lead, size_t n, const char *leads,
		  const struct zone *zone);

/* Learns how the spreadsheet writes dates and numbers, from what the rows say of their leads. */
void filled_learn(struct filled *f, const struct filled_lead *lead, int64_t now, const struct zone *zone);

struct judging {
	const struct terms *terms;
	const struct time_style *times; /* the agreement's */
	char decimal;			/* the agreement's */
	int64_t at;			/* a moment */
	struct str by;
	bool again;	     /* newer decisions are overruled */
	struct diags *diags; /* gets notes alone */
};

enum judged {
	JUDGED_EMPTY,	/* it says nothing */
	JUDGED_KNOWN,	/* and what it says stands in the decisions */
	JUDGED_ENTRY,	/* which is written to *out, and lives as long as the sheet */
	JUDGED_MISTAKE, /* see the row's */
};
/* `r`: what is decided about its lead; NULL: nothing. */
enum judged filled_judge(struct filled *f, size_t row, const struct filled_lead *lead,
			 const struct judging *j, const struct ruling *r, struct entry *out);

/* ---- for the parts of it ---- */

static inline struct str filled_cell(const struct filled *f, const struct filled_row *r, enum filled_column c)
{
	return f->column[c] == SIZE_MAX ? STR("") : side_cell(&f->side, r->row, f->column[c]);
}

static inline struct str filled_ask(const struct filled *f, const struct filled_row *r, size_t ask)
{
	return f->ask_column[ask] == SIZE_MAX ? STR("") : side_cell(&f->side, r->row, f->ask_column[ask]);
}

/* Ids in a spreadsheet: how well a cell fits one. */
enum id_fit { ID_OTHER, ID_RUINED, ID_SAME };
enum id_fit filled_id_fits(struct str cell, struct str id);

/* The readings of a date, distinct ones, at most two; those that are possible where the order is known. */
size_t filled_dates(const struct filled *f, struct str cell, const struct zone *zone, int64_t out[2]);

/* May it be two dates, whatever is known of the order? */
bool filled_date_doubtful(struct str cell, const struct zone *zone);

/* Notes once that words were taken for others. */
void filled_tell_taken(struct filled *f, struct diags *diags, const char *what, struct str typed,
		       struct str taken);

/* What a cell answers, as the agreement reads it; `known` is what the lead has. False: *mistake. An answer
 * that says nothing new is n 0. */
bool filled_answer(struct filled *f, struct str cell, struct str known, const struct judging *j,
		   struct str *answer, struct str *mistake);

#endif
