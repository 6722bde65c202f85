/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as text graphics: horizontal bars in eighths of a column, and sparklines. */
#ifndef REPORT_BARS_H
#define REPORT_BARS_H

#include "base/buf.h"

/* A bar of `share` (0..1; beyond is clamped, NaN is 0) of `width` columns. Anything above 0 shows at least a
 * sliver, and only a full share fills the last eighth. Not padded. ASCII: whole '#'s. */
void bar_write(struct buf *out, double share, int width, bool utf8);

/* One column per value, from 0 up to the largest (negative counts as 0); NaN, an unknown value, is a space.
 * ASCII: the digits 1 to 8. */
void spark_write(struct buf *out, const double *value, size_t n, bool utf8);

#endif
