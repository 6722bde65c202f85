/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* May this export be filed as the next night? */
#ifndef FOLD_FILING_CHECK_H
#define FOLD_FILING_CHECK_H

#include "fold/filing.h"

enum filing_verdict {
	FILING_NEW,
	FILING_SAME, /* it was filed before, at that time, which is noted */
	FILING_NOT   /* it is refused, which is reported */
};
enum filing_verdict filing_check(const struct filing *f, struct hash_pair hash);

/* "night 7 (2026-03-08T02:00:11+01:00)", in the archive's arena. */
struct str filing_night(struct archive *a, size_t night, const struct zone *zone);

/* "1,043", there, too. */
struct str filing_number(struct archive *a, uint64_t n);

#endif
