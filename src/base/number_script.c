/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See number_script.h. */
#include "base/number_script.h"

#include "base/utf8.h"

/* The ASCII that a character stands for, the decimal sign of Arabic for `decimal`; 0: for none. */
static char ascii_of(int32_t c, char decimal)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return (char)(c - 0xFF01 + '!');
	if ((c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9))
		return (char)('0' + (c & 15));
	if (c >= 0x966 && c <= 0x96F)
		return (char)('0' + (c - 0x966));
	switch (c) {
	case 0x66A:
		return '%';
	case 0x66B:
		return decimal;
	case 0x66C:
		return decimal == '.' ? ',' : '.';
	case 0x2007:
	case 0x2009:
	case 0x3000:
		return ' ';
	case 0x2013:
		return '-';
	default:
		return 0;
	}
}

bool number_to_ascii(struct str s, char decimal, struct number_ascii *out)
{
	bool any = false;

	out->n = 0;
	for (struct str rest = s; rest.n;) {
		struct str here = rest;
		int32_t c = utf8_next(&rest);
		size_t n = here.n - rest.n, at = s.n - here.n;
		char as = c < 0x80 ? 0 : ascii_of(c, decimal);
		if (at + n >= sizeof out->p)
			return false;
		out->from[out->n] = (unsigned char)at;
		any |= as != 0;
		if (as) {
			out->p[out->n++] = as;
			continue;
		}
		for (size_t i = 0; i < n; i++) {
			out->from[out->n] = (unsigned char)(at + i);
			out->p[out->n++] = here.p[i];
		}
	}
	out->from[out->n] = (unsigned char)s.n;
	return any;
}
