/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares against benchmarks: see verdict.h. */
#include "figures/verdict.h"

#include <math.h>

#include "base/number.h"

const char *const verdict_words[] = { "over", "at", "under", NULL };

struct verdict verdict_of(const struct benchmark *b, uint64_t k, uint64_t n, double z)
{
	struct verdict v = { .benchmark = b, .word = "", .k = k, .n = n };

	if (!b)
		return v;
	if (n < VERDICT_FEWEST) {
		v.why = WHY_FEW;
		return v;
	}
	struct interval i = wilson(k, n, z);
	v.side = (i.low > b->share) - (i.high < b->share);
	v.word = v.side > 0 ? "over" : v.side < 0 ? "under" : "at";
	return v;
}

struct interval verdict_ends(const struct verdict *v)
{
	return v->n ? wilson(v->k, v->n, Z95) : (struct interval){ NAN, NAN };
}

void verdict_withhold(struct verdict *v, enum why_not why)
{
	v->word = why == WHY_MATURING ? "maturing" : "";
	v->side = 0;
	v->why = why;
}

void verdict_why(const struct verdict *v, struct buf *out)
{
	static const char *const why[] = { [WHY_NOTHING] = "",
					   [WHY_FEW] = "fewer than 20 leads",
					   [WHY_PENDING] = "",
					   [WHY_STATUS] = "leads that left may have been further",
					   [WHY_WINDOW] = "cohorts without --window",
					   [WHY_MATURING] = "maturing",
					   [WHY_UNFINISHED] = "the period has not ended",
					   [WHY_UNSEEN] = "not recorded" };

	if (v->why == WHY_PENDING) {
		number_write_grouped(out, (int64_t)v->pending);
		buf_str(out, STR(" of "));
		number_write_grouped(out, (int64_t)v->n);
		buf_str(out, STR(" pending"));
	} else if (v->benchmark) {
		buf_str(out, str_from(why[v->why]));
	}
}

void verdicts_tell(struct diags *diags, size_t n, const char *advice)
{
	if (n >= 20)
		diag_note(diags, "%zu verdicts: about %zu of them would differ by chance alone%s", n,
			  (n + 10) / 20, advice);
}
