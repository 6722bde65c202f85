/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader on any bytes. Three claims: all scanners and all block sizes read
 * the same stream, whether batches are cut ahead or not; what strict libcsv accepts we read the same (on
 * input without lone CRs, blank rows left out); and no input makes it misbehave.
 *
 * The first byte chooses options, the rest is the file. Built with
 * -DREPLAY it has a main that runs the files it is given.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csv.h>

#include "../unit/ahead.h"
#include "table/batch.h"
#include "table/source.h"
#include "table/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good, const char *claim)
{
	if (!good) {
		fprintf(stderr, "fuzz_reader: not so: %s\n", claim);
		abort();
	}
}

/* ---- the whole stream as text, for comparing ---- */

/* A file that can't be read has one message, whether the first block already shows it or a later one does. */

static void dump(struct buf *out, const char *path, const struct source_options *options, size_t ahead)
{
	struct source s;
	struct table_reader reader = { .source = &s, .ahead = ahead };
	struct batch *b;
	struct diags d = { .tool = "fuzz" };
	struct buf scratch = { 0 };
	size_t rows = 0;
	int got = 0;

	buf_clear(out);
	if (source_open(&s, &path, 1, options, &d)) {
		for (size_t c = 0; c < s.header.n; c++)
			buf_print(out, "%zu:%.*s|", s.header.name[c].n, STR_ARG(s.header.name[c]));
		while ((got = table_next(&reader, &b)) > 0)
			for (size_t i = 0; i < b->marks.nrow; i++, rows++) {
				struct record r = batch_record(b, i);
				buf_print(out, "\n%llu+%zu|", (unsigned long long)batch_line(b, i), r.end);
				for (size_t c = 0; c < r.cells; c++) {
					struct str v = record_value(&r, c, &scratch), raw = record_raw(&r, c);
					check(v.n <= raw.n, "a value is no longer than its bytes");
					buf_print(out, "%zu:", raw.n);
					buf_str(out, raw);
					buf_str(out, v);
				}
			}
		if (got < 0 && !rows) {
			buf_clear(out);
			buf_print(out, "%s: %.*s\n", d.tool, STR_ARG(s.error));
		} else {
			buf_print(out, "\n%d %.*s %llu %llu\n", got, STR_ARG(s.error),
				  (unsigned long long)s.blank, (unsigned long long)s.skipped);
			buf_str(out, buf_view(&s.rejects));
		}
	}
	buf_str(out, buf_view(&d.out));
	source_close(&s);
	table_reader_release(&reader);
	diags_release(&d);
	buf_release(&scratch);
}

static void all_ways(const char *path, struct source_options options)
{
	static const char *const scanners[] = { "scalar", "sse2", "avx2", "avx512", "neon" };
	static const size_t blocks[] = { 4096, 1, 3, 64, 67 };
	static struct buf one, other;
	bool first = true;

	for (size_t s = 0; s < sizeof scanners / sizeof *scanners; s++) {
		if (!scan_choose(scanners[s]))
			continue;
		setenv("LEADPIPE_SCAN", scanners[s], 1);
		for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++) {
			options.block = blocks[k];
			for (size_t ahead = 0; ahead < 4; ahead += 3, first = false) {
				dump(first ? &one : &other, path, &options, ahead);
				check(first || str_eq(buf_view(&one), buf_view(&other)),
				      "every scanner and block size reads the same");
			}
		}
	}
}

/* ---- libcsv ---- */

/* Each cell as LENGTH:bytes, a newline behind each row. */

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void put_cell(struct buf *out, const void *p, size_t n)
{
	buf_print(out, "%zu:", n);
	buf_add(out, p, n);
}

static void on_cell(void *p, size_t n, void *data)
{
	put_cell(data, p, n);
}

static void on_row(int c, void *data)
{
	(void)c;
	buf_char(data, '\n');
}

static bool lone_cr(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == '\r' && (i + 1 == n || p[i + 1] != '\n'))
			return true;
	return false;
}

static void against_libcsv(const char *p, size_t n, char delimiter)
{
	static struct buf theirs, ours, scratch;
	struct csv_parser csv;

	if (lone_cr(p, n) || csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return;
	buf_clear(&theirs);
	csv_set_delim(&csv, (unsigned char)delimiter);
	csv_set_space_func(&csv, no_space);
	bool accepted = csv_parse(&csv, p, n, on_cell, on_row, &theirs) == n &&
			csv_fini(&csv, on_cell, on_row, &theirs) == 0;
	csv_free(&csv);
	if (!accepted)
		return;
	struct batch b = { .len = n, .dialect = { delimiter, false } };
	struct scan s;
	if (n)
		memcpy(batch_room(&b, 0, n), p, n);
	batch_room(&b, n, 0);
	scan_start(&s, &b);
	scan_choose(NULL)(&s, &b, n);
	scan_finish(&s, &b, n);
	check(s.fault == SCAN_GOOD, "what strict libcsv accepts we accept");
	buf_clear(&ours);
	for (size_t i = 0; i < b.marks.nrow; i++) {
		struct record r = batch_record(&b, i);
		if (batch_blank(&b, i))
			continue;
		for (size_t c = 0; c < r.cells; c++) {
			struct str t = record_text(&r, c, &scratch);
			put_cell(&ours, t.p, t.n);
		}
		buf_char(&ours, '\n');
	}
	check(str_eq(buf_view(&theirs), buf_view(&ours)), "what strict libcsv reads we read the same");
	batch_release(&b);
}

/* A few bytes can be a large file, which takes too long in blocks of one byte. */
static bool is_large(struct str file)
{
	enum { LARGE = 1 << 13 };
	static char bytes[LARGE];
	struct unpacker *u = unpacker_new(file);
	uint64_t packed = 0;
	ssize_t got;
	size_t n = 0;

	if (!u)
		return false;
	while (n < LARGE && (got = unpacker_read(u, -1, bytes, LARGE, &packed)) > 0)
		n += (size_t)got;
	unpacker_free(u);
	return n >= LARGE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	static char path[64];

	if (!size || is_large((struct str){ (const char *)data + 1, size - 1 }))
		return 0;
	if (fd < 0) {
		fd = memfd_create("fuzz", 0);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	}
	uint8_t how = data[0];
	const char *p = (const char *)data + 1;
	size_t n = size - 1;
	check(fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, p, n, 0) == (ssize_t)n, "the file is there");
	struct source_options options = {
		.delimiter = how & 1 ? ';' : 0,
		.raw_tsv = (how & 6) == 6,
		.ragged = (enum ragged)((how >> 3 & 3) % 3),
		.skip_lines = how >> 5 & 1,
		.skip_footer = (how >> 6) * 2,
		.allow_empty = how & 2,
		.keep_rejects = true,
	};
	all_ways(path, options);
	against_libcsv(p, n, options.delimiter ? ';' : ',');
	return 0;
}

#ifdef REPLAY
#include "base/file.h"

int main(int argc, char **argv)
{
	struct buf b = { 0 };

	for (int i = 1; i < argc; i++) {
		buf_clear(&b);
		if (!file_read(argv[i], &b)) {
			perror(argv[i]);
			return 2;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)(b.p ? b.p : ""), b.n);
	}
	buf_release(&b);
	printf("%d inputs replayed\n", argc - 1);
	return 0;
}
#endif
