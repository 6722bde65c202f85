/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a side table. What is refused is reported; what is read, written by our writer in any
 * dialect that side tables have, reads back as the same names and cells; every row says a line of the file,
 * in order; and by any column as the key each row is found by its folded value, the first of those that are
 * alike.
 */
#include "sheet.h"

#include "base/casefold.h"
#include "base/cell.h"
#include "base/foreign.h"

static void put_table(struct buf *out, const struct side *s, char delimiter)
{
	buf_clear(out);
	put_header(out, s, delimiter);
	for (size_t i = 0; i < s->rows; i++)
		put_row(out, s, i, delimiter);
}

static void check_same(const struct side *a, const struct side *b)
{
	check(a->columns == b->columns && a->rows == b->rows, "as many columns and rows are read again");
	for (size_t c = 0; c < a->columns; c++)
		check(str_eq(a->name[c], b->name[c]), "a name is read again");
	for (size_t i = 0; i < a->rows * a->columns; i++)
		check(str_eq(a->cell[i], b->cell[i]), "a cell is read again");
}

/* ---- lines and keys ---- */

static void check_lines(const struct side *s, struct str bytes)
{
	uint32_t lines = 1;

	for (size_t i = 0; i < bytes.n; i++)
		lines += bytes.p[i] == '\n';
	for (size_t i = 0; i < s->rows; i++)
		check(s->line[i] >= (i ? s->line[i - 1] : 1) && s->line[i] <= lines,
		      "rows are in the order of their lines");
}

static void check_key(struct side *s, size_t column)
{
	struct buf *folded = calloc(s->rows + 1, sizeof *folded);
	size_t repeated = 0;

	check(folded, "there is memory");
	side_index(s, column);
	for (size_t i = 0; i < s->rows; i++) {
		size_t first = 0;
		fold_key_append(&folded[i], side_cell(s, i, column));
		if (!folded[i].n)
			continue;
		while (!str_eq(buf_view(&folded[first]), buf_view(&folded[i])))
			first++;
		repeated += first < i;
		check(side_find(s, buf_view(&folded[i])) == first, "a key finds its first row");
	}
	check(s->repeated == repeated, "keys that repeat are counted");
	check(side_find(s, STR("")) == SIZE_MAX, "nothing is no key");
	for (size_t i = 0; i < s->rows; i++)
		buf_release(&folded[i]);
	free(folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = input_whole(data, size);
	struct side s, again;
	struct buf text = { 0 };
	char said;

	if (side_of(&s, bytes)) {
		check_lines(&s, bytes);
		/* A header of one name has no delimiter, which is then a comma. */
		for (const char *delimiter = s.columns == 1 ? "," : ",;\t"; *delimiter; delimiter++) {
			put_table(&text, &s, *delimiter);
			/* Without what is dropped from a name it may be another encoding, or say `sep=;`. */
			if (foreign_bytes(buf_view(&text)) || separator_line(buf_view(&text), &said))
				continue;
			check(side_of(&again, buf_view(&text)), "what our writer writes is read");
			check_same(&s, &again);
			side_release(&again);
		}
		for (size_t c = 0; c < s.columns && c < 8; c++) {
			check(side_column(&s, s.name[c]) <= c, "a column is found by its name");
			if (s.rows < 200)
				check_key(&s, c);
		}
	}
	side_release(&s);
	buf_release(&text);
	return 0;
}
