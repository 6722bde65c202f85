/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ids that a spreadsheet took for numbers: 101234567890 came back as 1.01235E+11, as 101.234.567.890 or as
 * 101234567890.0, 00123 as 123, and of more than 15 digits the last are zeros.
 */
#include "review/filled.h"

#include <math.h>

#include "base/id.h"
#include "base/number.h"

enum { EXACT_DIGITS = 15 }; /* of a number in a spreadsheet */

/* How many digits stand behind the first decimal sign of 1.01235E+11, less the exponent: half of that place
 * is what may be lost. */
static double rounded_by(struct str cell)
{
	size_t n = 0, decimals = 0, exponent = 0;

	while (n < cell.n && cell.p[n] != '.' && cell.p[n] != ',' && (cell.p[n] | 0x20) != 'e')
		n++;
	if (n < cell.n && (cell.p[n] | 0x20) != 'e')
		for (n++; n < cell.n && (cell.p[n] | 0x20) != 'e'; n++)
			decimals++;
	for (n += 2; n < cell.n && exponent < 400; n++)
		exponent = exponent * 10 + (size_t)(cell.p[n] - '0');
	return pow(10, (double)exponent - (double)decimals) * 0.5000001;
}

static bool is_near(double cell, double id, double by)
{
	return fabs(cell - id) <= by;
}

enum id_fit filled_id_fits(struct str cell, struct str id)
{
	double number, as_cell;

	if (id_same(cell, id))
		return ID_SAME;
	if (!cell.n || !id.n || !number_read(id, '.', &number))
		return ID_OTHER;
	double by = id.n > EXACT_DIGITS ? pow(10, (double)(id.n - EXACT_DIGITS)) : 0;
	if (number_is_rounded(cell))
		by = fmax(by, rounded_by(cell));
	for (const char *decimal = ".,"; *decimal; decimal++)
		if (number_read(cell, *decimal, &as_cell) && is_near(as_cell, number, by))
			return ID_RUINED;
	return ID_OTHER;
}
