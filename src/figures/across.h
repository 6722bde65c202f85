/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as a grid (--across). The values of one item of the grouping are its columns, the groups of all
 * other items are its lines, and a cell has the figures of the leads that are in both. The last column has
 * all leads of a line, the last line all leads of a column; columns beyond a limit, or without a name in a
 * list, are one, `(other)`.
 *
 * No figure is made of other figures: every cell is a sum of groups, whoever counts the leads adds those up
 * (across_sum), and the flat report prints the sums in place of its groups, line by line, column by column.
 * From its rows the grid takes the figures that were asked for. So it works for any report of groups.
 */
#ifndef FIGURES_ACROSS_H
#define FIGURES_ACROSS_H

#include "figures/group.h"
#include "report/column.h"

enum {
	ACROSS_MOST = 1000, /* columns of groups */
	ACROSS_FEW = 20	    /* a share of fewer leads is marked for people */
};

/* ---- what is asked for ---- */

/* The options. */
struct across_asked {
	const char *across, *figure, *groups;
};

/* What a flat report has for each group: a row for each of its parts, which are stages and exits, or
 * clocks. */
struct across_kind {
	const struct report *report;
	size_t keys;		   /* columns at its beginning that name a row, and are no figures */
	const struct column *when; /* the one of them that is a moment, NULL: none */
	const char *whose, *what;  /* "the funnel", "stage" */
	struct str *part;
	size_t parts, standard; /* the part of a figure that names none */
	const char *figure;	/* what is shown unless something is asked for */
};

/* Bound before the first row, shared by all threads. */
struct across_plan {
	const struct grouping *grouping;
	size_t item; /* of the grouping: whose values are the columns */
	size_t most; /* so many of them, the rest is `(other)`; 0: all */
	bool fixed;  /* the columns are these, and `(other)` */
	struct str *name;
	size_t names;
	struct across_figure {
		struct str head; /* as it was asked for: COLUMN, or PART.COLUMN … */
		struct str name; /* … which this is */
		size_t part;
		const struct column *column;
		size_t repeat;
	} * figure;
	size_t figures;
};

/* Reports options that are of no use without --across, or beside each other. Returns false after mistakes,
 * as all of these. */
bool across_check(const struct across_asked *asked, int64_t limit, struct diags *diags);

/* Finds the item in the grouping by its words; of leads, it is added if it isn't there. */
bool across_find_item(struct across_plan *p, const char *words, const struct grouping *g,
		      struct diags *diags);
bool across_bind_item(struct across_plan *p, const char *words, struct grouping *g, struct names *n);

/* The names of columns: a list with commas between, or @FILE with one a line. NULL: as they come. */
bool across_bind_groups(struct across_plan *p, const char *words, struct arena *arena, struct diags *diags);

/* The figures, each COLUMN or PART.COLUMN; NULL: the standard one. `view` is enough for the flat report's
 * heads. */
bool across_bind_figures(struct across_plan *p, const char *words, const struct across_kind *kind,
			 const void *view, struct arena *arena, struct diags *diags);

/* ---- the grid's lines and columns ---- */

struct across;

/* Of groups after their last lead, which outlive it. */
struct across *across_new(const struct across_plan *p, struct groups *of);
void across_free(struct across *a);

size_t across_lines(const struct across *a); /* all leads' line is the last, and the only one without items */
size_t across_columns(const struct across *a); /* all leads' column is the last */

/* For a page: which lines are the largest, and all leads; *kept: how many groups. To be freed. */
bool *across_largest(const struct across *a, size_t most, size_t *kept);

/*
 * Cells are numbered line by line. Until it is folded the grid has all columns, and only totals are cells:
 * those of each line but the last, of each column but the last, and of all leads, which are the last cell of
 * both.
 */
size_t across_cells(const struct across *a);

/* A cell is the sum of these groups; returns how many. */
size_t across_sum(const struct across *a, size_t cell, const uint32_t **group);

/* The cells, at most 4, that leads with these values, one for each item of the grouping, are or would be in;
 * returns how many. */
size_t across_find(const struct across *a, const struct str *value, size_t *cell);

/* Orders lines and columns by one key each, of all but the last, the largest first, NaN last, before the
 * grid is folded. What has an order of its own (periods, bands) keeps it. */
void across_sort(struct across *a, const double *line, const double *column);

/* Folds columns into `(other)` as the plan says. If there are still too many, it has no cells to ask for. */
void across_fold(struct across *a);

/* Are there no more columns than a grid can have? Otherwise it is reported, unless diags is NULL. */
bool across_fits(const struct across *a, struct diags *diags);

/* Notes names of columns that no lead has, if one that is meant may be in `(other)`. */
void across_say(const struct across *a, struct diags *diags);

/* The value of item i in a cell, `(other)` or `(all)`; empty where it is missing. */
struct str across_value(const struct across *a, size_t cell, size_t item);

/* Does a column have a value, and not what is missing, another one, or any? And its place by the number of
 * its leads: 0 is all leads, 1 the largest, and the last `(other)`. */
bool across_is_value(const struct across *a, size_t column);
size_t across_rank(const struct across *a, size_t column);

/* ---- the grid ---- */

struct across_view {
	const struct across_plan *plan;
	const struct across *across;
	const struct across_kind *kind;
	const void *flat;      /* the flat report's view, in which cells are groups */
	const char *when_word; /* what its moments are: "month"; NULL: it has none */
	bool people;	       /* what is missing has a name in lines, too */
	const bool *kept;      /* the lines that are shown; NULL: all */
	struct str note;       /* what people should know of the figures; empty: nothing */
};

/* A report of an across_view. It has the view's heads and is in the arena. */
struct report across_report(const struct across_view *v, struct arena *arena);

/* Notes figures that are nowhere known. Returns how many verdicts are in it: among many, some differ by
 * chance. */
size_t across_look(const struct across_view *v, struct diags *diags);

/* For people: a view of just one of the figures, by a plan of its own. */
struct across_view across_only(const struct across_view *v, size_t figure, struct across_plan *one);

/* For people, a grid for each figure, with a title and a legend. */
void across_grid(const struct across_view *v, size_t figure, bool utf8, struct grid *g);

/* As a page, between its head and its foot. */
void across_page(const struct across_view *v, struct buf *out);

#endif
