/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How telephone numbers are dialed: the calling codes of countries (ITU-T E.164), and what stands before a
 * national number at home. */
#ifndef LEAD_CALLING_H
#define LEAD_CALLING_H

#include "base/str.h"

/* What comes first in a number that is dialed inside its country, and never abroad. */
enum trunk { TRUNK_0, TRUNK_NONE, TRUNK_1, TRUNK_06, TRUNK_8 };

struct calling {
	char code[4];	  /* "": no such country */
	enum trunk trunk; /* TRUNK_NONE: all digits are always dialed, and a 0 at the beginning belongs to
			     them */
	char abroad[5];	  /* what is dialed before a foreign number, if it is not 00 */
	unsigned digits;  /* a number that begins with the code and has so many digits behind it, or more, is
			   * no national one; where the trunk is 1 or 8, a national number has so many */
};

/* A country is a number of base/country.h. NULL: its code is not known. */
const struct calling *calling_of(int country);

/* How many of the first digits are a calling code, 1 to 3; 0: none is assigned. */
size_t calling_code(struct str digits);

/* Of a calling code: is a 0 behind it dialed from abroad, too? */
bool calling_keeps_0(struct str code);

#endif
