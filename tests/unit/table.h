/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the table room share: files of given bytes, and a stream read to its end as text. */
#ifndef TESTS_TABLE_H
#define TESTS_TABLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ahead.h"
#include "table/scan.h"
#include "table/source.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* Those this machine has not are passed over. */
static const char *const table_scanners[] = { "scalar", "sse2", "avx2", "avx512", "neon" };
static const size_t table_blocks[] = { 1, 2, 3, 5, 7, 13, 16, 31, 63, 64, 65, 100, 127, 128, 1000, 4096, 0 };

/* Bytes as a file of a name; removed with the process's folder. */
static inline const char *table_file(const char *name, const void *p, size_t n)
{
	static char folder[64], path[8][160];
	static unsigned turn;

	if (!*folder) {
		strcpy(folder, "/tmp/leadpipe-test-XXXXXX");
		assert_non_null(mkdtemp(folder));
	}
	char *here = path[turn++ % 8];
	snprintf(here, sizeof path[0], "%s/%s", folder, name);
	FILE *f = fopen(here, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	return here;
}

/* The file's name without its folder, in a message: folders differ from run to run. */
static inline void table_hide_folder(struct buf *b)
{
	const size_t n = strlen("/tmp/leadpipe-test-XXXXXX/");
	char *at;

	while (b->n && (at = memmem(b->p, b->n, "/tmp/leadpipe-test-", 19))) {
		memmove(at, at + n, (size_t)(b->p + b->n - at) - n);
		b->n -= n;
	}
	*buf_room(b, 1) = '\0'; /* behind what there is, for strstr and the like */
}

/*
 * A whole stream in words, one line a record:  LINE|raw cell|raw cell|…|+END
 * the error last, as "! words". The header first, as "# name|name|". So many batches are cut ahead.
 */
static inline void table_dump_ahead(struct buf *out, const char *const *files, size_t n,
				    const struct source_options *options, size_t ahead)
{
	struct source s;
	struct table_reader reader = { .source = &s, .ahead = ahead };
	struct batch *b;
	struct diags d = { .tool = "t" };
	int got = 0;

	buf_clear(out);
	if (!source_open(&s, files, n, options, &d)) {
		buf_str(out, STR("! "));
		buf_str(out, buf_view(&d.out));
	} else {
		uint64_t rows = 0, tickets = 0;
		buf_str(out, STR("# "));
		for (size_t c = 0; c < s.header.n; c++) {
			buf_str(out, s.header.name[c]);
			buf_char(out, '|');
		}
		buf_char(out, '\n');
		while ((got = table_next(&reader, &b)) > 0) {
			assert_true(b->ticket == tickets++ && b->first_row == rows && b->marks.nrow > 0);
			rows += b->marks.nrow;
			for (size_t i = 0; i < b->marks.nrow; i++) {
				struct record r = batch_record(b, i);
				buf_print(out, "%llu|", (unsigned long long)batch_line(b, i));
				for (size_t c = 0; c < r.cells; c++) {
					buf_str(out, record_raw(&r, c));
					buf_char(out, '|');
				}
				assert_int_equal(record_raw(&r, r.cells).n, 0);
				buf_print(out, "+%zu\n", r.end);
			}
		}
		assert_true(rows == s.rows);
		assert_int_equal(table_next(&reader, &b), got); /* it stays said */
		if (got < 0)
			buf_print(out, "! %.*s\n", STR_ARG(s.error));
		if (s.blank || s.skipped)
			buf_print(out, "blank %llu skipped %llu\n", (unsigned long long)s.blank,
				  (unsigned long long)s.skipped);
		if (s.crs)
			buf_print(out, "CRs %llu\n", (unsigned long long)s.crs);
		if (s.rejects.n)
			buf_print(out, "rejects %.*s", STR_ARG(buf_view(&s.rejects)));
	}
	source_close(&s);
	table_reader_release(&reader);
	diags_release(&d);
	table_hide_folder(out);
}

static inline void table_dump(struct buf *out, const char *const *files, size_t n,
			      const struct source_options *options)
{
	table_dump_ahead(out, files, n, options, 0);
}

/* The same for every scanner and block size, with and without batches that are cut ahead; left in `out`. */
static inline void table_dump_all_ways(struct buf *out, const char *const *files, size_t n,
				       struct source_options options)
{
	struct buf other = { 0 };
	size_t ways = 0;

	for (size_t s = 0; s < LENGTH(table_scanners); s++) {
		if (!scan_choose(table_scanners[s]))
			continue;
		setenv("LEADPIPE_SCAN", table_scanners[s], 1);
		for (size_t k = 0; k < LENGTH(table_blocks); k++) {
			options.block = table_blocks[k];
			for (size_t ahead = 0; ahead <= 3; ahead++, ways++) {
				table_dump_ahead(ways ? &other : out, files, n, &options, ahead);
				if (ways && !str_eq(buf_view(out), buf_view(&other)))
					fail_msg("%s at %zu bytes a read, %zu ahead:\n%.*s\nbut at "
						 "first:\n%.*s",
						 table_scanners[s], table_blocks[k], ahead,
						 STR_ARG(buf_view(&other)), STR_ARG(buf_view(out)));
			}
		}
	}
	unsetenv("LEADPIPE_SCAN");
	assert_true(ways >= 8 * LENGTH(table_blocks) || !scan_choose("sse2"));
	buf_release(&other);
}

static inline void table_remove_folder(void)
{
	struct buf command = { 0 };
	const char *path = table_file("last", "", 0);

	buf_print(&command, "rm -rf '%.*s'", (int)(strrchr(path, '/') - path), path);
	buf_char(&command, '\0');
	assert_int_equal(system(command.p), 0);
	buf_release(&command);
}

#endif
