/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in other digits than ours. */
#ifndef BASE_NUMBER_SCRIPT_H
#define BASE_NUMBER_SCRIPT_H

#include <stdbool.h>

#include "base/str.h"

/* A text in ASCII, and where in the text each byte of that comes from. */
struct number_ascii {
	char p[64];
	unsigned char from[64 + 1];
	size_t n;
};

/* Wide letters and digits, the digits of Arabic, Persian and Devanagari with their own signs, thin spaces,
 * and a dash for a minus; all else as it stands. False: nothing in it is one of these, or it is too long for
 * a number. */
bool number_to_ascii(struct str s, char decimal, struct number_ascii *out);

#endif
