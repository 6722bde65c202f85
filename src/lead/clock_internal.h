/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clock.c, which reads a clock, clock_rows.c, which reads those of many rows, and clock_bind.c, which
 * sets them up, share. */
#ifndef LEAD_CLOCK_INTERNAL_H
#define LEAD_CLOCK_INTERNAL_H

#include "lead/clock.h"

/* Where a clock starts, or stops: a stage, an exit or one of the clock's columns. */
struct point {
	enum { POINT_STAGE, POINT_EXIT, POINT_COLUMN } what;
	size_t index;
};

struct bound_promise {
	int64_t span, days;	      /* as struct promise */
	struct office_set *office;    /* NULL: around the clock */
	const struct calendar *hours; /* if it is the same for all leads, else NULL */
	const struct zone *zone;      /* of that, or the agreement's */
	size_t ruler;		      /* of its first calendar */
	const struct code *when;      /* NULL: every lead */
};

enum { RULER_STILL, RULER_TIME, RULER_DAYS, RULER_CALENDARS };

struct clock {
	struct point from;
	size_t stage; /* the first stage that answers; the number of stages: none does */
	size_t *stage_is,
		*exit_is; /* what each answers as, see struct reading; SIZE_MAX: an exit that doesn't */
	const struct code **column; /* times that it reads: first those that answer, last the start */
	size_t *column_is;	    /* what they answer as */
	size_t ncolumns, nanswers;
	struct str *answer; /* the name of what answers, by struct reading */
	struct bound_promise *promise;
	size_t npromises;
	int64_t warn;		  /* as in struct sla */
	const struct code **stop; /* pauses while one of them holds */
	size_t nstops;
	struct bound_pause {
		struct point from, to;
	} * pause;
	size_t npauses;
	size_t rulers;
	bool usual; /* it starts at a stage or an exit, has one promise of hours, or of days of one calendar,
		       and no pauses */
};

struct gap {
	int64_t from, to; /* to INT64_MAX: it has not ended */
};

/* Counts that are reported at the end: leads, per clock. */
struct clock_told {
	uint64_t asked, started, dated, undated, off_calendar, beyond, unmeasured, stopped_overdue;
};

/* What a record says about one clock: the last one that was asked for. */
struct facts {
	uint64_t serial;	      /* of the record it is of */
	int64_t start;		      /* INSTANT_NONE: it never starts */
	const struct calendar *hours; /* NULL: around the clock */
	int64_t opened;		      /* with a calendar: see calendar_opened(), at the start */
	uint16_t ruler;
	const struct zone *zone;
	bool by_day;		 /* counts calendar days where a time is a date */
	bool stopped;		 /* a `pause when` holds */
	int64_t allowance;	 /* own time; INSTANT_NONE: none */
	int64_t due;		 /* unless there are pauses */
	int64_t *answer;	 /* times of the columns that answer */
	struct gap *pause, *gap; /* as the cells say, in order; and as known at a moment */
	size_t npauses, ngaps;
	struct clock_told *told;
	const int64_t **read; /* of each column, what the run's rows say; NULL: each is asked */
};

/* What is written of the run's rows. */
enum { DUE_TEXT = 32, HOURS_TEXT = 16 }; /* 2026-01-31T09:05:06+01:00, -12345678.25 */
struct clock_texts {
	char due[RUN_MOST][DUE_TEXT], hours[RUN_MOST + 1][HOURS_TEXT]; /* 32 bytes of each can be read */
};

/* A third of a day, UTC, and the local day that a due time in it was written of: but for the clock, others of
 * that day are the same. */
enum { DUE_PARTS = 4096 };
struct due_part {
	const struct zone *zone; /* NULL: none was written */
	int64_t first;		 /* the second at which the day began */
	uint32_t n;		 /* of text */
	char text[DUE_TEXT];
};

struct clock_room {
	size_t n, rows; /* rows: that there is room for */
	struct facts *facts;
	struct clock_told *told;
	struct clock_row **row;	    /* of each clock */
	struct clock_texts **texts; /* of each clock; NULL: none was written */
	struct due_part *parts;	    /* DUE_PARTS of them, or NULL */
	struct clock_read {
		uint64_t begun; /* of the frame's run … */
		uint64_t set;	/* … and its list of rows, when all of these were read */
		size_t rows;	/* of the run that were read */
	} * read;		/* of each clock */
};

/* Room for as many rows, of which nothing is known then, if there is less. */
void clock_room_rows(struct clock_room *r, size_t rows);

static inline struct facts *clock_facts(struct frame *f, size_t i)
{
	return &tally_of(f)->clocks->facts[i];
}

static inline struct clock_row *clock_rows(struct frame *f, size_t i)
{
	struct clock_room *r = tally_of(f)->clocks;

	if (f->run->n > r->rows)
		clock_room_rows(r, f->run->n);
	return r->row[i];
}

/* ---- clock.c ---- */

/* Which promise is a lead's, which of its calendars, and the time that was open before the start. */
struct pick {
	int64_t opened;
	uint32_t promise, office;
};

static inline const struct calendar *clock_hours(const struct bound_promise *p, const struct pick *pick)
{
	return p->hours || !p->office ? p->hours : office_calendar(p->office, pick->office);
}

struct look_back {
	const struct clocks *clocks;
	const struct clock *clock;
	struct facts *facts;
	const struct sign *sign;
	const struct standing *standing;
	int64_t moment;
	bool today;
	struct lap lap; /* of the start */
};

/* Of the row at a place; as it was read for many, or asked. */
int64_t clock_column_time(const struct clock *k, size_t column, const struct facts *x, struct rows *rows,
			  size_t row);

/* Own time without pauses, from the start until then. */
int64_t clock_elapsed(const struct clocks *c, const struct facts *x, int64_t to);

/* When it is due without a pause; INSTANT_NONE: the calendar doesn't have that much open time. */
int64_t clock_promised(const struct clocks *c, const struct facts *x, const struct bound_promise *p);

/* The facts of a clock that starts. */
void clock_gather(const struct clocks *c, const struct clock *k, const struct sign *sign, int64_t start,
		  const struct pick *pick, struct facts *x, struct rows *rows, size_t row);

/* Of a row that is no lead, or whose clock doesn't start. */
static inline void clock_read_nothing(struct reading *r, int64_t start)
{
	*r = (struct reading){ .by = CLOCK_BY_NOTHING,
			       .answered_at = INSTANT_NONE,
			       .start = start,
			       .due = INSTANT_NONE,
			       .spent = INSTANT_NONE,
			       .until = INT64_MAX };
}

/* Of one that starts: r is nothing but its start until then. */
void clock_read(struct look_back *l, struct reading *r);

#endif
