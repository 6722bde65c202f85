/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a number, a span and a text to fold. What is read must be
 * finite and survive being written; what is folded must equal itself.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/number.h"
#include "time/instant.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void number(struct str s, char decimal, struct buf *b)
{
	double x, y;

	if (number_read_start(s, decimal, &x))
		must(isfinite(x));
	if (!number_read(s, decimal, &x))
		return;
	must(isfinite(x) && s.n > 0);
	must(!(x == 0 && signbit(x)));
	buf_clear(b);
	number_write(b, x);
	must(number_read(buf_view(b), '.', &y) && x == y);
	must(number_read_start(s, decimal, &y) && x == y);
}

static void span(struct str s, struct buf *b)
{
	int64_t x, y;

	if (!span_read(s, '.', &x))
		return;
	buf_clear(b);
	span_write(b, x);
	must(span_read(buf_view(b), '.', &y) && x == y);
}

static void fold(struct str s, struct buf *b, struct buf *scratch)
{
	size_t half = s.n / 2;

	buf_clear(b);
	fold_append(b, s);
	struct str whole = buf_view(b);
	must(fold_equal(s, whole, scratch) && fold_starts(s, whole, scratch));
	must(fold_ends(s, whole, scratch) && fold_contains(s, whole, scratch));
	struct str tail = str_slice(s, half, s.n);
	bool held = whole.n >= tail.n && memmem(whole.p, whole.n, tail.p, tail.n) != NULL;
	must(fold_contains(s, tail, scratch) == held);
	must(fold_equal(s, tail, scratch) == str_eq(whole, tail));
	must(fold_starts(s, tail, scratch) == str_starts(whole, tail));
	must(fold_ends(s, tail, scratch) == str_ends(whole, tail));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct buf b = { 0 }, scratch = { 0 };
	int64_t whole;

	if (!size)
		s.p = "";
	number(s, '.', &b);
	number(s, ',', &b);
	if (number_read_whole(s, -1000, 1000, &whole))
		must(whole >= -1000 && whole <= 1000);
	span(s, &b);
	fold(s, &b, &scratch);
	buf_release(&b);
	buf_release(&scratch);
	return 0;
}
