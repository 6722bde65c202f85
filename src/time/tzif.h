/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A compiled time zone file (RFC 8536) as a list of changes of offset: those in the file, then those that its
 * footer's rule makes up to `cycle`; after that the last TZIF_CYCLE seconds repeat forever.
 */
#ifndef TIME_TZIF_H
#define TIME_TZIF_H

#include <stdint.h>

#include "base/str.h"

/* 400 Gregorian years: 146,097 days, a whole number of weeks. */
#define TZIF_CYCLE (INT64_C(146097) * 86400)

struct tzif_change {
	int64_t at;	/* Unix time */
	int32_t offset; /* seconds east of Greenwich from then on */
};

struct tzif {
	int32_t first; /* the offset before the first change */
	struct tzif_change *change;
	size_t n, cap;
	int64_t cycle; /* INT64_MAX: no rule, the last offset stays */
};

/* NULL, or what is wrong with the file: "is cut short". Release `out` in both cases. */
const char *tzif_parse(struct str bytes, struct tzif *out);
void tzif_release(struct tzif *file);

#endif
