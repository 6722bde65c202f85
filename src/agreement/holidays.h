/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days that a calendar's holiday files name. */
#ifndef AGREEMENT_HOLIDAYS_H
#define AGREEMENT_HOLIDAYS_H

#include "agreement/fields.h"

struct days {
	int64_t *at; /* since 1970-01-01, in any order */
	size_t n, cap;
};

/* Adds one file's, for a calendar of that zone. Returns false after a mistake, which is reported. */
bool holidays_read(struct names *n, const struct holiday_file *said, const struct zone *zone,
		   struct days *out);

#endif
