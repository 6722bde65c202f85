/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days an iCalendar file (RFC 5545) names: public holidays, company holidays. */
#ifndef TIME_ICS_H
#define TIME_ICS_H

#include <stdint.h>

#include "base/diag.h"

struct ics {
	int64_t *day; /* days since 1970-01-01 from 1970 to 2100, sorted, each once */
	size_t n, cap;
	size_t timed; /* events with a time of day, which are no holidays */
};

/* Does this begin like an iCalendar file? */
bool ics_looks_like(struct str bytes);

/* Events with a time of day are skipped and noted. False: reported, with the file's name and the event's
 * SUMMARY. Release `out` in both cases. */
bool ics_read(struct str bytes, const char *name, struct ics *out, struct diags *diags);
void ics_release(struct ics *file);

#endif
