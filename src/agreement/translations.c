/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See translations.h. A text, not a table of pointers, which would all have to be set at each start. */
#include "agreement/translations.h"

#include "base/embed.h"

EMBED(translations, "agreement/translations.tsv");

struct str translations(void)
{
	return EMBEDDED(translations);
}

static struct str take_cell(struct str *line)
{
	const char *tab = memchr(line->p, '\t', line->n);
	struct str cell = { line->p, tab ? (size_t)(tab - line->p) : line->n };

	*line = str_slice(*line, cell.n + !!tab, line->n);
	return cell;
}

struct translation translation_at(struct str lines, size_t at, size_t *end)
{
	struct translation t;

	while (at && lines.p[at - 1] != '\n')
		at--;
	*end = (size_t)((const char *)memchr(lines.p + at, '\n', lines.n - at) - lines.p);
	struct str line = str_slice(lines, at, *end);
	t.header = take_cell(&line);
	t.field = take_cell(&line);
	t.language = line;
	return t;
}

struct translation translation_of(struct str loose)
{
	const struct str lines = translations();
	size_t low = 0, high = lines.n, end;

	while (low < high) {
		struct translation t = translation_at(lines, (low + high) / 2, &end);
		int order = str_compare(t.header, loose);
		if (!order)
			return t;
		if (order < 0)
			low = end + 1;
		else
			high = (size_t)(t.header.p - lines.p);
	}
	return (struct translation){ 0 };
}
