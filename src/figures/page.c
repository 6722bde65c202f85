/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See page.h. */
#include "figures/page.h"

#include "base/number.h"
#include "figures/group.h"

/* What is in the buffer, which is released. */
static struct str kept(struct arena *arena, struct buf *b)
{
	struct str s = arena_copy(arena, buf_view(b));

	buf_release(b);
	return s;
}

struct str page_count(struct arena *arena, uint64_t n)
{
	struct buf b = { 0 };

	number_write_grouped(&b, (int64_t)n);
	return kept(arena, &b);
}

struct str page_percent(struct arena *arena, uint64_t k, uint64_t n)
{
	struct buf b = { 0 };

	if (!n)
		return STR("–");
	number_write_ratio(&b, k * 100, n, 1);
	buf_char(&b, '%');
	return kept(arena, &b);
}

struct str page_day(struct arena *arena, struct civil day)
{
	return arena_print(arena, "%d" NO_BREAK "%.3s" NO_BREAK "%d", day.day, month_names[day.month - 1],
			   day.year);
}

struct str page_verdict(struct arena *arena, struct verdict v)
{
	if (!v.benchmark)
		return STR("");
	return arena_print(arena, "%s%sbenchmark, %.4g%%", v.word, *v.word ? " the " : "",
			   v.benchmark->share * 100);
}

struct str page_lines(struct arena *arena, struct str a, struct str b)
{
	return a.n && b.n ? arena_print(arena, "%.*s\n%.*s", STR_ARG(a), STR_ARG(b)) : a.n ? a : b;
}

void page_item(struct buf *name, size_t i, struct str item)
{
	buf_str(name, i ? STR(", ") : STR(""));
	buf_str(name, item.n ? item : STR(GROUP_NONE));
}

struct str page_words(struct arena *arena, struct buf *b)
{
	struct str words = arena_copy(arena, buf_view(b));

	buf_release(b);
	return words;
}

void page_groups(struct buf *out, struct arena *arena, size_t shown, size_t groups)
{
	if (groups > shown)
		document_note(
			out,
			arena_print(arena,
				    "%zu of the %zu groups on this page; the tables below have all of them",
				    shown, groups));
}
