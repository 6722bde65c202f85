/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days an iCalendar file (RFC 5545) names: public holidays, company holidays. */
#ifndef TIME_ICS_H
#define TIME_ICS_H

#include <stdint.h>

#include "base/diag.h"
#include "time/zone.h"

struct ics {
	int64_t *day; /* days since 1970-01-01 from 1970 to 2100, sorted, each once */
	size_t n, cap;
	size_t timed; /* events with a time of day, which are no holidays */
};

/* Does this begin like an iCalendar file? */
bool ics_looks_like(struct str bytes);

/* What is said of an event, by which holidays can be chosen. */
enum { ICS_SUMMARY, ICS_DESCRIPTION, ICS_CATEGORIES, ICS_STATUS, ICS_TRANSP, ICS_SAYS };
extern const char *const ics_says[ICS_SAYS];
struct ics_event {
	struct str says[ICS_SAYS]; /* lists with a comma between; empty: nothing */
	uint32_t line;		   /* where it begins */
};

/* Which events are looked at for holidays: all `chosen` are false at first. Returns false after a mistake,
 * which is reported. */
typedef bool ics_choose_fn(void *ctx, const struct ics_event *events, size_t n, bool *chosen);

/* The zone is the calendar's: a midnight in UTC may be another one's. `choose` NULL: all. Events with a time
 * of day are skipped and noted. False: reported, with the file's name and the event's SUMMARY. Release `out`
 * in both cases. */
struct ics_source {
	struct str bytes;
	const char *name;
	const struct zone *zone;
	ics_choose_fn *choose;
	void *ctx;
};
bool ics_read(const struct ics_source *from, struct ics *out, struct diags *diags);
void ics_release(struct ics *file);

#endif
