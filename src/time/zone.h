/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A time zone, read from the system's TZif files (RFC 8536, footer rules too)
 * and immutable from then on, so that threads share it. Seconds are Unix time.
 */
#ifndef TIME_ZONE_H
#define TIME_ZONE_H

#include <stdint.h>

#include "base/buf.h"

struct zone;

/*
 * `Europe/Berlin` from $TZDIR or /usr/share/zoneinfo; `UTC`, `Z` and fixed offsets (`+05:30`) need no file.
 * NULL: no such zone, or its file is missing, can't be read or is broken; which of them is appended to `why`,
 * the likeliest name meant too.
 */
struct zone *zone_load(struct str name, struct buf *why);
void zone_free(struct zone *z);

/* Shared, not to be freed. */
const struct zone *zone_utc(void);

/* Seconds east of Greenwich at an instant. */
int32_t zone_offset(const struct zone *z, int64_t utc);

/*
 * The instant of a local wall-clock time (seconds since 1970-01-01T00:00 as if local were UTC). A repeated
 * local time is its first pass, a skipped one moves forward by the gap.
 */
int64_t zone_instant(const struct zone *z, int64_t local);

/* The first instant whose wall clock shows `local` or, where that is skipped, anything later. */
int64_t zone_first(const struct zone *z, int64_t local);

/* Offset 0, always. */
bool zone_is_utc(const struct zone *z);

#endif
