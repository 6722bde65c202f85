/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of archives share: an export as bytes is filed, and a night comes back as bytes. */
#ifndef TESTS_ARCHIVE_H
#define TESTS_ARCHIVE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fold/filing.h"
#include "fold/rows.h"
#include "table/source.h"
#include "time/day.h"

/* Noon of the nth day of 2026. */
static inline int64_t archive_day(size_t n)
{
	return instant_of((day_number(2026, 1, 1) + (int64_t)n) * 86400 * SECOND_US + 43200 * SECOND_US);
}

static inline void archive_no_wait(void *ctx)
{
	(void)ctx;
}

static inline bool archive_add(void *ctx, struct str bytes)
{
	buf_str(ctx, bytes);
	return true;
}

/* The export in a file, with commas, as a night; its first column is the id, and of rows with the same the
 * first counts. `rows` gets its header and its rows, as archive_night gives them, in its own order. False: it
 * is no export, or was refused. */
static inline bool archive_file(const char *folder, const char *path, int64_t at, struct buf *rows,
				struct diags *diags)
{
	struct source_options options = { .delimiter = ',', .ragged = RAGGED_PAD };
	struct time_style utc = { .zone = zone_utc() };
	struct arena arena = { 0 };
	struct batch b = { 0 };
	struct source s;
	struct archive a;
	int got = -1;

	bool good = source_open(&s, &path, 1, &options, diags);
	size_t n = good ? s.header.n : 0, *column = ARENA_ARRAY(&arena, n + 1, size_t);
	struct str *cell = ARENA_ARRAY(&arena, n + 1, struct str);
	for (size_t i = 0; i < n; i++)
		column[i] = i;
	struct export_plan plan = { .head = s.header.name,
				    .column = column,
				    .n = n,
				    .modified = SIZE_MAX,
				    .times = &utc,
				    .repeats = REPEATS_FIRST,
				    .diags = diags };
	struct export *x = export_counter.new(&plan);
	while (good && (got = source_next(&s, &b)) > 0)
		for (size_t i = 0; i < b.marks.nrow; i++) {
			struct record r = batch_record(&b, i);
			export_take(x, &r);
		}
	good = good && got == 0 && !diags->errors && n;
	for (size_t i = 0; good && i <= x->n; i++) {
		if (i)
			export_cells(x, i - 1, cell);
		for (size_t c = 0; c < n; c++) {
			buf_str(rows, c ? STR(",") : STR(""));
			cell_write(rows, (struct dialect){ .delimiter = ',' },
				   i ? cell[c] : s.header.name[c]);
		}
		if (!rows->n) /* one column, without a name */
			buf_str(rows, STR("\"\""));
		buf_char(rows, '\n');
	}
	good = good && archive_open(&a, folder, ARCHIVE_WRITE, archive_no_wait, NULL, diags);
	if (good) {
		struct filing f = { .archive = &a,
				    .export = x,
				    .zone = zone_utc(),
				    .at = at,
				    .now = at,
				    .path = path,
				    .file = STR("export"),
				    .id = columns_apart(&arena, s.header.name, n)[0],
				    .accept = true };
		good = filing_write(&f);
		archive_release(&a);
	}
	export_counter.free(x);
	source_close(&s);
	batch_release(&b);
	arena_release(&arena);
	return good;
}

/* The archive as of a time. False: refused. */
static inline bool archive_then(const char *folder, int64_t at, struct buf *rows, struct diags *diags)
{
	struct rows_told told;
	struct archive a;

	bool good = archive_open(&a, folder, ARCHIVE_READ, NULL, NULL, diags);
	size_t night = good ? archive_as_of(&a, at, zone_utc()) : SIZE_MAX;
	const struct rows_sink sink = { { .delimiter = ',' }, NULL, archive_add, rows };
	good = night != SIZE_MAX && rows_of_night(&a, night, SIZE_MAX, &sink, &told);
	archive_release(&a);
	return good;
}

static inline void archive_remove(const char *folder)
{
	DIR *d = opendir(folder);
	char path[512];

	for (struct dirent *e; d && (e = readdir(d));) {
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		if (e->d_name[0] != '.')
			unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(folder);
}

#endif
