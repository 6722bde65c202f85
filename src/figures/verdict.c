/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares against benchmarks: see verdict.h. */
#include "figures/verdict.h"

#include "stat/stat.h"

struct verdict verdict_of(const struct benchmark *b, uint64_t k, uint64_t n, double z)
{
	struct verdict v = { b, "", 0 };

	if (!b || n < VERDICT_FEWEST)
		return v;
	struct interval i = wilson(k, n, z);
	v.side = (i.low > b->share) - (i.high < b->share);
	v.word = v.side > 0 ? "over" : v.side < 0 ? "under" : "at";
	return v;
}

void verdicts_tell(struct diags *diags, size_t n, const char *advice)
{
	if (n >= 20)
		diag_note(diags, "%zu verdicts: about %zu of them would differ by chance alone%s", n,
			  (n + 10) / 20, advice);
}
