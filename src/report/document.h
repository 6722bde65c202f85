/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as one page that can be mailed, archived and printed: its style is
 * in it, it fetches nothing and runs nothing. It is put together from pieces,
 * top to bottom; every picture is inline SVG, and whoever writes one puts the
 * grid with the same figures behind it, for readers that show no pictures.
 * All texts are escaped here. Nothing here has heard of a lead.
 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "report/grid.h"

void document_open(struct buf *out, struct str title, struct str subtitle);
void document_close(struct buf *out);

/* The frame of a page about figures. Any of its texts may be empty, and isn't there then. */
struct document_head {
	struct str name;    /* of the report */
	struct str mark;    /* what it was made from */
	struct str as_of;   /* of when, and of which input */
	struct str counted; /* a sentence: what is in the figures, and what was left out */
	bool mail;	    /* for programs that show mail: see mail.h */
};
struct document_foot {
	struct str how;	    /* its figures are counted, in lines */
	struct str command; /* that made it */
	struct str made;    /* by which tool */
};
void document_begin(struct buf *out, const struct document_head *head);
void document_end(struct buf *out, const struct document_foot *foot);

/* The answer in one sentence, before all figures. */
void document_answer(struct buf *out, struct str text);

/* A heading, and a paragraph of small print. */
void document_heading(struct buf *out, struct str text);
void document_note(struct buf *out, struct str text);

/* Small print: a command to copy, and before it what it is for. */
void document_command(struct buf *out, struct str what, struct str command);

/* A row of headline figures: a label, one large figure ("84 leads": what follows its digits is set small),
 * what it is made of, and what is to be said of it. Neither of the last two has to be there. */
struct tile {
	struct str label, figure, detail, note;
	enum tone tone; /* of the note, which must not depend on it: a color is not seen by all */
};
void document_tiles(struct buf *out, const struct tile *tile, size_t n);

/* A table, with its title and note if it has them. `folded`: behind a line to open it, as figures behind a
 * picture are (always open where that can't be, and in print). One without rows is not there, but for its
 * note. */
void document_grid(struct buf *out, const struct grid *g, bool folded);

struct chart_line {
	struct str name;
	const double *value; /* as many as the chart has places; NaN: not known, a gap */
};

/* Lines over time, each named at its end, where its last known value stands. The axis begins at 0. */
struct chart {
	struct str name;	 /* stands over it: "Compliance by month"; empty: nothing does */
	const struct str *label; /* of the n places on the x axis */
	size_t n;
	const struct chart_line *line;
	size_t lines;
	bool percent; /* values are shares, 0.25 is 25% */
	double mark;  /* a benchmark's line across; NaN: none */
	struct str mark_name;
	bool bound;  /* the last line was not counted: it is what is allowed */
	bool slopes; /* of two places: each line also has its value where it begins, and the picture is low */
};
void document_chart(struct buf *out, const struct chart *c);

struct stack {
	struct str label, note; /* before the bar, and after it */
	const double *part;	/* as many as there are names of parts; what is not above 0 has no place */
};

/* One bar a row, made of parts in an order that means more and more (ages), all rows on one scale. Five
 * parts are told apart by color, from cool to hot; of more, neighbors share one. */
struct stacks {
	struct str name;
	const struct str *part_name;
	size_t parts;
	const struct stack *row;
	size_t rows;
	bool long_notes; /* they may take about half of the width */
};
void document_stacks(struct buf *out, const struct stacks *s);

struct curve {
	struct str name;
	const double *x, *y; /* n of them each, x not falling */
	size_t n;
};

/* What has come together, over a number of days or the like: each line is 0 at 0, rises at its points in
 * steps, holds to its last one and ends there, named. */
struct curves {
	struct str name;
	struct str unit; /* of x: "days" */
	const struct curve *curve;
	size_t curves;
	bool percent;
};
void document_curves(struct buf *out, const struct curves *c);

struct funnel_bar {
	struct str name;
	double value;
	struct str note;	 /* beside the value: "25.3% of all" */
	struct str rate, judged; /* of the one before: "25.3%", and what is said of that */
	enum tone tone;		 /* of what is said */
	struct str loss[3];	 /* what did not get to the next one, a line each */
	bool most;		 /* the largest loss: its first line stands out */
};

/* What gets narrower from stage to stage, a bar each; between two of them how much goes on, and an arrow to
 * what does not. */
struct funnel_bars {
	struct str name;
	const struct funnel_bar *bar;
	size_t bars;
};
void document_funnel_bars(struct buf *out, const struct funnel_bars *f);

enum dot_side { DOT_UNKNOWN, DOT_UNDER, DOT_AT, DOT_OVER, DOT_SIDES };

struct dot {
	struct str label, note;	 /* before it, and after it */
	double value, low, high; /* NaN: not known */
	enum dot_side side;	 /* of the mark */
};

/* A figure a row, with the ends of its interval, all on one scale, which begins at 0 only where they are near
 * it. */
struct dots {
	struct str name;
	const struct dot *row;
	size_t rows;
	double mark; /* a benchmark's line through all rows; NaN: none, and no sides */
	struct str mark_name;
	enum dots_of {
		DOTS_JUDGED,	/* shares: over, at or under a benchmark */
		DOTS_WORTH,	/* differences of shares: better or worse than chance explains */
		DOTS_FREQUENCY, /* the same of what is neither good nor bad: more or less frequent */
		DOTS_AWAY	/* counts: more or fewer; the interval is of what chance explains */
	} of;
};
void document_dots(struct buf *out, const struct dots *d);

struct meter {
	struct str label, note;	  /* before the bar, and after it: "44 of 70, missed" */
	double value, goal, pace; /* how far it is, should come, and should be by now; NaN: not known */
	enum tone tone;		  /* of the bar, which must not depend on it */
	double most;		  /* the whole that it is a part of, drawn as an outline; 0: none */
};

/* One bar a row on its way to a goal, all rows on one scale from 0. */
struct meters {
	struct str name;
	const struct meter *row;
	size_t rows;
	struct str goal_name, pace_name; /* "promised", "due by now" */
};
void document_meters(struct buf *out, const struct meters *m);

struct heat_row {
	struct str label, note;
	const double *share; /* as many as there are columns; NaN: not known */
	bool faint;	     /* not to be relied on: no shade */
	const bool *few;     /* of each share: the same of it alone; NULL: of none */
};

/* Shares or other figures in rows and columns, each written in its cell; the stronger the shade, the larger
 * among those of its column, or of all, that are not faint. */
struct heat {
	struct str name;
	const struct str *column;
	size_t columns;
	const struct heat_row *row;
	size_t rows;
	bool even;   /* all columns are of the same share */
	bool counts; /* they are no shares */
	bool totals; /* the last row and the last column are of all together */
};
void document_heat(struct buf *out, const struct heat *h);

#endif
