/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of figures share: numbers that fall as by chance, the same in every run, and figures compared.
 */
#ifndef TESTS_FIGURES_H
#define TESTS_FIGURES_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline uint64_t roll(uint64_t below)
{
	static uint64_t seed = 7;

	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

/* NaN is near NaN alone. */
static inline void near(double got, double want, double within)
{
	if (isnan(want) ? !isnan(got) : !(fabs(got - want) <= within))
		fail_msg("%.17g is not %.17g", got, want);
}

#endif
