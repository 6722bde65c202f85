/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clock.c, which reads clocks, and clock_bind.c, which sets them up, share. */
#ifndef LEAD_CLOCK_INTERNAL_H
#define LEAD_CLOCK_INTERNAL_H

#include "lead/clock.h"

/* Where a clock starts, or stops. */
struct point {
	enum { POINT_STAGE, POINT_EXIT, POINT_COLUMN } what;
	size_t index;
	const struct code *code;
};

struct bound_promise {
	int64_t span, days;	   /* as struct promise */
	struct office_set *office; /* NULL: around the clock */
	size_t ruler;		   /* of its first calendar */
	const struct code *when;   /* NULL: every lead */
};

enum { DUE_DAYS = 1024, DUE_TEXT = 32 }; /* 2026-01-31T09:05:06+01:00 */
enum { RULER_STILL, RULER_TIME, RULER_DAYS, RULER_CALENDARS };

struct clock {
	struct point from;
	size_t stage; /* the first stage that answers; the number of stages: none does */
	size_t *stage_is,
		*exit_is; /* what each answers as, see struct reading; SIZE_MAX: an exit that doesn't */
	const struct code **column;
	size_t *column_is, ncolumns;
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
	const struct zone *zone;
	size_t ruler;
	bool by_day;		 /* counts calendar days where a time is a date */
	bool stopped;		 /* a `pause when` holds */
	int64_t allowance;	 /* own time; INSTANT_NONE: none */
	int64_t due;		 /* unless there are pauses */
	int64_t *column;	 /* times of the columns that answer */
	struct gap *pause, *gap; /* as the cells say, in order; and as known at a moment */
	size_t npauses, ngaps;
	struct clock_told *told;
	struct buf text[CLOCK_STATUS]; /* its due time and hours, as they are written */
	struct due_day { /* days of due times that were written: all of it but the clock stays */
		const struct zone *zone;
		int64_t day; /* the local one */
		int32_t offset;
		uint32_t n; /* of text; 0: none yet */
		char text[DUE_TEXT];
	} * dues; /* DUE_DAYS, by day; NULL: nothing was written yet */
};

/* How the clock of a row of the run stands now. */
struct clock_row {
	uint64_t serial; /* of the frame, when it was read */
	int64_t settled;
	struct reading now;
};

struct clock_room {
	size_t n, rows; /* rows: that there is room for */
	struct facts *facts;
	struct clock_told *told;
	struct clock_row **row; /* of each clock */
	struct clock_read {
		uint64_t begun,
			set; /* of the frame and its run's list of rows, when all of these were read */
	} * read;	     /* of each clock */
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
		clock_room_rows(r, RUN_MOST);
	return r->row[i];
}

/* The readings of those rows, by their places; valid until the next run. */
const struct clock_row *clock_read_rows(const struct clocks *c, size_t i, struct rows *rows,
					struct asked ask);

#endif
